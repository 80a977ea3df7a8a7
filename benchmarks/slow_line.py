"""A slow line in front of a server of this machine: so many bits a second, so long a round trip."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK = 1_400  # bytes: what a packet carries


class SlowLine:
    """What all connections over it share: its rate in each direction, and how far away the other end is.

    A connection takes a round trip before the first byte goes out, as TCP does. There is no slow start, and
    nothing gets lost.
    """

    def __init__(self, port: int, bits_per_s: float, round_trip_s: float) -> None:
        self.far_port = port
        self.port = 0
        self.bits_per_s = bits_per_s
        self.one_way_s = round_trip_s / 2
        self._free_at = {"up": 0.0, "down": 0.0}  # when each direction has sent what it was given
        self._under_way: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until both ends have closed it, or one has gone."""
        task = asyncio.current_task()
        assert task
        self._under_way.add(task)
        far_writer: asyncio.StreamWriter | None = None
        try:
            opened = asyncio.get_running_loop().time() + 2 * self.one_way_s
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far_port)
            await asyncio.gather(
                self._carry("up", reader, far_writer, opened), self._carry("down", far_reader, writer, opened)
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._under_way.discard(task)
            for end in (writer, far_writer):
                if end:
                    end.transport.abort()

    async def _carry(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, opened: float
    ) -> None:
        """Pass on what comes, each packet after the time that the line needs, in their order."""
        loop = asyncio.get_running_loop()
        packets: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                at, data = await packets.get()
                await asyncio.sleep(at - loop.time())
                if not data:
                    break
                writer.write(data)
            with suppress(OSError, RuntimeError):
                writer.write_eof()

        delivering = asyncio.create_task(deliver())
        try:
            data = b"start"
            while data:
                data = await reader.read(CHUNK)
                sent_at = max(loop.time(), self._free_at[way], opened) + len(data) * 8 / self.bits_per_s
                self._free_at[way] = sent_at if data else self._free_at[way]
                packets.put_nowait((sent_at + self.one_way_s, data))
            await delivering
        finally:
            delivering.cancel()

    def cut(self) -> None:
        """Break all connections, as a network does that is gone for a moment."""
        for task in tuple(self._under_way):
            task.cancel()


@asynccontextmanager
async def slow_line(port: int, bits_per_s: float, round_trip_s: float) -> AsyncIterator[SlowLine]:
    """A slow line on a free port of 127.0.0.1 to this port."""
    line = SlowLine(port, bits_per_s, round_trip_s)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        line.cut()
        await asyncio.gather(*line._under_way, return_exceptions=True)
