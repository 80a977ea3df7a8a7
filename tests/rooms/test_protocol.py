"""The server's frames match the protocol's types, field by field."""

import json
from typing import Any, get_args

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from app.rooms.protocol import AnyServerMessage
from tests.fixtures import TOMORROW
from tests.rooms.conftest import EVERY_KIND, Quizmaster, Table
from tests.waiting import next_frame


def missing_fields(frame: Any, typed: Any, place: str = "") -> list[str]:
    """The fields of a frame that have a value and that its type does not have with this value."""
    if isinstance(frame, dict) and isinstance(typed, dict):
        filled = {name: value for name, value in frame.items() if value not in (None, [], {}, False, 0)}
        missing = [f"{place}.{name}" for name in filled if name not in typed]
        return missing + [
            line
            for name in filled
            if name in typed
            for line in missing_fields(filled[name], typed[name], f"{place}.{name}")
        ]
    if isinstance(frame, list) and isinstance(typed, list):
        return [
            line
            for one, other in zip(frame, typed, strict=True)
            for line in missing_fields(one, other, place)
        ]
    return [] if frame == typed else [f"{place}: {frame!r} is not {typed!r}"]


async def test_every_frame_of_a_game_has_a_type_with_all_its_fields(
    table: Table, quizmaster: Quizmaster
) -> None:
    pictured = EVERY_KIND[0] | {"media_url": "https://example.org/lima.png"}
    room = quizmaster.room(
        pictured, *EVERY_KIND, {"kind": "slide", "prompt": "The end."},
        streak_bonus=True, announce_seconds=0.01, confidence=True, team_mode="manual", teams=["Red", "Blue"],
        multipliers={"2": 2}, negative_points=0.5,
    )  # fmt: skip
    seen: list[str] = []

    async def until(socket: ClientConnection, kind: str) -> dict[str, Any]:
        while True:
            seen.append(await next_frame(socket))
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
        invite = quizmaster.sql.call(quizmaster.person, "invite_host", room_code=room)["invite"]
        helper = quizmaster.sql.person("helper")
        quizmaster.sql.call(helper, "accept_host_invite", room_code=room, invite=invite)
        await until(host, "room.hosts")
        await host.send('{"type": "lock", "locked": true}')
        refused = [{"room_code": room, "reason": "server_full", "count": 3}]
        quizmaster.sql.value("select core.report_refusals(%s::jsonb)", json.dumps(refused))
        for command in (
            {"type": "team", "player_id": joined["player_id"], "team": 1},
            {"type": "time", "player_id": joined["player_id"], "factor": 1.5},
            {"type": "leaderboard", "shown": False},
            {"type": "leaderboard", "shown": True},
        ):
            await host.send(json.dumps(command))
        await until(bob, "player.time")
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
        await host.send('{"type": "next", "after": 1, "at_once": true}')
        await host.send('{"type": "skip"}')
        await until(host, "question.skipped")
        async with connect(f"{address}/projector/{room}?since=0") as projector:
            await until(projector, "question.skipped")
        for number in range(2, len(EVERY_KIND) + 2):
            await host.send(json.dumps({"type": "next", "after": number, "at_once": True}))
        cloud = 2 + [draft["kind"] for draft in EVERY_KIND].index("word_cloud")
        await host.send(json.dumps({"type": "hide_word", "number": cloud, "word": "tea", "hidden": True}))
        await until(host, "question.words")
        await host.send(json.dumps({"type": "next", "after": len(EVERY_KIND) + 2}))
        await until(host, "room.ended")

    assigned = quizmaster.room(EVERY_KIND[2], mode="assigned", closes_at=TOMORROW)
    async with connect(f"{address}/player/{assigned}?username=ada") as ada:
        await ada.send('{"type": "next", "id": 1}')
        await until(ada, "turn.opened")
        await ada.send('{"type": "answer", "question": 1, "response": ["true"], "confidence": "high"}')
        await until(ada, "result")
        await ada.send('{"type": "next"}')
        await until(ada, "turn.finished")

    every = {str(kind.__struct_config__.tag) for kind in get_args(AnyServerMessage)}
    assert {json.loads(frame)["type"] for frame in seen} == every
    for frame in seen:
        typed = json.loads(msgspec.json.encode(msgspec.json.decode(frame, type=AnyServerMessage)))
        assert missing_fields(json.loads(frame), typed) == []
