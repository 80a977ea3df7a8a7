"""Streams of events: when they end, and that events are notified as long as one is open."""

import asyncio

import pytest

from app.events.streams import quiet
from tests.documents.conftest import Stream
from tests.fixtures import Client, Server, SignUp, Sql


async def test_events_are_notified_as_long_as_a_stream_of_the_person_is_open(
    sign_up: SignUp, server: Server, sql18: Sql
) -> None:
    ada: Client = await sign_up("ada")
    followed = "select count(*) from core.event_followers where until > now()"
    async with Stream(ada):
        assert sql18.value(followed) == 1
        sql18.connection.execute("update core.event_followers set until = now()")
        await server.app.state.streams.keep_following()
        assert sql18.value(followed) == 1
    sql18.connection.execute("update core.event_followers set until = now()")
    async with asyncio.timeout(20):
        while server.app.state.streams:  # noqa: ASYNC110 - nothing says that the server has noticed
            await asyncio.sleep(0.01)
    await server.app.state.streams.keep_following()
    assert sql18.value(followed) == 0


async def test_a_stream_that_is_cancelled_as_an_event_comes_ends() -> None:
    wake = asyncio.Event()
    waiting = asyncio.create_task(quiet(wake, 60))
    await asyncio.sleep(0)
    wake.set()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
