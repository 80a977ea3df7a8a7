"""No wall clock of a relay decides when an answer was received, so it may jump by hours in either direction.

tests/rooms/sql/test_clock.py tests that an answer's time comes from the clock of Postgres. This file tests
that relays read only the monotonic clock.
"""

import ast
import asyncio
from pathlib import Path

import pytest

import app.rooms
from app.rooms import intake
from app.rooms.protocol import AnswerRejected
from tests.fixtures import serving
from tests.rooms.conftest import Quizmaster, table_at

MODULES = sorted(Path(app.rooms.__file__).parent.glob("*.py"))
WALL_CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
}


def wall_clocks_in(source: str) -> set[tuple[str, str]]:
    """The wall clocks that a source text reads, as (module or class, attribute)."""
    attributes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    imported = [
        (node.module or "", name.name)
        for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]  # fmt: skip
    pairs = {(ast.unparse(node.value).rsplit(".", 1)[-1], node.attr) for node in attributes} | set(imported)
    return pairs & WALL_CLOCKS


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_relay_reads_no_wall_clock(module: Path) -> None:
    assert not wall_clocks_in(module.read_text())


@pytest.mark.parametrize(
    "source",
    ["import time\nx = time.time()", "from time import time", "import datetime\ndatetime.datetime.now()"],
)
def test_a_wall_clock_is_recognised(source: str) -> None:
    assert wall_clocks_in(source)


async def test_a_relay_measures_the_clock_of_the_database_until_it_succeeds(
    quizmaster: Quizmaster, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it did not, a first batch that the network holds up would count as received when it arrives."""
    monkeypatch.setattr(intake, "LATE_S", 0.0)  # no measurement is quick enough
    async with serving(quizmaster.sql.connection) as server, table_at(server, quizmaster) as table:
        ada = await table.player(room, "Ada")
        assert isinstance(await ada.answer(1, "early"), AnswerRejected)  # later than the first measurement
        assert server.app.state.live.intake._ahead_s is None
        monkeypatch.setattr(intake, "LATE_S", 10.0)
        async with asyncio.timeout(10):
            while server.app.state.live.intake._ahead_s is None:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.01)
