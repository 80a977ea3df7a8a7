"""A client that sends too much is refused, then disconnected; its room notices nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.http.websocket_protocol import LIVE_PROTOCOL
from app.rooms.protocol import AnswerAccepted, Error, Ping, Pong
from tests.fixtures import Server, Sql, serving
from tests.rooms.conftest import Quizmaster, opened_for, table_at
from tests.waiting import next_message


async def endless() -> AsyncIterator[str]:
    """Empty texts, as fast as the server reads: it runs in this event loop, so each gives way to it."""
    while True:
        yield ""
        await asyncio.sleep(0)


async def texts(socket: ClientConnection) -> None:
    async for _ in endless():
        await socket.send('{"type": "ping"}')


async def pings(socket: ClientConnection) -> None:
    async for _ in endless():
        await socket.ping()


async def parts(socket: ClientConnection) -> None:
    """One message of empty parts that never ends, which no limit of size stops."""
    await socket.send(endless(), text=True)


async def flood(socket: ClientConnection, frames: Callable[[ClientConnection], Awaitable[None]]) -> list[str]:
    """Send until the server disconnects, and read meanwhile. Returns the codes of the errors received."""

    async def send() -> None:
        with suppress(ConnectionClosed):
            await frames(socket)

    sending = asyncio.create_task(send())
    received = []
    with suppress(ConnectionClosed):
        while True:
            received.append(await next_message(socket))
    await sending
    return [message["code"] for message in received if message["type"] == "error"]


@pytest.mark.parametrize("frames", [texts, pings, parts])
@pytest.mark.parametrize("role", ["player", "projector"])
async def test_a_client_that_floods_is_refused_then_disconnected_and_the_room_plays_on(
    server: Server,
    quizmaster: Quizmaster,
    room: str,
    role: str,
    frames: Callable[[ClientConnection], Awaitable[None]],
) -> None:
    async with table_at(server, quizmaster) as table:
        host, ada = await table.host(room), await table.player(room, "Ada")
        question = await opened_for(host, [ada])
        url = f"{server.ws_url}/realtime/ws/{role}/{room}?username=flood"
        async with connect(url, close_timeout=0.5) as socket:
            codes = await flood(socket, frames)
            assert set(codes) == {"too_many_frames"}
            assert (socket.close_code, socket.close_reason) == (1008, "too_many_frames")
        assert isinstance(await ada.answer(question.number, question.right), AnswerAccepted)
        assert (await host.close_question()).leaderboard[0].nickname == "Ada"


@pytest.mark.parametrize("ws", [LIVE_PROTOCOL, "websockets-sansio"])
async def test_a_client_that_sends_too_much_for_a_moment_may_go_on(
    sql18: Sql, quizmaster: Quizmaster, room: str, ws: str
) -> None:
    async with (
        serving(sql18.connection, ws=ws, max_frames_per_second=200, frame_burst=5) as server,
        table_at(server, quizmaster) as table,
    ):
        ada = await table.player(room, "Ada")
        for _ in range(10):
            await ada.send(Ping())
        assert (await ada.wait_for(Error)).code == "too_many_frames"
        ada.messages.clear()
        while not any(isinstance(message, Pong) for message in ada.messages):
            await asyncio.sleep(0.01)
            await ada.send(Ping(id="again"))


async def test_a_burst_within_the_limit_is_read_completely(
    sql18: Sql, quizmaster: Quizmaster, room: str
) -> None:
    async with serving(sql18.connection, frame_burst=300) as server, table_at(server, quizmaster) as table:
        ada = await table.player(room, "Ada")
        for _ in range(300):
            await ada.send(Ping())
        for _ in range(300):
            await ada.wait_for(Pong)
        assert not [message for message in ada.messages if isinstance(message, Error)]
