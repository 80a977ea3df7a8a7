"""A class at the door: 500 phones open the player's page, and 300 join, beside a bare server."""

import asyncio
import base64
import os
import re
import tempfile
import time
from pathlib import Path

from app.database.embedded import EmbeddedPostgres
from benchmarks import nginx
from benchmarks.live import Rooms
from benchmarks.measure import Comparison, Figure, free_port, uvicorn_process

PHONES = 500
WITHIN_S = 0.5
JOINING = 300
ADDRESS = "127.0.0.3"  # of nginx


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Milliseconds until all phones have the page, its script and its style. One uvicorn process each."""
    bare = Figure("bare ASGI app: the same bytes from a dictionary")
    quizzler = Figure("Quizzler: GET /play, its script and its style")
    with (
        uvicorn_process("app.main:app", environment(server, database)) as our_port,
        uvicorn_process("benchmarks.door_bare:app", {}) as their_port,
    ):
        for number in range(rounds + 1):
            theirs_now = asyncio.run(class_of(their_port))
            ours_now = asyncio.run(class_of(our_port))
            if number > 0:  # the first round warms both up
                bare.rounds.append(theirs_now)
                quizzler.rounds.append(ours_now)
    caption = f"{PHONES} phones within {WITHIN_S} s, three requests each over one connection, gzip"
    return Comparison("A class at the door", "ms until all have the page", [bare, quizzler], caption)


def joins(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Milliseconds until 300 phones of one address have opened the page and have their seats, through nginx.

    Each round has an address of its own, because limits of a minute would count all rounds together.
    """
    bare = Figure("bare ASGI app: the same files, a WebSocket and its first message")
    quizzler = Figure("Quizzler: the page, the room's title, a seat")
    with (
        uvicorn_process("app.main:app", environment(server, database)) as our_port,
        uvicorn_process("benchmarks.door_bare:app", {}) as their_port,
        tempfile.TemporaryDirectory(prefix="quizzler-bench-nginx-") as folder,
    ):
        os.chmod(folder, 0o755)  # nginx serves as somebody without rights if root has started it
        rooms = Rooms(our_port, server.url(database=database), 1).make(rounds + 1)
        for number, room in enumerate(rooms):
            for port, figure in ((their_port, bare), (our_port, quizzler)):
                with nginx.in_front((port, port), ADDRESS, free_port(), Path(folder)) as url:
                    took = asyncio.run(
                        everybody_joins(int(url.rpartition(":")[2]), room["code"], f"127.0.1.{number + 1}")
                    )
                if number > 0:  # the first round warms both up
                    figure.rounds.append(took)
    caption = f"{JOINING} phones at once, all with one address, through the nginx of deployment/"
    return Comparison("A class joins", "ms until all have a seat", [bare, quizzler], caption)


def environment(server: EmbeddedPostgres, database: str) -> dict[str, str]:
    """The settings of a Quizzler behind a proxy on this machine."""
    return {
        "DATABASE_URL": server.url("authenticator", database),
        "MIGRATION_DATABASE_URL": server.url(database=database),
        "JWT_SECRET_KEY": "benchmark-0123456789abcdefghijklmnopqrstuvwxyz",
        "TRUSTED_PROXIES": "127.0.0.1",
    }


async def everybody_joins(port: int, room: str, address: str) -> float:
    """Join on all phones of this address. Returns the milliseconds until the last one has its seat."""
    started = time.perf_counter()
    writers = await asyncio.gather(
        *(join(port, room, f"Player {number}", address) for number in range(JOINING))
    )
    took = (time.perf_counter() - started) * 1000
    for writer in writers:
        writer.close()
    return took


async def join(port: int, room: str, nickname: str, address: str) -> asyncio.StreamWriter:
    """Open the page and ask for the room's title, then take a seat: the open WebSocket of it.

    Raises RuntimeError if anything is refused.
    """
    reader, writer = await asyncio.open_connection(ADDRESS, port, local_addr=(address, 0))
    await whole_page(reader, writer)
    await got(reader, writer, f"/realtime/rooms/validate/{room}", "identity")
    writer.close()
    reader, writer = await asyncio.open_connection(ADDRESS, port, local_addr=(address, 0))
    path = f"/realtime/ws/player/{room}?username={nickname.replace(' ', '%20')}"
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    first = await frame(reader) if head.startswith(b"HTTP/1.1 101") else head
    if b'"type":"welcome"' not in first.replace(b" ", b""):
        raise RuntimeError(first.decode())
    return writer


async def frame(reader: asyncio.StreamReader) -> bytes:
    """What the next frame of a WebSocket has, if it has less than 64 KiB."""
    _, length = await reader.readexactly(2)
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2), "big")
    return await reader.readexactly(length)


async def class_of(port: int) -> float:
    """Open the page on all phones, and return after how many milliseconds the last one has it."""
    started = time.perf_counter()
    await asyncio.gather(*(phone(port, WITHIN_S * number / PHONES) for number in range(PHONES)))
    return (time.perf_counter() - started) * 1000


async def phone(port: int, after: float) -> None:
    """Open the page after so many seconds, and all that it consists of."""
    await asyncio.sleep(after)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await whole_page(reader, writer)
    writer.close()


async def whole_page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Load the player's page, its script and its style."""
    page = await got(reader, writer, "/play", "identity")
    for part in re.findall(rb'(?:src|href)="(static/built/[^"]+)"', page):
        await got(reader, writer, f"/{part.decode()}", "gzip")


async def got(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, encoding: str) -> bytes:
    """The body of one response."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
    return await reader.readexactly(int(length))
