"""What grows has a period, after which a sweep deletes it in small batches."""

import json
from collections import Counter
from typing import Any

import psycopg
import pytest

from tests.attempts.taking import make_quiz, short_text, single, true_false
from tests.fixtures import TOMORROW, Person, Refused, SignUp, Sql, database_url
from tests.rooms.conftest import Quizmaster

SWEEP = "select core.sweep_old_rows(%s)"


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


def ended_room(sql: Sql, days_ago: int) -> str:
    """The id of a room with three events and two answers, which ended so many days ago."""
    room = Quizmaster(sql).room()
    room_id = sql.value("select id from core.rooms where code = %s", room)
    sql.connection.execute("delete from core.room_events where room_id = %s", [room_id])
    sql.connection.execute(
        "update core.rooms set state = 'ended', ended_at = now() - %s * interval '1 day' where id = %s",
        [days_ago, room_id],
    )
    sql.connection.execute(
        "insert into core.room_events (room_id, seq, type, audience, payload, created_at) "
        "select %s, n, case n when 3 then 'room.ended' else 'player.joined' end, 'everyone', '{}', "
        "now() - %s * interval '1 day' from generate_series(1, 3) as n",
        [room_id, days_ago],
    )
    sql.connection.execute(
        "insert into core.live_answers (room_id, number, player_id, response, elapsed_ms, received_at) "
        "select %s, 1, gen_random_uuid(), '1', 1, now() - %s * interval '1 day' from generate_series(1, 2)",
        [room_id, days_ago],
    )
    return str(room_id)


@pytest.mark.parametrize(
    ("days_ago", "events", "answers"), [(29, 3, 2), (31, 1, 2), (1094, 1, 2), (1096, 1, 0)]
)
def test_the_log_and_the_answers_of_an_ended_room_are_deleted_after_their_periods(
    sql: Sql, days_ago: int, events: int, answers: int
) -> None:
    room = ended_room(sql, days_ago)
    sql.value(SWEEP, 1000)
    assert sql.value("select count(*) from core.room_events where room_id = %s", room) == events
    assert sql.value("select count(*) from core.live_answers where room_id = %s", room) == answers
    kept = sql.value("select array_agg(type) from core.room_events where room_id = %s", room)
    assert "room.ended" in kept


def test_a_sweep_deletes_in_small_batches_until_nothing_is_left(sql: Sql) -> None:
    ended_room(sql, 2000)
    assert [sql.value(SWEEP, 1) for _ in range(3)] == [2, 2, 0]


def test_the_log_of_an_open_room_is_kept_however_old_it_is(sql: Sql) -> None:
    room = ended_room(sql, 2000)
    sql.connection.execute("update core.rooms set state = 'open', ended_at = null where id = %s", [room])
    assert sql.value(SWEEP, 1000) == 0


def swept_rooms(sql: Sql, rooms: int) -> None:
    """So many rooms that ended long ago, of which a sweep has left what is kept."""
    Quizmaster(sql).room()
    sql.connection.execute(
        "with made as (insert into core.rooms (code, quiz_id, host_id, title, state, max_players, "
        "question_total, created_at, expires_at, ended_at) select 'old' || n, quiz_id, host_id, title, "
        "'ended', 1, 1, old, old, old from core.rooms, generate_series(1, %s) as n, "
        "(values (now() - interval '4 years')) as long_ago (old) returning id, ended_at) "
        "insert into core.room_events (room_id, seq, type, audience, payload, created_at) "
        "select id, 1, 'room.ended', 'everyone', to_jsonb(array_fill(1, array[200])), ended_at from made",
        [rooms],
    )
    while sql.value("select count(*) from core.rooms where not (events_swept and answers_swept)") > 1:
        sql.value(SWEEP, 1000)
    sql.connection.execute("vacuum analyze core.rooms, core.room_events, core.live_answers")


def test_a_sweep_with_nothing_due_reads_next_to_nothing(sql: Sql) -> None:
    swept_rooms(sql, 5000)
    sql.value(SWEEP, 1000)  # the catalog is read once in a connection
    (plan,) = sql.value(f"explain (analyze, buffers, format json) {SWEEP}", 1000)
    read = sum(plan["Plan"][f"Shared {kind} Blocks"] for kind in ("Hit", "Read"))
    assert read < 50, f"{read} blocks of 8 KB"


def test_sessions_that_have_ended_and_old_generations_are_deleted(sql: Sql, ada: Person) -> None:
    sql.connection.execute(
        "insert into auth.sessions (user_id, not_after) "
        "values (%s, now() - interval '1 s'), (%s, now() + interval '1 h'), (%s, null)",
        [ada.id] * 3,
    )
    quiz = Quizmaster(sql).quiz()
    sql.connection.execute(
        "insert into core.jobs (kind, owner_id, quiz_id, state, finished_at) "
        "select 'generate_questions', %s, %s, 'done', now() - days * interval '1 day' "
        "from unnest(array[89, 91]) as days",
        [ada.id, quiz],
    )
    assert sql.value(SWEEP, 1000) == 2
    assert sql.value("select count(*) from auth.sessions where user_id = %s", ada.id) == 2
    assert sql.value("select count(*) from core.jobs") == 1


@pytest.mark.parametrize(("days_ago", "left"), [(29, 1), (31, 0)])
def test_what_is_left_of_a_deleted_account_is_purged_after_a_period(
    sql: Sql, ada: Person, days_ago: int, left: int
) -> None:
    sql.call(ada, "delete_account")
    sql.connection.execute(
        "update auth.users set deleted_at = now() - %s * interval '1 day' where id = %s", [days_ago, ada.id]
    )
    written = {
        "core.user_events (user_id, type)": "'x'",
        "core.active_people (user_id, span, begins)": "'day', '2026-11-29'",
        "core.credit_people (user_id, day, kind)": "'2026-11-29', 'capture'",
    }
    for table, values in written.items():
        sql.connection.execute(f"insert into {table} values (%s, {values})".encode(), [ada.id])
    sql.value(SWEEP, 1000)
    assert sql.value("select count(*) from auth.users where id = %s", ada.id) == left
    for table in written:
        rows = f"select count(*) from {table.split()[0]} where user_id = %s"
        assert sql.value(rows, ada.id) == left, table
    assert sql.value("select display_name from core.profiles where id = %s", ada.id) == "Deleted account"


def deleted_long_ago(sql: Sql, person: Person) -> None:
    sql.call(person, "delete_account")
    sql.connection.execute(
        "update auth.users set deleted_at = now() - interval '31 days' where id = %s", [person.id]
    )


def is_left(sql: Sql, person: Person) -> bool:
    left: bool = sql.value("select exists (select from auth.users where id = %s)", person.id)
    return left


def test_an_account_that_another_application_refers_to_keeps_no_other_from_being_purged(
    sql: Sql, ada: Person
) -> None:
    bob = sql.person("bob")
    sql.connection.execute("create table public.orders (person uuid references auth.users)")
    sql.connection.execute("insert into public.orders values (%s)", [ada.id])
    for person in (ada, bob):
        deleted_long_ago(sql, person)
    sql.connection.execute("insert into core.user_events (user_id, type) values (%s, 'x')", [ada.id])
    assert [sql.value(SWEEP, 1) for _ in range(2)] == [1, 0]
    assert (is_left(sql, ada), is_left(sql, bob)) == (True, False)
    assert sql.value("select count(*) from core.user_events where user_id = %s", ada.id) == 0
    sql.connection.execute("drop table public.orders")
    assert sql.value(SWEEP, 1) == 1


def test_what_somebody_wrote_is_erased_once_however_often_the_account_can_not_be_purged(
    sql: Sql, ada: Person
) -> None:
    sql.connection.execute("create table public.orders (person uuid references auth.users)")
    sql.connection.execute("insert into public.orders values (%s)", [ada.id])
    deleted_long_ago(sql, ada)
    assert sql.value(SWEEP, 1000) == 0
    sql.connection.execute(
        "create or replace function core.erase_traces(person_id uuid) returns void language plpgsql "
        "as $$ begin raise 'again'; end $$"
    )
    assert sql.value(SWEEP, 1000) == 0
    sql.connection.execute("drop table public.orders")
    assert sql.value(SWEEP, 1000) == 1


def test_an_account_on_whose_attempts_somebody_works_is_purged_by_a_later_sweep(
    sql: Sql, ada: Person
) -> None:
    """A sweep that waited for a regrade could hold what the regrade waits for."""
    quiz = make_quiz(sql, sql.person("host"), short_text("Capital of Australia?", "Canberra"))
    bob = sql.person("bob")
    quiz.take(ada, right=1)
    for person in (ada, bob):
        deleted_long_ago(sql, person)
    with psycopg.connect(database_url(sql.connection, "postgres")) as other, other.transaction():
        other.execute("select from core.attempts where user_id = %s for no key update", [ada.id])
        assert sql.value(SWEEP, 1000) == 1
    assert (is_left(sql, ada), is_left(sql, bob)) == (True, False)
    assert sql.value(SWEEP, 1000) == 1


def test_accounts_of_another_application_are_not_purged(sql: Sql, ada: Person) -> None:
    """They have a profile that was never retired."""
    deleted_long_ago(sql, ada)
    sql.connection.execute("update core.profiles set deleted_at = null where id = %s", [ada.id])
    assert sql.value(SWEEP, 1) == 0
    assert is_left(sql, ada)


def test_purging_removes_the_nicknames_and_the_texts_answered_in_games(sql: Sql, ada: Person) -> None:
    room = Quizmaster(sql).room()
    sql.call(ada, "relay_join_room", room_code=room, username="Ada")
    sql.call(None, "relay_join_room", room_code=room, username="Bob")
    sql.connection.execute(
        "insert into core.live_answers (room_id, number, player_id, response, elapsed_ms, received_at) "
        "select room_id, 1, id, to_jsonb('I am ' || nickname), 1, now() from core.players"
    )
    deleted_long_ago(sql, ada)
    assert sql.value(SWEEP, 1) == 1
    left = sql.connection.execute(
        "select p.nickname, a.response from core.players p join core.live_answers a on a.player_id = p.id "
        "order by p.joined_at"
    ).fetchall()
    assert left == [("Deleted account", ""), ("Bob", "I am Bob")]


def exported(sql: Sql, person: Person | None) -> list[dict[str, Any]]:
    return [row["line"] for row in sql.select(person, "select public.export_account() as line")]


@pytest.mark.parametrize("mode", ["live", "assigned"])
def test_purging_removes_the_nickname_from_the_events_of_games(sql: Sql, ada: Person, mode: str) -> None:
    quizmaster = Quizmaster(sql)
    closing = {"closes_at": TOMORROW} if mode == "assigned" else {}
    room = quizmaster.room(mode=mode, team_mode="balanced", teams=["Red", "Blue"], **closing)
    for person, nickname in ((ada, "Ada L."), (None, "Bob")):
        sql.call(person, "relay_join_room", room_code=room, username=nickname)
    if mode == "live":
        for command in ("start_room", "close_question", "end_room"):
            sql.call(quizmaster.person, command, room_code=room)
    assert "Ada L." in str(payloads(sql))
    deleted_long_ago(sql, ada)
    sql.value(SWEEP, 1000)
    left = payloads(sql)
    assert "Ada L." not in str(left)
    assert "Bob" in str(left)
    if mode == "live":
        assert [event["type"] for event in left] == ["room.ended"]
        names = [line["nickname"] for line in left[0]["payload"]["leaderboard"]]
        assert names == ["Deleted account", "Bob"]
    else:
        assert [event["payload"]["nickname"] for event in left] == ["Deleted account", "Bob"]


def test_purging_removes_the_name_of_a_former_host_from_the_events_of_a_game(sql: Sql, ada: Person) -> None:
    quizmaster = Quizmaster(sql)
    room = quizmaster.room()
    invite = sql.call(quizmaster.person, "invite_host", room_code=room)["invite"]
    sql.call(ada, "accept_host_invite", room_code=room, invite=invite)
    sql.call(quizmaster.person, "remove_host", room_code=room, user_id=ada.id)
    assert "'ada'" in str(payloads(sql))
    deleted_long_ago(sql, ada)
    sql.value(SWEEP, 1000)
    assert "'ada'" not in str(payloads(sql))
    assert "'mia'" in str(payloads(sql))


def payloads(sql: Sql) -> list[dict[str, Any]]:
    return sql.value(
        "select coalesce(jsonb_agg(jsonb_build_object('type', type, 'payload', payload) order by seq), '[]') "
        "from core.room_events"
    )


def test_an_account_can_be_exported_and_contains_nothing_of_others(sql: Sql) -> None:
    mia, bob = Quizmaster(sql, "mia"), Quizmaster(sql, "bob")
    mia.room()
    bob.room()
    lines = exported(sql, mia.person)
    assert [line["record"] for line in lines] == [
        "account",
        "session",
        "quiz",
        "question",
        "room_hosted",
        "credits",
    ]
    assert lines[0]["email"] == mia.person.email
    assert lines[1]["id"] == mia.session_id
    assert bob.person.id not in json.dumps(lines)
    with pytest.raises(Refused) as refused:
        exported(sql, None)
    assert refused.value.sqlstate == "42501"


def test_no_row_of_an_export_grows_with_the_number_of_attempts(sql: Sql) -> None:
    ada, bob = sql.person("ada"), sql.person("bob")
    quiz = make_quiz(sql, ada, single(), true_false(), attempts_allowed=50)
    for _ in range(30):
        quiz.submit(bob, quiz.right_answers(quiz.start(bob)))
    lines = exported(sql, bob)
    kinds = Counter(line["record"] for line in lines)
    assert (kinds["attempt"], kinds["answer"]) == (30, 60)
    assert max(len(json.dumps(line)) for line in lines) < 500


async def test_the_export_is_downloaded(sign_up: SignUp) -> None:
    client = await sign_up()
    answer = await client.get("/auth/me/export")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert (lines[0]["record"], lines[0]["id"]) == ("account", client.person.id)
    assert "attachment" in answer.headers["Content-Disposition"]
    await client.post("/auth/signout")
    refused = await client.get("/auth/me/export")
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")


def test_the_clean_up_deletes_old_rows(sql18: Sql) -> None:
    room = ended_room(sql18, 31)
    while sql18.value("select (core.sweep() ->> 'more')::boolean"):
        pass
    assert sql18.value("select count(*) from core.room_events where room_id = %s", room) == 1
