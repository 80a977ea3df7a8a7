"""The rules that every table, view and function follows, read from the catalog of a migrated database."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest

from app.database.migrate import migrate
from app.database.sql_files import FUNCTIONS, MIGRATIONS, ROOT, SHIM, function_files
from tests.conftest import alone_with_the_roles
from tests.fixtures import Sql

LONGEST_LINE = 120  # .sqlfluff has it too, but sqlfluff does not look into strings
ANYONE_MAY_CALL = {  # also callers who are not signed in
    "public.abandon_attempt(uuid,text)",
    "public.answer_question(text,text,integer,jsonb,text)",
    "public.answer_turn(text,text,integer,jsonb,text)",
    "public.attempt_review(uuid,text)",
    "public.check_request()",
    "public.delete_answer(uuid,uuid,text)",
    "public.get_attempt(uuid,text)",
    "public.get_certificate(text)",
    "public.get_quiz(uuid)",
    "public.global_board(text,date,text)",
    "public.global_leaderboard(text,date,integer,text,text)",
    "public.join_room(text,text,text,bigint,text,integer)",
    "public.leave_room(text,text,integer)",
    "public.list_quizzes(text,boolean,integer,text,text,text,text[],boolean,uuid,boolean,boolean)",
    "public.list_topics(text,text[])",
    "public.make_certificate(uuid,text,boolean,text)",
    "public.my_result(uuid,text)",
    "public.next_turn(text,text)",
    "public.player_heartbeat(text,text,integer,bigint)",
    "public.question_count(public.quizzes)",
    "public.quiz(uuid)",
    "public.quiz_board(uuid)",
    "public.quiz_leaderboard(uuid,integer,text,text)",
    "public.save_answers(uuid,jsonb,text)",
    "public.start_as_guest(uuid,text,text,text,text)",
    "public.start_attempt(uuid,boolean,text,text,text)",
    "public.submit_attempt(uuid,jsonb,uuid,text)",
    "public.suggest_nickname(text)",
    "public.validate_room(text)",
    "public.watch_room(text,bigint,boolean)",
}
CLIENTS = ("anon", "authenticated", "dashboard_reader")
WRITES = "{insert,update,delete,truncate,references,trigger}"
SUPABASE_DEFAULTS = """
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
"""
CLIENT_RIGHTS = """
select r.name, c.oid::regclass::text, a.attname::text, p.name
from unnest(array['anon', 'authenticated', 'dashboard_reader', 'authenticator']) as r (name)
cross join pg_class as c
cross join unnest(array['select', 'insert', 'update']) as p (name)
join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
    and c.relkind in ('r', 'v') and has_column_privilege(r.name, c.oid, a.attnum, p.name)
union all
select r.name, p.oid::regprocedure::text, '', 'execute'
from unnest(array['anon', 'authenticated', 'dashboard_reader', 'authenticator']) as r (name)
cross join pg_proc as p
where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
    and has_function_privilege(r.name, p.oid, 'execute')
"""


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


def names(sql: Sql, query: str, *arguments: object) -> set[str]:
    """The first column, with every name qualified."""
    sql.connection.execute("set search_path = ''")
    return {row[0] for row in sql.connection.execute(query, arguments or None).fetchall()}


def sources() -> Iterator[tuple[str, str]]:
    """Name and text of every SQL file that makes the database."""
    for path in sorted([*MIGRATIONS.glob("*.sql"), *FUNCTIONS.rglob("*.sql")]):
        yield path.name, path.read_text(encoding="utf-8")


def test_every_table_view_column_and_public_function_has_a_comment(sql: Sql) -> None:
    assert not names(
        sql,
        """
        select concat_ws('.', c.oid::regclass, a.attname)
        from pg_class as c
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
            and c.relkind in ('r', 'p', 'v', 'm')
            and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
        union all
        select p.oid::regprocedure::text from pg_proc as p
        where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') is null
        """,
    )


def test_no_function_looks_names_up_on_its_callers_search_path(sql: Sql) -> None:
    """A `return` body is bound when it is created; any other sets the path, with pg_temp last: with an empty
    path, Postgres looks up types in pg_temp first.
    """
    assert not names(
        sql,
        """
        select p.oid::regprocedure::text from pg_proc as p
        where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
            and p.prosqlbody is null
            and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)
        """,
    )


def test_only_functions_meant_for_anyone_can_be_called_without_signing_in(sql: Sql) -> None:
    assert (
        names(
            sql,
            """
            select p.oid::regprocedure::text from pg_proc as p
            where p.pronamespace = 'public'::regnamespace and has_function_privilege('anon', p.oid, 'execute')
            """,
        )
        == ANYONE_MAY_CALL
    )


def test_no_function_is_left_to_everybody(sql: Sql) -> None:
    """Each is granted to the roles that call it, those of schema core too, which is closed besides."""
    assert not names(
        sql,
        """
        select p.oid::regprocedure::text from pg_proc as p
        where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
            and exists (
                select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0
            )
        """,
    )


def test_a_new_function_is_its_owners_alone_until_it_is_granted(database: psycopg.Connection) -> None:
    database.execute("create function core.another() returns integer language sql return 1")
    assert database.execute("select proacl from pg_proc where proname = 'another'").fetchall() == [
        (["postgres=X/postgres"],)
    ]


def test_nobody_but_the_owner_may_make_temporary_objects(empty_database: Callable[[], str]) -> None:
    """A caller's `pg_temp` is where names can be put that somebody else's statement finds."""
    url = empty_database()
    with alone_with_the_roles():
        migrate(url)
    with psycopg.connect(url) as connection:
        allowed = connection.execute(
            "select rolname from pg_roles "
            "where not rolsuper and rolname <> 'pg_database_owner' "
            "and has_database_privilege(rolname, current_database(), 'temporary')"
        ).fetchall()
    assert allowed == []


def test_clients_have_no_way_into_core(sql: Sql) -> None:
    query = "select r from unnest(%s::text[]) as r where has_schema_privilege(r, 'core', 'usage')"
    assert not names(sql, query, [*CLIENTS, "service_role"])


def test_no_client_may_write_to_a_table_or_view(sql: Sql) -> None:
    assert not names(
        sql,
        """
        select format('%%s: %%s on %%s', r, w, c.oid::regclass)
        from unnest(%s::text[]) as r cross join pg_class as c cross join unnest(%s::text[]) as w
        where c.relnamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
            and c.relkind in ('r', 'p', 'v', 'm')
            and (has_table_privilege(r, c.oid, w)
                or w in ('insert', 'update') and has_any_column_privilege(r, c.oid, w))
        """,
        [*CLIENTS, "service_role"],
        WRITES,
    )


def test_dashboard_readers_read_dashboards_and_nothing_else(sql: Sql) -> None:
    query = """
        select c.relnamespace::regnamespace::text from pg_class as c
        where c.relnamespace in ('core'::regnamespace, 'public'::regnamespace, 'auth'::regnamespace)
            and c.relkind in ('r', 'p', 'v', 'm')
            and has_any_column_privilege('dashboard_reader', c.oid, 'select')
        """
    assert not names(sql, query)


def test_every_core_table_has_row_level_security(sql: Sql) -> None:
    assert not names(
        sql,
        """
        select c.oid::regclass::text from pg_class as c
        where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity
        """,
    )


def test_every_policy_is_for_one_operation_and_one_role_and_no_two_are_for_the_same(sql: Sql) -> None:
    assert not names(
        sql,
        """
        select format('%s on %s', min(p.polname), p.polrelid::regclass)
        from pg_policy as p group by p.polrelid, p.polcmd, p.polroles having count(*) > 1
        union all
        select format('%s on %s', p.polname, p.polrelid::regclass)
        from pg_policy as p where p.polcmd = '*' or cardinality(p.polroles) <> 1 or p.polroles = '{0}'
        """,
    )


def test_no_policy_looks_up_the_caller_for_every_row(sql: Sql) -> None:
    policies = sql.connection.execute(
        "select polname, coalesce(pg_get_expr(polqual, polrelid), '') from pg_policy"
    ).fetchall()
    assert policies
    for name, condition in policies:
        assert not re.search(r"(?<!SELECT )(auth\.(uid|jwt|role)|core\.caller_id)\(\)", condition), name


def test_an_index_leads_with_the_columns_of_every_foreign_key(sql: Sql) -> None:
    assert not names(
        sql,
        r"""
        select format('%s: %s', k.conrelid::regclass, pg_get_constraintdef(k.oid)) from pg_constraint as k
        where k.contype = 'f' and k.connamespace = 'core'::regnamespace and not exists (
            select from pg_index as i
            where i.indrelid = k.conrelid and i.indisvalid
                and coalesce(pg_get_expr(i.indpred, i.indrelid), '') ~ '^(\(\w+ IS NOT NULL\))?$'
                and (i.indkey::int2[])[0 : cardinality(k.conkey) - 1] @> k.conkey
        )
        """,
    )


def test_every_public_view_reads_with_its_callers_rights(sql: Sql) -> None:
    assert not names(
        sql,
        """
        select c.oid::regclass::text from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
            and not coalesce('security_invoker=true' = any (c.reloptions), false)
        """,
    )


def test_schema_public_holds_no_tables(sql: Sql) -> None:
    query = (
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind <> 'v'"
    )
    assert not names(sql, query)


def test_a_public_view_with_a_tables_name_reads_only_that_table_or_has_computed_relations(sql: Sql) -> None:
    """PostgREST finds relations between views only where each column comes straight from its table.

    So a view that reads anything else has a computed relation for each foreign key, to and from it.
    """
    public = """
        public_views as (
            select v.oid as view, t.oid as base from pg_class as v
            join pg_class as t on t.relname = v.relname and t.relnamespace = 'core'::regnamespace
            where v.relnamespace = 'public'::regnamespace and v.relkind = 'v' and t.relkind = 'r'
        ),

        indirect as (
            select p.* from public_views as p
            where exists (
                select from pg_rewrite as r
                join pg_depend as d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass
                    and d.refclassid = 'pg_class'::regclass
                where r.ev_class = p.view and d.refobjid not in (p.view, p.base)
            )
        )
    """
    assert names(sql, f"with {public} select view::regclass::text from indirect") == {"public.attempts"}
    assert not names(
        sql,
        f"""
        with {public},

        wanted as (
            select here.view as here, there.view as there, k.conrelid, k.conkey, k.conname
            from pg_constraint as k
            join public_views as here on here.base = k.conrelid
            join public_views as there on there.base = k.confrelid
            where k.contype = 'f'
        ),

        ways as (
            select here, there, conrelid, conkey, conname from wanted
            union all
            select there, here, conrelid, conkey, conname from wanted
        )

        select format('%s from %s by %s', there::regclass, here::regclass, conname) from ways
        where (here in (select view from indirect) or there in (select view from indirect))
            -- the view shows the key: others are of no use to clients
            and exists (
                select from pg_attribute as key
                join pg_attribute as shown on shown.attname = key.attname
                where key.attrelid = conrelid and key.attnum = conkey[1] and shown.attrelid in (here, there)
                    and shown.attrelid = (select p.view from public_views as p where p.base = conrelid)
            )
            and not exists (
                select from pg_proc as f
                where f.pronamespace = 'public'::regnamespace
                    and f.proname = (select relname from pg_class where oid = there)
                    and f.pronargs = 1 and f.proargtypes[0] = (select reltype from pg_class where oid = here)
                    and f.prorettype = (select reltype from pg_class where oid = there)
            )
        """,
    )


def test_a_public_view_with_a_tables_name_hides_deleted_rows(sql: Sql) -> None:
    views = sql.connection.execute(
        """
        select v.oid::regclass::text, pg_get_viewdef(v.oid)
        from pg_class as v
        join pg_class as t on t.relname = v.relname and t.relnamespace = 'core'::regnamespace
        join pg_attribute as a on a.attrelid = t.oid and a.attname = 'deleted_at'
        where v.relnamespace = 'public'::regnamespace and v.relkind = 'v'
        """
    ).fetchall()
    assert views
    for name, definition in views:
        assert "deleted_at IS NULL" in definition, name


def test_every_setting_that_sql_reads_exists_and_every_existing_one_is_read(sql: Sql) -> None:
    there = {row[0] for row in sql.connection.execute("select key from core.settings").fetchall()}
    read = {key for _, text in sources() for key in re.findall(r"core\.setting\(\s*'([^']+)'", text)}
    assert read - there == set()
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    elsewhere = [
        text for name, text in sources() if not name.startswith("2")
    ]  # migrations only fill the table
    assert {
        key for key in there if not any(f"'{key}'" in t or f'"{key}"' in t for t in [*elsewhere, *code])
    } == set()


def test_no_line_of_sql_is_too_long_not_even_in_a_body_or_a_comment() -> None:
    files = [*FUNCTIONS.rglob("*.sql"), *MIGRATIONS.glob("*.sql"), *SHIM.parent.glob("*.sql")]
    too_long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert not too_long


def test_every_function_file_makes_one_function_with_its_name() -> None:
    for path in FUNCTIONS.rglob("*.sql"):
        made = re.findall(
            r"(?im)^create (?:or replace )?function (\w+)\.(\w+)", path.read_text(encoding="utf-8")
        )
        assert [name for _, name in made] == [path.stem], path


def test_every_function_of_the_database_has_a_file(sql: Sql) -> None:
    """A function made in a migration could be changed only by another migration."""
    files = {file.path.rpartition("/")[2].removesuffix(".sql") for file in function_files()}
    made = names(
        sql,
        """
        select p.proname::text from pg_proc as p
        where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)
        """,
    )
    assert made - files == set()


def test_no_two_functions_share_a_name(sql: Sql) -> None:
    """PostgREST and core.call_as choose functions by name, and computed relationships by their view too."""
    assert not names(
        sql,
        """
        select p.proname::text from pg_proc as p
        left join pg_type as t on t.oid = p.proargtypes[0] and t.typtype = 'c'
        where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace)
            and (t.oid is null or not p.proretset)
        group by p.pronamespace, p.proname having count(*) > 1
        """,
    )


def test_every_function_body_is_valid(each_database: psycopg.Connection) -> None:
    """Bodies are created unchecked, because they may name functions of later files. Now all exist."""
    each_database.execute("set check_function_bodies = on")
    for file in function_files():
        each_database.execute(file.text.encode())


def test_supabases_default_privileges_give_clients_nothing_more(
    empty_database: Callable[[], str],
) -> None:
    """A new Supabase project grants everything in schema public to every client role."""
    plain, supabase = empty_database(), empty_database()
    with alone_with_the_roles():
        with psycopg.connect(supabase, autocommit=True) as connection:
            connection.execute(SHIM.read_bytes())
            connection.execute(SUPABASE_DEFAULTS)
        migrate(plain)
        migrate(supabase)
    rights = []
    for url in (plain, supabase):
        with psycopg.connect(url) as connection:
            rights.append(set(connection.execute(CLIENT_RIGHTS).fetchall()))
    assert rights[1] - rights[0] == set()


def test_row_level_security_applies_to_every_client(sql: Sql) -> None:
    query = "select rolname::text from pg_roles where rolname = any (%s) and (rolsuper or rolbypassrls)"
    assert not names(sql, query, [*CLIENTS, "authenticator"])


def test_postgrest_is_told_to_refuse_it_before_each_request(empty_database: Callable[[], str]) -> None:
    """PostgREST reads the settings of its login role."""
    url = empty_database()
    with alone_with_the_roles():
        migrate(url)
    with psycopg.connect(url) as connection:
        settings = connection.execute(
            "select unnest(setconfig) from pg_db_role_setting "
            "where setrole = 'authenticator'::regrole "
            "and setdatabase = (select oid from pg_database where datname = current_database())"
        ).fetchall()
    assert settings == [("pgrst.db_pre_request=public.check_request",)]


READS_THE_TOKEN = {"core.caller_id()", "core.person_id()", "public.may_delete_account()"}


def test_who_is_calling_is_asked_in_one_place(sql: Sql) -> None:
    """auth.uid() and auth.jwt() also know deleted accounts and ended sessions. The role may be read."""
    sql.connection.execute("set search_path = ''")
    texts = sql.connection.execute(
        """
        select p.oid::regprocedure::text, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
        from pg_proc as p where p.pronamespace = any(%(schemas)s::regnamespace[])
        union all
        select c.oid::regclass::text, pg_get_viewdef(c.oid)
        from pg_class as c where c.relkind = 'v' and c.relnamespace = any(%(schemas)s::regnamespace[])
        union all
        select c.oid::regclass || ': ' || p.polname,
            concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
        from pg_policy as p inner join pg_class as c on c.oid = p.polrelid
        where c.relnamespace = any(%(schemas)s::regnamespace[])
        """,
        {"schemas": ["core", "public", "dashboards"]},
    ).fetchall()
    of_the_role = r"auth\.jwt\(\) ->> 'role'"
    readers = {
        name for name, text in texts if re.search(r"auth\.(uid|jwt)\(\)", re.sub(of_the_role, "", text))
    }
    assert readers == READS_THE_TOKEN
