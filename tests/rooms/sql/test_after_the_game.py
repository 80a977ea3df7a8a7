"""After a game: its report, claiming results, and playing again."""

from tests.rooms.sql.conftest import ASSIGNED, CITIES, OpenRoom, Room, next_turn, refusal


def test_a_report_has_every_answer_of_every_player(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.answers([(ann, [open_room.choice("Paris")]), (bob, [open_room.choice("Nice")])])
    open_room.close()
    late = open_room.join("Late")
    open_room.next()
    open_room.answer(late, [open_room.choice("Rome")])
    open_room.end()
    report = open_room.sql.call(open_room.host, "room_report", room=open_room.code)
    statuses = {
        player["nickname"]: [a["status"] for a in player["answers"][:3]] for player in report["players"]
    }
    assert statuses == {
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


def test_the_report_of_a_game_under_way_does_not_show_the_keys(open_room: Room) -> None:
    open_room.answer(open_room.players[0], [open_room.choice("Paris")])
    report = open_room.sql.call(open_room.host, "room_report", room=open_room.code)
    assert [question["key"] for question in report["questions"]] == [None] * len(CITIES)
    assert report["players"][0]["answers"][0]["status"] == "answered"


def test_a_result_can_be_claimed_by_one_account_only(open_room: Room) -> None:
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
    ann, kicked = room.join("Ann", team=2, avatar="fox"), room.join("Bob")
    room.start()
    room.answer(ann, [room.choice("Paris")])
    room.do("kick_player", player_id=kicked.id)
    made = room.do("play_again")
    assert room.state["state"] == "ended"
    assert room.do("play_again")["room_id"] == made["room_id"]
    known = room.sql.call(None, "validate_room", room_code=room.code)
    assert (known["valid"], known["next_room_code"]) == (False, made["room_code"])
    again = room.sql.call(None, "relay_join_room", room_code=made["room_code"], resume=ann.resume)["welcome"]
    assert (again["nickname"], again["team"], again["avatar"], again["score"]) == ("Ann", 2, "fox", 0)
    assert (made["state"], made["streak_bonus"], made["players"]) == ("lobby", True, 1)
    gone = refusal(
        lambda: room.sql.call(None, "relay_join_room", room_code=made["room_code"], resume=kicked.resume)
    )
    assert gone == (403, "unknown_resume")


def test_a_quiz_that_is_private_again_can_not_be_played_again_by_others(room: Room) -> None:
    sql, stranger = room.sql, room.sql.person("stranger")
    sql.connection.execute(
        "update core.quizzes set visibility = 'public', attempts_allowed = null, key_shown = 'after_submit'"
    )
    code = sql.call(stranger, "create_room", quiz_id=room.quiz_id)["room_code"]
    sql.connection.execute("update core.quizzes set visibility = 'private'")
    assert refusal(lambda: sql.call(stranger, "play_again", room_code=code)) == (404, "quiz_not_found")


def test_purging_a_quiz_deletes_its_rooms(make_room: OpenRoom) -> None:
    room = make_room(CITIES[:2], team_mode="balanced", teams=["Red", "Blue"], **ASSIGNED)
    player = room.join("Host", room.host)
    next_turn(room, player.resume)
    room.sql.call(room.host, "delete_quiz", quiz_id=room.quiz_id)
    room.sql.call(room.host, "purge_quiz", quiz_id=room.quiz_id)
    assert room.sql.value("select count(*) from core.rooms") == 0
