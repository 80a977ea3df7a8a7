"""The connection that listens for notifications."""

import asyncio
from unittest.mock import sentinel

import pytest

from app.database.listen import Listener


@pytest.mark.parametrize("turns", range(5))
async def test_a_listener_that_loses_its_connection_while_it_stops_stops_anyway(turns: int) -> None:
    """It stops at whichever turn of the event loop it is cancelled. Otherwise a server would never end."""
    lost = asyncio.Event()
    listener = Listener("postgresql://nowhere", lambda channel, payload: None)
    waiting = asyncio.create_task(listener._until_lost(sentinel.connection, lost))
    for _ in range(3):
        await asyncio.sleep(0)
    lost.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    stopped = waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled() == stopped
