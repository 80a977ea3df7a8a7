"""A server at its limits refuses newcomers with a clear error, and goes on serving those who play."""

import asyncio
import os
import time

import httpx
import pytest
from websockets.asyncio.client import connect

from app.rooms.admission import KEPT_FILES, SAMPLE_S, Admission, raise_file_limit
from app.rooms.relay import Relay
from client import Player, Refused
from tests.fixtures import Server
from tests.rooms.conftest import CAPITAL, OpenQuestion, Quizmaster, Table
from tests.waiting import next_message


@pytest.fixture
def relay(server: Server) -> Relay:
    relay: Relay = server.app.state.live
    return relay


@pytest.fixture
def full(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server uses more memory than its limit."""
    monkeypatch.setattr(relay.admission, "_most_bytes", 1)


async def test_a_newcomer_to_a_full_server_is_refused(table: Table, room: str, full: None) -> None:
    with pytest.raises(Refused) as refused:
        await table.player(room, "late")
    assert (refused.value.code, refused.value.close_code) == ("server_full", 4503)


@pytest.mark.parametrize("who", ["projector", "spectator"])
async def test_a_watcher_of_a_full_server_is_refused(server: Server, room: str, full: None, who: str) -> None:
    async with connect(f"{server.ws_url}/realtime/ws/{who}/{room}") as watching:
        assert (await next_message(watching))["code"] == "server_full"
        await watching.wait_closed()
    assert watching.close_code == 4503


async def test_a_full_server_makes_no_new_room(server: Server, quizmaster: Quizmaster, full: None) -> None:
    headers = {"Authorization": f"Bearer {quizmaster.token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as api:
        reply = await api.post("/realtime/rooms", json={"quiz_id": quizmaster.quiz(CAPITAL)})
    assert (reply.status_code, reply.json()["code"]) == (503, "server_full")


async def test_those_in_play_answer_and_come_back_to_a_full_server(
    players: list[Player], open_question: OpenQuestion, full: None
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    players[1].vanish()
    reply = await players[1].answer(open_question.number, open_question.right)
    assert reply.question == open_question.number


async def test_the_host_of_a_full_server_can_still_enter(table: Table, room: str, full: None) -> None:
    assert (await table.host(room)).welcome.room_code == room


def test_a_server_is_full_before_it_reaches_the_limit_of_open_files() -> None:
    files = raise_file_limit()
    half = Admission(range(files // 2), most_mib=None, most_lag_ms=1000)
    too_many = Admission(range(files - KEPT_FILES + 1), most_mib=None, most_lag_ms=1000)
    assert (half.is_full, too_many.is_full) == (False, True)


async def test_open_files_that_are_not_live_connections_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    connections: list[object] = []
    admission = Admission(connections, most_mib=None, most_lag_ms=1000)
    monkeypatch.setattr(admission, "most_files", KEPT_FILES + admission.files)
    assert not admission.is_full
    with open(os.devnull):  # noqa: ASYNC230
        admission.count_files()
        assert admission.is_full
    admission.count_files()
    assert not admission.is_full
    connections.append(object())
    assert admission.is_full


async def test_a_server_is_full_while_its_event_loop_is_late() -> None:
    admission = Admission((), most_mib=None, most_lag_ms=100)
    watching = asyncio.create_task(admission.watch())
    await asyncio.sleep(0)
    time.sleep(SAMPLE_S * 2.5)  # noqa: ASYNC251 - makes the loop late
    while not admission.lag_s:  # noqa: ASYNC110 - there is no event for a measurement
        await asyncio.sleep(0)
    late = admission.is_full
    while admission.is_full:  # noqa: ASYNC110
        await asyncio.sleep(SAMPLE_S)
    watching.cancel()
    assert late
