"""Reads tables with headings in text files."""

from __future__ import annotations

import csv
import io
from itertools import islice

from app.formats.cells import unescape_formula
from app.formats.files import File
from app.formats.headings import HEADINGS_WITHIN, find_headings
from app.formats.reading import Problem, Reading
from app.formats.table_reader import read_table
from app.formats.tables import Row

DELIMITERS = ",;\t|"
SENTENCES = {
    "no_headings": "The first row needs headings such as “question”, “choice 1”, “choice 2” and “correct”.",
    "bad_csv": "This is not a table with these delimiters: {}.",
}


def looks_like_table(file: File) -> bool:
    """Whether there are known headings near the beginning."""
    if not file.is_text:
        return False
    return bool(_delimiter(file.text))


def read_csv(file: File) -> Reading:
    """Read a table. Raises Problem (422) if the bytes are no text; other problems are listed by line."""
    text = file.text
    delimiter = _delimiter(text)
    if delimiter is None:
        return _refused(1, "no_headings")
    try:
        rows = csv_rows(text, delimiter)
    except csv.Error as error:
        return _refused(1, "bad_csv", str(error))
    found = find_headings(rows)
    return read_table(rows, *found) if found else _refused(1, "no_headings")


def csv_rows(text: str, delimiter: str, limit: int | None = None) -> list[Row]:
    """The rows of a table in text, with their lines. Raises csv.Error."""
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
            found = find_headings(csv_rows(text[:20_000], delimiter, HEADINGS_WITHIN))
        except csv.Error:
            continue
        if found:
            known[delimiter] = len(found[1].fields) + len(found[1].choices)
    return max(known, key=lambda delimiter: known[delimiter], default=None)


def _refused(line: int, code: str, *details: str) -> Reading:
    return Reading(problems=[Problem(line, code, SENTENCES[code].format(*details))])
