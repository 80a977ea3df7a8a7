"""Accounts in SQL, made through REST, Supabase Auth or SQL, also on Supabase's own tables."""

import json
import re
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql as quoting

from app.database.migrate import migrate
from app.database.sql_files import SHIM
from tests.fixtures import Refused, Sql, database_url

# The roles of a Supabase project: `postgres` is no superuser and owns nothing in schema auth, but may use it.
AS_ON_SUPABASE = """
do $$
begin
    create role test_auth_admin noinherit nologin;
    create role test_owner login createrole bypassrls;
exception when duplicate_object or unique_violation then
    null;
end;
$$;
alter schema auth owner to test_auth_admin;
alter table auth.users owner to test_auth_admin;
alter table auth.sessions owner to test_auth_admin;
alter table auth.refresh_tokens owner to test_auth_admin;
alter table auth.users add column phone text unique;
create table auth.identities (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users on delete cascade,
    identity_data jsonb not null
);
alter table auth.identities owner to test_auth_admin;
grant usage on schema auth to test_owner;
grant all on all tables in schema auth to test_owner;
grant all on all routines in schema auth to test_owner;
grant anon, authenticated, service_role to test_owner with admin option;
grant all on schema public to test_owner;
"""


@pytest.fixture
def on_supabase(database: psycopg.Connection) -> Iterator[Sql]:
    """A database like a Supabase project's, with an account, migrated by its role `postgres`."""
    name = f"supabase_{uuid.uuid4().hex[:12]}"
    database.execute(quoting.SQL("create database {}").format(quoting.Identifier(name)))
    url = database_url(database, "postgres").replace(database.info.dbname, name)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SHIM.read_text().encode())
            connection.execute(AS_ON_SUPABASE)
            connection.execute(
                quoting.SQL("grant create on database {} to test_owner").format(quoting.Identifier(name))
            )
            connection.execute("insert into auth.users (email) values ('early@example.com')")
            migrate(url.replace("postgres@", "test_owner@"))
            yield Sql(connection)
    finally:
        database.execute(quoting.SQL("drop database {} with (force)").format(quoting.Identifier(name)))


def identify(sql: Sql, person_id: str) -> None:
    sql.connection.execute("set role test_auth_admin")
    sql.connection.execute(
        "insert into auth.identities (user_id, identity_data) values (%s, '{}')", [person_id]
    )
    sql.connection.execute("reset role")


def test_accounts_from_before_quizzler_have_a_profile(on_supabase: Sql) -> None:
    assert re.fullmatch(r"Somebody \d{4}", on_supabase.value("select display_name from core.profiles"))


def test_on_supabase_a_sign_up_makes_a_profile(on_supabase: Sql) -> None:
    on_supabase.connection.execute("set role test_auth_admin")
    ada = on_supabase.person("ada")
    on_supabase.connection.execute("reset role")
    assert on_supabase.call(ada, "my_account")["display_name"] == "ada"


def test_on_supabase_an_account_can_be_deleted_by_its_owner(on_supabase: Sql) -> None:
    ada = on_supabase.person("ada")
    identify(on_supabase, ada.id)
    assert on_supabase.call(ada, "delete_account") == {"id": ada.id, "deleted": True}
    assert on_supabase.value("select count(*) from auth.identities") == 0
    assert on_supabase.value("select count(*) from auth.users where email = %s", ada.email) == 0
    with pytest.raises(Refused, match="session has ended"):
        on_supabase.call(ada, "my_account")


@pytest.mark.parametrize(
    "statement",
    ["update auth.users set deleted_at = now() where id = %s", "delete from auth.users where id = %s"],
    ids=["soft", "hard"],
)
def test_on_supabase_the_admin_api_deletes_the_profile_too(on_supabase: Sql, statement: str) -> None:
    ada = on_supabase.person("ada")
    on_supabase.connection.execute("set role test_auth_admin")
    on_supabase.connection.execute("insert into auth.sessions (user_id) values (%s)", [ada.id])
    on_supabase.connection.execute(statement.encode(), [ada.id])
    on_supabase.connection.execute("reset role")
    profile = "select display_name, deleted_at is not null from core.profiles where id = %s"
    row = on_supabase.connection.execute(profile, [ada.id]).fetchone()
    assert row == ("Deleted account", True)
    assert on_supabase.value("select count(*) from auth.sessions") == 0


def test_on_supabase_a_signed_out_session_is_refused_at_once(on_supabase: Sql) -> None:
    ada = on_supabase.person("ada")
    session = on_supabase.value("insert into auth.sessions (user_id) values (%s) returning id", ada.id)
    claims = json.dumps({**ada.claims, "session_id": str(session)})
    call = "select core.call_as(%s, 'my_account', '{}')"
    assert on_supabase.value(call, claims)["id"] == ada.id
    on_supabase.connection.execute("delete from auth.sessions")
    with pytest.raises(psycopg.Error, match="session has ended"):
        on_supabase.connection.execute(call, [claims])


def test_no_display_name_prevents_a_sign_up_outside_of_rest(sql: Sql) -> None:
    for name in ("x" * 500, "", "\u200b", None, 7, ["Ada"], {"first": "Ada"}):
        email = f"{uuid.uuid4().hex}@example.com"
        sql.connection.execute(
            "insert into auth.users (email, raw_user_meta_data) values (%s, %s::jsonb)",
            [email, json.dumps({"display_name": name})],
        )
    assert (
        sql.value("select count(*) from core.profiles where char_length(display_name) between 1 and 80") == 7
    )
    sql.connection.execute("insert into auth.users (email) values (null)")
    assert sql.value("select count(*) from core.profiles where display_name ~ '^Somebody [0-9]{4}$'") == 4


def test_a_name_that_nobody_gave_says_nothing_of_the_address(sql: Sql) -> None:
    sql.connection.execute("insert into auth.users (email) values ('ada.lovelace@example.com')")
    assert "ada" not in sql.value("select lower(display_name) from core.profiles")


def test_a_caller_without_a_session_has_no_account(sql: Sql) -> None:
    for function in ("my_account", "delete_account"):
        with pytest.raises(Refused) as refused:
            sql.call(None, function)
        assert refused.value.sqlstate == "42501"


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", "dashboard_reader"])
@pytest.mark.parametrize(
    "statement",
    [
        "select * from auth.users",
        "select * from auth.sessions",
        "select * from auth.refresh_tokens",
        "select * from core.account_attempts",
        "select * from core.known_clients",
        "select core.begin_sign_in('ada@example.com', null)",
        "select core.open_session(null, null, null, null, 1, null, null)",
        "select core.rotate_refresh_token('a', 'b', 1)",
        "select core.end_sessions(null, null, 'global')",
        "select core.change_password(null, null, null, null, null)",
    ],
)
def test_no_client_can_read_or_call_the_internals_of_accounts(sql18: Sql, role: str, statement: str) -> None:
    sql18.connection.execute(f"set role {role}".encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql18.connection.execute(statement.encode())


def test_people_read_and_change_their_own_account_only(sql: Sql) -> None:
    ada, bob = sql.person("ada"), sql.person("bob")
    assert sql.call(ada, "update_account", display_name=" Countess\t")["display_name"] == "Countess"
    assert sql.call(bob, "my_account")["display_name"] == "bob"
    assert sql.call(ada, "my_account")["display_name"] == "Countess"


def test_a_deleted_account_can_be_deleted_only_once(sql: Sql) -> None:
    ada = sql.person("ada")
    sql.call(ada, "delete_account")
    with pytest.raises(Refused) as refused:
        sql.call(ada, "delete_account")
    assert (refused.value.status, refused.value.code) == (401, "session_ended")


def test_an_address_can_be_deleted_and_registered_any_number_of_times(sql: Sql) -> None:
    for _ in range(3):
        sql.connection.execute("insert into auth.users (email) values ('again@example.com')")
        again = sql.value("select id::text from auth.users where email = 'again@example.com'")
        sql.value(
            "select set_config('request.jwt.claims', json_build_object('sub', %s::text)::text, false)", again
        )
        sql.value("select public.delete_account()")
    assert sql.value("select count(*) from core.profiles where deleted_at is not null") == 3
