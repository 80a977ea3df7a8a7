"""Reads a workbook of questions, in whichever layout its first sheet with questions has."""

from app.formats.files import File
from app.formats.kahoot import kahoot_layout, read_kahoot
from app.formats.reading import Reading
from app.formats.workbook import no_table, sheets


def read_workbook(file: File) -> Reading:
    """Read Kahoot's layout. Raises Problem (422): no workbook, or none with questions."""
    for rows in sheets(file):
        if layout := kahoot_layout(rows):
            return read_kahoot(rows, *layout)
    raise no_table()
