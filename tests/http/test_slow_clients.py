"""A request that comes by halves does not hold its connection for ever."""

import asyncio

import psycopg
import pytest

from app.http.server_protocol import TimedProtocol
from tests.fixtures import Server, serving


class Hurried(TimedProtocol):
    headers_within_s = 0.1
    body_patience_s = 0.1
    bytes_per_s = 10


async def sent(server: Server, *parts: bytes) -> bytes:
    """What comes back until the server closes the connection."""
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for part in parts:
        writer.write(part)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return answer


HEAD = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ((), b"HTTP/1.1 408 "),
        ((b"GET / HTTP/1.1\r\nHost:",), b"HTTP/1.1 408 "),
        ((HEAD + b"Content-Length: 100\r\n\r\n{",), b""),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",), b""),
    ],
    ids=["nothing", "half of the headers", "a part of the body", "a part of a chunked body"],
)
async def test_half_a_request_is_given_up(
    database: psycopg.Connection, parts: tuple[bytes, ...], answer: bytes
) -> None:
    async with serving(database, http=Hurried) as server:
        assert (await sent(server, *parts))[: len(answer)] == answer


async def test_a_whole_request_and_the_next_one_on_its_connection_are_answered(
    database: psycopg.Connection,
) -> None:
    async with serving(database, http=Hurried) as server, server.client() as client:
        for _ in range(3):
            assert (await client.get("/quizzes/topics/list")).status_code == 200


async def test_a_body_that_comes_slowly_but_steadily_is_taken(database: psycopg.Connection) -> None:
    async with serving(database, http=Hurried) as server:
        parts = [HEAD + b"Connection: close\r\nContent-Length: 22\r\n\r\n", *[b" " * 11] * 2]
        assert (await sent(server, *parts)).startswith(b"HTTP/1.1 422 ")
