"""Writes tables row by row, as CSV or as a workbook, in memory that does not grow with them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any, Protocol

from app.formats.cells import escape_formula

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by which every spreadsheet knows UTF-8
MAX_SHEET_ROWS = 1_048_576  # of Excel
MAX_CELL = 16_000  # Excel takes 32,767 UTF-16 units in a cell and drops a longer text
HEADING_WIDTH = 14  # characters


class Table(Protocol):
    """A file that rows are written to. A cell is a number, a text, a time, or None."""

    def write(self, row: Sequence[object]) -> None:
        """Add a row. The first one has the headings."""

    def close(self) -> None:
        """Write what is left. The file itself stays open."""


class CsvTable:
    """A table in CSV. Decimals have a comma if `decimal` is one."""

    def __init__(self, file: IO[bytes], *, delimiter: str = ",", decimal: str = ".") -> None:
        self._file = file
        self._decimal = decimal
        self._writer = csv.writer(self, delimiter=delimiter)  # which writes to this object
        file.write(BYTE_ORDER_MARK)

    def write(self, row: Any) -> None:
        """Add a row; as what csv.writer writes to, a line."""
        if isinstance(row, str):
            self._file.write(row.encode())
        else:
            self._writer.writerow([self._cell(cell) for cell in row])

    def close(self) -> None:
        """Nothing is left to write."""

    def _cell(self, cell: object) -> object:
        if isinstance(cell, float):
            return f"{cell:.15g}".replace(".", self._decimal)
        return escape_formula(cell)


class WorkbookTable:
    """A table in a workbook. Numbers and times are Excel's own; texts stay texts: no formula, no link."""

    def __init__(self, file: IO[bytes], *, widths: Mapping[str, int] | None = None) -> None:
        import xlsxwriter  # only here: it takes 2 MiB of each process

        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # the same rows are the same bytes
        self._bold = self._book.add_format({"bold": True})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._widths = widths or {}
        self._headings: Sequence[object] = ()
        self._rows = MAX_SHEET_ROWS  # of the sheet so far: none is open

    def write(self, row: Sequence[object]) -> None:
        """Add a row, on a further sheet if this one is full."""
        if self._rows == MAX_SHEET_ROWS:
            self._headings = self._headings or row
            self._begin()
            if row is self._headings:
                return
        for column, cell in enumerate(row):
            self._write(column, cell)
        self._rows += 1

    def close(self) -> None:
        """Pack the workbook."""
        self._book.close()

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, heading in enumerate(map(str, self._headings)):
            self._sheet.set_column(column, column, self._widths.get(heading, HEADING_WIDTH))
            self._sheet.write_string(0, column, heading, self._bold)
        self._rows = 1

    def _write(self, column: int, cell: object) -> None:
        match cell:
            case None:
                pass
            case int() | float():
                self._sheet.write_number(self._rows, column, cell)
            case datetime():
                self._sheet.write_datetime(self._rows, column, cell, self._time)
            case _:
                self._sheet.write_string(self._rows, column, cell_text(cell))


def cell_text(cell: object) -> str:
    """A text as a workbook takes it."""
    text = str(cell)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
