"""Connecting to the first usable of several hosts."""

import asyncio

import psycopg
import pytest

from app.database import hosts
from app.database.hosts import Hosts


async def test_a_host_that_is_cut_off_does_not_use_up_the_time_of_the_next(
    database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It accepts the connection and says nothing, as when the network is cut or the machine hangs."""
    monkeypatch.setattr(hosts, "CONNECT_S", 0.5)
    visits = 0

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal visits
        visits += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port, info = silent.sockets[0].getsockname()[1], database.info
        found = Hosts(
            f"postgresql://authenticator@/{info.dbname}?host=127.0.0.1,{info.host}&port={port},{info.port}"
            "&target_session_attrs=read-write&sslmode=disable"
        )
        for _ in range(2):
            connection = await found.connect()
            assert await connection.fetchval("select current_database()") == info.dbname
            connection.terminate()
    assert visits == 1  # the host that was usable last is tried first


async def test_the_error_of_the_last_host_is_raised_if_none_is_usable() -> None:
    found = Hosts("postgresql://authenticator@/quizzler?host=/nowhere,/neither&port=5432")
    with pytest.raises(OSError, match=r"/neither/|No such file"):
        await found.connect()
