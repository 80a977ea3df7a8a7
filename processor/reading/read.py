"""Reads a PDF: with pdfium, else with pypdf, and by OCR if it has only pictures of text."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from processor.contract.jobs import starts_as_pdf
from processor.failure import JobFailure
from processor.reading import fallback, ocr
from processor.reading.document import Block, Document, Page, Progress, unheard
from processor.reading.layout import blocks_of
from processor.reading.lines import Line, lines_of

FEWEST_LETTERS = 20  # a page with fewer counts as a page without text
SCANNED_SHARE = 0.3  # a page without text is scanned if pictures cover more than this share of it
LABELS_TRIED = 8  # pages; if none of these has a label, no page has
FEWEST_FOR_LANGUAGE, MOST_FOR_LANGUAGE = 150, 20_000  # letters


def read(path: Path, max_pages: int, progress: Progress = unheard) -> Document:
    """Read a PDF of at most `max_pages` pages. Raises JobFailure.

    A hostile file may also cause a MemoryError or a crash, so this runs in a child process.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if not starts_as_pdf(data):
        raise JobFailure("not_a_pdf", "The file is not a PDF.")
    size, locked = len(data), b"/Encrypt" in data
    del data
    title, pages = _read_pages(path, max_pages, progress, locked)
    has_text = any(page.blocks for page in pages)
    if not has_text and not any(page.scanned for page in pages):
        raise JobFailure("no_text", "There is no text in the PDF.")
    if any(page.scanned for page in pages) and (ocr.installed() or not has_text):
        pages = _from_pictures(path, pages, max_pages, progress)
    return Document(digest, title or _first_heading(pages), size, pages)


def _read_pages(
    path: Path, max_pages: int, progress: Progress, locked: bool = False
) -> tuple[str | None, list[Page]]:
    try:
        document = pdfium.PdfDocument(path)
        document.init_forms = lambda *_: None  # forms and their scripts have no text to read
        count = len(document)
    except pdfium.PdfiumError as error:
        if locked and "password" in str(error).lower():  # pdfium may name the error of an earlier file
            raise fallback.encrypted() from None
        return fallback.read(path, max_pages, progress)
    try:
        fallback.require_pages(count, max_pages)
        return _with_pdfium(document, count, path, max_pages, progress)
    finally:
        document.close()


def _with_pdfium(
    document: pdfium.PdfDocument, count: int, path: Path, max_pages: int, progress: Progress
) -> tuple[str | None, list[Page]]:
    lines: list[list[Line]] = []
    pages: list[Page] = []
    broken = 0
    sample = range(0, count, max(1, count // LABELS_TRIED))
    has_labels = any(_label(document, index, count) for index in sample)
    for index in range(count):
        found, scanned = _lines_of(document, index)
        broken += found is None
        lines.append(found or [])
        label = _label(document, index, count) if has_labels else None
        pages.append(Page(index + 1, label, scanned=scanned))
        if index % 10 == 9:
            progress(0.9 * index / count, f"Reading page {index + 1} of {count}", (index + 1, count))
    if broken == count:
        return fallback.read(path, max_pages, progress)
    for page, blocks in zip(pages, blocks_of(lines), strict=True):
        page.blocks = blocks
    labels = [page.label for page in pages]
    if labels == [str(number) for number in range(1, count + 1)]:
        for page in pages:
            page.label = None  # the same as the number
    return _title(document), pages


def _lines_of(document: pdfium.PdfDocument, index: int) -> tuple[list[Line] | None, bool]:
    """The lines of a page, None if it can't be read; and whether it is a picture."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return None, False
    try:
        lines = lines_of(page)
        letters = sum(len(line.text) for line in lines)
        return (lines, False) if letters >= FEWEST_LETTERS else ([], _is_picture(page))
    except (pdfium.PdfiumError, IndexError, ValueError):
        return None, False
    finally:
        page.close()


def _is_picture(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > SCANNED_SHARE * width * height)


def _label(document: pdfium.PdfDocument, index: int, count: int) -> str | None:
    try:
        return (document.get_page_label(index) or "").strip()[:20] or None
    except (pdfium.PdfiumError, UnicodeError, ValueError):
        return None


def _title(document: pdfium.PdfDocument) -> str | None:
    try:
        title = document.get_metadata_value("Title")
    except (pdfium.PdfiumError, UnicodeError, ValueError):
        return None
    title = re.sub(r"[\s\x00-\x1f]+", " ", title).strip()
    file_name = re.search(
        r"\.(docx?|indd|tex|dvi|pdf|fm|qxd|pptx?|odt)$|^(untitled|document\d*|microsoft)",
        title,
        re.IGNORECASE,
    )
    return None if not title or file_name else title[:300]


def _first_heading(pages: list[Page]) -> str | None:
    blocks: Iterator[Block] = (
        block for page in pages[:3] for block in page.blocks if block.kind == "heading"
    )
    first = next(blocks, None)
    return first.text[:300] if first else None


def _from_pictures(path: Path, pages: list[Page], max_pages: int, progress: Progress) -> list[Page]:
    """The pages with the text that was recognised in those that are pictures.

    Raises JobFailure if the document has no other text and none could be recognised.
    """
    has_text = any(page.blocks for page in pages)
    scanned = [page.number for page in pages if page.scanned]
    try:
        text_of = ocr.read(path, scanned, progress)
    except ocr.OcrError as error:
        if has_text:
            return (
                pages  # the pages that are pictures stay without text, and are named where quizzes are made
            )
        raise JobFailure("no_text", f"The pages are scanned, so they are pictures of text. {error}") from None
    if isinstance(text_of, Path):
        _, again = _read_pages(text_of, max_pages, progress)
        text_of.unlink(missing_ok=True)
        recognised = {page.number: page.blocks for page in again}
    else:
        recognised = {number: fallback.plain_blocks(text, number) for number, text in text_of.items()}
    for page in pages:
        if page.scanned:
            page.blocks = recognised.get(page.number, [])
    if not any(page.blocks for page in pages):
        raise JobFailure("no_text", "The pages are scanned, and no text could be recognised in them.")
    return pages


def language_of(document: Document) -> str | None:
    """The code of the language of the text; None if there is too little of it."""
    from py3langid import langid  # loads its tables with the first text

    text = " ".join(page.text for page in document.pages)
    letters = "".join(letter for letter in text[: 5 * MOST_FOR_LANGUAGE] if letter.isalpha() or letter == " ")
    if len(letters) < FEWEST_FOR_LANGUAGE:
        return None
    middle = max(0, (len(letters) - MOST_FOR_LANGUAGE) // 2)
    return str(langid.classify(letters[middle : middle + MOST_FOR_LANGUAGE])[0])
