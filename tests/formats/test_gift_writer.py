"""Questions that are written as GIFT are read back unchanged."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.gift import read_gift
from app.formats.gift_writer import write_gift

Draft = dict[str, Any]

NASTY = r"50% of {a} = b ~ c # d : e \ f <b>g</b> &amp; h"


def read_back(*drafts: Draft) -> list[Any]:
    reading = read_gift(write_gift(drafts))
    assert reading.problems == [], write_gift(drafts)
    return reading.questions


def texts(items: list[Draft]) -> list[str]:
    return [item["text"] for item in items]


def test_a_single_choice_keeps_its_key_weights_and_feedback() -> None:
    draft = {
        "kind": "single_choice",
        "prompt": NASTY,
        "choices": [
            {"text": "right", "weight": 1, "feedback": "Yes: #1."},
            {"text": "%50% is a text", "weight": 0.5},
            {"text": "[html] is one", "weight": 0},
            {"text": NASTY, "weight": -0.25},
        ],
        "explanation": NASTY,
        "subject": "Cells/Walls",
    }
    assert read_back(draft) == [draft]


@pytest.mark.parametrize("right", [1, 2, 3, 7])
def test_a_multiple_choice_in_shorthand_keeps_what_is_right(right: int) -> None:
    choices = [{"text": f"right {n}", "correct": True} for n in range(right)] + [
        {"text": "wrong", "correct": False}
    ]
    (found,) = read_back({"kind": "multiple_choice", "prompt": "Which?", "choices": choices})
    assert found["kind"] == "multiple_choice"
    assert [choice["weight"] > 0 for choice in found["choices"]] == [True] * right + [False]
    assert sum(choice["weight"] for choice in found["choices"][:-1]) == pytest.approx(1, abs=1e-4)
    assert found["choices"][-1]["weight"] == pytest.approx(-1 / right, abs=1e-4)


def test_the_other_kinds_come_back_as_they_were() -> None:
    drafts = [
        {"kind": "true_false", "prompt": "Is it?\nIs it not?", "correct": False, "explanation": "No."},
        {
            "kind": "numeric",
            "prompt": "How many?",
            "answers": [
                {"value": 3, "tolerance": 0.5},
                {"min": -2, "max": 1.5, "weight": 0.5, "feedback": "Near."},
            ],
        },
        {
            "kind": "short_text",
            "prompt": "Called?",
            "answers": [{"text": NASTY}, {"text": "a -> b"}, {"text": "T", "weight": 0.3}],
        },
    ]  # fmt: skip
    assert read_back(*drafts) == drafts


def test_a_picture_stays_with_its_question() -> None:
    draft = {
        "kind": "true_false",
        "prompt": "A < B?",
        "correct": True,
        "media_url": "https://example.com/a.png?x=1&y=2",
        "explanation": "1 < 2 & 3",
    }
    assert read_back(draft) == [draft]


def test_subjects_end_where_the_next_begins() -> None:
    drafts = [
        {"kind": "true_false", "prompt": "1", "correct": True, "subject": "A"},
        {"kind": "true_false", "prompt": "2", "correct": True},
        {"kind": "true_false", "prompt": "3", "correct": True, "subject": "B"},
    ]
    assert read_back(*drafts) == drafts


def test_kinds_that_gift_lacks_become_comments() -> None:
    ordering = {"kind": "ordering", "prompt": "In\norder {", "choices": [{"text": "1"}, {"text": "2"}]}
    kept = {"kind": "true_false", "prompt": "Is it?", "correct": True}
    assert read_back(ordering, kept, {**ordering, "kind": "poll"}) == [kept]
    assert "// GIFT has no questions of the kind ordering: In order {" in write_gift([ordering])


def test_a_citation_stands_above_its_question() -> None:
    citation = {
        "upload_id": "…",
        "page": 3,
        "page_label": "iii",
        "name": "Cells.pdf",
        "sentence": "Walls\nare thick.",
    }
    draft = {"kind": "true_false", "prompt": "Is it?", "correct": True}
    assert "// Cells.pdf, page iii: Walls are thick.\n" in write_gift([{**draft, "citation": citation}])
    assert read_back({**draft, "citation": citation}) == [draft]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text and "<" not in text and "&" not in text and text.isprintable()
)


@given(prompt=TEXT, choices=st.lists(TEXT, min_size=2, max_size=5, unique=True), explanation=TEXT)
def test_any_text_comes_back_as_it_was(prompt: str, choices: list[str], explanation: str) -> None:
    draft = {
        "kind": "single_choice",
        "prompt": f"x{prompt}x",
        "choices": [{"text": f"x{text}x", "weight": float(n == 0)} for n, text in enumerate(choices)],
        "explanation": f"x{explanation}x",
    }
    assert read_back(draft) == [draft]
