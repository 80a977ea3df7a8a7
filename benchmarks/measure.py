"""What the benchmarks share: figures and their reference, servers in separate processes, an HTTP load."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FIRST_PORT = 19_000  # below the ports that the system assigns to the clients of a large test


@dataclass
class Figure:
    """One thing that is measured: a rate for each round."""

    name: str
    rounds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.rounds)


@dataclass
class Comparison:
    """Figures of one run; the first is the reference."""

    title: str
    unit: str
    rows: list[Figure]
    caption: str = ""

    @property
    def reference(self) -> Figure:
        """The figure that the others are compared with."""
        return self.rows[0]


@contextmanager
def uvicorn_process(target: str, environment: dict[str, str]) -> Iterator[int]:
    """Serve `target` by one uvicorn process on a free port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            target,
            "--port",
            str(port),
            "--log-level",
            "warning",
            "--no-access-log",
        ],
        env={**os.environ, **environment},
    )
    try:
        wait_for_port(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    for port in range(FIRST_PORT, FIRST_PORT + 500):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                probe.listen()
            except OSError:
                continue
            return port
    raise RuntimeError("There is no free port.")


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the port accepts connections. Raises RuntimeError if the process ends before that."""
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it accepted connections.")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)


async def http_rate(port: int, request: bytes, seconds: float, connections: int = 16) -> float:
    """Requests per second that get status 200, over kept-alive connections with one request at a time each.

    It reads only what it needs of a response, so that it costs less than the server that it measures.
    """
    done = 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
            await reader.readexactly(int(length))
            done += 1
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return done / (time.perf_counter() - started)
