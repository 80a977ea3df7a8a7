"""Reading with pypdf, for files that pdfium can't open or get text out of."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from processor.reading.document import Block, Page, ReadingError
from processor.reading.layout import tidy

PROSE = re.compile(r"[a-z].*[.!?:]\W*$", re.DOTALL)
RECURSION = (
    RecursionError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    NotImplementedError,
    OSError,
)


def read(path: Path, max_pages: int, progress: Callable[[float, str], None]) -> tuple[str | None, list[Page]]:
    """The title and pages of a file. Raises ReadingError where it is past repair."""
    broken = ReadingError("broken", "The PDF is damaged and can't be read.")
    try:
        reader = pypdf.PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("encrypted", "The PDF is encrypted, and can be opened only with its password.")
        count = len(reader.pages)
    except (PyPdfError, *RECURSION):
        raise broken from None
    if count == 0:
        raise ReadingError("empty", "The PDF has no pages.")
    if count > max_pages:
        raise ReadingError("too_large", f"The PDF has {count} pages; {max_pages} is the most.")
    pages: list[Page] = []
    failed = 0
    for number in range(1, count + 1):
        try:
            text = reader.pages[number - 1].extract_text()
        except (PyPdfError, *RECURSION):
            text, failed = "", failed + 1
        pages.append(Page(number, None, plain_blocks(text, number)))
        if number % 10 == 0:
            progress(0.9 * number / count, f"Reading page {number} of {count}")
    if failed == count:
        raise broken
    return None, pages


def plain_blocks(text: str, page: int) -> list[Block]:
    """Text without a layout, as paragraphs: parted by empty lines, or where a line ends short with a full
    stop.
    """
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        joined = tidy(re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", part).replace("\n", " "))
        if joined:
            blocks.append(Block("paragraph" if PROSE.search(joined) else "other", joined, page))
    return blocks
