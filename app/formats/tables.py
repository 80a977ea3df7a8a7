"""Rows of tables, whatever file they come from, and the questions that rows say."""

from __future__ import annotations

from typing import NamedTuple

from app.database.storable import UNSTORABLE
from app.formats.reading import TOO_MANY, Problem, Reading
from app.quizzes.models import Draft

SENTENCES = {
    "bad_character": "There is a NUL or a broken character in this row. Delete it.",
    "no_questions": "There are no questions under the headings.",
    "too_many_questions": TOO_MANY,
    "no_prompt": "This row has no question. Write it into the column of the questions, or delete the row.",
    "bad_time": "The time limit must be a number of seconds, such as 20.",
}
TRUTHS = {"true": True, "false": False}


class Row(NamedTuple):
    """A row of a table."""

    line: int  # in the file, from 1
    cells: list[str]  # without white space around them

    def cell(self, column: int) -> str:
        """The cell in this column; "" beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else ""


class BadRow(Exception):
    """A row that is no question: the code, and a sentence that says what to do."""

    def __init__(self, code: str, sentence: str | None = None) -> None:
        super().__init__(sentence or SENTENCES[code])
        self.code = code


def add_row(reading: Reading, row: Row, draft: Draft) -> None:
    """Add the question of a row."""
    reading.questions.append(draft)
    reading.lines.append([row.line])


def refuse_row(reading: Reading, row: Row, error: BadRow, prompt: int) -> None:
    """List why the row was left out. It is named by its question, which is in the column `prompt`, or by its
    first long cell where there is none."""
    text = row.cell(prompt) or next((cell for cell in row.cells if len(cell) > 3), "")
    reading.leave_out([Problem(row.line, error.code, str(error))], UNSTORABLE.sub("", text))


def require_storable(row: Row) -> None:
    """Raise BadRow if a cell has characters that can't be stored."""
    if any(UNSTORABLE.search(cell) for cell in row.cells):
        raise BadRow("bad_character")


def seconds(cell: str) -> Draft:
    """The field of a draft for a time limit in seconds, such as 20 or "20 sec"; none for an empty cell."""
    if not cell:
        return {}
    number = cell.replace(",", ".").partition(" ")[0]
    try:
        return {"time_limit_ms": round(float(number.rstrip("sS")) * 1000)}
    except (ValueError, OverflowError) as error:
        raise BadRow("bad_time") from error


def chosen(prompt: str, texts: dict[int, str], right: set[int], kind: str | None = None) -> Draft:
    """A question with choices by number, of the kind that they show if none is given."""
    truths = {number: TRUTHS.get(text.casefold()) for number, text in texts.items()}
    if sorted(map(str, truths.values())) == ["False", "True"] and len(right) == 1 and not kind:
        return {"kind": "true_false", "prompt": prompt, "correct": truths[next(iter(right))]}
    return {
        "kind": kind or ("multiple_choice" if len(right) > 1 else "single_choice"),
        "prompt": prompt,
        "choices": [
            {"text": text, "correct": True} if number in right else {"text": text}
            for number, text in texts.items()
        ],
    }
