"""Reads a workbook of questions, in whichever layout its first sheet with questions has."""

from app.formats.files import File
from app.formats.headings import Columns, find_headings
from app.formats.kahoot import ANSWERS, kahoot_layout, read_kahoot
from app.formats.reading import Reading
from app.formats.table_reader import read_table
from app.formats.workbook import no_table, sheets


def read_workbook(file: File) -> Reading:
    """Read Kahoot's layout, or a table with headings. Raises Problem (422): no such workbook."""
    for rows in sheets(file):
        layout, headings = kahoot_layout(rows), find_headings(rows)
        if layout and (headings is None or _are_kahoots(headings[1], layout[1])):
            return read_kahoot(rows, *layout)
        if headings:
            return read_table(rows, *headings)
    raise no_table()


def _are_kahoots(columns: Columns, question: int) -> bool:
    """Whether the headings that are known are where Kahoot's template has them."""
    places = {"prompt": question, "right": question + ANSWERS + 2}
    return all(columns.fields.get(name, place) == place for name, place in places.items())
