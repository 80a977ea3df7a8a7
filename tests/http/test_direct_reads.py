"""Requests under /rest/v1 are handed on to PostgREST; here to a server that shows what it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.http.direct_reads import PREFIX, DirectReads

ANSWER = b"HTTP/1.1 206 Partial Content\r\ncontent-range: 0-1/7\r\ncontent-length: 2\r\n\r\n[]"


class Upstream:
    """Answers every request, and after HEAD no other on the same connection, as PostgREST does."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                if self.heads[-1].startswith(b"HEAD"):
                    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                    await reader.read(1)
                    return
                writer.write(ANSWER)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def client_of(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with DirectReads(url) as reads:
        transport = httpx.ASGITransport(Starlette(routes=[Mount(PREFIX, reads)]))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            yield client


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
async def client(upstream: Upstream) -> AsyncIterator[httpx.AsyncClient]:
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with client_of(f"http://{host}:{port}") as client:
        yield client
    server.close()


async def test_the_path_the_query_and_the_headers_arrive_as_they_were_sent(
    client: httpx.AsyncClient, upstream: Upstream
) -> None:
    await client.get(f"{PREFIX}/quizzes?select=id,title&id=in.(%22a%20b%22)", headers={"Range": "0-1"})
    first, *headers = upstream.heads[0].decode().lower().splitlines()
    assert first == "get /quizzes?select=id,title&id=in.(%22a%20b%22) http/1.1"
    assert "range: 0-1" in headers


async def test_the_answer_comes_back_as_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PREFIX}/quizzes")
    assert (answer.status_code, answer.headers["content-range"], answer.json()) == (206, "0-1/7", [])


async def test_a_request_after_a_head_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.head(f"{PREFIX}/quizzes")).status_code == 200
    assert (await client.get(f"{PREFIX}/quizzes")).status_code == 206


async def test_without_postgrest_the_answer_is_502() -> None:
    async with client_of("http://127.0.0.1:1") as client:
        answer = await client.get(f"{PREFIX}/quizzes")
    assert (answer.status_code, answer.json()["code"]) == (502, "postgrest_unavailable")
