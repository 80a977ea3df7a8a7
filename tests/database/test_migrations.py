"""Migrations: in order, once, whole or not at all, and in step with the Supabase CLI."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from app.database.migrate import State, migrate, state
from app.database.records import MigrationError
from app.database.sql_files import MIGRATIONS, function_files, migrations
from tests.conftest import alone_with_the_roles
from tests.database.conftest import Source

EmptyDatabase = Callable[[], str]
RECORDS = "supabase_migrations.schema_migrations"
WRITTEN = (  # by what each row was written
    f"select version, xmin::text from {RECORDS} order by 1",
    "select name, xmin::text from supabase_migrations.applied_files order by 1",
    "select objoid, objsubid, xmin::text from pg_description order by 1, 2, 3",
)
UP_TO_DATE = State(pending=[], functions=[], unknown=[], older=[], trouble=None)


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def value(url: str, query: str) -> Any:
    return rows(url, query)[0][0]


def migrate_whole(url: str) -> int:
    with alone_with_the_roles():
        return migrate(url)


def test_migrations_are_applied_in_the_order_of_their_versions(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260103000000_third.sql", "create table third as select * from second;")
    source.migration("20260101000000_first.sql", "create table first as select 1 as one;")
    source.migration("20260102000000_second.sql", "create table second as select * from first;")
    url = empty_database()
    assert source.apply(url) == 3
    assert value(url, "select one from third") == 1


def test_migrating_twice_does_nothing_the_second_time(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    assert migrate_whole(url) == len(migrations()) + len(function_files())
    before = [rows(url, query) for query in WRITTEN]
    assert migrate_whole(url) == 0
    assert [rows(url, query) for query in WRITTEN] == before


def test_migrations_are_recorded_as_the_supabase_cli_records_them(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_make_things.sql", "create table things ();")
    url = empty_database()
    source.apply(url)
    assert rows(url, f"select version, name, statements from {RECORDS}") == [
        ("20260101000000", "make_things", None)
    ]


def test_what_the_supabase_cli_has_applied_is_not_applied_again(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration(
        "20260101000000_make_things.sql",
        "-- things\ncreate table things ();\n\ncomment on table things is 'a; b';\n",
    )
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create schema supabase_migrations")
        connection.execute(f"create table {RECORDS} (version text primary key, statements text[], name text)")
        connection.execute("create table things ()")
        connection.execute(  # the CLI splits a file into statements and drops what separates them
            f"insert into {RECORDS} values ('20260101000000', %s, 'make_things')",
            [["-- things\ncreate table things ()", "comment on table things is 'a; b'"]],
        )
    assert source.apply(url) == 0


def test_a_migration_that_was_repaired_into_the_records_counts_as_applied(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_make_things.sql", "create table things ();")
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create schema supabase_migrations")
        connection.execute(f"create table {RECORDS} (version text primary key, statements text[], name text)")
        connection.execute(f"insert into {RECORDS} values ('20260101000000', null, 'make_things')")
    assert source.apply(url) == 0


def test_an_applied_migration_whose_text_changed_is_refused_by_name_before_anything_is_applied(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260102000000_make_things.sql", "create table things ();")
    url = empty_database()
    source.apply(url)
    source.migration("20260101000000_earlier.sql", "create table earlier ();")
    source.migration("20260102000000_make_things.sql", "create table things (id int);")
    source.function("later", "create function later() returns int return 1;")
    with pytest.raises(MigrationError, match=r"20260102000000_make_things\.sql was changed"):
        source.apply(url)
    assert rows(url, "select to_regclass('earlier'), to_regproc('later')") == [(None, None)]


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_a_database_made_by_an_older_baseline_has_to_be_created_again(
    empty_database: EmptyDatabase, source: Source, change: str
) -> None:
    source.migration("20261121000100_things.sql", "create table things ();")
    source.migration("20261121000200_others.sql", "create table others ();")
    url = empty_database()
    source.apply(url)
    if change == "edited":
        source.migration("20261121000100_things.sql", "create table things (id int);")
    else:
        (source.folder / "migrations" / "20261121000200_others.sql").unlink()
    with pytest.raises(MigrationError, match=r"from before the first release .* Create a new one"):
        source.apply(url)


def test_a_migration_that_fails_is_named_and_leaves_nothing(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_good.sql", "create table good ();")
    source.migration("20260102000000_half.sql", "create table half ();\nselect 1 / 0;")
    source.migration("20260103000000_after.sql", "create table after_it ();")
    url = empty_database()
    with pytest.raises(MigrationError, match=r"20260102000000_half\.sql: division by zero"):
        source.apply(url)
    assert rows(url, "select to_regclass('good')::text, to_regclass('half'), to_regclass('after_it')") == [
        ("good", None, None)
    ]
    assert rows(url, f"select name from {RECORDS}") == [("good",)]
    source.migration("20260102000000_half.sql", "create table half ();")
    assert source.apply(url) == 2


def test_only_changed_functions_are_created_again(empty_database: EmptyDatabase, source: Source) -> None:
    source.function("one", "create or replace function one() returns int return 1;")
    source.function("two", "create or replace function two() returns int return 2;")
    url = empty_database()
    assert source.apply(url) == 2
    source.function("two", "create or replace function two() returns int return 22;")
    before = value(url, "select xmin::text from pg_proc where proname = 'one'")
    assert source.apply(url) == 1
    assert value(url, "select two()") == 22
    assert value(url, "select xmin::text from pg_proc where proname = 'one'") == before


def test_an_older_version_leaves_a_newer_ones_database_alone(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_first.sql", "create table first ();")
    source.migration("20260102000000_second.sql", "create table second ();")
    source.function("f", "create or replace function public.f() returns int return 2;")
    url = empty_database()
    source.apply(url)
    (source.folder / "migrations" / "20260102000000_second.sql").unlink()
    source.function("f", "create or replace function public.f() returns int return 1;")
    with pytest.raises(MigrationError, match=r"20260102000000.* a newer version has migrated it"):
        source.apply(url)
    assert value(url, "select public.f()") == 2


def test_migrations_of_a_project_itself_are_no_newer_version_of_quizzler(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_first.sql", "create table first ();")
    url = empty_database()
    source.apply(url)
    with psycopg.connect(url) as connection:
        connection.execute(f"insert into {RECORDS} values ('20990101000000', '{{select 1}}', 'my_own')")
    source.migration("20260102000000_second.sql", "create table second ();")
    assert source.apply(url) == 1


def test_a_newer_version_is_recognised_where_the_supabase_cli_applied_its_migrations(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_first.sql", "create table first ();")
    source.migration("20260102000000_second.sql", "create table second ();")
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create schema supabase_migrations")
        connection.execute(f"create table {RECORDS} (version text primary key, statements text[], name text)")
        connection.execute(f"insert into {RECORDS} values ('20260101000000'), ('20260102000000')")
    assert source.apply(url) == 0
    (source.folder / "migrations" / "20260102000000_second.sql").unlink()
    with pytest.raises(MigrationError, match=r"20260102000000.* a newer version has migrated it"):
        source.apply(url)


def test_a_function_that_fails_is_named_and_none_of_the_others_is_kept(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.function("good", "create function good() returns int return 1;")
    source.function("wrong", "create function wrong() returns int return no_such_column;")
    url = empty_database()
    with pytest.raises(MigrationError, match=r"topic/wrong\.sql: column"):
        source.apply(url)
    assert value(url, "select to_regproc('good')") is None


def test_a_function_is_created_after_those_that_its_body_is_bound_to(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.function("a", "create function public.a() returns int return public.z() + 1;")
    source.function("z", "create function public.z() returns int return 1;")
    url = empty_database()
    source.apply(url)
    assert value(url, "select a()") == 2


def test_processes_that_migrate_at_once_apply_everything_once(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    script = "import sys; from app.database.migrate import migrate; print(migrate(sys.argv[1]))"
    with alone_with_the_roles():
        running = [
            subprocess.Popen([sys.executable, "-c", script, url], stdout=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        applied = sorted(int(process.communicate()[0]) for process in running)
    assert applied == [0, 0, len(migrations()) + len(function_files())]


def test_the_shim_is_not_applied_where_supabase_has_made_auth(
    empty_database: EmptyDatabase, source: Source
) -> None:
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create schema auth")
    source.apply(url)
    assert value(url, "select to_regclass('auth.users')") is None


def test_the_shim_is_applied_where_there_is_no_auth(empty_database: EmptyDatabase, source: Source) -> None:
    url = empty_database()
    source.apply(url)
    assert value(url, "select to_regclass('auth.users')::text") == "auth.users"


def test_the_state_lists_what_a_database_lacks(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    found = state(url)
    assert found.pending == [migration.file for migration in migrations()]
    assert found.functions == [file.function for file in function_files()]
    migrate_whole(url)
    assert state(url) == UP_TO_DATE
    newest = migrations()[-1]
    with psycopg.connect(url) as connection:
        connection.execute(f"delete from {RECORDS} where version = %s", [newest.version])
        connection.execute(f"insert into {RECORDS} (version) values ('99990101000000'), ('99990102000000')")
        connection.execute("insert into supabase_migrations.applied_files values ('99990101000000', '')")
    assert (state(url).pending, state(url).unknown) == ([newest.file], ["99990101000000"])


def test_every_migration_is_named_by_a_time_and_what_it_does() -> None:
    for path in MIGRATIONS.iterdir():
        version, _, name = path.stem.partition("_")
        assert path.suffix == ".sql"
        assert len(version) == 14
        assert version.isdigit()
        assert name
