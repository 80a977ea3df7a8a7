"""create_tables.sql and the seeds, pasted into a Supabase project where odd people have signed up before."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.database.create_tables import create_tables_text
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.main import create_app
from app.settings import ConfigurationError, Settings
from app.trivia.load import BANK, load_bank, seed_texts
from tests.database.catalog import catalog
from tests.fixtures import JWT_SECRET, Sql

PROJECT = Path(__file__).with_name("supabase_project.sql")
REALTIME = Path(__file__).parents[1] / "rooms" / "realtime" / "realtime.sql"
RIGHTS_OF_REALTIME = """
alter table realtime.messages owner to supabase_realtime_admin;
alter function realtime.send owner to supabase_realtime_admin;
alter function realtime.topic owner to supabase_realtime_admin;
grant usage on schema realtime to postgres with grant option;
grant select, insert, update on realtime.messages to postgres;
grant usage on sequence realtime.place to postgres;
"""
# With this membership, role postgres may make policies for Realtime. Since July 2026 projects don't have
# it, and the extension supautils lets that role make them.
AS_WITH_SUPAUTILS = "grant supabase_realtime_admin to postgres"
WITHOUT_SUPAUTILS = "revoke supabase_realtime_admin from postgres"
SUPERUSER = "supabase_admin"
QUICK = {"fsync": "off", "max_connections": "20", "shared_buffers": "16MB"}
ODD_PEOPLE = (  # email, phone, metadata, whether anonymous
    (None, None, "{}", True),
    (None, None, None, True),
    (None, "15550100", "{}", False),
    ("Ada@Example.com", None, '{"display_name": "Ada"}', False),
    ("text@example.com", None, '"a text"', False),
    ("list@example.com", None, "[1, 2]", False),
    ("null@example.com", None, "null", False),
    ("object@example.com", None, '{"display_name": {"first": "Ada"}}', False),
    ("number@example.com", None, '{"display_name": 7}', False),
    ("long@example.com", None, json.dumps({"display_name": "x" * 5000}), False),
    ("blank@example.com", None, json.dumps({"display_name": " \t\u202e "}), False),
    (" @example.com", None, "{}", False),
    ("", None, "{}", False),
)


@pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"], scope="module")
def project(request: pytest.FixtureRequest, session_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server of its own, whose role `postgres` is no superuser. Roles belong to a whole server."""
    folder = session_folder / uuid.uuid4().hex[:8]  # a worker may make the server of a version twice
    server = EmbeddedPostgres(folder, request.param, QUICK)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role temporary superuser login")
    with psycopg.connect(server.url("temporary"), autocommit=True) as connection:
        connection.execute(f"alter role postgres rename to {SUPERUSER}")
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        connection.execute("drop role temporary")
        connection.execute(PROJECT.read_bytes())
        connection.execute(REALTIME.read_bytes())
        connection.execute(RIGHTS_OF_REALTIME)
        connection.execute(AS_WITH_SUPAUTILS)
        for person in ODD_PEOPLE:
            sign_up(connection, *person)
    with psycopg.connect(server.url("postgres"), autocommit=True) as editor:
        editor.execute(create_tables_text().encode())
        for text in seed_texts().values():
            editor.execute(text.encode())
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as connection:
        connection.execute(WITHOUT_SUPAUTILS)
    yield server
    server.stop()


@pytest.fixture
def sql(project: EmbeddedPostgres) -> Iterator[Sql]:
    with psycopg.connect(project.url(SUPERUSER), autocommit=True) as connection:
        yield Sql(connection)


@pytest.fixture
def editor(project: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    """Supabase's SQL editor."""
    with psycopg.connect(project.url("postgres"), autocommit=True) as connection:
        yield connection


def sign_up(
    connection: psycopg.Connection,
    email: str | None,
    phone: str | None,
    metadata: str | None,
    anonymous: bool,
) -> str:
    """As Supabase Auth does it."""
    person_id = str(uuid.uuid4())
    with connection.transaction():
        connection.execute("set local role supabase_auth_admin")
        connection.execute(
            "insert into auth.users (id, aud, role, email, phone, raw_user_meta_data, is_anonymous) "
            "values (%s, 'authenticated', 'authenticated', %s, %s, %s, %s)",
            [person_id, email, phone, metadata, anonymous],
        )
    return person_id


def test_role_postgres_is_no_superuser(editor: psycopg.Connection) -> None:
    row = editor.execute(
        "select current_user, rolsuper from pg_roles where rolname = current_user"
    ).fetchone()
    assert row == ("postgres", False)


def test_odd_people_from_before_have_a_name_and_credit_accounts(sql: Sql) -> None:
    assert (
        sql.value(
            "select count(*) from auth.users as u where not exists "
            "(select from core.profiles as p where p.id = u.id and display_name <> '') or "
            "(select count(*) from core.credit_accounts as a where a.owner_id = u.id) <> 2"
        )
        == 0
    )
    assert sql.value("select sum(balance) from core.credit_accounts") == 0


@pytest.mark.parametrize("person", ODD_PEOPLE, ids=repr)
def test_such_people_can_sign_up_afterwards_and_make_a_quiz(sql: Sql, person: tuple) -> None:
    email, phone, *rest = person
    late = None if email is None else f"late{email}"
    person_id = sign_up(sql.connection, late, phone and f"{phone}9", *rest)
    made = as_person(sql, person_id, "select public.create_quiz('{\"title\": \"Mine\"}') ->> 'title'")
    assert made == "Mine"


def as_person(sql: Sql, person_id: str, query: str) -> Any:
    """As PostgREST runs it."""
    with sql.connection.transaction():
        claims = json.dumps({"sub": person_id, "role": "authenticated"})
        sql.connection.execute("set local session authorization authenticator")
        sql.connection.execute("set local role authenticated")
        sql.connection.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        return sql.value(query)


def test_realtime_is_found_and_set_up(sql: Sql) -> None:
    assert sql.value("select core.has_realtime()")
    assert sql.value("select count(*) from pg_policy where polrelid = 'realtime.messages'::regclass") == 2


def test_events_reach_realtime_by_the_rights_that_role_postgres_has(sql: Sql) -> None:
    host = sign_up(sql.connection, f"{uuid.uuid4().hex}@example.com", None, "{}", False)

    def call(function: str) -> Any:
        return as_person(sql, host, f"select public.{function}")

    quiz = call("create_quiz('{\"title\": \"Mine\"}') ->> 'id'")
    question = {"kind": "true_false", "prompt": "Is it?", "correct": True}
    call(f"create_questions('{quiz}', '{json.dumps([question])}')")
    room = call(f"create_room('{quiz}') ->> 'room_code'")
    call(f"host_room('{room}')")
    call(f"lock_room('{room}', true)")
    sent = "select count(*) from realtime.messages where topic = %s"
    assert sql.value(sent, f"room:{room}:host") > 0


def test_without_the_right_to_make_its_policies_rooms_do_not_use_realtime(sql: Sql) -> None:
    warnings: list[str] = []
    sql.connection.add_notice_handler(lambda told: warnings.append(str(told.message_primary)))
    with sql.connection.transaction(force_rollback=True):
        sql.connection.execute("drop trigger broadcast_event on core.room_events")
        sql.connection.execute('drop policy "anon receives from rooms" on realtime.messages')
        sql.connection.execute("set local session authorization postgres")
        assert not sql.value("select core.set_up_realtime()")
        assert not sql.value("select core.has_realtime()")
    assert "set_up_realtime" in warnings[0]


def test_postgrest_is_told_to_refuse_ended_sessions(sql: Sql) -> None:
    settings = sql.value(
        "select setconfig from pg_db_role_setting "
        "where setrole = 'authenticator'::regrole and setdatabase <> 0"
    )
    assert settings == ["pgrst.db_pre_request=public.check_request"]


def test_pasting_it_again_changes_nothing_and_says_so(sql: Sql, editor: psycopg.Connection) -> None:
    before = catalog(sql.connection)
    with pytest.raises(psycopg.errors.RaiseException, match="there is nothing to do"):
        editor.execute(create_tables_text().encode())
    editor.execute("rollback")
    assert catalog(sql.connection) == before


def test_the_bank_is_there_and_running_the_seeds_again_keeps_it(sql: Sql, editor: psycopg.Connection) -> None:
    questions = len(BANK.read_bytes().splitlines())
    assert sql.value("select sum(questions) from public.trivia_topics") == questions
    for text in seed_texts().values():
        editor.execute(text.encode())
    assert sql.value("select count(*) from core.trivia_questions") == questions


def test_the_seeds_are_the_bank_that_a_start_would_load(project: EmbeddedPostgres, sql: Sql) -> None:
    assert load_bank(project.url("postgres")) == 0


def test_the_seeds_are_not_stale() -> None:
    for path, text in seed_texts().items():
        assert path.read_text(encoding="utf-8") == text, "run: make sql"


def test_migrating_as_role_postgres_changes_nothing_more(project: EmbeddedPostgres, sql: Sql) -> None:
    before = catalog(sql.connection)
    assert migrate(project.url("postgres")) == 0
    assert catalog(sql.connection) == before


def test_role_postgres_can_let_dashboard_reader_in(
    project: EmbeddedPostgres, sql: Sql, editor: psycopg.Connection
) -> None:
    """The steps of docs/supabase.md."""
    editor.execute("alter role dashboard_reader password 'a-long-random-text'")
    assert sql.value("select rolpassword like 'SCRAM%%' from pg_authid where rolname = 'dashboard_reader'")
    with psycopg.connect(project.url("dashboard_reader")) as reader:
        assert reader.execute("select count(*) from dashboards.quiz_results").fetchone() is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("select count(*) from public.quizzes")


def test_a_signed_out_session_of_supabase_auth_is_refused(sql: Sql) -> None:
    person_id = sign_up(sql.connection, f"{uuid.uuid4().hex}@example.com", None, "{}", False)
    session = str(uuid.uuid4())
    claims = json.dumps({"sub": person_id, "role": "authenticated", "session_id": session})
    sql.connection.execute("select set_config('request.jwt.claims', %s, false)", [claims])
    with pytest.raises(psycopg.Error) as refused:
        sql.connection.execute("select public.check_request()")
    assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT401", "session_ended")


async def test_a_start_without_supabase_url_says_where_the_accounts_are(
    project: EmbeddedPostgres, tmp_path: Path
) -> None:
    given = {"database_url": project.url("postgres"), "quizzler_data_dir": tmp_path}
    app = create_app(Settings(_env_file=None, jwt_secret_key=JWT_SECRET, **given))
    with pytest.raises(ConfigurationError, match="SUPABASE_URL"):
        async with app.router.lifespan_context(app):
            pass
