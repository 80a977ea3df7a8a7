"""Frames that are refused: which error each gets, and which of them end the connection."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.rooms.protocol import Error, Extend, GiveTime, MoveToTeam
from tests.fixtures import Server
from tests.rooms.conftest import Quizmaster, Table, opened_for
from tests.waiting import next_frame, next_message, next_of


def answer(fields: str) -> str:
    return f'{{"type": "answer", {fields}}}'


BAD_FOR_A_PLAYER = {
    "empty": ("", "invalid_json"),
    "not JSON": ("{type: answer}", "invalid_json"),
    "half a JSON": ('{"type": "answer", ', "invalid_json"),
    "two values": ('{"type": "ping"} {"type": "ping"}', "invalid_json"),
    "a number": ("7", "not_an_object"),
    "null": ("null", "not_an_object"),
    "a list": ('[{"type": "ping"}]', "not_an_object"),
    "nested too deeply": ("[" * 5000, "invalid_json"),
    "NaN": (answer('"question": 1, "response": NaN'), "invalid_json"),
    "half a surrogate": (answer('"question": 1, "response": "\\ud800"'), "invalid_json"),
    "no type": ("{}", "unknown_type"),
    "an unknown type": ('{"type": "fly"}', "unknown_type"),
    "a type that is not text": ('{"type": ["answer"]}', "unknown_type"),
    "a server's message": ('{"type": "answer.accepted", "question": 1}', "unknown_type"),
    "a host's command": ('{"type": "start"}', "not_the_host"),
    "no question": (answer('"response": ["a"]'), "invalid_message"),
    "no response": (answer('"question": 1'), "invalid_message"),
    "a question that is not a number": (
        answer('"question": "1", "response": ["a"]'),
        "invalid_message",
    ),
    "a question that is a fraction": (
        answer('"question": 1.5, "response": ["a"]'),
        "invalid_message",
    ),
    "question zero": (answer('"question": 0, "response": ["a"]'), "invalid_message"),
    "a question that is too large": (
        answer('"question": 1e30, "response": ["a"]'),
        "invalid_message",
    ),
    "a response that is null": (answer('"question": 1, "response": null'), "invalid_message"),
    "a response that is true": (answer('"question": 1, "response": true'), "invalid_message"),
    "a response that is an object of lists": (
        answer('"question": 1, "response": {"a": ["b"]}'),
        "invalid_message",
    ),
    "a response of numbers": (answer('"question": 1, "response": [1]'), "invalid_message"),
    "an unknown field": (
        answer('"question": 1, "response": ["a"], "score": 9'),
        "invalid_message",
    ),
    "somebody else's id": (
        answer('"question": 1, "response": ["a"], "player_id": "x"'),
        "invalid_message",
    ),
    "NUL in a text": (answer('"question": 1, "response": "\\u0000"'), "invalid_text"),
    "NUL in a list": (answer('"question": 1, "response": ["\\u0000"]'), "invalid_text"),
}
BAD_FOR_A_HOST = {
    "not JSON": ("start", "invalid_json"),
    "an unknown field": ('{"type": "start", "id": 1, "force": true}', "invalid_message"),
    "no seconds": ('{"type": "extend", "id": 1}', "invalid_message"),
    "a fraction of seconds": ('{"type": "extend", "id": 1, "seconds": 1.5}', "invalid_message"),
    "a player that is not an id": ('{"type": "kick", "id": 1, "player_id": "Ada"}', "invalid_message"),
    "locked that is not a boolean": ('{"type": "lock", "id": 1, "locked": "yes"}', "invalid_message"),
    "an unknown player": (
        '{"type": "kick", "id": 1, "player_id": "00000000-0000-4000-8000-000000000000"}', "player_not_found",
    ),
    "next in the lobby": ('{"type": "next", "id": 1}', "not_started"),
    "close in the lobby": ('{"type": "close", "id": 1}', "no_open_question"),
    "pause in the lobby": ('{"type": "pause", "id": 1}', "no_open_question"),
    "an answer": (answer('"id": 1, "question": 1, "response": ["a"]'), "not_a_player"),
}  # fmt: skip


async def until_closed(socket: ClientConnection) -> AsyncIterator[str]:
    """The frames that come before the connection ends, however it ends."""
    with suppress(ConnectionClosed):
        while True:
            yield await next_frame(socket)


async def test_each_bad_frame_of_a_player_has_its_error_and_the_connection_goes_on(
    server: Server, room: str
) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        for name, (frame, code) in BAD_FOR_A_PLAYER.items():
            await socket.send(frame)
            assert ((await next_of(socket, "error"))["code"], name) == (code, name)
            await socket.send(json.dumps({"type": "ping", "id": name}))
            assert (await next_of(socket, "pong"))["id"] == name


async def test_each_bad_frame_of_a_host_has_its_error_with_its_id(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/host/{room}?token={quizmaster.token}") as socket:
        for name, (frame, code) in BAD_FOR_A_HOST.items():
            await socket.send(frame)
            error = await next_of(socket, "error")
            assert (error["code"], error.get("id"), name) == (code, 1 if '"id"' in frame else None, name)


async def test_the_database_alone_decides_how_much_a_command_may_ask_for(table: Table) -> None:
    room = table.quizmaster.room(team_mode="manual", teams=["Red", "Blue"])
    host, ada = await table.host(room), await table.player(room, "Ada")
    await opened_for(host, [ada])
    for command, code in (
        (Extend(id=1, seconds=0), "bad_seconds"),
        (Extend(id=1, seconds=3601), "bad_seconds"),
        (Extend(id=1, seconds=10**12), "invalid_value"),
        (GiveTime(id=1, player_id=ada.player_id, factor=0.9), "bad_factor"),
        (GiveTime(id=1, player_id=ada.player_id, factor=1e300), "bad_factor"),
        (MoveToTeam(id=1, player_id=ada.player_id, team=0), "bad_team"),
        (MoveToTeam(id=1, player_id=ada.player_id, team=3), "bad_team"),
        (MoveToTeam(id=1, player_id=ada.player_id, team=10**12), "invalid_value"),
    ):
        await host.send(command)
        assert ((await host.wait_for(Error)).code, command) == (code, command)


async def test_a_binary_frame_is_an_error(server: Server, room: str) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        await socket.send(b'{"type": "ping"}')
        assert (await next_of(socket, "error"))["code"] == "binary_frame"
        await socket.send('{"type": "ping"}')
        await next_of(socket, "pong")


@pytest.mark.parametrize("frame", ["x" * 20_000, b"x" * 20_000, "é" * 10_000], ids=["text", "binary", "utf8"])
async def test_a_frame_over_the_limit_ends_the_connection(
    server: Server, room: str, frame: str | bytes
) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        await socket.send(frame)
        assert (await next_of(socket, "error"))["code"] == "frame_too_large"
        with pytest.raises(ConnectionClosed):
            await next_frame(socket)
        assert socket.close_code == 1009


async def test_bad_utf8_ends_the_connection_with_the_code_of_the_standard(server: Server, room: str) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        await next_of(socket, "welcome")
        await socket.send(b"\xff\xfe", text=True)
        assert [frame async for frame in until_closed(socket)] == []
        assert socket.close_code == 1007


async def test_a_client_that_sends_nothing_but_bad_frames_is_disconnected(server: Server, room: str) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/player/{room}?username=ada") as socket:
        for _ in range(30):
            await socket.send("nonsense")
        codes = [json.loads(frame).get("code") async for frame in until_closed(socket)]
        assert codes[-1] == "too_many_bad_frames"
        assert socket.close_code == 4007


REFUSED = {
    "no such room": ("player/ZZZZZZ?username=ada", "room_not_found", 4404),
    "a code with NUL": ("player/%00?username=ada", "invalid_text", 4422),
    "no nickname": ("player/{room}", "nickname_required", 4422),
    "a nickname of spaces": ("player/{room}?username=%20%20", "nickname_required", 4422),
    "a nickname that is too long": ("player/{room}?username=" + "x" * 500, "bad_nickname", 4422),
    "NUL in a nickname": ("player/{room}?username=a%00b", "invalid_text", 4422),
    "a nickname that is not UTF-8": ("player/{room}?username=%ff", "invalid_query", 4422),
    "since that is not a number": ("player/{room}?username=ada&since=yesterday", "invalid_query", 4422),
    "since that is negative": ("player/{room}?username=ada&since=-1", "invalid_query", 4422),
    "an unknown path": ("audience/{room}", "unknown_path", 4404),
    "no code": ("player/?username=ada", "room_not_found", 4404),
    "a path too long": ("player/{room}/more?username=ada", "room_not_found", 4404),
    "a false token": ("player/{room}?username=ada&token=x", "invalid_token", 4401),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_refused_connection_receives_an_error_and_its_close_code(
    server: Server, room: str, case: str
) -> None:
    path, code, close_code = REFUSED[case]
    async with connect(f"{server.ws_url}/realtime/ws/{path.format(room=room)}") as socket:
        first = await next_message(socket)
        assert (first["type"], first["code"]) == ("error", code)
        with pytest.raises(ConnectionClosed):
            await next_frame(socket)
        assert socket.close_code == close_code
