"""The sending side of a WebSocket, which is disconnected when its client stops reading."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterable, MutableMapping
from enum import Enum
from typing import Any

import msgspec

from app.background import Background
from app.http.websocket_protocol import Wire, framed
from app.rooms import protocol
from app.rooms.metrics import Metrics

Event = MutableMapping[str, Any]
Send = Callable[[Event], Awaitable[None]]

CLOSE_TIMEOUT_S = 5.0  # a client that has not read the close frame by then is disconnected


class Role(Enum):
    """What a connection is in its room; the values are those of addresses and of the database."""

    HOST = "host"
    PLAYER = "player"
    PROJECTOR = "projector"  # sees what everybody sees
    SPECTATOR = "spectator"  # the same on a phone, where a question's text may be hidden


class Frame:
    """A message, serialised once and framed once for all connections that it goes to."""

    __slots__ = ("_event", "_framed", "payload")

    def __init__(self, payload: bytes) -> None:
        """`payload`: the text of the message in UTF-8."""
        self.payload = payload
        self._event: Event | None = None
        self._framed: bytes | None = None

    @classmethod
    def of(cls, message: protocol.ServerMessage) -> "Frame":
        """The frame of a message of the protocol."""
        return cls(msgspec.json.encode(message))

    @property
    def size(self) -> int:
        """Bytes of the message's text."""
        return len(self.payload)

    @property
    def event(self) -> Event:
        """The message as ASGI's `send` takes it."""
        if self._event is None:
            self._event = {"type": "websocket.send", "text": self.payload.decode()}
        return self._event

    @property
    def framed(self) -> bytes:
        """The message as a wire takes it, with the header of the frame."""
        if self._framed is None:
            self._framed = framed(self.payload)
        return self._framed


class _Close(Frame):
    """The last frame of a connection."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(b"")
        self._event = {"type": "websocket.close", "code": code, "reason": reason}


class Connection:
    """The sending side of a WebSocket.

    Nearly always the server takes a frame without waiting: then there is no task and no queue, and a server
    with a wire receives the frame with its header. If the server has to wait, a writer task takes over, and
    later frames queue up to `queue_bytes`; beyond that the client is disconnected with 4008. No other client
    waits for it.
    """

    __slots__ = (
        "_background", "_close_timer", "_metrics", "_queue", "_queue_bytes", "_queued", "_send", "_task",
        "_wire", "_writer", "closing", "commanding", "number", "seq", "user_id", "waiting_answers",
        "write_now",
    )  # fmt: skip

    def __init__(
        self, send: Send, queue_bytes: int, metrics: Metrics, background: Background, wire: Wire | None = None
    ) -> None:
        """Call it in the task that reads this WebSocket: it is cancelled if the client stops reading."""
        self._send = send
        self._wire = wire
        self.write_now: Callable[[bytes], None] | None = None  # set while a wire takes frames at once
        self._queue_bytes = queue_bytes
        self._metrics = metrics
        self._background = background
        self._queue: list[Frame] = []  # a deque would take 600 bytes, and it is nearly always empty
        self._queued = 0
        self._writer: asyncio.Task[None] | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        self._task = asyncio.current_task()
        self.closing = False
        self.number = 0  # which of its player's connections this is, as the database counts them
        self.seq = 0  # of the newest room event that this client has
        self.waiting_answers = 0  # how many the intake holds
        self.user_id: str | None = None  # of a host
        self.commanding = False  # whether a host's command is being carried out

    def send_message(self, message: protocol.ServerMessage) -> None:
        """Send a message to this client alone."""
        self.send(Frame.of(message))

    def send(self, frame: Frame) -> None:
        """Send a frame; never waits, never raises."""
        if self.closing:
            return
        self._metrics.messages_sent += 1
        if self._writer is None:
            if self.write_now is None and self._wire:
                self._wire.open(self)
            if self.write_now:
                self.write_now(frame.framed)
            else:
                self._hand_over(frame)
            return
        self._queue.append(frame)
        self._queued += frame.size
        if self._queued > self._queue_bytes:
            self._metrics.errors += 1
            self._queue.clear()
            self.close(protocol.CLOSE_TOO_SLOW, "too_slow")

    def close(self, code: int, reason: str) -> None:
        """Close once the queued frames are sent; frames that are sent later are dropped."""
        if self.closing:
            return
        self.closing = True
        self.write_now = self._wire = None
        self._close_timer = asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._give_up)
        last = _Close(code, reason)
        if self._writer is None:
            self._hand_over(last)
        else:
            self._queue.append(last)

    def ended(self) -> None:
        """Release what belongs to the WebSocket, which has ended."""
        self.closing = True
        self._queue.clear()
        self.write_now = self._wire = None
        if self._close_timer:
            self._close_timer.cancel()
        if self._writer:
            self._writer.cancel()
        self._task = None

    def _hand_over(self, frame: Frame) -> None:
        sending = self._send(frame.event).__await__()
        try:
            waiting_for = next(sending)
        except StopIteration:
            return
        except Exception:
            self._lost()
            return
        self._writer = self._background.spawn(self._write(_Rest(sending, waiting_for)))

    async def _write(self, rest: "_Rest") -> None:
        try:
            await rest
            while self._queue:
                frame = self._queue.pop(0)
                self._queued -= frame.size
                await self._send(frame.event)
        except Exception:
            self._lost()
        finally:
            self._writer = None

    def _lost(self) -> None:
        """Stop sending: the server has lost the client. The reading side receives a disconnect and ends."""
        self.closing = True
        self.write_now = self._wire = None
        self._queue.clear()

    def _give_up(self) -> None:
        """Stop waiting for a client that does not read even the close frame.

        When the task ends, the server closes the socket.
        """
        if self._writer:
            self._writer.cancel()
        if self._task:
            self._task.cancel()


def broadcast(frame: Frame, connections: Iterable[Connection]) -> None:
    """Send one message to many connections; for clients that are behind, it joins the queue."""
    framed, at_once, connection = frame.framed, 0, None
    for connection in connections:
        # With thousands of connections each object touched costs time: here the connection and its transport.
        if write_now := connection.write_now:
            write_now(framed)
            at_once += 1
        else:
            connection.send(frame)
    if connection:
        connection._metrics.messages_sent += at_once


class _Rest:
    """The rest of a `send` that was begun by hand and now waits for something."""

    def __init__(self, begun: Generator[Any, Any, None], waiting_for: Any) -> None:
        self._begun = begun
        self._waiting_for = waiting_for

    def __await__(self) -> Generator[Any, Any, None]:
        try:
            yield self._waiting_for
        except BaseException:
            self._begun.close()
            raise
        yield from self._begun
