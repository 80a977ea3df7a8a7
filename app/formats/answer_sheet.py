"""Writes the answer sheet of a printed quiz: bubbles for choices, lines for texts and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.formats.labels import Labels, labels_of
from app.formats.printing import printed
from app.formats.quiz_csv import is_right, right_answer
from app.formats.quiz_pdf import gap_mark, in_sections, in_telling_no_order, letter, matches
from app.formats.texts import as_plain
from app.quizzes.models import Draft

Row = dict[str, Any]


def write_answer_sheet(export: dict[str, Any], with_key: bool) -> bytes:
    """A PDF for the paper of this version. The key has the right bubbles filled and the lines written on."""
    labels = labels_of(export["quiz"].get("language"))
    return printed(
        "answer_sheet",
        labels,
        title=export["quiz"]["title"],
        version=export.get("version"),
        keyed=with_key,
        questions=[
            {"number": number, "rows": _rows(draft, with_key, labels)}
            for number, (_, draft) in enumerate(in_sections(export), start=1)
            if draft["kind"] != "slide"
        ],
    )


def _rows(draft: Draft, with_key: bool, labels: Labels) -> list[Row]:
    kind = draft["kind"]
    if kind == "true_false":
        return [_bubbles(labels.letters, [0 if draft["correct"] else 1] if with_key else [])]
    if kind == "ordering":
        return _ordering([choice["text"] for choice in draft["choices"]], with_key)
    if kind == "matching":
        return _matching(draft, with_key)
    if kind == "cloze":
        return [
            _line(right_answer(gap) if with_key else None, gap_mark(number))
            for number, gap in enumerate(draft["gaps"], start=1)
        ]
    if "choices" in draft:
        right = [place for place, choice in enumerate(draft["choices"]) if with_key and is_right(choice)]
        return [_bubbles(map(letter, range(len(draft["choices"]))), right)]
    return [_line(right_answer(as_plain(draft)) if with_key else None)]


def _ordering(in_order: list[str], with_key: bool) -> list[Row]:
    """The places from the first to the last, each with the letters of the items on the paper."""
    on_paper = in_telling_no_order(in_order)
    letters = [letter(place) for place in range(len(on_paper))]
    return [
        _bubbles(letters, [on_paper.index(text)] if with_key else [], f"{place}.")
        for place, text in enumerate(in_order, start=1)
    ]


def _matching(draft: Draft, with_key: bool) -> list[Row]:
    """The items, each with the letters of what it may be matched with."""
    texts = matches(draft)
    letters = [letter(place) for place in range(len(texts))]
    return [
        _bubbles(letters, [texts.index(item["match"])] if with_key else [], f"{number}.")
        for number, item in enumerate(draft.get("items") or draft["pairs"], start=1)
    ]


def _bubbles(letters: Iterable[str], right: list[int], label: str | None = None) -> Row:
    return {"label": label, "bubbles": [*letters], "right": right, "text": None}


def _line(text: str | None, label: str | None = None) -> Row:
    return {"label": label, "bubbles": [], "right": [], "text": text}
