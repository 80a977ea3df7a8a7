"""One message to 1,000, 5,000 and 10,000 connections: the sender's CPU time, against a loop of send() in C.

Without a C compiler, the reference is a bare Python loop of transport.write, and the table says so.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import uvloop
from rich.console import Console
from rich.table import Table

from app.rooms.admission import raise_file_limit
from benchmarks.measure import Comparison, Figure, free_port, wait_for_port

HERE = Path(__file__).parent
ROOT = HERE.parent
SIZES = (1000, 5000, 10_000)
BYTES = 300
ROUNDS = 10  # messages in one turn; the programs take turns
TURNS = 5

Turn = Callable[[], float]  # sends ROUNDS messages to every connection, and returns the processor seconds


def main() -> None:
    """Measure all sizes and programs in turns, and print messages per second of processor time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fanout", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--json", type=Path, help="append the figures to this file")
    options = parser.parse_args()
    raise_file_limit()
    console = Console()
    table = Table(
        "way",
        *(f"{size:,} connections" for size in options.sizes),
        title=f"{BYTES}-byte messages a second of CPU",
    )
    rates = {size: medians(measure(size, TURNS)) for size in options.sizes}
    reference = next(iter(rates[options.sizes[0]]))
    for way in rates[options.sizes[0]]:
        cells = (f"{rates[s][way]:,.0f} ({rates[s][way] / rates[s][reference]:.2f})" for s in options.sizes)
        table.add_row(way, *cells)
    console.print(table)
    if options.json:
        with options.json.open("a") as file:
            file.write(json.dumps(rates) + "\n")


def run(server: object, database: str, seconds: float, rounds: int) -> Comparison:
    """The comparison for `make bench`: 1,000 connections. The server, database and seconds are not used."""
    raise_file_limit()
    rows = [Figure(way, rates) for way, rates in measure(1000, rounds).items()]
    return Comparison("One message to 1,000 connections", "messages/s of CPU", rows, f"{BYTES} bytes each")


def medians(rates: dict[str, list[float]]) -> dict[str, float]:
    """The median rate of each program."""
    return {way: statistics.median(turns) for way, turns in rates.items()}


def measure(size: int, rounds: int) -> dict[str, list[float]]:
    """Messages per second of processor time in each turn, for each program; the reference is first."""
    with ExitStack() as stack:
        reference = c_loop if shutil.which("cc") else python_loop
        name = (
            "reference: C, send()"
            if shutil.which("cc")
            else "reference (no cc here): Python, transport.write"
        )
        turns = {
            name: stack.enter_context(reference(size)),
            "Quizzler, framed once (wire)": stack.enter_context(
                quizzler(size, "app.http.websocket_protocol:LiveProtocol")
            ),
            "Quizzler on plain ASGI": stack.enter_context(quizzler(size, "websockets-sansio")),
        }
        rates: dict[str, list[float]] = {way: [] for way in turns}
        for number in range(rounds + 1):
            for way, turn in turns.items():
                seconds = turn()
                if number > 0:  # the first warms up
                    rates[way].append(size * ROUNDS / seconds)
        return rates


@contextmanager
def c_loop(size: int) -> Iterator[Turn]:
    """Compile and run the C program, with readers connected to it; yields its turn."""
    with tempfile.TemporaryDirectory() as folder:
        program, port = f"{folder}/fanout", free_port()
        subprocess.run(["cc", "-O2", "-o", program, HERE / "fanout.c"], check=True)
        process = subprocess.Popen(
            [program, str(port), str(size), str(ROUNDS), str(BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()

        def turn() -> float:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            return float(process.stdout.readline().split()[0])

        try:
            with readers(port, size, websocket=False):
                process.stdout.readline()
                yield turn
        finally:
            process.kill()
            process.wait()


@contextmanager
def python_loop(size: int) -> Iterator[Turn]:
    """Run benchmarks.fanout_bare, a uvloop server that only writes; yields its turn."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fanout_bare", str(port), str(size), str(ROUNDS), str(BYTES)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()

    def turn() -> float:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    try:
        with readers(port, size, websocket=False):
            process.stdout.readline()
            yield turn
    finally:
        process.kill()
        process.wait()


@contextmanager
def quizzler(size: int, ws: str) -> Iterator[Turn]:
    """Run benchmarks.fanout_app under uvicorn with this WebSocket class; yields its turn."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", "benchmarks.fanout_app:app", "--port", str(port), "--ws", ws,
            "--ws-per-message-deflate", "false", "--log-level", "warning", "--lifespan", "off",
        ],
        cwd=ROOT,
    )  # fmt: skip
    try:
        wait_for_port(port, process)
        with (
            readers(port, size, websocket=True),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
        ):

            def turn() -> float:
                answer = client.get(f"/{ROUNDS}/{BYTES}").json()
                if answer["connections"] != size:
                    raise RuntimeError(f"{answer['connections']} of {size} are connected")
                return float(answer["cpu_s"])

            yield turn
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def readers(port: int, size: int, *, websocket: bool) -> Iterator[None]:
    """A process with `size` connections, which discards what it receives."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fanout", "read", str(port), str(size), str(int(websocket))],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        if process.stdout.readline() != "connected\n":
            raise RuntimeError("the readers could not connect")
        time.sleep(0.5)
        yield
    finally:
        process.kill()
        process.wait()


class _Reader(asyncio.BufferedProtocol):
    """Reads into one buffer and discards the data."""

    buffer = bytearray(65_536)

    def __init__(self) -> None:
        self.first_data: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        if not self.first_data.done():
            self.first_data.set_result(None)


async def _read(port: int, size: int, websocket: bool) -> None:
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(200)
    handshake = (
        b"GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )

    async def one() -> object:
        async with gate:
            transport, reader = await loop.create_connection(_Reader, "127.0.0.1", port)
            if websocket:
                transport.write(handshake)
                await reader.first_data
            return transport

    held = await asyncio.gather(*(one() for _ in range(size)))
    print("connected", flush=True)
    await asyncio.sleep(86_400)
    del held


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        raise_file_limit()
        uvloop.run(_read(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1"))
    else:
        main()
