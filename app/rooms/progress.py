"""Tells the hosts how many players have answered, a few times a second at most."""

import msgspec

from app.database.pool import Database
from app.rooms.room import Room

INTERVAL_S = 0.25


class _Counted(msgspec.Struct):
    room_id: str
    number: int
    answered: int
    players: int


_counts = msgspec.json.Decoder(list[_Counted])


class ProgressReports:
    """Counts in the database, for all rooms in one query: the players of a room may be on any relay."""

    def __init__(self, database: Database, rooms: dict[str, Room]) -> None:
        self._database = database
        self._rooms = rooms

    async def report(self) -> None:
        """Count where that may bring news, and let the rooms tell their hosts."""
        asked = {room.id: room for room in self._rooms.values() if _wants_report(room)}
        if not asked:
            return
        for room in asked.values():
            room.has_fresh_answers = False
        counted = await self._database.fetch_json("select core.room_progress($1::uuid[])", list(asked))
        for count in _counts.decode(counted):
            asked[count.room_id].report_progress(count.number, count.answered, count.players)


def _wants_report(room: Room) -> bool:
    """Whether answers were written here since the last report, or may have been on another relay."""
    if room.open_question is None or not room.hosts:
        return False
    return room.has_fresh_answers or room.progress is None or room.progress[1] > len(room.players)
