"""Postgres runs, but a relay can't use it: stalls, cut connections, no free ones, no writes."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from app.database import pool
from app.rooms.intake import FRESH_S
from app.rooms.protocol import AnswerAccepted, QuestionClosed, QuestionOpened, RoomEnded, TurnOpened
from client import Player, Refused
from tests.fixtures import TOMORROW, Server, Sql, serving
from tests.rooms.conftest import (
    CAPITAL,
    RIGHT,
    OpenQuestion,
    Quizmaster,
    Table,
    opened_for,
    response,
    table_at,
)
from tests.rooms.faults.conftest import far_relay
from tests.rooms.faults.game import Game, Moment, assert_kept, new_room, undisturbed
from tests.rooms.faults.proxies import Proxy

EXHAUSTED_S = 1.0
STALL_S = float(os.environ.get("STALL_SECONDS", "3"))  # longer than the clock of the question below
LISTENERS = (
    "pg_stat_activity where application_name ~ '^quizzler .* listener$' and datname = current_database()"
)
CONNECTIONS_OF_THE_APP = "pg_stat_activity where datname = current_database() and usename = 'authenticator'"


def stall(network: Proxy, seconds: float) -> asyncio.TimerHandle:
    network.stall()
    return asyncio.get_running_loop().call_later(seconds, network.flow)


@pytest.mark.parametrize(
    ("moment", "seconds"), [("lobby", STALL_S), ("open", 10.0), ("paused", STALL_S), ("closed", STALL_S)]
)
async def test_a_stalled_network_changes_no_game_and_loses_no_acknowledged_answer(
    quizmaster: Quizmaster, table: Table, moment: Moment, seconds: float
) -> None:
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as far_table:

        async def stall_a_while() -> None:
            stall(network, seconds)

        game = await Game.seat(new_room(quizmaster), far_table, table)
        board = await game.play(**{moment: stall_a_while})
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


async def test_an_answer_received_in_time_counts_even_if_the_network_stalls_past_the_deadline(
    quizmaster: Quizmaster,
) -> None:
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 2000}, formula="linear")
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as table:
        host = await table.host(room)
        players = await table.players(room, "Ada", "Bob")
        opened = await host.start()
        await asyncio.gather(*(player.wait_for(QuestionOpened) for player in players))
        stall(network, STALL_S)
        reply = await players[0].answer(opened.number, response(opened, RIGHT))
        assert isinstance(reply, AnswerAccepted)
        await host.wait_for(QuestionClosed)
        ended = await host.next()
        assert isinstance(ended, RoomEnded)
        assert ended.leaderboard[0].nickname == "Ada"
    elapsed_ms = quizmaster.sql.value("select elapsed_ms from core.live_answers")
    assert elapsed_ms < 2000


async def test_an_answer_that_waits_for_the_database_counts_when_its_game_is_ended_over_rest(
    quizmaster: Quizmaster, room: str
) -> None:
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as table:
        host, ada = await table.host(room), await table.player(room, "Ada")
        question = await opened_for(host, [ada])
        stall(network, 1.5)
        async with far.client() as api:
            answering = asyncio.create_task(ada.answer(question.number, question.right))
            clock = asyncio.get_running_loop()
            begun = clock.time()
            while clock.time() < begun + 2 * FRESH_S:
                await api.get("/play")
            signed_in = {"Authorization": f"Bearer {quizmaster.token}"}
            again = await api.post(f"/realtime/rooms/{room}/again", headers=signed_in)
        assert again.status_code == 201
        assert isinstance(await answering, AnswerAccepted)


async def test_a_cut_listening_connection_changes_no_game(quizmaster: Quizmaster, table: Table) -> None:
    async def cut() -> None:
        assert quizmaster.sql.value(f"select count(pg_terminate_backend(pid)) from {LISTENERS}") >= 1

    game = await Game.seat(new_room(quizmaster), table)
    board = await game.play(lobby=cut, closed=cut)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


async def test_the_loss_of_all_connections_to_postgres_changes_no_game(
    quizmaster: Quizmaster, table: Table
) -> None:
    async def cut() -> None:
        quizmaster.sql.value(f"select count(pg_terminate_backend(pid)) from {CONNECTIONS_OF_THE_APP}")

    game = await Game.seat(new_room(quizmaster), table)
    board = await game.play(open=cut, closed=cut)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


@pytest.mark.parametrize("moment", ["open", "closed"])
async def test_an_exhausted_pool_changes_no_game_and_loses_no_acknowledged_answer(
    quizmaster: Quizmaster, table: Table, moment: Moment
) -> None:
    async with serving(quizmaster.sql.connection, live_pool_size=3) as small:
        connections = small.app.state.live._database.pool
        giving_back: list[asyncio.Task[None]] = []

        async def exhaust() -> None:
            taken = [await connections.acquire() for _ in range(connections.get_max_size())]
            assert connections.get_idle_size() == 0
            loop = asyncio.get_running_loop()
            for connection in taken:
                loop.call_later(
                    EXHAUSTED_S,
                    lambda one=connection: giving_back.append(loop.create_task(connections.release(one))),
                )

        async with table_at(small, quizmaster) as here:
            game = await Game.seat(new_room(quizmaster), here, table)
            board = await game.play(**{moment: exhaust})
        assert len(await asyncio.gather(*giving_back)) == 3
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


@asynccontextmanager
async def no_connections(sql: Sql) -> AsyncIterator[None]:
    """Postgres refuses new connections, and existing ones are cut."""
    name = sql.connection.info.dbname
    sql.connection.execute(f"alter database {name} connection limit 0")
    sql.value(f"select count(pg_terminate_backend(pid)) from {CONNECTIONS_OF_THE_APP}")
    try:
        yield
    finally:
        sql.connection.execute(f"alter database {name} connection limit -1")


@asynccontextmanager
async def read_only(sql: Sql) -> AsyncIterator[None]:
    """Postgres takes no writes, like a standby or a server whose disk is full."""
    name = sql.connection.info.dbname
    sql.connection.execute(f"alter database {name} set default_transaction_read_only = on")
    sql.value(f"select count(pg_terminate_backend(pid)) from {CONNECTIONS_OF_THE_APP}")
    try:
        yield
    finally:
        sql.connection.execute("set default_transaction_read_only = off")
        sql.connection.execute(f"alter database {name} reset default_transaction_read_only")
        sql.value(f"select count(pg_terminate_backend(pid)) from {CONNECTIONS_OF_THE_APP}")


Trouble = Callable[[Sql], AbstractAsyncContextManager[None]]
TROUBLES = pytest.mark.parametrize("trouble", [no_connections, read_only])


@TROUBLES
async def test_an_answer_given_while_postgres_is_unusable_is_accepted_afterwards(
    quizmaster: Quizmaster, players: list[Player], open_question: OpenQuestion, trouble: Trouble
) -> None:
    async with trouble(quizmaster.sql):
        answering = asyncio.create_task(players[0].answer(open_question.number, open_question.right))
        done, _ = await asyncio.wait([answering], timeout=EXHAUSTED_S)
        assert not done
    assert isinstance(await answering, AnswerAccepted)


@TROUBLES
async def test_a_turn_requested_while_postgres_is_unusable_is_opened_afterwards(
    quizmaster: Quizmaster, table: Table, trouble: Trouble
) -> None:
    ada = await table.player(quizmaster.room(CAPITAL, mode="assigned", closes_at=TOMORROW), "Ada")
    async with trouble(quizmaster.sql):
        asking = asyncio.create_task(ada.next_turn())
        done, _ = await asyncio.wait([asking], timeout=EXHAUSTED_S)
        assert not done
    assert isinstance(await asking, TurnOpened)


@TROUBLES
async def test_a_newcomer_is_asked_to_come_back_while_postgres_is_unusable(
    quizmaster: Quizmaster, server: Server, room: str, trouble: Trouble
) -> None:
    async with trouble(quizmaster.sql):
        with pytest.raises(Refused) as refused:
            await Player.join(server.url, room, "Ada")
        assert refused.value.close_code == 4503
        async with server.client(headers={"Authorization": f"Bearer {quizmaster.token}"}) as client:
            reply = await client.post("/quizzes", json={"title": "Later"})
        assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")


async def test_a_request_waits_for_a_connection_of_the_pool_for_a_limited_time(
    quizmaster: Quizmaster, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ACQUIRE_S", 0.1)
    connections = server.app.state.database.pool
    taken = [await connections.acquire() for _ in range(connections.get_max_size())]
    async with server.client(headers={"Authorization": f"Bearer {quizmaster.token}"}) as client:
        reply = await client.get("/quizzes")
        assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
        for connection in taken:
            await connections.release(connection)
        assert (await client.get("/quizzes")).status_code == 200
