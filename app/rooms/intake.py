"""Answers on their way into Postgres: one that comes alone goes at once, many go as one batch across rooms.

An answer is acknowledged after its batch has committed, never before. The answers that are lost when the
process dies were not acknowledged: their players send them again.
"""

import asyncio
import logging
import time
from collections import deque
from contextlib import suppress
from typing import Protocol

import asyncpg
import msgspec

from app.background import Background, log_failure
from app.database.pool import Database, DatabaseUnavailable
from app.rooms import protocol
from app.rooms.connection import Connection, Frame
from app.rooms.metrics import Metrics

log = logging.getLogger(__name__)

FLUSHERS = 2  # one batch travels while Postgres writes the other; more would only wait for each other
CALM = 2  # answers: after a batch of no more than these, the next one does not wait for others
BUSY_ROOM_RETRY_S = 0.002  # a room that is being changed takes answers again when that transaction ends
AWAY_RETRY_S = (0.05, 0.1, 0.2, 0.5)
CAUSED_BY_AN_ANSWER = ("22", "23")  # SQLSTATE classes: data exceptions, constraints; others are temporary
MEASURE_RETRY_S = 0.1
LATE_S = 0.5  # a batch that took longer to arrive is sent again: its answers are older than it says
FRESH_S = 0.1  # answers are written within this, unless the database is away or busy
LONGEST_WAIT_S = 30.0  # how long a question stays open for answers that can't be written
CLOCK = "select extract(epoch from clock_timestamp())::float8"
ACCEPT = """
select clock, outcomes, core.rejection_sentences(outcomes, $1, $3, $4)
from (
    select
        extract(epoch from clock_timestamp())::float8 as clock,
        case when extract(epoch from clock_timestamp()) <= coalesce($6::float8, 'infinity')
            then core.accept_answers(
                $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::integer[], $7::text[]
            )
        end as outcomes
) as accepted
"""
SENTENCE = "select core.rejection_sentence($1)"


class AnsweredRoom(Protocol):
    """What the intake needs of the room of an answer."""

    id: str

    def answer_accepted(self, player_id: str, number: int) -> None:
        """A player's answer to the question of this number is committed."""


class WaitingAnswer:
    """An answer that is not in the database yet."""

    __slots__ = ("confidence", "connection", "number", "player_id", "received", "response", "room")

    def __init__(
        self, connection: Connection, room: AnsweredRoom, player_id: str, answer: protocol.Answer
    ) -> None:
        self.connection = connection
        self.room = room
        self.player_id = player_id
        self.number = answer.question
        self.response = msgspec.json.encode(answer.response).decode()
        self.confidence = answer.confidence
        self.received = time.monotonic()


class Intake:
    """The queue of answers and the tasks that empty it.

    The time of an answer's receipt is the arrival of its batch by the database's clock, less the time that
    the answer waited here. The difference between that clock and this process's own is measured for one
    purpose: to recognise a batch that was held up on its way, whose answers are older than it says.
    """

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        *,
        interval_s: float,
        batch_size: int,
        queue_size: int,
        max_per_player: int,
    ) -> None:
        """`interval_s`: how long a batch is gathered while many answers come.

        `max_per_player`: how many answers of one player may wait.
        """
        self._database = database
        self._metrics = metrics
        self._interval_s = interval_s
        self._batch_size = batch_size
        self._queue_size = queue_size
        self._max_per_player = max_per_player
        self._queue: deque[WaitingAnswer] = deque()
        self._travelling: list[list[WaitingAnswer]] = []  # batches under way
        self._last_size = 0  # answers in the newest batch
        self._filled = asyncio.Event()
        self._acknowledgements: dict[int, Frame] = {}
        self._waiters: list[tuple[float, asyncio.Future[None]]] = []
        self._ahead_s: float | None = None  # by how much the database's clock is ahead of time.monotonic()

    def start(self, background: Background) -> None:
        """Begin to empty the queue."""
        background.spawn(self._measure_clock())
        for _ in range(FLUSHERS):
            background.spawn(self._flush_for_ever())

    def take(
        self, connection: Connection, room: AnsweredRoom, player_id: str, answer: protocol.Answer
    ) -> None:
        """Queue an answer. Its player receives the outcome: `busy` if too many answers wait already."""
        full = len(self._queue) + sum(map(len, self._travelling)) >= self._queue_size
        if full or connection.waiting_answers >= self._max_per_player:
            reject(connection, answer.question, "busy", protocol.RELAY_CODES["busy"])
            return
        connection.waiting_answers += 1
        self._queue.append(WaitingAnswer(connection, room, player_id, answer))
        self._filled.set()

    async def write_old_answers(self) -> None:
        """Wait until each answer that is older than FRESH_S is written; at most LONGEST_WAIT_S.

        Done before a question closes: answers become old while the database is away, and those that were
        received in time must count.
        """
        await self._until_written(time.monotonic() - FRESH_S, LONGEST_WAIT_S)

    async def drain(self, timeout_s: float) -> None:
        """Wait until every queued answer is in the database, at most this long."""
        await self._until_written(time.monotonic(), timeout_s)

    async def _until_written(self, moment: float, timeout_s: float) -> None:
        if self._oldest() > moment:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append((moment, waiter))
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await waiter

    async def _measure_clock(self) -> None:
        """Measure before the first batch, so that this one too is recognised if it is late."""
        while self._ahead_s is None:
            with suppress(DatabaseUnavailable, asyncpg.PostgresError):
                sent_at = time.monotonic()
                self._note_clock(await self._database.fetch_value(CLOCK), sent_at)
            await asyncio.sleep(MEASURE_RETRY_S)

    def _note_clock(self, database_clock: float, sent_at: float) -> None:
        if time.monotonic() - sent_at < LATE_S:
            self._ahead_s = database_clock - sent_at

    def _oldest(self) -> float:
        """When the oldest answer that waits or travels was received; infinite if there is none."""
        first = [batch[0].received for batch in self._travelling]
        if self._queue:
            first.append(self._queue[0].received)
        return min(first, default=float("inf"))

    def _wake_waiters(self) -> None:
        oldest = self._oldest()
        for moment, waiter in self._waiters:
            if oldest > moment and not waiter.done():
                waiter.set_result(None)
        self._waiters = [entry for entry in self._waiters if not entry[1].done()]

    async def _flush_for_ever(self) -> None:
        failures = 0
        while True:
            await self._filled.wait()
            if self._last_size > CALM:
                await asyncio.sleep(self._interval_s)
            batch = self._next_batch()
            if not batch:
                continue
            try:
                unsettled = await self._write(batch)
                failures, pause_s = 0, BUSY_ROOM_RETRY_S
            except Exception as error:
                log_failure(error, "writing a batch of answers")
                unsettled = batch
                failures, pause_s = failures + 1, AWAY_RETRY_S[min(failures, len(AWAY_RETRY_S) - 1)]
            finally:
                self._travelling.remove(batch)
            if unsettled:
                self._put_back(unsettled)
            if self._waiters:
                self._wake_waiters()
            if unsettled:
                await asyncio.sleep(pause_s)

    def _next_batch(self) -> list[WaitingAnswer]:
        size = min(len(self._queue), self._batch_size)
        batch = [self._queue.popleft() for _ in range(size)]
        if batch:
            self._travelling.append(batch)
            self._last_size = size
        if not self._queue:
            self._filled.clear()
        return batch

    def _put_back(self, answers: list[WaitingAnswer]) -> None:
        """Put answers back at the front, in their order; their age still counts from their receipt."""
        self._queue.extendleft(reversed(answers))
        self._filled.set()

    async def _write(self, batch: list[WaitingAnswer]) -> list[WaitingAnswer]:
        """Write a batch and send the outcomes; returns the answers to try again. Raises as Database does."""
        now = time.monotonic()
        try:
            clock, outcomes, sentences = await self._database.fetch_row(
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
            if (error.sqlstate or "").startswith(CAUSED_BY_AN_ANSWER):
                return await self._write_halves(batch, error)
            raise
        if outcomes is None:  # held up on its way, or a clock was set; the next batch goes without this check
            self._ahead_s = None
            return batch
        self._note_clock(clock, now)
        return [
            answer
            for answer, outcome, sentence in zip(batch, outcomes, sentences, strict=True)
            if self._settle(answer, outcome, sentence)
        ]

    async def _write_halves(
        self, batch: list[WaitingAnswer], error: asyncpg.PostgresError
    ) -> list[WaitingAnswer]:
        """One answer that the database refuses must not cost the others of its batch."""
        if len(batch) == 1:
            sentence = await self._database.fetch_value(SENTENCE, "invalid_response")
            log.error("an answer could not be stored", exc_info=error)
            self._metrics.errors += 1
            self._settle(batch[0], "invalid_response", sentence)
            return []
        middle = len(batch) // 2
        unsettled = []
        for half in (batch[:middle], batch[middle:]):
            try:
                unsettled += await self._write(half)
            except (DatabaseUnavailable, asyncpg.PostgresError):
                unsettled += half
        return unsettled

    def _settle(self, answer: WaitingAnswer, outcome: str, sentence: str | None) -> bool:
        """Send the outcome to the player; returns whether the answer must be tried again.

        `sentence`: why the answer does not count; None if it does or must be tried again.
        """
        if outcome == "try_again":
            return True
        connection = answer.connection
        connection.waiting_answers -= 1
        if outcome == "accepted":
            self._metrics.answers_processed += 1
            connection.send(self._acknowledgement(answer.number))
            answer.room.answer_accepted(answer.player_id, answer.number)
        else:
            reject(connection, answer.number, outcome, sentence or "")
        return False

    def _acknowledgement(self, number: int) -> Frame:
        frame = self._acknowledgements.get(number)
        if frame is None:
            frame = Frame.of(protocol.AnswerAccepted(question=number))
            self._acknowledgements[number] = frame
        return frame


def reject(connection: Connection, question: int, code: str, message: str) -> None:
    """Send a player `answer.rejected` with the reason."""
    connection.send_message(protocol.AnswerRejected(question=question, code=code, message=message))
