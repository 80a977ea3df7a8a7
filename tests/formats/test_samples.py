"""Whole files, as teachers and Moodle write them."""

from collections import Counter
from pathlib import Path

from app.formats import File, Reading
from app.formats.import_routes import read_file

SAMPLES = Path(__file__).parent / "samples"


def read(name: str) -> Reading:
    return read_file(File((SAMPLES / name).read_bytes(), name))


def test_a_question_bank_of_a_year_is_read_completely():
    reading = read("school_year.gift")
    assert reading.problems == []
    assert Counter(question["kind"] for question in reading.questions) == {
        "single_choice": 11,
        "multiple_choice": 3,
        "true_false": 4,
        "numeric": 11,
        "short_text": 5,
    }
    assert list(dict.fromkeys(question["subject"] for question in reading.questions)) == [
        "Biology",
        "Maths",
        "Geography/History",
        "Computing",
    ]


def test_each_question_is_known_by_its_line():
    reading = read("school_year.gift")
    lines = (SAMPLES / "school_year.gift").read_text(encoding="utf-8").split("\n")
    starts = {
        question["prompt"]: places[0]
        for question, places in zip(reading.questions, reading.lines, strict=True)
    }
    assert lines[starts["Bats are birds."] - 1] == "Bats are birds.{F}"
    assert lines[starts["Which HTML element holds a paragraph?"] - 1].startswith("::Tags::")


def test_code_and_formulas_keep_their_shape():
    prompts = [question["prompt"] for question in read("school_year.gift").questions]
    assert "What does this print?\nfor i in range(2):\n    print(i)" in prompts
    assert "What is 2¹⁰ ?" in prompts
    assert r"Simplify \(\frac{6}{8}\)." in prompts


def test_an_export_of_moodle_is_read_completely():
    reading = read("moodle_export.gift")
    assert reading.problems == []
    sound, ohm, vacuum, water, ticked = reading.questions
    assert sound == {
        "kind": "numeric",
        "prompt": "How fast is sound in dry air at 20 °C, in m/s?",
        "answers": [
            {"value": 343, "tolerance": 2, "feedback": "Well remembered."},
            {"value": 340, "tolerance": 10, "weight": 0.5},
        ],
        "explanation": "For any other answer: Think of thunder: three seconds a kilometre.",
        "subject": "Default for Physics",
        "name": "Speed of sound",
    }
    assert [(choice["text"], choice["weight"]) for choice in ohm["choices"]] == [
        ("R = U / I", 0.5),
        ("I = U / R", 0.5),
        ("R = U · I", -1),
        ("None of them", 0),
    ]
    said = [vacuum["explanation"], vacuum["feedback_true"], vacuum["feedback_false"]]
    assert said == ["Space is silent.", "It needs something that vibrates.", "Right."]
    assert [choice["text"] for choice in water["choices"]] == ["H₂O", "CO₂", "H₂O₂"]
    assert ticked["kind"] == "multiple_choice"


def test_every_problem_says_what_to_do_in_a_sentence():
    for problem in read("mistakes.gift").problems:
        assert problem.message[0].isupper() or problem.message[0] == "“", problem
        assert problem.message.endswith("."), problem
