"""The clocks of rooms: when to ask the database whether something is due in a room."""

import asyncio

import msgspec

from app.background import Background, log_failure
from app.database.pool import Database
from app.rooms.gather import Gather, query_for_many
from app.rooms.intake import Intake

RETRY_S = 0.5
CLOSED_AT_ONCE = 8  # all are scored before the first is announced, and their answers have to wait meanwhile
CLOSE = """
select array_agg(core.close_if_due(request.room_code)::text order by request.place)
from unnest($1::text[]) with ordinality as request (room_code, place)
"""


class _Due(msgspec.Struct):
    due_in_ms: int | None = None


_due = msgspec.json.Decoder(_Due)


class Closings:
    """Asks the database to do what is due in rooms: many rooms in one statement.

    Any relay may ask for any room: the database decides, and only the first call has an effect.
    """

    def __init__(self, database: Database, background: Background, intake: Intake) -> None:
        self.background = background
        self._intake = intake
        self._calls = Gather(background, query_for_many(database, CLOSE), most=CLOSED_AT_ONCE)

    async def close_if_due(self, room_code: str) -> int | None:
        """Write the answers that waited; then close the room's question or open its next one, if that is due.

        Returns in how many ms to ask again; None if no clock runs. Raises DatabaseUnavailable and
        asyncpg.PostgresError.
        """
        await self._intake.write_old_answers()
        return _due.decode(await self._calls.ask(room_code, (room_code,))).due_in_ms


class Clock:
    """The clock of one room: a timer after which the database is asked what is due."""

    def __init__(self, room_code: str, closings: Closings) -> None:
        self._room_code = room_code
        self._closings = closings
        self._timer: asyncio.TimerHandle | None = None
        self._asking = False
        self._ask_again = False

    @property
    def runs(self) -> bool:
        """Whether it is set, or asking now."""
        return self._timer is not None or self._asking

    def set(self, due_in_ms: int | None) -> None:
        """Ask after this time instead of the one set before; None: do not ask."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if due_in_ms is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0, due_in_ms) / 1000, self.check)

    def check(self) -> None:
        """Ask now, because something may be due."""
        self._ask_again = True
        if not self._asking:
            self._asking = True
            self._closings.background.spawn(self._ask())

    async def _ask(self) -> None:
        due_in_ms: int | None = None
        try:
            while self._ask_again:
                self._ask_again = False
                timer = self._timer
                due_in_ms = await self._closings.close_if_due(self._room_code)
        except Exception as error:
            log_failure(error, f"asking what is due in room {self._room_code}")
            timer, due_in_ms = self._timer, int(RETRY_S * 1000)
        finally:
            self._asking = False
        if self._timer is timer:  # else an event has set it meanwhile
            self.set(due_in_ms)
