"""Spacing of requests to a server that counts them: never two within the interval, whoever here asks."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Protocol

# The Open Trivia DB allows one request in five seconds; a little more, as not all travel alike fast.
INTERVAL = 5.1
PATIENCE = 20.0


class TooBusy(Exception):
    """The next free turn is farther away than anybody would wait."""


class Clock(Protocol):
    """Seconds that only go forward, and waiting for some of them."""

    def now(self) -> float:
        """Seconds since some moment in the past."""

    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class MonotonicClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds of time.monotonic."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run for so many seconds."""
        await asyncio.sleep(seconds)


class Pace:
    """Hands out turns, `interval` seconds apart."""

    def __init__(
        self, interval: float = INTERVAL, patience: float = PATIENCE, clock: Clock | None = None
    ) -> None:
        """Both in seconds; `patience` is the longest that a turn is waited for."""
        self._interval = interval
        self._patience = patience
        self._clock = clock or MonotonicClock()
        self._free_from = float("-inf")
        self._lock = threading.Lock()  # held for no longer than an addition: event loops may share a pace

    async def turn(self) -> None:
        """Wait for one's turn. Raises TooBusy at once, and takes none, if that would be too long."""
        with self._lock:
            now = self._clock.now()
            start = max(now, self._free_from)
            if start - now > self._patience:
                raise TooBusy
            self._free_from = start + self._interval
        if start > now:
            await self._clock.sleep(start - now)


_paces: dict[str, Pace] = {}


def process_wide_pace(server: str) -> Pace:
    """The one pace that this process keeps towards a server."""
    return _paces.setdefault(server, Pace())
