"""What reads cost: one's own rows are found by an index, and no plan changes its mind after some calls."""

import pytest

from benchmarks.million import LEFT_OUT, Crowd, changes_of_mind, leave_out
from tests.fixtures import Sql

VIEWS = """
    attempts attempt_questions attempt_choices answers results question_versions rooms players teams
    quiz_collaborators folders filed_quizzes questions room_questions room_choices live_answers
    room_events credit_entries payment_disputes
"""


@pytest.mark.parametrize("view", VIEWS.split())
def test_ones_own_rows_are_found_by_an_index(sql: Sql, view: str) -> None:
    sql.connection.execute("set enable_seqscan = off")  # the tables are empty: all scans cost the same
    plan = sql.select(sql.person(), f"explain select * from public.{view}")
    assert [line for row in plan for line in row.values() if "Seq Scan" in line] == []


def test_the_eighth_call_on_a_connection_reads_no_more_than_the_second(sql18: Sql) -> None:
    """Among 100,000 people `python -m benchmarks.million` makes the same comparison."""
    crowd = Crowd(sql18.connection, 1000)
    crowd.fill(lambda done, of: None)
    assert changes_of_mind(crowd) == {}


def test_no_trigger_joins_the_rows_that_a_statement_changed(sql: Sql) -> None:
    """Its plan is made for one row and kept: a join would then compare each of thousands with each."""
    joined = "select proname from pg_proc where prosrc ~* 'join\\s+(old|new)_rows'"
    assert [name for (name,) in sql.connection.execute(joined)] == []


def test_what_the_benchmark_leaves_out_of_handing_in_is_there(sql18: Sql) -> None:
    for triggers in LEFT_OUT.values():
        leave_out(sql18.connection, triggers)
