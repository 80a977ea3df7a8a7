"""The standby of READ_DATABASE_URL: whether it answers, and how far it is behind the primary."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Literal

import asyncpg

from app.database.pool import Arguments, Claims, Database, DatabaseUnavailable

log = logging.getLogger(__name__)

CHECK_S = 1.0  # how often it is looked at
ANSWER_S = 2.0  # how long an answer may take; what is read there takes milliseconds
SAMPLES = 600  # places of the primary's log that are remembered, at most one for each look

WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"
# After a failover, READ_DATABASE_URL may lead to a primary, which is behind nobody
REPLAYED = """
select pg_wal_lsn_diff(
    case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0'
)::bigint
"""

State = Literal["used", "away", "behind"]


class Standby:
    """Reads at a standby, as long as it answers and is not too far behind.

    Its lag is the age of the oldest place in the primary's log, of those seen once a second, that it has not
    replayed. So no clocks are compared, and a primary that writes nothing makes no lag.
    """

    def __init__(self, database: Database, primary: Database, max_lag_s: float) -> None:
        """`database` is a pool whose statements end after ANSWER_S."""
        self._database = database
        self._primary = primary
        self._max_lag_s = max_lag_s
        self._written: deque[tuple[float, int]] = deque(maxlen=SAMPLES)  # when seen, and up to where
        self._answers = False  # until the first look
        self._said: State = "used"
        self.lag_s = 0.0

    @property
    def state(self) -> State:
        """Whether it is read from, and if not, why."""
        if not self._answers:
            return "away"
        return "behind" if self.lag_s > self._max_lag_s else "used"

    @asynccontextmanager
    async def watched(self) -> AsyncIterator["Standby"]:
        """Look at it during the block, which starts after the first look."""
        first = asyncio.create_task(self._look())
        await asyncio.wait({first}, timeout=ANSWER_S)
        task = asyncio.create_task(self._watch(first), name="standby")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def call_as(self, claims: Claims | None, function: str, arguments: Arguments) -> bytes:
        """Call public.<function> there. Raises as `Database.call_as`, at the latest after ANSWER_S."""
        call = asyncio.create_task(self._database.call_as(claims, function, arguments))
        # Not cancelled if it is late: asyncpg would wait for a frozen server to confirm that.
        done, _ = await asyncio.wait({call}, timeout=ANSWER_S)
        if not done:
            call.add_done_callback(lambda late: late.cancelled() or late.exception())
            self._found(answers=False)
            raise DatabaseUnavailable
        try:
            return call.result()
        except DatabaseUnavailable:
            self._found(answers=False)
            raise

    async def _watch(self, first: asyncio.Task[None]) -> None:
        await first
        while True:
            await asyncio.sleep(CHECK_S)
            await self._look()

    async def _look(self) -> None:
        """Note up to where the primary has written now, then up to where the standby has replayed."""
        with suppress(DatabaseUnavailable, asyncpg.PostgresError):  # without a primary nothing new is written
            now = time.monotonic()
            self._written.append((now, await self._primary.fetch_value(WRITTEN)))
        try:
            replayed = await self._database.fetch_value(REPLAYED)
        except (DatabaseUnavailable, asyncpg.PostgresError):
            self._found(answers=False)
            return
        while self._written and self._written[0][1] <= replayed:
            self._written.popleft()
        self.lag_s = time.monotonic() - self._written[0][0] if self._written else 0.0
        self._found(answers=True)

    def _found(self, *, answers: bool) -> None:
        """Remember whether it answers, and log a change of its state once."""
        self._answers = answers
        if self.state == self._said:
            return
        self._said = self.state
        if self._said == "used":
            log.warning("the standby of READ_DATABASE_URL is read from again")
        else:
            reason = {"away": "does not answer", "behind": f"is {self.lag_s:.0f} s behind"}[self._said]
            log.warning("the standby of READ_DATABASE_URL %s; reads go to the primary", reason)
