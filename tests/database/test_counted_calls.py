"""Every function that writes or that takes a guess is counted when it is called through PostgREST."""

from collections.abc import Iterator

import pytest

from app.database.sql_errors import reached
from tests.fixtures import Sql

PUBLIC = """
select p.proname::text
from pg_proc as p
where p.pronamespace = 'public'::regnamespace and has_function_privilege(%s, p.oid, 'execute')
    and p.provolatile = %s
"""
SECRETS = """
select p.proname::text
from pg_proc as p
where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
    and p.proargnames && '{room_code, room, resume, invite}'
"""
# They take a room code, and answer who has nothing to do with the room as if it did not exist.
TELL_NOTHING = {
    "close_question", "end_room", "extend_question", "hand_over_room", "host_heartbeat", "host_room",
    "invite_host", "kick_player", "lock_room", "next_question", "pause_room", "play_again", "remove_host",
    "resume_room", "room_board", "room_hosts", "room_report", "room_stats", "set_extra_time", "set_team",
    "show_leaderboard", "hide_word", "skip_question", "start_room",
}  # fmt: skip


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


def of_public(sql: Sql, role: str, volatility: str) -> Iterator[str]:
    for (name,) in sql.connection.execute(PUBLIC, [role, volatility]).fetchall():
        yield f"public.{name}"


def test_calls_of_accounts_that_may_write_are_counted_before_each_request() -> None:
    """By public.check_request, which PostgREST calls first: test_postgrest_is_told_to_refuse_it_before_…."""
    assert "core.count_call" in reached("public.check_request")


def test_functions_that_need_no_account_count_their_calls_themselves(sql: Sql) -> None:
    writing = set(of_public(sql, "anon", "v"))
    assert "public.join_room" in writing
    assert {name for name in writing if "core.count_call" not in reached(name)} == set()


def test_functions_that_take_a_secret_count_wrong_ones_or_tell_nothing(sql: Sql) -> None:
    taking = {name for (name,) in sql.connection.execute(SECRETS).fetchall()}
    counting = {
        name for name in taking if {"core.refuse_guess", "core.count_call"} & reached(f"public.{name}")
    }
    assert taking - counting == TELL_NOTHING
    assert {f"public.{name}" for name in counting} <= set(of_public(sql, "authenticated", "v"))
