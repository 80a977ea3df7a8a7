"""Two versions of Quizzler on one database: what the older one calls stays until it is dropped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.database.migrate import state
from app.database.pool import Database
from app.database.records import MigrationError
from app.database.sql_files import FUNCTIONS, MIGRATIONS, function_files, version_of
from tests.database.conftest import Source

EmptyDatabase = Callable[[], str]


@pytest.fixture
def older(tmp_path: Path) -> Source:
    """The version that is being replaced."""
    return Source(tmp_path / "older")


@pytest.fixture
def newer(tmp_path: Path) -> Source:
    """The version that replaces it."""
    return Source(tmp_path / "newer")


@contextmanager
def process(url: str, source: Source) -> Iterator[psycopg.Connection]:
    """A process of this version, as the database sees it."""
    name = f"quizzler {version_of(function_files(source.folder / 'functions_sql'))}"
    with psycopg.connect(url, autocommit=True, application_name=name) as connection:
        yield connection


def returns(result: object, arguments: str = "a int", name: str = "public.f") -> str:
    """A function file that returns `result`, and whose comment and grant name no arguments."""
    return (
        f"create or replace function {name}({arguments}) returns text return '{result}';"
        f"comment on function {name} is 'f'; revoke execute on function {name} from public;"
    )


def value(url: str, query: str) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()[0][0]


def test_a_function_whose_file_is_gone_stays_until_older_ones_are_dropped(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("older"))
    url = empty_database()
    older.apply(url)
    newer.function("g", returns("newer", name="public.g"))
    newer.apply(url)
    assert value(url, "select public.f(1)") == "older"
    assert state(url).older == ["public.f(integer)"]
    newer.apply(url, drop_old=True)
    assert value(url, "select to_regproc('public.f')") is None
    assert state(url).older == []


def related(view: str, answer: int) -> str:
    """A file of a computed relationship of this view, with its rights."""
    name = f"public.related(public.{view})"
    return (
        f"create or replace function {name} returns int language sql as 'select {answer}';"
        f"comment on function {name} is 'x'"
    )


def test_computed_relationships_of_one_name_are_told_apart_by_their_views(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    url = empty_database()
    for version in (older, newer):
        version.migration(
            "20260101000000_views.sql", "create view one as select 1; create view two as select 2;"
        )
        version.function("related", related("one", 1), topic="one")
    older.function("related", related("two", 2), topic="two")
    older.apply(url)
    both = "select array[public.related(one), public.related(two)] from one, two"
    assert value(url, both) == [1, 2]
    assert older.apply(url) == 0  # nothing has changed
    newer.function("related", related("one", 11), topic="one")
    newer.apply(url)
    assert value(url, both) == [11, 2]
    assert state(url).older == ["public.related(two)"]
    newer.apply(url, drop_old=True)
    assert value(
        url, "select array_agg(proargtypes[0]::regtype::text) from pg_proc where proname = 'related'"
    ) == ["one"]


def test_a_function_whose_file_was_moved_is_neither_dropped_nor_applied_again(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("f"), topic="one")
    newer.function("f", returns("f"), topic="another")
    url = empty_database()
    older.apply(url)
    made = value(url, "select xmin::text from pg_proc where proname = 'f'")
    assert newer.apply(url, drop_old=True) == 0
    assert value(url, "select xmin::text from pg_proc where proname = 'f'") == made


def test_older_functions_are_not_dropped_while_another_version_is_connected(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("older"))
    newer.function("g", returns("newer", name="public.g"))
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    with process(url, older) as running, process(url, newer):
        with pytest.raises(MigrationError, match=r"of another version .* \(1\)"):
            newer.apply(url, drop_old=True)
        assert running.execute("select public.f(1)").fetchall() == [("older",)]
    newer.apply(url, drop_old=True)


async def test_a_pool_of_this_version_is_noticed_by_another(
    empty_database: EmptyDatabase, newer: Source
) -> None:
    url = empty_database()
    async with Database.connect(url, 2):
        with pytest.raises(MigrationError, match="another version of Quizzler"):
            newer.apply(url, drop_old=True)


def test_an_older_process_that_starts_after_the_drop_creates_its_functions_again(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("older"))
    newer.function("g", returns("newer", name="public.g"))
    url = empty_database()
    for step in (older.apply, newer.apply, lambda url: newer.apply(url, drop_old=True), older.apply):
        step(url)
    assert value(url, "select public.f(1) || public.g(1)") == "oldernewer"
    assert state(url).older == ["public.g(integer)"]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("a int", "a int, b int", "public"),
        ("a int, b int", "a int", "public"),
        ("a int", "a int, b int, c int default 3", "public"),
        ("a int, b int default 2", "a int", "public_older"),
        ("a int, b int default 2", "c int default 3", "public_older"),
        ("a int", "b int", "public_older"),
    ],
)
def test_each_version_finds_its_own_function_by_the_names_of_its_arguments(
    empty_database: EmptyDatabase, older: Source, newer: Source, before: str, after: str, place: str
) -> None:
    for version, arguments in ((older, before), (newer, after)):
        copy_of_quizzler(version)
        version.function("f", as_json(version.folder.name, arguments))
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    for _ in range(2):  # starting again changes nothing
        assert newer.apply(url) == 0
        assert called(url, before) == "older"
        assert called(url, after) == "newer"
    assert [function for function in state(url).older if "f(" in function] == [
        f"{place}.f({', '.join('integer' for _ in before.split(','))})"
    ]
    newer.apply(url, drop_old=True)
    assert called(url, after) == "newer"
    assert value(url, "select count(*) from pg_proc where proname = 'f'") == 1
    assert value(url, "select to_regnamespace('public_older')") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [("a int", "a int, b int default 2"), ("a int", "a bigint"), ("a int, b int", "a int, b int default 2")],
)
def test_a_function_that_accepts_the_older_arguments_as_well_serves_both_versions(
    empty_database: EmptyDatabase, older: Source, newer: Source, before: str, after: str
) -> None:
    for version, arguments in ((older, before), (newer, after)):
        copy_of_quizzler(version)
        version.function("f", as_json(version.folder.name, arguments))
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    assert called(url, before) == called(url, after) == "newer"


def test_the_older_version_can_come_back(empty_database: EmptyDatabase, older: Source, newer: Source) -> None:
    older.function("f", returns("older"))
    newer.function("f", returns("newer", "a int, b int"))
    url = empty_database()
    for version in (older, newer, older):
        version.apply(url)
    assert value(url, "select public.f(1)") == "older"
    assert state(url).older == ["public.f(integer, integer)"]
    older.apply(url, drop_old=True)
    assert value(url, "select public.f(1)") == "older"
    assert value(url, "select count(*) from pg_proc where proname = 'f'") == 1


def test_a_function_with_another_result_replaces_the_older_one(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", "create or replace function public.f(a int) returns int return a;")
    newer.function("f", returns("newer"))
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    assert value(url, "select public.f(1)") == "newer"
    assert state(url).older == ["public_older.f(integer)"]


def test_a_body_that_is_bound_to_a_function_is_bound_again_to_its_replacement(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("older", name="core.f"))
    newer.function("f", returns("newer", "a int, b int default 2", name="core.f"))
    for version in (older, newer):
        version.migration("20260101000000_core.sql", "create schema core;")
        version.function("g", "create or replace function public.g() returns text return core.f(1);")
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    assert value(url, "select public.g()") == "newer"
    newer.apply(url, drop_old=True)
    assert value(url, "select public.g()") == "newer"


def test_clients_can_not_call_older_internal_functions(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    for version, arguments in ((older, "a int"), (newer, "b int")):
        version.migration("20260101000000_core.sql", "create schema core;")
        version.function("f", as_json("f", arguments, "core.f"))
    url = empty_database()
    older.apply(url)
    newer.apply(url)
    with psycopg.connect(url) as connection:
        connection.execute("set role authenticated")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select core_older.f(1)")


def test_a_function_that_a_view_is_bound_to_is_not_moved(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("older"))
    newer.migration("20260102000000_view.sql", "create view v as select public.f(1) as one;")
    newer.function("f", returns("newer", "b int"))
    url = empty_database()
    older.apply(url)
    with pytest.raises(MigrationError, match=r"topic/f\.sql: .*view v depends on public\.f\(integer\)"):
        newer.apply(url)
    assert value(url, "select one from v") == "older"


def test_a_view_that_uses_an_older_function_is_named_and_nothing_is_dropped(
    empty_database: EmptyDatabase, older: Source, newer: Source
) -> None:
    older.function("f", returns("f"))
    older.function("g", returns("g", name="public.g"))
    url = empty_database()
    older.apply(url)
    with psycopg.connect(url) as connection:
        connection.execute("create view v as select public.f(1) as one")
    with pytest.raises(MigrationError, match=r"older functions: cannot drop (?s:.*)view v depends on"):
        newer.apply(url, drop_old=True)
    assert value(url, "select one || public.g(1) from v") == "fg"


def copy_of_quizzler(source: Source) -> None:
    """What core.call_as needs, so that a version can be called as the API calls it."""
    for path in sorted(MIGRATIONS.glob("*.sql")):
        source.migration(path.name, path.read_text())
    for path in sorted(FUNCTIONS.rglob("*.sql")):
        source.function(path.stem, path.read_text())


def as_json(result: str, arguments: str, name: str = "public.f") -> str:
    return (
        f"create or replace function {name}({arguments}) returns jsonb return to_jsonb('{result}'::text);"
        f"comment on function {name} is 'f'; grant execute on function {name} to anon;"
    )


def called(url: str, arguments: str) -> Any:
    """What public.f returns to a process that gives all of these arguments."""
    given = ", ".join(f"'{argument.split()[0]}', 1" for argument in arguments.split(", "))
    return value(url, f"select core.call_as(null, 'f', jsonb_build_object({given}))")
