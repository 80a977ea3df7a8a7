"""Nobody writes to a view: what changes something is a function."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql as statements

from tests.fixtures import Sql

ROLES = ("anon", "authenticated", "service_role")
WRITES = ("insert into {} ({}) values (null)", "update {} set {} = null", "delete from {}")


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


def columns(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Each column of each view of schema public."""
    yield from connection.execute(
        "select c.relname, a.attname from pg_class as c "
        "inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 "
        "where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace order by 1, 2"
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_write_to_a_view_is_refused_for_want_of_a_right(sql: Sql, role: str) -> None:
    """PostgREST makes 403 of that. Of "not updatable" it would make 500."""
    sql.connection.execute(f"set role {role}")
    found = {}
    for view, column in columns(sql.connection):
        for write in WRITES:
            names = (statements.Identifier("public", view), statements.Identifier(column))
            with pytest.raises(psycopg.Error) as refused:
                sql.connection.execute(statements.SQL(write).format(*names[: write.count("{}")]))
            found[view, column, write] = refused.value.sqlstate
    assert len(found) > 500
    assert {each: state for each, state in found.items() if state != "42501"} == {}
