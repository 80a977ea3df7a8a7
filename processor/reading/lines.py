"""The lines of a page as pdfium reads them: text, place, size and typeface."""

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

SOFT_BREAK = "\ufffe"  # pdfium's mark for a word that was hyphenated at the end of a line
FIXED_PITCH = 1  # PDF 32000-1, table 123: font flags
FORCE_BOLD = 1 << 18
COLUMN_GAP = 1.6  # times the font size: wider than any space in justified text


class Line(NamedTuple):
    """One line. Coordinates are in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    top: float  # the height of its first letter
    bottom: float  # that of its last letter, which is lower if pdfium has joined a word over two lines
    size: float
    fixed: bool  # in a typeface of fixed width, so probably code
    bold: bool
    columns: bool  # has a gap as wide as in a table


def lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page in reading order, without empty ones."""
    text_page = page.get_textpage()
    try:
        return list(_lines(text_page))
    finally:
        text_page.close()


def _lines(text_page: pdfium.PdfTextPage) -> Iterator[Line]:
    start = 0
    for text in text_page.get_text_range().split("\r\n"):
        words = text.strip()
        if words:
            first = start + len(text) - len(text.lstrip())
            last = first + len(words) - 1
            size = raw.FPDFText_GetFontSize(text_page.raw, first)
            if size <= 1:  # the page's matrix scales it; the height of a letter shows the real size
                _, foot, _, high = text_page.get_charbox(first, loose=True)
                size = round((high - foot) * 0.8, 1)
            left, top, _, _ = text_page.get_charbox(first, loose=True)
            _, low, right, _ = text_page.get_charbox(last, loose=True)
            samples = {first, (first + last) // 2, last}
            faces = [_face(text_page, index) for index in samples if not text[index - start].isspace()]
            yield Line(
                text=words,
                left=left,
                right=right,
                top=top,
                bottom=low if SOFT_BREAK in words else top,
                size=round(size, 1),
                fixed=all(fixed for fixed, _ in faces),
                bold=all(bold for _, bold in faces),
                columns=_has_columns(text_page, words, first, size),
            )
        start += len(text) + 2


def _face(text_page: pdfium.PdfTextPage, index: int) -> tuple[bool, bool]:
    flags = ctypes.c_int(0)
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text_page.raw, index, name, 128, flags)
    face = name.value.lower()
    fixed = bool(flags.value & FIXED_PITCH) or any(
        part in face for part in (b"mono", b"cour", b"typewriter", b"cmtt", b"sltt")
    )
    bold = bool(flags.value & FORCE_BOLD) or any(
        part in face for part in (b"bold", b"cmbx", b"-bx", b"heavy", b"black")
    )
    return fixed, bold


def _has_columns(text_page: pdfium.PdfTextPage, words: str, first: int, size: float) -> bool:
    """Whether a space in the line is as wide as the gap between two columns."""
    if len(words) > 200 or words.count(" ") == 0 or SOFT_BREAK in words:
        return False
    for offset, letter in enumerate(words):
        if letter == " " and offset > 0:
            before = text_page.get_charbox(first + offset - 1)[2]
            after = text_page.get_charbox(first + offset + 1)[0]
            if after - before > COLUMN_GAP * size:
                return True
    return False
