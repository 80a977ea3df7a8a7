"""Reading a PDF into paragraphs, compared with pypdfium2's text extraction alone; and writing questions."""

import tempfile
import textwrap
import time
from pathlib import Path
from uuid import UUID

import pypdfium2 as pdfium

from app.database.embedded import EmbeddedPostgres
from benchmarks.measure import Comparison, Figure
from processor.quiz import GenerationRequest
from processor.reading.document import Document, unheard
from processor.reading.read import read
from processor.sample import pdf_of
from processor.writer import write_quiz
from processor.writing.compose import Source

PAGES = 500
QUESTIONS = 40
CHAPTERS = Path(__file__).parent.parent / "tests/processor/chapters"  # to make questions from
LINES_A_PAGE = 44
NAMES = (
    "Aldebaran",
    "Betelgeuse",
    "Canopus",
    "Deneb",
    "Electra",
    "Fomalhaut",
    "Gacrux",
    "Hadar",
    "Izar",
    "Kochab",
)
THINGS = (
    "lighthouse",
    "foghorn",
    "daymark",
    "lightship",
    "beacon",
    "buoy",
    "harbour",
    "breakwater",
    "pier",
    "lock",
)


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Pages and questions per second. A round takes all pages, so `seconds` has no effect here."""
    bare = Figure("pypdfium2: bare text, pages")
    reading = Figure("Quizzler: read into paragraphs, pages")
    writing = Figure("Quizzler: written and checked, questions")
    with tempfile.TemporaryDirectory(prefix="quizzler-bench-") as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(pdf_of([page(number) for number in range(PAGES)], title="Lights"))
        chapters = read(laid_out(Path(folder) / "chapters.pdf"), PAGES)
        for number in range(rounds + 1):
            started = time.perf_counter()
            bare_text(path)
            extracted = time.perf_counter()
            read(path, PAGES)
            done = time.perf_counter()
            made = questions(chapters)
            written = time.perf_counter()
            if number > 0:  # the first round warms up
                bare.rounds.append(PAGES / (extracted - started))
                reading.rounds.append(PAGES / (done - extracted))
                writing.rounds.append(made / (written - done))
    caption = (
        f"one process, {PAGES} pages of 40 lines; {QUESTIONS} questions are requested from twelve chapters"
    )
    return Comparison("From a PDF to a quiz", "a second", [bare, reading, writing], caption)


def page(number: int) -> list[str]:
    """A page of forty lines; no two pages are the same."""
    lines = [f"# Chapter {number + 1}"]
    for line in range(40):
        name, thing = NAMES[(number + line) % 10], THINGS[(number * 3 + line) % 10]
        words = ("north", "south", "east", "west")[(number // 7 + line) % 4]
        year = 1700 + (number * 7 + line) % 300
        lines.append(f"The {thing} of {name} {number} was built in {year} by the {words} quay.")
    return lines


def laid_out(path: Path) -> Path:
    """The chapters of school books as one PDF."""
    lines: list[str] = []
    for chapter in sorted(CHAPTERS.glob("*.txt")):
        for paragraph in chapter.read_text("utf-8").strip().split("\n\n"):
            lines += [paragraph] if paragraph.startswith("# ") else textwrap.wrap(paragraph, 85)
            lines.append("")
    path.write_bytes(pdf_of([lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]))
    return path


def bare_text(path: Path) -> int:
    """The number of characters that pypdfium2 extracts."""
    document = pdfium.PdfDocument(path)
    letters = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return letters


def questions(document: Document) -> int:
    """Write a quiz from a document, and return the number of questions."""
    source = Source(UUID(int=1), document)
    made = write_quiz(GenerationRequest(QUESTIONS), [source], None, unheard)
    return len(made["questions"])
