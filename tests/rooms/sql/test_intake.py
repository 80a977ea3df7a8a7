"""Which answers are accepted, and which are rejected."""

import json
from collections.abc import Callable

import psycopg
import pytest

from tests.rooms.sql.conftest import CITIES, OpenRoom, Room, accept


def scored(room: Room, number: int = 1) -> dict[str, object]:
    """Points by nickname for a question."""
    rows = room.sql.connection.execute(
        """
        select p.nickname, a.points from core.live_answers as a join core.players as p on p.id = a.player_id
        where a.room_id = %s and a.number = %s
        """,
        [room.id, number],
    ).fetchall()
    return dict(rows)


def test_a_relay_writes_answers_without_superuser_rights(
    open_room: Room, connect: Callable[[], psycopg.Connection]
) -> None:
    relay = connect()
    ann = open_room.players[0]
    response = json.dumps([open_room.choice("Paris")])
    assert accept(relay, [(open_room.id, ann.id, 1, response, 0)]) == ["accepted"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        relay.execute("select * from core.live_answers")


def test_each_answer_of_a_batch_has_its_own_outcome_in_order(open_room: Room, make_room: OpenRoom) -> None:
    other = make_room(CITIES[:1], open_room.host)
    dan = other.join("Dan")
    other.start()
    ann, bob, cleo = open_room.players
    paris = json.dumps([open_room.choice("Paris")])
    assert accept(open_room.sql.connection, [
        (open_room.id, ann.id, 1, paris, 0),
        (other.id, dan.id, 1, paris, 0),
        (other.id, ann.id, 1, paris, 0),
        (open_room.id, bob.id, 1, '["z"]', 0),
        (open_room.id, bob.id, 2, paris, 0),
        (open_room.id, cleo.id, 1, paris, 0),
    ]) == ["accepted", "accepted", "not_in_room", "invalid_response", "not_open", "accepted"]  # fmt: skip


def test_an_empty_batch_has_no_outcomes(room: Room) -> None:
    row = room.sql.value("select core.accept_answers('{}', '{}', '{}', '{}', '{}')")
    assert row == []


def test_the_first_answer_counts_and_a_repeat_of_it_is_accepted_again(open_room: Room) -> None:
    ann = open_room.players[0]
    paris, nice = [open_room.choice("Paris")], [open_room.choice("Nice")]
    assert open_room.answer(ann, paris) == "accepted"
    assert open_room.answer(ann, nice) == "already_answered"
    assert open_room.answer(ann, paris) == "accepted"
    open_room.close()
    assert open_room.result(ann)["correct"] is True


def test_of_two_answers_in_one_batch_the_first_counts(open_room: Room) -> None:
    ann = open_room.players[0]
    paris, nice = [open_room.choice("Paris")], [open_room.choice("Nice")]
    outcomes = open_room.answers([(ann, paris), (ann, nice), (ann, paris)])
    assert outcomes == ["accepted", "already_answered", "accepted"]


def test_a_repeat_after_the_close_is_still_accepted(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    paris, nice = [open_room.choice("Paris")], [open_room.choice("Nice")]
    open_room.answer(ann, paris)
    open_room.close()
    assert open_room.answer(ann, paris, number=1) == "accepted"
    assert open_room.answer(ann, nice, number=1) == "already_answered"
    assert open_room.answer(bob, paris, number=1) == "too_late"


def test_an_answer_before_the_question_opens_is_rejected(room: Room) -> None:
    ann = room.join("Ann")
    assert room.answer(ann, ["a"], number=1) == "not_open"
    assert room.answer(ann, ["a"], number=99) == "not_open"


def test_an_answer_received_before_the_question_opened_is_rejected(open_room: Room) -> None:
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")], age_ms=30000) == "not_open"


def test_an_answer_to_the_next_question_is_rejected(open_room: Room) -> None:
    assert open_room.answer(open_room.players[0], ["a"], number=2) == "not_open"


def test_an_answer_after_the_deadline_is_too_late(open_room: Room) -> None:
    open_room.let_pass(20.1)
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")]) == "too_late"


def test_an_answer_received_in_time_may_be_written_after_the_deadline(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.let_pass(21)
    assert open_room.answer(ann, [open_room.choice("Paris")], age_ms=5000) == "accepted"
    open_room.close()
    assert scored(open_room)["Ann"] > 0


def test_an_answer_written_after_the_close_is_too_late_even_if_it_was_received_in_time(
    open_room: Room,
) -> None:
    open_room.let_pass(10)
    open_room.close()
    assert (
        open_room.answer(open_room.players[0], [open_room.choice("Paris")], number=1, age_ms=5000)
        == "too_late"
    )


def test_an_answer_during_a_pause_is_rejected(open_room: Room) -> None:
    open_room.let_pass(2)
    open_room.do("pause_room")
    open_room.let_pass(2)
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")]) == "not_open"


@pytest.mark.parametrize("resumed", [False, True])
def test_an_answer_received_before_a_pause_may_be_written_during_or_after_it(
    open_room: Room, resumed: bool
) -> None:
    ann = open_room.players[0]
    open_room.let_pass(10)
    open_room.do("pause_room")
    open_room.let_pass(20)
    if resumed:
        open_room.do("resume_room")
    assert open_room.answer(ann, [open_room.choice("Paris")], age_ms=25000) == "accepted"
    elapsed = open_room.sql.value("select elapsed_ms from core.live_answers where player_id = %s", ann.id)
    assert elapsed == pytest.approx(5000, abs=1000)


def test_an_answer_received_during_a_pause_is_rejected_after_it(open_room: Room) -> None:
    open_room.let_pass(2)
    open_room.do("pause_room")
    open_room.let_pass(20)
    open_room.do("resume_room")
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")], age_ms=10000) == "not_open"


def test_an_age_is_never_negative(open_room: Room) -> None:
    """A negative age would mean receipt in the future, here after the deadline."""
    ann = open_room.players[0]
    assert open_room.answer(ann, [open_room.choice("Paris")], age_ms=-60000) == "accepted"
    in_the_past = "select received_at <= clock_timestamp() from core.live_answers where player_id = %s"
    assert open_room.sql.value(in_the_past, ann.id)


def test_an_age_is_never_above_its_limit(open_room: Room) -> None:
    """A relay can't claim an age over live.max_answer_age_ms to earn points for speed."""
    ann = open_room.players[0]
    open_room.do("extend_question", seconds=3600)
    open_room.let_pass(300)
    assert open_room.answer(ann, [open_room.choice("Paris")], age_ms=2_000_000_000) == "accepted"
    elapsed = open_room.sql.value("select elapsed_ms from core.live_answers where player_id = %s", ann.id)
    assert elapsed == pytest.approx(240_000, abs=1000)


BAD_RESPONSES = [
    '["nothing like it"]', "[]", '["a", "b"]', '["a", "a"]', "null", "{}", "17", '"a"', "[1]",
    "", "not json", '["a"', "'a'", "NaN", '["a"] ["b"]',  # no JSON
    r'["\u0000"]', r'"\ud800"', "1e999999999", "[" * 20000,  # JSON that Postgres can't hold
]  # fmt: skip


def test_an_invalid_response_is_rejected_and_harms_no_other_answer(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    paris = json.dumps([open_room.choice("Paris")])
    for response in BAD_RESPONSES:
        batch = [(open_room.id, player.id, 1, paris, 0) for player in (ann, bob, cleo)]
        batch[1] = (open_room.id, bob.id, 1, response, 0)
        outcomes = accept(open_room.sql.connection, batch)
        assert outcomes == ["accepted", "invalid_response", "accepted"], response


def test_a_response_over_the_size_limit_is_rejected(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    paris = json.dumps([open_room.choice("Paris")])
    batch = [(open_room.id, ann.id, 1, paris + " " * 50_000, 0), (open_room.id, bob.id, 1, paris, 0)]
    assert accept(open_room.sql.connection, batch) == ["invalid_response", "accepted"]


def test_a_player_may_answer_again_after_an_invalid_response(open_room: Room) -> None:
    ann = open_room.players[0]
    assert open_room.answer(ann, ["z"]) == "invalid_response"
    assert open_room.answer(ann, [open_room.choice("Paris")]) == "accepted"


def test_equal_responses_are_checked_separately_for_each_question(make_room: OpenRoom) -> None:
    """Equal responses are checked once only if they are to the same question of the same room."""
    text, choice = make_room([CITIES[4]]), make_room([CITIES[0]])
    in_text, in_choice = text.join("Ann"), choice.join("Ann")
    text.start()
    choice.start()
    for batch in ([text, choice], [choice, text]):
        outcomes = accept(text.sql.connection, [
            (room.id, {text.id: in_text, choice.id: in_choice}[room.id].id, 1, '"Rio"', 0) for room in batch
        ])  # fmt: skip
        assert outcomes == [{text.id: "accepted", choice.id: "invalid_response"}[room.id] for room in batch]


def test_the_answer_of_a_kicked_player_is_rejected(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.do("kick_player", player_id=ann.id)
    assert open_room.answer(ann, [open_room.choice("Paris")]) == "not_in_room"


def test_a_kicked_player_no_longer_scores(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    paris = open_room.choice("Paris")
    open_room.answers([(ann, [paris]), (bob, [paris])])
    open_room.do("kick_player", player_id=ann.id)
    closed = open_room.close()
    assert [row["nickname"] for row in closed["leaderboard"]] == ["Bob", "Cleo"]
    assert closed["leaderboard"][0]["rank"] == 1
    assert closed["distribution"][paris] == 1
    results = open_room.sql.value("select core.question_results(%s, 1)", open_room.id)
    assert ann.id not in {result["player_id"] for result in results}
    assert open_room.sql.value("select score from core.players where id = %s", ann.id) == 0


def test_an_answer_counts_even_if_its_player_left_before_it_was_written(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.leave(ann)
    assert open_room.answer(ann, [open_room.choice("Paris")]) == "accepted"
    assert open_room.close()["leaderboard"][0]["nickname"] == "Ann"


def test_unknown_rooms_and_players_are_not_in_the_room(open_room: Room) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    ann = open_room.players[0]
    outcomes = accept(
        open_room.sql.connection, [(nobody, ann.id, 1, '["a"]', 0), (open_room.id, nobody, 1, '["a"]', 0)]
    )
    assert outcomes == ["not_in_room", "not_in_room"]


def test_results_exist_only_once_the_question_has_closed(open_room: Room) -> None:
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    assert open_room.sql.value("select core.question_results(%s, 1)", open_room.id) == []
    open_room.close()
    assert len(open_room.sql.value("select core.question_results(%s, 1)", open_room.id)) == 3


def test_an_answer_that_is_weeks_late_does_not_harm_others_in_its_batch(
    open_room: Room, make_room: OpenRoom
) -> None:
    other = make_room(CITIES[:1])
    dan = other.join("Dan")
    other.start()
    open_room.let_pass(30 * 24 * 3600)
    paris = json.dumps([other.choice("Paris")])
    late = (open_room.id, open_room.players[0].id, 1, paris, 0)
    assert accept(other.sql.connection, [late, (other.id, dan.id, 1, paris, 0)]) == ["too_late", "accepted"]
