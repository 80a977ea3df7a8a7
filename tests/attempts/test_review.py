from typing import Any

import pytest

from tests.attempts.taking import Quiz, answer, make_quiz, multiple, numeric, poll, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Sql

PAST = "2001-01-01T00:00:00Z"


def review(quiz: Quiz, person: Person, attempt_id: str) -> dict[str, Any]:
    return quiz.sql.call(person, "attempt_review", attempt_id=attempt_id)


def close(quiz: Quiz) -> None:
    quiz.sql.connection.execute(
        "update core.quizzes set closes_at = %s, opens_at = null where id = %s", [PAST, quiz.id]
    )


def test_a_review_marks_each_response_and_shows_the_key(sql: Sql) -> None:
    capital = single(explanation="Since 1871.", source="An atlas")
    capital["choices"][1]["feedback"] = "That is its centre of business."
    quiz, ada = (
        make_quiz(sql, sql.person("host"), capital, multiple(), numeric(), numeric("e?", 2.72), poll()),
        sql.person(),
    )
    italy, primes, pi, _, liked = quiz.start(ada)["questions"]
    milan = next(c["id"] for c in italy["choices"] if c["text"] == "Milan")
    done = quiz.submit(
        ada,
        [
            answer(italy, [milan]),
            answer(primes, quiz.right(primes["id"])[:1]),
            answer(pi, 3.14),
            answer(liked, quiz.right(liked["id"])),
        ],
    )
    seen = review(quiz, ada, done["id"])
    assert [q["verdict"] for q in seen["questions"]] == [
        "wrong",
        "partly_right",
        "right",
        "unanswered",
        "unscored",
    ]
    assert [q["earned"] for q in seen["questions"]] == [0, 0.5, 1, 0, None]
    first = seen["questions"][0]
    assert first["feedback"] == "That is its centre of business."
    assert (first["right_answer"], first["explanation"]) == (quiz.right(italy["id"]), "Since 1871.")
    assert (seen["score"], seen["marks_shown"], seen["key_shown"]) == (1.5, True, True)


@pytest.mark.parametrize(
    ("options", "closed", "shown"),
    [
        ({"review_shown": "never", "key_shown": "never"}, True, None),
        ({"review_shown": "after_submit", "key_shown": "never"}, True, (True, False)),
        ({"review_shown": "never", "key_shown": "after_submit"}, True, (False, True)),
        ({"review_shown": "after_close", "key_shown": "after_close"}, False, None),
        ({"review_shown": "after_close", "key_shown": "after_close"}, True, (True, True)),
        ({"review_shown": "after_submit", "key_shown": "after_close"}, False, (True, False)),
        ({"review_shown": "after_submit", "key_shown": "after_close"}, True, (True, True)),
    ],
)
def test_marks_and_key_are_shown_as_the_options_of_the_quiz_say(
    sql: Sql, options: dict[str, str], closed: bool, shown: tuple[bool, bool] | None
) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), single(), closes_at="2999-01-01T00:00:00Z", **options),
        sql.person(),
    )
    done = quiz.take(ada, right=1)
    if closed:
        close(quiz)
    if shown is None:
        assert refusal(review, quiz, ada, done["id"]) == (403, "review_not_shown")
    else:
        seen = review(quiz, ada, done["id"])
        question = seen["questions"][0]
        assert (seen["marks_shown"], seen["key_shown"]) == shown
        assert ("fraction" in question, "verdict" in question, "feedback" in question) == (shown[0],) * 3
        assert ("right_answer" in question, "explanation" in question) == (shown[1],) * 2
    assert review(quiz, quiz.owner, done["id"])["questions"][0]["right_answer"]


def test_after_close_means_never_if_a_quiz_never_closes(sql: Sql) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), review_shown="after_close", key_shown="after_close"),
        sql.person(),
    )
    assert refusal(review, quiz, ada, quiz.take(ada)["id"]) == (403, "review_not_shown")


def test_the_key_is_not_shown_while_a_submission_may_still_arrive(sql: Sql) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), review_shown="after_close", key_shown="after_close"),
        sql.person(),
    )
    done = quiz.take(ada)
    sql.connection.execute("update core.settings set value = '3600' where key = 'quiz.submit_grace_s'")
    sql.connection.execute("update core.quizzes set closes_at = now() - interval '30 minutes'")
    assert refusal(review, quiz, ada, done["id"]) == (403, "review_not_shown")


def test_only_a_finished_attempt_is_reviewed_and_only_by_taker_and_owner(sql: Sql) -> None:
    quiz, ada, bob = make_quiz(sql, sql.person("host"), attempts_allowed=2), sql.person(), sql.person("bob")
    attempt = quiz.start(ada)
    assert refusal(review, quiz, ada, attempt["id"]) == (409, "attempt_in_progress")
    assert refusal(review, quiz, bob, attempt["id"]) == (404, "attempt_not_found")
    sql.call(ada, "abandon_attempt", attempt_id=attempt["id"])
    assert refusal(review, quiz, ada, attempt["id"]) == (409, "attempt_abandoned")
    done = quiz.take(ada)
    assert refusal(review, quiz, bob, done["id"]) == (404, "attempt_not_found")


def test_clients_can_not_select_attempts_of_others_or_hidden_marks(sql: Sql) -> None:
    quiz, ada, bob = make_quiz(sql, sql.person("host")), sql.person(), sql.person("bob")
    quiz.take(ada, right=3)
    assert len(sql.select(ada, "select * from public.attempts")) == 1
    assert len(sql.select(ada, "select * from public.answers")) == 3
    assert len(sql.select(quiz.owner, "select * from public.attempts")) == 1
    assert sql.select(bob, "select * from public.attempts") == []
    assert sql.select(bob, "select * from public.answers") == []
    assert "fraction" not in sql.select(ada, "select * from public.answers")[0]
    for secret in ("fraction", "points"):
        assert refusal(sql.select, ada, f"select {secret} from core.answers") == (None, None)
    for query in (
        "select * from core.draws",
        "select * from core.question_versions",
        "select key from core.questions",
        "select * from core.standings",
        "select core.mark('poll', '{}', '[]')",
        "select * from dashboards.quiz_results",
        "update public.attempts set max_score = 1",
        "insert into public.answers values (null, null, '1')",
        "delete from public.answers",
    ):
        assert refusal(sql.select, ada, query) == (None, None)
    assert refusal(sql.select, None, "select * from public.attempts") == (None, None)


def test_an_attempt_past_its_deadline_reads_as_overdue_during_the_grace_and_then_as_ended(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), time_limit_s=60), sql.person()
    quiz.pass_deadline(quiz.start(ada))
    assert sql.select(ada, "select state from public.attempts") == [{"state": "abandoned"}]
    sql.connection.execute("update core.settings set value = '1000000' where key = 'quiz.submit_grace_s'")
    assert sql.select(ada, "select state from public.attempts") == [{"state": "overdue"}]


def test_closing_a_quiz_ends_the_attempts_in_progress(sql: Sql) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), single(), key_shown="after_close", attempts_allowed=2),
        sql.person(),
    )
    first = quiz.take(ada)
    running = quiz.start(ada)
    quiz.save(ada, running, quiz.right_answers(running)[:0])
    quiz.change(closes_at=PAST)
    assert review(quiz, ada, first["id"])["key_shown"]
    assert quiz.submit(ada, quiz.right_answers(running))["state"] == "abandoned"


def test_a_closing_time_that_changes_moves_the_deadline_of_attempts_in_progress_but_not_of_previews(
    sql: Sql,
) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single()), sql.person()
    quiz.start(ada)
    quiz.start(quiz.owner)  # a preview
    quiz.change(closes_at="2999-01-01T00:00:00Z")
    quiz.change(closes_at="2999-01-02T00:00:00Z")
    assert quiz.start(ada)["deadline"].startswith("2999-01-02")
    assert quiz.start(quiz.owner)["deadline"] is None
