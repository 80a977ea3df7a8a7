"""Concurrent calls: the second waits for the first, and then sees its changes."""

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.fixtures import Meanwhile, Person, Refused, Sql

LONG_AGO = "2001-01-01T00:00:00Z"


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), single("1"), single("2"), attempts_allowed=1)


def test_the_first_of_two_submissions_counts_and_both_return_its_result(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    right = quiz.right_answers(quiz.start(ada))
    first, second = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id, answers=right),
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id, answers=right[:1]),
    )
    assert first["score"] == 2
    assert second | {"now": None} == first | {"now": None}


def test_two_concurrent_starts_make_one_attempt(quiz: Quiz, ada: Person, meanwhile: Meanwhile) -> None:
    first, second = meanwhile(*[lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id)] * 2)
    assert (second["id"], second["resumed"]) == (first["id"], True)


def test_an_answer_that_arrives_during_the_submission_is_refused(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    attempt = quiz.start(ada)
    right = quiz.right_answers(attempt)
    _, refused = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(ada, "save_answers", attempt_id=attempt["id"], answers=right),
    )
    assert isinstance(refused, Refused)
    assert refused.code == "attempt_finished"


def test_a_submission_that_waited_includes_an_answer_that_was_saved_first(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    attempt = quiz.start(ada)
    right = quiz.right_answers(attempt)
    _, done = meanwhile(
        lambda sql: sql.call(ada, "save_answers", attempt_id=attempt["id"], answers=right),
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
    )
    assert done["score"] == 2


def test_reading_does_not_wait_for_an_attempt_that_is_being_submitted(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    quiz.pass_deadline(quiz.start(ada))
    _, seen = meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id),
    )
    assert seen["items"][0]["attempts"][0]["state"] == "abandoned"


def test_starting_a_quiz_that_is_being_purged_gives_quiz_not_found(sql: Sql, meanwhile: Meanwhile) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single()), sql.person()
    sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    _, refused = meanwhile(
        lambda sql: sql.call(quiz.owner, "purge_quiz", quiz_id=quiz.id),
        lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id),
    )
    assert isinstance(refused, Refused)
    assert refused.code == "quiz_not_found"


def test_an_attempt_that_begins_while_the_quiz_is_being_closed_ends_too(
    sql: Sql, meanwhile: Meanwhile
) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single()), sql.person()
    meanwhile(
        lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(quiz.owner, "update_quiz", quiz_id=quiz.id, changes={"closes_at": LONG_AGO}),
    )
    assert sql.value("select state from core.attempts") == "abandoned"


def test_an_attempt_can_begin_while_the_questions_change(sql: Sql, meanwhile: Meanwhile) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single()), sql.person()
    with sql.connection.transaction():
        quiz.sql.call(quiz.owner, "create_questions", quiz_id=quiz.id, drafts=[single("Another?")])
        started, _ = meanwhile(
            lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id), lambda sql: sql.value("select 1")
        )
    assert len(started["questions"]) == 1
