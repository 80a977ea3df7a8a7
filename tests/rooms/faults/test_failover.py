"""`kill -9` of the primary in the middle of a game, and promotion of its hot standby."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.database.embedded import PORT, EmbeddedPostgres
from app.database.reads import Reads
from app.rooms.protocol import AnswerAccepted, Error, QuestionClosed, QuestionOpened
from tests.database.test_reads import World
from tests.fixtures import serving
from tests.rooms.conftest import CAPITAL, RIGHT, Quizmaster, Table, response, table_at
from tests.rooms.faults.conftest import MortalPostgres
from tests.rooms.faults.game import Game, assert_kept, new_room, undisturbed
from tests.rooms.faults.proxies import proxy, to_socket
from tests.rooms.faults.standby import Pair, followed


@pytest.fixture
def pair(mortal_postgres: MortalPostgres, tmp_path: Path) -> Iterator[Pair]:
    with followed(mortal_postgres, tmp_path / "standby") as pair:
        yield pair


async def test_a_game_goes_on_at_the_promoted_standby_and_loses_no_acknowledged_answer(
    pair: Pair, table: Table
) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    urls = {"database_url": pair.url, "migration_database_url": pair.owner_url}
    urls["read_database_url"] = pair.standby.url("authenticator")
    async with (
        serving(quizmaster.sql.connection, **urls) as one,
        serving(quizmaster.sql.connection, **urls) as two,
        table_at(one, quizmaster) as here,
        table_at(two, quizmaster) as there,
        one.client() as api,
    ):
        game = await Game.seat(new_room(quizmaster), here, there)

        async def fail_over() -> None:
            await pair.primary.kill()
            await game.host.send_text('{"type": "pause", "id": 7}')
            told = await game.host.wait_for(Error)
            assert (told.code, told.id) == ("database_unavailable", 7)
            assert (await api.get("/realtime/health")).status_code == 503
            assert (await api.get("/results/leaderboards/global")).status_code == 200
            await pair.promote()

        board = await game.play(open=fail_over)
    assert_kept(game, Quizmaster(pair.standby.sql))
    assert board == await undisturbed(table)


async def test_answers_received_in_time_count_even_if_the_standby_is_promoted_after_the_deadline(
    pair: Pair,
) -> None:
    """At two relays: the first one to reconnect does not close the question before the other has written."""
    quizmaster = Quizmaster(pair.primary.sql)
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 3000}, formula="accuracy")
    quizmaster.sql.connection.execute(
        "update core.settings set value = '20000' where key = 'live.restart_grace_ms'"
    )
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        networks = [
            await enter(proxy(to_socket(str(EmbeddedPostgres._socket_in(server.socket_dir, PORT)))))
            for server in (pair.primary, pair.standby)
        ]
        ports = ",".join(str(network.port) for network in networks)
        far_url = (
            f"postgresql://authenticator@/postgres?host=127.0.0.1,127.0.0.1&port={ports}&sslmode=disable"
        )
        owner = {"migration_database_url": pair.owner_url}
        near = await enter(serving(quizmaster.sql.connection, database_url=pair.url, **owner))
        far = await enter(
            serving(
                quizmaster.sql.connection,
                database_url=f"{far_url}&target_session_attrs=read-write",
                **owner,
            )
        )
        here, there = await enter(table_at(near, quizmaster)), await enter(table_at(far, quizmaster))
        host = await here.host(room)
        players = [await here.player(room, "Ada"), await there.player(room, "Bob")]
        opened = await host.start()
        await asyncio.gather(*(player.wait_for(QuestionOpened) for player in players))
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.call_later(opened.limit_ms / 1000, over.set)
        for network in networks:
            network.stall()
            stack.callback(network.flow)
        await pair.primary.kill()
        ada, bob = (loop.create_task(player.answer(1, response(opened, RIGHT))) for player in players)
        await over.wait()
        await pair.promote()
        assert await ada == AnswerAccepted(question=1)
        for network in networks:
            loop.call_later(1, network.flow)
        assert await bob == AnswerAccepted(question=1)
        closed = await host.wait_for(QuestionClosed)
        assert closed.distribution[closed.key[0]] == 2
    assert pair.standby.sql.value("select max(elapsed_ms) < 3000 from core.live_answers")


async def test_every_function_that_only_reads_returns_the_same_on_the_standby(pair: Pair) -> None:
    world = World(pair.primary.sql)
    at_the_primary = world.all_read()
    world.sql.connection.execute("set synchronous_commit = remote_apply")
    world.sql.connection.execute("create table seen ()")  # when it is on the standby, all before it is too
    world.sql = pair.standby.sql
    assert world.all_read() == at_the_primary


async def test_a_person_who_has_just_written_reads_at_the_primary(pair: Pair) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    urls = {"database_url": pair.primary.url("authenticator"), "migration_database_url": pair.primary.url()}
    async with serving(
        quizmaster.sql.connection,
        **urls,
        read_database_url=pair.standby.url("authenticator"),
        read_max_lag=30,
    ) as server:
        pair.standby.sql.value("select pg_wal_replay_pause()")  # from now on it lags
        async with server.client(headers={"Authorization": f"Bearer {quizmaster.token}"}) as api:
            created = await api.post("/quizzes", json={"title": "Just now"})
            assert created.status_code == 201, created.text
            assert [quiz["title"] for quiz in (await api.get("/quizzes")).json()["items"]] == ["Just now"]
            reads: Reads = server.app.state.reads
            reads._fresh_until.clear()  # a minute later
            assert (await api.get("/quizzes")).json()["items"] == []
