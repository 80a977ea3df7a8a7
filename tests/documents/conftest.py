"""Fixtures of documents: an app with workers, a processing server, teachers, events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio

from tests.documents.scripted import Json, Posted, ProcessingServer, read, report
from tests.fixtures import PASSWORD, Client, Server, SignUp, Sql, serving

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest_asyncio.fixture
async def processor() -> AsyncIterator[ProcessingServer]:
    async with ProcessingServer().running() as running:
        yield running


@pytest.fixture
def impatient(sql18: Sql) -> Sql:
    """Post jobs again without a pause."""
    for key, value in {"jobs.first_delay_ms": 1, "jobs.max_delay_ms": 5}.items():
        set_to(sql18, key, value)
    return sql18


def set_to(sql: Sql, key: str, value: int) -> None:
    sql.connection.execute("update core.settings set value = %s::text::jsonb where key = %s", [value, key])


@pytest_asyncio.fixture
async def working_server(
    database: psycopg.Connection, processor: ProcessingServer, tmp_path: Path
) -> AsyncIterator[Server]:
    async with serving(database, **working(processor, tmp_path)) as running:
        yield running


def working(processor: ProcessingServer, folder: Path) -> dict[str, Any]:
    return {"processing_workers": 2, "processing_url": processor.url, "quizzler_data_dir": folder}


@pytest.fixture
def server(working_server: Server) -> Server:
    """The server that `api` and `sign_up` use."""
    return working_server


@pytest_asyncio.fixture
async def teacher(sign_up: SignUp) -> Client:
    return await sign_up("teacher")


Uploaded = Callable[[], Awaitable[str]]


@pytest.fixture
def uploaded(teacher: Client, processor: ProcessingServer) -> Uploaded:
    """Upload a PDF of ten pages, have it read, and return its id."""

    async def uploaded() -> str:
        answer = await teacher.post("/uploads", json={"url": "https://example.com/biology.pdf"})
        assert answer.status_code == 201, answer.text
        posted = await processor.next()
        await report(posted, read(posted))
        return answer.json()["id"]

    return uploaded


async def generate(teacher: Client, upload_id: str, questions: int = 3, **more: Any) -> Json:
    request = {"sources": [{"upload_id": upload_id}], "questions": questions, **more}
    answer = await teacher.post("/quizzes/generate", json=request)
    assert answer.status_code == 202, answer.text
    quiz: Json = answer.json()
    return quiz


@pytest_asyncio.fixture
async def ordered(teacher: Client, processor: ProcessingServer, uploaded: Uploaded) -> Posted:
    """A generation of three questions, as it is posted to the processing server."""
    await generate(teacher, await uploaded())
    return await processor.next()


async def balance(client: httpx.AsyncClient) -> tuple[float, float]:
    """The spendable and the reserved credits of a person."""
    found = (await client.get("/credits/balance")).json()
    return round(found["spendable"], 2), round(found["reserved"], 2)


async def sign_in(client: httpx.AsyncClient, email: str = "teacher@example.com") -> None:
    """Sign a teacher up, and use this client in their name."""
    person = {"email": email, "password": PASSWORD, "display_name": "teacher"}
    session = (await client.post("/auth/signup", json=person)).json()
    client.headers["Authorization"] = f"Bearer {session['access_token']}"


class Stream:
    """The events of a person as they arrive."""

    def __init__(self, client: httpx.AsyncClient, last_id: str | None = None, patience_s: float = 20) -> None:
        self._client = client
        self._patience_s = patience_s
        self.last_id = last_id

    async def __aenter__(self) -> "Stream":
        headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
        self._context = self._client.stream("GET", "/events", headers=headers, timeout=None)
        self.response = await self._context.__aenter__()
        assert self.response.status_code == 200
        self._lines = self.response.aiter_lines()
        assert (await self.next())["event"] == "ready"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._context.__aexit__(*error)  # type: ignore[arg-type]

    async def next(self) -> Json:
        """The next event: its `event` (the type) and `data`. Comments are skipped."""
        async with asyncio.timeout(self._patience_s):
            found: Json = {}
            while True:
                line = await anext(self._lines)
                if not line and "event" in found:
                    self.last_id = found["id"]
                    return {**found, "data": json.loads(found["data"])}
                name, _, value = line.partition(": ")
                if name in ("id", "event", "data"):
                    found[name] = value

    async def until(self, *types: str) -> Json:
        """The next event of one of these types."""
        while True:
            found = await self.next()
            if found["event"] in types:
                return found
