"""Reading and writing workbooks, and refusing those that would take all memory."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading, detect
from app.formats.import_routes import read_file
from app.formats.kahoot import LONGEST_ANSWER, LONGEST_QUESTION, write_kahoot
from app.http.problems import Problem

SAMPLES = Path(__file__).parent / "samples"
HEADINGS = (
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) - 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
GERMAN = (
    "Frage - max. 120 Zeichen", "Antwort 1 - max. 75", "Antwort 2 - max. 75", "Antwort 3 - max. 75",
    "Antwort 4 - max. 75", "Zeitlimit (Sek.)", "Richtige Antwort(en)",
)  # fmt: skip


def workbook(*rows: tuple[Any, ...], row: int = 0, column: int = 0) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(row + number, column, cells)
    return data.getvalue()


def template(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """As Kahoot's: seven rows of advice, and the number of each question in the first column."""
    numbered = [(number, *cells) for number, cells in enumerate(rows, start=1)]
    advice = [("", "Quiz template"), ("", "Add questions, at least two answers, …"), *[()] * 5]
    return workbook(*advice, ("", *headings), *numbered, *[(n,) for n in range(len(rows) + 1, 101)])


def read(data: bytes, name: str = "kahoot.xlsx") -> Reading:
    return read_file(File(data, name))


@pytest.mark.parametrize("headings", [HEADINGS, GERMAN])
def test_kahoots_template_is_read_in_any_language(headings):
    reading = read(
        template(
            ("Capital of Peru?", "Lima", "Quito", "", "", 20, 1),
            ("Which are prime?", "2", "4", "5", "6", 30, "1,3"),
            ("The Nile flows north.", "True", "False", "", "", 5, 2),
            headings=headings,
        )
    )
    assert reading.problems == []
    assert [lines[0] for lines in reading.lines] == [9, 10, 11]
    assert reading.questions == [
        {
            "kind": "single_choice",
            "prompt": "Capital of Peru?",
            "choices": [{"text": "Lima", "correct": True}, {"text": "Quito"}],
            "time_limit_ms": 20_000,
        },
        {
            "kind": "multiple_choice",
            "prompt": "Which are prime?",
            "choices": [
                {"text": "2", "correct": True},
                {"text": "4"},
                {"text": "5", "correct": True},
                {"text": "6"},
            ],
            "time_limit_ms": 30_000,
        },
        {
            "kind": "true_false",
            "prompt": "The Nile flows north.",
            "correct": False,
            "time_limit_ms": 5_000,
        },
    ]


@pytest.mark.parametrize("right", [1.3, "1, 3", "1;3", "1 and 3".replace("and", "&"), "3.1"])
def test_two_right_answers_are_read_although_excel_made_a_number_of_them(right):
    (question,) = read(template(("Q", "a", "b", "c", "", 20, right))).questions
    assert [choice.get("correct", False) for choice in question["choices"]] == [True, False, True]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("", "a", "b", "", "", 20, 1), "no_prompt"),
        (("Q", "a", "b", "", "", 20, ""), "no_right_answer"),
        (("Q", "a", "b", "", "", 20, "a"), "no_right_answer"),
        (("Q", "a", "b", "", "", 20, 5), "no_right_answer"),
        (("Q", "a", "b", "", "", 20, 3), "unknown_answer"),
        (("Q", "a", "b", "", "", "soon", 1), "bad_time"),
    ],
)
def test_each_mistake_is_a_problem_at_its_row(cells, code):
    reading = read(template(("Good", "a", "b", "", "", 20, 1), cells))
    assert [(problem.line, problem.code) for problem in reading.problems] == [(10, code)]
    assert (len(reading.questions), reading.skipped) == (1, 1)


@pytest.mark.parametrize("name", ["kahoot.xlsx", "x.txt", "x.gift", None])
def test_a_workbook_is_known_by_its_bytes(name):
    assert detect(File(template(("Q", "a", "b", "", "", 20, 1)), name)) is FORMATS["kahoot"]


@pytest.mark.parametrize("name", ["kahoot.xlsx", "x.txt", None])
@pytest.mark.parametrize(
    "data", [(SAMPLES / "kahoot.xlsx").read_bytes(), workbook(("some", "other", "table"), ("a", "b", "c"))]
)
def test_a_workbook_without_questions_is_refused_as_a_workbook(data, name):
    with pytest.raises(Problem) as refused:
        read_file(File(data, name))
    assert refused.value.body["code"] == "unknown_format"
    assert "workbook" in refused.value.body["detail"]


def refusal(data: bytes) -> str:
    with pytest.raises(Problem) as refused:
        read(data)
    code: str = refused.value.body["code"]
    return code


def with_sheet(sheet: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose sheet has this XML."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("x",)))) as good,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in good.namelist():
            kept = (more or {}).pop(name, good.read(name)) if more else good.read(name)
            made.writestr(name, sheet if name.endswith("sheet1.xml") else kept)
    return packed.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 1500 + "</row>" + "<row><c><v>1</v></c></row>" * 1500,
    ],
)
def test_two_cells_in_opposite_corners_do_not_take_all_memory(rows):
    assert refusal(with_sheet(SHEET.format(rows))) == "archive_too_large"


def test_a_long_text_that_every_cell_shows_does_not_take_all_memory():
    strings = f"<sst><si><t>{'x' * 100_000}</t></si></sst>".encode()
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5000))
    assert refusal(with_sheet(SHEET.format(cells), {"xl/sharedStrings.xml": strings})) == "archive_too_large"


def test_an_entity_in_a_workbook_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]>' + SHEET.format("<row><c><v>&b;</v></c></row>")
    assert refusal(with_sheet(bomb)) == "unknown_format"


def archive(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "members",
    [
        {"xl/workbook.xml": b" " * 60_000_000},
        {"xl/workbook.xml": b" " * 2_000_000},
        {"xl/workbook.xml": b"", **{f"xl/{n}": b"" for n in range(5001)}},
    ],
)
def test_zip_bombs_are_refused_before_they_are_unpacked(members):
    assert refusal(archive(members)) == "archive_too_large"


def test_a_size_that_an_archive_declares_falsely_is_not_unpacked_beyond():
    real = b"<a/>" + b" " * 500_000
    data = archive({"xl/workbook.xml": real}).replace(
        len(real).to_bytes(4, "little"), (4).to_bytes(4, "little")
    )
    assert refusal(data) == "bad_archive"


@pytest.mark.parametrize("cut", [30, 200, 400, -30])
def test_a_broken_archive_is_refused(cut):
    data = template(("Q", "a", "b", "", "", 20, 1))
    with pytest.raises(Problem):
        read(data[:cut])


def test_only_what_kahoot_takes_is_written():
    fits = {
        "kind": "single_choice",
        "prompt": "Q",
        "choices": [{"text": "a", "correct": True}, {"text": "b"}],
    }
    beyond = [
        {**fits, "prompt": "x" * (LONGEST_QUESTION + 1)},
        {**fits, "choices": [*fits["choices"], {"text": "x" * (LONGEST_ANSWER + 1)}]},
        {**fits, "choices": [{"text": str(n), "correct": True} for n in range(5)]},
    ]
    written = FORMATS["kahoot"]
    assert [written.beyond(draft) for draft in (fits, *beyond)] == [
        None, "more than 120 characters", "a choice of more than 75 characters", "more than 4 choices",
    ]  # fmt: skip
    assert [question["prompt"] for question in read(write_kahoot([*beyond, fits])).questions] == ["Q"]


def test_a_formula_is_written_as_text():
    draft = {
        "kind": "single_choice",
        "prompt": "=1+1",
        "choices": [{"text": "{=2}", "correct": True}, {"text": "@"}],
    }
    with zipfile.ZipFile(io.BytesIO(write_kahoot([draft]))) as made:
        assert b"<f>" not in made.read("xl/worksheets/sheet1.xml")
    assert read(write_kahoot([draft])).questions[0]["prompt"] == "=1+1"


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60)


@settings(deadline=None, max_examples=40)
@given(
    words,
    st.lists(words, min_size=2, max_size=4, unique_by=str.casefold),
    st.data(),
    st.sampled_from([5_000, 20_000, 240_000]),
)
def test_any_text_is_read_back(prompt, texts, data, limit):
    right = data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    draft = {
        "kind": "multiple_choice" if len(right) > 1 else "single_choice",
        "prompt": prompt,
        "choices": [
            {"text": text, "correct": True} if n in right else {"text": text} for n, text in enumerate(texts)
        ],
        "time_limit_ms": limit,
    }
    assert read(write_kahoot([draft])).questions == [draft]
