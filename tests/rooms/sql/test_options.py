"""The options of a room: how it goes on, what it shows and what counts; and which options are refused."""

import pytest

from tests.fixtures import TOMORROW
from tests.rooms.sql.conftest import CITIES, PICTURE, SLIDE, OpenRoom, Room, accept, refusal


def test_a_skipped_question_counts_for_nobody(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.do("skip_question")
    assert open_room.last("question.skipped") == {"type": "question.skipped", "number": 1, "seq": 5}
    assert not [event for event in open_room.events if event["type"] == "question.closed"]
    assert open_room.sql.value("select core.question_results(%s, 1)", open_room.id) == []
    assert open_room.sql.value("select sum(score) + sum(streak) from core.players") == 0
    assert open_room.join(resume=ann.resume).welcome["closed"] is None


def test_a_skipped_question_breaks_no_streak(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    open_room.next()
    open_room.do("skip_question")
    open_room.next()
    open_room.answer(ann, ["true"])
    open_room.close()
    assert open_room.result(ann)["streak"] == 2


def test_nobody_sees_a_hidden_leaderboard_until_the_end(open_room: Room) -> None:
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    open_room.do("show_leaderboard", shown=False)
    assert open_room.close()["leaderboard"] == []
    open_room.do("show_leaderboard", shown=True)
    assert open_room.last("room.leaderboard")["leaderboard"][0]["nickname"] == "Ann"
    open_room.do("show_leaderboard", shown=False)
    assert open_room.end()["leaderboard"][0]["nickname"] == "Ann"


def test_a_leaderboard_hidden_after_a_question_is_in_no_welcome(make_room: OpenRoom) -> None:
    room = make_room(team_mode="balanced", teams=["Red", "Blue"])
    room.join("Ann")
    room.start()
    assert room.close()["leaderboard"]
    room.do("show_leaderboard", shown=False)
    for welcome in (
        room.join("Bob").welcome,
        room.sql.call(None, "watch_room", room_code=room.code)["welcome"],
    ):
        assert (welcome["closed"]["leaderboard"], welcome["closed"]["teams"]) == ([], [])
        assert welcome["closed"]["key"]


def test_a_room_with_auto_advance_goes_on_by_itself(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], auto_advance_seconds=0)
    room.join("Ann")
    room.start()
    assert room.close()["next_in_ms"] == 0
    assert room.sql.value("select core.rooms_with_deadline()")[0]["room_id"] == room.id
    room.close_if_due()
    assert (room.state["state"], room.state["question_number"]) == ("open", 2)
    room.close()
    room.close_if_due()
    assert room.state["state"] == "ended"


def test_a_room_waits_between_two_questions_as_long_as_the_host_chose(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], auto_advance_seconds=600)
    room.join("Ann")
    room.start()
    room.let_pass(21)
    assert 590_000 < room.close_if_due()["due_in_ms"] <= 600_000
    assert room.close_if_due()["closed"] is False
    assert room.state["state"] == "closed"


def test_pictures_are_announced_before_the_clock_starts(make_room: OpenRoom) -> None:
    with_picture = CITIES[0] | {"media_url": PICTURE}
    room = make_room([with_picture, CITIES[1]], preload_seconds=60)
    ann = room.join("Ann")
    room.start()
    announced = room.last("question.announced")
    assert (announced["number"], announced["media"]) == (1, [PICTURE])
    assert 0 < announced["opens_in_ms"] <= 60_000
    assert room.state["state"] == "lobby"
    assert room.answer(ann, ["a"], number=1) == "not_open"
    assert room.join(resume=ann.resume).welcome["announced"]["media"] == [PICTURE]
    assert refusal(room.start) == (409, "already_started")

    room.sql.connection.execute("update core.rooms set advance_at = now()")
    room.close_if_due()
    assert room.state["state"] == "open"
    assert 0 < room.question["remaining_ms"] <= 20_000
    room.do("next_question", after=1)  # it has no pictures, so it opens at once
    assert room.question["number"] == 2


def test_every_question_is_announced_if_the_host_chose_that(make_room: OpenRoom) -> None:
    drafts = [CITIES[0] | {"subject": "Capitals"}, CITIES[1], SLIDE]
    room = make_room(drafts, announce_seconds=50, multipliers={"1": 2})
    ann = room.join("Ann")
    room.start()
    announced = room.last("question.announced")
    assert announced["question"]["remaining_ms"] == announced["question"]["limit_ms"]
    told = [announced[name] for name in ("number", "category", "points", "prompt", "media")]
    assert told == [1, "Capitals", 2000, CITIES[0]["prompt"], []]
    assert 0 < announced["opens_in_ms"] <= 50_000
    assert refusal(lambda: room.do("pause_room")) == (409, "no_open_question")
    assert room.join(resume=ann.resume).welcome["announced"]["question"]["choices"]

    room.do("next_question", after=0)  # a second press
    assert room.state["question_number"] == 0
    room.do("next_question", after=0, at_once=True)
    assert (room.state["state"], room.question["number"]) == ("open", 1)
    assert room.question["choices"] == announced["question"]["choices"]
    room.do("next_question", after=0, at_once=True)  # a second press
    room.do("next_question", after=1)
    assert (room.state["state"], room.state["question_number"]) == ("closed", 1)
    room.do("next_question", after=1, at_once=True)
    room.do("next_question", after=2)  # a slide has no clock to wait for
    assert (room.state["state"], room.question["kind"]) == ("open", "slide")


def test_an_announcement_has_no_words_for_phones_if_the_host_chose_that(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0] | {"media_url": PICTURE}], question_on_phones=False, announce_seconds=9)
    ann = room.join("Ann")
    room.start()
    screen, phones = room.events[-1]["frames"]
    assert (screen["roles"], phones["roles"]) == (["host", "projector"], ["player", "spectator"])
    assert screen["message"]["prompt"] == screen["message"]["question"]["prompt"] == CITIES[0]["prompt"]
    for seen in (phones["message"], room.join(resume=ann.resume).welcome["announced"]):
        assert (seen["hidden"], seen["media"], len(seen["question"]["choices"])) == (True, [], 3)
        assert not [word for word in ("France", "Paris", PICTURE) if word in str(seen)]


def test_a_slide_is_shown_and_not_scored(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], SLIDE, CITIES[2]], formula="accuracy", streak_bonus=True)
    ann = room.join("Ann")
    room.start()
    room.answer(ann, [room.choice("Paris")])
    room.next()
    assert (room.question["kind"], room.question["choices"], room.question["points"]) == ("slide", [], 0)
    for response in ([], "x", 1, None):
        assert room.answer(ann, response) == "invalid_response"
    assert room.close()["explanation"] == "They are long."
    assert room.sql.value("select core.question_results(%s, 2)", room.id) == []
    room.next()
    room.answer(ann, ["true"])
    room.close()
    assert (room.result(ann)["total"], room.result(ann)["streak"]) == (2100, 2)


def test_question_texts_stay_on_the_projector_if_the_host_chose_that(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0] | {"media_url": PICTURE}], question_on_phones=False, preload_seconds=0)
    ann = room.join("Ann")
    room.start()
    opened = next(event for event in room.events if event["type"] == "question.opened")
    screen, phones = opened["frames"]
    assert (screen["roles"], phones["roles"]) == (["host", "projector"], ["player", "spectator"])
    assert screen["message"]["prompt"] == CITIES[0]["prompt"]
    for seen in (phones["message"], room.join(resume=ann.resume).welcome["question"]):
        assert (seen["prompt"], seen["media"], seen["hidden"]) == ("", None, True)
        assert [choice["text"] for choice in seen["choices"]] == ["", "", ""]
        assert [choice["id"] for choice in seen["choices"]] == [c["id"] for c in screen["message"]["choices"]]
    missed = room.sql.call(None, "relay_join_room", room_code=room.code, resume=ann.resume, since=0)["events"]
    assert "France" not in str(missed)
    spectator = room.sql.call(None, "watch_room", room_code=room.code, on_phone=True, since=0)
    assert "France" not in str(spectator)
    assert "France" in str(room.sql.call(None, "watch_room", room_code=room.code))


def test_a_watcher_sees_the_room_and_no_secret(open_room: Room) -> None:
    seen = open_room.sql.call(None, "watch_room", room_code=open_room.code, since=0)
    assert seen["welcome"]["question"]["prompt"] == CITIES[0]["prompt"]
    assert {"player_id", "resume", "score", "owner"}.isdisjoint(seen["welcome"])
    assert [event["type"] for event in seen["events"]] == ["player.joined"] * 3 + ["question.opened"]


def test_a_question_may_count_double(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], formula="accuracy", multipliers={"1": 2})
    ann = room.join("Ann")
    room.start()
    assert (room.question["points"], room.question["multiplier"]) == (2000, 2)
    room.answer(ann, [room.choice("Paris")])
    room.close()
    assert room.result(ann)["points"] == 2000
    room.next()
    assert "multiplier" not in room.question


def test_a_wrong_answer_costs_points_if_the_host_chose_that(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], formula="accuracy", negative_points=0.25)
    right, wrong, half, silent = (room.join(name) for name in ("Right", "Wrong", "Half", "Silent"))
    room.start()
    room.answers([(right, [room.choice("Paris")]), (wrong, [room.choice("Nice")])])
    room.close()
    assert [room.result(player)["points"] for player in (right, wrong, silent)] == [1000, -250, 0]
    room.next()
    room.answer(half, [room.choice("Rome")])
    room.close()
    assert room.result(half)["points"] == 500  # a partly right answer costs nothing


def test_a_player_who_is_sure_wins_more_and_loses_more(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy", confidence=True)
    players = [room.join(f"P{n}") for n in range(4)]
    room.start()
    paris, nice = f'["{room.choice("Paris")}"]', f'["{room.choice("Nice")}"]'
    room.sql.value(
        "select core.accept_answers(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::int[], %s::text[])",
        [room.id] * 4, [player.id for player in players], [1] * 4, [paris, nice, paris, nice], [0] * 4,
        ["high", "high", "low", "sure"],
    )  # fmt: skip
    room.close()
    assert [room.result(player)["points"] for player in players] == [1500, -1000, 1000, 0]


def test_confidence_counts_only_in_a_room_with_that_option(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy")
    ann = room.join("Ann")
    room.start()
    accept(room.sql.connection, [(room.id, ann.id, 1, f'["{room.choice("Paris")}"]', 0)])
    room.sql.connection.execute("update core.live_answers set confidence = 'high'")
    room.close()
    assert room.result(ann)["points"] == 1000


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"mode": "assigned"}, "bad_option"),
        ({"closes_at": TOMORROW}, "bad_option"),
        ({"mode": "assigned", "closes_at": "2020-01-01T00:00:00Z"}, "bad_option"),
        ({"mode": "assigned", "closes_at": "soon"}, "bad_time"),
        ({"team_mode": "manual"}, "bad_option"),
        ({"teams": ["Red", "Blue"]}, "bad_option"),
        ({"team_mode": "manual", "teams": ["Red"]}, "bad_option"),
        ({"multipliers": {"0": 2}}, "bad_option"),
        ({"multipliers": {"1": 11}}, "bad_option"),
        ({"multipliers": [2]}, "bad_option"),
        ({"negative_points": 1.1}, "bad_option"),
        ({"auto_advance_seconds": -1}, "bad_option"),
        ({"preload_seconds": "3"}, "bad_option"),
        ({"question_on_phones": 1}, "bad_option"),
        ({"nonsense": 1}, "unknown_option"),
    ],
)
def test_an_invalid_option_is_refused_with_its_code(
    make_room: OpenRoom, options: dict[str, object], code: str
) -> None:
    assert refusal(lambda: make_room(**options)) == (422, code)
