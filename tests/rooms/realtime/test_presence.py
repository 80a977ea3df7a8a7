"""Players without a connection: present as long as they send heartbeats, under the same limits as others."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.fixtures import Sql
from tests.rooms.realtime.conftest import Realtime
from tests.rooms.realtime.guests import guest, host_heartbeat, present, relays_silent_for
from tests.rooms.sql.conftest import ASSIGNED, OpenRoom, Room, refusal
from tests.rooms.sql.test_concurrency import Connect, wait_until_blocked


def test_a_question_waits_for_a_player_as_long_as_they_send_heartbeats(room: Room) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    room.start()
    ann.answer([room.choice("Paris")])
    ann.heartbeat()
    bob.heartbeat()
    assert room.state["state"] == "open"
    bob.fall_silent()
    ann.heartbeat()
    assert room.state["state"] == "closed"


def test_a_relay_closes_a_question_that_waits_only_for_a_player_who_fell_silent(room: Room) -> None:
    ann, bob = room.join("Ann"), guest(room, "Bob")
    room.start()
    room.answer(ann, [room.choice("Paris")])
    due_in_ms = room.close_if_due()["due_in_ms"]
    assert 11_000 < due_in_ms <= 12_000  # live.silence_ms
    bob.fall_silent()
    assert room.close_if_due()["closed"]


def test_nobody_can_hold_up_a_room_by_joining_again_and_again_and_saying_nothing(room: Room) -> None:
    ann = guest(room, "Ann")
    ghosts = [guest(room, f"Ghost {n}") for n in range(5)]
    room.start()
    for ghost in ghosts:
        ghost.fall_silent()
    ann.answer([room.choice("Paris")])
    ann.heartbeat()
    assert room.state["state"] == "closed"
    (line, *others) = room.end()["leaderboard"]
    assert line["nickname"] == "Ann"
    assert all(other["score"] == 0 for other in others)


def test_a_silent_player_is_away_for_everybody_and_present_again_after_a_heartbeat(room: Room) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    bob.fall_silent()
    ann.heartbeat()
    assert present(room) == ["Ann"]
    assert room.last("player.left") | {"seq": 0} == {
        "type": "player.left", "seq": 0, "player_id": bob.id, "nickname": "Bob", "kicked": False,
        "avatar": bob.entered["welcome"]["avatar"],
    }  # fmt: skip
    bob.heartbeat()
    assert present(room) == ["Ann", "Bob"]
    assert [event["type"] for event in room.events] == [
        "player.joined", "player.joined", "player.left", "player.joined",
    ]  # fmt: skip


def test_a_phone_that_was_locked_holds_up_nobody_and_is_told_what_it_missed(room: Room) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    room.start()
    seen = room.state["seq"]
    ann.answer([room.choice("Paris")])
    bob.fall_silent()
    ann.heartbeat()
    room.next()
    told = bob.heartbeat(since=seen)
    assert [event["type"] for event in told["events"]] == [
        "question.closed", "result", "player.left", "question.opened", "player.joined",
    ]  # fmt: skip
    assert present(room) == ["Ann", "Bob"]
    assert bob.answer(["any"])["code"] == "too_late"
    assert bob.answer([room.choice("Rome")], question=2)["type"] == "answer.accepted"


def test_relays_dismiss_silent_players_of_rooms_in_which_nobody_sends_heartbeats(room: Room) -> None:
    guest(room, "Ann").fall_silent()
    room.sql.value("select core.dismiss_silent_players()")
    assert present(room) == []


def test_a_heartbeat_that_arrives_after_its_player_left_does_not_bring_them_back(room: Room) -> None:
    ann = guest(room, "Ann")
    assert ann.leave()
    assert refusal(ann.heartbeat) == (409, "replaced")
    assert present(room) == []
    guest(room, "Ann", resume=ann.resume).heartbeat()
    assert present(room) == ["Ann"]


def test_a_player_leaves_a_connection_that_is_named(room: Room) -> None:
    ann = guest(room, "Ann")
    assert refusal(lambda: ann.call("leave_room", connection=None)) == (422, "missing_field")
    assert present(room) == ["Ann"]


def test_a_player_who_is_heard_just_before_they_are_dismissed_stays(room: Room, connect: Connect) -> None:
    ann = guest(room, "Ann")
    ann.fall_silent()
    relay = connect()
    with ThreadPoolExecutor(1) as pool:
        with room.sql.connection.transaction():
            ann.heartbeat()
            dismissing = pool.submit(relay.execute, "select core.dismiss_silent_players()")
            wait_until_blocked(room, relay, dismissing)
        dismissing.result()
    assert present(room) == ["Ann"]


def test_heartbeats_write_no_events(room: Room) -> None:
    ann = guest(room, "Ann")
    before = len(room.events)
    for _ in range(3):
        ann.heartbeat()
        host_heartbeat(room)
    assert len(room.events) == before


def test_a_question_does_not_wait_for_a_player_who_left(room: Room) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    room.start()
    ann.answer([room.choice("Paris")])
    assert bob.leave()
    assert not bob.leave()
    host_heartbeat(room)
    assert room.state["state"] == "closed"


def test_heartbeats_alone_close_a_question_whose_time_is_over_and_open_the_next(make_room: OpenRoom) -> None:
    room = make_room(auto_advance_seconds=0)
    ann = guest(room, "Ann")
    room.start()
    room.let_pass(21)
    ann.heartbeat()
    assert room.state["state"] == "closed"
    host_heartbeat(room)
    assert (room.state["state"], room.state["question_number"]) == ("open", 2)


def test_a_heartbeat_closes_nothing_while_the_relays_of_other_players_are_away_for_a_moment(
    room: Room,
) -> None:
    room.join("Ann")
    bob = guest(room, "Bob")
    room.start()
    room.let_pass(21)
    relays_silent_for(room, 30)
    bob.heartbeat()
    assert room.state["state"] == "open"
    relays_silent_for(room, 61)  # live.max_answer_age_ms
    bob.heartbeat()
    assert room.state["state"] == "closed"


def test_a_room_of_players_by_realtime_needs_no_relay_and_loses_no_time_to_one_that_starts(
    room: Room,
) -> None:
    ann = guest(room, "Ann")
    room.start()
    room.let_pass(15)
    relays_silent_for(room, 30)
    assert room.sql.value("select core.relay_heard(0)") == 0
    room.let_pass(6)
    relays_silent_for(room, 30)
    ann.heartbeat()
    assert room.state["state"] == "closed"


@pytest.mark.parametrize(("broken", "state"), [(True, "open"), (False, "closed")])
def test_heartbeats_hold_the_clock_for_players_whose_connection_broke_with_their_relay(
    room: Room, broken: bool, state: str
) -> None:
    ann, bob = room.join("Ann"), guest(room, "Bob")
    room.start()
    room.sql.value("select core.player_disconnected(array[%s::uuid], null, array[%s])", ann.id, broken)
    room.let_pass(21)
    relays_silent_for(room, 30)
    bob.heartbeat()
    assert room.state["state"] == state


def test_a_heartbeat_says_when_the_next_is_due(room: Room) -> None:
    ann = guest(room, "Ann")
    assert ann.heartbeat()["heartbeat_in_ms"] == host_heartbeat(room)["heartbeat_in_ms"] == 5000
    room.start()
    room.let_pass(17)
    assert 2000 < host_heartbeat(room)["heartbeat_in_ms"] <= 3300  # 20 s of the question, and the grace


def test_a_heartbeat_brings_what_realtime_did_not_deliver(room: Room) -> None:
    ann = guest(room, "Ann")
    seen = ann.entered["welcome"]["seq"]
    room.do("lock_room", locked=True)
    room.start()
    assert [event["type"] for event in ann.heartbeat(since=seen)["events"]] == ["question.opened"]
    assert [event["type"] for event in host_heartbeat(room, since=seen)["events"]] == [
        "room.locked", "question.opened",
    ]  # fmt: skip
    assert ann.heartbeat()["events"] == []
    assert ann.heartbeat(since=ann.heartbeat()["seq"])["events"] == []


def test_the_hosts_heartbeat_says_how_many_have_answered(room: Room) -> None:
    ann = guest(room, "Ann")
    guest(room, "Bob")
    assert host_heartbeat(room)["progress"] is None
    room.start()
    ann.answer([room.choice("Paris")])
    assert host_heartbeat(room)["progress"] == {
        "type": "progress",
        "question": 1,
        "answered": 1,
        "players": 2,
    }


def test_hosts_who_send_heartbeats_are_not_away(room: Room) -> None:
    room.sql.connection.execute("update core.rooms set host_seen_at = now() - interval '4 hours'")
    host_heartbeat(room)
    assert room.sql.value("select core.end_expired_rooms()") == []


def test_an_older_device_of_a_player_is_told_so(room: Room) -> None:
    ann = guest(room, "Ann")
    newer = guest(room, "Ann", resume=ann.resume)
    assert refusal(ann.heartbeat) == (409, "replaced")
    assert not ann.leave()
    newer.heartbeat()
    over_websocket = room.join(resume=ann.resume)
    assert refusal(newer.heartbeat) == (409, "replaced")
    assert over_websocket.id == ann.id


def test_an_answer_counts_from_its_arrival_by_the_databases_clock(make_room: OpenRoom) -> None:
    room = make_room()
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    room.start()
    paris = [room.choice("Paris")]
    assert ann.answer(paris) == {"type": "answer.accepted", "question": 1}
    assert ann.answer(paris)["type"] == "answer.accepted"
    assert ann.answer([room.choice("Lyon")])["code"] == "already_answered"
    room.let_pass(30)
    assert bob.answer(paris)["code"] == "too_late"
    for made_up in ("age_ms", "ages_ms", "elapsed_ms", "received_at"):
        with pytest.raises(psycopg.errors.UndefinedFunction):
            room.sql.connection.execute(
                "select public.answer_question(room_code => '', resume => '', question => 1, "
                f"response => '1', {made_up} => 1)"
            )


@pytest.mark.parametrize("response", [None, {}, "Paris", ["nothing"], 5, ["x" * 200_000]])
def test_a_response_that_does_not_fit_is_rejected(room: Room, response: Any) -> None:
    ann = guest(room, "Ann")
    room.start()
    assert ann.answer(response)["code"] == "invalid_response"


def test_an_answer_without_an_open_question_is_rejected(room: Room) -> None:
    ann = guest(room, "Ann")
    assert ann.answer(["a"])["code"] == "not_open"
    room.end()
    assert refusal(lambda: ann.answer(["a"])) == (409, "room_ended")


def test_a_kicked_player_can_do_nothing_more(room: Room) -> None:
    ann = guest(room, "Ann")
    room.do("kick_player", player_id=ann.id)
    for action in (ann.heartbeat, ann.leave, lambda: ann.answer(["a"])):
        assert refusal(action) == (403, "kicked")


def test_a_wrong_token_opens_nothing(room: Room) -> None:
    ann = guest(room, "Ann")
    ann.entered["welcome"]["resume"] = "0" * 64
    for action in (ann.heartbeat, ann.leave, lambda: ann.answer(["a"])):
        assert refusal(action) == (403, "unknown_resume")


def test_only_a_host_sends_the_hosts_heartbeats(room: Room) -> None:
    stranger = room.sql.person("stranger")
    assert refusal(lambda: room.sql.call(stranger, "host_heartbeat", room_code=room.code)) == (
        403,
        "not_the_host",
    )


def test_the_limits_of_a_room_hold_for_players_without_a_connection(make_room: OpenRoom) -> None:
    room = make_room(max_players=1)
    guest(room, "Ann")
    assert refusal(lambda: guest(room, "Bob")) == (409, "room_full")
    room.do("lock_room", locked=True)
    assert refusal(lambda: guest(room, "Bob")) == (409, "room_locked")


def test_an_answer_waits_while_the_room_is_being_changed(room: Room, meanwhile: Any) -> None:
    ann = guest(room, "Ann")
    room.start()
    arguments = {
        "room_code": room.code,
        "resume": ann.resume,
        "question": 1,
        "response": [room.choice("Paris")],
    }
    _, outcome = meanwhile(
        lambda sql: sql.call(room.host, "extend_question", room_code=room.code, seconds=5),
        lambda sql: sql.call(None, "answer_question", **arguments),
    )
    assert outcome["messages"] == [{"type": "answer.accepted", "question": 1}]


def test_a_player_of_an_assigned_game_needs_no_heartbeats_and_receives_what_happens(
    make_room: OpenRoom, realtime: Realtime
) -> None:
    room = make_room(**ASSIGNED)
    ann = guest(room, "Ann")
    room.sql.value("select core.dismiss_silent_players()")
    assert present(room) == ["Ann"]
    assert ann.call("next_turn")["type"] == "turn.opened"
    assert refusal(lambda: ann.answer(["a"])) == (409, "assigned_game")
    room.end()
    assert [told["type"] for told in realtime.messages(ann.entered["topics"][0])][-1] == "room.ended"


def test_a_room_of_two_hundred_closes_with_a_result_for_each(make_room: OpenRoom, sql: Sql) -> None:
    room = make_room()
    guests = [guest(room, f"P{n}") for n in range(200)]
    room.start()
    room.close()
    assert sql.value("select count(distinct topic) from realtime.messages where event = 'result'") == len(
        guests
    )
