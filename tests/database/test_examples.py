"""The examples in the comments of SQL functions are true, and every immutable function has one."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.fixtures import Sql

FUNCTIONS = """
select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc'), p.provolatile = 'i'
from pg_proc as p
where p.pronamespace in ('core'::regnamespace, 'public'::regnamespace)
order by 1
"""


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


def examples(comment: str) -> Iterator[tuple[str, list[str]]]:
    """Each `> select …` of a comment with the output lines under it, up to a blank line or the next one.

    A query may go on in lines that begin with `>   `.
    """
    query: str | None = None
    output: list[str] = []
    for line in [*comment.splitlines(), ""]:
        if query is not None and line.startswith(">   "):
            query += f" {line[1:].strip()}"
            continue
        if query is not None and (line.startswith("> ") or not line.strip()):
            yield query, output
            query = None
        if line.startswith("> "):
            query, output = line[2:], []
        elif query is not None:
            output.append(line)


def shown(value: Any) -> str:
    return "null" if value is None else {b"t": "t", b"f": "f"}.get(value, value.decode())


def run(connection: psycopg.Connection, query: str) -> list[str]:
    """The rows of a query, one a line, with ` | ` between columns. Changes are rolled back."""
    with connection.transaction(force_rollback=True):
        result = connection.execute(query, prepare=False).pgresult
        assert result is not None
        rows = range(result.ntuples)
        columns = range(result.nfields)
        return [" | ".join(shown(result.get_value(row, column)) for column in columns) for row in rows]


def test_the_examples_of_functions_are_true(sql: Sql) -> None:
    wrong = []
    found = 0
    for name, comment, _ in sql.connection.execute(FUNCTIONS).fetchall():
        for query, expected in examples(comment or ""):
            found += 1
            try:
                output = run(sql.connection, query)
            except psycopg.Error as error:
                output = [str(error)]
            if output != expected:
                wrong.append(f"{name}\n  > {query}\n  says {expected}\n  gave {output}")
    assert not wrong, "\n".join(wrong)
    assert found


def test_every_immutable_function_has_an_example(sql: Sql) -> None:
    functions = sql.connection.execute(FUNCTIONS).fetchall()
    bare = [name for name, comment, immutable in functions if immutable and not list(examples(comment or ""))]
    assert not bare
