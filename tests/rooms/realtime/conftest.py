"""A database with the stand-in for Supabase Realtime, and clients that use rpc() and Realtime only."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from tests.fixtures import Person, Sql, database_url
from tests.rooms.conftest import Quizmaster
from tests.rooms.realtime.clients import RealtimeHost, RealtimePlayer
from tests.rooms.sql.conftest import connect, make_room, open_room, room

__all__ = ["connect", "make_room", "open_room", "room"]  # the fixtures of tests of SQL

STAND_IN = Path(__file__).with_name("realtime.sql")


def turn_on(connection: psycopg.Connection) -> None:
    connection.execute(STAND_IN.read_bytes())
    connection.execute("select core.set_up_realtime()")


@pytest.fixture
def sql(sql: Sql) -> Sql:
    """A fresh database with Realtime, on each Postgres."""
    turn_on(sql.connection)
    return sql


@pytest.fixture
def sql18(sql18: Sql) -> Sql:
    """The database that the `server` fixture serves, with Realtime."""
    turn_on(sql18.connection)
    return sql18


class Realtime:
    """What the Realtime server does when a client joins a topic: it asks the policies, and rolls back."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql

    def rights(self, topic: str, person: Person | None = None) -> set[str]:
        """What this person (None: nobody) may do on a topic: receive or send broadcasts, or use presence."""
        rights = set()
        for extension in ("broadcast", "presence"):
            with self._as_a_client(topic, extension, person) as written:
                query = "select id from realtime.messages where id = %s"
                if self.sql.connection.execute(query, [written]).fetchone():
                    rights.add(f"receive {extension}")
            with self._as_a_client(topic, extension, person):
                try:
                    self.sql.connection.execute(
                        "insert into realtime.messages (topic, extension) values (%s, %s)", [topic, extension]
                    )
                    rights.add(f"send {extension}")
                except psycopg.errors.InsufficientPrivilege:
                    pass
        return rights

    def may_join(self, topic: str, person: Person | None = None) -> bool:
        return "receive broadcast" in self.rights(topic, person)

    def messages(self, topic: str, *types: str) -> list[dict[str, Any]]:
        """What was sent to the private channel of a topic, perhaps of these types only."""
        rows = self.sql.connection.execute(
            "select payload from realtime.messages where topic = %s and private order by place", [topic]
        ).fetchall()
        return [row[0] for row in rows if not types or row[0]["type"] in types]

    @contextmanager
    def _as_a_client(self, topic: str, extension: str, person: Person | None) -> Iterator[str]:
        claims = person.claims if person else {"role": "anon"}
        with self.sql.connection.transaction(force_rollback=True):
            written = self.sql.value(
                "insert into realtime.messages (topic, extension) values (%s, %s) returning id",
                topic,
                extension,
            )
            self.sql.connection.execute(
                "select set_config('role', %s, true), set_config('realtime.topic', %s, true), "
                "set_config('request.jwt.claims', %s, true)",
                [claims["role"], topic, json.dumps(claims)],
            )
            yield written


@pytest.fixture
def realtime(sql: Sql) -> Realtime:
    return Realtime(sql)


class Gathering:
    """Hosts and players who use rpc() and Realtime only, each with a database connection of their own."""

    def __init__(self, quizmaster: Quizmaster) -> None:
        self.quizmaster = quizmaster
        self.url = database_url(quizmaster.sql.connection, "postgres")
        self.connections: list[psycopg.Connection] = []

    async def host(self, room: str) -> RealtimeHost:
        return await RealtimeHost.enter(self._sql(), room, self.quizmaster.person)

    async def player(self, room: str, nickname: str) -> RealtimePlayer:
        return await RealtimePlayer.join(self._sql(), room, nickname)

    def _sql(self) -> Sql:
        self.connections.append(psycopg.connect(self.url, autocommit=True))
        return Sql(self.connections[-1])


@pytest_asyncio.fixture
async def gathering(quizmaster: Quizmaster) -> AsyncIterator[Gathering]:
    gathering = Gathering(quizmaster)
    yield gathering
    for connection in gathering.connections:
        connection.close()
