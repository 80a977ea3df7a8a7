"""Hosts, players and watchers of live rooms, for other programs to import.

```python
host = await Host.enter("http://127.0.0.1:8000", room_code, token)
ada = await Player.join("http://127.0.0.1:8000", room_code, "ada")
await host.start()
opened = await ada.wait_for(QuestionOpened)
await ada.answer(opened.number, [opened.choices[0].id])
closed = await host.close_question()
```

A lost connection is restored: a player comes back as themselves, and missed events arrive in order and once.
An answer or a request for the next turn to which there was no reply is sent again; that changes nothing if
the first one had arrived.
"""

from contextlib import suppress
from typing import Any, Literal, Self
from urllib.parse import quote

from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from app.rooms import protocol
from app.rooms.protocol import AnyServerMessage, Error
from client.connection import KEPT, Connection, Refused

CARRIED_OUT_BEFORE = frozenset(
    {"already_started", "room_ended"}
)  # replies to a repeated command that was carried out the first time


class Player(Connection):
    """A player of a room."""

    def __init__(
        self, url: str, room_code: str, nickname: str | None, resume: str | None, **options: Any
    ) -> None:
        super().__init__(url, f"/realtime/ws/player/{quote(room_code, safe='')}", **options)
        self.nickname = nickname or ""
        self.player_id = ""
        self.resume = resume
        self.time_factor = 1.0  # their time for each question is multiplied by it
        self._avatar: str | None = None
        self._team: int | None = None
        self._unacknowledged: protocol.Answer | None = None
        self._requested_turn: protocol.NextTurn | None = None

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
        """Join a room under a nickname, or come back with the `resume` token.

        Raises Refused, OSError, InvalidHandshake.
        `kept`: how many messages are kept for `wait_for`; with 0, all go to `on_message` only.
        """
        player = cls(url, room_code, nickname, resume, comes_back=comes_back, kept=kept)
        player.seq = since
        player._avatar, player._team = avatar, team
        return await player._begin()

    async def next_turn(self) -> protocol.TurnOpened | protocol.TurnFinished:
        """In an assigned game: the next question or, after the last one, the result.

        Raises Refused, Disconnected and TimeoutError.
        """
        self._requested_turn = protocol.NextTurn(id=next(self._ids))
        with suppress(ConnectionClosed):
            await self.send(self._requested_turn)
        kinds = protocol.TurnOpened | protocol.TurnFinished | Error
        reply: protocol.TurnOpened | protocol.TurnFinished | Error
        reply = await self.wait_for(kinds)  # type: ignore[arg-type]
        if isinstance(reply, Error):
            raise Refused(reply.code, reply.message)
        return reply

    async def answer(
        self, question: int, response: protocol.Response, confidence: Literal["low", "high"] | None = None
    ) -> protocol.AnswerAccepted | protocol.AnswerRejected:
        """Answer, and wait until the server says whether it counts. Raises TimeoutError and Disconnected."""
        await self.send_answer(question, response, confidence)
        kinds = protocol.AnswerAccepted | protocol.AnswerRejected
        return await self.wait_for(kinds, lambda reply: reply.question == question)  # type: ignore[arg-type]

    async def send_answer(
        self, question: int, response: protocol.Response, confidence: Literal["low", "high"] | None = None
    ) -> None:
        """Send an answer. If the connection is lost before it is acknowledged, it is sent again."""
        self._unacknowledged = protocol.Answer(question=question, response=response, confidence=confidence)
        with suppress(ConnectionClosed):
            await self.send(self._unacknowledged)

    async def leave(self) -> None:
        """Leave the room; the resume token still brings the player back."""
        with suppress(ConnectionClosed):
            await self.send(protocol.Leave())
        await self.disconnect()

    async def _connect(self) -> None:
        await super()._connect()
        for message in (self._unacknowledged, self._requested_turn):
            if message and self._socket:
                with suppress(ConnectionClosed):
                    await self._socket.send(protocol.encode(message))

    async def _received(self, message: AnyServerMessage) -> None:
        if isinstance(message, protocol.AnswerAccepted | protocol.AnswerRejected):
            self._unacknowledged = None
        elif isinstance(message, protocol.TurnOpened | protocol.TurnFinished) or (
            isinstance(message, Error) and self._requested_turn and message.id == self._requested_turn.id
        ):
            self._requested_turn = None
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
            return {}
        chosen = {"username": self.nickname, "avatar": self._avatar, "team": self._team}
        return {name: value for name, value in chosen.items() if value is not None}

    def _subprotocols(self) -> list[Subprotocol] | None:
        """The resume token, which no proxy logs here as it would in the address."""
        if not self.resume:
            return None
        return [Subprotocol(protocol.RESUME_SUBPROTOCOL), Subprotocol(self.resume)]


class Watcher(Connection):
    """The room's projector, or a spectator on a phone."""

    @classmethod
    async def watch(
        cls, url: str, room_code: str, *, on_phone: bool = False, since: int | None = None, **options: Any
    ) -> Self:
        """Watch a room. Raises Refused, OSError, InvalidHandshake."""
        role = "spectator" if on_phone else "projector"
        watcher = cls(url, f"/realtime/ws/{role}/{quote(room_code, safe='')}", **options)
        watcher.seq = since
        return await watcher._begin()


class Host(Connection):
    """The host of a room. Each command returns when the server has carried it out, or raises Refused."""

    def __init__(self, url: str, room_code: str, token: str, **options: Any) -> None:
        super().__init__(url, f"/realtime/ws/host/{quote(room_code, safe='')}", **options)
        self.token = token
        self.question = 0  # the number of the newest question; 0 in the lobby
        self._under_way: protocol.Command | None = None
        self._sent_again = False

    @classmethod
    async def enter(
        cls, url: str, room_code: str, token: str, *, since: int | None = None, comes_back: bool = True
    ) -> Self:
        """Enter a room with a host's access token. Raises Refused, OSError, InvalidHandshake."""
        host = cls(url, room_code, token, comes_back=comes_back)
        host.seq = since
        return await host._begin()

    async def start(self) -> protocol.QuestionOpened:
        """Open the first question."""
        await self.command(protocol.Start())
        return await self.wait_for(protocol.QuestionOpened)

    async def next(self, *, at_once: bool = False) -> protocol.QuestionOpened | protocol.RoomEnded:
        """Open the next question, `at_once` without announcing it; after the last one the room ends."""
        await self.command(protocol.Next(after=self.question, at_once=at_once))
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
        """Let the clock run again."""
        await self.command(protocol.Resume())
        return await self.wait_for(protocol.RoomResumed)

    async def extend(self, seconds: int) -> protocol.QuestionExtended:
        """Give more time for the open question."""
        await self.command(protocol.Extend(seconds=seconds))
        return await self.wait_for(protocol.QuestionExtended)

    async def skip(self) -> protocol.QuestionSkipped:
        """Take the open question out of the game: it counts for nobody."""
        await self.command(protocol.Skip())
        return await self.wait_for(protocol.QuestionSkipped)

    async def kick(self, player: Player | str) -> None:
        """Remove a player from this room and ban them."""
        await self.command(protocol.Kick(player_id=_id_of(player)))

    async def show_leaderboard(self, shown: bool = True) -> None:
        """Show the leaderboard now and after each question, or hide it until the end."""
        await self.command(protocol.ShowLeaderboard(shown=shown))

    async def hide_word(self, number: int, word: str, hidden: bool = True) -> None:
        """Hide a word of a word cloud, or show it again. Raises Refused."""
        await self.command(protocol.HideWord(number=number, word=word, hidden=hidden))

    async def give_time(self, player: Player | str, factor: float) -> None:
        """Give a player more time than others: a factor of 1.5 is 50 % more."""
        await self.command(protocol.GiveTime(player_id=_id_of(player), factor=factor))

    async def lock(self, locked: bool = True) -> None:
        """Keep new players out, or let them in again."""
        await self.command(protocol.Lock(locked=locked))

    async def end(self) -> protocol.RoomEnded:
        """End the room now."""
        await self.command(protocol.End())
        return await self.wait_for(protocol.RoomEnded)

    async def command(self, command: protocol.Command) -> None:
        """Send a command and wait for its `done`. Raises Refused if the reply is an `error`.

        If the connection is lost meanwhile, it is sent again, except `extend`, which would count twice.
        """
        command.id = next(self._ids)
        self._under_way, self._sent_again = command, False
        try:
            with suppress(ConnectionClosed):
                await self.send(command)
            reply = await self.wait_for(
                protocol.Done | Error, lambda reply: reply.id == command.id  # type: ignore[arg-type]
            )  # fmt: skip
        finally:
            self._under_way = None
        if isinstance(reply, Error) and not (self._sent_again and reply.code in CARRIED_OUT_BEFORE):
            raise Refused(reply.code, reply.message)

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
