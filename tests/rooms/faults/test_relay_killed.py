"""`kill -9` of the relay of the host and a third of the players; the others are at two other relays."""

import pytest

from app.rooms.protocol import AnswerAccepted, QuestionClosed
from tests.fixtures import Server
from tests.rooms.conftest import CAPITAL, RIGHT, Quizmaster, Table, response, table_at
from tests.rooms.faults.conftest import ThreeRelays
from tests.rooms.faults.game import Game, Moment, assert_kept, new_room, undisturbed
from tests.rooms.faults.processes import relay_process


@pytest.mark.parametrize("moment", ["lobby", "open", "paused", "closed"])
async def test_killing_a_relay_changes_no_game_and_loses_no_acknowledged_answer(
    three_relays: ThreeRelays, quizmaster: Quizmaster, moment: Moment
) -> None:
    game = await Game.seat(new_room(quizmaster), *three_relays.tables)
    board = await game.play(**{moment: three_relays.mortal.kill})
    assert_kept(game, quizmaster)
    assert board == await undisturbed(three_relays.tables[1])


async def test_players_lost_with_their_relay_do_not_keep_a_question_open_beyond_its_time(
    three_relays: ThreeRelays, quizmaster: Quizmaster
) -> None:
    """Nobody has reported to the database that they disconnected."""
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 2000})
    doomed, *tables = three_relays.tables
    host = await tables[0].host(room)
    await doomed.player(room, "Doomed", comes_back=False)
    ada = await tables[1].player(room, "Ada")
    opened = await host.start()
    await three_relays.mortal.kill()
    assert isinstance(await ada.answer(opened.number, response(opened, RIGHT)), AnswerAccepted)
    assert sum((await host.wait_for(QuestionClosed)).distribution.values()) == 1


async def test_killing_the_only_relay_mid_question_loses_no_acknowledged_answer(
    quizmaster: Quizmaster, table: Table
) -> None:
    async with (
        relay_process(quizmaster.sql.connection) as only,
        table_at(Server(only.url, None), quizmaster) as here,
    ):

        async def kill_and_start_again() -> None:
            await only.kill()
            await only.start()

        game = await Game.seat(new_room(quizmaster), here)
        board = await game.play(open=kill_and_start_again)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)
