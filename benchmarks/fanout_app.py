"""The app of `benchmarks.fanout`: sockets that only receive, and a broadcast by the code of live rooms."""

import asyncio
import json
import time
from typing import Any

from app.background import Background
from app.http.websocket_protocol import wire_of
from app.rooms.connection import Connection, Frame, broadcast
from app.rooms.metrics import Metrics

connections: set[Connection] = set()
metrics, background = Metrics(), Background()


async def app(scope: Any, receive: Any, send: Any) -> None:
    """WebSockets are kept open. `GET /ROUNDS/BYTES` broadcasts to them and returns the time that it took."""
    if scope["type"] == "websocket":
        await _listen(scope, receive, send)
    elif scope["type"] == "http":
        rounds, size = map(int, scope["path"].split("/")[1:])
        body = json.dumps(await _broadcast(rounds, size)).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _listen(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    connection = Connection(send, 1_000_000, metrics, background, wire_of(scope))
    connections.add(connection)
    while (await receive())["type"] != "websocket.disconnect":
        pass
    connections.discard(connection)
    connection.ended()


async def _broadcast(rounds: int, size: int) -> dict[str, float]:
    cpu = took = 0.0
    for _ in range(rounds):
        cpu_before, before = time.process_time(), time.perf_counter()
        broadcast(Frame(b"x" * size), connections)
        await asyncio.sleep(0)  # transports write at the end of a turn of the event loop
        await asyncio.sleep(0)
        cpu += time.process_time() - cpu_before
        took += time.perf_counter() - before
        await asyncio.sleep(0.05)
    return {"connections": len(connections), "cpu_s": cpu, "took_s": took}
