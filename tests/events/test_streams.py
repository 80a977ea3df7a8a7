"""A stream that waits for events ends when its client is gone."""

import asyncio

import pytest

from app.events.streams import quiet


async def test_a_stream_that_is_cancelled_as_an_event_comes_ends() -> None:
    wake = asyncio.Event()
    waiting = asyncio.create_task(quiet(wake, 60))
    await asyncio.sleep(0)
    wake.set()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
