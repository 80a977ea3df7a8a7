"""A game in play while a class comes: how long its messages take meanwhile."""

import asyncio
import json
import subprocess
import sys
import time

from websockets.asyncio.client import connect

from app.database.embedded import EmbeddedPostgres
from benchmarks.door import PHONES, WITHIN_S, environment
from benchmarks.live import Rooms
from benchmarks.measure import Comparison, Figure, uvicorn_process

PAUSE_S = 0.01
COMES = "import asyncio, sys; from benchmarks.door import class_of; asyncio.run(class_of(int(sys.argv[1])))"


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """The 95th percentile of a player's pings, in ms: at rest, and while a class comes."""
    rest, crowd = Figure("nobody comes"), Figure(f"{PHONES} phones open the page meanwhile")
    with uvicorn_process("app.main:app", environment(server, database)) as port:
        room = Rooms(port, server.url(database=database), 1).make(1)[0]["code"]
        for number in range(rounds + 1):
            quiet = asyncio.run(pings(port, room, f"Ada {number}", WITHIN_S))
            with subprocess.Popen([sys.executable, "-c", COMES, str(port)]) as coming:
                loud = asyncio.run(pings(port, room, f"Bob {number}", WITHIN_S, coming))
            if number > 0:  # the first round warms both up
                rest.rounds.append(quiet)
                crowd.rounds.append(loud)
    return Comparison(
        "A game in play", "ms of a ping, p95", [rest, crowd], "one app process; a ping each 10 ms"
    )


async def pings(
    port: int, room: str, nickname: str, seconds: float, during: subprocess.Popen[bytes] | None = None
) -> float:
    """Ping for so many seconds, or until this process has ended. Returns the 95th percentile in ms."""
    took: list[float] = []
    address = f"ws://127.0.0.1:{port}/realtime/ws/player/{room}?username={nickname.replace(' ', '%20')}"
    async with connect(address) as socket:
        await socket.recv()
        end = time.perf_counter() + seconds
        while during.poll() is None if during else time.perf_counter() < end:
            sent = time.perf_counter()
            await socket.send('{"type":"ping"}')
            while json.loads(await socket.recv())["type"] != "pong":
                pass
            took.append((time.perf_counter() - sent) * 1000)
            await asyncio.sleep(PAUSE_S)
    return sorted(took)[int(len(took) * 0.95)]
