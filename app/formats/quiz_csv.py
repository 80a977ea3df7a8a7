"""Writes a quiz as a table that spreadsheets open."""

from __future__ import annotations

import csv
import io

from app.quizzes.models import Draft

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a formula begins with in a spreadsheet


def write_csv(questions: list[Draft], *, with_key: bool) -> str:
    """A line for each question. The byte order mark makes every spreadsheet read it as UTF-8."""
    most = max((len(draft.get("choices", ())) for draft in questions), default=0)
    heads = [
        "number",
        "kind",
        "prompt",
        "points",
        "difficulty",
        "subject",
        *(f"choice {n + 1}" for n in range(most)),
    ]
    if with_key:
        heads += ["right answer", "explanation", "document", "page", "sentence"]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(heads)
    for number, draft in enumerate(questions, start=1):
        choices = [choice["text"] for choice in draft.get("choices", ())]
        row = [
            number,
            draft["kind"],
            draft["prompt"],
            draft["points"],
            draft.get("difficulty"),
            draft.get("subject"),
        ]
        row += choices + [None] * (most - len(choices))
        if with_key:
            cited = draft.get("citation") or {}
            page = cited.get("page_label") or cited.get("page")
            row += [
                right_answer(draft),
                draft.get("explanation"),
                cited.get("name"),
                page,
                cited.get("sentence"),
            ]
        writer.writerow([escape_formula(cell) for cell in row])
    return "\ufeff" + table.getvalue()


def right_answer(draft: Draft) -> str:
    """The right answer in words; "" for a poll."""
    kind = draft["kind"]
    if kind == "true_false":
        return "true" if draft["correct"] else "false"
    if kind == "ordering":
        return "; ".join(choice["text"] for choice in draft["choices"])
    if kind in ("single_choice", "multiple_choice"):
        return "; ".join(choice["text"] for choice in draft["choices"] if is_right(choice))
    return "; ".join(map(_accepted, draft.get("answers", ())))


def is_right(choice: Draft) -> bool:
    """Whether a choice of a draft earns points."""
    return bool(choice.get("correct") or choice.get("weight", 0) > 0)


def _accepted(answer: Draft) -> str:
    if "text" in answer:
        return str(answer["text"])
    if "value" in answer:
        return (
            f"{answer['value']} ± {answer['tolerance']}" if answer.get("tolerance") else str(answer["value"])
        )
    return f"{answer['min']} to {answer['max']}"


def escape_formula(cell: object) -> object:
    """The cell, changed so that a spreadsheet does not run it as a formula."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell
