"""Reads while the hot standby is frozen or lags: the primary answers them, which has what is newest."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from app.cli.database_checks import standby
from app.cli.findings import Verdict
from app.database.pool import Database
from app.database.standby import Standby
from app.settings import Settings
from tests.fixtures import Client, serving
from tests.rooms.conftest import Quizmaster
from tests.rooms.faults.conftest import MortalPostgres
from tests.rooms.faults.standby import Pair, followed


@pytest.fixture
def pair(mortal_postgres: MortalPostgres, tmp_path: Path) -> Iterator[Pair]:
    with followed(mortal_postgres, tmp_path / "standby") as pair:
        sql = pair.primary.sql
        sql.connection.execute("alter system reset synchronous_standby_names")  # a frozen one holds up nobody
        sql.value("select pg_reload_conf()")
        yield pair


@asynccontextmanager
async def reading(pair: Pair, quizmaster: Quizmaster) -> AsyncIterator[Client]:
    """A client of an app that reads from the standby."""
    async with (
        serving(
            quizmaster.sql.connection,
            database_url=pair.primary.url("authenticator"),
            migration_database_url=pair.primary.url(),
            read_database_url=pair.standby.url("authenticator"),
            read_max_lag=1,
            metrics_token="sesame",
        ) as server,
        server.client(headers={"Authorization": f"Bearer {quizmaster.token}"}) as api,
    ):
        yield api


async def quizzes(api: Client) -> list[str]:
    answer = await api.get("/quizzes")
    assert answer.status_code == 200, answer.text
    return [quiz["id"] for quiz in answer.json()["items"]]


async def until_the_standby_is(api: Client, state: str) -> None:
    while (await api.get("/health/ready")).json()["standby"] != state:
        pass


async def figures(api: Client) -> list[str]:
    return (await api.get("/metrics", headers={"Authorization": "Bearer sesame"})).text.splitlines()


async def test_reads_leave_a_frozen_standby_for_the_primary_and_come_back(
    pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    postmaster = psutil.Process(pair.standby.postmaster_pid)
    async with reading(pair, quizmaster) as api:
        assert await quizzes(api) == []
        assert 'quizzler_reads_answered_total{server="standby"} 1.0' in await figures(api)
        frozen = [postmaster, *postmaster.children(recursive=True)]
        for process in frozen:
            process.suspend()
        try:
            new = quizmaster.quiz()
            assert await quizzes(api) == [new]
            await until_the_standby_is(api, "away")
            assert await quizzes(api) == [new]
            assert "quizzler_standby_used 0.0" in await figures(api)
            said = "the standby of READ_DATABASE_URL does not answer; reads go to the primary"
            assert [record.message for record in caplog.records].count(said) == 1
        finally:
            for process in frozen:
                process.resume()
        await until_the_standby_is(api, "used")
        assert "quizzler_standby_used 1.0" in await figures(api)


async def test_reads_leave_a_standby_that_lags_for_the_primary_and_come_back(pair: Pair) -> None:
    quizmaster = Quizmaster(pair.primary.sql)
    async with reading(pair, quizmaster) as api:
        await until_the_standby_is(api, "used")
        pair.standby.sql.value("select pg_wal_replay_pause()")
        new = quizmaster.quiz()
        await until_the_standby_is(api, "behind")
        assert await quizzes(api) == [new]
        assert "quizzler_standby_used 0.0" in await figures(api)
        pair.standby.sql.value("select pg_wal_replay_resume()")
        await until_the_standby_is(api, "used")


async def test_a_primary_that_writes_nothing_makes_no_lag(pair: Pair) -> None:
    """The last transaction that was replayed is older with each moment."""
    everything = pair.primary.sql.value("select pg_current_wal_lsn()::text")
    while pair.standby.sql.value("select pg_last_wal_replay_lsn() < %s::pg_lsn", everything):
        pass
    async with (
        Database.connect(pair.primary.url("authenticator"), 2) as primary,
        Database.connect(pair.standby.url("authenticator"), 2) as database,
        Standby(database, primary, max_lag_s=0).watched() as standby,
    ):
        # a look at a moment at which Postgres logged something of its own is followed by one without
        async with asyncio.timeout(30):
            while (standby.state, standby.lag_s) != ("used", 0):
                await primary.fetch_value("select 1")


async def test_the_doctor_says_whether_the_standby_follows(pair: Pair) -> None:
    def examined(url: str) -> list[tuple[Verdict, str]]:
        config = Settings(_env_file=None, read_database_url=url)
        return [(found.verdict, found.what) for found in standby(config)]

    url = pair.standby.url("authenticator")
    assert examined(url) == [(Verdict.GOOD, "READ_DATABASE_URL is a standby, and follows its primary")]
    pair.standby.sql.value("select pg_wal_replay_pause()")
    paused = "READ_DATABASE_URL does not replay what the primary writes"
    assert examined(url) == [(Verdict.WORTH_KNOWING, paused)]
    pair.standby.sql.value("select pg_wal_replay_resume()")
    [(verdict, _)] = examined(url)
    assert verdict is Verdict.GOOD
    primary = pair.primary.url("authenticator")
    assert examined(primary) == [(Verdict.WORTH_KNOWING, "READ_DATABASE_URL is not a standby")]
    await pair.standby.kill()
    [(verdict, what)] = examined(url)
    assert verdict is Verdict.WORTH_KNOWING
    assert what.startswith("READ_DATABASE_URL can't be read: ")
