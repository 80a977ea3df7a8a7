"""uvicorn's WebSockets with a short way in and out: `uvicorn --ws app.http.websocket_protocol:LiveProtocol`.

It offers, as the extension `quizzler.wire` of the ASGI scope, a `Wire` to the socket. A message is framed
once for all the clients that receive it, and the frame is written to each transport as it is. Texts from a
client are passed to a function as they arrive. RFC 6455 stays with the library: its parser reads everything
but plain whole text frames. On a server without the extension, live rooms use ASGI's `send` and `receive`.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import State

try:
    from websockets.speedups import apply_mask
except ImportError:  # websockets was installed without its C extension
    from websockets.utils import apply_mask

LIVE_PROTOCOL = "app.http.websocket_protocol:LiveProtocol"  # as uvicorn's option `ws`
EXTENSION = "quizzler.wire"

FINAL_TEXT = 0x81
CONTROL = (0x89, 0x8A)  # ping, pong
MASKED = 0x80
SMALL = 126  # a smaller size is the second byte itself; this value says that two more bytes have the size


class Outlet(Protocol):
    """The sender that writes to a wire."""

    write_now: Callable[[bytes], None] | None  # takes whole frames


class Wire(Protocol):
    """The short way to a WebSocket, if the server offers it."""

    def open(self, outlet: Outlet) -> None:
        """Set `outlet.write_now` unless the client is behind or gone, and unset it as soon as it is."""

    def guard(self, admits: Callable[[], bool]) -> None:
        """Ask `admits`, which must not raise, about each ping and each part of a message after its first."""

    def listen(self, on_text: Callable[[str], None]) -> None:
        """Pass each later text to `on_text`, which must not raise; `receive` returns everything else."""


def wire_of(scope: Any) -> Wire | None:
    """The wire of this connection, if its server offers one."""
    offered = (scope.get("extensions") or {}).get(EXTENSION)
    return cast(Wire, offered["wire"]) if offered else None


def framed(payload: bytes) -> bytes:
    """A text message as one frame from a server (RFC 6455, section 5.2)."""
    size = len(payload)
    if size < SMALL:
        return bytes((FINAL_TEXT, size)) + payload
    if size < 65_536:
        return bytes((FINAL_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL_TEXT, 127)) + size.to_bytes(8, "big") + payload


class _Inbox:
    """Replaces uvicorn's asyncio.Queue, which takes 3,000 bytes per connection."""

    __slots__ = ("_items", "_waiter")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None

    def put_nowait(self, item: Any) -> None:
        self._items.append(item)
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> Any:
        while not self._items:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._items.pop(0)

    def empty(self) -> bool:
        return not self._items

    def take_all(self) -> list[Any]:
        items, self._items = self._items, []
        return items


class _Gate:
    """Replaces uvicorn's asyncio.Event, which has a queue of waiters even while nobody waits."""

    __slots__ = ("_open", "_waiters")

    def __init__(self) -> None:
        self._open = True
        self._waiters: list[asyncio.Future[None]] | None = None

    def is_set(self) -> bool:
        return self._open

    def clear(self) -> None:
        self._open = False

    def set(self) -> None:
        self._open = True
        for waiter in self._waiters or ():
            if not waiter.done():
                waiter.set_result(None)
        self._waiters = None

    async def wait(self) -> None:
        while not self._open:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters = [*(self._waiters or ()), waiter]
            await waiter


class LiveProtocol(WebSocketsSansIOProtocol):
    """One WebSocket connection, with a `Wire` in its scope."""

    _on_text: Callable[[str], None] | None = None
    _admits: Callable[[], bool] | None = None
    _outlet: Outlet | None = None
    _plain = True  # all reads so far were whole frames, so the library's parser is between two frames

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.queue: _Inbox = _Inbox()  # type: ignore[assignment]
        self.writable: _Gate = _Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        """Offer the wire once the handshake has succeeded."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions = cast(dict[str, Any], self.scope["extensions"])
            extensions[EXTENSION] = {"wire": self}

    def connection_lost(self, exc: Exception | None) -> None:
        """Also drop the references that would keep this object alive in a cycle."""
        super().connection_lost(exc)
        self._shut()
        self._outlet = self._on_text = self._admits = None
        if self.handshake_initiated and hasattr(self, "scope"):
            cast(dict[str, Any], self.scope["extensions"]).pop(EXTENSION, None)

    def open(self, outlet: Outlet) -> None:
        """See Wire."""
        self._outlet = outlet
        if not (self.close_sent or self.disconnected) and self.writable.is_set():
            outlet.write_now = self.transport.write

    def pause_writing(self) -> None:
        """Stop direct writes: the transport has buffered too much."""
        super().pause_writing()
        self._shut()

    def shutdown(self) -> None:
        """Stop direct writes: the server is stopping.

        A connection that is closing already is only ended: the library sends no second close frame.
        """
        self._shut()
        if self.handshake_complete and not self.close_sent and self.conn.state is not State.OPEN:
            self.stop_keepalive()
            self.transport.close()
            return
        super().shutdown()

    def keepalive_timeout(self) -> None:
        """Stop direct writes: the client did not reply to a ping."""
        self._shut()
        super().keepalive_timeout()

    def guard(self, admits: Callable[[], bool]) -> None:
        """See Wire."""
        self._admits = admits

    def handle_ping(self) -> None:
        """Send the pong, unless there were too many pings: then take it out of the library and drop it."""
        if self._admits is None or self._admits():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def handle_cont(self, event: Frame) -> None:
        """Count each part of a message: empty parts never reach the limit of its size."""
        if self._admits:
            self._admits()
        super().handle_cont(event)

    def handle_close(self, event: Frame) -> None:
        """Stop direct writes: the client has closed the connection."""
        self._shut()
        super().handle_close(event)

    def handle_parser_exception(self) -> None:
        """Stop direct writes: the client broke the protocol, and nothing may follow the close frame."""
        self._shut()
        super().handle_parser_exception()

    def _shut(self) -> None:
        if self._outlet:
            self._outlet.write_now = None

    def listen(self, on_text: Callable[[str], None]) -> None:
        """See Wire."""
        self._on_text = on_text
        for event in self.queue.take_all():
            if event.get("text") is not None:
                on_text(event["text"])
            else:
                self.queue.put_nowait(event)
        self._forget_the_handshake()
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Read plain whole text frames here once `listen` was called; the library reads everything else."""
        if self._plain and self.handshake_initiated:
            texts = plain_texts(data, self.config.ws_max_size)
            if texts is None:
                self._plain = is_control(data)
            elif self._on_text and not self.close_sent:
                for text in texts:
                    self._pass_on(text)
                return
        super().data_received(data)

    def _forget_the_handshake(self) -> None:
        """Drop its headers, which take 4,000 bytes a connection and are not read again."""
        self.request = self.response = cast(Any, None)
        cast(dict[str, Any], self.scope)["headers"] = []

    def _pass_on(self, text: str) -> None:
        if self._on_text and not self.close_sent:
            self._on_text(text)

    def send_receive_event_to_app(self) -> None:
        """Pass on the texts that the library has read in the same way as the others."""
        if self.curr_msg_data_type != "text" or self.close_sent:
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        if self._on_text is None:
            if self._decoded(data) is not None:
                super().send_receive_event_to_app()
            return
        self.frames = []
        text = self._decoded(data)
        if text is not None:
            self._pass_on(text)

    def _decoded(self, data: Any) -> str | None:
        """The text of a message, or None where it is not UTF-8: then the connection is closed with 1007."""
        try:
            return bytes(data).decode()
        except UnicodeDecodeError:
            self.conn.send_close(1007)
            self.handle_parser_exception()
            return None


def is_control(data: bytes) -> bool:
    """Whether a read is one whole ping or pong, after which the library's parser is between two frames."""
    return len(data) >= 6 and data[0] in CONTROL and len(data) == 6 + data[1] - MASKED


def plain_texts(data: bytes, max_size: int) -> list[str] | None:
    """The texts of a read that is nothing but whole, unfragmented, valid text frames; else None."""
    texts = []
    at, end = 0, len(data)
    while at < end:
        if end - at < 6 or data[at] != FINAL_TEXT:
            return None
        size, start = data[at + 1] - MASKED, at + 6
        if size == SMALL:
            if end - at < 8:
                return None
            size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            if size < SMALL:
                return None
        elif not 0 <= size < SMALL:
            return None
        at = start + size
        if at > end or size > max_size:
            return None
        try:
            texts.append(apply_mask(data[start:at], data[start - 4 : start]).decode())
        except UnicodeDecodeError:
            return None
    return texts
