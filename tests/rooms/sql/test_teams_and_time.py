"""Teams, and players who have more time than others."""

import pytest

from tests.rooms.sql.conftest import CITIES, OpenRoom, Room, full_message, receivers, refusal


def test_a_teams_score_is_the_mean_of_its_members(make_room: OpenRoom) -> None:
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
    assert refusal(lambda: room.join("Bob", team=9)) == (422, "bad_team")


@pytest.mark.parametrize("factor", [0.9, 10.1, -1, None])
def test_the_time_of_a_player_is_one_to_ten_times_that_of_others(
    open_room: Room, factor: float | None
) -> None:
    ann = open_room.players[0]
    refused = refusal(lambda: open_room.do("set_extra_time", player_id=ann.id, factor=factor))
    assert refused == (422, "bad_factor")


@pytest.mark.parametrize("team", [0, -1, 3, 1001, None])
def test_a_player_can_be_moved_only_to_a_team_of_the_room(make_room: OpenRoom, team: int | None) -> None:
    room = make_room(team_mode="manual", teams=["Red", "Blue"])
    ann = room.join("Ann", team=1)
    assert refusal(lambda: room.do("set_team", player_id=ann.id, team=team)) == (422, "bad_team")


def test_a_player_with_more_time_may_answer_after_the_deadline_of_the_others(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.do("set_extra_time", player_id=ann.id, factor=2)
    event = open_room.events[-1]
    assert (receivers(event), event["player_id"], full_message(event)["time_factor"]) == (
        ["player"],
        ann.id,
        2,
    )
    open_room.let_pass(25)
    paris = [open_room.choice("Paris")]
    assert open_room.answers([(ann, paris), (bob, paris)]) == ["accepted", "too_late"]


def test_a_question_stays_open_for_the_player_with_the_most_time(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.do("set_extra_time", player_id=ann.id, factor=2)
    open_room.let_pass(25)
    waits = open_room.close_if_due()
    assert waits["closed"] is False
    assert 10_000 < waits["due_in_ms"] < 16_000
    assert open_room.join(resume=ann.resume).welcome["question"]["remaining_ms"] > 10_000
    open_room.answer(ann, [open_room.choice("Paris")])
    assert open_room.close_if_due()["closed"] is True  # the others' time is over


def test_speed_is_measured_against_each_players_own_time(make_room: OpenRoom) -> None:
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
