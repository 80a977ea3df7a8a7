"""No clock of the app decides anything in a room: a relay's may jump by hours, forth and back.

That an answer's time is Postgres's own is held by tests/rooms/sql/test_clock.py; here, that no relay has
another to offer.
"""

import ast
from pathlib import Path

import pytest

import app.rooms

LIVE = sorted(Path(app.rooms.__file__).parent.glob("*.py"))
WALL_CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
}


def read_clocks(source: str) -> set[tuple[str, str]]:
    """The (module or class, attribute) pairs of a source text that are wall clocks."""
    attributes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    imported = [
        (node.module or "", name.name)
        for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]  # fmt: skip
    pairs = {(ast.unparse(node.value).rsplit(".", 1)[-1], node.attr) for node in attributes} | set(imported)
    return pairs & WALL_CLOCKS


@pytest.mark.parametrize("module", LIVE, ids=lambda path: path.stem)
def test_a_relay_reads_no_wall_clock(module: Path) -> None:
    assert not read_clocks(module.read_text())


@pytest.mark.parametrize(
    "source",
    ["import time\nx = time.time()", "from time import time", "import datetime\ndatetime.datetime.now()"],
)
def test_a_wall_clock_would_be_found(source: str) -> None:
    assert read_clocks(source)
