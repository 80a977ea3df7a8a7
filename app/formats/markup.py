"""Turns texts in Moodle's formats, such as HTML, into the plain text that Quizzler shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINE_BREAKS = _words(
    "address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul"
)
SPACES = _words("td th")
HIDDEN = _words("script style")
# Content that plain text can't replace. Dropping it silently would change the question.
EMBEDDED = _words("applet canvas embed iframe input math select svg textarea video")
FORMATTING = _words(
    "a abbr b big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var"
)
_IMAGES = _words("audio img object source")

_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_ATTRIBUTE = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))"""
_NAMES = "|".join(sorted(LINE_BREAKS | SPACES | HIDDEN | EMBEDDED | FORMATTING | _IMAGES))
# A "<" that opens no tag. In Moodle's own format "a<b" is a comparison, so there only a known name, alone or
# followed by name="value" pairs, is a tag; in HTML every name is.
_LESS_THAN_IN_TEXT = re.compile(rf"<(?!/?(?:{_NAMES}){_ATTRIBUTE}*\s*/?>)", re.IGNORECASE)
_LESS_THAN_IN_HTML = re.compile(r"""<(?!/?[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.IGNORECASE)

_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_SCRIPTS = {"sup": (_RAISED, "^"), "sub": (_LOWERED, "_")}


class Image(NamedTuple):
    """A picture in a text: its address, and what it shows, if that is said."""

    address: str
    alt: str | None = None

    @property
    def name(self) -> str:
        """What it shows or, if that is not said, the name of its file."""
        return self.alt or PurePosixPath(unquote(urlsplit(self.address).path)).stem


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without markup, its pictures, and the names of its other embedding tags."""

    text: str
    images: tuple[Image, ...] = ()
    embedded: tuple[str, ...] = ()


def read_text(source: str, form: str) -> tuple[PlainText, str]:
    """Read a text in the format that its mark names ([html], [plain], …), else in `form`; return both."""
    source = source.strip()
    if mark := _FORMAT.match(source):
        source, form = source[mark.end() :].strip(), mark[1].lower()
    return {"html": html_to_text, "moodle": moodle_to_text}.get(form, PlainText)(source), form


def html_to_text(source: str) -> PlainText:
    """Read HTML: entities decoded, tags dropped, paragraphs and `<br>` as line ends, spaces collapsed."""
    return _read(_LESS_THAN_IN_HTML.sub("&lt;", _without_comments(source)), fold_lines=True)


def moodle_to_text(source: str) -> PlainText:
    """Read Moodle's own format: like HTML, but line ends count, and a `<` without a known tag is text."""
    return _read(_LESS_THAN_IN_TEXT.sub("&lt;", _without_comments(source)), fold_lines=False)


def _read(source: str, *, fold_lines: bool) -> PlainText:
    parser = _TextParser(fold_lines=fold_lines)
    parser.feed(source)
    parser.close()
    lines = "".join(parser.parts).replace("\xa0", " ").split("\n")
    if fold_lines:
        lines = [line for line in lines if line.strip()]
    return PlainText(
        "\n".join(line.rstrip() for line in lines).strip(), tuple(parser.images), tuple(parser.embedded)
    )


def _without_comments(source: str) -> str:
    first, *rest = source.split("<!--")
    return first + "".join(piece.partition("-->")[2] if "-->" in piece else "<!--" + piece for piece in rest)


class _TextParser(HTMLParser):
    """Collects the visible text in `parts`."""

    def __init__(self, *, fold_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.images: list[Image] = []
        self.embedded: list[str] = []
        self._fold = re.compile(r"[ \t\r\n\f]+" if fold_lines else r"[ \t\r\f]+")
        self._hidden = 0
        self._preformatted = 0
        self._scripts: list[tuple[str, int]] = []  # an open <sup> or <sub>, and where its parts begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINE_BREAKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("• ")
        elif tag == "pre":
            self._preformatted += 1
        elif tag in SPACES and not self._begins_line():
            self.parts.append(" ")
        elif tag in HIDDEN:
            self._hidden += 1
        elif tag in ("audio", "source", "object"):
            self._note_medium(tag, dict(attrs))
        elif tag == "img":
            given = dict(attrs)
            alt = (given["alt"] or "").strip() if "alt" in given else None
            self.images.append(Image((given.get("src") or "").strip(), alt))
        elif tag in EMBEDDED:
            self.embedded.append(tag)
        elif tag in _SCRIPTS:
            self._scripts.append((tag, len(self.parts)))

    def _note_medium(self, tag: str, given: dict[str, str | None]) -> None:
        """A sound, or a picture or sound as QTI has it; what is in the element is for programs without it."""
        kind = (given.get("type") or "").partition("/")[0]
        address = given.get("data") if tag == "object" else given.get("src")
        if tag != "source":
            self._hidden += 1
        if address and (tag != "object" or kind in ("image", "audio")):
            self.images.append(Image(address.strip(), given.get("title") or None))
        elif tag == "object":
            self.embedded.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in LINE_BREAKS and tag != "br":
            self.parts.append("\n")
        if tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif tag in HIDDEN or tag in ("audio", "object"):
            self._hidden = max(0, self._hidden - 1)
        elif self._scripts and self._scripts[-1][0] == tag:
            _, start = self._scripts.pop()
            self.parts[start:] = [_script("".join(self.parts[start:]), *_SCRIPTS[tag])]

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._preformatted:
            self.parts.append(data)
            return
        text = self._fold.sub(" ", data)
        text = (text.lstrip(" ") if self._begins_line() else text).replace("\n ", "\n")
        if text:
            self.parts.append(text)

    def _begins_line(self) -> bool:
        """Whether a space here would be the first character of its line or follow another space."""
        return not self.parts or self.parts[-1].endswith(("\n", " "))


def _script(text: str, glyphs: dict[str, str], mark: str) -> str:
    """Write 10<sup>8</sup> as 10⁸, so that it is not read as 108."""
    text = text.strip()
    if all(character in glyphs for character in text):
        return "".join(glyphs[character] for character in text)
    return mark + (text if len(text) == 1 else f"({text})")
