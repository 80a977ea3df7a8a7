"""What the server says is what the protocol's types say, field by field."""

import json
from typing import Any, get_args

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from app.live import frames
from app.live.protocol import AnyServerMessage
from tests.live.conftest import EVERY_KIND, Quizmaster, Table


def untold(frame: Any, typed: Any, place: str = "") -> list[str]:
    """The fields of a frame that say something and that its type does not have."""
    if isinstance(frame, dict) and isinstance(typed, dict):
        said = {name: value for name, value in frame.items() if value not in (None, [], {}, False, 0)}
        missing = [f"{place}.{name}" for name in said if name not in typed]
        return missing + [
            line
            for name in said
            if name in typed
            for line in untold(said[name], typed[name], f"{place}.{name}")
        ]
    if isinstance(frame, list) and isinstance(typed, list):
        return [line for one, other in zip(frame, typed, strict=True) for line in untold(one, other, place)]
    return [] if frame == typed else [f"{place}: {frame!r} is not {typed!r}"]


async def test_every_frame_of_a_game_is_of_a_type_that_has_all_its_fields(
    table: Table, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(*EVERY_KIND, streak_bonus=True)
    seen: list[str] = []

    async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
        while True:
            seen.append(str(await socket.recv()))
            message: dict[str, Any] = json.loads(seen[-1])
            if message["type"] == kind:
                return message

    address = f"{table.server.ws_url}/realtime/ws"
    async with (
        connect(f"{address}/player/{room}?username=ada") as ada,
        connect(f"{address}/player/{room}?username=bob") as bob,
        connect(f"{address}/host/{room}?token={quizmaster.token}") as host,
    ):
        resume = (await until(ada, "welcome"))["resume"]
        joined = await until(bob, "welcome")
        await host.send('{"type": "lock", "locked": true}')
        await host.send('{"type": "start", "id": "s"}')
        await until(ada, "question.opened")
        for command in ('"pause"', '"resume"', '"extend", "seconds": 5', '"nonsense"', '"ping"'):
            await host.send(f'{{"type": {command}}}')
        await until(host, "pong")
        await ada.send('{"type": "answer", "question": 1, "response": ["a"]}')
        await until(ada, "answer.accepted")
        await until(host, "progress")
        await ada.send('{"type": "answer", "question": 9, "response": ["a"]}')
        await until(ada, "answer.rejected")
        await host.send('{"type": "close"}')
        await until(ada, "result")
        await host.send(json.dumps({"type": "kick", "player_id": joined["player_id"]}))
        await until(bob, "kicked")
        async with connect(f"{address}/player/{room}?resume={resume}&since=0") as again:
            await until(again, "player.left")
        for number in range(1, len(EVERY_KIND) + 1):
            await host.send(json.dumps({"type": "next", "after": number}))
        await until(host, "room.ended")

    every = {str(kind.__struct_config__.tag) for kind in get_args(AnyServerMessage)}
    assert {json.loads(frame)["type"] for frame in seen} == every
    for frame in seen:
        typed = json.loads(msgspec.json.encode(frames.read_server(frame)))
        assert untold(json.loads(frame), typed) == []
