"""Reading tables of questions, and writing ours so that it is read back unchanged."""

import codecs
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading, detect
from app.formats.import_routes import read_file
from app.formats.quiz_csv import write_csv
from app.http.problems import Problem
from tests.formats.test_workbooks import workbook

Draft = dict[str, Any]
CAPITALS = "question,A,B,C,correct\nCapital of Peru?,Lima,Quito,La Paz,A\nOf Chile?,Sucre,Santiago,Quito,B\n"


def read(text: str | bytes, name: str | None = "x.csv") -> Reading:
    return read_file(File(text if isinstance(text, bytes) else text.encode(), name))


def questions(text: str | bytes) -> list[Draft]:
    reading = read(text)
    assert reading.problems == []
    return reading.questions


def right(question: Draft) -> list[str]:
    return [choice["text"] for choice in question["choices"] if choice.get("correct")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
    ],
)
@pytest.mark.parametrize("name", ["x.csv", "x.txt", "x.gift", None])
def test_delimiter_and_encoding_are_found_in_the_bytes(delimiter, encode, name):
    file = File(encode(CAPITALS.replace("Quito", "“Köln”").replace(",", delimiter)), name)
    assert detect(file) is FORMATS["csv"]
    reading = read_file(file)
    assert reading.problems == []
    assert [right(question) for question in reading.questions] == [["Lima"], ["Santiago"]]
    assert reading.questions[0]["choices"][1]["text"] == "“Köln”"


def test_cyrillic_in_an_old_encoding_is_refused_and_not_read_as_other_letters():
    with pytest.raises(Problem) as refused:
        read("вопрос;1;2;ответ\nИмя?;Лима;Куско;1\n".encode("cp1251"))
    assert refused.value.body["code"] == "not_utf8"


@pytest.mark.parametrize(
    "heads",
    [
        "Question,Choice 1,Choice 2,Choice 3,Correct",
        "Question Text,Option 1,Option 2,Option 3,Correct Answer",
        "Frage,Antwort A,Antwort B,Antwort C,Richtige Antwort",
        "Pregunta,Opción 1,Opción 2,Opción 3,Respuesta correcta",
        "Question #,Question Text,Answer 1,Answer 2,Answer 3 (Optional),Correct Answer(s) (Only #)",
    ],
)
@pytest.mark.parametrize("cell", ["2", "B", "b)", "Quito", "quito", "option 2"])
def test_headings_and_right_answers_are_read_as_people_write_them(heads, cell):
    number = "1," if heads.startswith("Question #") else ""
    (question,) = questions(f"{heads}\n{number}Capital of Ecuador?,Lima,Quito,Bogotá,{cell}\n")
    assert (question["kind"], right(question)) == ("single_choice", ["Quito"])


@pytest.mark.parametrize("cell", ["A;C", '"A, C"', "1 and 3", '"two,five"', "two; five"])
def test_several_right_answers_make_a_multiple_choice(cell):
    (question,) = questions(f"question,A,B,C,correct\nWhich are prime?,two,four,five,{cell}\n")
    assert (question["kind"], right(question)) == ("multiple_choice", ["two", "five"])


def test_numbers_among_the_choices_are_read_as_the_other_rows_show():
    heads, sums = "question,A,B,C,correct\n", "1 + 1?,1,2,3,2\nHalf of 6?,1,3,2,2\n"
    by_text = questions(heads + sums + "Half of 18?,8,9,10,9\n")
    assert [right(question) for question in by_text] == [["2"], ["2"], ["9"]]
    by_place = questions(heads + sums + "Half of 18?,8,9,10,2\n")
    assert [right(question) for question in by_place] == [["2"], ["3"], ["9"]]
    reading = read(heads + sums)
    assert [(problem.line, problem.code) for problem in reading.problems] == [(3, "ambiguous_answer")]


def test_a_question_with_an_answer_and_no_choices_is_answered_by_a_text():
    assert questions("question,answer\nCapital of Peru?,Lima\nThe Nile flows north.,TRUE\n") == [
        {"kind": "short_text", "prompt": "Capital of Peru?", "answers": [{"text": "Lima"}]},
        {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True},
    ]


def test_quizlets_terms_become_questions_and_definitions_their_answers():
    assert questions("der Hund\tthe dog\ndie Katze\tthe cat\n") == [
        {"kind": "short_text", "prompt": "der Hund", "answers": [{"text": "the dog"}]},
        {"kind": "short_text", "prompt": "die Katze", "answers": [{"text": "the cat"}]},
    ]
    reading = read("der Hund\tthe dog\nand so on\n", "x.tsv")
    assert [(problem.line, problem.code) for problem in reading.problems] == [(2, "no_definition")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",a,b,A", "no_prompt"),
        ("Q,a,b,", "no_right_answer"),
        ("Q,a,b,C", "unknown_answer"),
        ("Q,a,b,c", "unknown_answer"),
        ("Q,a\0,b,A", "bad_character"),
    ],
)
def test_each_mistake_is_a_problem_at_its_line(row, code):
    text = f'question,choice 1,choice 2,correct\n"Two\nlines",a,b,A\n{row}\n'
    reading = read(text)
    assert [(problem.line, problem.code) for problem in reading.problems] == [(4, code)]
    assert reading.lines == [[2]]


@pytest.mark.parametrize(
    ("row", "named"), [("Lakes,Deep?,a,b,z", "Deep?"), ("Lakes,Why,a,b,z", "Why"), ("Lakes,,a,b,z", "Lakes")]
)
def test_a_problem_names_the_question_of_its_row_wherever_its_column_is(row, named):
    text = f"subject,question,choice 1,choice 2,correct\n{row}"
    (problem,) = read_file(File(text.encode(), "x.csv")).problems
    assert problem.question == named


def test_a_text_with_commas_is_no_table():
    assert detect(File(b"This is a question, and an answer\nwith, commas\n", "x.txt")) is None
    with pytest.raises(Problem):
        read("a,b,c\n1,2,3\n", None)
    assert read("a,b,c\n1,2,3\n", "x.csv").problems[0].code == "no_headings"


def test_a_workbook_with_headings_is_read_as_a_table():
    data = workbook(("Question", "Choice 1", "Choice 2", "Correct"), ("Capital of Peru?", "Lima", "Quito", 1))
    (question,) = read_file(File(data, "x.xlsx")).questions
    assert right(question) == ["Lima"]


NASTY = "=a; \"b\",\n-c 'd' | e"
DRAFTS: list[Draft] = [
    {
        "kind": "single_choice",
        "prompt": NASTY,
        "choices": [
            {"text": NASTY, "correct": True, "feedback": NASTY},
            {"text": "-2"},
            {"text": "'=x", "feedback": "No."},
        ],
        "points": 2.5,
        "time_limit_ms": 12_500,
        "difficulty": "hard",
        "subject": "Sums",
        "media_url": "https://example.org/a.png",
        "explanation": "+ because\nof it",
        "source": "a book",
    },
    {"kind": "single_choice", "prompt": "1?", "choices": [{"text": "2"}, {"text": "1", "correct": True}]},
    {
        "kind": "single_choice",
        "prompt": "1?",
        "choices": [{"text": "true"}, {"text": "false", "correct": True}],
    },
    {
        "kind": "single_choice",
        "prompt": "Which?",
        "choices": [{"text": "a", "weight": 1}, {"text": "b", "weight": 0.5}, {"text": "c", "weight": -0.25}],
    },
    {
        "kind": "multiple_choice",
        "prompt": "Which one of them?",
        "choices": [{"text": "a", "correct": True}, {"text": "b"}],
    },
    {"kind": "true_false", "prompt": "It is.", "correct": False},
    {
        "kind": "numeric",
        "prompt": "How many?",
        "answers": [{"value": -3.5, "tolerance": 0.25}, {"min": -1, "max": 5}, {"value": 7, "weight": 0.5}],
    },
    {
        "kind": "short_text",
        "prompt": "Which sign?",
        "answers": [{"text": "*"}, {"text": "a*b", "wildcards": True}, {"text": NASTY, "weight": 0.5}],
        "case_sensitive": True,
        "forgives": ["accents", "punctuation"],
    },
    {"kind": "short_text", "prompt": "Strictly", "answers": [{"text": "a"}], "forgives": []},
    {"kind": "ordering", "prompt": "Sort.", "choices": [{"text": "2; 3"}, {"text": "1"}]},
    {"kind": "poll", "prompt": "Well?", "choices": [{"text": "yes"}, {"text": "no"}]},
    {"kind": "slide", "prompt": "Look.", "explanation": "More."},
]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_our_own_table_comes_back_unchanged(delimiter):
    text = write_csv(DRAFTS, with_key=True)
    if delimiter == ";":  # as Excel saves it where a comma is the decimal point
        import csv
        import io

        table = io.StringIO()
        csv.writer(table, delimiter=";").writerows(csv.reader(io.StringIO(text.decode(), newline="")))
        text = table.getvalue()
    assert questions(text) == DRAFTS


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_our_own_workbook_comes_back_unchanged_and_is_not_taken_for_kahoots(count):
    choices = [{"text": str(n), "correct": True} if n == 2 else {"text": str(n)} for n in range(1, count + 1)]
    drafts = [{"kind": "single_choice", "prompt": "1 + 1?", "choices": choices}]
    write = FORMATS["xlsx"].write
    assert write is not None
    for quiz in (drafts, DRAFTS if count == 3 else drafts):
        reading = read(write({"questions": quiz}, True), "x.xlsx")
        assert (reading.problems, reading.questions) == ([], quiz)


@pytest.mark.parametrize(
    "headings",
    [
        ("Question", "Picture", "Choice 1", "Choice 2", "Choice 3", "Choice 4", "Correct", "Explanation"),
        ("Question", "", "Choice 1", "Choice 2", "Choice 3", "Choice 4", "Correct", "Explanation"),
    ],
)
def test_a_table_with_four_choices_is_not_taken_for_kahoots(headings):
    data = workbook(headings, ("Capital of Peru?", "", "Lima", "Quito", "Bogotá", "Sucre", "B", "Because."))
    (question,) = read_file(File(data, "x.xlsx")).questions
    assert (right(question), question["explanation"]) == (["Quito"], "Because.")


def test_a_table_without_its_key_is_refused_row_by_row():
    reading = read(write_csv(DRAFTS, with_key=False))
    assert {problem.code for problem in reading.problems} == {"no_right_answer"}
    assert [question["kind"] for question in reading.questions] == ["poll", "slide"]


words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=30).map(
    str.strip
)


@settings(deadline=None)
@given(
    words.filter(bool),
    st.lists(
        words.filter(bool), min_size=2, max_size=5, unique_by=lambda text: " ".join(text.split()).casefold()
    ),
    st.data(),
)
def test_any_text_is_read_back(prompt, texts, data):
    marks = data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    drafts: list[Draft] = [
        {
            "kind": "multiple_choice",
            "prompt": prompt,
            "choices": [
                {"text": text, "correct": True} if n in marks else {"text": text}
                for n, text in enumerate(texts)
            ],
        },
        {"kind": "short_text", "prompt": prompt, "answers": [{"text": text} for text in texts]},
    ]
    assert questions(write_csv(drafts, with_key=True)) == drafts


@given(st.text(), st.sampled_from(["x.csv", "x.tsv"]))
def test_any_text_is_read_or_refused(text, name):
    try:
        reading = read(("question,answer\n" + text).encode("utf-8", "ignore"), name)
    except Problem:
        return
    assert reading.questions or reading.problems
