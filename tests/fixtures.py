"""What tests use: people, calls of SQL as a person, a running server and its clients."""

import asyncio
import json
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from starlette.routing import BaseRoute

from app.database.sql_files import ROOT
from app.http.server_protocol import TimedProtocol
from app.http.websocket_protocol import LIVE_PROTOCOL
from app.main import create_app
from app.settings import Settings

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
PASSWORD = "correct horse battery staple"
PROCESSING_SECRET = "whsec_dGVzdHMtb25seS0wMTIzNDU2Nzg5YWJjZGVmZ2hpag=="
JWT_SECRET = "tests-only-0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Person:
    """Somebody who signed up."""

    id: str
    email: str

    @property
    def claims(self) -> dict[str, str]:
        return {"sub": self.id, "role": "authenticated", "aud": "authenticated", "email": self.email}


class Refused(Exception):
    """The database refused a call. `status` and `code` are those that a client would get."""

    def __init__(self, error: psycopg.Error) -> None:
        super().__init__(f"{error.sqlstate}: {error}")
        self.sqlstate = error.sqlstate
        self.status = int(error.sqlstate[2:]) if (error.sqlstate or "").startswith("PT") else None
        self.code = error.diag.message_detail
        self.message = error.diag.message_primary


class Sql:
    """A database, called as a person, as nobody or as the superuser."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def person(self, name: str = "ada") -> Person:
        """Somebody new, signed up by SQL."""
        email = f"{name}-{uuid.uuid4().hex[:6]}@example.com"
        row = self.connection.execute(
            "insert into auth.users (email, raw_user_meta_data) "
            "values (%s, jsonb_build_object('display_name', %s::text)) "
            "returning id",
            [email, name],
        ).fetchone()
        return Person(str(row[0]), email)

    def call(self, person: Person | None, function: str, /, **arguments: Any) -> Any:
        """Call public.<function> as this person (None: nobody). Raises Refused."""
        claims = json.dumps(person.claims) if person else None
        try:
            with self.connection.transaction():
                self.connection.execute("set local session authorization authenticator")
                return self.value(
                    "select core.call_as(%s, %s, %s)", claims, function, json.dumps(arguments, default=str)
                )
        except psycopg.Error as error:
            raise Refused(error) from error

    def select(self, person: Person | None, query: str, *arguments: Any) -> list[dict[str, Any]]:
        """The rows that this person (None: nobody) would get through PostgREST, under row-level security."""
        claims = person.claims if person else {"role": "anon"}
        try:
            with self.connection.transaction():
                self.connection.execute(
                    "select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)]
                )
                self.connection.execute(f"set local role {claims['role']}")
                cursor = self.connection.execute(query, arguments)
                names = [column.name for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except psycopg.Error as error:
            raise Refused(error) from error

    def value(self, query: str, *arguments: Any) -> Any:
        """The first value of the first row, as the superuser; None without a row."""
        row = self.connection.execute(query, arguments).fetchone()
        return row[0] if row else None


@pytest.fixture
def sql(each_database: psycopg.Connection) -> Sql:
    """A fresh database on each Postgres that the wheel contains."""
    return Sql(each_database)


@pytest.fixture
def read_only_sql(each_read_only_database: psycopg.Connection) -> Sql:
    """A database on each Postgres for tests that only read: they share it, which is much faster."""
    return Sql(each_read_only_database)


@pytest.fixture
def sql18(database: psycopg.Connection) -> Sql:
    """The database that the `server` fixture serves; Postgres 18 only."""
    return Sql(database)


Meanwhile = Callable[..., tuple[Any, Any]]


@pytest.fixture
def meanwhile(sql: Sql) -> Iterator[Meanwhile]:
    """Runs the first call, starts the second, and commits the first when the second waits for it.

    `then` runs in the transaction of the first while the second waits, and its result replaces that of the
    first. Returns both results; that of the second may be the exception that it raised.
    """
    url = database_url(sql.connection, "postgres")
    with psycopg.connect(url, autocommit=True) as one, psycopg.connect(url, autocommit=True) as two:
        one.execute("set lock_timeout = '20s'")  # a test that would wait for itself fails instead
        two.execute("set lock_timeout = '20s'")

        def meanwhile(
            first: Callable[[Sql], Any],
            second: Callable[[Sql], Any],
            then: Callable[[Sql], Any] | None = None,
        ) -> tuple[Any, Any]:
            with ThreadPoolExecutor(1) as pool:
                with one.transaction():
                    done = first(Sql(one))
                    waiting = pool.submit(second, Sql(two))
                    while not waiting.done() and not blocked(two.info.backend_pid):
                        pass
                    if then:
                        done = then(Sql(one))
                return done, waiting.exception() if waiting.exception() else waiting.result()

        def blocked(pid: int) -> bool:
            return bool(sql.value("select cardinality(pg_blocking_pids(%s)) > 0", pid))

        yield meanwhile


class Client(httpx.AsyncClient):
    """An HTTP client of a running server, signed in as `person` or as nobody."""

    person: Person | None = None
    access_token: str = ""
    refresh_token: str = ""


@dataclass
class Server:
    """A running uvicorn."""

    url: str
    app: Any

    @property
    def ws_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    def client(self, **options: Any) -> Client:
        return Client(base_url=self.url, timeout=30, **options)


def database_url(connection: psycopg.Connection, user: str = "authenticator") -> str:
    info = connection.info
    return f"postgresql://{user}@/{info.dbname}?host={info.host}&port={info.port}"


def command_environment(connection: psycopg.Connection) -> dict[str, str]:
    """The environment of a `quizzler` command that works on this database, with room for long lines."""
    return os.environ | {
        "DATABASE_URL": database_url(connection),
        "MIGRATION_DATABASE_URL": database_url(connection, "postgres"),
        "JWT_SECRET_KEY": JWT_SECRET,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "250",
    }


class QuickServer(uvicorn.Server):
    """uvicorn's server, but it ends without two pauses of a tenth of a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.should_end = asyncio.Event()

    async def main_loop(self) -> None:
        ticking = asyncio.create_task(super().main_loop())
        await self.should_end.wait()
        ticking.cancel()

    async def shutdown(self, sockets: object = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.001)
        for server in self.servers:
            await server.wait_closed()
        await self.lifespan.shutdown()


_known_routes: list[BaseRoute] = []


def _routes(app: FastAPI) -> list[BaseRoute]:
    """The routes of the first app, which all apps share: FastAPI takes 50 ms to resolve them."""
    _known_routes[:] = _known_routes or app.router.routes
    return _known_routes


@asynccontextmanager
async def serving(
    connection: psycopg.Connection,
    *,
    listen: str = "127.0.0.1",
    ws: str = LIVE_PROTOCOL,
    http: type[TimedProtocol] = TimedProtocol,
    **overrides: Any,
) -> AsyncIterator[Server]:
    """A real uvicorn on a free port over this database, in this event loop."""
    config = Settings(
        _env_file=None,
        **{
            "database_url": database_url(connection),
            "migration_database_url": database_url(connection, "postgres"),
            "jwt_secret_key": JWT_SECRET,
            "database_pool_size": 5,
            "password_hash_memory_kib": 64,  # fast, but not safe
            "password_hash_rounds": 1,
            "password_hash_lanes": 1,
            "processing_workers": 0,  # only tests/documents needs workers
            "processing_secrets": PROCESSING_SECRET,
            **overrides,
        },
    )
    app = create_app(config)
    if config.postgrest_url is None:  # else the app has one route more
        app.router.routes[:] = _routes(app)
    server = QuickServer(
        uvicorn.Config(
            app,
            host=listen,
            port=0,
            log_level="warning",
            http=http,
            ws=ws,
            ws_per_message_deflate=False,
        )
    )
    serving_task = asyncio.create_task(server._serve())
    while not server.started:
        if serving_task.done():
            await serving_task
        await asyncio.sleep(0.001)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Server(f"http://127.0.0.1:{port}", app)
    finally:
        server.should_end.set()
        await serving_task


@pytest_asyncio.fixture
async def server(database: psycopg.Connection) -> AsyncIterator[Server]:
    """A real server over a fresh database."""
    async with serving(database) as running:
        yield running


@pytest_asyncio.fixture
async def api(server: Server) -> AsyncIterator[Client]:
    """A client that is not signed in."""
    async with server.client() as client:
        yield client


SignUp = Callable[..., Awaitable[Client]]


@asynccontextmanager
async def signing_up(server: Server) -> AsyncIterator[SignUp]:
    """Signs people up over REST; each call returns the client of one more."""
    clients: list[Client] = []

    async def sign_up(name: str = "ada") -> Client:
        client = server.client()
        clients.append(client)
        email = f"{name}-{uuid.uuid4().hex[:6]}@example.com"
        answer = await client.post(
            "/auth/signup", json={"email": email, "password": PASSWORD, "display_name": name}
        )
        assert answer.status_code == 201, answer.text
        session = answer.json()
        client.person = Person(session["user"]["id"], email)
        client.access_token = session["access_token"]
        client.refresh_token = session["refresh_token"]
        client.headers["Authorization"] = f"Bearer {client.access_token}"
        return client

    yield sign_up
    for client in clients:
        await client.aclose()


@pytest_asyncio.fixture
async def sign_up(server: Server) -> AsyncIterator[SignUp]:
    """Signs somebody up over REST and returns their client."""
    async with signing_up(server) as sign_up:
        yield sign_up
