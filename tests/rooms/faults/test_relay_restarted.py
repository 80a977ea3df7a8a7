"""No relay is there for a while, or a new one starts while another can't reach Postgres."""

import asyncio

from app.rooms.protocol import CLOSE_RESTART, AnswerAccepted, QuestionClosed, QuestionOpened, RoomResumed
from tests.fixtures import Server, serving
from tests.rooms.conftest import CAPITAL, RIGHT, Quizmaster, Table, opened_for, response, table_at
from tests.rooms.faults.conftest import far_relay
from tests.rooms.faults.game import Game, assert_kept, new_room, undisturbed
from tests.rooms.faults.processes import relay_process

SILENCE_MS = 500


def call_this_a_silence(quizmaster: Quizmaster) -> None:
    """Half a second without a relay counts as a silence, so that no test has to wait for long."""
    quizmaster.sql.connection.execute(
        "update core.settings set value = %s where key = 'live.relay_silence_ms'", [str(SILENCE_MS)]
    )


async def until_true(quizmaster: Quizmaster, condition: str) -> None:
    """Ask the database until this is true."""
    async with asyncio.timeout(30):
        while not quizmaster.sql.value(f"select {condition}"):  # noqa: ASYNC110 - SQL has no event for it
            await asyncio.sleep(0.02)


async def test_stopping_a_relay_mid_question_asks_every_client_to_come_back_and_loses_no_answer(
    quizmaster: Quizmaster, table: Table
) -> None:
    async with (
        relay_process(quizmaster.sql.connection) as only,
        table_at(Server(only.url, None), quizmaster) as here,
    ):
        game = await Game.seat(new_room(quizmaster), here)

        async def stop_and_start_again() -> None:
            sockets = [client._socket for client in (game.host, *game.players)]
            await only.stop()
            for socket in sockets:
                assert socket
                await socket.wait_closed()
                assert socket.close_code == CLOSE_RESTART
            await only.start()

        board = await game.play(open=stop_and_start_again)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


async def test_no_answer_is_lost_if_no_relay_was_there_until_the_question_s_time_was_over(
    quizmaster: Quizmaster,
) -> None:
    call_this_a_silence(quizmaster)
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 3000})
    async with (
        relay_process(quizmaster.sql.connection) as only,
        table_at(Server(only.url, None), quizmaster) as here,
    ):
        host = await here.host(room)
        players = await here.players(room, "Ada", "Bob")
        question = await opened_for(host, players)
        await only.kill()
        answering = asyncio.create_task(players[0].answer(question.number, question.right))
        await until_true(quizmaster, "bool_and(due_at + interval '1 s' < now()) from core.room_questions")
        await only.start()
        assert await answering == AnswerAccepted(question=1)
        await players[1].wait_for(RoomResumed)
        assert await players[1].answer(question.number, question.right) == AnswerAccepted(question=1)
        closed = await host.wait_for(QuestionClosed)
        assert closed.distribution[closed.key[0]] == 2


async def test_a_new_relay_refuses_no_answer_that_another_holds_which_could_not_reach_postgres(
    quizmaster: Quizmaster,
) -> None:
    call_this_a_silence(quizmaster)
    room = quizmaster.room(CAPITAL)
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as there:
        ada = await there.player(room, "Ada")
        host = await there.host(room)
        opened = await host.start()
        await ada.wait_for(QuestionOpened)
        network.stall()
        answering = asyncio.create_task(ada.answer(opened.number, response(opened, RIGHT)))
        await until_true(quizmaster, "heard_at + interval '1.5 s' < clock_timestamp() from core.relay_watch")
        async with serving(quizmaster.sql.connection):
            network.flow()
            assert await answering == AnswerAccepted(question=1)
