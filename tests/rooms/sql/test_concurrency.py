"""Several relays and hosts at once: nothing acknowledged is lost or happens twice, the log has no gaps."""

import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest

from tests.fixtures import Person
from tests.rooms.sql.conftest import CITIES, OpenRoom, Player, Room, accept

Connect = Callable[[], psycopg.Connection]


def call(connection: psycopg.Connection, person: Person | None, function: str, **arguments: object) -> dict:
    """Call a public function as the API does."""
    claims = json.dumps(person.claims) if person else None
    row = connection.execute(
        "select core.call_as(%s, %s, %s)", [claims, function, json.dumps(arguments)]
    ).fetchone()
    assert row is not None
    return row[0]


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs in threads that start together. Returns what each returned."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def wait_until_blocked(room: Room, connection: psycopg.Connection, job: Future) -> None:
    """Poll until the statement of this connection, which runs as `job`, waits for a lock."""
    waits = "select exists (select from pg_locks where not granted and pid = %s)"
    while not room.sql.value(waits, connection.info.backend_pid):
        assert not job.done()


def race(
    room: Room, players: list[Player], relays: list[psycopg.Connection], interrupt: Callable[[], object]
) -> set[str]:
    """Everybody gives the right answer to the open question through all relays while the host interrupts.

    Returns the ids of those whose answers were accepted.
    """
    number = room.question["number"]
    right = json.dumps([room.choice("Paris")])
    accepted: set[str] = set()

    def answer(relay: psycopg.Connection, mine: list[Player]) -> None:
        for turn in range(0, len(mine), 2):
            batch = mine[turn : turn + 2]
            outcomes = accept(relay, [(room.id, player.id, number, right, 0) for player in batch])
            assert set(outcomes) <= {"accepted", "try_again", "too_late", "not_open"}
            accepted.update(
                player.id for player, outcome in zip(batch, outcomes, strict=True) if outcome == "accepted"
            )

    shares = [players[n :: len(relays)] for n in range(len(relays))]
    at_once(
        interrupt,
        *(
            lambda relay=relay, mine=mine: answer(relay, mine)
            for relay, mine in zip(relays, shares, strict=True)
        ),
    )
    return accepted


@pytest.mark.parametrize(
    ("interruption", "rooms", "rounds"),
    [("close_question", 1, 12), ("next_question", 1, 12), ("pause_room", 1, 12), ("end_room", 4, 1)],
)
def test_every_answer_accepted_in_a_race_with_the_host_is_scored(
    make_room: OpenRoom, connect: Connect, interruption: str, rooms: int, rounds: int
) -> None:
    relays, host = [connect() for _ in range(3)], connect()
    for _ in range(rooms):
        room = make_room(
            [CITIES[0] | {"prompt": f"Capital, {n}?"} for n in range(rounds + 1)], formula="accuracy"
        )
        players = [room.join(f"P{n}") for n in range(24)]
        expected = dict.fromkeys((player.id for player in players), 0)

        def interrupt(room: Room = room) -> None:
            for _ in range(random.randrange(12)):  # so that it sometimes comes early, sometimes late
                host.execute("select 1")
            call(host, room.host, interruption, room_code=room.code)

        room.start()
        for _ in range(rounds):
            for player in race(room, players, relays, interrupt):
                expected[player] += 1000
            if room.state["state"] == "paused":
                room.close()
            if room.state["state"] == "closed":
                room.next()
        scores = room.sql.connection.execute(
            "select id::text, score from core.players where room_id = %s", [room.id]
        )
        assert dict(scores.fetchall()) == expected


def test_a_close_waits_for_a_batch_that_has_not_committed(open_room: Room, connect: Connect) -> None:
    relay, host = connect(), connect()
    ann = open_room.players[0]
    with ThreadPoolExecutor(1) as pool:
        with relay.transaction():
            assert accept(relay, [(open_room.id, ann.id, 1, json.dumps([open_room.choice("Paris")]), 0)]) == [
                "accepted"
            ]
            closing = pool.submit(call, host, open_room.host, "close_question", room_code=open_room.code)
            wait_until_blocked(open_room, host, closing)
        closing.result()
    assert open_room.result(ann)["correct"] is True


def test_an_assigned_game_that_is_being_ended_takes_no_more_answers(
    make_room: OpenRoom, connect: Connect
) -> None:
    room = make_room(CITIES[:1], mode="assigned", closes_at=f"{date.today() + timedelta(days=30)}T12:00:00Z")
    ann, bob = room.join("Ann"), room.join("Bob")
    at = {"room_code": room.code, "resume": ann.resume}
    opened = room.sql.call(None, "next_turn", **at)
    given = {"question": 1, "response": [opened["choices"][0]["id"]]}
    host, relay, other = connect(), connect(), connect()
    with ThreadPoolExecutor(2) as pool:
        with host.transaction():
            call(host, room.host, "end_room", room_code=room.code)
            answering = pool.submit(call, relay, None, "answer_turn", **at, **given)
            wait_until_blocked(room, relay, answering)
            opening = pool.submit(call, other, None, "next_turn", room_code=room.code, resume=bob.resume)
            wait_until_blocked(room, other, opening)
        assert answering.result()["messages"][0]["code"] == "not_open"
        with pytest.raises(psycopg.Error, match="ended"):
            opening.result()


def test_making_a_room_holds_no_advisory_lock_while_it_waits_for_its_quiz(
    room: Room, connect: Connect
) -> None:
    host = connect()
    held = "select count(*) from pg_locks where locktype = 'advisory' and granted and pid = %s"
    with ThreadPoolExecutor(1) as pool:
        with room.sql.connection.transaction():
            room.sql.connection.execute("select from core.quizzes where id = %s for update", [room.quiz_id])
            making = pool.submit(call, host, room.host, "create_room", quiz_id=room.quiz_id)
            wait_until_blocked(room, host, making)
            assert room.sql.value(held, host.info.backend_pid) == 0
        assert making.result()["state"] == "lobby"


def test_calls_of_a_batch_lock_rooms_in_the_order_of_their_codes_however_they_were_typed(
    make_room: OpenRoom, connect: Connect
) -> None:
    first, second = make_room(CITIES[:1]), make_room(CITIES[:1])
    for room, code in ((first, "5XXXXX"), (second, "AXXXXX")):
        room.sql.connection.execute("update core.rooms set code = %s where id = %s", [code, room.id])
    relay = connect()
    codes = ["AXXXXX", "sxxxxx"]

    def join_both() -> list[str]:
        row = relay.execute(
            "select results from core.call_many(%s::jsonb[], %s::text[], %s::jsonb[])",
            [
                [None, None],
                ["relay_join_room"] * 2,
                [json.dumps({"room_code": code, "username": "Ann"}) for code in codes],
            ],
        ).fetchone()
        assert row is not None
        return [json.loads(result)["welcome"]["room_code"] for result in row[0]]

    with ThreadPoolExecutor(1) as pool:
        with first.sql.connection.transaction():
            first.sql.connection.execute("select from core.rooms where id = %s for update", [second.id])
            joining = pool.submit(join_both)
            wait_until_blocked(first, relay, joining)
            with pytest.raises(psycopg.errors.LockNotAvailable), first.sql.connection.transaction():
                first.sql.connection.execute(
                    "select from core.rooms where id = %s for update nowait", [first.id]
                )
        assert joining.result() == ["AXXXXX", "5XXXXX"]


def test_readers_of_a_room_do_not_wait_for_each_other(room: Room, connect: Connect) -> None:
    one, other = connect(), connect()
    other.execute("set lock_timeout = '5s'")  # instead of waiting forever
    looks = ((None, "watch_room"), (room.host, "host_room"), (room.host, "room_hosts"))
    for person, look in looks:
        with one.transaction():
            call(one, person, look, room_code=room.code)
            for another, at_the_same_time in looks:
                call(other, another, at_the_same_time, room_code=room.code)


def test_answers_to_a_room_that_is_being_changed_must_be_tried_again(
    open_room: Room, make_room: OpenRoom, connect: Connect
) -> None:
    other = make_room(CITIES[:1])
    dan = other.join("Dan")
    other.start()
    relay, host = connect(), connect()
    paris = json.dumps([open_room.choice("Paris")])
    batch = [(open_room.id, open_room.players[0].id, 1, paris, 0), (other.id, dan.id, 1, paris, 0)]
    with host.transaction():
        call(host, open_room.host, "extend_question", room_code=open_room.code, seconds=5)
        assert accept(relay, batch) == ["try_again", "accepted"]
    assert accept(relay, batch) == ["accepted", "accepted"]


def test_joining_does_not_hold_up_answers(open_room: Room, connect: Connect) -> None:
    relay, door = connect(), connect()
    with door.transaction():
        call(door, None, "relay_join_room", room_code=open_room.code, username="Dan")
        paris = json.dumps([open_room.choice("Paris")])
        assert accept(relay, [(open_room.id, open_room.players[0].id, 1, paris, 0)]) == ["accepted"]


def test_two_relays_closing_at_once_score_once(make_room: OpenRoom, connect: Connect) -> None:
    room = make_room([CITIES[0] | {"prompt": f"Capital, {n}?"} for n in range(8)], formula="accuracy")
    ann = room.join("Ann")
    room.start()
    relays = [connect() for _ in range(3)]

    def close(relay: psycopg.Connection) -> bool:
        row = relay.execute("select core.close_if_due(%s)", [room.code]).fetchone()
        assert row is not None
        return row[0]["closed"]

    for number in range(1, 9):
        room.answer(ann, [room.choice("Paris")])
        closed = at_once(*(lambda relay=relay: close(relay) for relay in relays))
        assert sorted(closed) == [False, False, True]
        assert room.result(ann)["total"] == number * 1000
        room.next()
    assert len([event for event in room.events if event["type"] == "question.closed"]) == 8


def test_next_pressed_on_two_devices_at_once_opens_one_question(open_room: Room, connect: Connect) -> None:
    devices = [connect() for _ in range(4)]
    at_once(*(
        lambda device=device: call(device, open_room.host, "next_question", room_code=open_room.code, after=1)
        for device in devices
    ))  # fmt: skip
    assert open_room.state["question_number"] == 2


def test_concurrent_joins_leave_no_gap_in_the_log(room: Room, connect: Connect) -> None:
    doors, each = [connect() for _ in range(4)], 12

    def arrive(n: int) -> None:
        for turn in range(each):
            call(doors[n], None, "relay_join_room", room_code=room.code, username=f"P {n} {turn}")

    at_once(*(lambda n=n: arrive(n) for n in range(len(doors))))
    assert [event["seq"] for event in room.events] == list(range(1, len(doors) * each + 1))
    assert room.state["players"] == len(doors) * each


def test_a_reader_never_sees_a_later_event_before_an_earlier_one(room: Room, connect: Connect) -> None:
    doors, reader = [connect() for _ in range(3)], connect()
    done = threading.Event()
    seen: list[int] = []

    def arrive(n: int) -> None:
        for turn in range(15):
            call(doors[n], None, "relay_join_room", room_code=room.code, username=f"P {n} {turn}")

    def read() -> None:
        while True:
            last_look = done.is_set()
            row = reader.execute(
                "select core.events_since(%s, %s)", [room.code, seen[-1] if seen else 0]
            ).fetchone()
            assert row is not None
            seen.extend(event["seq"] for event in row[0])
            if last_look:
                return

    def arrive_all() -> None:
        at_once(*(lambda n=n: arrive(n) for n in range(len(doors))))
        done.set()

    at_once(read, arrive_all)
    assert seen == list(range(1, 46))


def test_only_one_of_many_joins_under_the_same_nickname(room: Room, connect: Connect) -> None:
    def arrive(door: psycopg.Connection) -> str:
        try:
            call(door, None, "relay_join_room", room_code=room.code, username="Ann")
        except psycopg.Error as error:
            return error.diag.message_detail or ""
        return "in"

    doors = [connect() for _ in range(4)]
    outcomes = at_once(*(lambda door=door: arrive(door) for door in doors))
    assert sorted(outcomes) == ["in", *["nickname_taken"] * 3]


def test_the_last_place_in_a_room_is_given_once(make_room: OpenRoom, connect: Connect) -> None:
    room = make_room(max_players=3)

    def arrive(n: int, door: psycopg.Connection) -> str:
        try:
            call(door, None, "relay_join_room", room_code=room.code, username=f"P{n}")
        except psycopg.Error as error:
            return error.diag.message_detail or ""
        return "in"

    doors = [connect() for _ in range(6)]
    outcomes = at_once(*(lambda n=n, door=door: arrive(n, door) for n, door in enumerate(doors)))
    assert sorted(outcomes) == ["in"] * 3 + ["room_full"] * 3


def test_one_player_answering_through_two_relays_counts_once_and_nobody_deadlocks(
    make_room: OpenRoom, connect: Connect
) -> None:
    rounds = 10
    room = make_room([CITIES[0] | {"prompt": f"Capital, {n}?"} for n in range(rounds)])
    players = [room.join(f"P{n}") for n in range(20)]
    room.start()
    relays = [connect(), connect()]
    for number in range(1, rounds + 1):
        responses = [json.dumps([room.choice(city)]) for city in ("Paris", "Nice")]

        def answer(n: int, number: int = number, responses: list = responses) -> list[str]:
            order = random.sample(players, len(players))
            outcomes = accept(relays[n], [(room.id, player.id, number, responses[n], 0) for player in order])
            return [outcome for _, outcome in sorted(zip((p.id for p in order), outcomes, strict=True))]

        one, other = at_once(lambda: answer(0), lambda: answer(1))
        assert {frozenset(pair) for pair in zip(one, other, strict=True)} == {
            frozenset(["accepted", "already_answered"])
        }
        room.next()


def test_a_batch_and_leaving_players_of_many_rooms_do_not_deadlock(
    make_room: OpenRoom, connect: Connect
) -> None:
    rooms = [make_room(CITIES[:2]) for _ in range(3)]
    for room in rooms:
        for n in range(4):
            room.join(f"P{n}")
        room.start()
    everybody = [(room, player) for room in rooms for player in room.players]

    def disconnect(relay: psycopg.Connection) -> None:
        for _ in range(5):
            ids = [player.id for _, player in random.sample(everybody, 6)]
            relay.execute("select core.player_disconnected(%s::uuid[])", [ids])
            for room, player in random.sample(everybody, 3):
                call(relay, None, "relay_join_room", room_code=room.code, resume=player.resume)

    def answer(relay: psycopg.Connection) -> None:
        for _ in range(10):
            accept(relay, [(r.id, p.id, 1, '["a"]', 0) for r, p in random.sample(everybody, len(everybody))])

    def host(relay: psycopg.Connection) -> None:
        for room in rooms:
            call(relay, room.host, "extend_question", room_code=room.code, seconds=1)
            call(relay, room.host, "close_question", room_code=room.code)

    jobs = (disconnect, disconnect, answer, host)
    relays = [connect() for _ in jobs]
    at_once(*(lambda job=job, relay=relay: job(relay) for job, relay in zip(jobs, relays, strict=True)))
    for room in rooms:
        assert [event["seq"] for event in room.events] == list(range(1, len(room.events) + 1))


def test_a_relay_that_is_heard_again_locks_rooms_in_the_order_of_their_codes(
    make_room: OpenRoom, connect: Connect
) -> None:
    rooms = sorted((make_room(CITIES[:1]) for _ in range(2)), key=lambda room: room.id)
    second, first = rooms
    sql = first.sql
    for room, code in ((first, "5XXXXX"), (second, "AXXXXX")):
        room.start()
        sql.connection.execute("update core.rooms set code = %s where id = %s", [code, room.id])
    sql.connection.execute("update core.relay_watch set heard_at = now() - interval '30 s'")
    relay = connect()
    with ThreadPoolExecutor(1) as pool:
        with sql.connection.transaction():
            sql.connection.execute("select from core.rooms where id = %s for update", [first.id])
            heard = pool.submit(relay.execute, "select core.relay_heard(100)")
            wait_until_blocked(first, relay, heard)
            sql.connection.execute("select from core.rooms where id = %s for update nowait", [second.id])
        assert heard.result().fetchone() == (2,)
