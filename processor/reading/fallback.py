"""Reads with pypdf the files that pdfium can't open or read."""

import re
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from processor.failure import JobFailure
from processor.reading.document import Block, Page, Progress
from processor.reading.layout import tidy

PROSE = re.compile(r"[a-z].*[.!?:]\W*$", re.DOTALL)
DAMAGED = (  # what pypdf raises besides its own errors
    RecursionError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    NotImplementedError,
    OSError,
)


def encrypted() -> JobFailure:
    """The failure of a file that needs a password."""
    return JobFailure("encrypted", "The PDF is encrypted and can be opened only with its password.")


def require_pages(count: int, max_pages: int) -> None:
    """Raises JobFailure for a file with too many pages, or none."""
    if count == 0:
        raise JobFailure("empty", "The PDF has no pages.")
    if count > max_pages:
        raise JobFailure("too_large", f"The PDF has {count} pages; at most {max_pages} are allowed.")


def read(path: Path, max_pages: int, progress: Progress) -> tuple[str | None, list[Page]]:
    """The title and pages of a file. Raises JobFailure if it can't be read."""
    broken = JobFailure("broken", "The PDF is damaged and can't be read.")
    try:
        reader = pypdf.PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        count = len(reader.pages)
    except (PyPdfError, *DAMAGED):
        raise broken from None
    require_pages(count, max_pages)
    pages: list[Page] = []
    failed = 0
    for number in range(1, count + 1):
        try:
            text = reader.pages[number - 1].extract_text()
        except (PyPdfError, *DAMAGED):
            text, failed = "", failed + 1
        pages.append(Page(number, None, plain_blocks(text, number)))
        if number % 10 == 0:
            progress(0.9 * number / count, f"Reading page {number} of {count}", (number, count))
    if failed == count:
        raise broken
    return None, pages


def plain_blocks(text: str, page: int) -> list[Block]:
    """Plain text as paragraphs, which are separated by empty lines."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        joined = tidy(re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", part).replace("\n", " "))
        if joined:
            blocks.append(Block("paragraph" if PROSE.search(joined) else "other", joined, page))
    return blocks
