"""What a host may set, what players may be given: teams, time, names, co-hosts, slides, points."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures import TOMORROW, Person, Refused
from tests.rooms.sql.conftest import CITIES, OpenRoom, Room, accept, full_message, receivers

SLIDE = {"kind": "slide", "prompt": "Now for rivers.", "explanation": "They are long."}
PICTURE = "https://example.org/picture.png"
ASSIGNED = {"mode": "assigned", "closes_at": TOMORROW}


def refusal(attempt: Callable[[], object]) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.status, refused.value.code


# ---- the host


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


def test_a_hidden_leaderboard_is_told_to_nobody_until_the_end(open_room: Room) -> None:
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


def test_a_room_goes_on_by_itself_when_it_is_told_to(make_room: OpenRoom) -> None:
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


def test_a_room_waits_between_two_questions_as_long_as_it_is_told_to(make_room: OpenRoom) -> None:
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
    room.do("next_question", after=1)  # no pictures: at once
    assert room.question["number"] == 2


def test_a_room_whose_host_stays_away_ends_itself_with_its_report(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    sql = open_room.sql
    assert sql.value("select core.end_expired_rooms()") == []
    sql.connection.execute("update core.rooms set host_seen_at = now() - interval '1 day'")
    assert sql.value("select core.end_expired_rooms()") == [open_room.code]
    assert open_room.last("room.ended")["podium"][0]["nickname"] == "Ann"
    report = sql.call(open_room.host, "room_report", room=open_room.code)
    assert report["players"][0]["answers"][0]["status"] == "right"


def test_a_host_who_is_there_keeps_the_room(open_room: Room) -> None:
    sql = open_room.sql
    sql.connection.execute("update core.rooms set host_seen_at = now() - interval '1 day'")
    sql.value("select core.note_hosts(%s::uuid[])", [open_room.id])
    assert sql.value("select core.end_expired_rooms()") == []


def test_a_room_that_can_not_be_ended_keeps_no_other_from_ending(
    open_room: Room, make_room: OpenRoom
) -> None:
    sql, other = open_room.sql, make_room()
    sql.connection.execute("""
        create function core.break_one() returns trigger language plpgsql as $$ begin
            if new.code = (select min(code) from core.rooms) then raise numeric_value_out_of_range; end if;
            return new;
        end $$;
        create trigger break_one before update on core.rooms for each row execute function core.break_one();
        alter table core.rooms disable trigger break_one;
        update core.rooms set expires_at = now();
        alter table core.rooms enable trigger break_one;
    """)
    assert sql.value("select core.end_expired_rooms()") == [max(open_room.code, other.code)]


def co_host(room: Room) -> Person:
    """Somebody who hosts this room with its host."""
    helper = room.sql.person("helper")
    invite = room.do("invite_host")["invite"]
    room.sql.call(helper, "accept_host_invite", room_code=room.code, invite=invite)
    return helper


def test_an_invitation_makes_one_co_host(room: Room) -> None:
    sql = room.sql
    helper, thief = sql.person("helper"), sql.person("thief")
    invite = room.do("invite_host")["invite"]
    assert refusal(lambda: sql.call(helper, "start_room", room_code=room.code)) == (403, "not_the_host")
    sql.call(helper, "accept_host_invite", room_code=room.code, invite=invite)
    sql.call(helper, "start_room", room_code=room.code)
    assert sql.call(helper, "host_room", room_code=room.code)["welcome"]["owner"] is False
    again = refusal(lambda: sql.call(thief, "accept_host_invite", room_code=room.code, invite=invite))
    assert again == (403, "bad_invite")
    for function in ("invite_host", "hand_over_room"):
        more = {"user_id": helper.id} if function == "hand_over_room" else {}
        assert refusal(lambda f=function, m=more: sql.call(helper, f, room_code=room.code, **m)) == (
            403,
            "not_the_owner",
        )
    room.do("remove_host", user_id=helper.id)
    assert refusal(lambda: sql.call(helper, "pause_room", room_code=room.code)) == (403, "not_the_host")


def test_a_room_is_handed_over_to_who_hosts_it_too(room: Room) -> None:
    sql, helper = room.sql, co_host(room)
    room.do("hand_over_room", user_id=helper.id)
    hosts = sql.call(helper, "room_hosts", room_code=room.code)["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(helper.id, True), (room.host.id, False)]
    assert refusal(lambda: room.do("invite_host")) == (403, "not_the_owner")
    room.start()


def test_who_watches_sees_the_room_and_no_secret(open_room: Room) -> None:
    seen = open_room.sql.call(None, "watch_room", room_code=open_room.code, since=0)
    assert seen["welcome"]["question"]["prompt"] == CITIES[0]["prompt"]
    assert {"player_id", "resume", "score", "owner"}.isdisjoint(seen["welcome"])
    assert [event["type"] for event in seen["events"]] == ["player.joined"] * 3 + ["question.opened"]


# ---- players


def test_look_alikes_of_many_alphabets_are_one_nickname(room: Room) -> None:
    room.join("Bill Norwood")
    for twin in (
        "BiII Norwood",
        "Bi|l N0rwood",
        "Вill Nоrwооd",  # noqa: RUF001
        "Bill Norvvood",
    ):
        assert refusal(lambda twin=twin: room.join(twin)) == (409, "nickname_taken"), twin
    assert room.join("Bill Northwood").nickname


def test_rude_names_are_refused_where_the_host_wants_it(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    for rude in ("Fuck you", "F.u.c.k", "fuuuuck", "FUCK3R", "b1tch", "Sh1t", "a$$"):
        assert refusal(lambda rude=rude: room.join(rude)) == (422, "blocked_nickname"), rude
    for fine in ("Cassandra", "Scunthorpe", "Dick Tracy"[5:], "Sussex", "Hancock", "Ann"):
        assert room.join(fine).nickname == fine
    assert make_room().join("Sh1t").nickname == "Sh1t"


RUDE = (
    "Sh1t lover", "Hurensohn", "Arschl0ch", "la pute", "enculé", "Gilipollas", "hijo de puta", "Vaffanculo",
    "che cazzo", "caralho", "kurwa", "k.u.r.w.a", "do pizda", "Kut Wijf", "vittu", "Bazmeg", "Orospu",
    "siktir git", "cyka blyat", "madarchod", "Knulla",
)  # fmt: skip
NAMES = (
    "Anita", "Mona", "Regina", "Amina", "Semen", "Quim", "Shota", "Xana", "Randi", "Fanny", "Haydar",
    "Johny", "Lauda", "Lolita", "Pornchai", "Porntip", "Jizzakh", "Pornic", "Scunthorpe", "Penistone",
    "Clitheroe", "Essex", "Lund", "Troyes", "Salopette", "Pesce", "Lumaca", "Conrad", "Con", "Mega Bite",
    "Pina Colada", "Chut", "Musevi", "Yahudi", "Bira", "Grass Snake", "Bass", "Cumberland", "Analyst",
    "Titan", "Peacock", "Cocktail", "Shitake", "Hancock", "Matsushita", "Dickens", "Nigel", "Niger",
    "Fukuoka", "Phuket", "Arsenal", "Assad", "Sussex", "Computa Ink",
)  # fmt: skip


def test_rude_names_of_many_languages_are_refused(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    for rude in RUDE:
        assert refusal(lambda rude=rude: room.join(rude)) == (422, "blocked_nickname"), rude


def test_names_that_only_look_rude_are_not(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    assert [room.join(name).nickname for name in NAMES] == list(NAMES)


def test_blocked_words_are_kept_as_names_are_read(room: Room) -> None:
    assert (
        room.sql.value("select array_agg(word) from core.blocked_words where word <> core.word_key(word)")
        is None
    )


def test_an_operator_adds_to_the_blocked_words(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    room.sql.connection.execute("insert into core.blocked_words (word) values ('principal')")
    assert refusal(lambda: room.join("The Principal")) == (422, "blocked_nickname")


def test_a_suggested_nickname_can_be_taken(room: Room) -> None:
    suggested = room.sql.call(None, "suggest_nickname", room_code=room.code)
    player = room.join(suggested["nickname"], avatar=suggested["avatar"])
    assert player.nickname == suggested["nickname"]
    assert player.welcome["avatar"] == suggested["avatar"]
    assert len(suggested["nickname"].split()) == 2


def test_an_avatar_is_a_seed_and_nothing_else(room: Room) -> None:
    assert refusal(lambda: room.join("Ann", avatar="<script>")) == (422, "bad_avatar")
    assert room.join("Ann", avatar="Fox-7").welcome["avatar"] == "Fox-7"
    assert room.join("Bob").welcome["avatar"]  # made of the nickname


def test_a_team_has_the_mean_of_its_members(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy", team_mode="manual", teams=["Red", "Blue"])
    red = [room.join("A", team=1), room.join("B", team=1)]
    blue = [room.join("C", team=2)]
    assert blue[0].welcome["teams"] == [{"number": 1, "name": "Red"}, {"number": 2, "name": "Blue"}]
    room.start()
    room.answers((player, [room.choice("Paris")]) for player in (red[0], blue[0]))
    teams = room.close()["teams"]
    assert [(team["name"], team["score"], team["rank"]) for team in teams] == [
        ("Blue", 1000, 1),
        ("Red", 500, 2),
    ]
    assert room.end()["teams"] == teams
    assert refusal(lambda: room.do("set_team", player_id=red[0].id, team=2)) == (409, "room_ended")


def test_balanced_teams_differ_by_one_at_most(make_room: OpenRoom) -> None:
    room = make_room(team_mode="balanced", teams=["Red", "Blue", "Green"])
    joined = [room.join(f"P{n}", team=1).welcome["team"] for n in range(7)]
    assert sorted(joined.count(team) for team in (1, 2, 3)) == [2, 2, 3]


def test_a_host_moves_a_player_to_another_team(make_room: OpenRoom) -> None:
    room = make_room(team_mode="manual", teams=["Red", "Blue"])
    ann = room.join("Ann", team=1)
    room.do("set_team", player_id=ann.id, team=2)
    assert room.last("player.team")["team"] == 2
    assert refusal(lambda: room.do("set_team", player_id=ann.id, team=3)) == (422, "bad_team")
    assert refusal(lambda: room.join("Bob", team=9)) == (422, "bad_team")


def test_who_has_more_time_may_answer_when_the_others_may_not(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.do("set_extra_time", player_id=ann.id, factor=2)
    told = open_room.events[-1]
    assert (receivers(told), told["player_id"], full_message(told)["time_factor"]) == (["player"], ann.id, 2)
    open_room.let_pass(25)
    paris = [open_room.choice("Paris")]
    assert open_room.answers([(ann, paris), (bob, paris)]) == ["accepted", "too_late"]


def test_a_question_waits_for_the_longest_time(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.do("set_extra_time", player_id=ann.id, factor=2)
    open_room.let_pass(25)
    waits = open_room.close_if_due()
    assert waits["closed"] is False
    assert 10_000 < waits["due_in_ms"] < 16_000
    assert open_room.join(resume=ann.resume).welcome["question"]["remaining_ms"] > 10_000
    open_room.answer(ann, [open_room.choice("Paris")])
    assert open_room.close_if_due()["closed"] is True  # the others' time is over


def test_speed_is_measured_against_ones_own_time(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="linear")
    slow, quick = room.join("Slow"), room.join("Quick")
    room.start()
    room.do("set_extra_time", player_id=slow.id, factor=2)
    paris = [room.choice("Paris")]
    room.let_pass(5)
    room.answer(quick, paris)
    room.let_pass(5)
    room.answer(slow, paris)
    room.close()
    assert room.result(slow)["points"] == pytest.approx(room.result(quick)["points"], abs=15)


# ---- questions


def test_a_slide_is_shown_and_counts_nowhere(make_room: OpenRoom) -> None:
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


def test_words_stay_on_the_projector_where_the_host_wants_it(make_room: OpenRoom) -> None:
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
    missed = room.sql.call(
        None, "join_room", connected=True, room_code=room.code, resume=ann.resume, since=0
    )["events"]
    assert "France" not in str(missed)
    spectator = room.sql.call(None, "watch_room", room_code=room.code, on_phone=True, since=0)
    assert "France" not in str(spectator)
    assert "France" in str(room.sql.call(None, "watch_room", room_code=room.code))


# ---- points


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


def test_a_wrong_answer_costs_points_where_the_host_wants_it(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], formula="accuracy", negative_points=0.25)
    right, wrong, half, silent = (room.join(name) for name in ("Right", "Wrong", "Half", "Silent"))
    room.start()
    room.answers([(right, [room.choice("Paris")]), (wrong, [room.choice("Nice")])])
    room.close()
    assert [room.result(player)["points"] for player in (right, wrong, silent)] == [1000, -250, 0]
    room.next()
    room.answer(half, [room.choice("Rome")])
    room.close()
    assert room.result(half)["points"] == 500  # part of it right costs nothing


def test_who_is_sure_wins_more_and_loses_more(make_room: OpenRoom) -> None:
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


def test_confidence_counts_only_where_the_room_asks_for_it(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy")
    ann = room.join("Ann")
    room.start()
    accept(room.sql.connection, [(room.id, ann.id, 1, f'["{room.choice("Paris")}"]', 0)])
    room.sql.connection.execute("update core.live_answers set confidence = 'high'")
    room.close()
    assert room.result(ann)["points"] == 1000


# ---- at one's own pace


def go_on(room: Room, resume: str) -> dict[str, Any]:
    return room.sql.call(None, "next_turn", room_code=room.code, resume=resume)


def say(room: Room, resume: str, question: int, response: object) -> list[dict[str, Any]]:
    return room.sql.call(
        None, "answer_turn", room_code=room.code, resume=resume, question=question, response=response
    )["messages"]


def test_an_assigned_game_is_played_at_ones_own_pace(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], SLIDE, CITIES[3]], formula="accuracy", **ASSIGNED)
    ann, bob = room.join("Ann"), room.join("Bob")
    assert (ann.welcome["mode"], ann.welcome["question"], ann.welcome["question_number"]) == (
        "assigned",
        None,
        0,
    )
    first = go_on(room, ann.resume)
    assert (first["type"], first["number"], first["prompt"]) == ("turn.opened", 1, CITIES[0]["prompt"])
    assert "key" not in first
    paris = next(choice["id"] for choice in first["choices"] if choice["text"] == "Paris")
    accepted, result = say(room, ann.resume, 1, [paris])
    assert (accepted["type"], result["correct"], result["points"]) == ("answer.accepted", True, 1000)
    assert say(room, ann.resume, 1, [paris]) == [accepted, result]
    assert say(room, ann.resume, 1, ["a", "b"])[0]["code"] == "already_answered"
    assert go_on(room, ann.resume)["kind"] == "slide"
    assert go_on(room, ann.resume)["number"] == 3
    assert go_on(room, ann.resume)["number"] == 3  # its clock runs
    assert say(room, ann.resume, 2, [])[0]["code"] == "not_open"
    assert say(room, ann.resume, 3, 1900)[1]["correct"] is False
    finished = go_on(room, ann.resume)
    assert (finished["type"], finished["score"], finished["rank"]) == ("turn.finished", 1000, 1)
    assert go_on(room, bob.resume)["number"] == 1
    assert room.join(resume=ann.resume).welcome["question_number"] == 3
    report = room.sql.call(room.host, "room_report", room=room.id)
    assert [answer["status"] for answer in report["players"][0]["answers"]] == ["right", "unscored", "wrong"]
    assert report["questions"][0]["key"] is None  # others still play
    room.do("end_room")
    assert refusal(lambda: go_on(room, bob.resume)) == (409, "room_ended")
    assert room.sql.call(room.host, "room_report", room=room.code)["questions"][0]["key"] == [paris]


def test_the_host_of_an_assigned_game_sees_how_its_questions_go(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], **ASSIGNED)
    ann = room.join("Ann")
    opened = go_on(room, ann.resume)
    say(room, ann.resume, 1, [opened["choices"][0]["id"]])
    assert [question["answered"] for question in room.do("room_stats")["questions"]] == [1, 0]


def test_a_question_that_one_lets_pass_is_over(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], **ASSIGNED)
    ann = room.join("Ann")
    go_on(room, ann.resume)
    room.sql.connection.execute("update core.turns set due_at = now() - interval '1 h'")
    assert say(room, ann.resume, 1, ["a"])[0]["code"] == "too_late"
    assert go_on(room, ann.resume)["number"] == 2


def test_an_assigned_game_ends_at_its_date(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], **ASSIGNED)
    ann = room.join("Ann")
    room.sql.connection.execute(
        "update core.rooms set expires_at = now(), host_seen_at = now() - interval '9 d'"
    )
    assert refusal(lambda: go_on(room, ann.resume)) == (409, "room_ended")
    assert room.sql.value("select core.end_expired_rooms()") == [room.code]
    assert room.last("room.ended")["leaderboard"][0]["nickname"] == "Ann"


def test_nobody_goes_on_by_themselves_in_a_live_game(open_room: Room) -> None:
    ann = open_room.players[0]
    assert refusal(lambda: go_on(open_room, ann.resume)) == (409, "not_assigned")
    assert refusal(lambda: say(open_room, ann.resume, 1, ["a"])) == (409, "not_assigned")
    assert refusal(lambda: go_on(open_room, "forged")) == (403, "unknown_resume")


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
def test_options_that_can_not_be_are_named(
    make_room: OpenRoom, options: dict[str, object], code: str
) -> None:
    assert refusal(lambda: make_room(**options)) == (422, code)


# ---- after the game


def test_a_report_tells_every_answer_of_every_player(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.close()
    late = open_room.join("Late")
    open_room.next()
    open_room.answer(late, [open_room.choice("Rome")])
    open_room.end()
    report = open_room.sql.call(open_room.host, "room_report", room=open_room.code)
    told = {player["nickname"]: [a["status"] for a in player["answers"][:3]] for player in report["players"]}
    assert told == {
        "Ann": ["right", "unanswered", "not_asked"],
        "Bob": ["wrong", "unanswered", "not_asked"],
        "Cleo": ["unanswered", "unanswered", "not_asked"],
        "Late": ["not_there", "partly_right", "not_asked"],
    }
    first = report["players"][0]["answers"][0]
    assert first["points"] > 900
    assert first["elapsed_ms"] >= 0
    assert (report["questions"][0]["answered"], report["questions"][0]["right"]) == (2, 1)
    stranger = open_room.sql.person("stranger")
    for room in (open_room.code, open_room.id):
        denied = refusal(lambda room=room: open_room.sql.call(stranger, "room_report", room=room))
        assert denied == (403, "not_the_host")


def test_the_report_of_a_game_under_way_keeps_the_open_key(open_room: Room) -> None:
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    report = open_room.sql.call(open_room.host, "room_report", room=open_room.code)
    assert [question["key"] for question in report["questions"]] == [None] * len(CITIES)
    assert report["players"][0]["answers"][0]["status"] == "answered"


def test_a_result_is_claimed_once_into_an_account(open_room: Room) -> None:
    sql, ann = open_room.sql, open_room.players[0]
    person, other = sql.person("ann"), sql.person("other")
    for _ in range(2):
        claimed = sql.call(person, "claim_player", room_code=open_room.code, resume=ann.resume)
        assert claimed["player_id"] == ann.id
    assert [row["nickname"] for row in sql.call(person, "list_played_rooms")["items"]] == ["Ann"]
    taken = refusal(lambda: sql.call(other, "claim_player", room_code=open_room.code, resume=ann.resume))
    assert taken == (409, "already_claimed")
    bob = open_room.players[1]
    twice = refusal(lambda: sql.call(person, "claim_player", room_code=open_room.code, resume=bob.resume))
    assert twice == (409, "already_played")
    forged = refusal(lambda: sql.call(other, "claim_player", room_code=open_room.code, resume="x"))
    assert forged == (403, "unknown_resume")


def test_the_same_players_play_again_with_their_tokens(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], team_mode="manual", teams=["Red", "Blue"], streak_bonus=True)
    ann, thrown_out = room.join("Ann", team=2, avatar="fox"), room.join("Bob")
    room.start()
    room.answer(ann, [room.choice("Paris")])
    room.do("kick_player", player_id=thrown_out.id)
    made = room.do("play_again")
    assert room.state["state"] == "ended"
    assert room.do("play_again")["room_id"] == made["room_id"]
    known = room.sql.call(None, "validate_room", room_code=room.code)
    assert (known["valid"], known["next_room_code"]) == (False, made["room_code"])
    again = room.sql.call(None, "join_room", connected=True, room_code=made["room_code"], resume=ann.resume)[
        "welcome"
    ]
    assert (again["nickname"], again["team"], again["avatar"], again["score"]) == ("Ann", 2, "fox", 0)
    assert (made["state"], made["streak_bonus"], made["players"]) == ("lobby", True, 1)
    gone = refusal(
        lambda: room.sql.call(
            None, "join_room", connected=True, room_code=made["room_code"], resume=thrown_out.resume
        )
    )
    assert gone == (403, "unknown_resume")


def test_a_co_host_plays_again_for_the_one_whose_room_it_is(room: Room) -> None:
    sql = room.sql
    helper = co_host(room)
    made = sql.call(helper, "play_again", room_code=room.code)
    hosts = sql.call(helper, "room_hosts", room_code=made["room_code"])["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(room.host.id, True), (helper.id, False)]


def test_a_room_that_was_handed_over_is_played_again_by_its_new_owner(room: Room) -> None:
    helper = co_host(room)
    room.do("hand_over_room", user_id=helper.id)
    made = room.sql.call(helper, "play_again", room_code=room.code)
    hosts = room.sql.call(helper, "room_hosts", room_code=made["room_code"])["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(helper.id, True), (room.host.id, False)]


def test_a_quiz_that_was_taken_back_is_not_played_again_by_others(room: Room) -> None:
    sql, stranger = room.sql, room.sql.person("stranger")
    sql.connection.execute("update core.quizzes set visibility = 'public', attempts_allowed = null")
    code = sql.call(stranger, "create_room", quiz_id=room.quiz_id)["room_code"]
    sql.connection.execute("update core.quizzes set visibility = 'private'")
    assert refusal(lambda: sql.call(stranger, "play_again", room_code=code)) == (404, "quiz_not_found")


def test_a_quiz_with_every_kind_of_room_is_purged_whole(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], team_mode="balanced", teams=["Red", "Blue"], **ASSIGNED)
    player = room.join("Host", room.host)
    go_on(room, player.resume)
    room.sql.call(room.host, "delete_quiz", quiz_id=room.quiz_id)
    room.sql.call(room.host, "purge_quiz", quiz_id=room.quiz_id)
    assert room.sql.value("select count(*) from core.rooms") == 0
