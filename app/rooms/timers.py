"""The clocks of open questions: any relay may close one that is due, and the database lets the first win."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from app.background import Background, complain
from app.database.pool import Database
from app.rooms.gather import Gather

SWEEP_S = 5.0  # how often the rooms of relays that are gone are looked for
RETRY_S = 0.5
CLOSE = "select core.close_if_due($1)::text"
CLOSE_MANY = """
select array_agg(core.close_if_due(asked.room_code)::text order by asked.place)
from unnest($1::text[]) with ordinality as asked (room_code, place)
"""
CLOSED_AT_ONCE = 8  # each is scored before the first of them is told; two such at once hold up answers


class _Due(msgspec.Struct):
    closed: bool = False
    due_in_ms: int | None = None


class _Deadline(msgspec.Struct):
    room_code: str
    due_in_ms: int | None = None  # nothing: it has just been closed


_due = msgspec.json.Decoder(_Due)
_deadlines = msgspec.json.Decoder(list[_Deadline])


class Timers:
    """When to ask the database whether a room's question is over. It decides; the clock here only wakes."""

    def __init__(
        self, database: Database, background: Background, answers_first: Callable[[], Awaitable[None]]
    ) -> None:
        """`answers_first` returns when no answer is held up here that a closing would be unfair to."""
        self._database = database
        self._answers_first = answers_first
        self._background = background
        self._closing: Gather[str, str] = Gather(background, self._close, most=CLOSED_AT_ONCE)
        self._handles: dict[str, asyncio.TimerHandle] = {}
        self._asking: set[str] = set()
        self._ask_again: set[str] = set()

    def start(self) -> None:
        """Take on the rooms that have a deadline ahead, now and from time to time."""
        self._background.spawn(self._sweep_for_ever())

    def set(self, room_code: str, due_in_ms: int) -> None:
        """Ask then; an earlier appointment of this room is forgotten."""
        self.cancel(room_code)
        loop = asyncio.get_running_loop()
        self._handles[room_code] = loop.call_later(max(0, due_in_ms) / 1000, self.check, room_code)

    def cancel(self, room_code: str) -> None:
        """The clock stands still, or the question is closed."""
        if handle := self._handles.pop(room_code, None):
            handle.cancel()

    def check(self, room_code: str) -> None:
        """Ask now: it may be due, or everybody may have answered."""
        if room_code in self._asking:
            self._ask_again.add(room_code)
            return
        self._asking.add(room_code)
        self._background.spawn(self._ask(room_code))

    async def _ask(self, room_code: str) -> None:
        try:
            while True:
                await self._answers_first()
                self._ask_again.discard(room_code)
                answer = _due.decode(await self._closing.ask(room_code, room_code))
                if room_code not in self._ask_again:
                    break
        except Exception as error:
            complain(error, f"closing the question of room {room_code}")
            self.set(room_code, int(RETRY_S * 1000))
            return
        finally:
            self._asking.discard(room_code)
        if answer.due_in_ms is None:
            self.cancel(room_code)
        else:
            self.set(room_code, answer.due_in_ms)

    async def _close(self, room_codes: Sequence[str]) -> Sequence[str | Exception]:
        if len(room_codes) == 1:
            return [await self._database.fetch_value(CLOSE, room_codes[0])]
        answers: list[str] = await self._database.fetch_value(CLOSE_MANY, room_codes)
        return answers

    async def _sweep(self) -> None:
        answer = await self._database.fetch_json("select core.rooms_with_deadline()")
        for deadline in _deadlines.decode(answer):
            if deadline.due_in_ms is not None and deadline.room_code not in self._handles:
                self.set(deadline.room_code, deadline.due_in_ms)
        await self._database.fetch_value("select core.end_expired_rooms()")

    async def _sweep_for_ever(self) -> None:
        await for_ever(self._sweep, SWEEP_S)


async def for_ever(step: Callable[[], Awaitable[None]], pause_s: float) -> None:
    """Do this again and again, whatever happens."""
    while True:
        try:
            await step()
        except Exception as error:
            complain(error, step.__qualname__)
        await asyncio.sleep(pause_s)
