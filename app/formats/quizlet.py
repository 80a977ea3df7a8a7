"""Reads Quizlet's cards: a term and its definition, with whatever its export was told to put between them.

The term is the question, and the definition is the accepted answer.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.formats.files import File
from app.formats.reading import MAX_QUESTIONS, TOO_MANY, Problem, Reading, text_lines
from app.formats.tables import BadRow, Row, add_row, refuse_row, require_storable

ENOUGH = 0.9  # of the rows have the separator
NO_DEFINITION = "Write a term and its definition with {} between them, once."
# What people put between a term and its definition. A comma or a hyphen within prose is none of them.
_BETWEEN = re.compile(
    r"\t|[ ]*[|~^@*=+/\\\u2013\u2014-]{2,10}[ ]*|[ ]*(?:[=-]+>|\|)[ ]*|[ ]+[=\u2013\u2014:-][ ]+"
    r"|(?<=\S)[;,](?=\S)"
)
_PROSE = re.compile(r"\A\s*[<{\[]|\{[^}]*\}|://|^\s*(?:::|\$CATEGORY:)", re.MULTILINE)


class _Cards(NamedTuple):
    """The rows with their lines, and what stands between a term and its definition."""

    rows: list[tuple[int, str]]
    between: str


def looks_like_quizlet(file: File) -> bool:
    """Whether nearly all lines have the same separator once, with text on both sides of it."""
    return file.is_text and _cards(file.text[:20_000], whole=len(file.text) <= 20_000) is not None


def read_quizlet(file: File) -> Reading:
    """Read cards. Raises Problem (422) if the bytes are no text; other problems are listed by line."""
    reading = Reading()
    cards = _cards(file.text) or _Cards(_lines(file.text), "\t")
    for number, (line, content) in enumerate(cards.rows):
        if number == MAX_QUESTIONS:
            reading.problems.append(Problem(line, "too_many_questions", TOO_MANY))
            break
        row = Row(line, [cell.strip() for cell in content.split(cards.between)])
        try:
            require_storable(row)
            if len(row.cells) != 2 or not all(row.cells):
                shown = "a tab" if cards.between == "\t" else f"“{cards.between.strip()}”"
                raise BadRow("no_definition", NO_DEFINITION.format(shown))
            term, definition = row.cells
            draft = {"kind": "short_text", "prompt": term, "answers": [{"text": definition}]}
            add_row(reading, row, draft)
        except BadRow as error:
            refuse_row(reading, row, error, 0)
    if not cards.rows:
        reading.problems.append(Problem(1, "no_questions", "The file has no questions."))
    return reading


def _lines(text: str) -> list[tuple[int, str]]:
    return [(n, line.strip(" ")) for n, line in enumerate(text_lines(text), start=1) if line.strip()]


def _blocks(text: str) -> list[tuple[int, str]]:
    """What stands between blank lines, where definitions have several lines."""
    rows: list[tuple[int, str]] = []
    begins = True
    for number, line in enumerate(text_lines(text), start=1):
        if line.strip():
            rows.append((number, line.strip(" ")) if begins else (rows[-1][0], f"{rows.pop()[1]}\n{line}"))
        begins = not line.strip()
    return rows


def _cards(text: str, *, whole: bool = True) -> _Cards | None:
    """How the text is divided into cards. Without the whole of it, its last line may be cut."""
    lines = _lines(text)
    lines = lines if whole else lines[:-1]
    if found := _divided(lines):
        return found
    if len(lines) == 1:
        return _divided([(1, row) for row in lines[0][1].split(";") if row.strip()])
    blocks = _blocks(text)
    return _divided(blocks) if 1 < len(blocks) < len(lines) and text.count("\t") >= len(blocks) - 1 else None


def _divided(rows: list[tuple[int, str]]) -> _Cards | None:
    sample = rows[:400]
    candidates = dict.fromkeys(each for _, row in sample[:3] for each in _BETWEEN.findall(row))
    for between in sorted(candidates, key=lambda each: each != "\t"):  # no term has a tab within it
        divided = [row.split(between) for _, row in sample]
        fit = sum(len(cells) == 2 and all(map(str.strip, cells)) for cells in divided)
        enough = len(sample) >= (2 if between == "\t" else 3) and fit >= ENOUGH * len(sample)
        if enough and (between == "\t" or not any(_PROSE.search(row) for _, row in sample)):
            return _Cards(rows, between)
    return None
