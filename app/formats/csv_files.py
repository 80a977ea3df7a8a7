"""Reads tables in text files: with headings, or two columns between which Quizlet writes a tab."""

from __future__ import annotations

import csv
import io
from itertools import islice

from app.formats.cells import unescape_formula
from app.formats.files import File
from app.formats.headings import HEADINGS_WITHIN, find_headings
from app.formats.reading import Problem, Reading, text_lines
from app.formats.table_reader import read_table
from app.formats.tables import BadRow, Row, add_row, refuse_row, require_storable

DELIMITERS = ",;\t|"
SENTENCES = {
    "no_headings": "The first row needs headings such as “question”, “choice 1”, “choice 2” and “correct”.",
    "bad_csv": "This is not a table with these delimiters: {}.",
}
NO_DEFINITION = "Write a term and its definition with one tab between them, all in one line."


def looks_like_table(file: File) -> bool:
    """Whether there are known headings near the beginning, or two columns on every line."""
    if not file.is_text:
        return False
    text = file.text
    return bool(_delimiter(text)) or _is_cards(text)


def read_csv(file: File) -> Reading:
    """Read a table. Raises Problem (422) if the bytes are no text; other problems are listed by line."""
    text = file.text
    delimiter = _delimiter(text)
    if delimiter is None:
        cards = "\t" in text
        return _read_cards(text) if cards else _refused(1, "no_headings")
    try:
        rows = [*_rows(text, delimiter)]
    except csv.Error as error:
        return _refused(1, "bad_csv", str(error))
    found = find_headings(rows)
    return read_table(rows, *found) if found else _refused(1, "no_headings")


def _rows(text: str, delimiter: str, limit: int | None = None) -> list[Row]:
    reader = csv.reader(io.StringIO(text.replace("\ufeff", ""), newline=""), delimiter=delimiter)
    rows, line = [], 1
    for cells in islice(reader, limit):
        rows.append(Row(line, [unescape_formula(cell.strip()) for cell in cells]))
        line = reader.line_num + 1
    return rows


def _delimiter(text: str) -> str | None:
    """The delimiter with which most headings are known."""
    known: dict[str, int] = {}
    for delimiter in DELIMITERS:
        try:
            found = find_headings(_rows(text[:20_000], delimiter, HEADINGS_WITHIN))
        except csv.Error:
            continue
        if found:
            known[delimiter] = len(found[1].fields) + len(found[1].choices)
    return max(known, key=lambda delimiter: known[delimiter], default=None)


def _is_cards(text: str) -> bool:
    cards = 0
    for line in text_lines(text):
        if line.strip():
            cells = line.strip(" ").split("\t")
            if len(cells) != 2 or not all(map(str.strip, cells)):
                return False
            cards += 1
    return cards > 1


def _read_cards(text: str) -> Reading:
    """Quizlet's cards: the term is the question, the definition is the accepted answer."""
    reading = Reading()
    for line, content in enumerate(text_lines(text), start=1):
        row = Row(line, [cell.strip() for cell in content.split("\t")])
        if not any(row.cells):
            continue
        try:
            require_storable(row)
            if len(row.cells) != 2 or not all(row.cells):
                raise BadRow("no_definition", NO_DEFINITION)
            add_row(
                reading,
                row,
                {"kind": "short_text", "prompt": row.cells[0], "answers": [{"text": row.cells[1]}]},
            )
        except BadRow as error:
            refuse_row(reading, row, error)
    return reading


def _refused(line: int, code: str, *details: str) -> Reading:
    return Reading(problems=[Problem(line, code, SENTENCES[code].format(*details))])
