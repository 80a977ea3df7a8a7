"""TCP proxies between two programs, which a test can stall, and which can fall back to another server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Opener = Callable[[], Awaitable[Streams]]


def to_port(port: int) -> Opener:
    return lambda: asyncio.open_connection("127.0.0.1", port)


def to_socket(path: str) -> Opener:
    return lambda: asyncio.open_unix_connection(path)


class Proxy:
    """A TCP proxy: each new connection goes to the first of its ends that accepts it."""

    def __init__(self, *ends: Opener) -> None:
        self.ends = ends
        self.port = 0
        self.connections = 0
        self._flows = asyncio.Event()
        self._flows.set()
        self._under_way: set[asyncio.Task[None]] = set()

    def stall(self) -> None:
        """Pass nothing on in either direction; the connections stay open."""
        self._flows.clear()

    def flow(self) -> None:
        """Pass on what was held up, and everything after it."""
        self._flows.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._under_way.add(task)
        self.connections += 1
        far: asyncio.StreamWriter | None = None
        try:
            await self._flows.wait()
            far_reader, far = await self._reach()
            there = asyncio.create_task(self._carry(reader, far))
            back = asyncio.create_task(self._carry(far_reader, writer))
            try:
                await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            finally:
                there.cancel()
                back.cancel()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._under_way.discard(task)
            for end in (writer, far):
                if end:
                    end.transport.abort()

    async def _reach(self) -> Streams:
        for end in self.ends:
            with suppress(OSError):
                return await end()
        raise ConnectionRefusedError

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def proxy(*ends: Opener) -> AsyncIterator[Proxy]:
    """A proxy on a port of this machine to the first of these ends that accepts connections."""
    opened = Proxy(*ends)
    server = await asyncio.start_server(opened._serve, "127.0.0.1", 0)
    opened.port = server.sockets[0].getsockname()[1]
    try:
        yield opened
    finally:
        server.close()
        for task in tuple(opened._under_way):
            task.cancel()
        await asyncio.gather(*opened._under_way, return_exceptions=True)
