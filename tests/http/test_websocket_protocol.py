"""The short way in and out of a WebSocket: the same messages as without it, and RFC 6455 kept."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.frames import Frame as LibraryFrame
from websockets.frames import Opcode

from app.background import Background
from app.http.websocket_protocol import LIVE_PROTOCOL, Wire, framed, is_control, plain_texts, wire_of
from app.rooms.connection import Connection, Frame
from app.rooms.metrics import Metrics
from tests.waiting import until

SIZES = (0, 1, 125, 126, 65_535, 65_536)
SERVERS = (LIVE_PROTOCOL, "websockets-sansio", "websockets")


def from_client(payload: bytes, opcode: Opcode = Opcode.TEXT, *, fin: bool = True) -> bytes:
    return LibraryFrame(opcode, payload, fin=fin).serialize(mask=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_message_is_framed_as_the_library_frames_it(size: int) -> None:
    payload = b"x" * size
    assert framed(payload) == LibraryFrame(Opcode.TEXT, payload).serialize(mask=False)


@pytest.mark.parametrize("size", SIZES[:-1])
def test_a_whole_text_frame_is_read_as_it_was_sent(size: int) -> None:
    text = "".join(random.choices("aé", k=size // 2))
    assert plain_texts(from_client(text.encode()), 1_000_000) == [text]


def test_frames_that_arrive_together_are_read_in_order() -> None:
    assert plain_texts(from_client(b"one") + from_client(b"") + from_client(b"three"), 1_000_000) == [
        "one",
        "",
        "three",
    ]


WHOLE = from_client(b'{"type":"ping"}')
NOT_PLAIN = {
    "a part of a frame": WHOLE[:-1],
    "a part of a head": WHOLE[:3],
    "a frame and a half": WHOLE + WHOLE[:4],
    "the beginning of a message in pieces": from_client(b"one", fin=False),
    "the end of a message in pieces": from_client(b"one", Opcode.CONT),
    "binary": from_client(b"one", Opcode.BINARY),
    "a ping": from_client(b"one", Opcode.PING),
    "a close": from_client(b"\x03\xe8", Opcode.CLOSE),
    "not masked": LibraryFrame(Opcode.TEXT, b"three by three").serialize(mask=False),
    "a reserved bit": bytes((WHOLE[0] | 0x40,)) + WHOLE[1:],
    "larger than allowed": from_client(b"x" * 2001),
    "a size of eight bytes": from_client(b"x" * 70_000),
    "a size written longer than it is": bytes((0x81, 0xFE, 0, 3)) + bytes(4) + b"one",
    "not UTF-8": from_client(b"\xff\xfe"),
    "a text and a ping": WHOLE + from_client(b"", Opcode.PING),
}


@pytest.mark.parametrize("read", NOT_PLAIN)
def test_only_the_library_reads_frames_that_are_not_plain(read: str) -> None:
    assert plain_texts(NOT_PLAIN[read], 2000) is None


def test_no_bytes_make_the_reader_fail() -> None:
    generator = random.Random(6455)
    for _ in range(5000):
        data = bytearray(from_client(os.urandom(generator.randrange(200))) * generator.randrange(1, 3))
        data[generator.randrange(len(data))] = generator.randrange(256)
        plain_texts(bytes(data[: generator.randrange(1, len(data) + 1)]), 1000)
        is_control(bytes(data[: generator.randrange(1, len(data) + 1)]))


class Echo:
    """An ASGI app that sends each text back, by the wire if there is one, and keeps what it received."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.wires: list[Wire | None] = []
        self.disconnected = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        wire = wire_of(scope)
        self.wires.append(wire)
        await receive()
        await send({"type": "websocket.accept"})
        connection = Connection(send, 100_000_000, Metrics(), Background(), wire)

        def on_text(text: str) -> None:
            self.received.append(text)
            connection.send(Frame(text.encode()))

        if wire:
            wire.listen(on_text)
        while (event := await receive())["type"] != "websocket.disconnect":
            if event.get("text") is not None:
                on_text(event["text"])
        connection.ended()
        self.disconnected.set()


@asynccontextmanager
async def echoing(ws: str = LIVE_PROTOCOL, **options: Any) -> AsyncIterator[tuple[Echo, int]]:
    app = Echo()
    config = uvicorn.Config(app, port=0, log_level="error", ws=ws, lifespan="off", **options)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    await until(lambda: server.started)
    try:
        yield app, server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


class Raw:
    """A client on a plain socket, for which the test chooses the bytes."""

    @classmethod
    async def connect(cls, port: int) -> "Raw":
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.writer.write(
            b"GET / HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        await self.reader.readuntil(b"\r\n\r\n")
        return self

    async def frame(self) -> tuple[int, bytes]:
        head = await self.reader.readexactly(2)
        size = head[1]
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8), "big")
        return head[0] & 15, await self.reader.readexactly(size)

    async def texts(self, count: int) -> list[str]:
        return [(await self.frame())[1].decode() for _ in range(count)]


@pytest.mark.parametrize("seed", range(6))
async def test_the_same_messages_come_back_however_the_bytes_are_split(seed: int) -> None:
    generator = random.Random(seed)
    texts = [
        "".join(generator.choices("aé€😀", k=generator.choice((0, 3, 60, 200, 30_000)))) for _ in range(20)
    ]
    stream = b""
    for text in texts:
        payload, at = text.encode(), generator.randrange(len(text.encode()) + 1)
        if generator.random() < 0.2:
            stream += from_client(payload[:at], fin=False)
            stream += from_client(b"between", Opcode.PING) + from_client(payload[at:], Opcode.CONT)
        else:
            stream += from_client(payload)
    async with echoing() as (app, port):
        client = await Raw.connect(port)
        cuts = sorted(generator.sample(range(len(stream)), 30))
        for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
            client.writer.write(stream[begin:end])
            await client.writer.drain()
            await asyncio.sleep(0)
        received: list[str] = []
        while len(received) < len(texts):
            opcode, payload = await client.frame()
            if opcode == Opcode.TEXT:
                received.append(payload.decode())
        client.writer.close()
    assert (received, app.received) == (texts, texts)


BREACHES = {
    "not UTF-8": (from_client(b"\xff"), 1007),
    "too large": (from_client(b"x" * 5000), 1009),
    "an unknown opcode": (bytes((0x83, 0x80, 0, 0, 0, 0)), 1002),
    "not masked": (LibraryFrame(Opcode.TEXT, b"one").serialize(mask=False), 1002),
}


@pytest.mark.parametrize("breach", BREACHES)
async def test_a_breach_of_the_protocol_closes_with_its_code(breach: str) -> None:
    sent, code = BREACHES[breach]
    async with echoing(ws_max_size=4096) as (app, port):
        client = await Raw.connect(port)
        client.writer.write(from_client(b"one"))
        assert await client.texts(1) == ["one"]
        client.writer.write(sent)
        opcode, payload = await client.frame()
        client.writer.close()
        await app.disconnected.wait()
    assert (opcode, int.from_bytes(payload[:2], "big"), app.received) == (Opcode.CLOSE, code, ["one"])


async def test_a_ping_between_texts_gets_a_pong_and_changes_no_text() -> None:
    async with echoing() as (app, port):
        client = await Raw.connect(port)
        for sent in (from_client(b"one"), from_client(b"still there", Opcode.PING), from_client(b"two")):
            client.writer.write(sent)
            await asyncio.sleep(0.01)
        frames = [await client.frame() for _ in range(3)]
        client.writer.close()
    assert frames == [(Opcode.TEXT, b"one"), (Opcode.PONG, b"still there"), (Opcode.TEXT, b"two")]
    assert app.received == ["one", "two"]


class Outlet:
    write_now: Callable[[bytes], None] | None = None


async def test_direct_writes_to_a_client_that_is_behind_resume_only_when_it_has_caught_up() -> None:
    async with echoing() as (app, port):
        client, outlet = await Raw.connect(port), Outlet()
        wire = app.wires[0]
        assert wire is not None
        written = 0
        wire.open(outlet)
        while outlet.write_now:
            outlet.write_now(framed(b"x" * 60_000))
            written += 1
            await asyncio.sleep(0)
        wire.open(outlet)
        still_behind = outlet.write_now is None
        assert [len(text) for text in await client.texts(written)] == [60_000] * written
        while not outlet.write_now:
            wire.open(outlet)
            await asyncio.sleep(0.001)
        outlet.write_now(framed(b"z"))
        assert (still_behind, await client.texts(1)) == (True, ["z"])
        client.writer.close()


async def test_frames_to_a_client_that_is_behind_arrive_in_order() -> None:
    async with echoing() as (_, port):
        client = await Raw.connect(port)
        sent = [f"{number}:" + "x" * 50_000 for number in range(300)]
        for text in sent:
            client.writer.write(from_client(text.encode()))
            await asyncio.sleep(0)
        assert await client.texts(len(sent)) == sent
        client.writer.close()


async def test_a_client_that_is_gone_gets_no_direct_writes() -> None:
    async with echoing() as (app, port):
        client, outlet = await Raw.connect(port), Outlet()
        wire = app.wires[0]
        assert wire is not None
        wire.open(outlet)
        open_before = outlet.write_now is not None
        client.writer.close()
        await app.disconnected.wait()
        open_after = outlet.write_now is not None
        wire.open(outlet)
        assert (open_before, open_after, outlet.write_now) == (True, False, None)
