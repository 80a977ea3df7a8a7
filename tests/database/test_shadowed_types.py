"""What a caller puts into pg_temp is never run by a function with its owner's rights.

With an empty search_path, Postgres looks up types in pg_temp first. A caller who makes a domain
`pg_temp.jsonb` with a check of their own would have that check run as the owner of any definer function
that declares a `jsonb`.
"""

from contextlib import suppress

import psycopg
import pytest

from tests.fixtures import Sql

SHADOWED = ("jsonb", "text", "uuid", "int4", "int8", "bool", "timestamptz")
ATTACK = """
create function pg_temp.ran() returns boolean language plpgsql as $$
begin
    if current_user <> 'ROLE' then
        perform pg_catalog.set_config('attack.ran_as', current_user::pg_catalog.text, false);
    end if;
    return true;
end;
$$;
"""
DEFINERS = """
select p.oid::regprocedure::text, format(
    'select %s(%s)', p.oid::regproc,
    (select string_agg('null::' || format_type(a.type, null), ', ' order by a.place)
    from unnest(p.proargtypes) with ordinality as a (type, place))
)
from pg_proc as p
where p.pronamespace in ('public'::regnamespace, 'core'::regnamespace, 'dashboards'::regnamespace)
    and p.prosecdef and p.prorettype <> 'trigger'::regtype
    and has_schema_privilege(%s, p.pronamespace, 'usage') and has_function_privilege(%s, p.oid, 'execute')
"""


@pytest.mark.parametrize("role", ["anon", "authenticated", "dashboard_reader", "authenticator"])
def test_no_definer_function_runs_what_its_caller_has_put_into_pg_temp(sql: Sql, role: str) -> None:
    connection = sql.connection
    connection.execute("set search_path = ''")
    functions = connection.execute(DEFINERS.replace("%s(%s)", "%%s(%%s)"), [role, role]).fetchall()
    assert bool(functions) == (role != "dashboard_reader")  # who may call none at all
    connection.execute(f"set role {role}")
    connection.execute(ATTACK.replace("ROLE", role))
    for name in SHADOWED:
        connection.execute(f"create domain pg_temp.{name} as pg_catalog.{name} check (pg_temp.ran())")
    ran = {}
    for signature, call in functions:
        with suppress(psycopg.Error):  # it may refuse nulls, but only after it has looked up its types
            connection.execute(call)
        ran_as = sql.value("select pg_catalog.current_setting('attack.ran_as', true)")
        if ran_as:
            ran[signature] = ran_as
            connection.execute("select pg_catalog.set_config('attack.ran_as', '', false)")
    connection.execute("reset role")
    assert ran == {}
