"""Faults in an assigned game, in which each player may be at another question."""

import asyncio

import pytest

from app.rooms.protocol import RoomEnded, TurnFinished, TurnOpened
from client import Player
from tests.fixtures import TOMORROW, serving
from tests.rooms.conftest import Quizmaster, Table, table_at
from tests.rooms.faults.conftest import MortalPostgres, ThreeRelays
from tests.rooms.faults.game import (
    NICKNAMES,
    QUESTIONS,
    STRUCK,
    Board,
    Fault,
    Game,
    assert_kept,
    board,
    new_room,
)


def assigned_room(quizmaster: Quizmaster) -> str:
    return new_room(quizmaster, mode="assigned", closes_at=TOMORROW)


async def play(game: Game, fault: Fault | None = None, moment: str = "answering") -> Board:
    """Let everybody play to the end. Returns the board.

    The fault strikes when all are at this moment of the same question. Half of them go on meanwhile, the
    others once it has struck.
    """
    all_are_there = asyncio.Barrier(len(NICKNAMES))
    struck = asyncio.Event()

    async def come_to(this: str, number: int, player: Player) -> None:
        if fault is None or (this, number) != (moment, STRUCK):
            return
        if await all_are_there.wait() == 0:
            await fault()
            struck.set()
        elif game.players.index(player) % 2:
            await struck.wait()

    async def take_turns(player: Player) -> None:
        for number in range(1, len(QUESTIONS) + 1):
            await come_to("asking", number, player)
            turn = await player.next_turn()
            assert isinstance(turn, TurnOpened)
            assert turn.number == number
            await come_to("answering", number, player)
            await game._answer(turn, player)
        assert isinstance(await player.next_turn(), TurnFinished)

    await asyncio.gather(*map(take_turns, game.players))
    ended = await game.host.end()
    for player in game.players:
        assert (await player.wait_for(RoomEnded)).leaderboard == ended.leaderboard
    return board(ended.leaderboard)


@pytest.mark.parametrize("moment", ["asking", "answering"])
async def test_killing_a_relay_changes_no_assigned_game_and_loses_no_acknowledged_answer(
    three_relays: ThreeRelays, quizmaster: Quizmaster, table: Table, moment: str
) -> None:
    undisturbed = await play(await Game.seat(assigned_room(quizmaster), table))
    game = await Game.seat(assigned_room(quizmaster), *three_relays.tables)
    assert await play(game, three_relays.mortal.kill, moment) == undisturbed
    assert_kept(game, quizmaster)
    assert len({score for _, _, score, _ in undisturbed}) > 1


async def test_killing_postgres_changes_no_assigned_game_and_loses_no_acknowledged_answer(
    mortal_postgres: MortalPostgres, table: Table
) -> None:
    async def kill_and_start_again() -> None:
        await mortal_postgres.kill()
        await mortal_postgres.start_again()

    undisturbed = await play(await Game.seat(assigned_room(table.quizmaster), table))
    quizmaster = mortal_postgres.quizmaster
    async with serving(quizmaster.sql.connection) as server, table_at(server, quizmaster) as here:
        game = await Game.seat(assigned_room(quizmaster), here)
        assert await play(game, kill_and_start_again) == undisturbed
    assert_kept(game, mortal_postgres.quizmaster)
