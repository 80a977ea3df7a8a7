"""What relays read about rooms: their event logs, and the results of closed questions."""

from collections.abc import Iterable

import msgspec

from app.background import Background
from app.database.pool import Database
from app.rooms.connection import Role
from app.rooms.gather import Gather, query_for_many

LOGS_AT_ONCE = 100
EVENTS_AT_ONCE = 1000  # of one room
RESULTS_AT_ONCE = 16  # the first room should not wait for too many others
EVENTS = """
select array_agg(
    core.events_since(request.room_code, request.since, request.most)::text order by request.place
)
from unnest($1::text[], $2::bigint[], $3::integer[])
    with ordinality as request (room_code, since, most, place)
"""
RESULTS = """
select array_agg(
    core.question_results(request.room_id, request.number, request.players::uuid[])::text
    order by request.place
)
from unnest($1::uuid[], $2::integer[], $3::text[])
    with ordinality as request (room_id, number, players, place)
"""


class EventFrame(msgspec.Struct):
    """An event as these roles receive it; `message` is sent unchanged."""

    roles: list[Role]
    message: msgspec.Raw


class LoggedEvent(msgspec.Struct):
    """An event of a room's log, and what follows from it."""

    seq: int
    type: str
    frames: list[EventFrame]
    number: int | None = None  # of the question that it is about
    player_id: str | None = None  # the only player who receives it; None: it is for all of its roles
    host_ids: list[str] | None = None  # of room.hosts: who hosts the room now
    due_in_ms: int | None = None  # when the room goes on by itself; None: no clock runs

    def message_for(self, role: Role, player_id: str | None) -> msgspec.Raw | None:
        """The message that this role, or this player, receives; None if the event is not for them."""
        if self.player_id in (None, player_id):
            for frame in self.frames:
                if role in frame.roles:
                    return frame.message
        return None


class Result(msgspec.Struct):
    """What a player receives about a question that has closed."""

    player_id: str
    message: msgspec.Raw


_events = msgspec.json.Decoder(list[LoggedEvent])
_results = msgspec.json.Decoder(list[Result])


class EventLog:
    """The logs and results of all rooms, many rooms in one query.

    Each method raises DatabaseUnavailable and asyncpg.PostgresError.
    """

    def __init__(self, database: Database, background: Background) -> None:
        self._logs = Gather(background, query_for_many(database, EVENTS), most=LOGS_AT_ONCE)
        self._results = Gather(background, query_for_many(database, RESULTS), most=RESULTS_AT_ONCE)

    async def since(self, room_code: str, seq: int) -> tuple[list[LoggedEvent], bool]:
        """The room's next events after number `seq`, in order, and whether there may be more after them."""
        events = _events.decode(await self._logs.ask(room_code, (room_code, seq, EVENTS_AT_ONCE)))
        return events, len(events) == EVENTS_AT_ONCE

    async def results(self, room_id: str, number: int, player_ids: Iterable[str]) -> list[Result]:
        """The results of these players for a closed question of a room."""
        array = f"{{{','.join(player_ids)}}}"
        return _results.decode(await self._results.ask(room_id, (room_id, number, array)))
