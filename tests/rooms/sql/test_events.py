"""What an event of the log says by itself: who receives it, and when the room goes on."""

from typing import Any

import pytest

from tests.fixtures import TOMORROW
from tests.rooms.sql.conftest import CITIES, EVERYBODY, PICTURE, OpenRoom, Room, receivers

SOME_MS = 1000  # what the statements of a test may take on a busy machine


def due_in_ms(room: Room) -> int | None:
    """As the newest event says it."""
    due: int | None = room.events[-1]["due_in_ms"]
    return due


def seen(room: Room, role: str, resume: str | None = None) -> list[str]:
    """The types of the events that somebody receives who missed all of them."""
    door: dict[str, tuple[str, dict[str, Any]]] = {
        "host": ("host_room", {}),
        "player": ("join_room", {"resume": resume, "connected": True}),
        "projector": ("watch_room", {}),
        "spectator": ("watch_room", {"on_phone": True}),
    }
    function, arguments = door[role]
    caller = room.host if role == "host" else None
    entered = room.sql.call(caller, function, room_code=room.code, since=0, **arguments)
    return [event["type"] for event in entered["events"]]


def test_a_relay_and_who_comes_back_see_the_same_of_an_event(open_room: Room) -> None:
    """The log says who receives what; whoever missed an event receives it by the same rule."""
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


def test_an_event_says_how_long_the_open_question_may_run(open_room: Room) -> None:
    assert due_in_ms(open_room) == pytest.approx(20_300, abs=SOME_MS)
    open_room.let_pass(12)
    assert due_in_ms(open_room) == pytest.approx(8_300, abs=SOME_MS)
    open_room.do("extend_question", seconds=10)
    assert due_in_ms(open_room) == pytest.approx(18_300, abs=SOME_MS)


def test_an_event_says_when_a_player_has_more_time(open_room: Room) -> None:
    open_room.do("set_extra_time", player_id=open_room.players[0].id, factor=2)
    assert due_in_ms(open_room) == pytest.approx(40_300, abs=SOME_MS)


def test_nothing_is_due_while_the_clock_stands_still(open_room: Room) -> None:
    open_room.do("pause_room")
    assert due_in_ms(open_room) is None
    open_room.do("resume_room")
    assert due_in_ms(open_room) == pytest.approx(20_300, abs=SOME_MS)
    open_room.close()
    assert due_in_ms(open_room) is None
    open_room.end()
    assert due_in_ms(open_room) is None


def test_the_departure_of_the_last_who_has_not_answered_makes_the_question_due(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.leave(cleo)
    assert (open_room.events[-1]["type"], due_in_ms(open_room)) == ("player.left", 0)


def test_one_who_vanished_is_waited_for_a_moment(open_room: Room) -> None:
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
