"""What row-level security costs: one's own rows are found by an index, however many others there are."""

import pytest

from tests.fixtures import Sql

VIEWS = """
    attempts attempt_questions attempt_choices answers results question_versions rooms players teams
    quiz_collaborators questions room_questions room_choices live_answers room_events credit_entries
    payment_disputes
"""


@pytest.mark.parametrize("view", VIEWS.split())
def test_ones_own_rows_are_found_by_an_index(sql: Sql, view: str) -> None:
    sql.connection.execute("set enable_seqscan = off")  # the tables are empty: all scans cost the same
    plan = sql.select(sql.person(), f"explain select * from public.{view}")
    assert [line for row in plan for line in row.values() if "Seq Scan" in line] == []
