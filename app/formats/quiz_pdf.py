"""Writes a quiz as a PDF: the questions, and on separate pages the answer key with citations."""

from __future__ import annotations

import hashlib
from typing import Any

from app.formats.labels import Labels, labels_of
from app.formats.printing import printed
from app.formats.quiz_csv import is_right, right_answer
from app.quizzes.models import Draft

ESSAY_LINES = 12
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Line = dict[str, str | None]  # {"mark": a letter, "box" or "line", "text": None is a line to write on}


def write_pdf(export: dict[str, Any], with_key: bool) -> bytes:
    """The paper, with the version of its choices' order, and after it the key."""
    questions: list[Draft] = export["questions"]
    labels = labels_of(export["quiz"].get("language"))
    return printed(
        "paper",
        labels,
        title=export["quiz"]["title"],
        version=export.get("version"),
        questions=[
            {
                "number": number,
                "prompt": draft["prompt"],
                "worth": labels.worth(draft.get("points", 1)),
                "answers": _answers(draft, labels),
            }
            for number, draft in enumerate(questions, start=1)
        ],
        key=[_key(number, draft, labels) for number, draft in enumerate(questions, start=1)]
        if with_key
        else None,
    )


def in_telling_no_order(texts: list[str]) -> list[str]:
    """The items of an ordering as they are printed, because a draft has them in the right order."""
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())


def matches(draft: Draft) -> list[str]:
    """What the items of a matching question may be matched with, by alphabet; letters count them."""
    texts = [choice["text"] for choice in draft.get("choices", ())] or [
        *(pair["match"] for pair in draft["pairs"]),
        *draft.get("distractors", ()),
    ]
    return sorted({*texts}, key=lambda text: (text.casefold(), text))


def letter(place: int) -> str:
    """The letter of a choice, A for 0, or its number after Z."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def _answers(draft: Draft, labels: Labels) -> list[Line]:
    kind = draft["kind"]
    if kind == "true_false":
        return [{"mark": "box", "text": text} for text in (labels.true, labels.false)]
    if kind == "slide":
        return []
    if kind == "cloze":
        return [
            {"mark": f"[[{number}]]", "text": _offered(gap)}
            for number, gap in enumerate(draft["gaps"], start=1)
        ]
    if kind == "ordering":
        return _lettered(in_telling_no_order([choice["text"] for choice in draft["choices"]]), "__ ")
    if kind == "matching":
        items: list[Line] = [
            {"mark": f"{number}. __", "text": item["text"]}
            for number, item in enumerate(draft.get("items") or draft["pairs"], start=1)
        ]
        return items + _lettered(matches(draft))
    if "choices" in draft:
        return _lettered([choice["text"] for choice in draft["choices"]])
    if kind == "essay":
        return [{"mark": None, "text": None}] * ESSAY_LINES
    if kind == "slider":
        return [{"mark": f"{draft['min']} … {draft['max']}:", "text": None}]
    return [{"mark": None, "text": None}]


def _lettered(texts: list[str], before: str = "") -> list[Line]:
    return [{"mark": f"{before}{letter(place)})", "text": text} for place, text in enumerate(texts)]


def _offered(gap: Draft) -> str | None:
    """What may be chosen in a gap; None: a line to write on."""
    return " / ".join(sorted(choice["text"] for choice in gap.get("choices", ()))) or None


def _key(number: int, draft: Draft, labels: Labels) -> dict[str, Any]:
    letters = [
        letter(place)
        for place, choice in enumerate(draft.get("choices", ()))
        if draft["kind"] != "ordering" and is_right(choice)
    ]
    right = f"{', '.join(letters)}: " if letters else ""
    if draft["kind"] == "true_false":
        said = labels.true if draft["correct"] else labels.false
    else:
        said = right_answer(draft) or "-"
    cited = draft.get("citation") or {}
    page = cited.get("page_label") or cited.get("page")
    return {
        "number": number,
        "right": right + said,
        "explanation": draft.get("explanation"),
        "source": ", ".join(filter(None, [cited.get("name"), labels.page.format(page)])) if cited else None,
        "sentence": cited.get("sentence"),
    }
