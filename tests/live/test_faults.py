"""Processes are killed in mid-question; what was acknowledged counts, and the room reaches its end."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from app.database.embedded import EmbeddedPostgres
from app.live.client import Player, Refused
from app.live.protocol import AnswerAccepted, AnswerRejected, Error, QuestionClosed, RoomEnded
from tests.fixtures import JWT_SECRET, Server, Sql, database_url, serving
from tests.live.conftest import CAPITAL, OpenQuestion, Quizmaster, opened_for, table_at

CROWD = [f"player {number}" for number in range(20)]


class App:
    """The app as a process of its own, which can be killed and started again."""

    def __init__(self, connection: psycopg.Connection) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": database_url(connection),
            "MIGRATION_DATABASE_URL": database_url(connection, "postgres"),
            "JWT_SECRET_KEY": JWT_SECRET,
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(self.port),
            env=self.environment, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stderr
        said = b""
        async with asyncio.timeout(60):
            while b"Uvicorn running" not in said:
                line = await self.process.stderr.readline()
                assert line, said.decode()
                said += line
        self.reading = asyncio.create_task(self.process.stderr.read())  # else the pipe fills up

    async def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        await self.reading


@asynccontextmanager
async def running_app(connection: psycopg.Connection) -> AsyncIterator[App]:
    app = App(connection)
    await app.start()
    try:
        yield app
    finally:
        if app.process and app.process.returncode is None:
            await app.kill()


Answering = asyncio.Task[AnswerAccepted | AnswerRejected]


def answer_all(players: list[Player], question: OpenQuestion) -> list[Answering]:
    """Everybody answers at once."""
    return [asyncio.create_task(player.answer(question.number, question.right)) for player in players]


async def first_acknowledgements(
    players: list[Player], question: OpenQuestion, number: int
) -> list[Answering]:
    """Everybody answers at once; return when this many answers are acknowledged."""
    answering = answer_all(players, question)
    async with asyncio.timeout(30):
        for done in asyncio.as_completed(answering):
            await done
            number -= 1
            if not number:
                break
    return answering


async def test_killing_the_app_mid_question_loses_no_acknowledged_answer(
    quizmaster: Quizmaster, database: psycopg.Connection
) -> None:
    room = quizmaster.room(CAPITAL)
    async with running_app(database) as app, table_at(Server(app.url, None), quizmaster) as table:
        host = await table.host(room)
        players = await table.players(room, *CROWD)
        question = await opened_for(host, players)
        early = await first_acknowledgements(players[:15], question, 5)
        await app.kill()
        acknowledged = sum(task.done() for task in early)
        stored = quizmaster.sql.value("select count(*) from core.live_answers")
        assert 5 <= acknowledged <= stored

        await app.start()
        late = answer_all(players[15:], question)
        said = await asyncio.gather(*early, *late)
        assert {type(answer) for answer in said} == {AnswerAccepted}
        closed = await host.wait_for(QuestionClosed)
        assert closed.distribution[closed.key[0]] == len(CROWD)
        assert isinstance(await host.next(), RoomEnded)


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A Postgres that nobody else uses, with durable commits; it may be killed."""
    postgres = EmbeddedPostgres(tmp_path / "data")
    postgres.start()
    yield postgres
    postgres.stop()


def kill_whole(postgres: EmbeddedPostgres) -> None:
    """As the kernel does when memory runs out: no shutdown, no last checkpoint."""
    postmaster = psutil.Process(postgres.postmaster_pid)
    doomed = [postmaster, *postmaster.children(recursive=True)]
    for process in doomed:
        process.kill()
    psutil.wait_procs(doomed, timeout=30)


async def test_killing_postgres_mid_question_loses_no_acknowledged_answer(
    own_postgres: EmbeddedPostgres,
) -> None:
    connection = psycopg.connect(own_postgres.url(), autocommit=True)
    async with serving(connection) as server:
        quizmaster = Quizmaster(Sql(connection))
        room = quizmaster.room(CAPITAL)
        async with table_at(server, quizmaster) as table:
            host = await table.host(room)
            players = await table.players(room, *CROWD)
            question = await opened_for(host, players)
            early = await first_acknowledgements(players[:15], question, 5)
            kill_whole(own_postgres)
            late = answer_all(players[15:], question)
            again = EmbeddedPostgres(own_postgres.home)
            await asyncio.to_thread(again.start)

            said = await asyncio.gather(*early, *late)
            assert {type(answer) for answer in said} == {AnswerAccepted}
            closed = await host.wait_for(QuestionClosed)
            assert closed.distribution[closed.key[0]] == len(CROWD)
            assert isinstance(await host.next(), RoomEnded)
            again.stop()


async def test_while_postgres_is_away_commands_are_refused_clearly_and_health_says_so(
    own_postgres: EmbeddedPostgres,
) -> None:
    connection = psycopg.connect(own_postgres.url(), autocommit=True)
    async with serving(connection) as server, server.client() as api:
        quizmaster = Quizmaster(Sql(connection))
        room = quizmaster.room(CAPITAL)
        async with table_at(server, quizmaster) as table:
            host = await table.host(room)
            kill_whole(own_postgres)
            await host.send_text('{"type": "start", "id": 7}')
            refused = await host.wait_for(Error)
            assert (refused.code, refused.id) == ("database_unavailable", 7)
            health = await api.get("/realtime/health")
            assert (health.status_code, health.json()["healthy"]) == (503, False)
            with pytest.raises(Refused) as outside:
                await table.player(room, "Ada", comes_back=False)
            assert (outside.value.code, outside.value.close_code) == ("database_unavailable", 4503)
            again = EmbeddedPostgres(own_postgres.home)
            await asyncio.to_thread(again.start)
            assert (await host.start()).number == 1
            again.stop()
