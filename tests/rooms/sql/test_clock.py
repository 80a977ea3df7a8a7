"""The clock of a question: pause, extend, early close, expiry. Time is moved, not waited for."""

import pytest

from tests.rooms.sql.conftest import CITIES, OpenRoom, Player, Room

SOME_MS = 1000  # what the statements of a test may take on a busy machine


def stored_elapsed(room: Room) -> int:
    return room.sql.value("select elapsed_ms from core.live_answers where room_id = %s", room.id)


def test_a_client_that_reads_a_question_late_sees_the_time_that_is_left(open_room: Room) -> None:
    open_room.let_pass(12)
    assert open_room.question["limit_ms"] == 20000
    assert open_room.question["remaining_ms"] == pytest.approx(8000, abs=SOME_MS)
    assert open_room.join("Late").welcome["question"]["remaining_ms"] == pytest.approx(8000, abs=SOME_MS)


def test_a_closed_question_has_no_time_left(open_room: Room) -> None:
    open_room.close()
    assert open_room.question["remaining_ms"] == 0


def test_a_pause_stops_the_clock(open_room: Room) -> None:
    open_room.let_pass(5)
    open_room.do("pause_room")
    assert open_room.last("room.paused")["remaining_ms"] == pytest.approx(15000, abs=SOME_MS)
    open_room.let_pass(100)
    assert open_room.state["remaining_ms"] == pytest.approx(15000, abs=SOME_MS)
    open_room.do("resume_room")
    assert open_room.last("room.resumed")["remaining_ms"] == pytest.approx(15000, abs=SOME_MS)
    due_in_ms = open_room.close_if_due()["due_in_ms"]
    assert due_in_ms == pytest.approx(15000 + 300, abs=SOME_MS)


def test_pauses_do_not_count_as_time_of_an_answer(open_room: Room) -> None:
    open_room.let_pass(2)
    for _ in range(2):
        open_room.do("pause_room")
        open_room.let_pass(100)
        open_room.do("resume_room")
        open_room.let_pass(3)
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    assert stored_elapsed(open_room) == pytest.approx(2000 + 2 * 3000, abs=SOME_MS)


def test_a_paused_question_is_never_due(open_room: Room) -> None:
    open_room.do("pause_room")
    open_room.let_pass(1000)
    assert open_room.close_if_due() == {"closed": False, "due_in_ms": None}
    assert open_room.sql.value("select core.rooms_with_deadline()") == []


def test_extending_moves_the_deadline(open_room: Room) -> None:
    open_room.let_pass(15)
    open_room.do("extend_question", seconds=30)
    extended = open_room.last("question.extended")
    assert (extended["number"], extended["seconds"], extended["limit_ms"]) == (1, 30, 50000)
    assert extended["remaining_ms"] == pytest.approx(35000, abs=SOME_MS)
    open_room.let_pass(20)
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")]) == "accepted"


def test_a_paused_question_can_be_extended(open_room: Room) -> None:
    open_room.let_pass(15)
    open_room.do("pause_room")
    open_room.do("extend_question", seconds=10)
    open_room.let_pass(60)
    open_room.do("resume_room")
    assert open_room.state["remaining_ms"] == pytest.approx(15000, abs=SOME_MS)


def test_a_question_closes_when_it_is_due_and_not_before(open_room: Room) -> None:
    waiting = open_room.close_if_due()
    assert waiting["closed"] is False
    assert waiting["due_in_ms"] == pytest.approx(20300, abs=SOME_MS)
    open_room.let_pass(21)
    assert open_room.close_if_due()["closed"] is True
    assert open_room.state["state"] == "closed"


def test_a_question_is_not_due_within_its_grace(open_room: Room) -> None:
    open_room.sql.connection.execute("update core.settings set value = '600000' where key = 'live.grace_ms'")
    open_room.let_pass(21)
    assert open_room.close_if_due()["closed"] is False


def test_a_question_that_has_closed_is_not_closed_again(open_room: Room) -> None:
    open_room.let_pass(21)
    open_room.close_if_due()
    assert open_room.close_if_due() == {"closed": False, "due_in_ms": None}


def test_a_question_closes_early_when_everybody_has_answered(open_room: Room) -> None:
    paris = open_room.choice("Paris")
    for player in open_room.players:
        assert open_room.close_if_due()["closed"] is False
        open_room.answer(player, [paris])
    assert open_room.close_if_due()["closed"] is True


def test_a_question_does_not_wait_for_a_player_who_left(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.leave(cleo)
    assert open_room.close_if_due()["closed"] is True


def test_a_question_does_not_wait_for_a_kicked_player(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.do("kick_player", player_id=cleo.id)
    assert open_room.close_if_due()["closed"] is True


def test_a_question_waits_for_a_player_who_came_back(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.leave(cleo)
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.join(resume=cleo.resume)
    assert open_room.close_if_due()["closed"] is False


GRACE = "update core.settings set value = %s::text::jsonb where key = 'live.absence_grace_ms'"


def all_but_the_last_answer(room: Room) -> Player:
    *others, last = room.players
    room.answers([(player, [room.choice("Paris")]) for player in others])
    return last


def test_a_question_waits_a_moment_for_a_player_who_vanished(open_room: Room) -> None:
    last = all_but_the_last_answer(open_room)
    open_room.vanish(last)
    waiting = open_room.close_if_due()
    assert waiting == {"closed": False, "due_in_ms": pytest.approx(3000, abs=SOME_MS)}
    open_room.sql.connection.execute("update core.players set awaited_until = now()")
    assert open_room.close_if_due()["closed"] is True


def test_a_player_who_vanished_may_come_back_in_time_and_answer(open_room: Room) -> None:
    last = all_but_the_last_answer(open_room)
    open_room.vanish(last)
    back = open_room.join(resume=last.resume)
    assert open_room.close_if_due()["due_in_ms"] == pytest.approx(20300, abs=SOME_MS)
    assert open_room.answer(back, [open_room.choice("Paris")]) == "accepted"
    assert open_room.close_if_due()["closed"] is True


def test_a_question_does_not_wait_beyond_its_time_for_a_player_who_vanished(open_room: Room) -> None:
    open_room.sql.connection.execute(GRACE, [600_000])
    open_room.vanish(all_but_the_last_answer(open_room))
    assert open_room.close_if_due()["due_in_ms"] == pytest.approx(20300, abs=SOME_MS)
    open_room.let_pass(21)
    assert open_room.close_if_due()["closed"] is True


def test_a_question_does_not_wait_for_a_player_who_answered_and_vanished(open_room: Room) -> None:
    last = all_but_the_last_answer(open_room)
    open_room.vanish(open_room.players[0])
    open_room.answer(last, [open_room.choice("Paris")])
    assert open_room.close_if_due()["closed"] is True


def test_a_question_waits_a_moment_for_a_player_who_vanishes_in_their_extra_time(open_room: Room) -> None:
    last = all_but_the_last_answer(open_room)
    open_room.do("set_extra_time", player_id=last.id, factor=2)
    open_room.let_pass(25)
    open_room.vanish(last)
    assert open_room.close_if_due()["due_in_ms"] == pytest.approx(3000, abs=SOME_MS)


def test_a_room_whose_players_all_vanished_waits_for_its_deadline(open_room: Room) -> None:
    for player in open_room.players:
        open_room.vanish(player)
    open_room.sql.connection.execute("update core.players set awaited_until = now()")
    assert open_room.close_if_due()["due_in_ms"] == pytest.approx(20300, abs=SOME_MS)


def test_a_room_that_everybody_left_waits_for_its_deadline(open_room: Room) -> None:
    for player in open_room.players:
        open_room.leave(player)
    assert open_room.close_if_due()["closed"] is False
    open_room.let_pass(21)
    assert open_room.close_if_due()["closed"] is True


def test_a_relay_that_starts_finds_the_rooms_whose_clock_runs(make_room: OpenRoom) -> None:
    lobby, later, sooner, paused, closed = (make_room(CITIES[:1]) for _ in range(5))
    for room in (later, sooner, paused, closed):
        room.start()
    sooner.let_pass(30)
    paused.do("pause_room")
    closed.close()
    assert lobby.state["state"] == "lobby"
    found = lobby.sql.value("select core.rooms_with_deadline()")
    assert [room["room_code"] for room in found] == [sooner.code, later.code]
    assert found[0]["due_in_ms"] == 0
    assert found[1]["due_in_ms"] == pytest.approx(20300, abs=SOME_MS)


def test_a_room_without_players_is_not_closed_early(room: Room) -> None:
    room.start()
    assert room.close_if_due()["closed"] is False


def test_progress_counts_the_players_who_are_present(open_room: Room) -> None:
    ann, bob, cleo = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (cleo, [open_room.choice("Paris")])])
    progress = "select core.room_progress(%s::uuid[])"
    counted = {"room_id": open_room.id, "number": 1}
    assert open_room.sql.value(progress, [open_room.id]) == [counted | {"answered": 2, "players": 3}]
    open_room.leave(bob)
    open_room.do("kick_player", player_id=cleo.id)
    assert open_room.sql.value(progress, [open_room.id]) == [counted | {"answered": 1, "players": 1}]
    open_room.close()
    assert open_room.sql.value(progress, [open_room.id]) == []


def test_a_room_whose_host_never_returns_ends_with_its_leaderboard(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    expired = "select core.end_expired_rooms()"
    assert open_room.sql.value(expired) == []
    open_room.sql.connection.execute("update core.rooms set expires_at = now()")
    assert open_room.sql.value(expired) == [open_room.code]
    assert [row["nickname"] for row in open_room.last("room.ended")["podium"]] == ["Ann"]
    assert open_room.sql.value(expired) == []


def test_a_room_lives_as_long_as_the_setting_says(make_room: OpenRoom) -> None:
    room = make_room()
    lives = "select extract(epoch from expires_at - created_at)::integer from core.rooms where id = %s"
    assert room.sql.value(lives, room.id) == 86400
    room.sql.value("select core.apply_limits(%s)", '{"live.room_max_age_s": 600}')
    assert room.sql.value(lives, make_room().id) == 600


def relays_were_away(room: OpenRoom, seconds: float) -> None:
    room.sql.connection.execute(
        "update core.relay_watch set heard_at = now() - %s * interval '1 s'", [seconds]
    )


def first_relay(room: OpenRoom, alive_ms: int = 100) -> int:
    """How many questions get more time when a relay that began so long ago is heard of."""
    resumed: int = room.sql.value("select core.relay_heard(%s)", alive_ms)
    return resumed


def test_time_in_which_no_relay_was_there_costs_no_answer(open_room: OpenRoom) -> None:
    open_room.let_pass(45)  # of which 15 of the question's 20 s were played
    relays_were_away(open_room, 30)
    assert first_relay(open_room) == 1
    assert open_room.question["remaining_ms"] == pytest.approx(5000 + 8000, abs=SOME_MS)
    assert open_room.last("room.resumed")["remaining_ms"] == pytest.approx(5000 + 8000, abs=SOME_MS)
    assert open_room.close_if_due()["closed"] is False
    assert open_room.answer(open_room.players[0], [open_room.choice("Paris")]) == "accepted"
    assert stored_elapsed(open_room) == pytest.approx(7000, abs=SOME_MS)


def test_more_time_is_given_once(open_room: OpenRoom) -> None:
    open_room.let_pass(45)
    relays_were_away(open_room, 30)
    assert [first_relay(open_room), first_relay(open_room)] == [1, 0]


def test_a_relay_that_was_there_while_postgres_was_away_gives_no_more_time(open_room: OpenRoom) -> None:
    open_room.let_pass(15)
    relays_were_away(open_room, 10)
    assert first_relay(open_room, alive_ms=60_000) == 0
    assert open_room.question["remaining_ms"] == pytest.approx(5000, abs=SOME_MS)


def test_an_answer_received_in_a_pause_of_the_host_does_not_count_though_no_relay_was_there(
    open_room: Room,
) -> None:
    open_room.let_pass(5)
    open_room.do("pause_room")
    open_room.let_pass(10)
    open_room.do("resume_room")
    open_room.let_pass(10)
    relays_were_away(open_room, 8)  # more time is given from before the pause on
    assert first_relay(open_room) == 1
    ann, bob, _ = open_room.players
    paris = [open_room.choice("Paris")]
    assert open_room.answer(ann, paris, age_ms=15_000) == "not_open"
    assert open_room.answer(bob, paris, age_ms=5_000) == "accepted"


def test_a_question_gets_at_most_all_of_its_time_again(open_room: OpenRoom) -> None:
    open_room.let_pass(31)
    relays_were_away(open_room, 30)
    first_relay(open_room)
    assert open_room.question["remaining_ms"] == pytest.approx(20000, abs=SOME_MS)


def test_expired_rooms_end_in_the_order_of_their_times(make_room: OpenRoom) -> None:
    rooms = [make_room() for _ in range(5)]
    for hours, room in enumerate(rooms):
        room.sql.connection.execute(
            "update core.rooms set expires_at = now() - %s * interval '1 hour' where id = %s",
            [hours, room.id],
        )
    assert rooms[0].sql.value("select core.end_expired_rooms()") == [room.code for room in reversed(rooms)]
