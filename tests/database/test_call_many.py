"""Calls of many callers in one transaction."""

import json
from typing import Any

import psycopg
import pytest

from tests.fixtures import Person, Sql


def call_many(sql: Sql, *calls: tuple[Person | None, str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The results and the refusals of these calls, made as the app makes them."""
    with sql.connection.transaction():
        sql.connection.execute("set local session authorization authenticator")
        row = sql.connection.execute(
            "select results, refusals from core.call_many(%s::jsonb[], %s::text[], %s::jsonb[])",
            [
                [json.dumps(person.claims) if person else None for person, _, _ in calls],
                [function for _, function, _ in calls],
                [json.dumps(arguments) for _, _, arguments in calls],
            ],
        ).fetchone()
    assert row is not None
    return tuple([json.loads(text) if text else None for text in column] for column in row)  # type: ignore[return-value]


def test_each_call_is_made_by_its_own_caller(sql: Sql) -> None:
    ada, bob = sql.person("ada"), sql.person("bob")
    draft = {"draft": {"title": "A quiz"}}
    results, refusals = call_many(
        sql, (ada, "create_quiz", draft), (None, "create_quiz", draft), (bob, "create_quiz", draft)
    )
    owners = [
        str(sql.value("select owner_id from core.quizzes where id = %s", r["id"])) for r in results if r
    ]
    assert owners == [ada.id, bob.id]
    assert [refusal and refusal["C"] for refusal in refusals] == [None, "42501", None]


def test_a_refused_call_undoes_only_itself_and_says_why(sql: Sql) -> None:
    ada = sql.person("ada")
    results, refusals = call_many(
        sql,
        (ada, "create_quiz", {"draft": {"title": "One"}}),
        (ada, "create_quiz", {"draft": {"title": ""}}),
        (ada, "no_such_function", {}),
        (ada, "create_quiz", {"draft": {"title": "Four"}}),
    )
    titles = sql.select(ada, "select title from public.quizzes order by title")
    assert [row["title"] for row in titles] == ["Four", "One"]
    assert [result is None for result in results] == [False, True, True, False]
    assert (refusals[2]["C"], refusals[2]["D"]) == ("PT404", "unknown_function")
    assert refusals[2]["M"] == "There is no function no_such_function."


def test_calls_that_may_be_tried_again_fail_together(sql: Sql) -> None:
    ada = sql.person("ada")
    sql.connection.execute(
        "create function public.collide() returns jsonb language plpgsql as $$ begin "
        "raise exception 'once more' using errcode = 'deadlock_detected'; end $$; "
        "grant execute on function public.collide to authenticated"
    )
    with pytest.raises(psycopg.errors.DeadlockDetected):
        call_many(sql, (ada, "create_quiz", {"draft": {"title": "One"}}), (ada, "collide", {}))
    assert sql.select(ada, "select title from public.quizzes") == []


def test_clients_can_not_call_as_others(sql: Sql) -> None:
    with sql.connection.transaction(force_rollback=True):
        sql.connection.execute("set local role authenticated")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql.connection.execute("select core.call_many('{}', '{}', '{}')")
