"""Recognises the text of scanned pages with ocrmypdf or tesseract, if one of them is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2 as pdfium

from processor.reading.document import Progress

DPI = 200
SECONDS_A_PAGE = 60
LONGEST_SIDE = 4000  # pixels; larger pages are rendered at a lower resolution


class OcrError(Exception):
    """No text could be recognised; the message is a sentence for people."""


def installed() -> str | None:
    """The program that is used; None if there is none."""
    return next((name for name in ("ocrmypdf", "tesseract") if shutil.which(name)), None)


def read(path: Path, pages: list[int], progress: Progress) -> Path | dict[int, str]:
    """A new PDF with text, or the text of each page, depending on the program. Raises OcrError."""
    program = installed()
    if program is None:
        raise OcrError("To read them, install ocrmypdf or tesseract on the machine of the processing server.")
    try:
        if program == "ocrmypdf":
            progress(0.1, f"Recognising the text of {len(pages)} scanned pages")
            target = path.with_suffix(".ocr.pdf")
            options = ["--skip-text", "--output-type", "pdf", "--jobs", "1", "--quiet"]
            _run(["ocrmypdf", *options, str(path), str(target)], SECONDS_A_PAGE * len(pages))
            return target
        return _with_tesseract(path, pages, progress)
    except subprocess.TimeoutExpired:
        raise OcrError("Recognising the text took too long.") from None
    except (subprocess.CalledProcessError, OSError) as error:
        raise OcrError(f"{program} could not read them ({type(error).__name__}).") from None


def _with_tesseract(path: Path, pages: list[int], progress: Progress) -> dict[int, str]:
    texts: dict[int, str] = {}
    document = pdfium.PdfDocument(path)
    try:
        with tempfile.TemporaryDirectory(prefix="quizzler-ocr-") as folder:
            picture = Path(folder) / "page.pgm"
            for done, number in enumerate(pages):
                progress(0.9 * done / len(pages), f"Recognising the text of page {number}")
                _render(document[number - 1], picture)
                texts[number] = _run(["tesseract", str(picture), "stdout"], SECONDS_A_PAGE)
    finally:
        document.close()
    return texts


def _render(page: pdfium.PdfPage, target: Path) -> None:
    """Render a page as a grey picture in PGM format, which needs no library."""
    scale = min(DPI / 72, LONGEST_SIDE / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    packed = b"".join(rows[row * stride : row * stride + width] for row in range(height))
    target.write_bytes(f"P5 {width} {height} 255\n".encode() + packed)


def _run(command: list[str], seconds: float) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=seconds)  # noqa: S603 - a fixed program
    return done.stdout.decode("utf-8", "replace")
