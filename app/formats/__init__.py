"""The file formats that questions are read from. A new one is a reader in its module, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from app.formats.gift import read_gift
from app.formats.gift_syntax import looks_like_gift
from app.formats.reading import Problem, Reading

__all__ = ["FORMATS", "Format", "Problem", "Reading", "detect"]

AMBIGUOUS_SUFFIXES = frozenset({".txt"})  # any text may be called so; what stands in it decides


@dataclass(frozen=True, slots=True)
class Format:
    """A text format: what it is called, how to tell it, how to read it."""

    name: str
    title: str
    suffixes: tuple[str, ...]  # lower case
    media_type: str
    reader: Callable[[str], Reading]
    looks_like: Callable[[str], bool]

    def read(self, data: bytes) -> Reading:
        """Read a file's bytes. Never raises: bytes that are not UTF-8 are a problem, at their line."""
        try:
            return self.reader(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = "The file is not UTF-8 from this line on. Save it as UTF-8 and try again."
            return Reading(problems=[Problem(line, "not_utf8", message)])


FORMATS: dict[str, Format] = {
    "gift": Format("gift", "Moodle GIFT", (".gift", ".txt"), "text/plain", read_gift, looks_like_gift),
}


def detect(filename: str | None, text: str) -> Format | None:
    """Tell a file's format by its name, and by its text where the name does not decide. None: unknown."""
    suffix = PurePath(filename or "").suffix.lower()
    named = [candidate for candidate in FORMATS.values() if suffix in candidate.suffixes]
    if len(named) == 1 and suffix not in AMBIGUOUS_SUFFIXES:
        return named[0]
    return next((candidate for candidate in named or FORMATS.values() if candidate.looks_like(text)), None)
