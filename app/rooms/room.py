"""A room as one relay sees it: who of it is connected here, and how far its log has been passed on."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum

from app.background import Background, complain
from app.rooms import protocol
from app.rooms.connection import Connection, Frame, broadcast
from app.rooms.log import EventLog, LoggedEvent

RETRY_S = 0.5


class Role(Enum):
    """What a connection is in its room."""

    HOST = "host"
    PLAYER = "player"
    PROJECTOR = "projector"  # sees what everybody sees
    SPECTATOR = "spectator"  # the same on a phone, which may not show a question's words

    @property
    def on_phone(self) -> bool:
        """Whether this is one of many small screens and not the room's."""
        return self in (Role.PLAYER, Role.SPECTATOR)


class Room:
    """The connections of a room on this relay. What the room is stands in Postgres, and nowhere here."""

    def __init__(
        self,
        code: str,
        room_id: str,
        seq: int,
        event_log: EventLog,
        background: Background,
        happened: Callable[["Room", LoggedEvent], Awaitable[None]],
    ) -> None:
        """`happened` is awaited for each event after it was passed on and before the next one is."""
        self.code = code
        self.id = room_id
        self.seq = seq  # of the newest event that was passed on
        self.assigned = False  # an assigned game: the host opens no questions
        self.hosts: set[Connection] = set()
        self.projectors: set[Connection] = set()
        self.spectators: set[Connection] = set()
        self.players: dict[str, Connection] = {}
        self.arriving = 0  # connections that are on their way in
        self.is_over = False
        self.open_question: int | None = None
        self.progress: tuple[int, int] | None = None  # answered and players, as the host was last told
        self.has_fresh_answers = False
        self.answered: set[str] = set()  # players here whose answer to the open question is committed
        self.listening: asyncio.Task[None] | None = None
        self._log = event_log
        self._background = background
        self._happened = happened
        self._stale = False
        self._reading = False
        self._unfinished: LoggedEvent | None = None

    @property
    def deserted(self) -> bool:
        """Nobody of this room is here."""
        return not (self.hosts or self.players or self.projectors or self.spectators or self.arriving)

    @property
    def everybody_here_has_answered(self) -> bool:
        """Whether the question may be over early; the database knows the players of other relays too."""
        return len(self.answered) >= len(self.players)

    def tell_hosts(self, message: protocol.ServerMessage) -> None:
        """To the host, on whatever devices."""
        if self.hosts:
            broadcast(Frame.of(message), self.hosts)

    def keep_hosts(self, user_ids: set[str]) -> None:
        """Let go of the hosts' connections that are of nobody among these users."""
        for connection in [one for one in self.hosts if one.user_id not in user_ids]:
            self.hosts.discard(connection)
            refuse_host(connection)

    def everyone(self) -> list[Connection]:
        """All connections of this room here."""
        return [*self.players.values(), *self.hosts, *self.projectors, *self.spectators]

    def wake(self) -> None:
        """There may be news in the log. However often this is called, one reading at a time goes on."""
        self._stale = True
        if not self._reading:
            self._reading = True
            self._background.spawn(self._read_on())

    async def catch_up(self, connection: Connection, role: Role, player_id: str | None) -> None:
        """Pass on to a newcomer what happened since their welcome; on return they are level with the room."""
        while connection.seq < self.seq and not connection.closing:
            for event in await self._log.since(self.code, connection.seq):
                connection.seq = event.seq
                if _concerns(event, role, player_id):
                    connection.send(event.frame(on_phone=role.on_phone))
                    if event.type == "kicked":
                        connection.close(protocol.CLOSE_KICKED, "kicked")
                    elif event.type == "room.hosts" and connection.user_id not in event.host_ids():
                        refuse_host(connection)

    async def _read_on(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self._finish()
                for event in await self._log.since(self.code, self.seq):
                    if event.seq > self.seq:
                        self._pass_on(event)
                        await self._finish()
        except Exception as error:
            complain(error, f"reading the log of room {self.code}")
            asyncio.get_running_loop().call_later(RETRY_S, self._wake_if_used)
        finally:
            self._reading = False

    async def _finish(self) -> None:
        """What an event entails is done before the next one is passed on, and again should it have failed."""
        if self._unfinished:
            await self._happened(self, self._unfinished)
            self._unfinished = None

    def _wake_if_used(self) -> None:
        if not self.deserted:
            self.wake()

    def _pass_on(self, event: LoggedEvent) -> None:
        self.seq = event.seq
        self._unfinished = event
        if event.differs_on_phones:
            phones = [c for c in (*self.players.values(), *self.spectators) if c.seq < event.seq]
            broadcast(event.frame(on_phone=True), phones)
            for connection in phones:
                connection.seq = event.seq
        if event.audience == "everyone":
            level = [c for c in self.everyone() if c.seq < event.seq]
        elif event.audience == "host":
            level = [c for c in self.hosts if c.seq < event.seq]
        else:
            player = self.players.get(event.player_id or "")
            level = [player] if player and player.seq < event.seq else []
        if level:
            broadcast(event.frame(), level)
            for connection in level:
                connection.seq = event.seq


def refuse_host(connection: Connection) -> None:
    """Tell a host's connection that its user does not host the room any more, and close it."""
    connection.tell(protocol.Error(code="not_the_host", message="You do not host this room any more."))
    connection.close(protocol.CLOSE_REFUSED + 403, "not_the_host")


def _concerns(event: LoggedEvent, role: Role, player_id: str | None) -> bool:
    """Whether an event is for whoever is this in the room."""
    match event.audience:
        case "everyone":
            return True
        case "host":
            return role is Role.HOST
        case _:
            return player_id is not None and event.player_id == player_id
