"""Background tasks: protected from garbage collection, logged when they fail, and stopped together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from app.database.pool import DatabaseUnavailable

log = logging.getLogger(__name__)


def log_failure(error: Exception, what: str) -> None:
    """Log that `what` failed and will be tried again. An unreachable database is logged elsewhere."""
    if not isinstance(error, DatabaseUnavailable):
        log.error("%s failed and will be tried again", what, exc_info=error)


async def repeat(what: str, step: Callable[[], Awaitable[Any]], pause_s: float) -> None:
    """Run `step` until cancelled, with a pause after each run; a failure of `what` is logged."""
    while True:
        try:
            await step()
        except Exception as error:
            log_failure(error, what)
        await asyncio.sleep(pause_s)


class Background:
    """A set of running tasks. asyncio itself keeps no strong reference to them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run this until it ends or `stop` is called."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def stop(self) -> None:
        """Cancel the tasks that still run, and wait until they have ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a background task failed", exc_info=error)
