"""When a database uses Realtime, and what is left as it was where it does not."""

from collections.abc import Callable

import psycopg

from app.database.create_tables import create_tables_text
from app.database.migrate import migrate
from app.database.sql_files import SHIM
from tests.conftest import alone_with_the_roles
from tests.fixtures import Sql
from tests.rooms.realtime.conftest import STAND_IN

TRIGGERS = "select count(*) from pg_trigger where tgrelid = 'core.room_events'::regclass and not tgisinternal"
POLICIES = "select count(*) from pg_policies where schemaname = 'realtime'"


def test_migrating_and_pasting_create_tables_set_realtime_up(empty_database: Callable[[], str]) -> None:
    migrated, pasted = empty_database(), empty_database()
    with alone_with_the_roles():
        for url in (migrated, pasted):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(SHIM.read_bytes())
                connection.execute(STAND_IN.read_bytes())
        migrate(migrated)
        with psycopg.connect(pasted, autocommit=True) as connection:
            connection.execute(create_tables_text().encode())
    for url in (migrated, pasted):
        with psycopg.connect(url, autocommit=True) as connection:
            sql = Sql(connection)
            assert (sql.value(TRIGGERS), sql.value(POLICIES)) == (1, 2)
            assert sql.value("select core.set_up_realtime()") is True  # a second call changes nothing
            assert (sql.value(TRIGGERS), sql.value(POLICIES)) == (1, 2)


def test_realtime_that_is_turned_on_later_is_found_by_the_next_migration(
    empty_database: Callable[[], str],
) -> None:
    url = empty_database()
    with alone_with_the_roles():
        migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        assert Sql(connection).value(TRIGGERS) == 0
        connection.execute(STAND_IN.read_bytes())
    with alone_with_the_roles():
        assert migrate(url) == 0
    with psycopg.connect(url, autocommit=True) as connection:
        assert Sql(connection).value(TRIGGERS) == 1


def test_a_database_without_realtime_has_no_trigger_on_its_events(read_only_sql: Sql) -> None:
    assert read_only_sql.value(TRIGGERS) == 0
    assert read_only_sql.value("select core.set_up_realtime()") is False
    assert read_only_sql.value("select core.has_realtime()") is False
