"""A relay as a process of its own, which can be killed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from tests.fixtures import JWT_SECRET, database_url


class RelayProcess:
    """`quizzler serve`, a process that can be killed and started again on its port."""

    def __init__(self, connection: psycopg.Connection, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": database_url(connection),
            "MIGRATION_DATABASE_URL": database_url(connection, "postgres"),
            "JWT_SECRET_KEY": JWT_SECRET,
            "PORT": str(self.port),
            "PROCESSING_WORKERS": "0",
            **environment,
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, and return when it serves."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app.cli", "serve",
            env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        assert self.process.stdout
        output = b""
        async with asyncio.timeout(60):
            while b"Quizzler is running" not in output:
                line = await self.process.stdout.readline()
                assert line, output.decode()
                output += line
        self.reading = asyncio.create_task(self.process.stdout.read())  # so that the pipe does not fill up

    async def kill(self) -> None:
        """Kill it as `kill -9` does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Stop it as a deployment does, with SIGTERM."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)
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
