"""`kill -9` of all processes of Postgres, and a new start; the relays go on running."""

import asyncio

import pytest

from app.rooms.protocol import AnswerAccepted, Error, QuestionClosed, QuestionOpened
from client import Refused
from tests.fixtures import serving
from tests.rooms.conftest import CAPITAL, RIGHT, Table, response, table_at
from tests.rooms.faults.conftest import MortalPostgres, far_relay
from tests.rooms.faults.game import Game, Moment, assert_kept, new_room, undisturbed


@pytest.mark.parametrize("moment", ["open", "paused"])
async def test_killing_postgres_mid_question_changes_no_game_and_loses_no_acknowledged_answer(
    mortal_postgres: MortalPostgres, table: Table, moment: Moment
) -> None:
    async def kill_and_start_again() -> None:
        await mortal_postgres.kill()
        await mortal_postgres.start_again()

    quizmaster = mortal_postgres.quizmaster
    connection = quizmaster.sql.connection
    async with (
        serving(connection) as one,
        serving(connection) as two,
        table_at(one, quizmaster) as here,
        table_at(two, quizmaster) as there,
    ):
        game = await Game.seat(new_room(quizmaster), here, there)
        board = await game.play(**{moment: kill_and_start_again})
    assert_kept(game, mortal_postgres.quizmaster)
    assert board == await undisturbed(table)


async def test_answers_received_in_time_count_even_if_postgres_comes_back_after_the_deadline(
    mortal_postgres: MortalPostgres,
) -> None:
    """At two relays: the first one to reconnect does not close the question before the other has written."""
    quizmaster = mortal_postgres.quizmaster
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 3000}, formula="accuracy")
    quizmaster.sql.connection.execute(
        "update core.settings set value = '20000' where key = 'live.restart_grace_ms'"
    )
    async with (
        serving(quizmaster.sql.connection) as near,
        far_relay(quizmaster) as (far, network),
        table_at(near, quizmaster) as here,
        table_at(far, quizmaster) as there,
    ):
        host = await here.host(room)
        players = [await here.player(room, "Ada"), await there.player(room, "Bob")]
        opened = await host.start()
        await asyncio.gather(*(player.wait_for(QuestionOpened) for player in players))
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.call_later(opened.limit_ms / 1000, over.set)
        network.stall()
        await mortal_postgres.kill()
        ada, bob = (loop.create_task(player.answer(1, response(opened, RIGHT))) for player in players)
        await over.wait()
        await mortal_postgres.start_again()
        assert await ada == AnswerAccepted(question=1)
        loop.call_later(1, network.flow)
        assert await bob == AnswerAccepted(question=1)
        closed = await host.wait_for(QuestionClosed)
        assert closed.distribution[closed.key[0]] == 2
    assert mortal_postgres.sql.value("select max(elapsed_ms) < 3000 from core.live_answers")


async def test_commands_are_refused_and_health_is_503_while_postgres_is_away(
    mortal_postgres: MortalPostgres,
) -> None:
    quizmaster = mortal_postgres.quizmaster
    room = quizmaster.room(CAPITAL)
    async with (
        serving(quizmaster.sql.connection) as server,
        server.client() as api,
        table_at(server, quizmaster) as table,
    ):
        host = await table.host(room)
        await mortal_postgres.kill()
        await host.send_text('{"type": "start", "id": 7}')
        refused = await host.wait_for(Error)
        assert (refused.code, refused.id) == ("database_unavailable", 7)
        health = await api.get("/realtime/health")
        assert (health.status_code, health.json()["healthy"]) == (503, False)
        with pytest.raises(Refused) as outside:
            await table.player(room, "Ada", comes_back=False)
        assert (outside.value.code, outside.value.close_code) == ("database_unavailable", 4503)
        await mortal_postgres.start_again()
        assert (await host.start()).number == 1
