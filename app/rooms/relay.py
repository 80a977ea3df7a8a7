"""Between the WebSockets of this process and Postgres, where the rooms are: nothing here may not be lost."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from app.background import Background
from app.database.listen import Listener
from app.database.pool import Claims, Database, DatabaseUnavailable
from app.rooms import protocol
from app.rooms.admission import Admission
from app.rooms.assigned import AssignedGames
from app.rooms.connection import Connection, Frame, Send
from app.rooms.gather import Calls, Gather
from app.rooms.intake import Intake, WaitingAnswer
from app.rooms.log import Clock, EventLog, LoggedEvent
from app.rooms.metrics import Load, Metrics
from app.rooms.presence import Presence
from app.rooms.progress import ProgressReports
from app.rooms.room import Role, Room
from app.rooms.server_protocol import Wire
from app.rooms.timers import Timers, for_ever
from app.settings import Settings

log = logging.getLogger(__name__)

HOSTS_NOTED_S = 30.0
CATCH_UP_S = 5.0  # a notification that was lost is made up for after this long
DRAIN_S = 5.0  # what a stopping relay gives the answers that it has taken
CHANNEL = "room_"
CLOSING = frozenset({"close_question", "next_question", "end_room", "play_again"})

# One statement takes so many rooms' or players' requests: those who come first should not wait for too many.
JOINS_AT_ONCE = 25
COMMANDS_AT_ONCE = 16
RESULTS_AT_ONCE = 16
LANES = 2
RESULTS = """
select array_agg(
    core.question_results(asked.room_id, asked.number, asked.players::uuid[])::text order by asked.place
)
from unnest($1::uuid[], $2::integer[], $3::text[]) with ordinality as asked (room_id, number, players, place)
"""

_Asked = tuple[
    str, int, str
]  # a room's id, the number of a question, the players who are here as a Postgres array


class _OpenQuestion(msgspec.Struct):
    number: int
    remaining_ms: int = 0


class _Welcome(msgspec.Struct):
    """What the relay itself needs of a welcome."""

    room_code: str
    seq: int
    state: str
    player_id: str | None = None
    question: _OpenQuestion | None = None
    mode: str = "live"
    auto_advance_ms: int | None = None
    announced: _OpenQuestion | None = None


class _Arrival(msgspec.Struct):
    """What join_room and host_room answer."""

    room_id: str
    welcome: msgspec.Raw
    events: list[msgspec.Raw] = []
    connection: int = 0
    user_id: str | None = None


class _Result(msgspec.Struct):
    player_id: str
    message: msgspec.Raw


class LiveState(msgspec.Struct):
    """Rooms and players on all relays; healthy: the database answers and notifications are heard."""

    active_rooms: int
    total_players: int
    healthy: bool = False


_states = msgspec.json.Decoder(LiveState)
_arrivals = msgspec.json.Decoder(_Arrival)
_welcomes = msgspec.json.Decoder(_Welcome)
_results = msgspec.json.Decoder(list[_Result])


class Seat(msgspec.Struct):
    """A connection's place in a room; only a player's has a player."""

    room: Room
    connection: Connection
    role: Role
    player_id: str | None = None
    connection_number: int = 0


class Relay:
    """The rooms that have a connection in this process."""

    def __init__(self, database: Database, database_url: str, config: Settings) -> None:
        """`database` is a pool of the relay's own: no request of the REST API can hold up an answer."""
        self.config = config
        self.metrics = Metrics()
        self.load = Load()
        self.rooms: dict[str, Room] = {}
        self.addresses: Counter[str] = Counter()
        self.background = Background()
        self.stopping = False
        self._database = database
        self._joins = Calls(database, self.background, most=JOINS_AT_ONCE, lanes=LANES)
        self._commands = Calls(database, self.background, most=COMMANDS_AT_ONCE, lanes=LANES)
        self._results: Gather[_Asked, str] = Gather(self.background, self._read_results, most=RESULTS_AT_ONCE)
        self._connections: set[Connection] = set()
        self.admission = Admission(
            self._connections, most_mib=config.max_memory_mb, most_lag_ms=config.max_lag_ms
        )
        self._log = EventLog(database, self.background)
        self._listener = Listener(database_url, self._notified, self._wake_all)
        self._presence = Presence(database)
        self._timers = Timers(database, self.background, self._answers_first)
        self._progress = ProgressReports(database, self.rooms, self._timers)
        self._intake = Intake(
            database,
            self.metrics,
            self._accepted,
            interval_s=config.intake_interval_ms / 1000,
            batch_size=config.intake_batch_size,
            queue_size=config.intake_queue_size,
            most_of_one=config.max_waiting_answers,
        )
        self._assigned = AssignedGames(database, self.background, most_of_one=config.max_waiting_answers)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Relay"]:
        """Serve until the end of the block; then tell every client to come back, and write what was taken."""
        limits = {
            "live.max_rooms": self.config.max_rooms,
            "live.max_players_per_room": self.config.max_players_per_room,
            "live.room_max_age_s": self.config.session_max_age,
        }
        await self._database.fetch_value(
            "select core.apply_limits($1::jsonb)", msgspec.json.encode(limits).decode()
        )
        async with self._listener.running():
            self._intake.start(self.background)
            self._timers.start()
            self.background.spawn(self._presence.run())
            self.background.spawn(self._progress.run())
            self.background.spawn(for_ever(self._look_again, CATCH_UP_S))
            self.background.spawn(for_ever(self._note_hosts, HOSTS_NOTED_S))
            self.background.spawn(self.admission.watch())
            try:
                yield self
            finally:
                self.stopping = True
                for connection in tuple(self._connections):
                    connection.close(protocol.CLOSE_RESTART, "service restart")
                await self._intake.drain(DRAIN_S)
                await self.background.stop()

    def connect(self, send: Send, wire: Wire | None = None) -> Connection:
        """A new WebSocket, of nobody yet."""
        connection = Connection(send, self.config.send_queue_bytes, self.metrics, self.background, wire)
        self._connections.add(connection)
        self.metrics.total_connections += 1
        return connection

    def disconnected(self, connection: Connection) -> None:
        """A WebSocket is gone."""
        self._connections.discard(connection)
        connection.ended()

    async def join(self, connection: Connection, claims: Claims | None, arguments: dict[str, Any]) -> Seat:
        """Let a player in, new or come back. Raises DatabaseUnavailable, asyncpg.PostgresError: refused."""
        arrival = _arrivals.decode(
            await self._joins.call_as(function="join_room", claims=claims, connected=True, **arguments)
        )
        welcome = _welcomes.decode(arrival.welcome)
        room = self._room(welcome, arrival.room_id)
        seat = Seat(room, connection, Role.PLAYER, welcome.player_id, arrival.connection)
        await self._seat(seat, arrival, welcome)
        return seat

    async def host(self, connection: Connection, claims: Claims, arguments: dict[str, Any]) -> Seat:
        """Let the host in. Raises as `join` does."""
        arrival = _arrivals.decode(
            await self._joins.call_as(function="host_room", claims=claims, **arguments)
        )
        welcome = _welcomes.decode(arrival.welcome)
        connection.user_id = arrival.user_id
        seat = Seat(self._room(welcome, arrival.room_id), connection, Role.HOST)
        await self._seat(seat, arrival, welcome)
        return seat

    async def watch(self, connection: Connection, role: Role, arguments: dict[str, Any]) -> Seat:
        """Let somebody watch. Raises as `join` does."""
        arrival = _arrivals.decode(
            await self._joins.call_as(function="watch_room", claims=None, on_phone=role.on_phone, **arguments)
        )
        welcome = _welcomes.decode(arrival.welcome)
        seat = Seat(self._room(welcome, arrival.room_id), connection, role)
        await self._seat(seat, arrival, welcome)
        return seat

    async def command(self, claims: Claims, function: str, arguments: dict[str, Any]) -> None:
        """Carry out what a host asks for. Raises as `join` does."""
        if function in CLOSING:
            await self._answers_first()
        await self._commands.call_as(function=function, claims=claims, **arguments)

    def answer(self, seat: Seat, answer: protocol.Answer) -> None:
        """Take a player's answer; they hear what became of it."""
        assert seat.player_id is not None
        if seat.room.assigned:
            self._assigned.answer(seat.connection, seat.player_id, answer)
        else:
            self._intake.take(seat.connection, seat.room, seat.player_id, answer)

    def next_turn(self, seat: Seat, asked: protocol.NextTurn) -> bool:
        """Give a player of an assigned room their next question; False in a live one, where the host does."""
        assert seat.player_id is not None
        if seat.room.assigned:
            self._assigned.next(seat.connection, seat.player_id, asked)
        return seat.room.assigned

    def leave(self, seat: Seat, *, for_good: bool, vanished: bool) -> None:
        """A connection has ended, or broken (`vanished`).

        `for_good` is False where this server made it end: they will be back.
        """
        room = seat.room
        for connections in (room.hosts, room.projectors, room.spectators):
            connections.discard(seat.connection)
        if seat.player_id and room.players.get(seat.player_id) is seat.connection:
            del room.players[seat.player_id]
            if for_good:
                self._presence.went(seat.player_id, seat.connection_number, vanished=vanished)
        self._forget_if_deserted(room)

    async def state(self) -> "LiveState":
        """How live rooms are doing; while the database is away, as far as it is known here."""
        try:
            counts = await self._database.fetch_json("select core.live_counts()")
        except DatabaseUnavailable:
            players = sum(len(room.players) for room in self.rooms.values())
            return LiveState(healthy=False, active_rooms=len(self.rooms), total_players=players)
        state = _states.decode(counts)
        state.healthy = self._listener.connected
        return state

    # ---- rooms

    def _room(self, welcome: _Welcome, room_id: str) -> Room:
        room = self.rooms.get(welcome.room_code)
        if room is None:
            room = Room(welcome.room_code, room_id, welcome.seq, self._log, self.background, self._happened)
            room.listening = self.background.spawn(self._listen(room))
            room.assigned = welcome.mode == "assigned"
            self.rooms[room.code] = room
            if room.assigned:
                return room
            if welcome.question and welcome.state in ("open", "paused"):
                room.open_question = welcome.question.number
                self._timers.set(room.code, welcome.question.remaining_ms)
            elif welcome.announced or welcome.auto_advance_ms is not None:
                self._timers.check(room.code)
        return room

    async def _seat(self, seat: Seat, arrival: _Arrival, welcome: _Welcome) -> None:
        room, connection = seat.room, seat.connection
        room.arriving += 1
        try:
            connection.seq = welcome.seq
            connection.send(Frame(bytes(arrival.welcome)))
            for event in arrival.events:
                connection.send(Frame(bytes(event)))
            if room.listening:
                await asyncio.shield(room.listening)
            await room.catch_up(connection, seat.role, seat.player_id)
            self._sit_down(seat)
            if room.is_over or welcome.state == "ended":
                connection.close(protocol.CLOSE_NORMAL, "room_ended")
        except BaseException:
            if seat.player_id and not self.stopping:  # the database has let them in
                self._presence.went(seat.player_id, seat.connection_number, vanished=True)
            raise
        finally:
            room.arriving -= 1
            self._forget_if_deserted(room)

    def _sit_down(self, seat: Seat) -> None:
        if seat.role is Role.HOST:
            seat.room.hosts.add(seat.connection)
            seat.room.progress = None  # a host who comes back is told at once
        elif seat.role is Role.PROJECTOR:
            seat.room.projectors.add(seat.connection)
        elif seat.role is Role.SPECTATOR:
            seat.room.spectators.add(seat.connection)
        if seat.player_id is None:
            return
        former = seat.room.players.get(seat.player_id)
        seat.connection.number = seat.connection_number
        if former and former.number > seat.connection.number:  # it was quicker to sit down
            seat.connection.close(protocol.CLOSE_REPLACED, "replaced")
            return
        seat.room.players[seat.player_id] = seat.connection
        if former:
            former.close(protocol.CLOSE_REPLACED, "replaced")

    async def _listen(self, room: Room) -> None:
        await self._listener.listen(CHANNEL + room.code)
        room.listening = None
        room.wake()  # for what happened between the first welcome and now

    def _forget_if_deserted(self, room: Room) -> None:
        if room.deserted and self.rooms.get(room.code) is room:
            del self.rooms[room.code]
            self.background.spawn(self._listener.unlisten(CHANNEL + room.code))

    def _notified(self, channel: str, payload: str) -> None:
        room = self.rooms.get(channel.removeprefix(CHANNEL))
        if room and int(payload) > room.seq:
            room.wake()

    def _wake_all(self) -> None:
        for room in self.rooms.values():
            room.wake()

    async def _look_again(self) -> None:
        self._wake_all()

    async def _note_hosts(self) -> None:
        hosted = [room.id for room in self.rooms.values() if room.hosts]
        if hosted:
            await self._database.fetch_value("select core.note_hosts($1::uuid[])", hosted)

    async def _answers_first(self) -> None:
        await self._intake.settle_old()

    # ---- what follows from an event

    def _accepted(self, answer: WaitingAnswer) -> None:
        room = answer.room
        room.has_fresh_answers = True
        if answer.number == room.open_question:
            room.answered.add(answer.player_id)
            if room.everybody_here_has_answered:
                self._timers.check(room.code)

    async def _happened(self, room: Room, event: LoggedEvent) -> None:
        match event.type:
            case "question.opened":
                clock = event.clock()
                room.open_question, room.progress = clock.number, None
                room.answered.clear()
                self._timers.set(room.code, clock.remaining_ms)
            case "question.extended" | "room.resumed":
                self._timers.set(room.code, event.clock().remaining_ms)
            case "room.paused":
                self._timers.cancel(room.code)
            case "question.announced":
                self._timers.set(room.code, event.clock().opens_in_ms)
            case "question.closed":
                clock = self._question_over(room, event)
                await self._send_results(room, clock.number)
                self.metrics.questions_processed += 1
            case "question.skipped":
                self._question_over(room, event)
            case "player.left":
                self._one_less(room)
            case "kicked":
                if player := room.players.get(event.player_id or ""):
                    player.close(protocol.CLOSE_KICKED, "kicked")
                self._one_less(room)
            case "room.hosts":
                room.keep_hosts(event.host_ids())
            case "room.ended":
                room.is_over = True
                self._timers.cancel(room.code)
                for connection in room.everyone():
                    if not connection.commanding:  # else it hears first that its command is done
                        connection.close(protocol.CLOSE_NORMAL, "room_ended")

    def _question_over(self, room: Room, event: LoggedEvent) -> Clock:
        clock = event.clock()
        room.open_question = None
        self._timers.cancel(room.code)
        if clock.next_in_ms is not None:
            self._timers.set(room.code, clock.next_in_ms)
        return clock

    def _one_less(self, room: Room) -> None:
        """The others may all have answered."""
        if room.open_question is not None:
            self._timers.check(room.code)

    async def _send_results(self, room: Room, number: int) -> None:
        if not room.players:
            return
        results = await self._results.ask(room.code, (room.id, number, f"{{{','.join(room.players)}}}"))
        for result in _results.decode(results):
            if player := room.players.get(result.player_id):
                player.send(Frame(bytes(result.message)))

    async def _read_results(self, asked: Sequence[_Asked]) -> Sequence[str | Exception]:
        rooms, numbers, players = zip(*asked, strict=True)
        found: list[str] = await self._database.fetch_value(RESULTS, rooms, numbers, players)
        return found
