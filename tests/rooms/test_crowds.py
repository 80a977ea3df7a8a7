"""How many connections one address may have, and where tokens may stand."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from app.rooms.protocol import RoomRefusals
from benchmarks import nginx
from client import Host, Player, Refused
from tests.fixtures import Server, serving
from tests.ports import free_port
from tests.rooms.conftest import Quizmaster, table_at
from tests.waiting import LIMIT_S, next_frame, next_message

THREE_HUNDRED = 300


@asynccontextmanager
async def small(quizmaster: Quizmaster, **settings: object) -> AsyncIterator[Server]:
    async with serving(quizmaster.sql.connection, **settings) as server:
        yield server


async def end_of(socket: ClientConnection) -> tuple[str, int | None]:
    """The code of the error that a connection ends with, and how it was closed."""
    error = await next_message(socket)
    await socket.wait_closed()
    return error["code"], socket.close_code


async def test_connections_that_take_no_seat_are_limited_and_those_in_a_room_are_not(
    quizmaster: Quizmaster, room: str
) -> None:
    async with (
        small(quizmaster, max_connections_per_ip=2) as server,
        table_at(server, quizmaster) as table,
        AsyncExitStack() as stack,
    ):
        for number in range(5):
            await table.player(room, f"player {number}")
        address = f"{server.ws_url}/realtime/ws/host/{room}"
        idle = [await stack.enter_async_context(connect(address)) for _ in range(2)]
        async with connect(address) as one_more:
            assert await end_of(one_more) == ("too_many_connections", 4429)
        await idle[0].close()
        await idle[0].wait_closed()
        await table.host(room)


async def test_watchers_are_limited_by_the_size_of_the_room(quizmaster: Quizmaster, room: str) -> None:
    async with small(quizmaster, max_players_per_room=3) as server, AsyncExitStack() as stack:
        address = f"{server.ws_url}/realtime/ws/spectator/{room}"
        for _ in range(3):
            socket = await stack.enter_async_context(connect(address))
            assert (await next_message(socket))["type"] == "welcome"
        async with connect(address) as one_more:
            assert (await next_message(one_more))["type"] == "welcome"
            assert await end_of(one_more) == ("too_many_watchers", 4429)


async def test_watchers_from_one_address_are_limited_and_take_no_place_of_its_players(
    quizmaster: Quizmaster, room: str
) -> None:
    async with (
        small(quizmaster, max_connections_per_ip=2) as server,
        table_at(server, quizmaster) as table,
        AsyncExitStack() as stack,
    ):
        address = f"{server.ws_url}/realtime/ws/spectator/{room}"
        for role in ("spectator", "projector"):
            socket = await stack.enter_async_context(connect(address.replace("spectator", role)))
            assert (await next_message(socket))["type"] == "welcome"
        async with connect(address) as one_more:
            assert await end_of(one_more) == ("too_many_connections", 4429)
        for nickname in ("Ada", "Bob", "Cleo"):
            await table.player(room, nickname)


async def test_connecting_too_often_is_refused_with_a_reason(quizmaster: Quizmaster, room: str) -> None:
    async with (
        small(quizmaster, rate_limit_joins="2/hour") as server,
        table_at(server, quizmaster) as table,
    ):
        await table.players(room, "Ada", "Bob")
        with pytest.raises(Refused) as refused:
            await table.player(room, "Cleo")
    assert (refused.value.code, refused.value.close_code) == ("too_many_requests", 4429)


async def refusals_told_to(host: Host, number: int) -> dict[str, int]:
    """How many clients the host was told of, for each reason, once there are as many as this."""
    counts: Counter[str] = Counter()
    while counts.total() < number:
        event = await host.wait_for(RoomRefusals)
        counts.update({each.reason: each.count for each in event.refused})
    return counts


async def test_hosts_learn_on_another_relay_how_many_were_refused_at_the_door_and_why(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    async with (
        small(quizmaster, max_connections_per_ip=1) as crowded,
        table_at(server, quizmaster) as table,
        table_at(crowded, quizmaster) as other,
        connect(f"{crowded.ws_url}/realtime/ws/host/{room}"),
    ):
        host, ada = await table.host(room), await table.player(room, "Ada")
        for name in ("Bob", "Cleo", "Dan"):
            with pytest.raises(Refused):
                await other.player(room, name)
        assert await refusals_told_to(host, 3) == {"too_many_connections": 3}
        assert not [message for message in ada.messages if isinstance(message, RoomRefusals)]


async def test_hosts_learn_of_those_who_joined_or_looked_up_the_room_too_often(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    limits = {"rate_limit_joins": "1/hour", "rate_limit_room_codes": "1/hour"}
    async with (
        small(quizmaster, **limits) as strict,
        strict.client() as phone,
        table_at(server, quizmaster) as table,
    ):
        host = await table.host(room)
        for _ in range(2):
            await phone.get(f"/realtime/rooms/validate/{room.lower()}")
            await phone.post(f"/realtime/rooms/{room}/players", json={"username": "Ada"})
        assert await refusals_told_to(host, 2) == {"too_many_requests": 2}


@pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed")
async def test_three_hundred_behind_one_address_get_in_together(
    quizmaster: Quizmaster, room: str, tmp_path: Path
) -> None:
    """With the limits that an address has by default. `make bench ARGS=joins` measures how long it takes."""
    # The phones share the event loop of the server, which is late because of them
    late = {"max_lag_ms": LIMIT_S * 1000, "anonymous_read_seconds": LIMIT_S}
    async with small(quizmaster, trusted_proxies="127.0.0.1", **late) as server, AsyncExitStack() as stack:
        port = int(server.url.rpartition(":")[2])
        url = stack.enter_context(nginx.in_front((port, port), "127.0.0.3", free_port(), tmp_path))
        host = await stack.enter_async_context(await Host.enter(url, room, quizmaster.token))
        phones = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=LIMIT_S))

        async def get_in(number: int) -> str:
            found = await phones.get(f"/realtime/rooms/validate/{room}")
            assert found.is_success, found.text
            player = await stack.enter_async_context(await Player.join(url, room, f"Pupil {number}"))
            return player.nickname

        inside = await asyncio.gather(*(get_in(number) for number in range(THREE_HUNDRED)))
        assert len(set(inside)) == THREE_HUNDRED
        seated = "select count(*) from core.players where left_at is null"
        assert quizmaster.sql.value(seated) == THREE_HUNDRED
        assert not [message for message in host.messages if isinstance(message, RoomRefusals)]


async def test_a_host_may_send_the_token_in_the_form_of_the_header(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    address = f"{server.ws_url}/realtime/ws/host/{room}?token=Bearer%20{quizmaster.token}"
    async with connect(address) as socket:
        assert (await next_message(socket))["type"] == "welcome"


async def test_tokens_of_a_player_may_be_subprotocols_so_that_no_address_has_them(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    address = f"{server.ws_url}/realtime/ws/player/{room}"
    bearer = [Subprotocol("bearer"), Subprotocol(quizmaster.token)]
    async with connect(f"{address}?username=mia", subprotocols=bearer) as socket:
        welcome = await next_message(socket)
        assert socket.subprotocol == "bearer"
    resume = [Subprotocol("resume"), Subprotocol(welcome["resume"])]
    async with connect(address, subprotocols=resume) as socket:
        again = await next_message(socket)
        assert socket.subprotocol == "resume"
    assert again["player_id"] == welcome["player_id"]


async def test_text_that_is_not_utf8_leaves_no_traceback(
    server: Server, room: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        await next_frame(socket)
        await socket.send(b"\xff\xfe", text=True)
        await socket.wait_closed()
        assert socket.close_code == 1007
    assert [record for record in caplog.records if record.exc_info] == []
