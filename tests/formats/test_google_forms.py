"""Reading what Google Forms' “Download responses (.csv)” writes for a quiz."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading, detect
from app.formats.import_routes import read_file

ANSWERS = {  # by question: what each of three people answered and earned
    "Name": [("Ada", "-- / 0"), ("Bo", "-- / 0"), ("Cy", "-- / 0")],
    "The capital of Peru?": [("Lima", "2.00 / 2"), ("Cusco", "0.00 / 2"), ("Lima", "2.00 / 2")],
    "Which are prime?": [("2;4", "0.00 / 1"), ("2;3", "1.00 / 1"), ("", "0.00 / 1")],
    "Snow is cold.": [("True", "1.00 / 1"), ("False", "0.00 / 1"), ("True", "1.00 / 1")],
    "Brazil's largest city?": [("São Paulo", "1.00 / 1"), ("Sao Paulo", "1.00 / 1"), ("Rio", "0.00 / 1")],
    "Why?": [("So", "-- / 5"), ("", "-- / 5"), ("Because", "3.00 / 5")],
}


def form(answers: dict[str, list[tuple[str, str]]], score: str = "Score", feedback: str = "Feedback") -> File:
    text = io.StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL)
    heads = [head for name in answers for head in (name, f"{name} [{score}]", f"{name} [{feedback}]")]
    rows.writerow(["Timestamp", "Total score", *heads])
    for person in range(len(next(iter(answers.values())))):
        cells = [cell for given in answers.values() for cell in (*given[person], "")]
        rows.writerow(["2026/11/20 9:00:00 AM GMT+1", "4.00 / 9", *cells])
    return File(text.getvalue().encode(), "My quiz.csv")


def read(file: File) -> Reading:
    assert detect(file) is FORMATS["google_forms"]
    return read_file(file)


@pytest.mark.parametrize(
    "words", [("Score", "Feedback"), ("Score", "Commentaires"), ("Punktzahl", "Feedback")]
)
def test_what_earned_all_points_is_right_and_the_choices_are_what_people_answered(words):
    reading = read(form(ANSWERS, *words))
    assert reading.questions == [
        {
            "kind": "single_choice",
            "prompt": "The capital of Peru?",
            "choices": [{"text": "Lima", "correct": True}, {"text": "Cusco"}],
            "points": 2,
        },
        {
            "kind": "multiple_choice",
            "prompt": "Which are prime?",
            "choices": [{"text": "2", "correct": True}, {"text": "4"}, {"text": "3", "correct": True}],
            "points": 1,
        },
        {"kind": "true_false", "prompt": "Snow is cold.", "correct": True, "points": 1},
        {
            "kind": "short_text",
            "prompt": "Brazil's largest city?",
            "answers": [{"text": "São Paulo"}, {"text": "Sao Paulo"}],
            "points": 1,
        },
    ]


def test_a_question_whose_answer_nobody_had_is_named_and_what_is_not_scored_is_told():
    reading = read(form(ANSWERS))
    assert [(each.code, each.question) for each in reading.problems] == [("no_right_answer", "Why?")]
    assert ("not_scored", "Name") in [(note.code, note.question) for note in reading.notes]
    assert ("read_from_answers", "The capital of Peru?") in [
        (note.code, note.question) for note in reading.notes
    ]


def test_a_form_without_answers_says_so():
    empty = form({"Q": []})
    assert [problem.code for problem in read(empty).problems] == ["no_answers"]


def test_a_table_of_questions_is_no_form():
    file = File(b"question,choice 1,choice 2,correct\nWhich?,a,b,1\n", "x.csv")
    assert detect(file) is FORMATS["csv"]


scores = st.sampled_from(["1.00 / 1", "0.00 / 1", "-- / 1", "-- / 0", "1,00 / 1", "much"])


@given(
    st.lists(st.lists(st.tuples(st.text('ab;,"\n '), scores), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_each_question_is_taken_or_named(listed):
    people = min(map(len, listed))
    answers = {f"Question {number}?": given[:people] for number, given in enumerate(listed)}
    reading = read(form(answers))
    taken = {draft["prompt"] for draft in reading.questions}
    left_out = {note.question for note in reading.notes if note.code == "not_scored"}
    named = {problem.question for problem in reading.problems}
    assert taken | named | left_out == answers.keys()
    assert len(reading.questions) + reading.skipped == len(answers)
