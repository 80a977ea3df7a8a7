"""Reads that take long: they end in Postgres with their time or their caller, and hold up nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import psycopg
import pytest

from tests.fixtures import Server, SignUp, Sql, serving
from tests.waiting import limited, until

BOARD = "/results/leaderboards/global"
CROWD = 10  # twice as many as the tests' pool has connections

SLOW_BOARD = """
create or replace function public.global_leaderboard(
    period text default 'all', day date default null, page_size integer default null,
    cursor text default null, subject text default null
) returns jsonb language plpgsql stable as $$ begin perform pg_sleep(600); return '{}'; end $$;
"""
SLOW_QUIZ = """
create or replace function public.get_quiz(quiz_id uuid) returns jsonb
language plpgsql stable as $$ begin perform pg_sleep(600); return '{}'; end $$;
"""
# A new quiz waits for a lock that the test holds.
SLOW_WRITE = """
create or replace function core.keep_slowly() returns trigger language plpgsql as
$$ begin perform pg_advisory_xact_lock(77); return new; end $$;
create trigger keep_slowly before insert on core.quizzes for each row execute function core.keep_slowly();
"""


def asleep(sql: Sql) -> int:
    """How many statements of clients are under way in Postgres."""
    return int(
        sql.value(
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and usename = 'authenticator' and state = 'active' and wait_event = 'PgSleep'"
        )
    )


@asynccontextmanager
async def crowd(server: Server, path: str) -> AsyncIterator[list[asyncio.Task[httpx.Response]]]:
    """Anonymous requests under way, which give up at the end of the block."""
    async with server.client() as client:
        requests = [asyncio.create_task(client.get(path)) for _ in range(CROWD)]
        try:
            yield requests
        finally:
            for request in requests:
                request.cancel()
            await asyncio.gather(*requests, return_exceptions=True)


async def test_a_crowd_before_a_slow_board_leaves_the_api_to_others(database: psycopg.Connection) -> None:
    sql = Sql(database)
    database.execute(SLOW_BOARD)
    async with (
        serving(database, anonymous_read_seconds=30, analytics_pool_size=2) as server,
        crowd(server, BOARD),
        server.client() as other,
    ):
        await until(lambda: asleep(sql) == 2)
        async with limited(9):
            assert (await other.get("/quizzes?visibility=public")).status_code == 200


@pytest.mark.parametrize("path", [BOARD, f"/quizzes/{UUID(int=7)}"])
async def test_reads_whose_callers_have_gone_end_in_postgres(database: psycopg.Connection, path: str) -> None:
    sql = Sql(database)
    database.execute(SLOW_BOARD + SLOW_QUIZ)
    async with serving(database, anonymous_read_seconds=30) as server:
        async with crowd(server, path):
            await until(lambda: asleep(sql) > 0)
        async with server.client() as other, limited(9):
            await until(lambda: asleep(sql) == 0)
            assert (await other.get("/quizzes?visibility=public")).status_code == 200


async def test_a_write_whose_caller_has_gone_is_finished(sign_up: SignUp, sql18: Sql) -> None:
    ada = await sign_up()
    sql18.connection.execute(SLOW_WRITE)
    sql18.connection.execute("select pg_advisory_lock(77)")
    giving_up = asyncio.create_task(ada.post("/quizzes", json={"title": "Rivers"}))
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and objid = 77 and not granted"
    await until(lambda: sql18.value(waiting) == 1)
    giving_up.cancel()
    await asyncio.gather(giving_up, return_exceptions=True)
    assert (await ada.get("/quizzes")).json()["items"] == []
    sql18.connection.execute("select pg_advisory_unlock(77)")
    await until(lambda: sql18.value("select count(*) from core.quizzes where title = 'Rivers'") == 1)


async def test_an_anonymous_read_ends_in_postgres_at_its_deadline(database: psycopg.Connection) -> None:
    sql = Sql(database)
    database.execute(SLOW_BOARD)
    async with serving(database, anonymous_read_seconds=0.2) as server, server.client() as client:
        answer = await client.get(BOARD)
        assert (answer.status_code, answer.json()["code"]) == (503, "too_slow")
        assert "0.2 seconds" in answer.json()["detail"]
        await until(lambda: asleep(sql) == 0)
