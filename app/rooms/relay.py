"""The rooms that have a connection in this process. Anything kept here can be rebuilt from Postgres."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from app.background import Background, repeat
from app.database.listen import Listener
from app.database.pool import Claims, Database, DatabaseUnavailable
from app.http.per_address import PerAddress
from app.http.websocket_protocol import Wire
from app.rooms import protocol
from app.rooms.admission import Admission
from app.rooms.assigned import AssignedGames
from app.rooms.clock import Clock, Closings
from app.rooms.connection import Connection, Frame, Role, Send
from app.rooms.gather import Calls
from app.rooms.intake import Intake
from app.rooms.log import EventLog
from app.rooms.metrics import Load, Metrics
from app.rooms.presence import Presence
from app.rooms.progress import INTERVAL_S, ProgressReports
from app.rooms.refusals import Refusals
from app.rooms.room import Room, Seat, Shared
from app.settings import Settings

HOSTS_NOTED_S = 30.0  # how often rooms with a connected host are noted; a room without one ends after a while
HEARD_EVERY_S = 1.0  # far below live.relay_silence_ms
CATCH_UP_S = 5.0  # how often logs are read without a notification, because one may be lost
SWEEP_S = 5.0  # how often to look for rooms whose clock no relay runs
CLEAN_UP_S = 300.0  # how often to do all that a clean-up does
DRAIN_S = 5.0  # how long a relay that stops waits for its answers to be written
CHANNEL = "room_"

# How many calls share a statement: the first should not wait for too many others.
JOINS_AT_ONCE = 25
COMMANDS_AT_ONCE = 16
LANES = 2
COUNTS = "select core.live_counts()"
OVERDUE = (  # what every process does, because a server may have no processing worker
    "select core.dismiss_silent_players()",
    "select core.end_expired_rooms()",
)
FOLDED_AT_ONCE = 5000  # changes of boards in a transaction
FOLDED_EVERY_S = 1.0  # what waits for statistics is read attempt by attempt
SETTLED_AT_ONCE = 500  # attempts in a transaction, which takes a third of a second

ENTRANCES: dict[Role, tuple[str, dict[str, bool]]] = {  # functions, and arguments that come from the role
    Role.HOST: ("relay_host_room", {}),
    Role.PLAYER: ("relay_join_room", {}),
    Role.PROJECTOR: ("relay_watch_room", {"on_phone": False}),
    Role.SPECTATOR: ("relay_watch_room", {"on_phone": True}),
}
COMMANDS: dict[type[protocol.Command], str] = {
    protocol.Start: "start_room",
    protocol.Next: "next_question",
    protocol.Close: "close_question",
    protocol.Skip: "skip_question",
    protocol.Pause: "pause_room",
    protocol.Resume: "resume_room",
    protocol.Extend: "extend_question",
    protocol.Kick: "kick_player",
    protocol.Lock: "lock_room",
    protocol.ShowLeaderboard: "show_leaderboard",
    protocol.HideWord: "hide_word",
    protocol.GiveTime: "set_extra_time",
    protocol.MoveToTeam: "set_team",
    protocol.End: "end_room",
}
SCORING = (protocol.Next, protocol.Close, protocol.End)  # commands that close and score an open question


class _Welcome(msgspec.Struct):
    """The fields of a welcome that the relay itself needs."""

    room_code: str
    seq: int
    state: str
    mode: str
    question_number: int
    player_id: str | None = None


class _Arrival(msgspec.Struct):
    """What the functions of ENTRANCES return."""

    room_id: str
    welcome: msgspec.Raw
    events: list[msgspec.Raw] = []
    connection: int = 0
    user_id: str | None = None


class _Deadline(msgspec.Struct):
    room_code: str
    due_in_ms: int | None = None  # None: the room has just gone on


class _Swept(msgspec.Struct):
    more: bool


class LiveState(msgspec.Struct):
    """Rooms and players of all relays, and their limits. `healthy`: the database answers and notifies."""

    active_rooms: int
    total_players: int
    max_rooms: int
    max_players_per_room: int
    healthy: bool = False


_states = msgspec.json.Decoder(LiveState)
_arrivals = msgspec.json.Decoder(_Arrival)
_welcomes = msgspec.json.Decoder(_Welcome)
_deadlines = msgspec.json.Decoder(list[_Deadline])
_swept = msgspec.json.Decoder(_Swept)


class Relay:
    """Lets connections into rooms, and wakes the rooms when their logs have news."""

    def __init__(self, database: Database, listen_url: str, config: Settings) -> None:
        """`database` is a pool of the relay's own, so that no request of the REST API holds up an answer."""
        self.config = config
        self.metrics = Metrics()
        self.load = Load()
        self.rooms: dict[str, Room] = {}
        self.unseated = PerAddress(config.max_connections_per_ip)  # connections that are in no room yet
        self.watching = PerAddress(config.max_connections_per_ip)  # projectors and spectators
        self.background = Background()
        self.stopping = False
        self._began = time.monotonic()
        self._counting: asyncio.Task[LiveState] | None = None
        self.intake = Intake(
            database,
            self.metrics,
            interval_s=config.intake_interval_ms / 1000,
            batch_size=config.intake_batch_size,
            queue_size=config.intake_queue_size,
            max_per_player=config.max_waiting_answers,
        )
        self.assigned = AssignedGames(database, self.background, max_per_player=config.max_waiting_answers)
        self._database = database
        self._joins = Calls(database, self.background, most=JOINS_AT_ONCE, lanes=LANES)
        self._commands = Calls(database, self.background, most=COMMANDS_AT_ONCE, lanes=LANES)
        self._connections: set[Connection] = set()
        self.admission = Admission(
            self._connections, most_mib=config.max_memory_mb, most_lag_ms=config.max_lag_ms
        )
        self._closings = Closings(database, self.background, self.intake)
        self._shared = Shared(
            EventLog(database, self.background), self._closings, self.background, self.metrics
        )
        self._other_clocks: dict[str, Clock] = {}  # of rooms without a connection to this relay
        self._listener = Listener(listen_url, self._notified, self._wake_all)
        self.refusals = Refusals(database)
        self._presence = Presence(database)
        self._progress = ProgressReports(database, self.rooms)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Relay"]:
        """Serve until the end of the block; then close all connections with 1012, and write the answers."""
        self._state = _states.decode(await self._database.fetch_json(COUNTS))
        await self._tell_of_itself()  # before any question is closed
        async with self._listener.running():
            self.intake.start(self.background)
            self.background.spawn(self._presence.run())
            self.background.spawn(repeat("reporting progress", self._progress.report, INTERVAL_S))
            self.background.spawn(repeat("running other clocks", self._run_other_clocks, SWEEP_S))
            for statement in OVERDUE:  # each by itself, so that one that fails does not stop the others
                sweep = partial(self._database.fetch_value, statement)
                self.background.spawn(repeat(statement, sweep, SWEEP_S))
            self.background.spawn(repeat("settling attempts", self._settle_overdue, SWEEP_S))
            self.background.spawn(repeat("keeping boards", self._sweep_boards, SWEEP_S))
            self.background.spawn(repeat("keeping statistics", self._sweep_statistics, FOLDED_EVERY_S))
            self.background.spawn(repeat("the clean-up", self._clean_up, CLEAN_UP_S))
            self.background.spawn(repeat("reading event logs", self._look_again, CATCH_UP_S))
            self.background.spawn(repeat("noting hosts", self._note_hosts, HOSTS_NOTED_S))
            self.background.spawn(repeat("telling of this relay", self._tell_of_itself, HEARD_EVERY_S))
            self.background.spawn(self.admission.watch())
            self.background.spawn(self.refusals.report())
            try:
                yield self
            finally:
                self.stopping = True
                for connection in tuple(self._connections):
                    connection.close(protocol.CLOSE_RESTART, "service restart")
                await self.intake.drain(DRAIN_S)
                await self.background.stop()

    def connect(self, send: Send, wire: Wire | None = None) -> Connection:
        """Register a new WebSocket, which is in no room yet. Returns its sending side."""
        connection = Connection(send, self.config.send_queue_bytes, self.metrics, self.background, wire)
        self._connections.add(connection)
        self.metrics.total_connections += 1
        return connection

    def disconnected(self, connection: Connection) -> None:
        """Forget a WebSocket that has ended."""
        self._connections.discard(connection)
        connection.ended()

    async def enter(
        self, connection: Connection, role: Role, claims: Claims | None, arguments: dict[str, Any]
    ) -> Seat:
        """Let a connection into a room. Raises DatabaseUnavailable, and asyncpg.PostgresError if refused."""
        function, role_arguments = ENTRANCES[role]
        arrival = _arrivals.decode(await self._joins.call_as(claims, function, arguments | role_arguments))
        welcome = _welcomes.decode(arrival.welcome)
        connection.number, connection.user_id = arrival.connection, arrival.user_id
        seat = Seat(self._room(welcome, arrival.room_id), connection, role, welcome.player_id)
        await self._seat(seat, arrival, welcome)
        return seat

    @property
    def connections(self) -> Collection[Connection]:
        """All WebSockets of this process."""
        return self._connections

    def is_crowded(self, seat: Seat) -> bool:
        """Whether more projectors and spectators are in the room here than it may have players."""
        watches = seat.role in (Role.PROJECTOR, Role.SPECTATOR)
        return watches and seat.room.watchers > self._state.max_players_per_room

    async def command(self, claims: Claims, room: Room, command: protocol.HostCommand) -> None:
        """Carry out a command of a host. Raises as `enter` does."""
        if isinstance(command, SCORING):
            await self.intake.write_old_answers()
        arguments = {"room_code": room.code} | msgspec.structs.asdict(command)
        del arguments["id"]
        await self._commands.call_as(claims, COMMANDS[type(command)], arguments)

    def leave(self, seat: Seat, *, for_good: bool, vanished: bool) -> None:
        """Take a connection that has ended out of its room. `vanished`: it broke.

        `for_good` is False if this server stops: the client will come back.
        """
        if seat.room.remove(seat) and seat.player_id and for_good:
            self._presence.note_departure(seat.player_id, seat.connection.number, vanished=vanished)
        self._forget_if_deserted(seat.room)

    async def state(self) -> LiveState:
        """Figures of all relays; while the database is away, rooms and players of this relay only.

        Calls that come while the database counts share its reply, so that many of them hold up no answers.
        """
        if self._counting is None or self._counting.done():
            self._counting = self.background.spawn(self._count())
        return await asyncio.shield(self._counting)

    async def _count(self) -> LiveState:
        try:
            counts = await self._database.fetch_json(COUNTS)
        except DatabaseUnavailable:
            players = sum(len(room.players) for room in self.rooms.values())
            return replace(self._state, healthy=False, active_rooms=len(self.rooms), total_players=players)
        self._state = replace(
            _states.decode(counts), healthy=self._listener.connected and not self._database.short_of_resources
        )
        return self._state

    def _room(self, welcome: _Welcome, room_id: str) -> Room:
        room = self.rooms.get(welcome.room_code)
        if room is None:
            room = Room(welcome.room_code, room_id, welcome.seq, self._shared)
            room.listening = self.background.spawn(self._listen(room))
            room.assigned = welcome.mode == "assigned"
            if not room.assigned and welcome.state in ("open", "paused"):
                room.open_question = welcome.question_number
            room.clock.check()
            self.rooms[room.code] = room
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
            await room.catch_up(seat)
            room.add(seat)
            if room.is_over or welcome.state == "ended":
                connection.close(protocol.CLOSE_NORMAL, "room_ended")
        except BaseException:
            if seat.player_id and not self.stopping:  # the database has let them in
                self._presence.note_departure(seat.player_id, connection.number, vanished=True)
            raise
        finally:
            room.arriving -= 1
            self._forget_if_deserted(room)

    async def _listen(self, room: Room) -> None:
        await self._listener.listen(CHANNEL + room.code)
        room.listening = None
        room.wake()  # for what has happened since the first welcome

    def _forget_if_deserted(self, room: Room) -> None:
        if room.deserted and self.rooms.get(room.code) is room:
            del self.rooms[room.code]
            self._other_clocks[room.code] = room.clock
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

    async def _tell_of_itself(self) -> None:
        """Tell the database that a relay is there, so that it knows when none was."""
        alive_ms = int((time.monotonic() - self._began) * 1000)
        await self._database.fetch_value("select core.relay_heard($1)", alive_ms)

    async def _note_hosts(self) -> None:
        hosted = [room.id for room in self.rooms.values() if room.hosts]
        if hosted:
            await self._database.fetch_value("select core.note_hosts($1::uuid[])", hosted)

    async def _run_other_clocks(self) -> None:
        """Run the clocks of rooms without connections, and set clocks that missed an event."""
        deadlines = _deadlines.decode(await self._database.fetch_json("select core.rooms_with_deadline()"))
        former, self._other_clocks = self._other_clocks, {}
        for deadline in deadlines:
            code = deadline.room_code
            if room := self.rooms.get(code):
                clock = room.clock
            else:
                clock = former.pop(code) if code in former else Clock(code, self._closings)
                self._other_clocks[code] = clock
            if not clock.runs and deadline.due_in_ms is not None:
                clock.set(deadline.due_in_ms)
        for clock in former.values():
            clock.set(None)

    async def _settle_overdue(self) -> None:
        """End the attempts whose time is up, in batches: a whole school may end at the same moment."""
        settle = "select core.settle_overdue(null, null, $1)"
        while await self._database.fetch_value(settle, SETTLED_AT_ONCE) == SETTLED_AT_ONCE:
            pass

    async def _sweep_boards(self) -> None:
        """Keep boards quick."""
        while await self._database.fetch_value("select core.sweep_boards($1)", FOLDED_AT_ONCE):
            pass

    async def _sweep_statistics(self) -> None:
        """Keep statistics quick."""
        while await self._database.fetch_value("select core.sweep_statistics($1)", SETTLED_AT_ONCE):
            pass

    async def _clean_up(self) -> None:
        """What an admin can also ask for. Any number of processes may do so."""
        while _swept.decode(await self._database.fetch_json("select core.sweep()")).more:
            pass
