"""Migrations: in order, once, whole or not at all, and in step with the Supabase CLI."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.database.migrate import MIGRATIONS, MigrationError, State, function_files, migrate, migrations, state
from tests.conftest import alone_with_the_roles

EmptyDatabase = Callable[[], str]
BOOKS = "supabase_migrations.schema_migrations"


class Source:
    """A folder like supabase/, to be filled by a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "migrations").mkdir(parents=True)
        (folder / "functions_sql" / "topic").mkdir(parents=True)

    def migration(self, file: str, text: str) -> None:
        (self.folder / "migrations" / file).write_text(text)

    def function(self, name: str, text: str) -> None:
        (self.folder / "functions_sql" / "topic" / f"{name}.sql").write_text(text)

    def apply(self, url: str) -> int:
        with alone_with_the_roles():
            return migrate(url, source=self.folder)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path / "supabase")


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
    before = rows(url, f"select version, xmin::text from {BOOKS} order by 1")
    assert migrate_whole(url) == 0
    assert rows(url, f"select version, xmin::text from {BOOKS} order by 1") == before


def test_migrations_are_recorded_as_the_supabase_cli_records_them(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_make_things.sql", "create table things ();")
    url = empty_database()
    source.apply(url)
    assert rows(url, f"select version, name, statements from {BOOKS}") == [
        ("20260101000000", "make_things", ["create table things ();"])
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
        connection.execute(f"create table {BOOKS} (version text primary key, statements text[], name text)")
        connection.execute("create table things ()")
        connection.execute(  # the CLI splits a file into statements and drops what parts them
            f"insert into {BOOKS} values ('20260101000000', %s, 'make_things')",
            [["-- things\ncreate table things ()", "comment on table things is 'a; b'"]],
        )
    assert source.apply(url) == 0


def test_a_migration_that_was_repaired_into_the_records_counts_as_applied(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.migration("20260101000000_make_things.sql", "create table things ();")
    url = empty_database()
    source.apply(url)
    with psycopg.connect(url) as connection:
        connection.execute(f"update {BOOKS} set statements = null")
    assert source.apply(url) == 0


def test_a_landed_migration_whose_text_changed_is_refused_by_name_before_anything_is_applied(
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
def test_a_database_that_an_older_baseline_made_is_to_be_made_anew(
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
    with pytest.raises(MigrationError, match=r"from before the first release .* make it anew"):
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
    assert rows(url, f"select name from {BOOKS}") == [("good",)]
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
    with pytest.raises(MigrationError, match=r"20260102000000.* a newer version has been here"):
        source.apply(url)
    assert value(url, "select public.f()") == 2


def test_a_function_whose_file_is_gone_is_dropped(empty_database: EmptyDatabase, source: Source) -> None:
    source.function("f", "create or replace function public.f() returns int return public.g();")
    source.function("g", "create or replace function public.g() returns int return 1;")
    url = empty_database()
    source.apply(url)
    source.function("f", "create or replace function public.f() returns int return 2;")
    (source.folder / "functions_sql" / "topic" / "g.sql").unlink()
    assert source.apply(url) == 2
    assert rows(url, "select public.f(), to_regproc('public.g')") == [(2, None)]
    assert source.apply(url) == 0


def test_a_function_whose_file_was_moved_stays(empty_database: EmptyDatabase, source: Source) -> None:
    source.function("f", "create or replace function public.f() returns int return 1;")
    url = empty_database()
    source.apply(url)
    (source.folder / "functions_sql" / "topic" / "f.sql").rename(source.folder / "functions_sql" / "f.sql")
    source.apply(url)
    assert value(url, "select public.f()") == 1
    assert source.apply(url) == 0


@pytest.mark.parametrize(
    "newer",
    [
        "create or replace function public.f(a int, b int default 2) returns int return a + b;",
        "create or replace function public.f(a bigint) returns int return a + 2;",
        "create or replace function public.f(a int) returns bigint return a + 2;",
        "create or replace function public.f(n int) returns int return n + 2;",
    ],
    ids=["an argument more", "another type", "another result", "another name"],
)
@pytest.mark.parametrize("comment", ["", "comment on function public.f is 'f';"], ids=["bare", "commented"])
def test_a_function_of_another_signature_takes_the_place_of_the_older_one(
    empty_database: EmptyDatabase, source: Source, newer: str, comment: str
) -> None:
    source.function("f", "create or replace function public.f(a int) returns int return a + 1;" + comment)
    url = empty_database()
    source.apply(url)
    source.function("f", newer + comment)
    source.apply(url)
    assert value(url, "select public.f(1)") == 3
    assert value(url, "select count(*) from pg_proc where proname = 'f'") == 1


def test_a_function_that_something_else_is_bound_to_is_not_taken_from_under_it(
    empty_database: EmptyDatabase, source: Source
) -> None:
    source.function("f", "create or replace function public.f(a int) returns int return a + 1;")
    source.migration("20260101000000_first.sql", "create table t ();")
    url = empty_database()
    source.apply(url)
    source.migration("20260102000000_view.sql", "create view v as select public.f(1) as one;")
    source.function("f", "create or replace function public.f(a int) returns text return 'two';")
    with pytest.raises(MigrationError, match=r"f\.sql: cannot drop function (?s:.*)view v depends on"):
        source.apply(url)
    assert value(url, "select one from v") == 2


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


def test_where_supabase_has_made_auth_the_shim_is_not_applied(
    empty_database: EmptyDatabase, source: Source
) -> None:
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create schema auth")
    source.apply(url)
    assert value(url, "select to_regclass('auth.users')") is None


def test_the_shim_is_applied_where_auth_is_not(empty_database: EmptyDatabase, source: Source) -> None:
    url = empty_database()
    source.apply(url)
    assert value(url, "select to_regclass('auth.users')::text") == "auth.users"


def test_the_state_tells_what_a_database_is_behind_by(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    found = state(url)
    assert found.pending == [migration.file for migration in migrations()]
    assert sorted(found.functions) == sorted(file.path for file in function_files())
    migrate_whole(url)
    assert state(url) == State([], [], [], [])
    newest = migrations()[-1]
    with psycopg.connect(url) as connection:
        connection.execute(f"delete from {BOOKS} where version = %s", [newest.version])
        connection.execute(f"insert into {BOOKS} (version) values ('99990101000000')")
    assert (state(url).pending, state(url).unknown) == ([newest.file], ["99990101000000"])


def test_every_migration_is_named_by_a_time_and_what_it_does() -> None:
    for path in MIGRATIONS.iterdir():
        version, _, name = path.stem.partition("_")
        assert path.suffix == ".sql"
        assert len(version) == 14
        assert version.isdigit()
        assert name
