"""No clock of the app decides when an answer was received: a relay's may jump by hours, forth and back.

tests/rooms/sql/test_clock.py tests that an answer's time comes from the clock of Postgres; this file, that
relays read no other clock than the monotonic one.
"""

import ast
import asyncio
from pathlib import Path

import pytest

import app.rooms
from app.rooms import intake
from tests.fixtures import serving
from tests.rooms.conftest import Quizmaster

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


async def test_a_relay_that_starts_slowly_still_learns_how_far_the_clock_of_the_database_is_ahead(
    quizmaster: Quizmaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it, a first batch that the network holds up would count as received when it arrives."""
    monkeypatch.setattr(intake, "LATE_S", 0.0)  # no measurement is quick enough
    async with serving(quizmaster.sql.connection) as server:
        await asyncio.sleep(3 * intake.MEASURE_RETRY_S)
        assert server.app.state.live.intake._ahead_s is None
        monkeypatch.setattr(intake, "LATE_S", 10.0)
        async with asyncio.timeout(10):
            while server.app.state.live.intake._ahead_s is None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
