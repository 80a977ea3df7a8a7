"""Properties of reading any text, GIFT or not."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.formats import File
from app.formats.gift import read_gift
from app.formats.import_routes import read_file
from app.http.problems import Problem
from tests.fixtures import Sql

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
    lines = [problem.line for problem in reading.problems] + [
        line for places in reading.lines for line in places
    ]
    assert lines
    assert all(1 <= line <= last for line in lines)
    assert [problem.line for problem in reading.problems] == sorted(
        problem.line for problem in reading.problems
    )


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(st.sampled_from(PIECES), max_size=12)), min_size=1, max_size=40
    )
)
def test_each_question_is_taken_or_named_with_its_line_and_its_text(listed):
    blocks = []
    for number, (whole, pieces) in enumerate(listed):
        inside = "" if whole else "".join(pieces).replace("\r", " ").replace("\n", " ").replace("\ufeff", "")
        blocks.append(f"Question {number} is {{T}} {inside}")
    reading = read_gift("\n\n".join(blocks))
    taken = {places[0] for places in reading.lines}
    named = {problem.line: problem.question for problem in reading.problems}
    assert taken | named.keys() == {1 + 2 * number for number in range(len(blocks))}
    assert not taken & named.keys()
    assert (len(taken), len(named)) == (len(reading.questions), reading.skipped)
    assert all(text.startswith(f"Question {(line - 1) // 2} is") for line, text in named.items())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_every_question_read_is_stored_or_refused_at_one_of_its_lines(sql18: Sql, text: str) -> None:
    reading = read_gift(text)
    assert len(reading.lines) == len(reading.questions)
    tried = sql18.value("select core.try_questions(%s)", json.dumps(reading.questions, allow_nan=False))
    for refusal in tried["problems"]:
        problem = reading.refused(**refusal)
        assert problem.line in reading.lines[refusal["index"]]
        assert problem.code
        assert problem.message.startswith(refusal["message"])
    assert len(tried["questions"]) + len(tried["problems"]) == len(reading.questions)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1))
def test_a_text_with_its_marks_escaped_comes_back_as_it_was(text):
    escaped = "".join(f"\\{character}" if character in "~={}#:\\" else character for character in text)
    (question,) = read_gift(f"[plain]Is it{escaped}? {{T}}").questions
    assert question["prompt"] == f"Is it{text}?"


@given(st.binary())
def test_any_bytes_are_read(data):
    try:
        reading = read_file(File(data), format="gift")
    except Problem:
        return
    assert reading.questions or reading.problems
