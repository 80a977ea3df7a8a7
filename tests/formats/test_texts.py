"""Markdown in files: as it is written where a format says so, else as HTML or as plain text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import FORMATS, File
from app.formats.import_routes import read_file
from app.markdown.tree import to_plain
from app.markdown.writing import from_plain

Draft = dict[str, Any]
MARKED: Draft = {
    "kind": "single_choice",
    "prompt": "What is **$x^2$** of `x`?\n\n- one",
    "choices": [{"text": "*4*", "weight": 1, "feedback": "~~no~~"}, {"text": "3\\*4", "weight": 0}],
    "explanation": "| a |\n|---|\n| <b> |",
    "text_format": "markdown",
}


def written(name: str, *drafts: Draft) -> bytes:
    write = FORMATS[name].write
    assert write is not None
    return write({"quiz": {"title": "A quiz"}, "questions": [*drafts]}, True)


@pytest.mark.parametrize("name", ["json", "gift", "csv", "xlsx"])
def test_markdown_comes_back_as_it_was_written(name: str) -> None:
    (again,) = read_file(File(written(name, MARKED))).questions
    shown = {field: again[field] for field in ("prompt", "explanation", "text_format")}
    assert shown == {field: MARKED[field] for field in shown}
    assert [choice["text"] for choice in again["choices"]] == ["*4*", "3\\*4"]
    assert again["choices"][0]["feedback"] == "~~no~~"


@pytest.mark.parametrize("name", ["kahoot", "aiken"])
def test_a_format_of_plain_texts_has_the_words(name: str) -> None:
    (again,) = read_file(File(written(name, MARKED))).questions
    assert "".join(again["prompt"].split()) == "Whatis$x^2$ofx?•one"
    assert [choice["text"] for choice in again["choices"]] == ["4", "3*4"]


def test_moodle_and_qti_have_sanitised_html() -> None:
    moodle = written("moodle", MARKED | {"prompt": "**$x$** <script>x</script> [a](javascript:x)"}).decode()
    assert '&lt;strong&gt;&lt;span class="math"&gt;\\(x\\)' in moodle
    shown = moodle.partition("<questiontext")[2]
    assert "&lt;script" not in shown
    assert "href" not in shown
    assert "<text>&lt;em&gt;4&lt;/em&gt;</text>" in moodle
    (again,) = read_file(File(written("qti", MARKED))).questions
    assert again["prompt"] == "What is \\(x^2\\) of x?\n• one"
    assert [choice["text"] for choice in again["choices"]] == ["4", "3*4"]


@pytest.mark.parametrize("name", ["moodle", "qti", "gift", "csv", "kahoot", "aiken"])
def test_a_plain_text_gains_no_format(name: str) -> None:
    signs = "3*4*5 snake_case <b> $5 &amp;"
    (again,) = read_file(File(written(name, MARKED | {"prompt": signs, "text_format": None}))).questions
    assert (again["prompt"], again.get("text_format")) == (signs, None)


def test_moodles_markdown_stays_markdown_and_other_texts_beside_it_are_escaped() -> None:
    xml = """<quiz><question type="multichoice">
      <questiontext format="markdown"><text>*Which?*</text></questiontext>
      <answer fraction="100" format="markdown"><text>**a**</text></answer>
      <answer fraction="0" format="html"><text>3*4 &lt;i&gt;b&lt;/i&gt;</text></answer>
    </question></quiz>"""
    (draft,) = read_file(File(xml.encode())).questions
    assert (draft["prompt"], draft["text_format"]) == ("*Which?*", "markdown")
    assert [choice["text"] for choice in draft["choices"]] == ["**a**", "3\\*4 b"]


def test_gifts_markdown_stays_markdown() -> None:
    (draft,) = read_file(File(b"[markdown]*Which?*{=**a** ~[plain]3*4 ~[html]<i>b</i>}")).questions
    assert (draft["prompt"], draft["text_format"]) == ("*Which?*", "markdown")
    assert [choice["text"] for choice in draft["choices"]] == ["**a**", "3\\*4", "b"]


@pytest.mark.parametrize("name", ["moodle", "qti"])
def test_a_picture_of_a_choice_or_an_item_comes_back_with_its_alt_text(name: str) -> None:
    pictured = {"media_url": "https://example.org/a.png", "media_alt": 'A "map"'}
    choices = [{"text": "a", "correct": True} | pictured, {"text": "b"}]
    pairs = [{"text": "a", "match": "1"} | pictured, {"text": "b", "match": "2"}]
    drafts: list[Draft] = [
        {"kind": "single_choice", "prompt": "?", "choices": choices},
        {"kind": "ordering", "prompt": "?", "choices": choices},
        {"kind": "matching", "prompt": "?", "pairs": pairs},
    ]
    for draft, field in zip(drafts, ("choices", "choices", "pairs"), strict=True):
        reading = read_file(File(written(name, draft)))
        assert reading.problems == []
        again = reading.questions[0][field]
        assert {part: again[0][part] for part in pictured} == pictured
        assert "media_url" not in again[1]


def test_a_picture_without_words_is_named_by_what_it_shows() -> None:
    xml = """<quiz><question type="multichoice"><questiontext format="html"><text>?</text></questiontext>
      <answer fraction="100"><text><![CDATA[<img src="https://e.org/nile%20map.png">]]></text></answer>
      <answer fraction="0"><text><![CDATA[<img src="https://e.org/2.png" alt="The Po">]]></text></answer>
    </question></quiz>"""
    (draft,) = read_file(File(xml.encode())).questions
    assert [choice["text"] for choice in draft["choices"]] == ["nile map", "The Po"]


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"])))
def test_plain_text_as_markdown_shows_the_same(text: str) -> None:
    assert to_plain(from_plain(f"a{text}")) == f"a{text}"
