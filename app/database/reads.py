"""Reads that may be a moment old: from the standby of READ_DATABASE_URL, or from DATABASE_URL."""

import time

import asyncpg

from app.database.pool import Arguments, Claims, Database, DatabaseUnavailable

FRESH_S = 60.0  # longer than a write may take and a standby may lag; docs/scaling.md
AWAY_S = 5.0  # how long a standby that can't be reached is not tried again


class Reads:
    """Calls functions that only read. A person who has just written reads at the primary for a while.

    Each process knows the writes that it has served.
    """

    def __init__(self, primary: Database, standby: Database | None = None) -> None:
        self._primary = primary
        self._standby = standby
        self._away_until = 0.0
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

    async def call_as(self, claims: Claims | None, function: str, arguments: Arguments) -> bytes:
        """Call public.<function> as `Database.call_as` does, and raise the same errors.

        What the standby refuses is asked of the primary: a new quiz or session may not be on the standby yet.
        """
        now = time.monotonic()
        fresh_until = self._fresh_until.get(claims["sub"], 0) if claims else 0
        if self._standby and now >= max(fresh_until, self._away_until):
            try:
                return await self._standby.call_as(claims, function, arguments)
            except DatabaseUnavailable:
                self._away_until = now + AWAY_S
            except asyncpg.PostgresError:
                pass
        return await self._primary.call_as(claims, function, arguments)
