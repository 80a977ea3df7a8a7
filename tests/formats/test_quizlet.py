"""Reading Quizlet's cards, with whatever stands between terms and definitions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading, detect
from app.formats.import_routes import read_file

CARDS = [("well-known", "famous, by name"), ("Nile", "a river (6,650 km)"), ("to give in", "give up. Yield")]


def read(text: str) -> Reading:
    assert detect(File(text.encode(), "x.txt")) is FORMATS["quizlet"]
    return read_file(File(text.encode(), "x.txt"))


def cards(reading: Reading) -> list[tuple[str, str]]:
    return [(draft["prompt"], draft["answers"][0]["text"]) for draft in reading.questions]


@pytest.mark.parametrize(
    "between", ["\t", " - ", " \u2013 ", "---", "/////", "|", " | ", " = ", "=>", " -> ", "**"]
)
def test_a_separator_of_ones_own_is_found(between):
    reading = read("\n".join(between.join(card) for card in CARDS))
    assert (reading.problems, cards(reading)) == ([], CARDS)
    assert reading.lines == [[1], [2], [3]]


@pytest.mark.parametrize("between", [",", ";"])
def test_a_comma_without_a_space_may_stand_between(between):
    reading = read(f"a{between}1\nb{between}2\nc{between}3")
    assert cards(reading) == [("a", "1"), ("b", "2"), ("c", "3")]


def test_cards_may_end_with_a_semicolon():
    assert cards(read("one\teins;two\tzwei; three\tdrei")) == [
        ("one", "eins"),
        ("two", "zwei"),
        ("three", "drei"),
    ]


def test_definitions_may_have_several_lines_between_blank_ones():
    reading = read("one\teins\nein\n\ntwo\tzwei\n\nthree\tdrei")
    assert cards(reading) == [("one", "eins\nein"), ("two", "zwei"), ("three", "drei")]
    assert reading.lines == [[1], [4], [6]]


def test_a_line_without_the_separator_is_named():
    lines = [f"{number} --- x{number}" for number in range(20)]
    reading = read("\n".join([*lines, "gathered", "a --- b --- c"]))
    assert len(reading.questions) == 20
    assert [(each.line, each.code) for each in reading.problems] == [
        (21, "no_definition"),
        (22, "no_definition"),
    ]
    assert "“---”" in reading.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "He came, saw.\nShe went, too.\nThey stayed, all.",
        "See https://a.example\nAnd https://b.example\nAlso https://c.example",
        "Is 1 = 1? {T}\nIs 1 = 2? {F}\nIs 2 = 2? {T}",
        "<a>|</a>\n<b>|</b>\n<c>|</c>",
        "a well-known man\na so-called fact\na self-made one",
        "a,b,c",
        "a | b",
    ],
)
def test_other_texts_are_no_cards(text):
    assert detect(File(text.encode(), "x.txt")) is not FORMATS["quizlet"]


@given(st.lists(st.tuples(*[st.text("abc é-,", min_size=1).filter(str.strip)] * 2), min_size=2))
@example([("--", "a")] * 3)
def test_each_card_is_taken_or_named(listed):
    text = "\n".join(f"x{term}\ty{definition}" for term, definition in listed)
    reading = read(text)
    assert cards(reading) == [(f"x{term}".strip(), f"y{definition}".strip()) for term, definition in listed]


@given(st.text("ab\t\n;|-= ,", max_size=60))
def test_any_text_is_read_and_its_rows_taken_or_named(text):
    reading = read_file(File(text.encode()), format="quizlet") if text else Reading()
    named = {problem.line for problem in reading.problems}
    taken = {lines[0] for lines in reading.lines}
    assert not text or taken | named
