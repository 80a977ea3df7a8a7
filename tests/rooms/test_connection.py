"""A client that does not read is disconnected, and no other client notices."""

import asyncio
import json
import socket
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.http11 import Request

from app.background import Background
from app.http.websocket_protocol import LiveProtocol
from app.rooms.connection import Connection, Frame
from app.rooms.metrics import Metrics
from app.rooms.protocol import Pong
from client import Watcher
from tests.fixtures import serving
from tests.rooms.conftest import Quizmaster, table_at
from tests.waiting import limited


class Wire:
    """The server's side of a WebSocket: takes what is sent, and can be made to wait."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.closed = asyncio.Event()

    async def send(self, message: Any) -> None:
        await self.open.wait()
        self.sent.append(message)
        if message["type"] == "websocket.close":
            self.closed.set()

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent if "text" in message]


def connection_over(wire: Wire, queue_bytes: int = 1000) -> Connection:
    return Connection(wire.send, queue_bytes, Metrics(), Background())


async def test_a_frame_that_the_server_takes_at_once_needs_no_task() -> None:
    wire = Wire()
    connection = connection_over(wire)
    before = len(asyncio.all_tasks())
    connection.send(Frame(b"one"))
    assert (wire.texts, len(asyncio.all_tasks())) == (["one"], before)


async def test_frames_that_had_to_wait_are_sent_in_order() -> None:
    wire = Wire()
    connection = connection_over(wire)
    wire.open.clear()
    for text in ("one", "two", "three"):
        connection.send(Frame(text.encode()))
    assert wire.texts == []
    connection.close(1000, "left")
    connection.send(Frame(b"never"))
    wire.open.set()
    await wire.closed.wait()
    assert wire.texts == ["one", "two", "three"]
    assert wire.sent[-1] == {"type": "websocket.close", "code": 1000, "reason": "left"}


async def test_a_client_with_too_long_a_queue_is_disconnected() -> None:
    wire = Wire()
    connection = connection_over(wire, queue_bytes=100)
    wire.open.clear()
    for _ in range(20):
        connection.send(Frame(b"x" * 10))
    assert connection.closing
    wire.open.set()
    await wire.closed.wait()
    assert wire.sent[-1] == {"type": "websocket.close", "code": 4008, "reason": "too_slow"}
    assert len(wire.texts) <= 1


async def test_sending_to_a_client_that_is_lost_raises_nothing() -> None:
    async def lost(message: Any) -> None:
        raise ConnectionResetError

    connection = Connection(lost, 1000, Metrics(), Background())
    connection.send(Frame(b"one"))
    connection.send_message(Pong())
    assert connection.closing


async def test_a_client_that_stops_reading_is_disconnected_and_the_room_plays_on(
    quizmaster: Quizmaster,
) -> None:
    """A client asks for a megabyte of pongs and reads none; the others notice nothing."""
    room = quizmaster.room()
    async with (
        serving(quizmaster.sql.connection, send_queue_bytes=4096, frame_burst=1_000_000) as server,
        table_at(server, quizmaster) as table,
    ):
        host = await table.host(room)
        ada = await table.player(room, "Ada")
        relay = server.app.state.live
        with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))) as plain:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plain.setblocking(False)
            async with connect(
                f"{server.ws_url}/realtime/ws/player/{room}?username=slow", sock=plain, max_queue=1,
                ping_interval=None, close_timeout=0,
            ) as slow:  # fmt: skip
                await asyncio.wait_for(flood(slow, relay), 30)
        opened = await host.start()
        await ada.answer(opened.number, [opened.choices[0].id])
        assert (await host.end()).leaderboard[0].nickname == "Ada"


async def test_a_server_that_stops_ends_connections_that_are_closing_already(
    quizmaster: Quizmaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as that of a client which sent a close frame and does not read the answer."""
    made: list[LiveProtocol] = []
    connect_as_ever = LiveProtocol.handle_connect

    def handle_connect(self: LiveProtocol, event: Request) -> None:
        made.append(self)
        connect_as_ever(self, event)

    monkeypatch.setattr(LiveProtocol, "handle_connect", handle_connect)
    room = quizmaster.room()
    async with serving(quizmaster.sql.connection) as server:
        watcher = await Watcher.watch(server.url, room, comes_back=False)
        made[0].conn.send_close(1000)
    async with limited():
        await watcher.disconnect()
    assert watcher.ended is not None


async def flood(slow: Any, relay: Any) -> None:
    """Ask for pongs with long ids, and read none, until the server disconnects."""
    frame = json.dumps({"type": "ping", "id": "x" * 100})
    while relay.metrics.errors == 0:
        await slow.send(frame)
