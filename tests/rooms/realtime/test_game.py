"""Whole games by rpc() and Realtime, alone and together with players on WebSockets."""

import asyncio
from typing import Any

from tests.rooms.conftest import Quizmaster, Table
from tests.rooms.faults.game import NICKNAMES, Game, assert_kept, new_room, undisturbed
from tests.rooms.realtime.conftest import Gathering


async def seat(room: str, host: Any, *joining: Any) -> Game:
    """A game of these players, who are in the order of their nicknames."""
    return Game(room, host, list(await asyncio.gather(*joining)))


async def test_a_game_by_rpc_alone_ends_with_the_board_of_the_same_game_over_websockets(
    table: Table, gathering: Gathering, quizmaster: Quizmaster
) -> None:
    room = new_room(quizmaster)
    host = await gathering.host(room)
    game = await seat(room, host, *(gathering.player(room, name) for name in NICKNAMES))
    assert await game.play() == await undisturbed(table)
    assert_kept(game, quizmaster)


async def test_players_on_both_ways_play_in_one_room(
    table: Table, gathering: Gathering, quizmaster: Quizmaster
) -> None:
    for by_realtime in (True, False):
        room = new_room(quizmaster)
        host: Any = await (gathering if by_realtime else table).host(room)
        game = await seat(
            room, host,
            *((gathering, table)[place % 2].player(room, name) for place, name in enumerate(NICKNAMES)),
        )  # fmt: skip
        assert await game.play() == await undisturbed(table)
        assert_kept(game, quizmaster)
