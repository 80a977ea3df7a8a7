"""What each function of a host does in each state of a room."""

from collections.abc import Callable

import pytest

from tests.fixtures import TOMORROW, Refused
from tests.rooms.sql.conftest import CITIES, OpenRoom, Player, Room

ENTER_STATE: dict[str, Callable[[Room], object]] = {
    "lobby": lambda room: None,
    "open": lambda room: room.start(),
    "paused": lambda room: (room.start(), room.do("pause_room")),
    "closed": lambda room: (room.start(), room.close()),
    "closed, the last": lambda room: (room.start(), room.next(), room.close()),
    "ended": lambda room: room.do("end_room"),
    "assigned": lambda room: None,
}
OPTIONS: dict[str, dict[str, str]] = {
    "assigned": {"mode": "assigned", "closes_at": TOMORROW},
}
NOTHING: list[str] = []
OPENED, CLOSED, ENDED = "question.opened", "question.closed", "room.ended"
SKIPPED, BOARD, TIME = "question.skipped", "room.leaderboard", "player.time"
ENDED_ALREADY = (409, "room_ended")
NONE_OPEN = (409, "no_open_question")
ASSIGNED_GAME = (409, "assigned_game")
NO_CLOUD = (409, "no_word_cloud")
NO_TEAM = (422, "bad_team")
NO_HOST = (404, "host_not_found")

# state → function → the state after it and the events that it wrote, or the refusal
OUTCOMES: dict[str, dict[str, object]] = {
    "lobby": {
        "start_room": ("open", [OPENED]),
        "next_question": (409, "not_started"),
        "close_question": NONE_OPEN,
        "pause_room": NONE_OPEN,
        "resume_room": NONE_OPEN,
        "extend_question": NONE_OPEN,
        "kick_player": ("lobby", ["kicked", "player.left"]),
        "lock_room": ("lobby", ["room.locked"]),
        "end_room": ("ended", [ENDED]),
        "skip_question": NONE_OPEN,
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("lobby", [BOARD]),
        "set_extra_time": ("lobby", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ("ended", [ENDED]),
        "invite_host": ("lobby", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("lobby", NOTHING),
        "host_heartbeat": ("lobby", NOTHING),
        "host_room": ("lobby", NOTHING),
        "room_stats": ("lobby", NOTHING),
    },
    "open": {
        "start_room": (409, "already_started"),
        "next_question": ("open", [CLOSED, OPENED]),
        "close_question": ("closed", [CLOSED]),
        "pause_room": ("paused", ["room.paused"]),
        "resume_room": ("open", NOTHING),
        "extend_question": ("open", ["question.extended"]),
        "kick_player": ("open", ["kicked", "player.left"]),
        "lock_room": ("open", ["room.locked"]),
        "end_room": ("ended", [CLOSED, ENDED]),
        "skip_question": ("closed", [SKIPPED]),
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("open", [BOARD]),
        "set_extra_time": ("open", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ("ended", [CLOSED, ENDED]),
        "invite_host": ("open", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("open", NOTHING),
        "host_heartbeat": ("open", NOTHING),
        "host_room": ("open", NOTHING),
        "room_stats": ("open", NOTHING),
    },
    "paused": {
        "start_room": (409, "already_started"),
        "next_question": ("open", [CLOSED, OPENED]),
        "close_question": ("closed", [CLOSED]),
        "pause_room": ("paused", NOTHING),
        "resume_room": ("open", ["room.resumed"]),
        "extend_question": ("paused", ["question.extended"]),
        "kick_player": ("paused", ["kicked", "player.left"]),
        "lock_room": ("paused", ["room.locked"]),
        "end_room": ("ended", [CLOSED, ENDED]),
        "skip_question": ("closed", [SKIPPED]),
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("paused", [BOARD]),
        "set_extra_time": ("paused", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ("ended", [CLOSED, ENDED]),
        "invite_host": ("paused", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("paused", NOTHING),
        "host_heartbeat": ("paused", NOTHING),
        "host_room": ("paused", NOTHING),
        "room_stats": ("paused", NOTHING),
    },
    "closed": {
        "start_room": (409, "already_started"),
        "next_question": ("open", [OPENED]),
        "close_question": ("closed", NOTHING),
        "pause_room": NONE_OPEN,
        "resume_room": NONE_OPEN,
        "extend_question": NONE_OPEN,
        "kick_player": ("closed", ["kicked", "player.left"]),
        "lock_room": ("closed", ["room.locked"]),
        "end_room": ("ended", [ENDED]),
        "skip_question": NONE_OPEN,
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("closed", [BOARD]),
        "set_extra_time": ("closed", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ("ended", [ENDED]),
        "invite_host": ("closed", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("closed", NOTHING),
        "host_heartbeat": ("closed", NOTHING),
        "host_room": ("closed", NOTHING),
        "room_stats": ("closed", NOTHING),
    },
    "closed, the last": {
        "start_room": (409, "already_started"),
        "next_question": ("ended", [ENDED]),
        "close_question": ("closed", NOTHING),
        "pause_room": NONE_OPEN,
        "resume_room": NONE_OPEN,
        "extend_question": NONE_OPEN,
        "kick_player": ("closed", ["kicked", "player.left"]),
        "lock_room": ("closed", ["room.locked"]),
        "end_room": ("ended", [ENDED]),
        "skip_question": NONE_OPEN,
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("closed", [BOARD]),
        "set_extra_time": ("closed", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ("ended", [ENDED]),
        "invite_host": ("closed", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("closed", NOTHING),
        "host_heartbeat": ("closed", NOTHING),
        "host_room": ("closed", NOTHING),
        "room_stats": ("closed", NOTHING),
    },
    "ended": {
        "start_room": ENDED_ALREADY,
        "next_question": ENDED_ALREADY,
        "close_question": ENDED_ALREADY,
        "pause_room": ENDED_ALREADY,
        "resume_room": ENDED_ALREADY,
        "extend_question": ENDED_ALREADY,
        "kick_player": ENDED_ALREADY,
        "lock_room": ENDED_ALREADY,
        "end_room": ("ended", NOTHING),
        "skip_question": ENDED_ALREADY,
        "hide_word": ENDED_ALREADY,
        "show_leaderboard": ENDED_ALREADY,
        "set_extra_time": ENDED_ALREADY,
        "set_team": ENDED_ALREADY,
        "play_again": ("ended", NOTHING),
        "invite_host": ENDED_ALREADY,
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("ended", NOTHING),
        "host_heartbeat": ("ended", NOTHING),
        "host_room": ("ended", NOTHING),
        "room_stats": ("ended", NOTHING),
    },
    "assigned": {
        "start_room": ASSIGNED_GAME,
        "next_question": ASSIGNED_GAME,
        "close_question": ASSIGNED_GAME,
        "pause_room": ASSIGNED_GAME,
        "resume_room": ASSIGNED_GAME,
        "extend_question": ASSIGNED_GAME,
        "kick_player": ("open", ["kicked", "player.left"]),
        "lock_room": ("open", ["room.locked"]),
        "end_room": ("ended", [ENDED]),
        "skip_question": ASSIGNED_GAME,
        "hide_word": NO_CLOUD,
        "show_leaderboard": ("open", [BOARD]),
        "set_extra_time": ("open", [TIME]),
        "set_team": NO_TEAM,
        "play_again": ASSIGNED_GAME,
        "invite_host": ("open", NOTHING),
        "hand_over_room": NO_HOST,
        "remove_host": NO_HOST,
        "room_hosts": ("open", NOTHING),
        "host_heartbeat": ("open", NOTHING),
        "host_room": ("open", NOTHING),
        "room_stats": ("open", NOTHING),
    },
}

# functions that take a room code and are for people who do not host the room
FOR_OTHERS = {"accept_host_invite", "claim_player", "room_board"}


def arguments_for(player: Player) -> dict[str, dict[str, object]]:
    """The arguments of the functions beside the room's code."""
    return {
        "extend_question": {"seconds": 5},
        "kick_player": {"player_id": player.id},
        "lock_room": {"locked": True},
        "show_leaderboard": {"shown": False},
        "hide_word": {"number": 1, "word": "tea", "hidden": True},
        "set_extra_time": {"player_id": player.id, "factor": 1.5},
        "set_team": {"player_id": player.id, "team": 1},
        "hand_over_room": {"user_id": player.id},
        "remove_host": {"user_id": player.id},
    }


class Undo(Exception):
    """Rolls the transaction back."""


@pytest.mark.parametrize("state", OUTCOMES)
def test_every_host_function_has_a_defined_outcome_in_the_state(make_room: OpenRoom, state: str) -> None:
    room = make_room(CITIES[:2], **OPTIONS.get(state, {}))
    player = room.join("Ann")
    ENTER_STATE[state](room)
    before = len(room.events)
    arguments = arguments_for(player)

    def outcome(function: str) -> object:
        try:
            with room.sql.connection.transaction():
                room.do(function, **arguments.get(function, {}))
                room.sql.connection.execute("set local role none; set local session authorization default")
                outcomes[function] = (room.state["state"], [event["type"] for event in room.events[before:]])
                raise Undo
        except Undo:
            return outcomes[function]
        except Refused as refused:
            return (refused.status, refused.code)

    outcomes: dict[str, object] = {}
    for function in OUTCOMES[state]:
        outcomes[function] = outcome(function)
    assert outcomes == OUTCOMES[state]


def test_the_table_lists_every_function_of_a_host(room: Room) -> None:
    """A function that takes a room code and refuses others than the host must be in the table."""
    found = room.sql.value("""
        select array_agg(p.proname::text) from pg_proc as p
        where p.pronamespace = 'public'::regnamespace and 'room_code' = any(p.proargnames)
            and not has_function_privilege('anon', p.oid, 'execute')
    """)
    assert set(found) - FOR_OTHERS == set(OUTCOMES["lobby"])


def test_only_the_host_may_call_a_function_of_the_host(room: Room) -> None:
    player, stranger = room.sql.person("player"), room.sql.person("stranger")
    joined = room.join("Ann", player)
    arguments = arguments_for(joined)
    before = room.state
    for function in OUTCOMES["lobby"]:
        for person, refusal in ((player, "PT403"), (stranger, "PT403"), (None, "42501")):
            with pytest.raises(Refused) as refused:
                room.sql.call(person, function, room_code=room.code, **arguments.get(function, {}))
            assert refused.value.sqlstate == refusal, function
    assert room.state == before


def test_an_unknown_room_is_not_found(room: Room) -> None:
    with pytest.raises(Refused) as refused:
        room.sql.call(room.host, "join_room", room_code="222222")
    assert (refused.value.status, refused.value.code) == (404, "room_not_found")


def test_who_is_not_the_host_does_not_learn_whether_a_room_exists(room: Room) -> None:
    stranger = room.sql.person("eve")
    for function in ("start_room", "host_room", "host_heartbeat", "room_stats", "room_hosts", "end_room"):
        refusals = []
        for code in (room.code, "222222"):
            with pytest.raises(Refused) as refused:
                room.sql.call(stranger, function, room_code=code)
            refusals.append((refused.value.code, refused.value.message))
        assert (
            refusals
            == [
                (
                    "not_the_host",
                    "You do not host a room with this code. Check it, or ask its owner to invite you.",
                )
            ]
            * 2
        ), function


def test_next_pressed_twice_skips_no_question(open_room: Room) -> None:
    open_room.do("next_question", after=1)
    assert open_room.do("next_question", after=1)["question_number"] == 2
    assert open_room.do("next_question", after=2)["question_number"] == 3


def test_closing_twice_scores_once(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    open_room.close()
    total = open_room.result(ann)["total"]
    open_room.close()
    assert open_room.result(ann)["total"] == total > 0


@pytest.mark.parametrize("seconds", [0, -5, 3601, None])
def test_a_question_can_not_be_extended_by_an_invalid_time(open_room: Room, seconds: int | None) -> None:
    with pytest.raises(Refused) as refused:
        open_room.do("extend_question", seconds=seconds)
    assert (refused.value.status, refused.value.code) == (422, "bad_seconds")


def test_a_player_of_another_room_is_not_kicked_from_this_one(make_room: OpenRoom, room: Room) -> None:
    other = make_room(host=room.host).join("Ann")
    with pytest.raises(Refused) as refused:
        room.do("kick_player", player_id=other.id)
    assert (refused.value.status, refused.value.code) == (404, "player_not_found")
