"""Requests under /rest/v1 are handed on to PostgREST; here to a server that shows what it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.routing import Mount

from app.http.direct_reads import PREFIX, DirectReads
from app.main import create_app
from app.settings import Settings

ANSWER = (
    b"HTTP/1.1 206 Partial Content\r\ndate: Sat, 28 Nov 2026 12:00:00 GMT\r\nserver: postgrest\r\n"
    b"content-range: 0-1/7\r\ncontent-length: 2\r\n\r\n[]"
)


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
async def listening(upstream: Upstream) -> AsyncIterator[str]:
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.close()


@asynccontextmanager
async def client_of(url: str, **settings: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(_env_file=None, postgrest_url=url, **settings))
    mounted = next(each.app for each in app.routes if isinstance(each, Mount) and each.path == PREFIX)
    assert isinstance(mounted, DirectReads)
    transport = httpx.ASGITransport(app)
    async with mounted, httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
async def client(upstream: Upstream) -> AsyncIterator[httpx.AsyncClient]:
    async with listening(upstream) as url, client_of(url) as client:
        yield client


async def test_the_path_the_query_and_the_headers_arrive_as_they_were_sent(
    client: httpx.AsyncClient, upstream: Upstream
) -> None:
    await client.get(f"{PREFIX}/quizzes?select=id,title&id=in.(%22a%20b%22)", headers={"Range": "0-1"})
    first, *headers = upstream.heads[0].decode().lower().splitlines()
    assert first == "get /quizzes?select=id,title&id=in.(%22a%20b%22) http/1.1"
    assert "range: 0-1" in headers


async def test_postgrest_learns_the_clients_address_whatever_the_client_claims(
    client: httpx.AsyncClient, upstream: Upstream
) -> None:
    await client.get(f"{PREFIX}/quizzes", headers={"X-Forwarded-For": "203.0.113.1"})
    headers = upstream.heads[0].decode().lower().splitlines()
    assert [each for each in headers if each.startswith("x-forwarded-for")] == ["x-forwarded-for: 127.0.0.1"]


async def test_the_answer_comes_back_as_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PREFIX}/quizzes")
    assert (answer.status_code, answer.headers["content-range"], answer.json()) == (206, "0-1/7", [])


async def test_a_head_arrives_as_a_head(client: httpx.AsyncClient, upstream: Upstream) -> None:
    await client.head(f"{PREFIX}/quizzes", headers={"Prefer": "count=exact"})
    assert upstream.heads[0].startswith(b"HEAD /quizzes ")


async def test_an_answer_has_one_date_and_one_server(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PREFIX}/quizzes")
    assert {"date", "server"}.isdisjoint(answer.headers)  # uvicorn adds them


async def test_a_page_of_another_origin_may_read_the_count(upstream: Upstream) -> None:
    async with listening(upstream) as url, client_of(url, cors_origins="https://quiz.example") as client:
        answer = await client.get(f"{PREFIX}/quizzes", headers={"Origin": "https://quiz.example"})
    assert "Content-Range" in answer.headers["access-control-expose-headers"].split(", ")


async def test_a_request_after_a_head_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.head(f"{PREFIX}/quizzes")).status_code == 200
    assert (await client.get(f"{PREFIX}/quizzes")).status_code == 206


async def test_without_postgrest_the_answer_is_502() -> None:
    async with client_of("http://127.0.0.1:1") as client:
        answer = await client.get(f"{PREFIX}/quizzes")
    assert (answer.status_code, answer.json()["code"]) == (502, "postgrest_unavailable")
