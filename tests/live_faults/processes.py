"""A relay as a process of its own, which can be killed."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from app.live.server_protocol import LIVE_PROTOCOL
from tests.fixtures import JWT_SECRET, database_url


class RelayProcess:
    """The app under uvicorn, as a process that can be killed and started again on its port."""

    def __init__(self, connection: psycopg.Connection, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": database_url(connection),
            "MIGRATION_DATABASE_URL": database_url(connection, "postgres"),
            "JWT_SECRET_KEY": JWT_SECRET,
            "PROCESSING_WORKERS": "0",
            **environment,
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Return when it serves."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(self.port), "--ws", LIVE_PROTOCOL,
            env=self.environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stderr
        said = b""
        async with asyncio.timeout(60):
            while b"Uvicorn running" not in said:
                line = await self.process.stderr.readline()
                assert line, said.decode()
                said += line
        self.reading = asyncio.create_task(self.process.stderr.read())  # else the pipe fills up

    async def kill(self) -> None:
        """As `kill -9` does."""
        assert self.process
        self.process.kill()
        await self.process.wait()
        await self.reading


@asynccontextmanager
async def relay_process(connection: psycopg.Connection, **environment: str) -> AsyncIterator[RelayProcess]:
    relay = RelayProcess(connection, environment)
    await relay.start()
    try:
        yield relay
    finally:
        if relay.process and relay.process.returncode is None:
            await relay.kill()
