"""What the table of formats says is kept, and nothing else, comes back from a file."""

from typing import Any

import pytest

from app.formats import FORMATS, File
from app.formats.import_routes import read_file
from app.formats.parts import PARTS, left_out

Draft = dict[str, Any]
BOTH = [name for name, listed in FORMATS.items() if listed.read and listed.write]
BY_KIND: dict[str, Draft] = {
    "single_choice": {"choices": [{"text": "a", "correct": True}, {"text": "b"}]},
    "multiple_choice": {
        "choices": [{"text": "a", "correct": True}, {"text": "b", "correct": True}, {"text": "c"}]
    },
    "true_false": {"correct": True},
    "numeric": {"answers": [{"value": 2, "tolerance": 0.5}]},
    "short_text": {"answers": [{"text": "a"}, {"text": "b"}]},
    "ordering": {"choices": [{"text": "z"}, {"text": "a"}, {"text": "m"}]},
    "poll": {"choices": [{"text": "a"}, {"text": "b"}]},
    "matching": {
        "pairs": [{"text": "a -> b", "match": "1"}, {"text": "c", "match": "2"}, {"text": "d", "match": "1"}],
        "distractors": ["%3%", "4"],
    },
    "cloze": {
        "prompt": "The [[1]] is [[2]] km long and flows [[3]].",
        "gaps": [
            {
                "kind": "short_text",
                "answers": [
                    {"text": "N~il#e}"},
                    {"text": "n*le", "wildcards": True, "weight": 0.5, "feedback": "1/2"},
                ],
                "weight": 2,
            },
            {"kind": "numeric", "answers": [{"value": 6650, "tolerance": 50, "feedback": "About."}]},
            {
                "kind": "single_choice",
                "choices": [{"text": "north", "weight": 1}, {"text": "\\south", "weight": 0}],
            },
        ],
    },
    "word_cloud": {"words": 2},
    "essay": {},
    "slide": {},
    "slider": {"min": 0, "max": 10, "step": 0.5, "value": 4, "tolerance": 1},
}
FULL: Draft = {
    "kind": "single_choice",
    "prompt": "Which?",
    "choices": [
        {"text": "a", "weight": 1, "feedback": "Yes."},
        {"text": "b", "weight": 0.5, "media_url": "https://example.org/b.png"},
        {"text": "c", "weight": -0.25, "pinned": True},
    ],
    "explanation": "Because.",
    "points": 3,
    "subject": "Sums",
    "difficulty": "hard",
    "time_limit_ms": 30_000,
    "media_url": "https://example.org/a.png",
    "media_alt": 'A [map] & "more"',
    "text_format": "markdown",
    "name": "Letters: first ] [tag:no]",
    "source": "An atlas, p. 4",
    "external_id": "a]1",
    "tags": ["grade 7", "x]y"],
}
SECTIONS = [{"title": "Rivers", "tag": "grade 7", "select": 1}]
TRUTH: Draft = {
    "kind": "true_false",
    "prompt": "Is it?",
    "correct": False,
    "feedback_true": "No: #1.",
    "feedback_false": "Yes.",
}

TYPED: Draft = {
    "kind": "short_text",
    "prompt": "Which?",
    "answers": [{"text": "a"}],
    "case_sensitive": True,
    "forgives": ["accents"],
}
BY_PART = {"feedback_true": TRUTH, "case_sensitive": TYPED, "forgives": TYPED}
OF_CHOICES = {"weight": "weight", "feedback": "feedback", "pinned": "pinned", "choice_media_url": "media_url"}


def through(name: str, draft: Draft) -> Draft:
    """The draft that comes back from a file of this format."""
    return whole_through(name, draft)[1]


def whole_through(name: str, draft: Draft) -> tuple[dict[str, Any], Draft]:
    """The quiz and the draft that come back from a file of this format."""
    write = FORMATS[name].write
    assert write is not None
    quiz = {"title": "A quiz", "sections": SECTIONS}
    reading = read_file(File(write({"quiz": quiz, "questions": [draft]}, True)))
    assert reading.problems == []
    (again,) = reading.questions
    return reading.quiz, again


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in BOTH for kind in FORMATS[name].kinds])
def test_each_kind_that_a_format_can_say_comes_back(name, kind):
    draft = {"kind": kind, "prompt": "Which?", **BY_KIND[kind]}
    again = through(name, draft)
    assert again["kind"] == kind
    assert again["prompt"] == draft["prompt"]
    if kind in ("matching", "cloze"):
        assert {field: again[field] for field in BY_KIND[kind]} == BY_KIND[kind]
    for field, items in BY_KIND[kind].items():
        if isinstance(items, list) and kind not in ("matching", "cloze"):
            for item, kept in zip(items, again[field], strict=True):
                right = kept.get("correct", kept.get("weight", 0) > 0)
                assert (kept.get("text"), kept.get("value")) == (item.get("text"), item.get("value"))
                assert field == "answers" or right == item.get("correct", False)
        else:
            assert again[field] == items


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", BOTH)
def test_each_part_comes_back_exactly_if_the_format_carries_it(name, part):
    def parts(draft: Draft) -> Any:
        if part in OF_CHOICES:
            return [choice.get(OF_CHOICES[part]) or 0 for choice in draft["choices"]]
        return [draft.get(part), draft.get("feedback_false")] if part == "feedback_true" else draft.get(part)

    draft = BY_PART.get(part, FULL)
    if draft["kind"] not in FORMATS[name].kinds:
        assert part not in FORMATS[name].carries
        return
    if part == "sections":
        assert (whole_through(name, draft)[0].get("sections") == SECTIONS) == (part in FORMATS[name].carries)
        return
    kept = parts(through(name, draft)) == parts(draft)
    assert kept == (part in FORMATS[name].carries)
    lost = left_out([draft], FORMATS[name].carries, FORMATS[name].kinds)
    assert kept == (f"{PARTS[part]} (1)" not in lost.split("; "))


def test_what_a_file_leaves_out_is_told_with_the_numbers_of_the_questions():
    slide = {"kind": "slide", "prompt": "Now."}
    tagged = {**slide, "tags": ["x"]}
    questions = [tagged, slide, tagged, tagged, {"kind": "poll", "prompt": "Tea?"}, slide]
    assert left_out(questions, (), ("slide",)) == "questions of the kind poll (5); tags (1, 3-4)"
    assert left_out(questions, ("tags",), ("slide", "poll")) == ""
    assert left_out([tagged, slide] * 30, (), ("slide",)).endswith("39, and more)")


def test_a_picture_of_a_choice_of_a_gap_is_told_where_it_is_left_out():
    choices = [{"text": "a", "media_url": "https://example.com/a.png"}, {"text": "b"}]
    draft = {"kind": "cloze", "prompt": "[[1]]", "gaps": [{"kind": "single_choice", "choices": choices}]}
    told = {
        name: left_out([draft], FORMATS[name].carries, FORMATS[name].kinds, FORMATS[name].lost)
        for name in ("moodle", "json")
    }
    assert told == {"moodle": "picture of a choice (1)", "json": ""}


@pytest.mark.parametrize("kind", ["true_false", "slide", "essay"])
@pytest.mark.parametrize("name", BOTH)
def test_a_question_without_a_name_comes_back_without_one(name, kind):
    if kind in FORMATS[name].kinds:
        draft = {"kind": kind, "prompt": f"Which is {'long ' * 20}?", **BY_KIND[kind]}
        assert "name" not in through(name, draft)
