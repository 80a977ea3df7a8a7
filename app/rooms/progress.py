"""Tells the hosts how many players have answered, a few times a second at most."""

import msgspec

from app.database.pool import Database
from app.rooms import protocol
from app.rooms.room import Room
from app.rooms.timers import Timers, for_ever

INTERVAL_S = 0.25


class _Counted(msgspec.Struct):
    room_id: str
    number: int
    answered: int
    players: int


_counts = msgspec.json.Decoder(list[_Counted])


class ProgressReports:
    """Counts in the database, for all rooms in one query: the players of a room may be on any relay."""

    def __init__(self, database: Database, rooms: dict[str, Room], timers: Timers) -> None:
        self._database = database
        self._rooms = rooms
        self._timers = timers

    async def run(self) -> None:
        """Report until cancelled."""
        await for_ever(self._report, INTERVAL_S)

    async def _report(self) -> None:
        asked = {room.id: room for room in self._rooms.values() if _wants_report(room)}
        if not asked:
            return
        for room in asked.values():
            room.has_fresh_answers = False
        counted = await self._database.fetch_json("select core.room_progress($1::uuid[])", list(asked))
        for count in _counts.decode(counted):
            self._tell(asked[count.room_id], count)

    def _tell(self, room: Room, count: _Counted) -> None:
        if count.number != room.open_question or (count.answered, count.players) == room.progress:
            return
        room.progress = (count.answered, count.players)
        room.tell_hosts(
            protocol.Progress(question=count.number, answered=count.answered, players=count.players)
        )
        if count.answered >= count.players:
            self._timers.check(room.code)


def _wants_report(room: Room) -> bool:
    """Whether answers were written here since the last report, or may have been on another relay."""
    if room.open_question is None or not room.hosts:
        return False
    return room.has_fresh_answers or room.progress is None or room.progress[1] > len(room.players)
