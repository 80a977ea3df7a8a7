"""Reads the answers to a quiz of Google Forms, which its “Download responses (.csv)” writes.

For each question there are three columns: “Question”, “Question [Score]” and “Question [Feedback]”, in the
language of whoever made the form. The file does not have the form itself: what is right is what earned all
points, and the choices are the answers that somebody gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.formats.csv_files import csv_rows
from app.formats.files import File
from app.formats.reading import Problem, Reading
from app.formats.tables import Row, chosen
from app.quizzes.models import Draft

MOST_CHOICES = 10  # a question with more different answers is taken for one that was typed
SENTENCES = {
    "no_right_answer": "Nobody's answer earned all points, so the file does not say what is right.",
    "no_answers": "Nobody has answered this form, so the file does not say what is right.",
    "not_scored": "This question earns no points in the form, so it was left out.",
    "read_from_answers": "Its choices are the answers that somebody gave. Add those that nobody chose.",
}
_MARK = re.compile(r" \[[^\[\]]+\]")
_SCORE = re.compile(r"(--|\d+(?:[.,]\d+)?) / (\d+(?:[.,]\d+)?)")


class _Answer(NamedTuple):
    """What somebody answered, what it earned (None: not marked), and the points of the question."""

    text: str
    earned: float | None
    points: float


def forms_columns(rows: Sequence[Row]) -> list[int]:
    """The columns of the questions; none if the first row is not that of such a file."""
    heads = rows[0].cells if rows else []
    return [
        column
        for column in range(len(heads) - 2)
        if heads[column]
        and all(
            head.startswith(heads[column]) and _MARK.fullmatch(head[len(heads[column]) :])
            for head in heads[column + 1 : column + 3]
        )
    ]


def looks_like_google_forms(file: File) -> bool:
    """Whether the first row has a question with its score and its feedback."""
    return file.is_text and bool(forms_columns(csv_rows(file.text[:20_000], ",", 1)))


def read_google_forms(file: File) -> Reading:
    """Read the questions from their answers. Raises Problem (422) if the bytes are no text."""
    reading = Reading()
    rows = csv_rows(file.text, ",")
    answered = [row for row in rows[1:] if any(row.cells)]
    if not answered:
        reading.problems.append(Problem(1, "no_answers", SENTENCES["no_answers"]))
        return reading
    for column in forms_columns(rows):
        _add_question(reading, rows[0].cells[column], [*_answers(answered, column)])
    return reading


def _answers(rows: Sequence[Row], column: int) -> Iterator[_Answer]:
    for row in rows:
        if score := _SCORE.fullmatch(row.cell(column + 1)):
            earned, points = (
                None if part == "--" else float(part.replace(",", ".")) for part in score.groups()
            )
            yield _Answer(row.cell(column), earned, points or 0)


def _add_question(reading: Reading, prompt: str, answers: list[_Answer]) -> None:
    points = max((answer.points for answer in answers), default=0)
    if not points:
        reading.notes.append(Problem(1, "not_scored", SENTENCES["not_scored"], prompt[:60]))
        reading.skipped += 1
        return
    given = [answer for answer in answers if answer.text]
    right = list(dict.fromkeys(answer.text for answer in given if answer.earned == points))
    if not right:
        reading.leave_out([Problem(1, "no_right_answer", SENTENCES["no_right_answer"])], prompt)
        return
    draft = _draft(prompt, list(dict.fromkeys(answer.text for answer in given)), right)
    if "choices" in draft:
        sentence = SENTENCES["read_from_answers"]
        reading.notes.append(Problem(1, "read_from_answers", sentence, prompt[:60]))
    reading.questions.append(draft | {"points": int(points) if points == int(points) else points})
    reading.lines.append([1])


def _draft(prompt: str, texts: list[str], right: list[str]) -> Draft:
    """The question that these answers show: boxes (between semicolons), one choice, or a typed text."""
    parts = list(dict.fromkeys(part for text in texts for part in text.split(";")))
    if ";" in right[0] and len(right) == 1 and len(parts) <= MOST_CHOICES:
        texts, right = parts, right[0].split(";")
    elif len(right) > 1 or not 2 <= len(texts) <= MOST_CHOICES:
        return {"kind": "short_text", "prompt": prompt, "answers": [{"text": text} for text in right]}
    numbered = dict(enumerate(texts, start=1))
    return chosen(prompt, numbered, {number for number, text in numbered.items() if text in right})
