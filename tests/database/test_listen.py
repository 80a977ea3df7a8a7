"""The connection that listens for notifications."""

import asyncio
import os
import signal
from unittest.mock import sentinel

import psycopg
import pytest

from app.database import listen
from app.database.listen import Listener
from tests.fixtures import Sql, database_url
from tests.rooms.faults.proxies import proxy, to_socket
from tests.waiting import taken

BACKEND = """
    select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"""


@pytest.mark.parametrize("turns", range(5))
async def test_a_listener_that_loses_its_connection_while_it_stops_stops_anyway(turns: int) -> None:
    """It stops at whichever turn of the event loop it is cancelled. Otherwise a server would never end."""
    lost = asyncio.Event()
    listener = Listener("postgresql://nowhere", lambda channel, payload: None)
    waiting = asyncio.create_task(listener._until_lost(sentinel.connection, lost))
    for _ in range(3):
        await asyncio.sleep(0)
    lost.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    stopped = waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled() == stopped


async def test_a_listening_connection_that_is_frozen_is_replaced(database: psycopg.Connection) -> None:
    """Its backend is stopped: no packet says that it is gone, and no notification arrives."""
    received: asyncio.Queue[str] = asyncio.Queue()
    connected: asyncio.Queue[None] = asyncio.Queue()
    listener = Listener(
        database_url(database),
        lambda channel, payload: received.put_nowait(payload),
        lambda: connected.put_nowait(None),
    )
    async with listener.running():
        await listener.listen("news")
        await taken(connected)
        frozen = Sql(database).value(BACKEND)
        os.kill(frozen, signal.SIGSTOP)
        try:
            await taken(connected)
            database.execute("notify news, 'heard'")
            assert await taken(received) == "heard"
        finally:
            os.kill(frozen, signal.SIGCONT)


async def test_a_channel_that_can_t_be_listened_to_in_time_is_listened_to_by_the_next_connection(
    database: psycopg.Connection,
) -> None:
    received: asyncio.Queue[str] = asyncio.Queue()
    connected: asyncio.Queue[None] = asyncio.Queue()
    listener = Listener(
        database_url(database),
        lambda channel, payload: received.put_nowait(payload),
        lambda: connected.put_nowait(None),
    )
    async with listener.running():
        await taken(connected)
        frozen = Sql(database).value(BACKEND)
        os.kill(frozen, signal.SIGSTOP)
        try:
            await listener.listen("news")  # returns when the time for LISTEN is over
        finally:
            os.kill(frozen, signal.SIGCONT)
        await taken(connected)
        database.execute("notify news, 'heard'")
        assert await taken(received) == "heard"


async def test_a_server_that_is_slow_for_all_is_waited_for(database: psycopg.Connection) -> None:
    """A new connection would be no better, and what is notified meanwhile would be lost."""
    received: asyncio.Queue[str] = asyncio.Queue()
    connected: asyncio.Queue[None] = asyncio.Queue()
    info = database.info
    async with proxy(to_socket(f"{info.host}/.s.PGSQL.{info.port}")) as network:
        listener = Listener(
            f"postgresql://authenticator@127.0.0.1:{network.port}/{info.dbname}?sslmode=disable",
            lambda channel, payload: received.put_nowait(payload),
            lambda: connected.put_nowait(None),
        )
        async with listener.running():
            await listener.listen("news")
            await taken(connected)
            network.stall()
            while network.connections < 2:  # noqa: ASYNC110 - it tries whether a new connection is answered
                await asyncio.sleep(0.01)
            database.execute("notify news, 'heard'")
            network.flow()
            assert await taken(received) == "heard"
            assert connected.empty()


def test_a_frozen_connection_is_noticed_within_two_seconds() -> None:
    assert listen.CHECK_S + listen.CHECK_TIMEOUT_S <= 2
