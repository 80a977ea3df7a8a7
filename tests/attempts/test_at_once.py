"""Two calls at once: the second waits for the first, and finds what it left."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.fixtures import Person, Refused, Sql, database_url


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), single("1"), single("2"), attempts_allowed=1)


@pytest.fixture
def meanwhile(sql: Sql) -> Iterator[Callable[..., Any]]:
    """Runs the first call, starts the second, lets the first commit once the second waits for it.

    Returns what both returned; a refusal is returned too.
    """
    url = database_url(sql.connection, "postgres")
    with psycopg.connect(url, autocommit=True) as one, psycopg.connect(url, autocommit=True) as two:

        def meanwhile(first: Callable[[Sql], Any], second: Callable[[Sql], Any]) -> tuple[Any, Any]:
            with ThreadPoolExecutor(1) as pool:
                with one.transaction():
                    done = first(Sql(one))
                    waiting = pool.submit(second, Sql(two))
                    while not waiting.done() and not blocked(two.info.backend_pid):
                        pass
                return done, waiting.exception() if waiting.exception() else waiting.result()

        def blocked(pid: int) -> bool:
            return bool(sql.value("select cardinality(pg_blocking_pids(%s)) > 0", pid))

        yield meanwhile


def test_of_two_submits_the_first_counts_and_both_tell_its_result(
    quiz: Quiz, ada: Person, meanwhile: Callable[..., Any]
) -> None:
    right = quiz.right_answers(quiz.start(ada))
    first, second = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id, answers=right),
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id, answers=right[:1]),
    )
    assert first["score"] == 2
    assert second | {"now": None} == first | {"now": None}


def test_of_two_starts_one_attempt_comes(quiz: Quiz, ada: Person, meanwhile: Callable[..., Any]) -> None:
    first, second = meanwhile(*[lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id)] * 2)
    assert (second["id"], second["resumed"]) == (first["id"], True)


def test_an_answer_that_comes_while_the_attempt_is_submitted_is_refused(
    quiz: Quiz, ada: Person, meanwhile: Callable[..., Any]
) -> None:
    attempt = quiz.start(ada)
    right = quiz.right_answers(attempt)
    _, refused = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(ada, "save_answers", attempt_id=attempt["id"], answers=right),
    )
    assert isinstance(refused, Refused)
    assert refused.code == "attempt_finished"


def test_an_answer_that_was_saved_first_is_in_the_submit_that_waited(
    quiz: Quiz, ada: Person, meanwhile: Callable[..., Any]
) -> None:
    attempt = quiz.start(ada)
    right = quiz.right_answers(attempt)
    _, done = meanwhile(
        lambda sql: sql.call(ada, "save_answers", attempt_id=attempt["id"], answers=right),
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
    )
    assert done["score"] == 2


def test_looking_does_not_wait_for_an_attempt_that_is_being_submitted(
    quiz: Quiz, ada: Person, meanwhile: Callable[..., Any]
) -> None:
    quiz.pass_deadline(quiz.start(ada))
    _, seen = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id),
    )
    assert seen["items"][0]["attempts"][0]["state"] == "overdue"
