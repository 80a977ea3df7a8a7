"""Tables at relays over one database. Relays and Postgres can be killed, and networks stalled."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import pytest_asyncio

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from tests import folders
from tests.fixtures import Server, Sql, serving
from tests.rooms.conftest import (
    Quizmaster,
    Table,
    host,
    open_question,
    players,
    quizmaster,
    room,
    table,
    table_at,
)
from tests.rooms.faults.processes import RelayProcess, relay_process
from tests.rooms.faults.proxies import Proxy, proxy, to_port, to_socket

__all__ = ["host", "open_question", "players", "quizmaster", "room", "table"]

tmp_path = folders.tmp_path


@asynccontextmanager
async def table_behind_proxy(quizmaster: Quizmaster, *ports: int) -> AsyncIterator[Table]:
    """A table whose clients connect to the first of these relays that is running."""
    async with (
        proxy(*map(to_port, ports)) as balancer,
        table_at(Server(f"http://127.0.0.1:{balancer.port}", None), quizmaster) as table,
    ):
        yield table


def port(server: Server) -> int:
    return int(server.url.rsplit(":", 1)[1])


class ThreeRelays:
    """A table at each of three relays. When `mortal` dies, clients of the first table go to the others."""

    def __init__(self, mortal: RelayProcess, tables: list[Table]) -> None:
        self.mortal = mortal
        self.tables = tables


@pytest_asyncio.fixture
async def three_relays(quizmaster: Quizmaster) -> AsyncIterator[ThreeRelays]:
    connection = quizmaster.sql.connection
    async with AsyncExitStack() as stack:
        mortal = await stack.enter_async_context(relay_process(connection))
        others = [port(await stack.enter_async_context(serving(connection))) for _ in range(2)]
        preferences = [(mortal.port, *others), (others[0],), (others[1],)]
        tables = [
            await stack.enter_async_context(table_behind_proxy(quizmaster, *ports)) for ports in preferences
        ]
        yield ThreeRelays(mortal, tables)


@asynccontextmanager
async def far_relay(quizmaster: Quizmaster, **settings: object) -> AsyncIterator[tuple[Server, Proxy]]:
    """A relay whose network to Postgres can be stalled."""
    connection = quizmaster.sql.connection
    info = connection.info
    async with proxy(to_socket(f"{info.host}/.s.PGSQL.{info.port}")) as network:
        url = f"postgresql://authenticator@127.0.0.1:{network.port}/{info.dbname}?sslmode=disable"
        async with serving(connection, database_url=url, **settings) as server:
            try:
                yield server, network
            finally:
                network.flow()


class MortalPostgres(EmbeddedPostgres):
    """A Postgres that no other test uses, with durable commits; it may be killed and started again."""

    @property
    def quizmaster(self) -> Quizmaster:
        """A new quizmaster, over a connection that lasts until the server is killed."""
        return Quizmaster(self.sql)

    @property
    def sql(self) -> Sql:
        return Sql(psycopg.connect(self.url(), autocommit=True))

    async def kill(self) -> None:
        """Kill it as the kernel does when memory runs out: no shutdown, no last checkpoint."""
        await asyncio.to_thread(self._kill)

    def _kill(self) -> None:
        postmaster = psutil.Process(self.postmaster_pid)
        doomed = [postmaster, *postmaster.children(recursive=True)]
        for process in doomed:
            with suppress(psutil.NoSuchProcess):  # a backend whose server is gone ends by itself
                process.kill()
        psutil.wait_procs(doomed, timeout=30)

    async def start_again(self) -> None:
        """Start it, and return when it has recovered."""
        await asyncio.to_thread(self._ensure_running)


@pytest.fixture
def mortal_postgres(tmp_path: Path) -> Iterator[MortalPostgres]:
    postgres = MortalPostgres(tmp_path / "data")
    postgres.start()
    migrate(postgres.url())
    yield postgres
    postgres.stop()
