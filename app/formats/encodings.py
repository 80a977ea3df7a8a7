"""Tells the encoding of a text.

It is shown by its mark or declared by XML; else it is UTF-8, or what Excel and old editors write in the West.

Windows-1252 and Mac Roman give each byte a character, so any bytes could be read as either. The letters
around each foreign one tell them apart: an é stands among small letters, a ‡ or an upper-case Ž does not. A
text that reads badly in both is refused, because it is in another encoding, which bytes alone don't show.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
WESTERN = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"))
# What the declaration of an XML document names, if it is an older encoding. Python knows others that no
# program writes and that take long to read.
DECLARED = re.compile(
    rb"""\s*<\?xml\b[^>]{0,100}?\bencoding=["'](?P<name>windows-\d{3,4}|cp\d{3,4}|iso-8859-\d\d?|latin-?\d"""
    rb"""|us-ascii|koi8-[rtu]|mac(?:roman|cyrillic|intosh)|shift_jis|euc-(?:jp|kr)|iso-2022-jp|big5|gbk|gb2312|gb18030"""
    rb"""|tis-620)(?=["'])""",
    re.IGNORECASE,
)
SHOWN = 400  # bytes at the beginning in which UTF-16 without a mark shows

_ENCODING = re.compile(r"""(\A\s*<\?xml\b[^>]{0,100}?\bencoding=["'])[^"']+""")
_LINE_ENDS = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Letters of the West stand alone or in pairs between those of ASCII; a row of them is another alphabet.
_ROW = re.compile(r"[^\W\d_a-zA-Z]{4}")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
QUOTES = "\u2018\u2019\u201c\u201d\u201a\u201e\u2026\u2013\u2014«»"
SIGNS = "°§±²³€£\xd7÷·¿¡\xa0ºª½¼"
NO_LETTERS = "\u0192\ufb01\ufb02\u02c6\u0131ºª"  # which Unicode counts as letters
LEAST_SCORE = 0.5  # for each character


class Decoded(NamedTuple):
    """A text, the name of its encoding, and the first line that this encoding was needed for."""

    text: str
    encoding: str
    line: int | None = None  # None: the bytes themselves say which encoding it is


def decode(data: bytes) -> Decoded:
    """Decode a text. Raises UnicodeDecodeError, at the first byte that is in no encoding known here."""
    for mark, encoding, name in MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding), name)
    if unmarked := _unmarked_utf16(data[:SHOWN]):
        return Decoded(data.decode(unmarked), "UTF-16", 1)
    if declared := _declared(data):
        return Decoded(data.decode(declared), declared)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return _decode_western(data, error)


def xml_in_utf8(data: bytes) -> bytes:
    """An XML document in UTF-8, and declared to be; one that is in no other encoding stays as it is.

    Raises UnicodeDecodeError, if it is not in the encoding that it declares.
    """
    marked = next((encoding for mark, encoding, _ in MARKS[1:] if data.startswith(mark)), None)
    encoding = marked or _unmarked_utf16(data[:SHOWN]) or _declared(data)
    if not encoding:
        return data
    return _ENCODING.sub(r"\1UTF-8", data.decode(encoding).removeprefix("\ufeff"), count=1).encode()


def _declared(data: bytes) -> str | None:
    """The older encoding that an XML document declares, if Python knows it."""
    found = DECLARED.match(data)
    try:
        return found and codecs.lookup(found["name"].decode()).name
    except LookupError:
        return None


def _unmarked_utf16(start: bytes) -> str | None:
    """The encoding if every second byte is a zero in most of the text, as in UTF-16 of ASCII."""
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        others = start[::2] if encoding == "utf-16-le" else start[1::2]
        if len(start) > 3 and zeros.count(0) > 0.6 * len(zeros) and not others.count(0):
            return encoding
    return None


def _decode_western(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Decode line by line, because a file may be glued together from files in two encodings."""
    lines: list[str | bytes] = []
    for line in _LINE_ENDS.split(data):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.replace(codecs.BOM_UTF8, b""))
    foreign = [line for line in lines if isinstance(line, bytes)]
    scores = {encoding: _score(foreign, encoding) for encoding, _ in WESTERN}
    encoding, name = max(WESTERN, key=lambda known: scores[known[0]])
    if scores[encoding] < 0 or any(isinstance(line, str) and _NO_TEXT.search(line) for line in lines):
        raise error
    first = next(number for number, line in enumerate(lines, start=1) if isinstance(line, bytes))
    text = "".join(line.decode(encoding) if isinstance(line, bytes) else line for line in lines)
    return Decoded(text, name, first)


def _score(lines: list[bytes], encoding: str) -> float:
    """How much the lines look like a Western language in this encoding; negative: not like one."""
    places = []
    for line in lines:
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            return -1
        if _NO_TEXT.search(text) or _ROW.search(text):
            return -1
        places += [_fits(text, match.start()) for match in _FOREIGN.finditer(text)]
    return sum(places) / len(places) - LEAST_SCORE


def _fits(text: str, place: int) -> float:
    """Whether a character that is not ASCII's fits where it stands, from 2 to -3."""
    character = text[place]
    before, after = text[place - 1] if place else " ", text[place + 1] if place + 1 < len(text) else " "
    within = before.isalpha() and after.isalpha()
    beside_ascii = any(each.isascii() and each.isalpha() for each in (before, after))
    if character == "\u2019" and within:
        return 1
    if not character.isalpha() or character in NO_LETTERS:
        usual = character in QUOTES or character in SIGNS
        misplaced = character == "\u2026" and after.isalpha()
        return -3 if within else 1 + (character == "°") - misplaced if usual else -1
    if character.isupper():
        return -3 if before.islower() else 2 if after.isalpha() else 1
    if after.isupper():
        return -3
    if before.isalpha() or after.isalpha():
        return 2 if beside_ascii else 0
    return 1 if character in "àéèóì" else 0
