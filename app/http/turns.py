"""Work that takes much memory is done a few at a time, and the crowd that waits for it is bounded."""

from collections.abc import Callable
from typing import TypeVar

import anyio

from app.http.problems import Problem

MOST_WAITING = 20  # more would wait longer than people do
RETRY_AFTER_S = 10
T = TypeVar("T")


class Turns:
    """So many threads for one kind of work; all other work keeps its threads."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._places = anyio.CapacityLimiter(at_once)
        self._here = 0  # with those whose turn it is; anyio counts those who wait a moment too late

    async def take(self, work: Callable[[], T], *, patiently: bool = False) -> T:
        """The result of this call, in a thread, when its turn comes. Raises Problem where too many wait.

        `patiently`: wait in any case, as a request does that has many files and sends one after the other.
        """
        if self._here >= self._at_once + MOST_WAITING and not patiently:
            raise Problem(
                503,
                "too_busy",
                "Many files are being worked on just now. Try again in a moment.",
                retry_after_s=RETRY_AFTER_S,
            )
        self._here += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._places)
        finally:
            self._here -= 1
