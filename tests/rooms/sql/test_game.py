"""Whole games: what is asked, scored and published."""

import json

import pytest

from tests.rooms.sql.conftest import CITIES, OpenRoom, Room

RIGHT = {
    "single_choice": ["Paris"], "multiple_choice": ["Rome", "Turin"], "true_false": ["True"],
    "ordering": ["Oslo", "Berlin", "Vienna", "Rome"], "poll": ["Yes"],
}  # fmt: skip


def right_response(room: Room) -> object:
    question = room.question
    if question["kind"] in RIGHT:
        return [room.choice(text) for text in RIGHT[question["kind"]]]
    return {"numeric": 1989, "short_text": "sao paulo"}[question["kind"]]


def test_a_whole_game_is_asked_scored_and_won(make_room: OpenRoom) -> None:
    room = make_room(formula="accuracy")
    ann, bob, idle = room.join("Ann"), room.join("Bob"), room.join("Idle")
    room.start()
    for number in range(1, len(CITIES) + 1):
        assert room.question["number"] == number
        assert room.answer(ann, right_response(room)) == "accepted"
        if number == 1:
            assert room.answer(bob, right_response(room)) == "accepted"
        closed = room.close()
        assert [row["nickname"] for row in closed["leaderboard"]] == ["Ann", "Bob", "Idle"]
        room.next()

    ended = room.last("room.ended")
    assert room.state["state"] == "ended"
    assert [(row["nickname"], row["score"], row["rank"]) for row in ended["leaderboard"]] == [
        ("Ann", 6000, 1),  # the poll earns nothing
        ("Bob", 1000, 2),
        ("Idle", 0, 3),
    ]
    assert [row["nickname"] for row in ended["podium"]] == [
        "Ann",
        "Bob",
    ]  # players without points are not on the podium
    assert room.result(idle, 1) == {
        "type": "result", "question": 1, "correct": False, "outcome": "none", "points": 0,
        "total": 0, "rank": 3, "streak": 0, "ahead": {"nickname": "Bob", "points": 1000},
    }  # fmt: skip


def test_the_events_of_a_game_are_logged_in_order(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2])
    room.join("Ann")
    room.start()
    room.next()
    room.do("pause_room")
    room.do("resume_room")
    room.do("extend_question", seconds=5)
    room.next()
    assert [event["type"] for event in room.events] == [
        "player.joined", "question.opened", "question.closed", "question.opened", "room.paused",
        "room.resumed", "question.extended", "question.closed", "room.ended",
    ]  # fmt: skip
    assert [event["seq"] for event in room.events] == list(range(1, 10))


def test_a_closed_question_shows_its_key_distribution_and_explanation(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    paris, nice = open_room.choice("Paris"), open_room.choice("Nice")
    open_room.answers([(ann, [paris]), (bob, [nice]), (cleo, [paris])])
    closed = open_room.close()
    assert closed["key"] == [paris]
    assert closed["distribution"] == {paris: 2, nice: 1, open_room.choice("Lyon"): 0}
    assert closed["explanation"] == "It has been since 987."


def test_texts_are_counted_together_however_they_are_spelt(make_room: OpenRoom) -> None:
    room = make_room([CITIES[4]])
    players = [room.join(f"P{n}") for n in range(4)]
    room.start()
    room.answers(zip(players, ["São Paulo", "sao paulo", "São Paulo", "Rio"], strict=True))
    assert room.close()["distribution"] == [
        {"response": "São Paulo", "count": 3},
        {"response": "Rio", "count": 1},
    ]


def test_numbers_are_counted_together_however_they_are_written(make_room: OpenRoom) -> None:
    room = make_room([CITIES[3]])
    players = [room.join(f"P{n}") for n in range(3)]
    room.start()
    room.answers(zip(players, [1989, "1989.0", 1990], strict=True))
    assert [entry["count"] for entry in room.close()["distribution"]] == [2, 1]


def test_a_distribution_has_only_the_most_frequent_texts(make_room: OpenRoom) -> None:
    room = make_room([CITIES[4]])
    players = [room.join(f"P{n}") for n in range(12)]
    room.start()
    room.answers((player, f"city {player.nickname}") for player in players)
    assert len(room.close()["distribution"]) == 10


def test_part_of_the_right_choices_earns_part_of_the_points(make_room: OpenRoom) -> None:
    room = make_room([CITIES[1]], formula="accuracy")
    half, all_of_them = room.join("Half"), room.join("All")
    room.start()
    room.answers([(half, [room.choice("Rome")]), (all_of_them, [room.choice("Rome"), room.choice("Turin")])])
    room.close()
    results = [room.result(player) for player in (half, all_of_them)]
    assert [(r["points"], r["correct"], r["outcome"]) for r in results] == [
        (500, False, "partly"),
        (1000, True, "right"),
    ]


def test_a_result_says_what_became_of_the_answer(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], CITIES[6]])
    right, wrong, idle = (room.join(name) for name in ("Right", "Wrong", "Idle"))
    room.start()
    room.answers([(right, [room.choice("Paris")]), (wrong, [room.choice("Nice")])])
    room.close()
    assert [room.result(player)["outcome"] for player in (right, wrong, idle)] == ["right", "wrong", "none"]
    room.next()
    room.answer(right, [room.choice("Yes")])
    room.close()
    assert [room.result(player)["outcome"] for player in (right, idle)] == ["vote", "none"]


def test_a_result_names_who_is_one_ahead_if_the_leaderboard_is_shown(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:4], formula="accuracy")
    ann, bob, cleo, dora = (room.join(name) for name in ("Ann", "Bob", "Cleo", "Dora"))
    for go_on, best in ((room.start, (ann, bob, cleo)), (room.next, (ann, bob, cleo)), (room.next, (ann,))):
        go_on()
        room.answers((player, right_response(room)) for player in best)
        room.close()
    ahead = [room.result(player)["ahead"] for player in (ann, bob, cleo, dora)]
    assert ahead == [
        None,
        {"nickname": "Ann", "points": 1000},
        {"nickname": "Ann", "points": 1000},
        {"nickname": "Bob", "points": 2000},  # of two with that score, who joined first
    ]
    missed = room.sql.call(None, "relay_join_room", room_code=room.code, resume=dora.resume, since=0)
    assert missed["events"][-1]["ahead"] == missed["welcome"]["result"]["ahead"] == ahead[-1]
    room.do("show_leaderboard", shown=False)
    assert [room.result(player)["ahead"] for player in (ann, dora)] == [None, None]


def test_a_leaderboard_says_the_ranks_before(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:3], formula="accuracy", team_mode="manual", teams=["Red", "Blue"])
    ann, bob = room.join("Ann", team=1), room.join("Bob", team=2)

    def board(*right: object) -> list[list[tuple[str, int, int | None]]]:
        room.answers((player, right_response(room)) for player in right)
        closed = room.close()
        return [
            [(row[name], row["rank"], row.get("previous_rank")) for row in closed[of]]
            for of, name in (("leaderboard", "nickname"), ("teams", "name"))
        ]

    room.start()
    assert board(ann) == [[("Ann", 1, None), ("Bob", 2, None)], [("Red", 1, None), ("Blue", 2, None)]]
    room.next()
    assert board(bob) == [[("Ann", 1, 1), ("Bob", 1, 2)], [("Red", 1, 1), ("Blue", 1, 2)]]
    room.join("Late", team=1)
    room.next()
    assert board(bob)[0] == [("Bob", 1, 1), ("Ann", 2, 1), ("Late", 3, 3)]


def test_a_wrong_answer_costs_no_points_by_default(make_room: OpenRoom) -> None:
    choices = [{"text": "Paris", "weight": 1}, {"text": "Nice", "weight": -1}]
    room = make_room([{"kind": "single_choice", "prompt": "Capital?", "choices": choices}])
    player = room.join("Ann")
    room.start()
    room.answer(player, [room.choice("Nice")])
    room.close()
    assert room.result(player)["total"] == 0


@pytest.mark.parametrize(("formula", "points"), [("kahoot", 750), ("linear", 500), ("accuracy", 1000)])
def test_speed_counts_by_the_formula_of_the_room(make_room: OpenRoom, formula: str, points: int) -> None:
    room = make_room(CITIES[:1], formula=formula)
    player = room.join("Ann")
    room.start()
    room.let_pass(10)
    room.answer(player, right_response(room))
    room.close()
    assert room.result(player)["points"] == pytest.approx(
        points, abs=10
    )  # the statements take some ms themselves


def test_points_are_those_of_the_question(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0] | {"points": 2.5}], formula="accuracy")
    player = room.join("Ann")
    room.start()
    assert room.question["points"] == 2500
    room.answer(player, right_response(room))
    room.close()
    assert room.result(player)["points"] == 2500


def test_a_streak_earns_a_bonus_if_the_host_chose_that(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:3], formula="accuracy", streak_bonus=True)
    player = room.join("Ann")
    room.start()
    earned = []
    for _ in range(3):
        room.answer(player, right_response(room))
        room.close()
        earned.append(room.result(player)["points"])
        room.next()
    assert earned == [1000, 1100, 1200]


@pytest.mark.parametrize(
    ("between", "streak_after"),
    [("poll answered", 2), ("poll missed", 2), ("wrong", 1), ("missed", 1)],
)
def test_a_wrong_or_missed_question_breaks_a_streak_but_a_poll_does_not(
    make_room: OpenRoom, between: str, streak_after: int
) -> None:
    room = make_room([CITIES[0], CITIES[6] if "poll" in between else CITIES[2], CITIES[0]])
    player = room.join("Ann")
    room.start()
    room.answer(player, right_response(room))
    room.next()
    if between == "poll answered":
        room.answer(player, right_response(room))
    if between == "wrong":
        room.answer(player, [room.choice("False")])
    room.next()
    room.answer(player, right_response(room))
    room.close()
    assert room.result(player)["streak"] == streak_after


def test_a_poll_is_neither_right_nor_wrong(make_room: OpenRoom) -> None:
    room = make_room([CITIES[6]])
    player = room.join("Ann")
    room.start()
    yes = room.choice("Yes")
    room.answer(player, [yes])
    closed = room.close()
    assert closed["key"] is None
    assert closed["distribution"][yes] == 1
    assert room.result(player)["correct"] is None
    assert room.result(player)["total"] == 0


def test_equal_scores_share_a_rank_and_the_next_is_skipped(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy")
    players = [room.join(nickname) for nickname in ("A", "B", "C")]
    room.start()
    room.answers((player, right_response(room)) for player in players[:2])
    assert [row["rank"] for row in room.close()["leaderboard"]] == [1, 1, 3]
    assert [room.result(player)["rank"] for player in players] == [1, 1, 3]


def test_all_who_share_a_rank_of_the_podium_are_on_it(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], formula="accuracy")
    players = [room.join(f"P{n}") for n in range(5)]
    room.start()
    room.answers((player, right_response(room)) for player in players[:4])
    assert len(room.end()["podium"]) == 4


def test_the_leaderboard_that_is_sent_is_no_longer_than_its_setting(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1])
    for n in range(12):
        room.join(f"P{n}")
    room.start()
    assert len(room.close()["leaderboard"]) == 10


def test_a_player_who_joins_late_gets_no_result_for_a_question_that_they_missed(open_room: Room) -> None:
    open_room.close()
    late = open_room.join("Late")
    assert late.welcome["closed"]["number"] == 1
    assert (
        open_room.sql.value("select core.question_results(%s, 1, %s::uuid[])", open_room.id, [late.id]) == []
    )
    open_room.next()
    assert open_room.answer(late, [open_room.choice("Rome"), open_room.choice("Turin")]) == "accepted"
    open_room.close()
    assert open_room.result(late)["streak"] == 1


def test_a_player_who_joins_while_a_question_is_open_may_answer_it(open_room: Room) -> None:
    late = open_room.join("Late")
    assert late.welcome["question"]["prompt"] == "What is the capital of France?"
    assert open_room.answer(late, [open_room.choice("Paris")]) == "accepted"


def test_ending_a_game_scores_the_question_that_was_open(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    assert open_room.end()["leaderboard"][0]["nickname"] == "Ann"
    assert [event["type"] for event in open_room.events][-2:] == ["question.closed", "room.ended"]


def test_editing_the_quiz_in_mid_game_changes_nothing(open_room: Room) -> None:
    sql, host = open_room.sql, open_room.host
    listed = sql.call(host, "list_questions", quiz_id=open_room.quiz_id)["items"]
    before = open_room.question
    choices = [{"text": "Lyon", "correct": True}, {"text": "Paris"}, {"text": "Nice"}]
    sql.call(
        host,
        "update_question",
        quiz_id=open_room.quiz_id,
        question_id=listed[0]["id"],
        changes={"choices": choices},
    )
    sql.call(host, "delete_question", quiz_id=open_room.quiz_id, question_id=listed[1]["id"])

    assert open_room.question | {"remaining_ms": 0} == before | {"remaining_ms": 0}
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    assert open_room.close()["key"] == [open_room.choice("Paris")]
    assert open_room.result(open_room.players[0])["correct"] is True
    open_room.next()
    assert open_room.question["prompt"] == "Which are in Italy?"


def test_deleting_the_quiz_in_mid_game_changes_nothing(open_room: Room) -> None:
    open_room.sql.call(open_room.host, "delete_quiz", quiz_id=open_room.quiz_id)
    for _ in CITIES:
        open_room.next()
    assert open_room.state["state"] == "ended"


def test_an_ordering_does_not_show_its_choices_in_the_right_order(make_room: OpenRoom) -> None:
    """Of 20 rooms, at least one shows a wrong order (the chance that all are right is 1 in 24^20)."""
    shown = set()
    first = make_room([CITIES[5]])
    for _ in range(20):
        made = first.sql.call(first.host, "create_room", quiz_id=first.quiz_id)
        first.sql.call(first.host, "start_room", room_code=made["room_code"])
        view = first.sql.call(first.host, "host_room", room_code=made["room_code"])["welcome"]["question"]
        shown.add(json.dumps([choice["text"] for choice in view["choices"]]))
        first.sql.call(first.host, "end_room", room_code=made["room_code"])
    assert shown != {json.dumps(RIGHT["ordering"])}


def test_everybody_sees_the_choices_in_the_order_that_was_drawn(make_room: OpenRoom) -> None:
    many = [{"text": f"city {n}", "correct": n == 0} for n in range(12)]
    room = make_room([{"kind": "single_choice", "prompt": "Which?", "choices": many}], shuffle_choices=True)
    room.start()
    drawn = room.question["choices"]
    assert [choice["text"] for choice in drawn] != [choice["text"] for choice in many]
    assert room.join("Ann").welcome["question"]["choices"] == drawn
    assert room.do("host_room")["welcome"]["question"]["choices"] == drawn


def test_questions_are_shuffled_if_the_host_chose_that(make_room: OpenRoom) -> None:
    prompts = [f"Is it {n}?" for n in range(12)]
    room = make_room(
        [{"kind": "true_false", "prompt": p, "correct": True} for p in prompts], shuffle_questions=True
    )
    room.start()
    asked = [room.question["prompt"]]
    for _ in prompts[1:]:
        room.next()
        asked.append(room.question["prompt"])
    assert sorted(asked) == sorted(prompts)
    assert asked != prompts


def test_a_score_may_be_larger_than_the_type_integer_holds(make_room: OpenRoom) -> None:
    dear = [CITIES[0] | {"points": 10_000}] * 30
    room = make_room(dear, formula="accuracy", multipliers={str(n): 10 for n in range(1, 31)})
    ann = room.join("Ann")
    room.start()
    for _ in dear:
        room.answer(ann, [room.choice("Paris")])
        room.next()
    assert room.end()["leaderboard"][0]["score"] == 3_000_000_000
