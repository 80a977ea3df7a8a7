"""The file formats that questions are read from. To add one, write its reader in a module and list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from app.formats.gift import looks_like_gift, read_gift
from app.formats.reading import Problem, Reading

__all__ = ["FORMATS", "Format", "Problem", "Reading", "detect"]

AMBIGUOUS_SUFFIXES = frozenset({".txt"})  # any text may have it: the text itself decides


@dataclass(frozen=True, slots=True)
class Format:
    """A text format: its name, and how it is read and recognised."""

    name: str
    suffixes: tuple[str, ...]  # lower case
    reader: Callable[[str], Reading]
    looks_like: Callable[[str], bool]


FORMATS: dict[str, Format] = {
    "gift": Format("gift", (".gift", ".txt"), read_gift, looks_like_gift),
}


def detect(filename: str | None, text: str) -> Format | None:
    """The format by a file's name or, if that does not decide, by its text; None if unknown."""
    suffix = PurePath(filename or "").suffix.lower()
    named = [candidate for candidate in FORMATS.values() if suffix in candidate.suffixes]
    if len(named) == 1 and suffix not in AMBIGUOUS_SUFFIXES:
        return named[0]
    return next((candidate for candidate in named or FORMATS.values() if candidate.looks_like(text)), None)
