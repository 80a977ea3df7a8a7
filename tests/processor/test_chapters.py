"""Chapters of school books of 900 and 1,500 words, as PDFs: enough questions, and of the right mix."""

import textwrap
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from processor.checks import MOST_LONGEST, fault_of, positions_of, right_is_longest
from processor.draft import KINDS, NOT_TRUE
from processor.quiz import GenerationRequest, Quiz, choose
from processor.reading.read import read
from processor.sample import pdf_in_columns, pdf_of
from processor.writing.compose import Source, candidates_of

CHAPTERS = sorted((Path(__file__).parent / "chapters").glob("*.txt"))
LONG = ("blood", "energy", "industry", "money", "rivers", "systems")  # chapters of 1,500 words
LINES_A_PAGE, LETTERS_A_LINE = 44, 85
LINES_A_COLUMN, LETTERS_OF_COLUMN = 48, 54
ASKED = 20


def lines_in(text: str, width: int) -> list[str]:
    """A chapter in lines."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += [paragraph] if paragraph.startswith("# ") else textwrap.wrap(paragraph, width)
        lines.append("")
    return lines


def in_one_column(text: str) -> bytes:
    """A chapter as a PDF in one column."""
    lines = lines_in(text, LETTERS_A_LINE)
    return pdf_of([lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)])


def in_two_columns(text: str) -> bytes:
    """A chapter as a PDF in two columns, of which the rows were drawn."""
    lines, column = lines_in(text, LETTERS_OF_COLUMN), LINES_A_COLUMN
    pages = [
        (lines[at : at + column], lines[at + column : at + 2 * column])
        for at in range(0, len(lines), 2 * column)
    ]
    return pdf_in_columns(pages, by_row=True)


LAID_OUT = [
    *(pytest.param((path, in_one_column), id=path.stem) for path in CHAPTERS),
    *(
        pytest.param((path, in_two_columns), id=f"{path.stem} in two columns")
        for path in CHAPTERS
        if path.stem in LONG
    ),
]


@pytest.fixture(scope="module", params=LAID_OUT)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    chapter, layout = request.param
    path: Path = tmp_path_factory.mktemp("chapters") / f"{chapter.stem}.pdf"
    path.write_bytes(layout(chapter.read_text("utf-8")))
    return Source(UUID(int=1), read(path, 100))


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


def test_two_of_five_ask_to_understand_or_to_apply(quiz: Quiz) -> None:
    assert sum(draft.level != "easy" for draft in quiz.drafts) >= 0.4 * len(quiz.drafts)


def test_the_right_option_is_rarely_the_longest(quiz: Quiz) -> None:
    choices = [draft for draft in quiz.drafts if draft.kind == "single_choice"]
    assert sum(map(right_is_longest, choices)) <= MOST_LONGEST * len(choices) + 1


def test_a_statement_is_shown_once_in_a_quiz(source: Source) -> None:
    found = choose(GenerationRequest(40), [source], list(candidates_of(source, None, set(KINDS)))).drafts
    shown = [text for draft in found if draft.prompt == NOT_TRUE for text in draft.wrong]
    asked = {draft.citation.sentence for draft in found if draft.prompt != NOT_TRUE}
    assert len(shown) == len(set(shown))
    assert asked.isdisjoint(shown)
