"""Making rooms, their limits, lists and figures."""

import json
from typing import Any

import pytest

from tests.fixtures import Refused
from tests.rooms.sql.conftest import CITIES, OpenRoom, Room


def refusal(room: Room, function: str, **arguments: Any) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as refused:
        room.sql.call(room.host, function, **arguments)
    return refused.value.status, refused.value.code


def test_a_room_has_the_options_that_it_was_made_with(make_room: OpenRoom) -> None:
    room = make_room(formula="linear", streak_bonus=True, locked=True, max_players=7)
    state = room.state
    assert (state["formula"], state["streak_bonus"], state["locked"], state["max_players"]) == (
        "linear",
        True,
        True,
        7,
    )
    assert (state["state"], state["question_number"], state["question_total"]) == ("lobby", 0, len(CITIES))


def test_a_room_is_made_without_any_option(room: Room) -> None:
    made = room.sql.call(room.host, "create_room", quiz_id=room.quiz_id)
    assert (made["formula"], made["streak_bonus"], made["locked"], made["max_players"]) == (
        "kahoot",
        False,
        False,
        2000,
    )


def test_questions_without_a_limit_of_their_own_get_that_of_the_room(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], CITIES[2] | {"time_limit_ms": 5000}], question_seconds=45.5)
    room.start()
    limits = [room.question["limit_ms"]]
    room.next()
    limits.append(room.question["limit_ms"])
    assert limits == [45500, 5000]


def test_a_whole_number_may_be_written_with_a_point(make_room: OpenRoom) -> None:
    room = make_room(max_players=2.0)
    assert room.state["max_players"] == 2


def test_an_invalid_option_is_refused(room: Room) -> None:
    bad: dict[str, list[Any]] = {
        "formula": ["luck", None, 1],
        "streak_bonus": ["yes"],
        "locked": [1],
        "shuffle_choices": [None],
        "max_players": [0, 2.5, 2001, "5", 10**30],
        "question_seconds": [0.5, 3601],
    }
    for option, values in bad.items():
        for value in values:
            refused = refusal(room, "create_room", quiz_id=room.quiz_id, options={option: value})
            assert refused == (422, "bad_option"), (option, value)
    for options in ([], "kahoot", None):
        refused = refusal(room, "create_room", quiz_id=room.quiz_id, options=options)
        assert refused == (422, "bad_option"), options
    refused = refusal(room, "create_room", quiz_id=room.quiz_id, options={"colour": "red"})
    assert refused == (422, "unknown_option")


def test_a_quiz_without_questions_can_not_be_played(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1])
    empty = room.sql.call(room.host, "create_quiz", draft={"title": "Empty"})
    assert refusal(room, "create_room", quiz_id=empty["id"]) == (409, "empty_quiz")


def test_deleted_questions_are_not_asked(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:3])
    first = room.sql.call(room.host, "list_questions", quiz_id=room.quiz_id)["items"][0]
    room.sql.call(room.host, "delete_question", quiz_id=room.quiz_id, question_id=first["id"])
    assert room.sql.call(room.host, "create_room", quiz_id=room.quiz_id)["question_total"] == 2


ONCE_CLOSED = "closes_at = now() - interval '1 day', opens_at = null"


@pytest.mark.parametrize(
    ("quiz", "refused"),
    [
        (f"visibility = 'private', {ONCE_CLOSED}", (404, "quiz_not_found")),
        (f"visibility = 'link', {ONCE_CLOSED}", (403, "not_the_owner")),
        (f"key_shown = 'never', {ONCE_CLOSED}", (403, "not_the_owner")),
        ("key_shown = 'after_close', attempts_allowed = null", (403, "key_not_shown")),
        ("attempts_allowed = 2", (403, "key_not_shown")),
        ("attempts_allowed = null, counting_attempt = 'first'", (403, "key_not_shown")),
        ("attempts_allowed = null, opens_at = now() + interval '1 day'", (403, "key_not_shown")),
        ("attempts_allowed = null", (403, "key_not_shown")),
        ("attempts_allowed = null, key_shown = 'after_submit'", None),
        (ONCE_CLOSED, None),
        (f"key_shown = 'after_close', {ONCE_CLOSED}", None),
    ],
)
def test_a_public_quiz_may_be_hosted_by_those_who_may_see_its_key(
    room: Room, quiz: str, refused: tuple[int, str] | None
) -> None:
    stranger = Room(room.sql, room.sql.person("stranger"), "", "", room.quiz_id)
    room.sql.connection.execute("update core.quizzes set visibility = 'public'")
    room.sql.connection.execute(f"update core.quizzes set {quiz}")
    if refused:
        assert refusal(stranger, "create_room", quiz_id=room.quiz_id) == refused
    else:
        assert room.sql.call(stranger.host, "create_room", quiz_id=room.quiz_id)["state"] == "lobby"


def test_a_person_who_has_taken_a_public_quiz_may_host_it(room: Room) -> None:
    taker = Room(room.sql, room.sql.person("taker"), "", "", room.quiz_id)
    room.sql.connection.execute("update core.quizzes set visibility = 'public'")
    room.sql.call(taker.host, "start_attempt", quiz_id=room.quiz_id)
    assert refusal(taker, "create_room", quiz_id=room.quiz_id) == (403, "key_not_shown")
    room.sql.call(taker.host, "submit_attempt", quiz_id=room.quiz_id)
    assert room.sql.call(taker.host, "create_room", quiz_id=room.quiz_id)["state"] == "lobby"


def test_a_deleted_or_unknown_quiz_is_not_found(room: Room) -> None:
    unknown = "00000000-0000-0000-0000-000000000000"
    assert refusal(room, "create_room", quiz_id=unknown) == (404, "quiz_not_found")
    room.sql.call(room.host, "delete_quiz", quiz_id=room.quiz_id)
    assert refusal(room, "create_room", quiz_id=room.quiz_id) == (404, "quiz_not_found")


def test_a_host_can_not_open_more_rooms_than_the_limit(room: Room) -> None:
    room.sql.connection.execute("update core.settings set value = '1' where key = 'live.max_rooms_per_host'")
    assert refusal(room, "create_room", quiz_id=room.quiz_id) == (429, "too_many_rooms")
    room.end()
    assert room.sql.call(room.host, "create_room", quiz_id=room.quiz_id)["state"] == "lobby"


def test_a_server_can_not_open_more_rooms_than_the_limit(room: Room, make_room: OpenRoom) -> None:
    room.sql.value("select core.apply_limits(%s)", '{"live.max_rooms": 1}')
    with pytest.raises(Refused) as refused:
        make_room()
    assert (refused.value.status, refused.value.code) == (503, "no_room_left")
    room.sql.connection.execute("update core.rooms set expires_at = now()")
    assert make_room().state["state"] == "lobby"


def test_the_environment_sets_the_limits_of_rooms_and_nothing_else(room: Room) -> None:
    room.sql.value("select core.apply_limits(%s)", '{"live.max_players_per_room": 5}')
    assert room.sql.call(room.host, "create_room", quiz_id=room.quiz_id)["max_players"] == 5
    for limits, sentence in (
        ({"live.streak_bonus": 9}, "live.streak_bonus is not a limit"),
        ({"live.max_rooms": 0}, "live.max_rooms must be a whole number from 1 to 999999999"),
        ({"live.max_rooms": "7"}, "live.max_rooms must be a whole number"),
        ({"live.max_rooms": 1.5}, "live.max_rooms must be a whole number"),
        (
            {"live.max_rooms": 7, "live.room_max_age_s": 59},
            "live.room_max_age_s must be a whole number from 60",
        ),
    ):
        with pytest.raises(Exception, match=sentence):
            room.sql.value("select core.apply_limits(%s)", json.dumps(limits))


def test_a_code_can_be_looked_up_by_anyone(room: Room) -> None:
    room.join("Ann")
    found = room.sql.call(None, "validate_room", room_code=room.code)
    assert found == {
        "room_code": room.code,
        "valid": True,
        "state": "lobby",
        "locked": False,
        "players": 1,
        "title": "Cities",
        "mode": "live",
        "team_mode": "none",
        "teams": [],
        "next_room_code": None,
    }


def test_an_unknown_code_is_no_error(room: Room) -> None:
    for code in ("222222", "", "no such room", "7' or '1'='1"):
        found = room.sql.call(None, "validate_room", room_code=code)
        assert (found["valid"], found["state"], found["title"]) == (False, None, None)


def test_a_room_that_is_over_is_not_valid(make_room: OpenRoom) -> None:
    ended, expired = make_room(), make_room()
    ended.end()
    ended.sql.connection.execute("update core.rooms set expires_at = now() where id = %s", [expired.id])
    for room in (ended, expired):
        assert room.sql.call(None, "validate_room", room_code=room.code)["valid"] is False


def test_the_figures_of_a_room_show_its_host_how_it_went(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], CITIES[6], CITIES[2]])
    ann, bob, cleo = (room.join(nickname) for nickname in ("Ann", "Bob", "Cleo"))
    room.start()
    room.let_pass(4)
    paris, nice = [room.choice("Paris")], [room.choice("Nice")]
    room.answers([(ann, paris), (bob, nice), (cleo, paris)])
    room.do("kick_player", player_id=cleo.id)
    room.next()
    room.answer(ann, [room.choice("Yes")])
    room.next()
    room.answer(ann, [room.choice("True")])
    room.leave(bob)

    stats = room.do("room_stats")
    assert (stats["players"], stats["present"], stats["kicked"]) == (2, 1, 1)
    assert [(q["number"], q["answered"], q["right"]) for q in stats["questions"]] == [
        (1, 2, 1),
        (2, 1, None),
        (3, 1, None),
    ]
    assert stats["questions"][0]["mean_ms"] == pytest.approx(4000, abs=1000)
    assert [(row["nickname"], row["rank"]) for row in stats["leaderboard"]] == [("Ann", 1), ("Bob", 2)]


def test_a_host_lists_their_rooms_a_page_at_a_time(make_room: OpenRoom) -> None:
    first = make_room()
    host = first.host
    others = [make_room(host=host) for _ in range(4)]
    make_room()
    newest_first = [room.code for room in (first, *others)][::-1]
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        page = first.sql.call(host, "list_rooms", page_size=2, **({"cursor": cursor} if cursor else {}))
        seen += [room["room_code"] for room in page["items"]]
        cursor = page["next_cursor"]
    assert seen == newest_first
    assert cursor is None


def test_co_hosted_rooms_are_listed_with_owned_ones(make_room: OpenRoom) -> None:
    shared = make_room()
    helper = shared.sql.person("helper")
    own, foreign = make_room(host=helper), make_room()
    shared.add_host(helper)

    def listed() -> dict[str, str]:
        page = shared.sql.call(helper, "list_rooms")
        assert page["next_cursor"] is None
        return {room["room_code"]: room["role"] for room in page["items"]}

    def viewed() -> dict[str, str]:
        return {row["code"]: row["role"] for row in shared.sql.select(helper, "select * from public.rooms")}

    assert listed() == viewed() == {own.code: "owner", shared.code: "co_host"}
    shared.do("hand_over_room", user_id=helper.id)
    assert listed() == viewed() == {own.code: "owner", shared.code: "owner"}
    shared.sql.call(helper, "hand_over_room", room_code=shared.code, user_id=shared.host.id)
    shared.do("remove_host", user_id=helper.id)
    assert listed() == viewed() == {own.code: "owner"}
    assert foreign.code not in listed()


def test_a_co_host_reads_the_players_of_the_room(room: Room) -> None:
    room.join("Ann")
    helper = room.sql.person("helper")
    assert room.sql.select(helper, "select * from public.players") == []
    room.add_host(helper)
    assert [row["nickname"] for row in room.sql.select(helper, "select * from public.players")] == ["Ann"]


def test_the_health_of_a_server_counts_rooms_and_players(make_room: OpenRoom) -> None:
    empty, played, ended = make_room(), make_room(), make_room()
    ann, bob = played.join("Ann"), played.join("Bob")
    played.join("Cleo")
    ended.join("Dan")
    played.leave(ann)
    played.do("kick_player", player_id=bob.id)
    ended.end()
    assert empty.sql.value("select core.live_counts()") == {
        "active_rooms": 2, "total_players": 1, "max_rooms": 1000, "max_players_per_room": 2000,
    }  # fmt: skip


def test_answers_count_only_in_their_own_room(make_room: OpenRoom) -> None:
    """Two rooms of one quiz have the same question open; neither counts the other's answers."""
    one = make_room(CITIES[:1])
    made = one.sql.call(one.host, "create_room", quiz_id=one.quiz_id)
    other = Room(one.sql, one.host, made["room_code"], made["room_id"], one.quiz_id)
    ann, bob = one.join("Ann"), other.join("Ann")
    one.start()
    other.start()
    one.answer(ann, [one.choice("Paris")])
    other.answer(bob, [other.choice("Nice")])
    assert one.close()["distribution"][one.choice("Paris")] == 1
    assert other.close()["distribution"][one.choice("Paris")] == 0
    assert (one.result(ann)["correct"], other.result(bob)["correct"]) == (True, False)
