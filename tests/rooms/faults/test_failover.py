"""`kill -9` of the primary in the middle of a game, and promotion of its hot standby."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.database.reads import Reads
from app.rooms.protocol import Error
from tests.fixtures import Sql, serving
from tests.rooms.conftest import CAPITAL, Quizmaster, Table, table_at
from tests.rooms.faults.conftest import MortalPostgres
from tests.rooms.faults.game import Game, assert_kept, new_room, undisturbed
from tests.rooms.faults.standby import Pair, followed

READING = """
    select p.proname::text, coalesce(
        array_agg(a.name::text) filter (where a.ord <= p.pronargs - p.pronargdefaults), '{}'
    )
    from pg_proc as p
    left join lateral unnest(p.proargnames) with ordinality as a (name, ord) on a.ord <= p.pronargs
    where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v'
        and has_function_privilege('authenticated', p.oid, 'execute') and p.prorettype = 'jsonb'::regtype
    group by p.oid order by 1"""


def outcome(sql: Sql, claims: str, function: str, arguments: str) -> str | None:
    """The SQLSTATE of a call, such as PT404 for an argument that it refuses; None if it succeeds."""
    try:
        with sql.connection.transaction():
            sql.connection.execute("set local session authorization authenticator")
            sql.value("select core.call_as(%s, %s, %s)", claims, function, arguments)
    except psycopg.Error as error:
        return error.sqlstate
    return None


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


async def test_every_function_that_only_reads_can_be_called_on_the_standby(pair: Pair) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    quiz_id, room_code = quizmaster.quiz(CAPITAL), quizmaster.room(CAPITAL)
    known = {"quiz_id": quiz_id, "room_code": room_code, "room": room_code}
    primary = pair.primary.sql
    primary.connection.execute("set synchronous_commit = remote_apply")
    primary.connection.execute("create table seen ()")  # so all that was written before is on the standby too
    standby = Sql(pair.standby.sql.connection)
    outcomes = {}
    functions = standby.connection.execute(READING).fetchall()
    for name, required in functions:
        arguments = json.dumps({argument: known.get(argument) for argument in required})
        outcomes[name] = outcome(standby, json.dumps(quizmaster.person.claims), name, arguments)
    assert {name: code for name, code in outcomes.items() if code and not code.startswith("PT")} == {}
    assert list(outcomes.values()).count(None) > 10


async def test_a_person_who_has_just_written_reads_at_the_primary(pair: Pair) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    urls = {"database_url": pair.primary.url("authenticator"), "migration_database_url": pair.primary.url()}
    async with serving(
        quizmaster.sql.connection, **urls, read_database_url=pair.standby.url("authenticator")
    ) as server:
        pair.standby.sql.value("select pg_wal_replay_pause()")  # from now on it lags
        async with server.client(headers={"Authorization": f"Bearer {quizmaster.token}"}) as api:
            created = await api.post("/quizzes", json={"title": "Just now"})
            assert created.status_code == 201, created.text
            assert [quiz["title"] for quiz in (await api.get("/quizzes")).json()["items"]] == ["Just now"]
            reads: Reads = server.app.state.reads
            reads._fresh_until.clear()  # a minute later
            assert (await api.get("/quizzes")).json()["items"] == []
