"""The example of docs/realtime.md calls functions as they are."""

import re

import pytest

from app.database.sql_files import ROOT
from tests.fixtures import Sql

PAGE = (ROOT / "docs" / "realtime.md").read_text(encoding="utf-8")
CALLS = re.findall(r"call\('(\w+)', \{([^}]*)\}\)", PAGE)
ARGUMENTS = """
select proargnames::text[] from pg_proc where pronamespace = 'public'::regnamespace and proname = %s
"""


@pytest.mark.parametrize(("function", "arguments"), CALLS)
def test_each_call_of_the_example_fits_its_function(
    read_only_sql: Sql, function: str, arguments: str
) -> None:
    known = read_only_sql.value(ARGUMENTS, function)
    assert known is not None
    assert {name.strip() for name in arguments.split(",")} <= set(known)


def test_each_function_of_the_table_has_these_arguments(read_only_sql: Sql) -> None:
    rows = re.findall(r"^\| `(\w+)` \| [\w, ]+ \|([^|]*)\|", PAGE, re.MULTILINE)
    assert len(rows) == 7
    for function, arguments in rows:
        known = read_only_sql.value(ARGUMENTS, function)
        assert set(re.findall(r"`(\w+)`", arguments)) <= set(known), function
