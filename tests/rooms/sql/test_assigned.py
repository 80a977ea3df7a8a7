"""Assigned games: everybody at their own pace, until the room closes."""

from typing import Any

from tests.fixtures import Person
from tests.rooms.sql.conftest import ASSIGNED, CITIES, SLIDE, OpenRoom, Room, next_turn, refusal


def answer_turn(room: Room, resume: str, question: int, response: object) -> list[dict[str, Any]]:
    return room.sql.call(
        None, "answer_turn", room_code=room.code, resume=resume, question=question, response=response
    )["messages"]


def test_an_assigned_game_is_played_at_each_players_own_pace(make_room: OpenRoom) -> None:
    room = make_room([CITIES[0], SLIDE, CITIES[3]], formula="accuracy", **ASSIGNED)
    ann, bob = room.join("Ann"), room.join("Bob")
    assert (ann.welcome["mode"], ann.welcome["question"], ann.welcome["question_number"]) == (
        "assigned",
        None,
        0,
    )
    first = next_turn(room, ann.resume)
    assert (first["type"], first["number"], first["prompt"]) == ("turn.opened", 1, CITIES[0]["prompt"])
    assert "key" not in first
    paris = next(choice["id"] for choice in first["choices"] if choice["text"] == "Paris")
    accepted, result = answer_turn(room, ann.resume, 1, [paris])
    assert (accepted["type"], result["correct"], result["points"]) == ("answer.accepted", True, 1000)
    assert answer_turn(room, ann.resume, 1, [paris]) == [accepted, result]
    assert answer_turn(room, ann.resume, 1, ["a", "b"])[0]["code"] == "already_answered"
    assert next_turn(room, ann.resume)["kind"] == "slide"
    assert next_turn(room, ann.resume)["number"] == 3
    assert next_turn(room, ann.resume)["number"] == 3  # its clock runs
    assert answer_turn(room, ann.resume, 2, [])[0]["code"] == "not_open"
    assert answer_turn(room, ann.resume, 3, 1900)[1]["correct"] is False
    finished = next_turn(room, ann.resume)
    assert (finished["type"], finished["score"], finished["rank"]) == ("turn.finished", 1000, 1)
    assert next_turn(room, bob.resume)["number"] == 1
    assert room.join(resume=ann.resume).welcome["question_number"] == 3
    report = room.sql.call(room.host, "room_report", room=room.id)
    assert [answer["status"] for answer in report["players"][0]["answers"]] == ["right", "unscored", "wrong"]
    assert report["questions"][0]["key"] is None  # others still play
    room.do("end_room")
    assert refusal(lambda: next_turn(room, bob.resume)) == (409, "room_ended")
    assert room.sql.call(room.host, "room_report", room=room.code)["questions"][0]["key"] == [paris]


def test_the_host_of_an_assigned_game_sees_how_many_have_answered(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], **ASSIGNED)
    ann = room.join("Ann")
    opened = next_turn(room, ann.resume)
    answer_turn(room, ann.resume, 1, [opened["choices"][0]["id"]])
    assert [question["answered"] for question in room.do("room_stats")["questions"]] == [1, 0]


def test_a_turn_past_its_deadline_is_over(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], **ASSIGNED)
    ann = room.join("Ann")
    next_turn(room, ann.resume)
    room.sql.connection.execute("update core.turns set due_at = now() - interval '1 h'")
    assert answer_turn(room, ann.resume, 1, ["a"])[0]["code"] == "too_late"
    assert next_turn(room, ann.resume)["number"] == 2


def test_an_assigned_game_ends_at_its_date(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:1], **ASSIGNED)
    ann = room.join("Ann")
    room.sql.connection.execute(
        "update core.rooms set expires_at = now(), host_seen_at = now() - interval '9 d'"
    )
    assert refusal(lambda: next_turn(room, ann.resume)) == (409, "room_ended")
    assert room.sql.value("select core.end_expired_rooms()") == [room.code]
    assert room.last("room.ended")["leaderboard"][0]["nickname"] == "Ann"


def test_a_live_game_has_no_turns(open_room: Room) -> None:
    ann = open_room.players[0]
    assert refusal(lambda: next_turn(open_room, ann.resume)) == (409, "not_assigned")
    assert refusal(lambda: answer_turn(open_room, ann.resume, 1, ["a"])) == (409, "not_assigned")
    assert refusal(lambda: next_turn(open_room, "forged")) == (403, "unknown_resume")


def test_players_read_the_board_of_an_assigned_game_once_it_has_ended(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], **ASSIGNED)
    person, stranger = room.sql.person(), room.sql.person()
    room.join("Ann", person)

    def board(reader: Person) -> list[str]:
        rows = room.sql.select(reader, "select nickname from public.room_board(%s)", room.code)
        return [row["nickname"] for row in rows]

    assert board(room.host) == ["Ann"]
    assert refusal(lambda: board(person)) == (403, "leaderboard_not_shown")
    room.do("end_room")
    assert board(person) == ["Ann"]
    assert refusal(lambda: board(stranger)) == (404, "room_not_found")
