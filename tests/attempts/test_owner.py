"""What the owner of a quiz does with one person's attempt: extend, reopen, delete, restore."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.attempts.allowance_routes import OwnerAct
from tests.attempts.taking import Quiz, make_quiz, single, true_false
from tests.attempts.test_deadlines import instant, soon
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, SignUp, Sql

Json = dict[str, Any]
DRAFTS = (single(), true_false())


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), *DRAFTS, time_limit_s=600)


def owner_does(quiz: Quiz, what: str, attempt: Json, **more_time: Any) -> Json:
    given = {"more_time": more_time} if more_time else {}
    done: Json = quiz.sql.call(
        quiz.owner, f"{what}_attempt", quiz_id=quiz.id, attempt_id=attempt["id"], **given
    )
    return done


def told(quiz: Quiz, person: Person) -> list[str]:
    query = "select type from core.user_events where user_id = %s and type like 'attempt.%%' order by id"
    return [row[0] for row in quiz.sql.connection.execute(query.encode(), [person.id])]


def acts(quiz: Quiz) -> list[tuple[str, str]]:
    listed = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    return [(act["act"], act["display_name"]) for act in listed]


def test_an_extended_attempt_goes_on_past_the_limit_and_what_closing_changes_to(
    quiz: Quiz, ada: Person
) -> None:
    attempt = quiz.start(ada)
    extended = owner_does(quiz, "extend", attempt, minutes=5)
    assert (instant(extended["deadline"]) - instant(attempt["deadline"])).total_seconds() == 300
    quiz.change(closes_at=soon(minutes=1))
    assert quiz.start(ada)["deadline"] == extended["deadline"]
    quiz.change(closes_at=None, time_limit_s=3600)  # what everybody has is more by now
    assert instant(quiz.start(ada)["deadline"]) > instant(extended["deadline"])
    assert told(quiz, ada) == ["attempt.deadline"] * 2
    assert ("attempt.extended", "ada") in acts(quiz)


def test_a_reopened_attempt_keeps_its_answers_and_is_marked_anew(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    answers = quiz.right_answers(attempt)
    quiz.submit(ada, answers[:1])
    quiz.pass_deadline(attempt)
    until = soon(minutes=7)
    reopened = owner_does(quiz, "reopen", attempt, until=until)
    assert (reopened["state"], reopened["score"], reopened["answered"]) == ("in_progress", None, 1)
    assert instant(reopened["deadline"]) == instant(until)
    assert reopened["before"]["score"] == 1
    again = quiz.start(ada)
    assert (again["id"], again["resumed"]) == (attempt["id"], True)
    assert quiz.submit(ada, answers[1:])["score"] == 2
    assert told(quiz, ada) == ["attempt.reopened"]
    assert acts(quiz) == [("attempt.reopened", "ada")]


@pytest.mark.parametrize("shown", ["after_submit", "never"])
def test_reopening_tells_whether_the_taker_could_see_the_key(quiz: Quiz, ada: Person, shown: str) -> None:
    quiz.change(key_shown=shown)
    before = owner_does(quiz, "reopen", quiz.take(ada), minutes=5)["before"]
    assert before["key_shown"] == (shown == "after_submit")


def test_an_attempt_whose_time_was_up_unnoticed_is_reopened_and_not_extended(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    quiz.pass_deadline(attempt)
    late = {"quiz_id": quiz.id, "attempt_id": attempt["id"], "more_time": {"minutes": 5}}
    assert refusal(quiz.sql.call, quiz.owner, "extend_attempt", **late) == (409, "attempt_ended")
    assert owner_does(quiz, "reopen", attempt, minutes=5)["before"]["state"] == "abandoned"


def test_an_attempt_is_not_reopened_beside_another_in_progress(quiz: Quiz, ada: Person) -> None:
    quiz.change(attempts_allowed=2)
    first = quiz.take(ada)
    second = quiz.start(ada)
    late = {"quiz_id": quiz.id, "attempt_id": first["id"], "more_time": {"minutes": 5}}
    assert refusal(quiz.sql.call, quiz.owner, "reopen_attempt", **late) == (409, "other_in_progress")
    owner_does(quiz, "delete", second)
    assert owner_does(quiz, "reopen", first, minutes=5)["state"] == "in_progress"
    restored = {"quiz_id": quiz.id, "attempt_id": second["id"]}
    assert refusal(quiz.sql.call, quiz.owner, "restore_attempt", **restored) == (409, "other_in_progress")


def test_a_deleted_attempt_counts_nowhere_until_it_is_restored(quiz: Quiz, ada: Person) -> None:
    sql = quiz.sql
    done = quiz.take(ada, right=2)

    def counted() -> list[Any]:
        sql.value("select core.fold_facts(100)")
        sql.value("select core.sweep_statistics(1000)")
        return [
            sql.call(quiz.owner, "quiz_leaderboard", quiz_id=quiz.id)["people"],
            len(sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]),
            sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["attempts"]["finished"],
            sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"][0]["asked"],
            sql.call(ada, "user_stats")["attempts"]["finished"],
            len(sql.call(ada, "list_attempts")["items"]),
            len(sql.select(ada, "select * from public.attempts")),
            len(sql.select(ada, "select * from public.answers")) // 2,
            len(sql.select(ada, "select * from public.attempt_questions")) // 2,
            len(sql.select(ada, "select * from public.results")),
            sql.value("select attempts from dashboards.quiz_results"),
            sql.value("select coalesce(sum(finished), 0) from dashboards.attempts_per_day"),
            sql.value("select count(*) from dashboards.question_facility") // 2,
        ]

    assert counted() == [1] * 13
    owner_does(quiz, "delete", done)
    assert counted() == [0] * 13
    assert refusal(sql.call, ada, "get_attempt", attempt_id=done["id"]) == (404, "attempt_not_found")
    assert refusal(sql.call, ada, "attempt_review", attempt_id=done["id"]) == (404, "attempt_not_found")
    owner_does(quiz, "restore", done)
    assert counted() == [1] * 13
    assert told(quiz, ada) == ["attempt.deleted", "attempt.restored"]
    assert acts(quiz) == [("attempt.restored", "ada"), ("attempt.deleted", "ada")]


@pytest.mark.parametrize("handed_in", [True, False])
def test_a_deleted_attempt_is_free_for_another(quiz: Quiz, ada: Person, handed_in: bool) -> None:
    gone = quiz.take(ada, right=1) if handed_in else quiz.start(ada)
    owner_does(quiz, "delete", gone)
    assert quiz.take(ada, right=2)["number"] == 2
    assert quiz.sql.call(ada, "my_result", quiz_id=quiz.id)["score"] == 2
    assert quiz.sql.select(ada, "select score from public.results") == [{"score": 2}]
    assert refusal(quiz.start, ada) == (409, "no_attempts_left")


@pytest.mark.parametrize(
    ("more_time", "code"),
    [
        ({}, "minutes_or_until"),
        ({"minutes": 5, "until": "2090-01-01T00:00:00Z"}, "minutes_or_until"),
        ({"minutes": 0}, "out_of_range"),
        ({"minutes": "five"}, "wrong_type"),
        ({"until": "2001-01-01T00:00:00Z"}, "out_of_range"),
        ({"until": "tomorrow"}, "bad_time"),
        ({"hours": 1}, "unknown_field"),
        ([], "wrong_type"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(quiz: Quiz, ada: Person, more_time: Any, code: str) -> None:
    given = {"quiz_id": quiz.id, "attempt_id": quiz.start(ada)["id"], "more_time": more_time}
    assert refusal(quiz.sql.call, quiz.owner, "extend_attempt", **given) == (422, code)


def test_an_extension_takes_no_time_away(quiz: Quiz, ada: Person) -> None:
    given = {"quiz_id": quiz.id, "attempt_id": quiz.start(ada)["id"], "more_time": {"until": soon(minutes=1)}}
    assert refusal(quiz.sql.call, quiz.owner, "extend_attempt", **given) == (409, "attempt_not_shortened")


def test_only_the_owner_changes_attempts_and_only_those_of_the_quiz(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    other = make_quiz(quiz.sql, quiz.owner, single())
    for what, more in (
        ("extend", {"more_time": {"minutes": 5}}),
        ("reopen", {"more_time": {"minutes": 5}}),
        ("delete", {}),
        ("restore", {}),
    ):
        named = {"attempt_id": attempt["id"], **more}
        assert refusal(quiz.sql.call, ada, f"{what}_attempt", quiz_id=quiz.id, **named) == (
            403,
            "not_the_owner",
        ), what
        assert refusal(quiz.sql.call, quiz.owner, f"{what}_attempt", quiz_id=other.id, **named) == (
            404,
            "attempt_not_found",
        ), what


def test_a_preview_counts_those_that_move_and_ends_none_within_the_grace(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    quiz.sql.connection.execute(
        "update core.attempts set started_at = now() - interval '300.5 seconds' where id = %s",
        [attempt["id"]],
    )

    def preview(limit: int) -> Json:
        told: Json = quiz.sql.call(
            quiz.owner, "preview_quiz_change", quiz_id=quiz.id, changes={"time_limit_s": limit}
        )
        return told

    within, past = preview(300), preview(30)
    assert [(told["moved"], told["ending"], told["attempts"][0]["ends"]) for told in (within, past)] == [
        (1, 0, False),
        (1, 1, True),
    ]


async def test_an_owner_changes_an_attempt_over_rest(sql18: Sql, sign_up: SignUp) -> None:
    host, ada = await sign_up("host"), await sign_up("ada")
    assert host.person
    quiz = make_quiz(sql18, host.person, single(), time_limit_s=600)
    attempt = (await ada.post(f"/quizzes/{quiz.id}/start")).json()
    one = f"/quizzes/{quiz.id}/attempts/{attempt['id']}"
    extended = await host.post(f"{one}/extend", json={"minutes": 5})
    assert extended.json()["deadline"] > attempt["deadline"], extended.text
    await ada.post(f"/quizzes/{quiz.id}/submit", json={})
    reopened = (await host.post(f"{one}/reopen", json={"minutes": 5})).json()
    assert (reopened["state"], reopened["before"]["state"]) == ("in_progress", "finished")
    assert (await host.delete(one)).json()["id"] == attempt["id"]
    assert (await host.post(f"{one}/restore")).json()["state"] == "in_progress"


def test_every_act_that_is_logged_is_one_of_those_documented() -> None:
    calls = [
        call
        for file in (Path(__file__).parents[2] / "supabase/functions_sql").rglob("*.sql")
        for call in re.findall(r"core\.note_act\((.*?)\);", file.read_text(), re.DOTALL)
    ]
    logged = {name for call in calls for name in re.findall(r"'([a-z_]+\.[a-z_]+)'", call)}
    documented = OwnerAct.model_json_schema()["properties"]["act"]["enum"]
    assert sorted(documented) == sorted(logged)
