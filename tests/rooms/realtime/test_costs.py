"""What Realtime costs: nothing in rooms that nobody enters by rpc(), and little for each heartbeat."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures import Meanwhile, Sql
from tests.rooms.realtime.conftest import Realtime
from tests.rooms.realtime.guests import Guest, guest, host_heartbeat, time_passes
from tests.rooms.sql.conftest import ASSIGNED, OpenRoom, Room, refusal

ROWS_READ = (
    "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer from pg_stat_xact_user_tables "
    "where relname <> 'settings'"  # a small table, which is scanned for each setting
)
ROWS_WRITTEN = "select sum(n_tup_ins + n_tup_upd + n_tup_del)::integer from pg_stat_xact_user_tables"


def rows(sql: Sql, counted: str, call: Callable[[], Any]) -> int:
    """How many rows of all tables a call reads or writes."""
    with sql.connection.transaction():
        before = sql.value(counted)
        call()
        return int(sql.value(counted) - before)


def fill(room: Room, players: int) -> None:
    """Let so many more players join by rpc(), at once."""
    room.sql.connection.execute(
        "insert into core.players "
        "(room_id, nickname, nickname_key, resume_hash, joined_number, heard_at, topic_key) "
        "select %s, 'P ' || n, 'p' || n, sha256(n::text::bytea), 1, clock_timestamp(), 'key' || n "
        "from generate_series(1, %s) as n",
        [room.id, players],
    )


def enters(room: Room, function: str) -> None:
    person = room.host if "host" in function else None
    named = {"username": "Ann"} if "join" in function else {}
    room.sql.call(person, function, room_code=room.code, **named)


@pytest.mark.parametrize("entrance", ["relay_host_room", "relay_watch_room", "relay_join_room"])
def test_a_room_that_is_entered_over_relays_alone_sends_nothing_by_realtime(
    room: Room, entrance: str
) -> None:
    enters(room, entrance)
    room.start()
    room.end()
    assert room.sql.value("select count(*) from realtime.messages") == 0


@pytest.mark.parametrize("entrance", ["host_room", "watch_room", "join_room"])
def test_a_room_that_somebody_enters_by_rpc_sends_all_events_from_then_on(
    room: Room, realtime: Realtime, entrance: str
) -> None:
    room.join("Early")
    enters(room, entrance)
    room.start()
    assert [told["type"] for told in realtime.messages(f"room:{room.code}")][-1] == "question.opened"
    assert room.sql.value("select count(*) from realtime.messages where payload::text ~ 'Early'") == 0


def test_one_room_on_realtime_turns_no_other_on(make_room: OpenRoom) -> None:
    one, other = make_room(), make_room()
    enters(one, "watch_room")
    other.start()
    assert other.sql.value("select count(*) from realtime.messages") == 0


def test_whoever_is_refused_as_a_host_turns_nothing_on(room: Room) -> None:
    stranger = room.sql.person("stranger")
    assert refusal(lambda: room.sql.call(stranger, "host_room", room_code=room.code)) == (403, "not_the_host")
    room.do("lock_room", locked=True)
    assert refusal(lambda: enters(room, "join_room")) == (409, "room_locked")
    room.start()
    assert room.sql.value("select count(*) from realtime.messages") == 0


def test_no_argument_of_a_public_function_says_how_somebody_is_connected(sql: Sql) -> None:
    told = sql.value(
        "select array_agg(p.proname::text) from pg_proc as p where p.pronamespace = 'public'::regnamespace "
        "and p.proargnames && array['connected', 'by_realtime', 'on_realtime']"
    )
    assert told is None


@pytest.mark.parametrize("entrance", ["host_room", "watch_room", "join_room"])
def test_an_event_at_the_moment_of_entering_is_either_in_the_welcome_or_sent(
    room: Room, realtime: Realtime, meanwhile: Meanwhile, entrance: str
) -> None:
    person = room.host if entrance == "host_room" else None
    named = {"username": "Ann"} if entrance == "join_room" else {}
    _, entered = meanwhile(
        lambda sql: sql.call(room.host, "start_room", room_code=room.code),
        lambda sql: sql.call(person, entrance, room_code=room.code, since=0, **named),
    )
    assert entered["welcome"]["question"]["number"] == 1
    assert entered["events"][0]["type"] == "question.opened"
    room.close()
    sent = [told["seq"] for told in realtime.messages(f"room:{room.code}")]
    assert sent[-1] == entered["welcome"]["seq"] + 1


@pytest.mark.parametrize("state", ["lobby", "open"])
def test_a_heartbeat_reads_as_few_rows_in_a_large_room_as_in_a_small_one(room: Room, state: str) -> None:
    ann = guest(room, "Ann")
    if state == "open":
        room.start()
    host = lambda: host_heartbeat(room)  # noqa: E731
    costs = []
    for players in (9, 990):
        room.sql.connection.execute("delete from core.players where nickname_key ~ '^p[0-9]'")
        fill(room, players)
        ann.heartbeat()  # looks at the room, for all who come within the next second
        costs.append([rows(room.sql, ROWS_READ, beat) for beat in (ann.heartbeat, host)])
        time_passes(room, 2)
    assert costs[0] == costs[1]


def test_heartbeats_that_come_too_fast_are_refused_before_they_read_the_room_or_write(room: Room) -> None:
    ann = guest(room, "Ann")
    room.start()
    for _ in range(10):  # live.heartbeat_burst
        ann.heartbeat()
    too_fast = lambda: refusal(ann.heartbeat)  # noqa: E731
    assert too_fast() == (429, "too_many_heartbeats")
    assert rows(room.sql, ROWS_WRITTEN, too_fast) == 0
    assert rows(room.sql, ROWS_READ, too_fast) <= 10  # the room, the player, their account and their calls
    time_passes(room, 2)
    ann.heartbeat()


def test_a_player_of_an_assigned_game_may_send_no_more_heartbeats_than_others(make_room: OpenRoom) -> None:
    ann = guest(make_room(**ASSIGNED), "Ann")
    for _ in range(10):
        ann.heartbeat()
    assert refusal(ann.heartbeat) == (429, "too_many_heartbeats")


@pytest.mark.parametrize("role", ["host", "player"])
def test_a_heartbeat_returns_a_hundred_events_at_most_and_the_next_one_those_after_them(
    room: Room, role: str
) -> None:
    ann = guest(room, "Ann")
    for n in range(125):
        room.do("show_leaderboard", shown=n % 2 == 0)
    beat = ann.heartbeat if role == "player" else lambda since: host_heartbeat(room, since=since)
    seqs: list[int] = []
    since = 0
    while not seqs or seqs[-1] < room.state["seq"]:
        told = beat(since=since)
        assert len(told["events"]) <= 100
        assert (told["heartbeat_in_ms"] <= 1100) is (told["seq"] < room.state["seq"])
        seqs += [event["seq"] for event in told["events"]]
        since = told["seq"]
    assert seqs == list(range(1, room.state["seq"] + 1))


@pytest.mark.parametrize("since", [-(2**63), -1, 2**62, 2**63 - 1])
def test_a_heartbeat_with_a_since_that_no_event_has_is_answered(room: Room, since: int) -> None:
    told = guest(room, "Ann").heartbeat(since=since)
    assert told["seq"] == 1
    assert len(told["events"]) == (since < 0)


def test_whoever_answered_after_the_newest_look_comes_back_when_the_next_is_due(room: Room) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    room.start()
    bob.heartbeat()
    assert bob.heartbeat()["heartbeat_in_ms"] == 5000
    for player in (ann, bob):
        player.answer([room.choice("Paris")])
    assert ann.heartbeat()["heartbeat_in_ms"] <= 1300
    assert room.state["state"] == "open"
    time_passes(room, 2)
    ann.heartbeat()
    assert room.state["state"] == "closed"


def test_many_heartbeats_that_meet_at_a_look_wait_for_none_of_them(room: Room, meanwhile: Meanwhile) -> None:
    ann, bob = guest(room, "Ann"), guest(room, "Bob")
    ann.heartbeat()
    time_passes(room, 2)

    def beat(player: Guest) -> Callable[[Sql], Any]:
        return lambda sql: sql.call(
            None, "player_heartbeat", room_code=room.code, resume=player.resume,
            connection=player.entered["connection"],
        )  # fmt: skip

    first, second = meanwhile(beat(ann), beat(bob))
    assert first["heartbeat_in_ms"] == second["heartbeat_in_ms"] == 5000


def test_a_room_that_was_looked_at_is_purged_with_its_quiz(room: Room) -> None:
    host_heartbeat(room)
    room.end()
    room.sql.call(room.host, "delete_quiz", quiz_id=room.quiz_id)
    room.sql.call(room.host, "purge_quiz", quiz_id=room.quiz_id)
    assert room.sql.value("select count(*) from core.room_looks") == 0
