"""A room on one relay: its connections, how far its log has been passed on, and its clock."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from app.background import Background, log_failure
from app.rooms import protocol
from app.rooms.clock import Clock, Closings
from app.rooms.connection import Connection, Frame, Role, broadcast
from app.rooms.log import EventLog, LoggedEvent
from app.rooms.metrics import Metrics

RETRY_S = 0.5


class Shared(NamedTuple):
    """What the rooms of a relay have in common."""

    log: EventLog
    closings: Closings
    background: Background
    metrics: Metrics


class Seat(msgspec.Struct):
    """A connection's place in a room; only players have a `player_id`."""

    room: "Room"
    connection: Connection
    role: Role
    player_id: str | None = None


class Room:
    """The connections of a room on this relay. The state of the room is in Postgres alone.

    Each event goes the same way: it is read from the log, the clock is set to what is due next, its frames
    are sent to their receivers, and what else follows is done before the next event.
    """

    def __init__(self, code: str, room_id: str, seq: int, shared: Shared) -> None:
        self.code = code
        self.id = room_id
        self.seq = seq  # of the newest event that was passed on
        self.clock = Clock(code, shared.closings)
        self.assigned = False  # an assigned game: the host opens no questions
        self.hosts: set[Connection] = set()
        self.projectors: set[Connection] = set()
        self.spectators: set[Connection] = set()
        self.players: dict[str, Connection] = {}
        self.arriving = 0  # connections that are entering
        self.is_over = False
        self.open_question: int | None = None
        self.progress: tuple[int, int] | None = None  # answered and players, as was last sent
        self.has_fresh_answers = False
        self.answered: set[str] = set()  # players whose answer to the open question this relay wrote
        self.listening: asyncio.Task[None] | None = None
        self._shared = shared
        self._stale = False
        self._reading = False
        self._unfinished: LoggedEvent | None = None

    @property
    def deserted(self) -> bool:
        """Whether this room has no connection here."""
        return not (self.hosts or self.players or self.projectors or self.spectators or self.arriving)

    @property
    def watchers(self) -> int:
        """The projectors and spectators of this room here."""
        return len(self.projectors) + len(self.spectators)

    def add(self, seat: Seat) -> None:
        """Add a connection, which receives the room's events from now on."""
        connection = seat.connection
        if seat.player_id is None:
            self._watching(seat.role).add(connection)
            if seat.role is not Role.SPECTATOR:
                self.progress = None  # so that it receives the next count even if it is unchanged
            return
        former = self.players.get(seat.player_id)
        if former and former.number > connection.number:  # the newer one was added first
            connection.close(protocol.CLOSE_REPLACED, "replaced")
            return
        self.players[seat.player_id] = connection
        if former:
            former.close(protocol.CLOSE_REPLACED, "replaced")

    def remove(self, seat: Seat) -> bool:
        """Remove a connection that has ended. Returns whether it was its player's newest."""
        if seat.player_id is None:
            self._watching(seat.role).discard(seat.connection)
        elif self.players.get(seat.player_id) is seat.connection:
            del self.players[seat.player_id]
            return True
        return False

    def answer_accepted(self, player_id: str, number: int) -> None:
        """Note a committed answer. If everybody here has answered, ask whether the question is over."""
        self.has_fresh_answers = True
        if number == self.open_question:
            self.answered.add(player_id)
            if len(self.answered) >= len(self.players):  # the database knows the players of other relays too
                self.clock.check()

    def report_progress(self, number: int, answered: int, players: int) -> None:
        """Send hosts and projectors how many have answered, if that has changed."""
        if number != self.open_question or (answered, players) == self.progress:
            return
        self.progress = (answered, players)
        if counting := self.hosts | self.projectors:
            progress = protocol.Progress(question=number, answered=answered, players=players)
            broadcast(Frame.of(progress), counting)
        if answered >= players:
            self.clock.check()

    def wake(self) -> None:
        """Read the log, which may have news. A call during a reading makes it read once more."""
        self._stale = True
        if not self._reading:
            self._reading = True
            self._shared.background.spawn(self._read_on())

    async def catch_up(self, seat: Seat) -> None:
        """Send a new connection the events since its welcome, until it has all that the room passed on."""
        connection = seat.connection
        while connection.seq < self.seq and not connection.closing:
            events, _ = await self._shared.log.since(self.code, connection.seq)
            for event in events:
                connection.seq = event.seq
                message = event.message_for(seat.role, seat.player_id)
                if message is None:
                    continue
                connection.send(Frame(bytes(message)))
                if event.type == "kicked":
                    connection.close(protocol.CLOSE_KICKED, "kicked")
                elif event.host_ids is not None and connection.user_id not in event.host_ids:
                    disconnect_former_host(connection)

    async def _read_on(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self._finish()
                events, more = await self._shared.log.since(self.code, self.seq)
                self._stale = self._stale or more
                for event in events:
                    if event.seq > self.seq:
                        self._pass_on(event)
                        await self._finish()
        except Exception as error:
            log_failure(error, f"reading the log of room {self.code}")
            asyncio.get_running_loop().call_later(RETRY_S, self._wake_if_used)
        finally:
            self._reading = False

    def _wake_if_used(self) -> None:
        if not self.deserted:
            self.wake()

    def _pass_on(self, event: LoggedEvent) -> None:
        self.seq = event.seq
        self._unfinished = event
        self.clock.set(event.due_in_ms)
        for frame in event.frames:
            receivers = [
                connection
                for connection in self._receivers(frame.roles, event.player_id)
                if connection.seq < event.seq
            ]
            broadcast(Frame(bytes(frame.message)), receivers)
            for connection in receivers:
                connection.seq = event.seq

    def _receivers(self, roles: Iterable[Role], player_id: str | None) -> list[Connection]:
        if player_id is not None:
            return [self.players[player_id]] if player_id in self.players else []
        receivers: list[Connection] = []
        for role in roles:
            receivers += self.players.values() if role is Role.PLAYER else self._watching(role)
        return receivers

    def _watching(self, role: Role) -> set[Connection]:
        return {
            Role.HOST: self.hosts,
            Role.PROJECTOR: self.projectors,
            Role.SPECTATOR: self.spectators,
        }[role]

    async def _finish(self) -> None:
        """Do what follows from the event that was passed on last; after a failure, the next reading does."""
        if event := self._unfinished:
            await self._follow(event)
            self._unfinished = None

    async def _follow(self, event: LoggedEvent) -> None:
        match event.type:
            case "question.opened":
                self.open_question, self.progress = event.number, None
                self.answered.clear()
            case "question.skipped":
                self.open_question = None
            case "question.closed":
                self.open_question = None
                await self._send_results(event.number or 0)
                self._shared.metrics.questions_processed += 1
            case "kicked":
                if player := self.players.get(event.player_id or ""):
                    player.close(protocol.CLOSE_KICKED, "kicked")
            case "room.hosts":
                for connection in [one for one in self.hosts if one.user_id not in (event.host_ids or ())]:
                    self.hosts.discard(connection)
                    disconnect_former_host(connection)
            case "room.ended":
                self.is_over = True
                for connection in self._receivers(Role, None):
                    if not connection.commanding:  # else it receives `done` first
                        connection.close(protocol.CLOSE_NORMAL, "room_ended")

    async def _send_results(self, number: int) -> None:
        if not self.players:
            return
        for result in await self._shared.log.results(self.id, number, self.players):
            if player := self.players.get(result.player_id):
                player.send(Frame(bytes(result.message)))


def disconnect_former_host(connection: Connection) -> None:
    """Send `not_the_host` to somebody who no longer hosts the room, and disconnect them."""
    connection.send_message(
        protocol.Error(code="not_the_host", message="You do not host this room any more.")
    )
    connection.close(protocol.CLOSE_REFUSED + 403, "not_the_host")
