"""Who has the password of dashboard_reader attacks; the service goes on."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql as names

from tests.attempts.taking import make_quiz, single
from tests.fixtures import Sql, database_url

HARM = (
    "create table mine (n integer)",
    "create table dashboards.mine (n integer)",
    "create table public.mine (n integer)",
    "create schema mine",
    "create view dashboards.mine as select 1",
    "create function public.mine() returns integer language sql return 1",
    "select lo_create(0)",
    "select lo_creat(-1)",
    "select lo_from_bytea(0, 'x')",
    "select lo_put(1, 0, 'x')",
    "select lo_unlink(1)",
    "select pg_advisory_lock(1)",
    "select pg_advisory_lock(n) from generate_series(1, 100000) as n",
    "select pg_advisory_xact_lock_shared(1, 2)",
    "select pg_try_advisory_lock(1)",
    "select pg_try_advisory_xact_lock(1)",
    "select pg_logical_emit_message(false, 'x', repeat('x', 1000000))",
    "set temp_file_limit = -1",
    "set session authorization postgres",
    "set role authenticated",
    "set role authenticator",
    "alter role dashboard_reader connection limit -1",
    "copy (select 1) to '/tmp/mine'",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename <> 'dashboard_reader'",
    "begin; lock table dashboards.quiz_results in exclusive mode",
    "delete from dashboards.quiz_results",
    "select * from core.attempts",
    "select * from public.quizzes",
    "select * from auth.users",
    "select core.replicas()",
    "select core.fold_facts(1)",
    "refresh materialized view dashboards.quiz_results",
    "vacuum full core.attempts",
    "checkpoint",
)


@pytest.fixture
def reader(sql: Sql) -> Iterator[psycopg.Connection]:
    """A login of dashboard_reader."""
    with psycopg.connect(database_url(sql.connection, "dashboard_reader"), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("statement", HARM)
def test_a_reader_does_no_harm_even_after_it_has_changed_its_settings(sql18: Sql, statement: str) -> None:
    with psycopg.connect(database_url(sql18.connection, "dashboard_reader"), autocommit=True) as reader:
        reader.execute("set default_transaction_read_only = off")
        reader.execute("set statement_timeout = 0")
        with pytest.raises(psycopg.Error) as refused:
            reader.execute(statement.encode())
    # no right to it, or not such a thing
    assert refused.value.sqlstate in ("42501", "42809", "55000"), refused.value


def test_a_reader_begins_with_limits(sql: Sql, reader: psycopg.Connection) -> None:
    limits = {
        name: reader.execute("select current_setting(%s)", [name]).fetchone()[0]  # type: ignore[index]
        for name in (
            "default_transaction_read_only",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "search_path",
        )
    }
    assert list(limits.values()) == ["on", "30s", "5s", "1min", "dashboards"]
    limit = "select rolconnlimit, rolinherit from pg_roles where rolname = 'dashboard_reader'"
    assert sql.connection.execute(limit).fetchone() == (10, False)
    assert sql.value("select count(*) from pg_auth_members where member = 'dashboard_reader'::regrole") == 0


def test_a_reader_in_the_middle_of_reading_holds_up_no_game(sql: Sql, reader: psycopg.Connection) -> None:
    quiz = make_quiz(sql, sql.person("host"), single())
    views = sql.connection.execute(
        "select relname from pg_class where relnamespace = 'dashboards'::regnamespace and relkind = 'v'"
    ).fetchall()
    with reader.transaction():
        for (view,) in views:
            reader.execute(names.SQL("select * from {}").format(names.Identifier(view)))
            reader.execute(names.SQL("lock table {} in access share mode").format(names.Identifier(view)))
        sql.connection.execute("set lock_timeout = '100ms'")
        code = sql.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
        sql.call(None, "relay_join_room", room_code=code, username="Ada")
        sql.call(quiz.owner, "start_room", room_code=code)
        quiz.take(sql.person(), right=1)
        sql.call(quiz.owner, "end_room", room_code=code)


def test_notifications_have_nothing_but_numbers(sql: Sql, reader: psycopg.Connection) -> None:
    quiz = make_quiz(sql, sql.person("host"), single())
    code = sql.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
    user = "user_" + quiz.owner.id.replace("-", "")
    for channel in ("jobs", f"room_{code}", user):
        reader.execute(names.SQL("listen {}").format(names.Identifier(channel)))
    sql.call(quiz.owner, "start_room", room_code=code)
    sql.value("select core.follow_events(array[%s::uuid])", quiz.owner.id)
    sql.value("select core.notify_user(%s, 'credits.changed', '{\"spendable\": 3}')", quiz.owner.id)
    sql.call(quiz.owner, "create_upload", url="https://example.com/a.pdf")
    heard = list(reader.notifies(timeout=2, stop_after=4))
    assert {notice.channel for notice in heard} == {"jobs", f"room_{code}", user}
    assert [notice.payload for notice in heard if not (notice.payload or "0").isdigit()] == []
