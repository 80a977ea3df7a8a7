"""Reads and writes Kahoot's workbook: a question a row, with four answers, a time limit and what is right.

Its headings are in the language of whoever downloaded the template, and under some rows of advice. They are
known by their layout: six cells after that of the question, of which the first four have the numbers 1 to 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.formats.quiz_csv import is_right
from app.formats.reading import MAX_QUESTIONS, Problem, Reading
from app.formats.tables import (
    SENTENCES,
    BadRow,
    Row,
    add_row,
    chosen,
    refuse_row,
    require_storable,
    seconds,
)
from app.formats.workbook import write_sheet
from app.quizzes.models import Draft

KINDS = ("single_choice", "multiple_choice", "true_false")
ANSWERS = 4
LONGEST_QUESTION, LONGEST_ANSWER = 120, 75  # what Kahoot takes
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)  # seconds; what Kahoot takes
HEADINGS_WITHIN = 30  # rows
NO_RIGHT = "The last column must have the numbers of the right answers: 1, or 1,3 as text."
_RIGHT = re.compile(r"[1-4](?:\s*[,;./&+ ]\s*[1-4])*")
HEADINGS = (
    "",
    f"Question - max {LONGEST_QUESTION} characters",
    *(f"Answer {n} - max {LONGEST_ANSWER} characters" for n in range(1, ANSWERS + 1)),
    f"Time limit (sec) - {', '.join(map(str, TIMES))}",
    "Correct answer(s) - choose at least one",
)


def kahoot_layout(rows: Sequence[Row]) -> tuple[int, int] | None:
    """The index of the row of the headings, and the column of the questions."""
    for index, row in enumerate(rows[:HEADINGS_WITHIN]):
        for column in range(len(row.cells) - ANSWERS - 2):
            heads = row.cells[column : column + ANSWERS + 3]
            numbers = [re.search(r"\d+", head) for head in heads[1 : ANSWERS + 1]]
            counted = [number[0] for number in numbers if number] == ["1", "2", "3", "4"]
            if counted and all(re.search(r"[^\W\d_]", head) for head in heads):
                return index, column
    return None


def read_kahoot(rows: Sequence[Row], headings: int, column: int) -> Reading:
    """The questions below the row of the headings."""
    reading = Reading()
    for row in rows[headings + 1 :]:
        cells = [row.cell(column + n) for n in range(ANSWERS + 3)]
        if not any(cells[: ANSWERS + 1]):
            continue
        if len(reading.questions) == MAX_QUESTIONS:
            reading.problems.append(Problem(row.line, "too_many_questions", SENTENCES["too_many_questions"]))
            break
        try:
            require_storable(row)
            add_row(reading, row, _draft(*cells))
        except BadRow as error:
            refuse_row(reading, row, error, column)
    if not reading.questions and not reading.problems:
        reading.problems.append(Problem(rows[headings].line, "no_questions", SENTENCES["no_questions"]))
    return reading


def _draft(prompt: str, *cells: str) -> Draft:
    *answers, time, right = cells
    if not prompt:
        raise BadRow("no_prompt")
    texts = {number: text for number, text in enumerate(answers, start=1) if text}
    if not _RIGHT.fullmatch(right):
        raise BadRow("no_right_answer", NO_RIGHT)
    numbers = {int(digit) for digit in re.findall(r"\d", right)}
    if missing := sorted(numbers - texts.keys()):
        raise BadRow("unknown_answer", f"Answer {missing[0]} should be right, but its cell is empty.")
    return chosen(prompt, texts, numbers) | seconds(time)


def beyond_kahoot(draft: Draft) -> str | None:
    """Why Kahoot would not take this question, in a few words; None if it would."""
    choices = draft.get("choices", ())
    if len(choices) > ANSWERS:
        return f"more than {ANSWERS} choices"
    if len(draft["prompt"]) > LONGEST_QUESTION:
        return f"more than {LONGEST_QUESTION} characters"
    if any(len(choice["text"]) > LONGEST_ANSWER for choice in choices):
        return f"a choice of more than {LONGEST_ANSWER} characters"
    return None


def write_kahoot(questions: Iterable[Draft]) -> bytes:
    """Write the questions that Kahoot takes, as its template has them; the others are left out."""
    taken = [draft for draft in questions if draft["kind"] in KINDS and not beyond_kahoot(draft)]
    rows = [[number, *_cells(draft)] for number, draft in enumerate(taken, start=1)]
    return write_sheet([HEADINGS, *rows], widths=(4, 50, 25, 25, 25, 25, 15, 20))


def _cells(draft: Draft) -> list[object]:
    choices = draft.get("choices") or [
        {"text": "True", "correct": draft["correct"]},
        {"text": "False", "correct": not draft["correct"]},
    ]
    limit = draft.get("time_limit_ms", 20_000) / 1000
    time = next((allowed for allowed in TIMES if allowed >= limit), TIMES[-1])
    right = ",".join(str(n) for n, choice in enumerate(choices, start=1) if is_right(choice))
    empty = [None] * (ANSWERS - len(choices))
    return [draft["prompt"], *(choice["text"] for choice in choices), *empty, time, right]
