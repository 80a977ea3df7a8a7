"""What reads cost: one's own rows are found by an index, and no plan changes its mind after some calls."""

from collections.abc import Callable

import pytest

from benchmarks.million import Crowd
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


FETCHED = """
select sum(pg_stat_get_xact_blocks_fetched(c.oid))::integer
from pg_class as c where c.relnamespace = 'core'::regnamespace
"""


def test_the_eighth_call_on_a_connection_reads_no_more_than_the_second(sql18: Sql) -> None:
    """From the sixth call on, Postgres may take a plan that is the same for all arguments."""
    crowd = Crowd(sql18.connection, 1000)
    crowd.fill(lambda done, of: None)

    def fetched(call: Callable[[int], object]) -> int:
        with sql18.connection.transaction():
            before = sql18.value(FETCHED)
            call(0)
            return int(sql18.value(FETCHED) - before)

    worse = {}
    for name, call in crowd.reads():
        blocks = [fetched(call) for _ in range(8)]
        if max(blocks[2:]) > 1.2 * blocks[1] + 20:
            worse[name] = blocks
    assert worse == {}
