"""A connection of the client, which is restored when it is lost, and the messages that came over it."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from app.rooms import protocol
from app.rooms.protocol import AnyServerMessage, Error

TIMEOUT_S = 30.0
KEPT = 1000  # how many messages are kept for `wait_for`; beyond it, the oldest are dropped
RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0)
GONE = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError)
COME_BACK = frozenset({1001, 1005, 1006, 1011, protocol.CLOSE_RESTART, protocol.CLOSE_TOO_SLOW, 4503})

Awaited = TypeVar("Awaited", bound=AnyServerMessage)

_messages: msgspec.json.Decoder[AnyServerMessage] = msgspec.json.Decoder(AnyServerMessage)


class Refused(Exception):
    """The server refused the connection or a command; `code` is stable."""

    def __init__(self, code: str, message: str, close_code: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.close_code = close_code


class Disconnected(Exception):
    """The connection has ended for good; `code` and `reason` are those of the close frame."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}".strip())
        self.code = code
        self.reason = reason


class Connection:
    """What hosts, players and watchers have in common."""

    welcome: protocol.Welcome

    def __init__(self, url: str, path: str, *, comes_back: bool = True, kept: int = KEPT) -> None:
        """`comes_back`: restore a lost connection. `kept`: how many messages are kept for `wait_for`."""
        self.messages: deque[AnyServerMessage] = deque(maxlen=kept)  # that nobody has waited for yet
        self.seq: int | None = None  # of the newest event seen
        self.ended: Disconnected | None = None
        self._ids = count(1)
        self.on_message: Callable[[AnyServerMessage], None] | None = None
        self._url = url.rstrip("/").replace("http", "ws", 1) + path
        self._comes_back = comes_back
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    async def wait_for(
        self,
        kind: type[Awaited],
        matching: Callable[[Awaited], bool] = lambda message: True,
        timeout_s: float = TIMEOUT_S,
    ) -> Awaited:
        """Take the next message of this kind that matches out of `messages`, or wait for it.

        Raises TimeoutError and Disconnected.
        """
        async with asyncio.timeout(timeout_s), self._news:
            while (found := self._take(kind, matching)) is None:
                if self.ended:
                    raise self.ended
                await self._news.wait()
            return found

    async def ping(self) -> None:
        """Return when the server has replied. Raises as `send` and `wait_for` do."""
        await self.send(protocol.Ping())
        await self.wait_for(protocol.Pong)

    async def send(self, message: protocol.ClientMessage) -> None:
        """Send a message. Raises Disconnected; ConnectionClosed while the connection is being restored."""
        await self.send_text(protocol.encode(message))

    async def send_text(self, text: str) -> None:
        """Send a text frame as it is. Raises as `send` does."""
        if self.ended or self._socket is None:
            raise self.ended or Disconnected(1006, "not connected")
        await self._socket.send(text)

    async def disconnect(self) -> None:
        """Close the connection; the server counts a player as away until they come back."""
        self._comes_back = False
        if self._socket:
            await self._socket.close()
        if self._reader:
            await self._reader

    def vanish(self) -> None:
        """Break the connection as a failing network does; with `comes_back` it is restored."""
        if self._socket:
            self._socket.transport.abort()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.disconnect()

    async def _connect(self) -> None:
        """Connect and read the welcome. Raises Refused, and one of GONE."""
        socket = await connect(
            self._address(), subprotocols=self._subprotocols(), compression=None, open_timeout=TIMEOUT_S,
            proxy=None, max_size=None, ping_interval=20, ping_timeout=20,
        )  # fmt: skip
        try:
            async with asyncio.timeout(TIMEOUT_S):
                first = _messages.decode(await socket.recv())
        except ConnectionClosed as closed:
            raise Refused("closed", str(closed), closed.rcvd.code if closed.rcvd else None) from closed
        except TimeoutError:
            await socket.close()
            raise
        if isinstance(first, Error):
            with suppress(ConnectionClosed):
                await socket.recv()
            raise Refused(first.code, first.message, socket.close_code)
        if not isinstance(first, protocol.Welcome):
            raise Refused("no_welcome", f"The server began with {first}.")
        self._socket = socket
        self.welcome = first
        if self.seq is None:
            self.seq = first.seq
        self._welcomed(first)
        await self._received(first)

    async def _begin(self) -> Self:
        await self._connect()
        self._reader = asyncio.create_task(self._read_on())
        return self

    async def _read_on(self) -> None:
        assert self._socket is not None
        while self.ended is None:
            try:
                async for text in self._socket:
                    await self._received(_messages.decode(text))
            except ConnectionClosed:
                pass
            code = self._socket.close_code or 1006
            if self._comes_back and code in COME_BACK:
                await self._come_back()
            else:
                await self._end(Disconnected(code, self._socket.close_reason or ""))

    async def _come_back(self) -> None:
        for attempt in count():
            try:
                await self._connect()
                if not self._comes_back and self._socket:  # `disconnect` was called meanwhile
                    await self._socket.close()
                return
            except Refused as refused:
                if refused.close_code not in COME_BACK:
                    return await self._end(Disconnected(refused.close_code or 1006, refused.code))
            except GONE:
                pass
            if not self._comes_back:
                return await self._end(Disconnected(1006, "not connected"))
            await asyncio.sleep(RETRY_S[min(attempt, len(RETRY_S) - 1)])

    async def _end(self, ended: Disconnected) -> None:
        async with self._news:
            self.ended = ended
            self._news.notify_all()

    async def _received(self, message: AnyServerMessage) -> None:
        if isinstance(message, protocol.Event):
            if self.seq is not None and message.seq <= self.seq:
                return
            self.seq = message.seq
        async with self._news:
            self.messages.append(message)
            self._news.notify_all()
        if self.on_message:
            self.on_message(message)

    def _take(self, kind: type[Awaited], matching: Callable[[Awaited], bool]) -> Awaited | None:
        for place, message in enumerate(self.messages):
            if isinstance(message, kind) and matching(message):
                del self.messages[place]
                return message
        return None

    def _welcomed(self, welcome: protocol.Welcome) -> None:
        """Keep what is needed to come back."""

    def _query(self) -> dict[str, Any]:
        return {}

    def _subprotocols(self) -> list[Subprotocol] | None:
        return None

    def _address(self) -> str:
        query = self._query() | ({} if self.seq is None else {"since": self.seq})
        return f"{self._url}?{urlencode(query)}"
