"""Reading and writing Aiken."""

from pathlib import Path

import pytest

from app.formats import File
from app.formats.aiken import read_aiken, write_aiken
from app.formats.import_routes import read_file

SAMPLES = Path(__file__).parent / "samples"


def problems(text: str) -> list[tuple[int, str]]:
    reading = read_aiken(text)
    return [(problem.line, problem.code) for problem in reading.problems]


@pytest.mark.parametrize("name", ["aiken_plain.txt", "aiken_with_braces.txt"])
def test_a_file_is_read_as_aiken_even_with_braces_in_its_text(name):
    reading = read_file(File((SAMPLES / name).read_bytes(), name))
    (question,) = reading.questions
    assert reading.problems == []
    assert question["kind"] == "single_choice"
    assert "ANSWER" not in question["prompt"]


def test_choices_keep_their_order_and_the_answer_is_right():
    (question,) = read_aiken((SAMPLES / "aiken_with_braces.txt").read_text(encoding="utf-8")).questions
    assert question["prompt"] == "How many letters are in the set {p, q}?"
    assert question["choices"] == [{"text": "One"}, {"text": "Two", "correct": True}, {"text": "Four"}]


def test_questions_follow_each_other_with_or_without_blank_lines():
    reading = read_aiken("One?\nA. a\nB. b\nANSWER: B\nTwo,\nin two lines?\r\n\nA) a\nB) b\n\nanswer : a\n")
    assert [question["prompt"] for question in reading.questions] == ["One?", "Two,\nin two lines?"]
    assert reading.lines == [[1, 2, 3], [5, 8, 9]]


def test_a_choice_needs_no_space_after_its_letter():
    (question,) = read_aiken(
        "A.D. 79 was when?\nIn Italy, 79 A.D.?\nA)Yes\nB)No\nC.Perhaps\nANSWER: A"
    ).questions
    assert question["prompt"] == "A.D. 79 was when?\nIn Italy, 79 A.D.?"
    assert [choice["text"] for choice in question["choices"]] == ["Yes", "No", "Perhaps"]


def test_several_letters_make_a_question_with_several_right_choices():
    (question,) = read_aiken("Which?\nA. a\nB. b\nC. c\nANSWER: A, C").questions
    assert question["kind"] == "multiple_choice"
    assert [bool(choice.get("correct")) for choice in question["choices"]] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "no_questions")]),
        ("One?\nA. a\nB. b", [(1, "no_answer_line")]),
        ("One?\nA. a\nB. b\nTwo?\nA. a\nB. b\nANSWER: A", [(1, "no_answer_line")]),
        ("One?\nANSWER: A", [(1, "no_choices")]),
        ("Only words", [(1, "no_choices")]),
        ("A. a\nB. b\nANSWER: A", [(1, "no_prompt")]),
        ("One?\nA. a\nC. c\nANSWER: A", [(3, "letters_out_of_order")]),
        ("One?\nA. a\nB. b\nANSWER: D", [(4, "unknown_letter")]),
        ("One?\nA. a\nB. b\nANSWER: apple", [(4, "unknown_letter")]),
        ("One?\nA. a\nB. b\nANSWER:", [(4, "unknown_letter")]),
        ("ANSWER: A", [(1, "no_choices")]),
        ("O\0ne?\nA. a\nB. b\nANSWER: A", [(1, "bad_character")]),
    ],
)
def test_each_mistake_is_a_problem_at_its_line(text, expected):
    assert problems(text) == expected


def test_what_is_written_is_read_back():
    wrong, right = {"text": "a", "weight": 0.0}, {"text": "b", "weight": 1}
    also_right = {"text": "c", "correct": True}
    questions = [
        {"kind": "single_choice", "prompt": "One\n{more}?", "choices": [wrong, right]},
        {"kind": "multiple_choice", "prompt": "Two?", "choices": [right, wrong, also_right]},
        {"kind": "true_false", "prompt": "Three.", "correct": False},
        {"kind": "short_text", "prompt": "Four?", "answers": [{"text": "x"}]},
    ]
    reading = read_file(File(write_aiken(questions).encode()))
    assert reading.problems == []
    assert [question["prompt"] for question in reading.questions] == ["One {more}?", "Two?", "Three."]
    assert [
        [bool(choice.get("correct")) for choice in question["choices"]] for question in reading.questions[:2]
    ] == [[False, True], [True, False, True]]
    assert (reading.questions[2]["kind"], reading.questions[2]["correct"]) == ("true_false", False)
