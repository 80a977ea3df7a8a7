"""How many have answered, told to the hosts a few times a second at most."""

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
    """Counts in the database, for all rooms in one query: the players of a room may be on any relay.

    While the database has said that all of a room's players are here, and nobody has come or gone since, what
    is known here is the count, and the database is not asked again.
    """

    def __init__(self, database: Database, rooms: dict[str, Room], timers: Timers) -> None:
        self._database = database
        self._rooms = rooms
        self._timers = timers
        # rooms all of whose players are here, by id: the question and the seq at which that was so
        self._whole: dict[str, tuple[int | None, int]] = {}

    async def run(self) -> None:
        """Report for ever."""
        await for_ever(self._report, INTERVAL_S)

    async def _report(self) -> None:
        wanted = [room for room in self._rooms.values() if _wants_report(room)]
        known = {room.id for room in self._rooms.values()}
        self._whole = {room_id: at for room_id, at in self._whole.items() if room_id in known}
        for room in wanted:
            room.has_fresh_answers = False
        asked = {room.id: room for room in wanted if not self._tell_what_is_known(room)}
        if not asked:
            return
        counted = await self._database.fetch_json("select core.room_progress($1::uuid[])", list(asked))
        for count in _counts.decode(counted):
            room = asked[count.room_id]
            if count.players == len(room.players) and count.answered <= _answered_here(room):
                self._whole[room.id] = (count.number, room.seq)
            self._tell(room, count)

    def _tell_what_is_known(self, room: Room) -> bool:
        """Whether the database need not be asked."""
        if room.progress is None or self._whole.get(room.id) != (room.open_question, room.seq):
            return False
        assert room.open_question is not None
        self._tell(room, _Counted(room.id, room.open_question, _answered_here(room), len(room.players)))
        return True

    def _tell(self, room: Room, count: _Counted) -> None:
        if count.number != room.open_question or (count.answered, count.players) == room.progress:
            return
        room.progress = (count.answered, count.players)
        room.tell_hosts(
            protocol.Progress(question=count.number, answered=count.answered, players=count.players)
        )
        if count.answered >= count.players:
            self._timers.check(room.code)


def _answered_here(room: Room) -> int:
    return len(room.answered & room.players.keys())


def _wants_report(room: Room) -> bool:
    """Answers were written here, or may have been on another relay."""
    if room.open_question is None or not room.hosts:
        return False
    return room.has_fresh_answers or room.progress is None or room.progress[1] > len(room.players)
