"""create_tables.sql makes the same database as the migrations do."""

from collections.abc import Callable

import psycopg
import pytest

from app.database.create_tables import CREATE_TABLES, create_tables_text
from app.database.migrate import State, migrate, state
from app.database.sql_files import SHIM, migrations
from tests.accounts.test_database import AS_ON_SUPABASE
from tests.conftest import alone_with_the_roles
from tests.database.catalog import catalog

EmptyDatabase = Callable[[], str]


def paste(url: str) -> None:
    """Make what a new Supabase project has, and run the file as the SQL editor does."""
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
    assert state(url) == State(pending=[], functions=[], unknown=[], older=[], trouble=None)
    with psycopg.connect(url) as connection:
        before = catalog(connection)
    with alone_with_the_roles():
        assert migrate(url) == 0
    with psycopg.connect(url) as connection:
        assert catalog(connection) == before


def test_a_second_run_says_in_one_sentence_that_there_is_nothing_to_do(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    paste(url)
    with psycopg.connect(url, autocommit=True) as connection:
        before = catalog(connection)
        with pytest.raises(psycopg.errors.RaiseException) as refused:
            connection.execute(create_tables_text().encode())
        assert refused.value.diag.message_primary == (
            "Quizzler is installed in this database already, at this version: there is nothing to do."
        )
        assert catalog(connection) == before


def test_running_it_over_another_version_says_what_to_do(empty_database: EmptyDatabase) -> None:
    url = empty_database()
    paste(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "update supabase_migrations.applied_files set digest = '' where name = 'core.fail'"
        )
        with pytest.raises(psycopg.errors.RaiseException, match="bring it to this one with quizzler migrate"):
            connection.execute(create_tables_text().encode())


def test_it_runs_as_the_role_postgres_of_a_supabase_project(empty_database: EmptyDatabase) -> None:
    """That role is not a superuser."""
    url = empty_database()
    with alone_with_the_roles(), psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SHIM.read_bytes())
        connection.execute(AS_ON_SUPABASE)
        connection.execute(f"grant create on database {connection.info.dbname} to test_owner")
        connection.execute("set session authorization test_owner")
        connection.execute(create_tables_text().encode())
        assert connection.execute("select core.setting('page.max_size')").fetchall() == [(100,)]


def test_it_contains_no_text_of_a_migration_twice() -> None:
    text = create_tables_text()
    for each in migrations():
        assert text.count(each.text.strip()) == 1
        assert each.text.strip().replace("'", "''") not in text  # as a string, which a record would contain


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
def test_the_comparison_notices_each_change(database: psycopg.Connection, change: str) -> None:
    before = catalog(database)
    database.execute(change)
    assert catalog(database) != before
