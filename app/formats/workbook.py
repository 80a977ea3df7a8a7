"""Reads the rows of Excel's workbooks (.xlsx), and writes rows as one.

python-calamine keeps a sheet as a rectangle, so that two cells in opposite corners would take all memory and
end the process. What it is given was measured first, and packed anew from what was unpacked within bounds.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from app.formats.files import File
from app.formats.table_writers import cell_text
from app.formats.tables import Row
from app.http.problems import Problem

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

WORKBOOK = "xl/workbook.xml"
MAX_AREA = 1_000_000  # cells of a sheet's rectangle
MAX_TEXT = 200_000_000  # characters, if each cell had the longest text
KEPT = ("xl/", "_rels/", "[Content_Types].xml")
Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(file: File) -> bool:
    """Whether the file is a workbook of Excel 2007 or newer."""
    return WORKBOOK in file.members


def sheets(file: File) -> Iterator[list[Row]]:
    """The rows of each visible sheet that has any. Raises Problem (422)."""
    from python_calamine import (  # only here: it takes 1 MiB of each process
        CalamineWorkbook,
        SheetVisibleEnum,
    )

    parts = file.unpack(lambda name: name.startswith(KEPT) and name.endswith((".xml", ".rels")))
    measured = _Measure()
    for name, data in parts.items():
        if name.endswith(".xml"):
            measured.take(data)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(packed.getvalue()))
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and (
                rows := _rows(workbook.get_sheet_by_name(sheet.name))
            ):
                yield rows
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise no_table() from error


def no_table() -> Problem:
    """The refusal of a workbook that has no questions where they could be found."""
    return Problem(
        422,
        "unknown_format",
        "This workbook has no known table of questions. "
        "It needs a row of headings such as question, choice 1 and correct.",
    )


def write_sheet(rows: Iterable[Sequence[object]], widths: Sequence[int], bold: int = 0) -> bytes:
    """A workbook with one sheet. Texts stay texts: no formula, no link. `bold` is the row of the headings."""
    import xlsxwriter  # only here: it takes 2 MiB of each process

    data = io.BytesIO()
    workbook = xlsxwriter.Workbook(data, {"in_memory": True})
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # the same rows are the same bytes
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    heading = workbook.add_format({"text_wrap": True, "valign": "top", "bold": True})
    sheet = workbook.add_worksheet()
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        form = heading if number == bold else wrapped
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(number, column, cell, form)
            elif cell is not None:
                sheet.write_string(number, column, cell_text(cell), form)
    workbook.close()
    return data.getvalue()


def _rows(sheet: CalamineSheet) -> list[Row]:
    rows = sheet.to_python(skip_empty_area=False)
    return [Row(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _text(cell: Cell) -> str:
    """A cell as a person would type it."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()


class _Measure(ContentHandler):
    """Bounds how much memory the sheets would take. Raises Problem."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = 0
        self.longest = 0  # text of a cell
        self.length = 0
        self.row = self.column = self.rows = self.columns = 0

    def take(self, data: bytes) -> None:
        """Measure one part of the workbook."""
        self.row = self.column = self.rows = self.columns = 0
        try:
            parseString(data, self)
        except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
            raise no_table() from error

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX calls it so
        place = attrs.get("r", "")
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = (_number(place) or self.row + 1), 0
            case "c":
                letters = place.rstrip("0123456789")
                self.row = max(_number(place[len(letters) :]) or self.row, 1)
                self.column = _column(letters) or self.column + 1
                self.cells += 1
                self.length = 0
            case "si":
                self.length = 0
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows * self.columns > MAX_AREA or self.cells * self.longest > MAX_TEXT:
            raise Problem(
                422,
                "archive_too_large",
                f"A sheet of this workbook has more than {MAX_AREA} cells, or too much text. Delete what is"
                " far from the table, or copy the table into a new workbook.",
            )

    def characters(self, content: str) -> None:
        self.length += len(content)
        self.longest = max(self.longest, self.length)


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def _column(letters: str) -> int:
    """26 for Z, 27 for AA."""
    number = 0
    for letter in letters[:6].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
