"""Writes a quiz as a table that spreadsheets open, and that `table_reader.py` reads back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from app.formats.reading import FEEDBACK
from app.formats.table_writers import CsvTable
from app.quizzes.models import Draft

KINDS = (
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll", "slide",
)  # fmt: skip
BEFORE_KEY = {
    "kind": "kind",
    "prompt": "prompt",
    "points": "points",
    "time limit": "time_limit_ms",
    "difficulty": "difficulty",
    "subject": "subject",
    "picture": "media_url",
    "alt text": "media_alt",
    "text format": "text_format",
    "name": "name",
    "external id": "external_id",
}


def write_csv(questions: list[Draft], *, with_key: bool) -> bytes:
    """A line for each question."""
    file = io.BytesIO()
    table = CsvTable(file)
    for row in rows(questions, with_key):
        table.write(row)
    return file.getvalue()


def rows(questions: list[Draft], with_key: bool) -> Iterator[list[object]]:
    """The headings, and then a row for each question of a kind that a table can say."""
    questions = [draft for draft in questions if draft["kind"] in KINDS]
    choices = max((len(draft.get("choices", ())) for draft in questions), default=0)
    items = max((len(_feedback(draft)) for draft in questions), default=0)
    heads = ["number", *BEFORE_KEY, "tags", *(f"choice {n + 1}" for n in range(choices))]
    if with_key:
        heads += ["right answer", "weights", "options", *(f"feedback {n + 1}" for n in range(items))]
        heads += ["explanation", "source", "document", "page", "sentence"]
    yield [*heads]
    for number, draft in enumerate(questions, start=1):
        row: list[object] = [number, *(draft.get(field) for field in BEFORE_KEY.values())]
        row[4] = draft["time_limit_ms"] / 1000 if draft.get("time_limit_ms") else None
        row.append(joined(draft.get("tags", ())) or None)
        row += _padded((choice["text"] for choice in draft.get("choices", ())), choices)
        if with_key:
            cited = draft.get("citation") or {}
            page = cited.get("page_label") or cited.get("page")
            row += [right_answer(draft), _weights(draft), _options(draft)]
            row += _padded(_feedback(draft), items)
            row += [draft.get("explanation"), draft.get("source")]
            row += [cited.get("name"), page, cited.get("sentence")]
        yield row


def right_answer(draft: Draft) -> str:
    """The right answers in words, between semicolons; "" for a poll."""
    kind = draft["kind"]
    if kind == "true_false":
        return "true" if draft["correct"] else "false"
    if kind == "ordering":
        return joined(choice["text"] for choice in draft["choices"])
    if kind in ("single_choice", "multiple_choice"):
        return joined(choice["text"] for choice in draft["choices"] if is_right(choice))
    if kind == "matching":
        return joined(f"{pair['text']} → {pair['match']}" for pair in draft["pairs"])
    if kind == "cloze":
        return joined(f"{number}: {right_answer(gap)}" for number, gap in enumerate(draft["gaps"], start=1))
    if kind == "slider":
        return _accepted(draft)
    if kind == "essay":
        return joined(f"{each['text']} ({each['points']})" for each in draft.get("rubric", ()))
    return joined(map(_accepted, draft.get("answers", ())))


def is_right(choice: Draft) -> bool:
    """Whether a choice of a draft earns points."""
    return bool(choice.get("correct") or choice.get("weight", 0) > 0)


def joined(texts: Iterable[str]) -> str:
    """Texts between semicolons. One that would be read as anything else stands in double quotes."""
    return "; ".join(
        '"' + text.replace('"', '""') + '"' if set(text) & set(';"\r\n') or text != text.strip() else text
        for text in texts
    )


def _items(draft: Draft) -> list[Draft]:
    return [*draft.get("choices", ()), *draft.get("answers", ())]


def _feedback(draft: Draft) -> list[str | None]:
    """The feedback on each choice or answer; of a true_false that has any, on true and on false."""
    said = [draft.get(field) for field in FEEDBACK.values()]
    return said if any(said) else [item.get("feedback") for item in _items(draft)]


def _padded(cells: Iterable[object], length: int) -> list[object]:
    filled = [*cells]
    return filled + [None] * (length - len(filled))


def _weights(draft: Draft) -> str | None:
    """The weight of each choice or answer, if they do not follow from which are right."""
    weights = [item.get("weight") for item in _items(draft)]
    default = 1 if "answers" in draft else 0
    return (
        "; ".join(str(default if weight is None else weight) for weight in weights) if any(weights) else None
    )


def _options(draft: Draft) -> str | None:
    """How texts are compared, in words."""
    wild = [str(n) for n, item in enumerate(_items(draft), start=1) if item.get("wildcards")]
    words = [
        "case sensitive" if draft.get("case_sensitive") else "",
        f"wildcards {' '.join(wild)}" if wild else "",
        f"forgives {' '.join(draft['forgives']) or 'nothing'}" if "forgives" in draft else "",
    ]
    return "; ".join(filter(None, words)) or None


def _accepted(answer: Draft) -> str:
    if "text" in answer:
        return str(answer["text"])
    if "value" in answer:
        return (
            f"{answer['value']} ± {answer['tolerance']}" if answer.get("tolerance") else str(answer["value"])
        )
    return f"{answer['min']} to {answer['max']}"
