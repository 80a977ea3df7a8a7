"""A clean-up does what all sweeps do, for admins, and says what it did."""

import asyncio

import psycopg
import pytest

from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, Person, Refused, SignUp, Sql, serving

NOTHING = {
    "rooms_ended": [],
    "attempts_ended": 0,
    "jobs_ended": 0,
    "webhook_events_deleted": 0,
    "sign_in_records_deleted": 0,
    "old_rows_deleted": 0,
    "more": False,
}


def admin(sql: Sql, person: Person) -> Person:
    sql.connection.execute("insert into core.admins (person_id) values (%s)", [person.id])
    return person


def leave_things_behind(sql: Sql) -> str:
    """An expired room, an overdue attempt, two overdue jobs, and old records. Returns the room's code."""
    ada = sql.person()
    quiz = make_quiz(sql, ada, single(), time_limit_s=60)
    code: str = sql.call(ada, "create_room", quiz_id=quiz.id)["room_code"]
    sql.connection.execute("update core.rooms set expires_at = now()")
    quiz.start(sql.person("bob"))
    sql.connection.execute(
        "update core.attempts"
        " set started_at = now() - interval '1 hour', deadline = now() - interval '30 min'"
    )
    for _ in range(2):
        sql.call(ada, "create_upload", url="https://example.com/a.pdf")
    most = sql.value("select core.setting('jobs.max_attempts')")
    sql.connection.execute("update core.jobs set attempts = %s, run_at = now() - interval '1 hour'", [most])
    sql.value("select core.guard_sign_in('eve@example.com', '203.0.113.66')")
    sql.connection.execute("update core.account_attempts set attempted_at = now() - interval '1 day'")
    sql.connection.execute(
        "insert into core.webhook_events (id, type, job_id, payload, received_at)"
        " select 'old', 'upload.processed', id, '{}', now() - interval '1 year' from core.jobs limit 1"
    )
    return code


def test_a_clean_up_ends_and_deletes_what_is_over_and_says_so(sql: Sql) -> None:
    ada = admin(sql, sql.person("admin"))
    code = leave_things_behind(sql)
    assert sql.call(ada, "clean_up") == {
        "rooms_ended": [code],
        "attempts_ended": 1,
        "jobs_ended": 1,
        "webhook_events_deleted": 1,
        "sign_in_records_deleted": 1,
        "old_rows_deleted": 0,
        "more": True,
    }
    assert sql.call(ada, "clean_up") == NOTHING | {"jobs_ended": 1, "more": True}
    assert sql.call(ada, "clean_up") == NOTHING


@pytest.mark.parametrize(("who", "code"), [("person", "not_an_admin"), ("former admin", "session_ended")])
def test_only_admins_may_clean_up(sql: Sql, who: str, code: str) -> None:
    person = sql.person()
    if who == "former admin":
        admin(sql, person)
        sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [person.id])
    with pytest.raises(Refused) as refused:
        sql.call(person, "clean_up")
    assert refused.value.code == code


async def test_admins_clean_up_over_rest(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    ada = await sign_up()
    assert ada.person
    assert (await api.post("/realtime/admin/cleanup")).status_code == 401
    refused = await ada.post("/realtime/admin/cleanup")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_an_admin")
    admin(sql18, ada.person)
    done = await ada.post("/realtime/admin/cleanup")
    assert (done.status_code, done.json()) == (200, NOTHING)


async def test_a_server_cleans_up_by_itself(database: psycopg.Connection) -> None:
    sql = Sql(database)
    leave_things_behind(sql)
    async with serving(database), asyncio.timeout(20):
        while sql.value("select count(*) from core.webhook_events"):  # noqa: ASYNC110 - SQL has no event for it
            await asyncio.sleep(0)  # lets the server work, which runs in this event loop
