"""Reads a workbook of questions, in whichever layout its first sheet with questions has."""

from app.formats.files import File
from app.formats.headings import find_headings
from app.formats.kahoot import kahoot_layout, read_kahoot
from app.formats.reading import Reading
from app.formats.table_reader import read_table
from app.formats.workbook import no_table, sheets


def read_workbook(file: File) -> Reading:
    """Read Kahoot's layout, or a table with headings. Raises Problem (422): no such workbook."""
    for rows in sheets(file):
        if layout := kahoot_layout(rows):
            return read_kahoot(rows, *layout)
        if headings := find_headings(rows):
            return read_table(rows, *headings)
    raise no_table()
