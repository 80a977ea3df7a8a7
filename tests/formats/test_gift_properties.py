"""Properties of reading any text, GIFT or not."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.formats.gift import read_gift
from app.formats.import_routes import read_file
from app.http.problems import Problem

MARKS = [*"~={}#:\\%[]<>&*/-.,\n\r\t ", "\n\n", "::", "####", "->", "..", "//", "%50%", "=%100%"]
STARTS = [
    "{T}",
    "{F#",
    "{#",
    "$CATEGORY: ",
    "[html]",
    "[plain]",
    "<!--",
    "-->",
    "&lt;",
    "&#0;",
    "<p>",
    "</p>",
]
WORDS = [
    "a",
    "b",
    "1",
    "2.5",
    "1e5",
    "\0",
    "\ufeff",
    "\u2028",
    "é",
    "<sup>",
    "</sup>",
    '<img src\\="http\\://x">',
]
PIECES = MARKS + STARTS + WORDS
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@given(texts)
def test_any_text_is_read_and_each_line_named_is_in_it(text):
    reading = read_gift(text)
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    lines = [problem.line for problem in reading.problems] + reading.lines
    assert lines
    assert all(1 <= line <= last for line in lines)
    assert [problem.line for problem in reading.problems] == sorted(
        problem.line for problem in reading.problems
    )


@given(texts)
def test_what_is_taken_is_whole_and_can_be_stored(text):
    reading = read_gift(text)
    assert len(reading.lines) == len(reading.questions)
    assert "\\u0000" not in json.dumps(reading.questions, allow_nan=False)
    for question in reading.questions:
        assert question["prompt"].strip()
        if question["kind"] in ("single_choice", "multiple_choice"):
            assert len({choice["text"] for choice in question["choices"]}) == len(question["choices"]) >= 2
            assert 0 < max(choice["weight"] for choice in question["choices"]) <= 1
        elif question["kind"] in ("short_text", "numeric"):
            assert max(answer.get("weight", 1) for answer in question["answers"]) == 1
        else:
            assert isinstance(question["correct"], bool)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1))
def test_a_text_with_its_marks_escaped_comes_back_as_it_was(text):
    escaped = "".join(f"\\{character}" if character in "~={}#:\\" else character for character in text)
    (question,) = read_gift(f"[plain]Is it{escaped}? {{T}}").questions
    assert question["prompt"] == f"Is it{text}?"


@given(st.binary())
def test_any_bytes_are_read(data):
    try:
        reading = read_file(data, format="gift")
    except Problem:
        return
    assert reading.questions or reading.problems
