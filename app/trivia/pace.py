"""Spacing of requests to a server that counts them: never two within the interval, whoever here asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

# The Open Trivia DB allows one request in five seconds; a little more, as not all travel alike fast.
INTERVAL = 5.1
PATIENCE = 20.0


class TooBusy(Exception):
    """The next free turn is farther away than anybody would wait."""


class Pace:
    """Hands out turns, `interval` seconds apart."""

    def __init__(
        self,
        interval: float = INTERVAL,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """All in seconds; `patience` is the longest that a turn is waited for."""
        self._interval = interval
        self._patience = patience
        self._now = now
        self._sleep = sleep
        self._free_from = float("-inf")

    async def turn(self) -> None:
        """Wait for one's turn. Raises TooBusy at once, and takes none, if that would be too long."""
        now = self._now()
        start = max(now, self._free_from)
        if start - now > self._patience:
            raise TooBusy
        self._free_from = start + self._interval
        if start > now:
            await self._sleep(start - now)


_paces: dict[str, Pace] = {}


def process_wide_pace(server: str) -> Pace:
    """The one pace that this process keeps towards a server."""
    return _paces.setdefault(server, Pace())
