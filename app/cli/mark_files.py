"""Tables of answers to mark: written from the queue, and read back with points and comments."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.cli.console import give_up
from app.formats.cells import unescape_formula
from app.formats.files import File
from app.formats.table_writers import CsvTable, Table, WorkbookTable
from app.formats.workbook import sheets
from app.http.problems import Problem

Json = dict[str, Any]
KEYS = ("quiz_id", "attempt_id", "question_id", "version")  # which answer a row is of
HEADINGS = ("taker", "question", "response", "max_points", "points", "comment", *KEYS)


def write_queue(to: Path, items: Iterable[Json]) -> int:
    """Write a row for each answer, and return how many there are."""
    suffix = to.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        give_up(f"The name of {to} must end with .csv or .xlsx.")
    count = 0
    try:
        with to.open("wb") as file:
            widths = {"question": 40, "response": 80, "comment": 40}
            table: Table = CsvTable(file) if suffix == ".csv" else WorkbookTable(file, widths=widths)
            table.write(HEADINGS)
            for item in items:
                table.write(_row(item))
                count += 1
            table.close()
    except OSError as error:
        give_up(f"{to} can't be written: {error.strerror}.")
    return count


def read_marks(file: Path) -> Iterator[tuple[int, Json, Json]]:
    """The line, the answer and the mark of each row that has points. Ends the command without a table."""
    rows = [*_rows(file)]
    headings = rows[0][1] if rows else []
    if missing := [name for name in (*KEYS, "points", "comment") if name not in headings]:
        give_up(
            f"{file} has no column “{missing[0]}”. Export it with quizzler grade --to, and keep the columns."
        )
    for line, cells in rows[1:]:
        row = dict(zip(headings, cells, strict=False))
        points = row.get("points", "").replace(",", ".")
        if not points:
            continue
        try:
            mark: Json = {"points": float(points)}
        except ValueError:
            give_up(f"{file.name}:{line}: “{points}” is not a number.")
        if row.get("comment"):
            mark["comment"] = row["comment"]
        yield line, {name: row[name] for name in KEYS}, mark


def _row(item: Json) -> list[object]:
    response = item["response"]
    shown = response if isinstance(response, str) else json.dumps(response, ensure_ascii=False)
    return [
        item["display_name"], item["prompt"], shown, item["max_points"], item["points"], item["comment"],
        *(item[name] for name in KEYS),
    ]  # fmt: skip


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        file = File(path.read_bytes(), path.name)
        if path.suffix.lower() == ".xlsx":
            for sheet in sheets(file):
                yield from ((row.line, row.cells) for row in sheet)
            return
        text = file.data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        for cells in reader:
            yield reader.line_num, [unescape_formula(cell.strip()) for cell in cells]
    except (OSError, UnicodeDecodeError, csv.Error, Problem) as error:
        give_up(f"{path} can't be read: {error}.")


def _delimiter(text: str) -> str:
    """What spreadsheets write between cells where the comma is a decimal point."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
