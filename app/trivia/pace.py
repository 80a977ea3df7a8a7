"""Limits the rate of requests to a server: this process never sends two within the interval."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

# The Open Trivia DB allows one request in five seconds; a little more, because their travel times vary.
INTERVAL = 5.1
PATIENCE = 20.0


class TooBusy(Exception):
    """The next turn is later than the caller would wait for."""


class Pace:
    """Gives turns that are `interval` seconds apart."""

    def __init__(
        self,
        interval: float = INTERVAL,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`interval` and `patience`, the longest wait for a turn, are in seconds."""
        self._interval = interval
        self._patience = patience
        self._now = now
        self._sleep = sleep
        self._free_from = float("-inf")

    async def turn(self) -> None:
        """Wait for the next turn. Raises TooBusy at once, without taking a turn, if the wait is too long."""
        now = self._now()
        start = max(now, self._free_from)
        if start - now > self._patience:
            raise TooBusy
        self._free_from = start + self._interval
        if start > now:
            await self._sleep(start - now)


_paces: dict[str, Pace] = {}


def process_wide_pace(server: str) -> Pace:
    """The pace that all parts of this process share for a server."""
    return _paces.setdefault(server, Pace())
