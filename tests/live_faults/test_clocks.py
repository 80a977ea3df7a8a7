"""No clock of the app decides anything: a relay's may jump by hours, in mid-question, forth and back."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fixtures import Server
from tests.live.conftest import Quizmaster, Table, table_at
from tests.live_faults.game import Fault, Game, assert_kept, new_room, undisturbed
from tests.live_faults.processes import relay_process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="libfaketime is preloaded as Linux does it")


class WallClock:
    """The clock that a program started with `environment` sees; it can be set while the program runs."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set("+0")
        package = find_spec("libfaketime")
        assert package
        assert package.origin
        library = Path(package.origin).parent / "vendor/libfaketime/src/libfaketime.so.1"
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, difference: str) -> None:
        """To so much before (-) or after (+) the right time."""
        new = self.file.with_suffix(".new")
        new.write_text(difference)
        os.replace(new, self.file)


async def test_a_relay_whose_clock_jumps_changes_no_game(
    quizmaster: Quizmaster, table: Table, tmp_path: Path
) -> None:
    clock = WallClock(tmp_path)

    def jump(difference: str) -> Fault:
        async def set_clock() -> None:
            clock.set(difference)

        return set_clock

    async with (
        relay_process(quizmaster.sql.connection, **clock.environment) as relay,
        table_at(Server(relay.url, None), quizmaster) as odd,
    ):
        game = await Game.seat(new_room(quizmaster), odd, table)
        board = await game.play(
            lobby=jump("+50m"), paused=jump("-1d"), open=jump("+30d"), closed=jump("-10y")
        )
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)
    assert quizmaster.sql.value("select max(elapsed_ms) from core.live_answers") < 60_000
