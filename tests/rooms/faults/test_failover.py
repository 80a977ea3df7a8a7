"""`kill -9` of the primary in the middle of a game, and promotion of its hot standby."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database.reads import Reads
from app.rooms.protocol import Error
from tests.database.test_reads import World
from tests.fixtures import serving
from tests.rooms.conftest import Quizmaster, Table, table_at
from tests.rooms.faults.conftest import MortalPostgres
from tests.rooms.faults.game import Game, assert_kept, new_room, undisturbed
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
