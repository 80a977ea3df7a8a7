"""Chapters of school books of some 900 words, as PDFs: enough questions, and of the right mix."""

import textwrap
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from processor.checks import fault_of, positions_of
from processor.draft import KINDS
from processor.quiz import GenerationRequest, Quiz, choose
from processor.reading.read import read
from processor.sample import pdf_of
from processor.writing.compose import Source, candidates_of

CHAPTERS = sorted((Path(__file__).parent / "chapters").glob("*.txt"))
LINES_A_PAGE = 44
ASKED = 20


def laid_out(text: str, path: Path) -> Source:
    """A chapter as a PDF in one column."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += [paragraph] if paragraph.startswith("# ") else textwrap.wrap(paragraph, 85)
        lines.append("")
    path.write_bytes(pdf_of([lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]))
    return Source(UUID(int=1), read(path, 100))


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    chapter: Path = request.param
    return laid_out(chapter.read_text("utf-8"), tmp_path_factory.mktemp("chapters") / f"{chapter.stem}.pdf")


@pytest.fixture(scope="module")
def quiz(source: Source) -> Quiz:
    return choose(GenerationRequest(ASKED), [source], list(candidates_of(source, None, set(KINDS))))


def test_three_of_four_questions_that_are_asked_for_are_made(quiz: Quiz) -> None:
    assert len(quiz.drafts) >= 0.75 * ASKED


def test_every_question_passes_the_checks(quiz: Quiz, source: Source) -> None:
    assert [fault_of(draft, source) for draft in quiz.drafts] == [None] * len(quiz.drafts)


def test_at_most_a_quarter_are_statements_to_judge_and_half_of_them_are_false(quiz: Quiz) -> None:
    judged = [draft.correct for draft in quiz.drafts if draft.kind == "true_false"]
    assert len(judged) <= ASKED // 4
    assert abs(judged.count(True) - judged.count(False)) <= 2


def test_right_options_are_in_all_positions_alike(quiz: Quiz) -> None:
    positions = positions_of(quiz.drafts)
    assert max(positions[place] for place in range(4)) - min(positions[place] for place in range(4)) <= 1


def test_questions_come_from_all_pages_but_a_short_last_one(quiz: Quiz, source: Source) -> None:
    pages = Counter(draft.citation.page for draft in quiz.drafts)
    assert {page.number for page in source.document.pages[:-1]} <= set(pages)
