"""Answers on their way into Postgres: gathered for a few milliseconds, written as one batch across rooms.

An answer is acknowledged after its batch has committed, never before. What is here when the process dies was
not acknowledged: the player sends it again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

import asyncpg
import msgspec

from app.background import Background, complain
from app.database.pool import Database, DatabaseUnavailable
from app.rooms import protocol
from app.rooms.connection import Connection, Frame
from app.rooms.metrics import Metrics
from app.rooms.room import Room

log = logging.getLogger(__name__)

FLUSHERS = 2  # one batch travels while the next one is written; more only contend
BUSY_ROOM_RETRY_S = 0.002  # a room that is being changed takes answers again when that transaction ends
AWAY_RETRY_S = (0.05, 0.1, 0.2, 0.5)
BLAMES_AN_ANSWER = ("22", "23")  # SQLSTATE classes: data exceptions, constraints; all else passes
LATE_S = 0.5  # a batch that took longer to arrive is sent anew: its answers are older than it says
FRESH_S = 0.1  # answers are written within this, unless the database is away or busy
LONGEST_WAIT_S = 30.0  # for answers that are not fresh any more, before a question is closed without them
CLOCK = "select extract(epoch from clock_timestamp())::float8"
ACCEPT = """
select
    extract(epoch from clock_timestamp())::float8 as clock,
    case when extract(epoch from clock_timestamp()) <= coalesce($6::float8, 'infinity')
        then core.accept_answers($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::integer[], $7::text[])
    end as outcomes
"""


class WaitingAnswer:
    """An answer that is not in the database yet."""

    __slots__ = ("confidence", "connection", "number", "player_id", "received", "response", "room")

    def __init__(self, connection: Connection, room: Room, player_id: str, answer: protocol.Answer) -> None:
        self.connection = connection
        self.room = room
        self.player_id = player_id
        self.number = answer.question
        self.response = msgspec.json.encode(answer.response).decode()
        self.confidence = answer.confidence
        self.received = time.monotonic()


class Intake:
    """The queue of answers and the tasks that empty it."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        accepted: Callable[[WaitingAnswer], None],
        *,
        interval_s: float,
        batch_size: int,
        queue_size: int,
        most_of_one: int,
    ) -> None:
        """`accepted` is told of every answer that was committed."""
        self._database = database
        self._metrics = metrics
        self._accepted = accepted
        self._interval_s = interval_s
        self._batch_size = batch_size
        self._queue_size = queue_size
        self._most_of_one = most_of_one
        self._queue: deque[WaitingAnswer] = deque()
        self._under_way = 0
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._acknowledgements: dict[int, Frame] = {}
        self._travelling: list[list[WaitingAnswer]] = []
        self._waiters: list[tuple[float, asyncio.Future[None]]] = []
        self._ahead_s: float | None = None  # by how much the database's clock is ahead of this monotonic one

    def start(self, background: Background) -> None:
        """Begin to empty the queue."""
        background.spawn(self._compare_clocks())
        for _ in range(FLUSHERS):
            background.spawn(self._flush_for_ever())

    def take(self, connection: Connection, room: Room, player_id: str, answer: protocol.Answer) -> None:
        """Queue an answer; its sender hears what became of it. A full queue rejects it as `busy`."""
        full = len(self._queue) + self._under_way >= self._queue_size
        if full or connection.waiting_answers >= self._most_of_one:
            self._reject(connection, answer.question, "busy")
            return
        connection.waiting_answers += 1
        self._queue.append(WaitingAnswer(connection, room, player_id, answer))
        self._filled.set()
        self._emptied.clear()

    async def _compare_clocks(self) -> None:
        """So that the first batch, too, can be seen to be late."""
        with suppress(DatabaseUnavailable, asyncpg.PostgresError):
            now = time.monotonic()
            self._compare(await self._database.fetch_value(CLOCK), now)

    def _compare(self, clock: float, asked: float) -> None:
        if time.monotonic() - asked < LATE_S:
            self._ahead_s = clock - asked

    async def settle_old(self) -> None:
        """Wait for answers that should have been written by now; the question is not closed before them.

        They wait when the database was away or out of reach, and who came in time is to count.
        """
        moment = time.monotonic() - FRESH_S
        if self._oldest() > moment:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append((moment, waiter))
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT_S):
                await waiter

    def _oldest(self) -> float:
        """When the first of the answers came that wait or travel."""
        first = [batch[0].received for batch in self._travelling]
        if self._queue:
            first.append(self._queue[0].received)
        return min(first, default=float("inf"))

    def _tell_waiters(self) -> None:
        oldest = self._oldest()
        for moment, waiter in self._waiters:
            if oldest > moment and not waiter.done():
                waiter.set_result(None)
        self._waiters = [entry for entry in self._waiters if not entry[1].done()]

    async def drain(self, timeout_s: float) -> None:
        """Wait until everything that was taken is in the database, or for as long as this."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._emptied.wait()

    async def _flush_for_ever(self) -> None:
        failures = 0
        while True:
            await self._filled.wait()
            if self._interval_s:
                await asyncio.sleep(self._interval_s)
            batch = self._next_batch()
            if not batch:
                continue
            try:
                unsettled = await self._write(batch)
                failures, pause_s = 0, BUSY_ROOM_RETRY_S
            except Exception as error:
                complain(error, "writing a batch of answers")
                unsettled = batch
                failures, pause_s = failures + 1, AWAY_RETRY_S[min(failures, len(AWAY_RETRY_S) - 1)]
            finally:
                self._under_way -= len(batch)
                self._travelling.remove(batch)
            if unsettled:
                self._put_back(unsettled)
            if self._waiters:
                self._tell_waiters()
            if unsettled:
                await asyncio.sleep(pause_s)
            elif not self._queue and not self._under_way:
                self._emptied.set()

    def _next_batch(self) -> list[WaitingAnswer]:
        size = min(len(self._queue), self._batch_size)
        batch = [self._queue.popleft() for _ in range(size)]
        self._under_way += size
        if batch:
            self._travelling.append(batch)
        if not self._queue:
            self._filled.clear()
        return batch

    def _put_back(self, answers: list[WaitingAnswer]) -> None:
        """To the front, in their order: their age counts from when they came."""
        self._queue.extendleft(reversed(answers))
        self._filled.set()

    async def _write(self, batch: list[WaitingAnswer]) -> list[WaitingAnswer]:
        """Write a batch, tell each sender, return those to be tried again. Raises as Database does."""
        now = time.monotonic()
        try:
            clock, outcomes = await self._database.fetch_row(
                ACCEPT,
                [answer.room.id for answer in batch],
                [answer.player_id for answer in batch],
                [answer.number for answer in batch],
                [answer.response for answer in batch],
                [int((now - answer.received) * 1000) for answer in batch],
                None if self._ahead_s is None else now + self._ahead_s + LATE_S,
                [answer.confidence for answer in batch],
            )
        except asyncpg.PostgresError as error:
            if (error.sqlstate or "").startswith(BLAMES_AN_ANSWER):
                return await self._write_halves(batch, error)
            raise
        if outcomes is None:  # held up on its way, or one of the clocks was set; not asked twice in a row
            self._ahead_s = None
            return batch
        self._compare(clock, now)
        return [
            answer for answer, outcome in zip(batch, outcomes, strict=True) if self._settle(answer, outcome)
        ]

    async def _write_halves(
        self, batch: list[WaitingAnswer], error: asyncpg.PostgresError
    ) -> list[WaitingAnswer]:
        """One answer that the database can't take must not cost the others of its batch."""
        if len(batch) == 1:
            log.error("an answer could not be stored", exc_info=error)
            self._metrics.errors += 1
            self._settle(batch[0], "invalid_response")
            return []
        middle = len(batch) // 2
        busy = []
        for half in (batch[:middle], batch[middle:]):
            try:
                busy += await self._write(half)
            except (DatabaseUnavailable, asyncpg.PostgresError):
                busy += half
        return busy

    def _settle(self, answer: WaitingAnswer, outcome: str) -> bool:
        """Tell the sender; whether the answer must be tried again."""
        if outcome == "try_again":
            return True
        connection = answer.connection
        connection.waiting_answers -= 1
        if outcome == "accepted":
            self._metrics.answers_processed += 1
            connection.send(self._acknowledgement(answer.number))
            self._accepted(answer)
        else:
            self._reject(connection, answer.number, outcome)
        return False

    def _acknowledgement(self, number: int) -> Frame:
        frame = self._acknowledgements.get(number)
        if frame is None:
            frame = Frame.of(protocol.AnswerAccepted(question=number))
            self._acknowledgements[number] = frame
        return frame

    @staticmethod
    def _reject(connection: Connection, number: int, code: str) -> None:
        message = protocol.REJECTIONS.get(code, code)
        connection.tell(protocol.AnswerRejected(question=number, code=code, message=message))
