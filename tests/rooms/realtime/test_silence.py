"""A time in which no relay was there, in a room with players on WebSockets and on Realtime."""

import pytest

from tests.rooms.realtime.conftest import Realtime
from tests.rooms.realtime.guests import Guest, guest, host_heartbeat, relays_silent_for
from tests.rooms.sql.conftest import Player, Room

Mixed = tuple[Room, Player, Guest]


@pytest.fixture
def mixed(room: Room) -> Mixed:
    """A room whose question has been open for 15 s, with Ann on a WebSocket and Bob on Realtime."""
    room.do("host_room")
    ann, bob = room.join("Ann"), guest(room, "Bob")
    room.start()
    room.let_pass(15)
    return room, ann, bob


def relay_returns(room: Room) -> None:
    relays_silent_for(room, 30)
    assert room.sql.value("select core.relay_heard(0)") == 1


def elapsed_s(room: Room, player_id: str) -> int:
    query = "select elapsed_ms / 1000 from core.live_answers where player_id = %s"
    return int(room.sql.value(query, player_id))


def test_only_players_who_were_cut_off_get_their_time_for_speed_back(mixed: Mixed) -> None:
    room, ann, bob = mixed
    relay_returns(room)
    paris = [room.choice("Paris")]
    assert room.answer(ann, paris) == "accepted"
    assert bob.answer(paris)["type"] == "answer.accepted"
    assert elapsed_s(room, ann.id) == 0
    assert elapsed_s(room, bob.id) == 15


def test_an_answer_on_realtime_while_no_relay_was_there_counts_from_the_opening(mixed: Mixed) -> None:
    room, _, bob = mixed
    relays_silent_for(room, 30)
    bob.answer([room.choice("Paris")])
    relay_returns(room)
    assert elapsed_s(room, bob.id) == 15


@pytest.mark.parametrize("changes", [False, True])
def test_a_player_on_realtime_can_not_answer_after_their_time_even_if_they_change_to_a_websocket(
    mixed: Mixed, changes: bool
) -> None:
    room, ann, bob = mixed
    room.let_pass(6)
    relay_returns(room)
    paris = [room.choice("Paris")]
    if changes:
        moved = room.join(resume=bob.resume)
        assert moved.welcome["question"]["remaining_ms"] == 0
        assert room.answer(moved, paris) == "too_late"
    else:
        assert bob.answer(paris)["code"] == "too_late"
    assert room.answer(ann, paris) == "accepted"


def test_extra_time_of_a_player_on_realtime_runs_on(mixed: Mixed) -> None:
    room, _, bob = mixed
    room.do("set_extra_time", player_id=bob.id, factor=1.5)
    room.let_pass(6)
    relay_returns(room)
    assert bob.answer([room.choice("Paris")])["type"] == "answer.accepted"


def test_a_player_who_was_cut_off_and_came_back_by_realtime_has_their_time_until_then_back(
    mixed: Mixed,
) -> None:
    room, ann, _ = mixed
    room.join("Cleo")  # still cut off, so the room's clock is set back
    came_back = guest(room, "Ann", resume=ann.resume)
    room.let_pass(3)
    relay_returns(room)
    came_back.answer([room.choice("Paris")])
    assert elapsed_s(room, ann.id) == 3


def test_the_question_waits_for_those_only_who_may_still_answer(mixed: Mixed) -> None:
    room, ann, _ = mixed
    room.let_pass(6)
    relay_returns(room)
    assert room.close_if_due()["due_in_ms"] > 15_000
    room.answer(ann, [room.choice("Paris")])
    assert room.close_if_due()["closed"]


def test_players_on_realtime_are_not_told_of_time_that_they_do_not_get(
    mixed: Mixed, realtime: Realtime
) -> None:
    room, _, bob = mixed
    seen = room.state["seq"]
    relay_returns(room)
    assert not realtime.messages(bob.entered["topics"][0], "room.resumed")
    assert bob.heartbeat(since=seen)["events"] == []
    (told,) = realtime.messages(f"room:{room.code}:host", "room.resumed")
    assert set(told) == {"type", "seq", "id", "number", "remaining_ms"}
    assert [event["type"] for event in host_heartbeat(room, since=seen)["events"]] == ["room.resumed"]
