"""Reads rooms' event logs; whoever asks while a read is under way shares the next one."""

import asyncio

import msgspec

from app.background import Background
from app.database.pool import Database
from app.rooms.connection import Frame

READ = """
select array_agg(core.events_since(asked.room_code, asked.since)::text order by asked.place)
from unnest($1::text[], $2::bigint[]) with ordinality as asked (room_code, since, place)
"""


class Clock(msgspec.Struct):
    """What an event may say of a question's clock."""

    number: int = 0
    remaining_ms: int = 0
    next_in_ms: int | None = None
    opens_in_ms: int = 0


class LoggedEvent(msgspec.Struct):
    """An event of a room's log and who it is for; `message` is what goes over the wire, as it is."""

    seq: int
    type: str
    audience: str
    message: msgspec.Raw
    player_id: str | None = None
    phones: msgspec.Raw = msgspec.Raw(b"")  # what phones are told instead, where it is something else

    def frame(self, *, on_phone: bool = False) -> Frame:
        """The event, ready to be sent to any number of connections."""
        return Frame(bytes(self.phones) if on_phone and self.differs_on_phones else bytes(self.message))

    @property
    def differs_on_phones(self) -> bool:
        """Whether phones are told something else than the projector."""
        return bool(bytes(self.phones))

    def clock(self) -> Clock:
        """The number of the question that this event is about, and the time that it has left."""
        return _clocks.decode(self.message)

    def host_ids(self) -> set[str]:
        """Of room.hosts: the users who host the room now."""
        return {host.user_id for host in _hosts.decode(self.message).hosts}


class _Host(msgspec.Struct):
    user_id: str


class _Hosts(msgspec.Struct):
    hosts: list[_Host]


_hosts = msgspec.json.Decoder(_Hosts)
_clocks = msgspec.json.Decoder(Clock)
_logs = msgspec.json.Decoder(list[LoggedEvent])


class EventLog:
    """The logs of all rooms: many rooms in one query, one query at a time."""

    def __init__(self, database: Database, background: Background) -> None:
        self._database = database
        self._background = background
        self._waiting: list[tuple[str, int, asyncio.Future[list[LoggedEvent]]]] = []
        self._reading = False

    async def since(self, room_code: str, seq: int) -> list[LoggedEvent]:
        """A room's events after this one, in order. Raises DatabaseUnavailable and asyncpg.PostgresError."""
        answer: asyncio.Future[list[LoggedEvent]] = asyncio.get_running_loop().create_future()
        self._waiting.append((room_code, seq, answer))
        if not self._reading:
            self._reading = True
            self._background.spawn(self._read())
        return await answer

    async def _read(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                codes, sinces, answers = zip(*asked, strict=True)
                try:
                    logs = await self._database.fetch_value(READ, codes, sinces)
                    read = [_logs.decode(log or "[]") for log in logs]
                except Exception as error:
                    for answer in answers:
                        if not answer.done():
                            answer.set_exception(error)
                    continue
                for answer, events in zip(answers, read, strict=True):
                    if not answer.done():
                        answer.set_result(events)
        finally:
            self._reading = False
