"""A page as a picture, and where a sentence stands on it."""

import unicodedata
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from processor.failure import JobFailure
from processor.reading import fallback
from processor.reading.lines import with_letters

WIDTH = 1200  # pixels; enough to read a page of small print on a phone that is zoomed in
MOST_HEIGHT = 3600
QUALITY = 80
FEWEST_LETTERS = 6  # a shorter part of a sentence may stand anywhere on its page
FOUND_SHARE = 0.7  # of a sentence's letters; where fewer are found, it stands elsewhere
STEPS = 10_000  # of a page's width and height, in which boxes are computed
Box = tuple[float, float, float, float]


def picture_of(path: Path, number: int, sentence: str | None) -> tuple[bytes, int, int, list[Box]]:
    """A page as WebP, its width and height in pixels, and the boxes of the sentence, one a line.

    Boxes are the left, upper, right and lower edges as shares of the page, from its upper left corner. There
    are none where the sentence is not found in the page's text. Raises JobFailure if pdfium can't open the
    file or the page.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise fallback.encrypted() from None
        raise JobFailure("no_picture", "The PDF is damaged, so its pages can't be shown.") from None
    try:
        if number > len(document):
            raise JobFailure("no_picture", f"The PDF has {len(document)} pages.")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / width, MOST_HEIGHT / height)
        picture = page.render(scale=scale).to_pil()
        written = BytesIO()
        picture.save(written, "WEBP", quality=QUALITY)
        boxes = boxes_of(page, sentence) if sentence else []
        return written.getvalue(), picture.width, picture.height, boxes
    except (pdfium.PdfiumError, ZeroDivisionError, ValueError):
        raise JobFailure("no_picture", "The page is damaged and can't be shown.") from None
    finally:
        document.close()


def boxes_of(page: pdfium.PdfPage, sentence: str) -> list[Box]:
    """The boxes of a sentence on a page, none if it is not found."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = "".join(chr(raw.FPDFText_GetUnicode(text_page, at) or 0x20) for at in range(count))
        return [
            _on_page(page, text_page.get_rect(rect))
            for first, last in places_of(sentence, with_letters(text))
            for rect in range(text_page.count_rects(first, last - first + 1))
        ]
    finally:
        text_page.close()


def places_of(sentence: str, text: str) -> list[tuple[int, int]]:
    """The first and last letters in the text of each part of a sentence that stands in it, in their order.

    A sentence has several parts where something stands between its lines, as in two columns that were drawn
    row by row; each part ends with a word. Only letters and digits are compared, because a sentence was
    tidied when it was read.
    """
    letters, indexes = _letters(text)
    words = [word for word in (_letters(word)[0] for word in sentence.split()) if word]
    wanted, found, at = sum(map(len, words)), 0, 0
    places: list[tuple[int, int]] = []
    while words:
        count = _longest(words, letters)
        part = "".join(words[:count])
        words = words[max(count, 1) :]
        if len(part) < min(FEWEST_LETTERS, wanted):
            continue
        start = letters.find(part, at)
        if start < 0:
            start = letters.find(part)
        at = start + len(part)
        places.append((indexes[start], indexes[at - 1]))
        found += len(part)
    return places if wanted and found >= FOUND_SHARE * wanted else []


def _longest(words: list[str], letters: str) -> int:
    """How many of the first words stand together somewhere."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if "".join(words[:middle]) in letters:
            low = middle
        else:
            high = middle - 1
    return low


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in one spelling, and the index in the text of each."""
    letters: list[str] = []
    indexes: list[int] = []
    for index, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign).casefold():
            if letter.isalnum():
                letters.append(letter)
                indexes.append(index)
    return "".join(letters), indexes


def _on_page(page: pdfium.PdfPage, rect: tuple[float, float, float, float]) -> Box:
    """A box in shares of the page as it is shown: cropped and turned."""
    left, bottom, right, top = rect
    corners = [_shown(page, x, y) for x, y in ((left, bottom), (right, top))]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = raw.c_int(), raw.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, STEPS, STEPS, 0, x, y, across, down)
    return _share(across.value), _share(down.value)


def _share(steps: int) -> float:
    return min(max(steps / STEPS, 0.0), 1.0)
