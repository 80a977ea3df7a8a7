"""`kill -9` of the relay where the host and a third of the players are; the others are at two more."""

import pytest

from tests.live.conftest import Quizmaster
from tests.live_faults.conftest import ThreeRelays
from tests.live_faults.game import Game, Moment, assert_kept, new_room, undisturbed


@pytest.mark.parametrize("moment", ["lobby", "open", "paused", "closed"])
async def test_killing_a_relay_changes_no_game_and_loses_no_acknowledged_answer(
    three_relays: ThreeRelays, quizmaster: Quizmaster, moment: Moment
) -> None:
    game = await Game.seat(new_room(quizmaster), *three_relays.tables)
    board = await game.play(**{moment: three_relays.mortal.kill})
    assert_kept(game, quizmaster)
    assert board == await undisturbed(three_relays.tables[1])
