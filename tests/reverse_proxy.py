"""A reverse proxy that serves an app below a path, as nginx or a load balancer would."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class ReverseProxy:
    """`removes_path`: it passes paths on without `path`. Without `upgrades` it passes on no WebSockets."""

    app_url: str
    path: str = ""
    removes_path: bool = False
    upgrades: bool = True
    host: str | None = None  # replaces that of the client

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one request, which has a connection of its own, and then whatever either end sends."""
        far: asyncio.StreamWriter | None = None
        try:
            line, *headers = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
            method, target, version = line.split(" ")
            if target != self.path and not target.startswith((f"{self.path}/", f"{self.path}?")):
                writer.write(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                return
            if self.removes_path:
                target = target.removeprefix(self.path)
                target = target if target.startswith("/") else f"/{target}"
            app = urlsplit(self.app_url)
            far_reader, far = await asyncio.open_connection(app.hostname, app.port)
            lines = [f"{method} {target} {version}", *self._passed(headers), "", ""]
            far.write("\r\n".join(lines).encode("latin-1"))
            there = asyncio.create_task(carry(reader, far))
            try:
                await carry(far_reader, writer)
            finally:
                there.cancel()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for end in (writer, far):
                if end:
                    end.close()

    def _passed(self, headers: list[str]) -> list[str]:
        """The headers to pass on: one request a connection, unless it becomes a WebSocket."""
        fields = {line.partition(":")[0].lower(): line for line in headers}
        if self.host:
            fields["host"] = f"Host: {self.host}"
        if not self.upgrades or "upgrade" not in fields:
            fields.pop("upgrade", None)
            fields["connection"] = "Connection: close"
        return list(fields.values())


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes, until either end has gone."""
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def in_front(proxy: ReverseProxy, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """The address at which the proxy serves the app, on a port of this machine; https with `tls`."""
    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        under_way.add(task)
        try:
            await proxy.serve(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            under_way.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}{proxy.path}"
    finally:
        server.close()
        for task in tuple(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
