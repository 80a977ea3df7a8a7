"""Reads end in Postgres when nobody waits for them: their caller is gone, or has no more time."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from app.http.problems import Problem

LOOK_AFTER_S = 0.05  # nearly all reads are done by then, and need nobody to watch for their caller
T = TypeVar("T")


async def bounded(read: Awaitable[T], request: Request, limit_s: float | None) -> T:
    """The result of this read, as long as the caller of the request waits, for at most `limit_s`.

    A read that ends early is cancelled in Postgres, so its connection is free again. Raises Problem
    (503, `too_slow`) and ClientDisconnect.
    """
    reading = asyncio.current_task()
    assert reading
    watch: asyncio.Task[None] | None = None

    async def cancel_when_gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        reading.cancel()

    def look() -> None:
        nonlocal watch
        watch = asyncio.create_task(cancel_when_gone())

    later = asyncio.get_running_loop().call_later(LOOK_AFTER_S, look)
    try:
        async with asyncio.timeout(limit_s) as time:
            return await read
    except TimeoutError:
        if not time.expired():
            raise
        raise Problem(
            503,
            "too_slow",
            f"This took longer than {limit_s:g} seconds, and was stopped. Signed-in callers get more time.",
        ) from None
    except asyncio.CancelledError:
        if watch and watch.done() and not watch.cancelled():
            reading.uncancel()
            raise ClientDisconnect from None
        raise
    finally:
        later.cancel()
        if watch:
            watch.cancel()
