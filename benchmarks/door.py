"""A class at the door: 500 phones open the player's page within half a second, beside a bare server."""

import asyncio
import re
import time

from app.database.embedded import EmbeddedPostgres
from benchmarks.measure import Comparison, Figure, uvicorn_process

PHONES = 500
WITHIN_S = 0.5


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Milliseconds until all phones have the page, its script and its style. One uvicorn process each."""
    bare = Figure("bare ASGI app: the same bytes from a dictionary")
    quizzler = Figure("Quizzler: GET /play, its script and its style")
    ours = {
        "DATABASE_URL": server.url("authenticator", database),
        "MIGRATION_DATABASE_URL": server.url(database=database),
        "JWT_SECRET_KEY": "benchmark-0123456789abcdefghijklmnopqrstuvwxyz",
    }
    with (
        uvicorn_process("app.main:app", ours) as our_port,
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


async def class_of(port: int) -> float:
    """Open the page on all phones, and return after how many milliseconds the last one has it."""
    started = time.perf_counter()
    await asyncio.gather(*(phone(port, WITHIN_S * number / PHONES) for number in range(PHONES)))
    return (time.perf_counter() - started) * 1000


async def phone(port: int, after: float) -> None:
    """Open the page after so many seconds, and all that it consists of."""
    await asyncio.sleep(after)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    page = await got(reader, writer, "/play", "identity")
    for part in re.findall(rb'(?:src|href)="(static/built/[^"]+)"', page):
        await got(reader, writer, f"/{part.decode()}", "gzip")
    writer.close()


async def got(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, encoding: str) -> bytes:
    """The body of one response."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
    return await reader.readexactly(int(length))
