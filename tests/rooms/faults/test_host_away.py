"""A room whose host never returns ends by itself, and nobody loses points."""

import asyncio

import pytest

from app.rooms import relay
from app.rooms.protocol import RoomEnded
from tests.rooms.conftest import Quizmaster, Table
from tests.rooms.faults.game import Game, assert_kept, board, new_room


@pytest.fixture
def quick_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEEP_S", 0.1)


@pytest.mark.usefixtures("quick_sweeps")  # before the server starts
async def test_a_room_whose_host_never_returns_ends_itself_with_its_leaderboard(
    quizmaster: Quizmaster, table: Table
) -> None:
    game = await Game.seat(new_room(quizmaster), table)
    opened = await game.host.start()
    await game.host.disconnect()
    await game.answer(opened, game.players[:2])
    quizmaster.sql.connection.execute("update core.rooms set expires_at = now() where code = %s", [game.room])
    ended = await asyncio.gather(*(player.wait_for(RoomEnded) for player in game.players))
    assert_kept(game, quizmaster)
    assert {(line[1], line[2] > 0) for line in board(ended[0].leaderboard)} == {
        (player.nickname, player is game.players[0]) for player in game.players
    }
    assert all(event.leaderboard == ended[0].leaderboard for event in ended)
