"""Room codes, nicknames, joining, leaving and coming back."""

import hashlib
from collections.abc import Callable

import psycopg
import pytest

from tests.fixtures import Refused
from tests.rooms.sql.conftest import EVERYBODY, OpenRoom, Room, full_message, receivers, refusal

ALPHABET = set("23456789CDFHJKMPQRTVWXY")
ASKED = "select pg_stat_get_xact_function_calls('core.event_messages'::regproc)"


def test_room_codes_are_easy_to_say_and_hard_to_guess(room: Room) -> None:
    rows = room.sql.connection.execute("select core.new_room_code() from generate_series(1, 2000)").fetchall()
    codes = [row[0] for row in rows]
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) == ALPHABET
    assert len(set(codes)) > 1990  # of 148 million; three equal pairs in 2,000 come once in 10^5 runs
    for place in range(6):
        assert {code[place] for code in codes} == ALPHABET


def test_every_code_is_its_own_canonical_form(room: Room) -> None:
    query = """
        select bool_and(drawn.code = core.canonical_code(drawn.code))
        from (select core.new_room_code() as code from generate_series(1, 500)) as drawn
    """
    assert room.sql.value(query) is True


def test_a_code_may_be_written_as_it_sounds(room: Room) -> None:
    room.sql.connection.execute("update core.rooms set code = '2568MV'")
    for written in ("2568mv", " 256-8MV ", "Z S G B N U", "２５６８ＭＶ"):  # noqa: RUF001
        answer = room.sql.call(None, "validate_room", room_code=written)
        assert (answer["valid"], answer["room_code"]) == (True, "2568MV")


def test_a_code_that_is_taken_is_drawn_again(make_room: OpenRoom) -> None:
    """The function that draws codes is replaced: it returns the taken code first, then another one."""
    room = make_room()
    room.sql.connection.execute("create sequence public.draws")
    room.sql.connection.execute(f"""
        create or replace function core.new_room_code() returns text language sql volatile
        return case when nextval('public.draws') = 1 then '{room.code}' else 'CDFHJK' end
    """)
    assert make_room().code == "CDFHJK"


def test_a_player_is_welcomed_with_the_room_as_it_is(room: Room) -> None:
    room.join("Ann")
    bob = room.join("Bob")
    assert bob.welcome["type"] == "welcome"
    assert bob.welcome["state"] == "lobby"
    assert bob.welcome["title"] == "Cities"
    assert bob.welcome["question"] is None
    assert [player["nickname"] for player in bob.welcome["players"]] == ["Ann", "Bob"]
    assert bob.welcome["seq"] == len(room.events) == 2
    assert (bob.welcome["score"], bob.welcome["rank"], bob.welcome["streak"]) == (0, 1, 0)


def test_a_nickname_that_looks_like_another_is_taken(room: Room) -> None:
    room.join("Zoé 0")
    full_width, greek = "ＺＯＥ０", "Ζoe 0"  # noqa: RUF001
    for twin in ("zoe 0", "ZOÉ 0", "Zoé0", "Z o e 0", "Zoё O", "Z\u200dOE0", full_width, greek):
        assert refusal(lambda twin=twin: room.join(twin)) == (409, "nickname_taken"), twin


def test_different_nicknames_are_accepted(room: Room) -> None:
    for nickname in ("Zoé", "Zoé 1", "Жук", "蛙", "🦊", "🦊🦊", "O'Neil", "Zo-é", "x" * 30):
        assert room.join(nickname).nickname == nickname


def test_a_nickname_is_shown_trimmed_and_composed(room: Room) -> None:
    assert room.join("  Zoe\u0301   B ").nickname == "Zoé B"


def test_a_nickname_that_can_not_be_shown_is_refused(room: Room) -> None:
    for nothing in (None, "", "   ", "\u0301"):
        assert refusal(lambda nothing=nothing: room.join(nothing)) == (422, "nickname_required"), nothing
    for bad in ("x" * 31, "a\x07b", "a\u202eb", "a\u200bb", "a\x85b", "\ufb03" * 11):
        assert refusal(lambda bad=bad: room.join(bad)) == (422, "bad_nickname"), bad


def test_a_nickname_is_free_again_in_another_room(make_room: OpenRoom) -> None:
    assert make_room().join("Ann").nickname == make_room().join("Ann").nickname == "Ann"


def test_a_signed_in_person_without_a_nickname_plays_under_their_name(room: Room) -> None:
    assert room.join(None, room.sql.person("grace")).nickname == "grace"


def test_only_the_hash_of_a_resume_token_is_stored(room: Room) -> None:
    ann = room.join("Ann")
    stored = room.sql.value("select resume_hash from core.players")
    assert stored == hashlib.sha256(ann.resume.encode()).digest()
    dump = room.sql.value("select jsonb_agg(e)::text from core.room_events as e")
    assert ann.resume not in dump
    assert ann.resume not in str(room.do("host_room"))
    assert ann.resume not in str(room.join("Bob").welcome)


def test_resume_tokens_are_long_and_random(room: Room) -> None:
    tokens = {room.join(f"P{n}").resume for n in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {64}


def test_a_player_comes_back_as_themselves_with_what_they_missed(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    seen = ann.welcome["seq"]
    open_room.leave(ann)
    open_room.close()
    back = open_room.join(resume=ann.resume, since=seen)
    assert (back.id, back.nickname, back.resume) == (ann.id, "Ann", ann.resume)
    numbered = [event["seq"] for event in back.events if event["type"] != "result"]
    assert numbered == list(range(seen + 1, back.welcome["seq"] + 1))
    assert {event["type"] for event in back.events} == {
        "player.joined",
        "player.left",
        "question.opened",
        "question.closed",
        "result",
    }
    assert back.welcome["score"] > 0
    assert back.welcome["closed"]["key"] == [open_room.choice("Paris")]


def test_a_player_who_comes_back_sees_whether_they_have_answered(open_room: Room) -> None:
    ann, bob, _ = open_room.players
    open_room.answer(ann, [open_room.choice("Paris")])
    assert open_room.join(resume=ann.resume).welcome["question"]["answered"] is True
    assert open_room.join(resume=bob.resume).welcome["question"]["answered"] is False


def test_coming_back_is_announced_only_after_leaving(room: Room) -> None:
    ann = room.join("Ann")
    room.join(resume=ann.resume)
    assert [event["type"] for event in room.events] == ["player.joined"]
    room.leave(ann)
    room.join(resume=ann.resume)
    assert [event["type"] for event in room.events] == ["player.joined", "player.left", "player.joined"]


def test_leaving_twice_is_announced_once(room: Room) -> None:
    ann = room.join("Ann")
    room.leave(ann)
    room.leave(ann)
    assert [event["type"] for event in room.events] == ["player.joined", "player.left"]


def test_the_late_end_of_an_old_connection_does_not_make_a_player_absent(room: Room) -> None:
    ann = room.join("Ann")
    back = room.join(resume=ann.resume)
    room.leave(ann, ann.connection)
    assert [player["present"] for player in room.do("host_room")["welcome"]["players"]] == [True]
    room.leave(back, back.connection)
    assert [player["present"] for player in room.do("host_room")["welcome"]["players"]] == [False]


def test_players_of_many_rooms_leave_in_one_call(make_room: OpenRoom) -> None:
    rooms = [make_room(), make_room()]
    players = [room.join(nickname) for room in rooms for nickname in ("Ann", "Bob")]
    ids = [player.id for player in players]
    left = rooms[0].sql.value("select core.player_disconnected(%s::uuid[])", ids)
    assert sorted(left) == sorted(room.code for room in rooms)
    for room in rooms:
        assert [event["seq"] for event in room.events] == [1, 2, 3, 4]
        assert [event["type"] for event in room.events[2:]] == ["player.left"] * 2


def test_leaving_changes_no_score(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    open_room.close()
    before = open_room.result(ann)
    open_room.leave(ann)
    assert open_room.result(ann) == before


def test_the_resume_token_of_another_room_is_refused(make_room: OpenRoom, room: Room) -> None:
    ann = make_room().join("Ann")
    assert refusal(lambda: room.join(resume=ann.resume)) == (403, "unknown_resume")
    assert refusal(lambda: room.join("Ann", resume="0" * 64)) == (403, "unknown_resume")
    assert refusal(lambda: room.join("Ann", resume="")) == (403, "unknown_resume")


def test_a_kicked_player_can_not_come_back(room: Room) -> None:
    person = room.sql.person("mallory")
    ann, mallory = room.join("Ann"), room.join("Mallory", person)
    room.do("kick_player", player_id=ann.id)
    room.do("kick_player", player_id=mallory.id)
    assert refusal(lambda: room.join("Ann", resume=ann.resume)) == (403, "kicked")
    assert refusal(lambda: room.join("Somebody else", person)) == (403, "kicked")


def test_a_kicked_player_and_everybody_else_receive_an_event(room: Room) -> None:
    ann = room.join("Ann")
    room.do("kick_player", player_id=ann.id)
    kicked, left = room.events[-2:]
    assert (kicked["type"], receivers(kicked), kicked["player_id"]) == ("kicked", ["player"], ann.id)
    assert (left["type"], receivers(left), left["player_id"]) == ("player.left", EVERYBODY, None)
    assert full_message(left)["kicked"] is True


def test_a_kicked_player_is_banned_by_token_account_and_nickname(room: Room) -> None:
    person = room.sql.person("ann")
    ann = room.join("Ann", person)
    room.do("kick_player", player_id=ann.id)
    for comes_back in (
        lambda: room.join(resume=ann.resume),
        lambda: room.join("Somebody else", person),
        lambda: room.join("Ann"),
        lambda: room.join(" aпn "),
    ):
        assert refusal(comes_back) == (403, "kicked")
    assert room.join("Anne").nickname == "Anne"


def test_a_signed_in_person_is_one_player_on_all_their_devices(room: Room) -> None:
    person = room.sql.person("ada")
    phone = room.join("Ada", person)
    laptop = room.join("Another name", person)
    assert (laptop.id, laptop.nickname) == (phone.id, "Ada")
    assert laptop.resume != phone.resume


def test_a_locked_room_refuses_new_players_and_lets_others_return(room: Room) -> None:
    ann = room.join("Ann")
    room.do("lock_room", locked=True)
    assert refusal(lambda: room.join("Bob")) == (409, "room_locked")
    assert room.join(resume=ann.resume).id == ann.id
    room.do("lock_room", locked=False)
    assert room.join("Bob").nickname == "Bob"


def test_a_full_room_refuses_new_players_and_lets_others_return(make_room: OpenRoom) -> None:
    room = make_room(max_players=2)
    ann, bob = room.join("Ann"), room.join("Bob")
    room.leave(ann)
    assert refusal(lambda: room.join("Cleo")) == (409, "room_full")
    assert room.join(resume=ann.resume).id == ann.id
    room.do("kick_player", player_id=bob.id)
    assert room.join("Cleo").nickname == "Cleo"


def test_an_ended_room_refuses_new_players_and_shows_others_the_end(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.end()
    before = len(open_room.events)
    assert refusal(lambda: open_room.join("Late")) == (409, "room_ended")
    back = open_room.join(resume=ann.resume)
    assert back.welcome["ended"]["leaderboard"][0]["score"] == 0
    open_room.leave(back)
    assert len(open_room.events) == before


def test_in_a_large_room_only_the_host_receives_who_joins_and_leaves(room: Room) -> None:
    room.sql.connection.execute("update core.settings set value = '2' where key = 'live.announce_limit'")
    players = [room.join(f"P{n}") for n in range(4)]
    room.leave(players[0])
    assert [receivers(event) for event in room.events] == [EVERYBODY] * 2 + [["host"]] * 3
    assert [event["seq"] for event in room.join(resume=players[1].resume, since=0).events] == [1, 2]
    assert [event["seq"] for event in room.do("host_room", since=0)["events"]] == [1, 2, 3, 4, 5]
    assert len(room.join(resume=players[1].resume).welcome["players"]) == 2


@pytest.mark.parametrize("entrance", ["relay_join_room", "host_room", "relay_host_room", "relay_watch_room"])
def test_whoever_was_away_for_long_receives_the_newest_events_and_the_room_as_it_is_now(
    open_room: Room, entrance: str
) -> None:
    open_room.sql.connection.execute("update core.settings set value = '3' where key = 'live.missed_events'")
    for seconds in range(1, 6):
        open_room.do("extend_question", seconds=seconds)
    caller = open_room.host if "host" in entrance else None
    resume = {"resume": open_room.players[0].resume} if "join" in entrance else {}

    def back(since: int | None) -> tuple[list[int], int]:
        entered = open_room.sql.call(caller, entrance, room_code=open_room.code, since=since, **resume)
        resume.update({"resume": entered["welcome"]["resume"]} if resume else {})
        return [event["seq"] for event in entered["events"]], entered["welcome"]["seq"]

    newest = open_room.state["seq"]
    assert back(0) == ([newest - 2, newest - 1, newest], newest)
    assert back(newest - 1) == ([newest], newest)
    assert back(None) == ([], newest)


def test_an_event_for_one_player_reaches_no_other(room: Room) -> None:
    ann, bob = room.join("Ann"), room.join("Bob")
    room.do("kick_player", player_id=ann.id)
    types = [event["type"] for event in room.join(resume=bob.resume, since=0).events]
    assert types == ["player.joined", "player.joined", "player.left"]


def test_each_event_notifies_the_listeners_of_the_room(
    make_room: OpenRoom, connect: Callable[[], psycopg.Connection]
) -> None:
    room, other = make_room(), make_room()
    listener = connect()
    listener.execute(f'listen "room_{room.code}"')
    other.join("Ann")
    room.join("Ann")
    room.start()
    received = [(note.channel, note.payload) for note in listener.notifies(timeout=30, stop_after=2)]
    assert received == [(f"room_{room.code}", "1"), (f"room_{room.code}", "2")]


def test_a_live_game_can_be_joined_only_over_a_connection(room: Room) -> None:
    ann = room.join("Ann")
    room.leave(ann)
    for arguments in ({"username": "Bob"}, {"resume": ann.resume}, {"username": "Bob", "connected": True}):
        with pytest.raises(Refused) as refused:
            room.sql.call(None, "join_room", room_code=room.code, **arguments)
        assert (refused.value.status, refused.value.code) == (409, "connection_needed")
    assert room.do("room_stats")["present"] == 0


@pytest.mark.parametrize("signed_in", [False, True])
def test_nobody_but_the_relay_may_say_that_a_player_is_connected(room: Room, signed_in: bool) -> None:
    """Else players who are not there would hold up every question, and could lead the board."""
    room.join("Ann")
    room.start()
    person = room.host if signed_in else None
    for statement in (
        "select public.join_room(room_code => %s, username => 'Ghost', connected => true)",
        "select core.relay_join_room(room_code => %s, username => 'Ghost')",
        "select core.enter_room(%s, 'Ghost', null, null, null, null, true)",
        "select core.call_as(null, 'relay_join_room', jsonb_build_object('room_code', %s::text))",
    ):
        with pytest.raises(Refused, match=r"42883|42501"):  # no such function, or not for this caller
            room.sql.select(person, statement, room.code)
    assert room.do("room_stats")["present"] == 1


def test_without_realtime_nobody_receives_topics(room: Room) -> None:
    room.join("Ann")
    for entered in (room.do("host_room"), room.sql.call(None, "watch_room", room_code=room.code)):
        assert not {"topics", "heartbeat_in_ms"} & set(entered)
    assert room.sql.value("select count(*) from core.players where topic_key is not null") == 0


def test_only_who_comes_back_asks_for_what_was_missed(make_room: OpenRoom) -> None:
    """A newcomer has missed nothing, and the question alone takes as long as the rest of joining."""
    room = make_room()
    room.sql.connection.execute("set track_functions = 'all'")

    def questions_of(username: str | None, **arguments: str | int) -> int:
        with room.sql.connection.transaction():
            before = room.sql.value(ASKED) or 0
            room.join(username, **arguments)
            return int((room.sql.value(ASKED) or 0) - before)

    assert questions_of("Ann") == 0
    assert questions_of(None, resume=room.players[-1].resume, since=0) == 1
