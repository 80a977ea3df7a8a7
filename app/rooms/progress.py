"""Tells hosts and projectors how many players have answered, a few times a second at most."""

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
    """Counts answers in the database, as a room's players may be on any relay; one query for all rooms."""

    def __init__(self, database: Database, rooms: dict[str, Room]) -> None:
        self._database = database
        self._rooms = rooms

    async def report(self) -> None:
        """Count in each room where the number may have changed, and send it to those who see it."""
        changed = {room.id: room for room in self._rooms.values() if _may_have_changed(room)}
        if not changed:
            return
        for room in changed.values():
            room.has_fresh_answers = False
        counted = await self._database.fetch_json("select core.room_progress($1::uuid[])", list(changed))
        for count in _counts.decode(counted):
            changed[count.room_id].report_progress(count.number, count.answered, count.players)


def _may_have_changed(room: Room) -> bool:
    """Whether answers were written here since the last report, or may have been by another relay."""
    if room.open_question is None or not (room.hosts or room.projectors):
        return False
    return room.has_fresh_answers or room.progress is None or room.progress[1] > len(room.players)
