"""One address may have only so many connections open at once; others are served meanwhile."""

import asyncio
from contextlib import AsyncExitStack

import psycopg
from websockets.asyncio.client import connect

from app.settings import Settings
from tests.fixtures import Server, Sql, serving
from tests.rooms.conftest import CAPITAL, Quizmaster
from tests.waiting import next_frame

REQUEST = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connection(stack: AsyncExitStack, server: Server, address: str = "127.0.0.1") -> Streams:
    """An open connection from this address of this machine, which has sent nothing yet."""
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(address, 0))
    stack.callback(writer.close)
    return reader, writer


async def answer(streams: Streams) -> bytes:
    """The status line that a request on this connection gets, or what came before it."""
    reader, writer = streams
    writer.write(REQUEST)
    return await reader.readline()


async def test_an_address_with_too_many_connections_is_refused_and_others_are_served(
    database: psycopg.Connection,
) -> None:
    async with serving(database, max_http_connections_per_ip=3) as server, AsyncExitStack() as stack:
        idle = [await connection(stack, server) for _ in range(3)]
        for streams in idle:
            assert b" 200 " in await answer(streams)
        reader, _ = await connection(stack, server)
        refusal = await reader.read()
        assert refusal.startswith(b"HTTP/1.1 429 ")
        assert b"too_many_connections" in refusal
        assert b" 200 " in await answer(await connection(stack, server, "127.0.0.2"))
        idle[0][1].close()
        while b" 200 " not in await answer(await connection(stack, server)):
            pass


async def test_connections_of_a_trusted_proxy_are_not_counted(database: psycopg.Connection) -> None:
    limits = {"max_http_connections_per_ip": 1, "trusted_proxies": ["127.0.0.1"]}
    async with serving(database, **limits) as server, AsyncExitStack() as stack:
        opened = [await connection(stack, server) for _ in range(5)]
        for streams in opened:
            assert b" 200 " in await answer(streams)


async def test_a_websocket_is_not_counted(database: psycopg.Connection) -> None:
    room = Quizmaster(Sql(database)).room(CAPITAL)
    async with serving(database, max_http_connections_per_ip=1) as server, AsyncExitStack() as stack:
        for name in ("Ada", "Bob"):
            url = f"{server.ws_url}/realtime/ws/player/{room}?username={name}"
            socket = await stack.enter_async_context(connect(url))
            assert "welcome" in await next_frame(socket)
        assert b" 200 " in await answer(await connection(stack, server))


def test_the_default_lets_the_browsers_of_500_phones_behind_one_address_in() -> None:
    browser = 6
    assert Settings(_env_file=None).max_http_connections_per_ip >= 500 * browser
