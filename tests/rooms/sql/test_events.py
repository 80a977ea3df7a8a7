"""What each event of the log contains: who receives it, and when the room goes on."""

from typing import Any

import pytest

from tests.fixtures import TOMORROW
from tests.rooms.sql.conftest import CITIES, EVERYBODY, PICTURE, OpenRoom, Room, receivers

SOME_MS = 1000  # what the statements of a test may take on a busy machine


def due_in_ms(room: Room) -> int | None:
    """The time in the newest event."""
    due: int | None = room.events[-1]["due_in_ms"]
    return due


def seen(room: Room, role: str, resume: str | None = None) -> list[str]:
    """The types of the events that somebody in this role receives after missing all of them."""
    functions: dict[str, tuple[str, dict[str, Any]]] = {
        "host": ("host_room", {}),
        "player": ("relay_join_room", {"resume": resume}),
        "projector": ("watch_room", {}),
        "spectator": ("watch_room", {"on_phone": True}),
    }
    function, arguments = functions[role]
    caller = room.host if role == "host" else None
    entered = room.sql.call(caller, function, room_code=room.code, since=0, **arguments)
    return [event["type"] for event in entered["events"]]


def test_a_client_that_comes_back_receives_the_events_that_a_relay_would_have_sent_it(
    open_room: Room,
) -> None:
    """One rule decides who receives an event, at once or later."""
    ann, bob, _ = open_room.players
    open_room.do("lock_room", locked=True)
    open_room.do("set_extra_time", player_id=ann.id, factor=2)
    open_room.do("kick_player", player_id=bob.id)
    events = open_room.events
    assert {event["type"]: receivers(event) for event in events} == {
        "player.joined": EVERYBODY, "question.opened": EVERYBODY, "room.locked": ["host"],
        "player.time": ["player"], "kicked": ["player"], "player.left": EVERYBODY,
    }  # fmt: skip
    for role, player in (("host", None), ("player", ann), ("projector", None), ("spectator", None)):
        expected = [
            event["type"] for event in events
            if role in receivers(event) and event["player_id"] in (None, player and player.id)
        ]  # fmt: skip
        assert seen(open_room, role, player and player.resume) == expected


def test_room_hosts_says_who_hosts_the_room(room: Room) -> None:
    helper = room.sql.person("helper")
    room.add_host(helper)
    event = room.events[-1]
    assert (event["type"], event["host_ids"]) == ("room.hosts", [room.host.id, helper.id])


def test_an_event_says_when_the_open_question_is_due(open_room: Room) -> None:
    assert due_in_ms(open_room) == pytest.approx(20_300, abs=SOME_MS)
    open_room.let_pass(12)
    assert due_in_ms(open_room) == pytest.approx(8_300, abs=SOME_MS)
    open_room.do("extend_question", seconds=10)
    assert due_in_ms(open_room) == pytest.approx(18_300, abs=SOME_MS)


def test_a_question_is_due_later_if_a_player_has_more_time(open_room: Room) -> None:
    open_room.do("set_extra_time", player_id=open_room.players[0].id, factor=2)
    assert due_in_ms(open_room) == pytest.approx(40_300, abs=SOME_MS)


def test_nothing_is_due_while_no_clock_runs(open_room: Room) -> None:
    open_room.do("pause_room")
    assert due_in_ms(open_room) is None
    open_room.do("resume_room")
    assert due_in_ms(open_room) == pytest.approx(20_300, abs=SOME_MS)
    open_room.close()
    assert due_in_ms(open_room) is None
    open_room.end()
    assert due_in_ms(open_room) is None


def test_a_question_is_due_when_the_last_player_without_an_answer_leaves(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.leave(cleo)
    assert (open_room.events[-1]["type"], due_in_ms(open_room)) == ("player.left", 0)


def test_a_question_is_due_a_moment_after_the_last_player_without_an_answer_vanished(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.vanish(cleo)
    assert due_in_ms(open_room) == pytest.approx(3_000, abs=SOME_MS)


def test_an_event_says_when_the_next_question_opens(make_room: OpenRoom) -> None:
    room = make_room(
        [CITIES[0] | {"media_url": PICTURE}, *CITIES[1:]], auto_advance_seconds=5, preload_seconds=60
    )
    room.join("Ann")
    assert due_in_ms(room) is None
    room.start()
    assert (room.events[-1]["type"], due_in_ms(room)) == (
        "question.announced", pytest.approx(60_000, abs=SOME_MS),
    )  # fmt: skip
    room.sql.connection.execute("update core.rooms set advance_at = now()")
    room.close_if_due()
    room.close()
    assert due_in_ms(room) == pytest.approx(5_000, abs=SOME_MS)


def test_no_clock_runs_in_an_assigned_game(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], mode="assigned", closes_at=TOMORROW)
    room.join("Ann")
    assert due_in_ms(room) is None


@pytest.mark.parametrize("on_phone", [False, True])
def test_who_watches_again_receives_a_page_of_events_at_a_time(open_room: Room, on_phone: bool) -> None:
    open_room.sql.connection.execute(
        "update core.settings set value = '2' where key = 'live.heartbeat_events'"
    )
    since, pages, newest = 0, [], None
    while since != newest:
        entered = open_room.sql.call(
            None, "watch_room", room_code=open_room.code, since=since, on_phone=on_phone
        )
        assert entered["seq"] == max(event["seq"] for event in entered["events"])
        newest, since = entered["welcome"]["seq"], entered["seq"]
        pages.append([event["type"] for event in entered["events"]])
    assert pages == [["player.joined"] * 2, ["player.joined", "question.opened"]]
    first = open_room.sql.call(None, "watch_room", room_code=open_room.code)
    assert (first["seq"], first["events"]) == (newest, [])
