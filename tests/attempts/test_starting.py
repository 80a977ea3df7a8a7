import json
import re
from typing import Any

import pytest

from tests.attempts.taking import (
    ONE_OF_EACH,
    SCORED,
    answer,
    make_quiz,
    multiple,
    ordering,
    poll,
    single,
    true_false,
)
from tests.fixtures import Meanwhile, Refused, Sql

MANY = [f"item {n}" for n in range(8)]


def refusal(call: Any, *arguments: Any, **named: Any) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.status, refused.value.code


def test_an_attempt_shows_its_questions_without_the_key(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"))
    attempt = quiz.start(sql.person())
    assert [q["kind"] for q in attempt["questions"]] == [draft["kind"] for draft in ONE_OF_EACH]
    assert not re.search("weight|correct|tolerance|key", json.dumps(attempt["questions"]))
    shown = {"id", "position", "kind", "prompt", "choices", "points", "subject", "difficulty", "media_url"}
    shown |= {"text_format", "media_alt", "response", "saved_at", "answer_version"}
    assert {*attempt["questions"][0]} == shown
    assert {*attempt["questions"][0]["choices"][0]} == {"id", "text"}
    assert (attempt["state"], attempt["resumed"], attempt["number"], attempt["max_score"]) == (
        "in_progress",
        False,
        1,
        len(SCORED),
    )


def test_starting_again_resumes_with_the_saved_answers(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host")), sql.person()
    first = quiz.start(ada)
    saved = quiz.right_answers(first)[:2]
    quiz.save(ada, first, saved)
    again = quiz.start(ada)
    assert (again["id"], again["resumed"], again["deadline"]) == (first["id"], True, first["deadline"])
    assert [answer(q, q["response"]) for q in again["questions"] if q["response"]] == saved
    assert [q["id"] for q in again["questions"]] == [q["id"] for q in first["questions"]]


def test_the_deadline_is_the_time_limit(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), time_limit_s=600)
    attempt = quiz.start(sql.person())
    gap = sql.value(
        "select extract(epoch from deadline - started_at) from core.attempts where id = %s", attempt["id"]
    )
    assert (gap, attempt["remaining_ms"]) == (600, 600_000)


def test_the_deadline_is_the_closing_time_if_that_comes_first(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), time_limit_s=600)
    sql.connection.execute(
        "update core.quizzes set closes_at = now() + interval '5 minutes' where id = %s", [quiz.id]
    )
    attempt = quiz.start(sql.person())
    closing = sql.value(
        "select deadline = closes_at from core.attempts join core.quizzes q on q.id = quiz_id"
    )
    assert closing
    assert attempt["remaining_ms"] <= 300_000


def test_without_limit_and_closing_time_there_is_no_deadline(sql: Sql) -> None:
    attempt = make_quiz(sql, sql.person("host")).start(sql.person())
    assert (attempt["deadline"], attempt["remaining_ms"]) == (None, None)


def test_a_quiz_is_taken_only_while_it_is_open(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person()
    early = make_quiz(sql, host, opens_at="2999-01-01T00:00:00Z")
    late = make_quiz(sql, host, closes_at="2001-01-01T00:00:00Z")
    assert refusal(early.start, ada) == (409, "quiz_not_open")
    assert refusal(late.start, ada) == (409, "quiz_closed")


def test_a_private_quiz_is_for_its_owner_to_preview(sql: Sql) -> None:
    host = sql.person("host")
    quiz = make_quiz(sql, host, visibility="private", closes_at="2001-01-01T00:00:00Z", attempts_allowed=1)
    assert refusal(quiz.start, sql.person()) == (404, "quiz_not_found")
    for number in (1, 2):
        preview = quiz.start(host)
        assert (preview["preview"], preview["number"], preview["deadline"]) == (True, number, None)
        quiz.submit(host)


def test_a_quiz_with_a_link_is_for_whoever_has_it(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), visibility="link")
    assert quiz.start(sql.person())["state"] == "in_progress"


def test_an_empty_a_deleted_and_an_unknown_quiz_are_refused(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person()
    empty = make_quiz(sql, host, single())
    question = sql.call(host, "list_questions", quiz_id=empty.id)["items"][0]["id"]
    sql.call(host, "delete_question", quiz_id=empty.id, question_id=question)
    deleted = make_quiz(sql, host)
    sql.call(host, "delete_quiz", quiz_id=deleted.id)
    assert refusal(empty.start, ada) == (409, "quiz_empty")
    assert refusal(deleted.start, ada) == (410, "quiz_deleted")
    assert refusal(sql.call, ada, "start_attempt", quiz_id=ada.id) == (404, "quiz_not_found")
    assert sql.value("select count(*) from core.attempts") == 0


def test_no_more_attempts_can_begin_than_are_allowed(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), attempts_allowed=2), sql.person()
    assert [quiz.take(ada)["number"] for _ in range(2)] == [1, 2]
    assert refusal(quiz.start, ada) == (409, "no_attempts_left")
    assert quiz.start(sql.person("bob"))["number"] == 1


def test_without_a_limit_any_number_of_attempts_is_allowed(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single(), attempts_allowed=None), sql.person()
    assert [quiz.take(ada)["number"] for _ in range(5)] == [1, 2, 3, 4, 5]


def test_the_next_attempt_waits_for_the_delay(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), attempts_allowed=2, attempt_delay_s=3600), sql.person()
    quiz.take(ada)
    assert refusal(quiz.start, ada) == (409, "attempt_too_soon")
    sql.connection.execute("update core.attempts set finished_at = now() - interval '1 hour'")
    assert quiz.start(ada)["number"] == 2


def test_an_abandoned_attempt_counts_as_used(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), attempts_allowed=1), sql.person()
    attempt = quiz.start(ada)
    for _ in range(2):
        gone = sql.call(ada, "abandon_attempt", attempt_id=attempt["id"])
        assert (gone["state"], gone["score"]) == ("abandoned", None)
    assert refusal(quiz.start, ada) == (409, "no_attempts_left")


def test_an_unshuffled_quiz_keeps_the_order_of_its_author(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *(single(str(n), "a", *"bcdefgh") for n in range(8)))
    attempt = quiz.start(sql.person())
    assert [q["prompt"] for q in attempt["questions"]] == [str(n) for n in range(8)]
    assert [[c["text"] for c in q["choices"]] for q in attempt["questions"]] == [list("abcdefgh")] * 8


def test_a_shuffled_quiz_keeps_its_order_for_an_attempt(sql: Sql) -> None:
    drafts = [single(str(n), "a", *"bcdefgh") for n in range(8)] + [true_false()]
    quiz = make_quiz(sql, sql.person("host"), *drafts, shuffle_questions=True, shuffle_choices=True)
    people = [sql.person() for _ in range(4)]
    attempts = [quiz.start(person) for person in people]
    assert len({tuple(q["prompt"] for q in attempt["questions"]) for attempt in attempts}) > 1
    orders = {tuple(c["text"] for c in q["choices"]) for q in attempts[0]["questions"]}
    assert len(orders) > 2  # the choices of each question have an order of their own
    assert ("True", "False") in orders  # the choices of a true_false keep this order
    assert all(sorted(order) == list("abcdefgh") for order in orders if len(order) == 8)
    assert [quiz.start(person)["questions"] for person in people] == [
        attempt["questions"] for attempt in attempts
    ]


def test_the_seed_alone_decides_the_order(sql: Sql) -> None:
    quiz = make_quiz(
        sql,
        sql.person("host"),
        *(multiple(str(n)) for n in range(9)),
        shuffle_questions=True,
        shuffle_choices=True,
    )
    attempt = quiz.start(sql.person())
    drawn = sql.connection.execute(
        "select array_agg(d.question_id::text order by d.place) from core.attempts t "
        "join core.quizzes q on q.id = t.quiz_id cross join core.drawn_questions(q, t.seed) d"
    ).fetchone()[0]
    assert drawn == [q["id"] for q in attempt["questions"]]


def test_the_choices_of_an_ordering_are_always_shuffled(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), ordering("Put in order", *MANY), shuffle_choices=False)
    orders = {
        tuple(choice["text"] for choice in quiz.start(sql.person())["questions"][0]["choices"])
        for _ in range(5)
    }
    assert len(orders) > 1
    assert all(sorted(order) == MANY for order in orders)


def test_statistics_without_takers_and_with_polls_only(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), poll(), pass_mark=50)
    assert refusal(sql.call, None, "start_attempt", quiz_id=quiz.id) == (401, "not_signed_in")
    done = quiz.take(sql.person(), right=1)
    assert (done["score"], done["max_score"], done["percent"]) == (0, 0, None)


def test_somebody_begins_at_most_so_many_attempts_a_day_in_all_quizzes(sql: Sql) -> None:
    quizzes = [make_quiz(sql, sql.person("host"), attempts_allowed=None) for _ in range(2)]
    ada, bob = sql.person(), sql.person()
    sql.connection.execute("update core.settings set value = '2' where key = 'quiz.max_attempts_per_day'")
    for quiz in quizzes:
        attempt = quiz.start(ada)
        sql.call(ada, "abandon_attempt", attempt_id=attempt["id"])
    assert refusal(quizzes[0].start, ada) == (429, "too_many_attempts")
    quizzes[0].start(bob)
    sql.connection.execute("update core.attempts set started_at = started_at - interval '25 hours'")
    assert quizzes[0].start(ada)["number"] == 2


def test_an_attempt_in_progress_is_resumed_whatever_the_quota(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host")), sql.person()
    first = quiz.start(ada)
    sql.connection.execute("update core.settings set value = '1' where key = 'quiz.max_attempts_per_day'")
    assert quiz.start(ada)["id"] == first["id"]


def test_two_starts_at_once_do_not_exceed_the_quota(sql: Sql, meanwhile: Meanwhile) -> None:
    one, other = (make_quiz(sql, sql.person("host")) for _ in range(2))
    ada = sql.person()
    sql.connection.execute("update core.settings set value = '1' where key = 'quiz.max_attempts_per_day'")
    _, second = meanwhile(
        lambda sql: sql.call(ada, "start_attempt", quiz_id=one.id),
        lambda sql: sql.call(ada, "start_attempt", quiz_id=other.id),
    )
    assert isinstance(second, Refused)
    assert second.code == "too_many_attempts"
