"""No test finds anything of another in its database, though databases are used again."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Copies
from tests.database.catalog import catalog
from tests.databases import State
from tests.fixtures import Sql, database_url

RESTORED: dict[str, Callable[[psycopg.Connection], object]] = {
    "new rows": lambda c: Sql(c).person(),
    "rows of a function": lambda c: Sql(c).call(Sql(c).person(), "create_quiz", draft={"title": "Capitals"}),
    "changed rows that were there before": lambda c: c.execute("update core.settings set value = '1'"),
    "deleted rows that were there before": lambda c: c.execute("delete from core.settings"),
    "rows of a transaction that another connection committed": lambda c: write_elsewhere(c),
    "a sequence of a transaction that was rolled back": lambda c: roll_back(c),
    "a setting": lambda c: c.execute("set search_path = core"),
    "claims": lambda c: c.execute("select set_config('request.jwt.claims', '{}', false)"),
    "a role": lambda c: c.execute("set role anon"),
    "a user": lambda c: c.execute("set session authorization authenticator"),
    "a prepared statement": lambda c: c.execute("prepare one as select 1"),
    "an advisory lock": lambda c: c.execute("select pg_advisory_lock(1)"),
    "a notification that nobody read": lambda c: c.execute("listen rooms; notify rooms"),
    "a cursor": lambda c: c.execute("declare one cursor with hold for select 1"),
}
DROPPED: dict[str, Callable[[psycopg.Connection], object]] = {
    "a table": lambda c: c.execute("create table public.one ()"),
    "a temporary table": lambda c: c.execute("create temp table one ()"),
    "a function": lambda c: c.execute("create function one() returns integer return 1"),
    "another body of a function": lambda c: c.execute(
        "create or replace function core.caller_id() returns uuid stable return null::uuid"
    ),
    "a right": lambda c: c.execute("grant select on core.settings to anon"),
    "a comment": lambda c: c.execute("comment on table core.settings is 'Another.'"),
    "a trigger that is turned off": lambda c: c.execute("alter table auth.users disable trigger all"),
    "a table emptied as a whole": lambda c: c.execute("truncate core.settings"),
    "statistics": lambda c: c.execute("analyze core.settings"),
    "a setting of the database": lambda c: c.execute(f"alter database {c.info.dbname} set jit = on"),
    "a right on the database": lambda c: c.execute(f"grant temporary on database {c.info.dbname} to anon"),
    "an open transaction": lambda c: c.execute("begin"),
    "a failed transaction": lambda c: fail(c),
    "a closed connection": lambda c: c.close(),
    "changed rows of the bank": lambda c: c.execute("delete from core.trivia_questions"),
}


def write_elsewhere(connection: psycopg.Connection) -> None:
    with psycopg.connect(database_url(connection, "postgres")) as other:
        Sql(other).person()


def roll_back(connection: psycopg.Connection) -> None:
    with connection.transaction(force_rollback=True):
        Sql(connection).person()


def fail(connection: psycopg.Connection) -> None:
    connection.execute("begin")
    with pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute("select 1 / 0")


def contents(connection: psycopg.Connection) -> dict[str, Any]:
    """Everything that a test could notice."""
    state = State.of(connection)
    rows = {
        table: connection.execute(f"select r::text from {table} as r order by 1") for table in state.written
    }
    session = {
        "settings": "select name, setting from pg_settings where source in ('session', 'database', 'user')",
        "claims": "select nullif(current_setting('request.jwt.claims', true), '')",
        "users": "select current_user, session_user",
        "prepared statements": "select name from pg_prepared_statements",
        "cursors": "select name from pg_cursors",
        "locks": "select objid from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()",
        "channels": "select pg_listening_channels()",
        "rights on the database": "select datacl from pg_database where datname = current_database()",
    }
    return {
        "rows": {table: cursor.fetchall() for table, cursor in rows.items()},
        "sequences": state.sequences,
        "catalog": catalog(connection),
        "notifications": [n.payload for n in connection.notifies(timeout=0)],
        **{what: connection.execute(query).fetchall() for what, query in session.items()},
    }


@pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"])
def copies(request: pytest.FixtureRequest) -> Iterator[Copies]:
    """The databases of a worker that has not run a test yet."""
    worker: Copies = request.getfixturevalue(f"copies{request.param}")
    copies = Copies(worker.template, worker.maintenance)
    yield copies
    copies.drop_used()


@pytest.mark.parametrize("change", [*RESTORED, *DROPPED])
def test_the_next_test_finds_the_database_as_the_migrations_left_it(copies: Copies, change: str) -> None:
    with copies.new() as connection:
        before, name = contents(connection), connection.info.dbname
        (RESTORED | DROPPED)[change](connection)
    with copies.new() as connection:
        assert contents(connection) == before
        assert (connection.info.dbname == name) == (change in RESTORED)


def test_tests_at_the_same_time_have_databases_of_their_own(copies: Copies) -> None:
    with copies.new() as one, copies.new() as other:
        Sql(one).person()
        assert Sql(other).value("select count(*) from auth.users") == 0


def test_a_connection_that_is_still_open_keeps_its_database_from_the_next_test(copies: Copies) -> None:
    with copies.new() as connection:
        name = connection.info.dbname
    with psycopg.connect(database_url(connection)), copies.new() as connection:
        assert connection.info.dbname != name
