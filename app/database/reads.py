"""Reads that may be a moment old: from the standby of READ_DATABASE_URL, or from DATABASE_URL."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from app.database.pool import Arguments, Claims, Database, DatabaseUnavailable
from app.database.standby import ANSWER_S, Standby
from app.settings import Settings

FRESH_S = 60.0  # longer than a write may take and a standby may lag (READ_MAX_LAG); docs/scaling.md


class Reads:
    """Calls functions that only read. A person who has just written reads at the primary for a while.

    Each process knows the writes that it has served. `answered` counts the answers of either server.
    """

    def __init__(self, primary: Database, standby: Standby | None = None) -> None:
        self.standby = standby
        self.answered: Counter[str] = Counter()
        self._primary = primary
        self._fresh_until: dict[str, float] = {}  # by person, the oldest first

    def note_write(self, claims: Claims) -> None:
        """Remember that this person changes something now."""
        now = time.monotonic()
        while self._fresh_until:
            person, until = next(iter(self._fresh_until.items()))
            if until > now:
                break
            del self._fresh_until[person]
        self._fresh_until.pop(claims["sub"], None)
        self._fresh_until[claims["sub"]] = now + FRESH_S

    async def call_as(
        self,
        claims: Claims | None,
        function: str,
        arguments: Arguments,
        primary: Database | None = None,
    ) -> bytes:
        """Call public.<function> as `Database.call_as` does, and raise the same errors.

        `primary`: a pool of the primary to ask instead of that of other requests. What the standby refuses is
        asked of the primary: a new quiz or session may not be on the standby yet.
        """
        fresh = claims is not None and time.monotonic() < self._fresh_until.get(claims["sub"], 0)
        if self.standby and self.standby.state == "used" and not fresh:
            try:
                body = await self.standby.call_as(claims, function, arguments)
            except (DatabaseUnavailable, asyncpg.PostgresError):
                pass
            else:
                self.answered["standby"] += 1
                return body
        body = await (primary or self._primary).call_as(claims, function, arguments)
        self.answered["primary"] += 1
        return body


@asynccontextmanager
async def open_reads(config: Settings, primary: Database, sessions: bool) -> AsyncIterator[Reads]:
    """Reads at the standby of the settings, if they name one. `sessions` is as in `Database.connect`."""
    if config.read_database_url is None:
        yield Reads(primary)
        return
    url = config.read_database_url.get_secret_value()
    async with (
        Database.connect(
            url, config.database_pool_size, sessions=sessions, min_size=0, statement_s=ANSWER_S
        ) as database,
        Standby(database, primary, config.read_max_lag).watched() as standby,
    ):
        yield Reads(primary, standby)
