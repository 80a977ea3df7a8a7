"""Protects spreadsheets from cells that they would run as formulas."""

import re

# A program may split a line at other delimiters than the writer did, so a formula may begin after each of
# them, and after quotes that such a program takes for its own. A plain number and a lone sign run nothing.
_PLACE = r"""(?:^|[;\t\r\n] *|,)["']*"""
_FORMULA = r"(?![+-](?:\d+(?:[.,]\d+)?)? *(?:$|[;\t\r\n]))[=+\-@\uff1d\uff0b\uff0d\uff20]"
_BEFORE = re.compile(f"({_PLACE})(?={_FORMULA})")
_ESCAPED = re.compile(f"({_PLACE})'(?={_FORMULA})")


def escape_formula(cell: object) -> object:
    """The cell, with an apostrophe before whatever a spreadsheet would run as a formula."""
    return _BEFORE.sub(r"\1'", cell) if isinstance(cell, str) else cell


def unescape_formula(cell: str) -> str:
    """The cell as it was before `escape_formula`."""
    return _ESCAPED.sub(r"\1", cell)
