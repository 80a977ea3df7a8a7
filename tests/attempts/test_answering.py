import json
from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, numeric, short_text, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Sql


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), single(), numeric(), short_text(), time_limit_s=600)


@pytest.fixture
def attempt(quiz: Quiz, ada: Person) -> Json:
    return quiz.start(ada)


def responses(quiz: Quiz, person: Person, attempt: Json) -> list[Any]:
    seen = quiz.sql.call(person, "get_attempt", attempt_id=attempt["id"])
    return [question["response"] for question in seen["questions"]]


def test_responses_are_stored_unchanged(quiz: Quiz, ada: Person, attempt: Json) -> None:
    _, pi, city = attempt["questions"]
    saved = quiz.save(ada, attempt, [answer(pi, "3,14"), answer(city, "são  paulo")])
    assert (saved["saved"], saved["rejected"], saved["answered"]) == (2, [], 2)
    assert responses(quiz, ada, attempt) == [None, "3,14", "são  paulo"]


def test_one_refused_answer_does_not_prevent_saving_the_others(
    quiz: Quiz, ada: Person, attempt: Json
) -> None:
    capital, pi, city = attempt["questions"]
    quiz.save(ada, attempt, [answer(pi, 3)])
    saved = quiz.save(ada, attempt, [answer(capital, ["zz"]), answer(pi, "many"), answer(city, "Rio")])
    assert saved["saved"] == 1
    assert [(fault["position"], fault["code"]) for fault in saved["rejected"]] == [
        (1, "invalid_response"),
        (2, "invalid_response"),
    ]
    assert responses(quiz, ada, attempt) == [None, 3, "Rio"]


def test_a_single_invalid_answer_is_named_and_not_saved(quiz: Quiz, ada: Person, attempt: Json) -> None:
    saved = quiz.save(ada, attempt, [answer(attempt["questions"][1], "many")])
    assert (saved["saved"], saved["rejected"][0]["code"]) == (0, "invalid_response")
    assert quiz.save(ada, attempt, [])["saved"] == 0


def test_foreign_repeated_and_too_long_answers_are_refused(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    capital, pi, _ = attempt["questions"]
    other = make_quiz(sql, quiz.owner).start(ada)["questions"][0]
    saved = quiz.save(
        ada,
        attempt,
        [
            answer(pi, 3),
            answer(other, ["a"]),
            {"question_id": "x" * 1000, "response": 1},
            {"response": 1},
            "nonsense",
            {"question_id": capital["id"]},
            answer(attempt["questions"][2], "x" * 60_000),
        ],
    )
    codes = ["question_not_found"] * 4 + ["missing_response", "too_long"]
    assert [fault["code"] for fault in saved["rejected"]] == codes
    twice = [answer(pi, 3), answer(pi, 4)]
    assert [fault["code"] for fault in quiz.save(ada, attempt, twice)["rejected"]] == ["answered_twice"] * 2
    assert responses(quiz, ada, attempt) == [None, 3, None]


@pytest.mark.parametrize("answers", [None, 7, "x", {"a": 1}])
def test_answers_must_be_a_list(quiz: Quiz, ada: Person, attempt: Json, answers: Any) -> None:
    assert refusal(quiz.save, ada, attempt, answers) == (422, "invalid_answers")
    assert refusal(quiz.sql.call, ada, "submit_attempt", quiz_id=quiz.id, answers=answers)[0] == 422


def test_too_many_answers_are_refused(quiz: Quiz, ada: Person, attempt: Json) -> None:
    assert refusal(quiz.save, ada, attempt, [{"question_id": str(n)} for n in range(1001)]) == (
        422,
        "too_many_answers",
    )


def test_an_answer_can_be_withdrawn_and_given_again(quiz: Quiz, ada: Person, attempt: Json, sql: Sql) -> None:
    pi = attempt["questions"][1]
    quiz.save(ada, attempt, [answer(pi, 3)])
    for _ in range(2):
        left = sql.call(ada, "delete_answer", attempt_id=attempt["id"], question_id=pi["id"])
        assert left["answered"] == 0
    assert sql.value(
        "select deleted_at is not null from core.answers where response = '3'"
    )  # kept, marked as deleted
    assert responses(quiz, ada, attempt) == [None, None, None]
    quiz.save(ada, attempt, [answer(pi, 4)])
    assert responses(quiz, ada, attempt) == [None, 4, None]
    quiz.save(ada, attempt, [answer(pi, None)])
    assert responses(quiz, ada, attempt) == [None, None, None]


def test_a_withdrawn_answer_earns_nothing(quiz: Quiz, ada: Person, attempt: Json, sql: Sql) -> None:
    quiz.save(ada, attempt, quiz.right_answers(attempt))
    sql.call(ada, "delete_answer", attempt_id=attempt["id"], question_id=attempt["questions"][1]["id"])
    done = quiz.submit(ada)
    assert (done["score"], done["answered"]) == (2, 2)
    assert sql.value("select fraction from core.answers where deleted_at is not null") is None


def test_an_answer_to_another_quiz_can_not_be_withdrawn(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    other = make_quiz(sql, quiz.owner).start(ada)["questions"][0]
    gone = refusal(sql.call, ada, "delete_answer", attempt_id=attempt["id"], question_id=other["id"])
    assert gone == (404, "question_not_found")


def test_nothing_changes_after_submitting(quiz: Quiz, ada: Person, attempt: Json, sql: Sql) -> None:
    answers = quiz.right_answers(attempt)
    done = quiz.submit(ada, answers[:1])
    assert refusal(quiz.save, ada, attempt, answers) == (409, "attempt_finished")
    pi = attempt["questions"][1]["id"]
    assert refusal(sql.call, ada, "delete_answer", attempt_id=attempt["id"], question_id=pi) == (
        409,
        "attempt_finished",
    )
    assert refusal(sql.call, ada, "abandon_attempt", attempt_id=attempt["id"]) == (409, "attempt_finished")
    again = quiz.submit(ada, answers)
    assert again | {"now": 0} == done | {"now": 0}
    assert quiz.submit(ada, ["nonsense"])["score"] == 1


def test_a_submission_keeps_every_good_answer_and_names_the_others(
    quiz: Quiz, ada: Person, attempt: Json
) -> None:
    right = quiz.right_answers(attempt)
    done = quiz.submit(ada, [right[0], answer(attempt["questions"][1], "many"), right[2]])
    assert (done["state"], done["score"]) == ("finished", 2)
    (fault,) = done["rejected"]
    assert (fault["position"], fault["code"]) == (2, "invalid_response")
    assert "many" in fault["message"]


@pytest.mark.parametrize("blank", ["", "  ", [], None])
def test_a_blank_response_is_no_answer(quiz: Quiz, ada: Person, attempt: Json, blank: Any) -> None:
    quiz.save(ada, attempt, quiz.right_answers(attempt))
    saved = quiz.save(ada, attempt, [answer(question, blank) for question in attempt["questions"]])
    assert (saved["rejected"], saved["answered"]) == ([], 0)
    assert responses(quiz, ada, attempt) == [None, None, None]


def test_an_older_tab_does_not_overwrite_a_newer_answer(quiz: Quiz, ada: Person, attempt: Json) -> None:
    pi = attempt["questions"][1]
    quiz.save(ada, attempt, [answer(pi, 3) | {"version": pi["answer_version"]}])
    quiz.save(ada, attempt, [answer(pi, 4) | {"version": 1}])
    right = quiz.right_answers(attempt)[0]
    late = quiz.save(ada, attempt, [answer(pi, 5) | {"version": 1}, right | {"version": 0}])
    (fault,) = late["rejected"]
    assert (fault["code"], fault["answer"]) == ("changed_since", {"response": 4, "version": 2})
    assert responses(quiz, ada, attempt) == [right["response"], 4, None]
    quiz.save(ada, attempt, [answer(pi, None) | {"version": 2}])
    assert quiz.save(ada, attempt, [right, answer(pi, 6) | {"version": 2}])["rejected"][0]["answer"] == {
        "response": None,
        "version": 3,
    }


def test_a_save_repeated_after_its_reply_was_lost_is_no_conflict(
    quiz: Quiz, ada: Person, attempt: Json
) -> None:
    pi = attempt["questions"][1]
    change = answer(pi, "3") | {"version": pi["answer_version"]}
    versions = quiz.save(ada, attempt, [change])["versions"]
    again = quiz.save(ada, attempt, [change])
    assert (versions, again["rejected"]) == ({pi["id"]: 1}, [])
    withdrawn = answer(pi, None) | {"version": again["versions"][pi["id"]]}
    quiz.save(ada, attempt, [withdrawn])
    assert quiz.save(ada, attempt, [withdrawn])["rejected"] == []


def test_a_refused_request_has_a_line_for_each_fault(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    faults = sql.value(
        "select core.store_answers(t, %s) from core.attempts t",
        f'[{{"question_id": "{attempt["questions"][1]["id"]}", "response": "many"}}, {{"response": 1}}]',
    )
    with pytest.raises(Exception, match=r"None of the answers can be accepted \(2\)") as refused:
        sql.value("select core.refuse_faults(%s)", json.dumps(faults))
    assert refused.value.diag.message_hint.splitlines() == [
        'Question 2: "many" is not a number. Write only the number, such as 12.5 or 6.02e23.',
        "No question_id: This question is not one of the attempt's.",
    ]


def test_answers_saved_in_time_count_after_the_deadline(quiz: Quiz, ada: Person, attempt: Json) -> None:
    right = quiz.right_answers(attempt)
    quiz.save(ada, attempt, right[:2])
    quiz.pass_deadline(attempt)
    assert refusal(quiz.save, ada, attempt, right) == (409, "attempt_overdue")
    late = quiz.submit(ada, right)
    assert (late["state"], late["overdue"], late["score"], late["answered"]) == ("finished", True, 2, 2)
    assert late["finished_at"] == late["deadline"]
    assert quiz.submit(ada, right)["score"] == 2


def test_an_overdue_attempt_with_nothing_saved_is_abandoned(quiz: Quiz, ada: Person, attempt: Json) -> None:
    quiz.pass_deadline(attempt)
    late = quiz.submit(ada, quiz.right_answers(attempt))
    assert (late["state"], late["overdue"], late["score"]) == ("abandoned", True, None)


def test_a_submission_within_the_grace_counts_in_full(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    sql.connection.execute("update core.settings set value = '3600' where key = 'quiz.submit_grace_s'")
    sql.connection.execute("update core.attempts set deadline = now() - interval '30 minutes'")
    assert sql.call(ada, "get_attempt", attempt_id=attempt["id"])["state"] == "overdue"
    done = quiz.submit(ada, quiz.right_answers(attempt))
    assert (done["state"], done["overdue"], done["score"]) == ("finished", False, 3)


def test_looking_shows_an_overdue_attempt_as_settled_and_writes_nothing(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    quiz.save(ada, attempt, quiz.right_answers(attempt)[:1])
    quiz.pass_deadline(attempt)
    seen = sql.call(ada, "get_attempt", attempt_id=attempt["id"])
    assert (seen["state"], seen["score"], seen["remaining_ms"]) == ("finished", 1, None)
    assert sql.value("select state from core.attempts") == "in_progress"


def test_an_overdue_attempt_is_settled_before_the_next_starts(quiz: Quiz, ada: Person, attempt: Json) -> None:
    quiz.change(attempts_allowed=2)
    quiz.pass_deadline(attempt)
    assert quiz.start(ada)["number"] == 2


def test_an_overdue_attempt_cannot_be_abandoned_to_escape_its_score(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    quiz.save(ada, attempt, quiz.right_answers(attempt)[:1])
    quiz.pass_deadline(attempt)
    assert refusal(sql.call, ada, "abandon_attempt", attempt_id=attempt["id"]) == (409, "attempt_overdue")


def test_an_attempt_that_was_not_started_or_was_abandoned_can_not_be_submitted(
    quiz: Quiz, ada: Person, sql: Sql
) -> None:
    assert refusal(quiz.submit, ada) == (409, "not_started")
    attempt = quiz.start(ada)
    sql.call(ada, "abandon_attempt", attempt_id=attempt["id"])
    assert refusal(quiz.submit, ada) == (409, "attempt_abandoned")


def test_a_submission_that_names_its_attempt_never_ends_another(
    quiz: Quiz, ada: Person, attempt: Json
) -> None:
    quiz.change(attempts_allowed=2)
    first = quiz.submit(ada, quiz.right_answers(attempt))
    second = quiz.start(ada)
    assert quiz.submit(ada, [], attempt_id=first["id"])["score"] == 3
    assert quiz.start(ada)["id"] == second["id"]
    bob = quiz.sql.person("bob")
    assert refusal(quiz.submit, bob, [], attempt_id=first["id"]) == (409, "not_started")


def test_only_its_taker_changes_an_attempt_and_the_owner_may_read_it(
    quiz: Quiz, ada: Person, attempt: Json, sql: Sql
) -> None:
    bob, pi = sql.person("bob"), attempt["questions"][1]
    quiz.start(bob)
    for person in (bob, quiz.owner):
        assert refusal(quiz.save, person, attempt, [answer(pi, 3)]) == (404, "attempt_not_found")
        assert refusal(sql.call, person, "abandon_attempt", attempt_id=attempt["id"]) == (
            404,
            "attempt_not_found",
        )
        taken = refusal(sql.call, person, "delete_answer", attempt_id=attempt["id"], question_id=pi["id"])
        assert taken == (404, "attempt_not_found")
    assert refusal(sql.call, bob, "get_attempt", attempt_id=attempt["id"]) == (404, "attempt_not_found")
    assert sql.call(quiz.owner, "get_attempt", attempt_id=attempt["id"])["id"] == attempt["id"]


def test_attempts_are_listed_by_page(quiz: Quiz, ada: Person, sql: Sql) -> None:
    quiz.change(attempts_allowed=None)
    made = [quiz.take(ada)["id"] for _ in range(5)]
    other = make_quiz(sql, quiz.owner, single()).take(ada)["id"]
    quiz.take(sql.person("bob"))
    seen: list[str] = []
    cursor = None
    while True:
        page = sql.call(ada, "list_attempts", page_size=2, cursor=cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [other, *reversed(made)]
    assert [item["id"] for item in sql.call(ada, "list_attempts", quiz_id=quiz.id)["items"]] == made[::-1]
    assert refusal(sql.call, ada, "list_attempts", cursor="rubbish") == (422, "bad_cursor")
    assert refusal(sql.call, ada, "list_attempts", page_size=0) == (422, "bad_limit")
