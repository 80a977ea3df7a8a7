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

from app.database.pool import Database, DatabaseUnavailable
from app.live import protocol
from app.live.background import Background, complain
from app.live.connection import Connection, Frame
from app.live.metrics import Metrics
from app.live.room import Room

log = logging.getLogger(__name__)

FLUSHERS = 2  # one batch travels while the next one is written; more only contend
MOST_OF_ONE_CONNECTION = 8  # answers that one connection may have waiting; honest players have one
BUSY_ROOM_RETRY_S = 0.002  # a room that is being changed takes answers again when that transaction ends
AWAY_RETRY_S = (0.05, 0.1, 0.2, 0.5)
PASSING = (
    "40001",
    "40P01",
    "55P03",
    "57014",
)  # serialisation, deadlock, timeout of a lock or statement: try again
ACCEPT = "select core.accept_answers($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::integer[])"


class WaitingAnswer:
    """An answer that is not in the database yet."""

    __slots__ = ("connection", "number", "player_id", "received", "response", "room")

    def __init__(
        self, connection: Connection, room: Room, player_id: str, number: int, response: str
    ) -> None:
        self.connection = connection
        self.room = room
        self.player_id = player_id
        self.number = number
        self.response = response  # JSON
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
    ) -> None:
        """`accepted` is told of every answer that was committed."""
        self._database = database
        self._metrics = metrics
        self._accepted = accepted
        self._interval_s = interval_s
        self._batch_size = batch_size
        self._queue_size = queue_size
        self._queue: deque[WaitingAnswer] = deque()
        self._under_way = 0
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._acknowledgements: dict[int, Frame] = {}

    def start(self, background: Background) -> None:
        """Begin to empty the queue."""
        for _ in range(FLUSHERS):
            background.spawn(self._flush_for_ever())

    def take(self, connection: Connection, room: Room, player_id: str, answer: protocol.Answer) -> None:
        """Queue an answer; its sender hears what became of it. A full queue rejects it as `busy`."""
        full = len(self._queue) + self._under_way >= self._queue_size
        if full or connection.waiting_answers >= MOST_OF_ONE_CONNECTION:
            self._reject(connection, answer.question, "busy")
            return
        connection.waiting_answers += 1
        response = msgspec.json.encode(answer.response).decode()
        self._queue.append(WaitingAnswer(connection, room, player_id, answer.question, response))
        self._filled.set()
        self._emptied.clear()

    @property
    def is_empty(self) -> bool:
        """Nothing waits here to be written."""
        return not self._queue and not self._under_way

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
            if unsettled:
                self._put_back(unsettled)
                await asyncio.sleep(pause_s)
            elif not self._queue and not self._under_way:
                self._emptied.set()

    def _next_batch(self) -> list[WaitingAnswer]:
        size = min(len(self._queue), self._batch_size)
        batch = [self._queue.popleft() for _ in range(size)]
        self._under_way += size
        if not self._queue:
            self._filled.clear()
        return batch

    def _put_back(self, answers: list[WaitingAnswer]) -> None:
        """To the front, in their order: their age counts from when they came."""
        self._queue.extendleft(reversed(answers))
        self._filled.set()

    async def _write(self, batch: list[WaitingAnswer]) -> list[WaitingAnswer]:
        """Write a batch, tell each sender, return those whose room was busy. Raises DatabaseUnavailable."""
        now = time.monotonic()
        try:
            outcomes = await self._database.fetch_value(
                ACCEPT,
                [answer.room.id for answer in batch],
                [answer.player_id for answer in batch],
                [answer.number for answer in batch],
                [answer.response for answer in batch],
                [int((now - answer.received) * 1000) for answer in batch],
            )
        except asyncpg.PostgresError as error:
            if error.sqlstate in PASSING:
                raise DatabaseUnavailable from error
            return await self._write_halves(batch, error)
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
            except DatabaseUnavailable:
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
