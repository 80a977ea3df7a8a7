"""Every message of every role in every state of a room gets the reply that the protocol's table has."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.rooms import behaviour
from tests.fixtures import TOMORROW
from tests.rooms.conftest import EVERY_KIND, Quizmaster, Table
from tests.waiting import next_frame, next_message

CALLS: dict[str, tuple[str, ...]] = {
    "lobby": (),
    "open": ("start_room",),
    "paused": ("start_room", "pause_room"),
    "closed": ("start_room", "close_question"),
    "ended": ("end_room",),
    "assigned": (),
}
UNREADABLE: dict[str, str | bytes] = {
    "nonsense": '{"type": "nonsense"}',
    "no JSON": "{",
    "a list": "[]",
    "no type": "{}",
    "binary": b"\x00",
}
MESSAGE_TYPES = [kind for kind in behaviour.MESSAGES if kind not in UNREADABLE]


class Cell:
    """A room in a state, and a connection to it in a role."""

    def __init__(self, table: Table, state: str) -> None:
        self.table = table
        self.quizmaster = table.quizmaster
        assigned = {"mode": "assigned", "closes_at": TOMORROW} if state == "assigned" else {}
        self.code = self.quizmaster.room(EVERY_KIND[2], EVERY_KIND[0], **assigned)
        join: dict[str, Any] = self.quizmaster.sql.call(
            None, "relay_join_room", room_code=self.code, username="Ada"
        )
        self.quizmaster.sql.call(None, "relay_join_room", room_code=self.code, username="Bob")
        self.player = join["welcome"]
        for function in CALLS[state]:
            self.quizmaster.sql.call(self.quizmaster.person, function, room_code=self.code)

    def address(self, role: str) -> str:
        query = {"host": f"token={self.quizmaster.token}", "player": f"resume={self.player['resume']}"}
        return f"{self.table.server.ws_url}/realtime/ws/{role}/{self.code}?{query.get(role, '')}"

    def frame(self, kind: str) -> str | bytes:
        if kind in UNREADABLE:
            return UNREADABLE[kind]
        fields: dict[str, dict[str, object]] = {
            "answer": {"question": 1, "response": ["true"]},
            "authenticate": {"token": self.quizmaster.token},
            "extend": {"seconds": 5},
            "kick": {"player_id": self.player["player_id"]},
            "lock": {"locked": True},
            "leaderboard": {"shown": False},
            "hide_word": {"number": 1, "word": "tea", "hidden": True},
            "time": {"player_id": self.player["player_id"], "factor": 2},
            "team": {"player_id": self.player["player_id"], "team": 1},
        }
        return json.dumps({"type": kind, **fields.get(kind, {})})


async def reply_to(socket: ClientConnection, frame: str | bytes) -> str:
    """The reply to a frame: the code of an error or a rejection, the type of anything else, or `closed`."""
    try:
        await socket.send(frame)
        while True:
            reply = await next_message(socket)
            match reply["type"]:
                case "error" | "answer.rejected":
                    return str(reply["code"])
                case "answer.accepted":
                    return "accepted"
                case "done" | "pong" | "turn.opened" | "turn.finished":
                    return str(reply["type"])
    except ConnectionClosed:
        return "closed"


async def replies(cell: Callable[[], Cell], role: str, kinds: list[str]) -> dict[str, str]:
    """The reply to each message, each in a new room."""
    found: dict[str, str] = {}
    for kind in kinds:
        here = cell()
        async with asyncio.timeout(30), connect(here.address(role)) as socket:
            found[kind] = await reply_to(socket, here.frame(kind))
    return found


def is_harmless(role: str, kind: str, state: str) -> bool:
    """Whether the message changes nothing, so that the next one can follow on the same connection."""
    unchanging = {"pong", "only_watching", "not_the_host", "not_a_player", *behaviour.IN_ANY_STATE.values()}
    return behaviour.reply(role, kind, state) in unchanging


@pytest.mark.parametrize("state", behaviour.STATES)
@pytest.mark.parametrize("role", behaviour.ROLES)
async def test_every_message_gets_its_reply(table: Table, role: str, state: str) -> None:
    found: dict[str, str] = {}
    shared = [kind for kind in behaviour.MESSAGES if is_harmless(role, kind, state)]
    if shared:
        cell = Cell(table, state)
        async with asyncio.timeout(30), connect(cell.address(role)) as socket:
            for kind in shared:
                found[kind] = await reply_to(socket, cell.frame(kind))
                assert await reply_to(socket, '{"type": "ping"}') == "pong"
    rest = [kind for kind in behaviour.MESSAGES if kind not in shared]
    found |= await replies(lambda: Cell(table, state), role, rest[:1] if state == "ended" else rest)
    assert found == {kind: behaviour.reply(role, kind, state) for kind in found}


async def test_a_stranger_can_not_enter_as_the_host(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room()
    eve = Quizmaster(quizmaster.sql, "eve")
    for token, code in ((eve.token, "not_the_host"), ("forged", "invalid_token")):
        async with connect(f"{table.server.ws_url}/realtime/ws/host/{room}?token={token}") as socket:
            assert (await next_message(socket))["code"] == code
            with pytest.raises(ConnectionClosed):
                await next_frame(socket)


def test_the_table_has_every_message_and_every_reply() -> None:
    for role in behaviour.ROLES:
        for state in behaviour.STATES:
            assert all(behaviour.reply(role, kind, state) for kind in behaviour.MESSAGES)
    assert set(MESSAGE_TYPES) == {
        *behaviour.HOST, *behaviour.PLAYER, "ping",
    }  # fmt: skip
