"""create_tables.sql makes the same database as the migrations do."""

from collections.abc import Callable

import psycopg
import pytest

from app.cli import CREATE_TABLES
from app.database.migrate import SHIM, State, create_tables_text, migrate, state
from tests.conftest import alone_with_the_roles
from tests.database.catalog import catalog

EmptyDatabase = Callable[[], str]


def paste(url: str) -> None:
    """What a new Supabase project has, and then the file as the SQL editor runs it."""
    with alone_with_the_roles(), psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SHIM.read_bytes())
        connection.execute(create_tables_text().encode())


def test_create_tables_is_not_stale() -> None:
    assert CREATE_TABLES.read_text(encoding="utf-8") == create_tables_text(), "run: make sql"


def test_pasting_it_and_migrating_make_equal_databases(empty_database: EmptyDatabase) -> None:
    pasted, migrated = empty_database(), empty_database()
    paste(pasted)
    with alone_with_the_roles():
        migrate(migrated)
    with psycopg.connect(pasted) as one, psycopg.connect(migrated) as other:
        ours, theirs = catalog(one), catalog(other)
    assert len(ours["functions"]) > 100
    for what, found in ours.items():
        assert found == theirs[what], what


def test_migrating_after_pasting_it_changes_nothing(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    paste(url)
    assert state(url) == State([], [], [], [])
    with psycopg.connect(url) as connection:
        before = catalog(connection)
    with alone_with_the_roles():
        assert migrate(url) == 0
    with psycopg.connect(url) as connection:
        assert catalog(connection) == before


def test_pasting_it_twice_is_refused_and_changes_nothing(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    paste(url)
    with psycopg.connect(url, autocommit=True) as connection:
        before = catalog(connection)
        with pytest.raises(psycopg.errors.DuplicateSchema):
            connection.execute(create_tables_text().encode())
        connection.execute("rollback")
        assert catalog(connection) == before


@pytest.mark.parametrize(
    "change",
    [
        "alter table core.quizzes alter column language set default 'de'",
        "alter table core.quizzes alter column title drop not null",
        "alter table core.quizzes disable row level security",
        "grant delete on core.quizzes to authenticated",
        "grant select (key) on core.questions to authenticated",
        "comment on table core.quizzes is 'other'",
        "create or replace function public.check_request() returns void language sql begin atomic; end",
        "grant execute on function public.create_quiz(jsonb) to anon",
        "create policy other on core.quizzes for select to anon using (true)",
        "alter type core.difficulty add value 'none'",
        "drop index core.quizzes_owner_id_idx",
        "alter view public.quizzes set (security_invoker = false)",
        "alter table core.questions disable trigger keep_version",
        "update core.settings set value = '1' where key = 'quiz.max_questions'",
        "alter default privileges in schema public grant select on tables to anon",
    ],
)
def test_the_comparison_sees(database: psycopg.Connection, change: str) -> None:
    before = catalog(database)
    database.execute(change)
    assert catalog(database) != before
