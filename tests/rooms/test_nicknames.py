"""Names that nobody can tell apart, or see, through WebSockets, rpc() and REST."""

import json
from pathlib import Path
from typing import Any

import pytest

from client import Host, Refused
from tests.fixtures import Refused as RefusedBySql
from tests.fixtures import SignUp, Sql
from tests.rooms.conftest import Quizmaster, Table

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "nicknames.json").read_text())
INVISIBLE = CASES["refused or told apart"], CASES["alone: refused"]
HONEST = (
    "Mara",
    "می\u200cنا",  # noqa: RUF001
    "क्\u200dष",
    "❤\ufe0f Ann",
    "👩\u200d🚀",
    "🏴\U000e0067\U000e0062\U000e007f",
    "Zoë",
)


async def test_invisible_twins_and_invisible_names_are_refused(table: Table, room: str) -> None:
    await table.player(room, CASES["in the room"])
    for name in (*INVISIBLE[0], *INVISIBLE[1]):
        with pytest.raises(Refused) as refused:
            await table.player(room, name)
        assert refused.value.code in ("bad_nickname", "nickname_taken", "nickname_required"), ascii(name)


async def test_honest_names_get_in(table: Table, room: str) -> None:
    await table.player(room, CASES["in the room"])
    for name in HONEST:
        assert (await table.player(room, name)).nickname == name


async def test_who_was_kicked_does_not_come_back_with_an_invisible_letter_more(
    table: Table, room: str, host: Host
) -> None:
    await host.kick(await table.player(room, CASES["in the room"]))
    for name in CASES["kicked as Mira, comes back as"]:
        with pytest.raises(Refused):
            await table.player(room, name)


def test_rpc_refuses_the_same_names(sql: Sql) -> None:
    quizmaster = Quizmaster(sql)
    code = quizmaster.room()
    sql.call(None, "relay_join_room", room_code=code, username=CASES["in the room"])
    for name in (*INVISIBLE[0], *INVISIBLE[1]):
        for function in ("relay_join_room", "join_room"):
            with pytest.raises(RefusedBySql) as refused:
                sql.call(None, function, room_code=code, username=name)
            assert refused.value.status in (409, 422), ascii(name)
    for name in HONEST:
        assert sql.call(None, "relay_join_room", room_code=code, username=name)["welcome"]["nickname"] == name


async def test_display_names_that_nobody_sees_are_refused(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    for name in CASES["display names (PATCH /auth/me) refused"]:
        answer = await ada.patch("/auth/me", json={"display_name": name})
        assert answer.status_code == 422, ascii(name)
    for name in HONEST:
        answer = await ada.patch("/auth/me", json={"display_name": name})
        assert answer.json()["display_name"] == name
