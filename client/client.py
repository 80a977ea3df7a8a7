"""A client of live rooms that other programs can import.

```python
host = await Host.enter("http://127.0.0.1:8000", room_code, token)
ada = await Player.join("http://127.0.0.1:8000", room_code, "ada")
await host.start()
opened = await ada.wait_for(QuestionOpened)
await ada.answer(opened.number, [opened.choices[0].id])
closed = await host.close_question()
```

A connection that is lost is made anew: a player comes back as themselves, what was missed arrives in order
and once, and an answer that was not acknowledged is sent again (which changes nothing if it had arrived).
So is the wish for the next question of an assigned game.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from app.rooms import protocol
from app.rooms.protocol import AnyServerMessage, Error

TIMEOUT_S = 30.0
KEPT = 1000  # messages that nobody has waited for yet; the oldest are forgotten
RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0)
GONE = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError)
COME_BACK = frozenset({1001, 1005, 1006, 1011, protocol.CLOSE_RESTART, protocol.CLOSE_TOO_SLOW, 4503})

CARRIED_OUT_BEFORE = frozenset({"already_started", "room_ended"})  # what repeating a command may answer

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


class _Client:
    """What a host and a player have in common: a connection, and the messages that came over it."""

    welcome: protocol.Welcome

    def __init__(self, url: str, path: str, *, comes_back: bool = True, kept: int = KEPT) -> None:
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
        """The next message of this kind, taken out of `messages`. Raises TimeoutError and Disconnected."""
        async with asyncio.timeout(timeout_s), self._news:
            while (found := self._take(kind, matching)) is None:
                if self.ended:
                    raise self.ended
                await self._news.wait()
            return found

    async def ping(self) -> None:
        """Return when the server has answered."""
        await self.send(protocol.Ping())
        await self.wait_for(protocol.Pong)

    async def send(self, message: protocol.ClientMessage) -> None:
        """Send a message. Raises Disconnected; ConnectionClosed while the connection is made anew."""
        await self.send_text(protocol.encode(message))

    async def send_text(self, text: str) -> None:
        """Send a text frame as it is."""
        if self.ended or self._socket is None:
            raise self.ended or Disconnected(1006, "not connected")
        await self._socket.send(text)

    async def disconnect(self) -> None:
        """Close the connection; the server takes one as away until one comes back."""
        self._comes_back = False
        if self._socket:
            await self._socket.close()
        if self._reader:
            await self._reader

    def vanish(self) -> None:
        """Drop the connection without a word, as a network does; with `comes_back` it is made anew."""
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
            first = _messages.decode(await socket.recv())
        except ConnectionClosed as closed:
            raise Refused("closed", str(closed), closed.rcvd.code if closed.rcvd else None) from closed
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
                return await self._connect()
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
        if isinstance(message, protocol.RoomEvent):
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


class Player(_Client):
    """Somebody who plays."""

    def __init__(
        self, url: str, room_code: str, nickname: str | None, resume: str | None, **options: Any
    ) -> None:
        super().__init__(url, f"/realtime/ws/player/{quote(room_code, safe='')}", **options)
        self.nickname = nickname or ""
        self.player_id = ""
        self.resume = resume
        self.time_factor = 1.0  # how much more time than others they have
        self._avatar: str | None = None
        self._team: int | None = None
        self._unacknowledged: protocol.Answer | None = None
        self._asked: protocol.NextTurn | None = None

    @classmethod
    async def join(
        cls,
        url: str,
        room_code: str,
        nickname: str | None = None,
        *,
        resume: str | None = None,
        since: int | None = None,
        avatar: str | None = None,
        team: int | None = None,
        comes_back: bool = True,
        kept: int = KEPT,
    ) -> Self:
        """Join a room under a nickname, or come back with the `resume` token. Raises Refused, OSError.

        `kept`: how many messages are kept for `wait_for`; with 0, all go to `on_message` only.
        """
        player = cls(url, room_code, nickname, resume, comes_back=comes_back, kept=kept)
        player.seq = since
        player._avatar, player._team = avatar, team
        return await player._begin()

    async def next_turn(self) -> protocol.TurnOpened | protocol.TurnFinished:
        """In an assigned room: the next question, or how one did. Raises Refused, Disconnected."""
        self._asked = protocol.NextTurn(id=next(self._ids))
        with suppress(ConnectionClosed):
            await self.send(self._asked)
        kinds = protocol.TurnOpened | protocol.TurnFinished | Error
        said: protocol.TurnOpened | protocol.TurnFinished | Error
        said = await self.wait_for(kinds)  # type: ignore[arg-type]
        if isinstance(said, Error):
            raise Refused(said.code, said.message)
        return said

    async def answer(
        self, question: int, response: protocol.Response, confidence: Literal["low", "high"] | None = None
    ) -> protocol.AnswerAccepted | protocol.AnswerRejected:
        """Answer, and wait until the server says whether it counts. Raises TimeoutError and Disconnected."""
        await self.send_answer(question, response, confidence)
        kinds = protocol.AnswerAccepted | protocol.AnswerRejected
        return await self.wait_for(kinds, lambda said: said.question == question)  # type: ignore[arg-type]

    async def send_answer(
        self, question: int, response: protocol.Response, confidence: Literal["low", "high"] | None = None
    ) -> None:
        """Send an answer; sent again, should the connection be lost before it is acknowledged."""
        self._unacknowledged = protocol.Answer(question=question, response=response, confidence=confidence)
        with suppress(ConnectionClosed):
            await self.send(self._unacknowledged)

    async def leave(self) -> None:
        """Leave the room; the resume token still brings one back."""
        with suppress(ConnectionClosed):
            await self.send(protocol.Leave())
        await self.disconnect()

    async def _connect(self) -> None:
        await super()._connect()
        for message in (self._unacknowledged, self._asked):
            if message and self._socket:
                with suppress(ConnectionClosed):
                    await self._socket.send(protocol.encode(message))

    async def _received(self, message: AnyServerMessage) -> None:
        if isinstance(message, protocol.AnswerAccepted | protocol.AnswerRejected):
            self._unacknowledged = None
        elif isinstance(message, protocol.TurnOpened | protocol.TurnFinished) or (
            isinstance(message, Error) and self._asked and message.id == self._asked.id
        ):
            self._asked = None
        elif isinstance(message, protocol.PlayerTime):
            self.time_factor = message.time_factor
        await super()._received(message)

    def _welcomed(self, welcome: protocol.Welcome) -> None:
        self.nickname = welcome.nickname or self.nickname
        self.player_id = welcome.player_id or ""
        self.resume = welcome.resume
        self.time_factor = welcome.time_factor or 1.0

    def _query(self) -> dict[str, Any]:
        if self.resume:
            return {"resume": self.resume}
        wished = {"username": self.nickname, "avatar": self._avatar, "team": self._team}
        return {name: value for name, value in wished.items() if value is not None}


class Watcher(_Client):
    """Somebody who watches: the room's projector, or a spectator on a phone."""

    @classmethod
    async def watch(
        cls, url: str, room_code: str, *, on_phone: bool = False, since: int | None = None, **options: Any
    ) -> Self:
        """Watch a room. Raises Refused, OSError."""
        role = "spectator" if on_phone else "projector"
        watcher = cls(url, f"/realtime/ws/{role}/{quote(room_code, safe='')}", **options)
        watcher.seq = since
        return await watcher._begin()


class Host(_Client):
    """The host of a room. Each command returns when the server has carried it out, or raises Refused."""

    def __init__(self, url: str, room_code: str, token: str, **options: Any) -> None:
        super().__init__(url, f"/realtime/ws/host/{quote(room_code, safe='')}", **options)
        self.token = token
        self.question = 0  # the number of the newest one; 0 in the lobby
        self._under_way: protocol.Command | None = None
        self._sent_again = False

    @classmethod
    async def enter(
        cls, url: str, room_code: str, token: str, *, since: int | None = None, comes_back: bool = True
    ) -> Self:
        """Enter one's room with an access token. Raises Refused, OSError."""
        host = cls(url, room_code, token, comes_back=comes_back)
        host.seq = since
        return await host._begin()

    async def start(self) -> protocol.QuestionOpened:
        """Open the first question."""
        await self.command(protocol.Start())
        return await self.wait_for(protocol.QuestionOpened)

    async def next(self) -> protocol.QuestionOpened | protocol.RoomEnded:
        """Open the next question; after the last one the room ends."""
        await self.command(protocol.Next(after=self.question))
        return await self.wait_for(protocol.QuestionOpened | protocol.RoomEnded)  # type: ignore[arg-type]

    async def close_question(self) -> protocol.QuestionClosed:
        """Close the open question now."""
        await self.command(protocol.Close())
        return await self.wait_for(protocol.QuestionClosed)

    async def pause(self) -> protocol.RoomPaused:
        """Stop the clock."""
        await self.command(protocol.Pause())
        return await self.wait_for(protocol.RoomPaused)

    async def resume(self) -> protocol.RoomResumed:
        """Let the clock go on."""
        await self.command(protocol.Resume())
        return await self.wait_for(protocol.RoomResumed)

    async def extend(self, seconds: int) -> protocol.QuestionExtended:
        """Give more time for the open question."""
        await self.command(protocol.Extend(seconds=seconds))
        return await self.wait_for(protocol.QuestionExtended)

    async def skip(self) -> protocol.QuestionSkipped:
        """Take the open question out: it counts for nobody."""
        await self.command(protocol.Skip())
        return await self.wait_for(protocol.QuestionSkipped)

    async def kick(self, player: Player | str) -> None:
        """Put a player out of this room for good."""
        await self.command(protocol.Kick(player_id=_id_of(player)))

    async def show_leaderboard(self, shown: bool = True) -> None:
        """Show the leaderboard now and after each question, or hide it until the end."""
        await self.command(protocol.ShowLeaderboard(shown=shown))

    async def give_time(self, player: Player | str, factor: float) -> None:
        """Give a player more time than others: 1.5 is half as much again."""
        await self.command(protocol.GiveTime(player_id=_id_of(player), factor=factor))

    async def lock(self, locked: bool = True) -> None:
        """Let nobody new in, or again everybody."""
        await self.command(protocol.Lock(locked=locked))

    async def end(self) -> protocol.RoomEnded:
        """End the room now."""
        await self.command(protocol.End())
        return await self.wait_for(protocol.RoomEnded)

    async def command(self, command: protocol.Command) -> None:
        """Send a command and wait for its `done`. Raises Refused where it is an `error`.

        Should the connection be lost meanwhile, it is sent again, but for `extend`, which would count twice.
        """
        command.id = next(self._ids)
        self._under_way, self._sent_again = command, False
        try:
            with suppress(ConnectionClosed):
                await self.send(command)
            answer = await self.wait_for(
                protocol.Done | Error, lambda said: said.id == command.id  # type: ignore[arg-type]
            )  # fmt: skip
        finally:
            self._under_way = None
        if isinstance(answer, Error) and not (self._sent_again and answer.code in CARRIED_OUT_BEFORE):
            raise Refused(answer.code, answer.message)

    async def _connect(self) -> None:
        await super()._connect()
        if self._under_way and self._socket and not isinstance(self._under_way, protocol.Extend):
            self._sent_again = True
            with suppress(ConnectionClosed):
                await self._socket.send(protocol.encode(self._under_way))

    async def _received(self, message: AnyServerMessage) -> None:
        if isinstance(message, protocol.QuestionOpened):
            self.question = message.number
        elif isinstance(message, protocol.Welcome):
            self.question = message.question_number
        await super()._received(message)

    def _subprotocols(self) -> list[Subprotocol]:
        return [Subprotocol(protocol.SUBPROTOCOL), Subprotocol(self.token)]


def _id_of(player: Player | str) -> str:
    return player if isinstance(player, str) else player.player_id
