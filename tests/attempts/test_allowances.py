"""What one person is allowed beyond the settings of a quiz, also in the middle of an attempt."""

from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_deadlines import instant, soon
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Person, Refused, SignUp, Sql

Json = dict[str, Any]
SECONDS = "select extract(epoch from deadline - started_at) from core.attempts where user_id = %s"


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), single(), time_limit_s=600)


def allow(quiz: Quiz, person: str, **allowance: Any) -> Json:
    allowed: Json = quiz.sql.call(
        quiz.owner, "set_allowance", quiz_id=quiz.id, person=person, allowance=allowance
    )
    return allowed


def acts(quiz: Quiz) -> list[Json]:
    listed: list[Json] = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    return listed


def test_extra_time_reaches_the_attempt_of_one_person_in_the_middle(quiz: Quiz, ada: Person) -> None:
    bob = quiz.sql.person("bob")
    quiz.start(ada), quiz.start(bob)
    allow(quiz, ada.id, time_factor=1.5, extra_time_s=60)
    assert [quiz.sql.value(SECONDS, person.id) for person in (ada, bob)] == [960, 600]
    allow(quiz, ada.id, time_factor=2)  # in place of the former
    assert quiz.sql.value(SECONDS, ada.id) == 1200


def test_an_allowance_for_an_address_is_for_the_account_that_has_it(quiz: Quiz, ada: Person) -> None:
    allowed = allow(quiz, ada.email.upper(), time_factor=2)
    assert (allowed["email"], allowed["user_id"], allowed["display_name"]) == (ada.email, None, None)
    quiz.start(ada)
    assert quiz.sql.value(SECONDS, ada.id) == 1200


def test_of_an_account_and_its_address_the_allowance_that_was_set_last_counts(
    quiz: Quiz, ada: Person
) -> None:
    quiz.start(ada)
    for person, factor in ((ada.id, 2), (ada.email, 3), (ada.id, 1.5)):
        allow(quiz, person, time_factor=factor)
        assert quiz.sql.value(SECONDS, ada.id) == 600 * factor


def test_an_allowance_does_not_tell_whether_an_address_has_an_account(quiz: Quiz, ada: Person) -> None:
    known, unknown = (allow(quiz, each, extra_time_s=1) for each in (ada.email, "nobody@example.com"))
    for field in ("id", "email", "created_at", "updated_at"):
        assert known.pop(field) != unknown.pop(field)
    assert known == unknown


def test_an_allowance_that_is_taken_back_takes_its_time_back(quiz: Quiz, ada: Person) -> None:
    allowed = allow(quiz, ada.id, time_factor=2)
    quiz.start(ada)
    quiz.sql.call(quiz.owner, "delete_allowance", quiz_id=quiz.id, allowance_id=allowed["id"])
    assert quiz.sql.value(SECONDS, ada.id) == 600
    again = {"quiz_id": quiz.id, "allowance_id": allowed["id"]}
    assert refusal(quiz.sql.call, quiz.owner, "delete_allowance", **again) == (404, "allowance_not_found")


def test_other_dates_let_one_person_start_before_and_after_the_others(sql: Sql, ada: Person) -> None:
    host, bob = sql.person("host"), sql.person("bob")
    early = make_quiz(sql, host, single(), opens_at=soon(hours=1))
    late = make_quiz(sql, host, single(), closes_at=soon(hours=-1))
    allow(early, ada.id, opens_at=soon(hours=-1))
    until = soon(hours=1)
    allow(late, ada.id, closes_at=until)
    assert early.start(ada)["state"] == "in_progress"
    assert instant(late.start(ada)["deadline"]) == instant(until)
    assert refusal(early.start, bob) == (409, "quiz_not_open")
    assert refusal(late.start, bob) == (409, "quiz_closed")


def test_one_person_has_more_attempts_than_the_others(quiz: Quiz, ada: Person) -> None:
    quiz.take(ada)
    allow(quiz, ada.id, extra_attempts=1)
    assert quiz.sql.call(ada, "my_result", quiz_id=quiz.id)["attempts_left"] == 1
    assert quiz.take(ada)["number"] == 2
    assert refusal(quiz.start, ada) == (409, "no_attempts_left")


def test_the_key_waits_for_whoever_may_answer_after_closing(sql: Sql, ada: Person) -> None:
    quiz, bob = make_quiz(sql, sql.person("host"), single(), key_shown="after_close"), sql.person("bob")
    done = quiz.take(bob, right=1)
    quiz.change(closes_at=soon(hours=-1))
    assert sql.call(bob, "attempt_review", attempt_id=done["id"])["key_shown"]
    allow(quiz, ada.id, closes_at=soon(hours=1))
    assert not sql.call(bob, "attempt_review", attempt_id=done["id"])["key_shown"]


def test_what_the_owner_did_is_kept_with_who_and_when(quiz: Quiz, ada: Person) -> None:
    quiz.start(ada)
    allowed = allow(quiz, ada.id, extra_time_s=60)
    quiz.change(time_limit_s=900)
    quiz.sql.call(quiz.owner, "delete_allowance", quiz_id=quiz.id, allowance_id=allowed["id"])
    assert [(act["act"], act["actor"], act["display_name"]) for act in acts(quiz)] == [
        ("allowance.deleted", "host", "ada"),
        ("quiz.times", "host", None),
        ("allowance.set", "host", "ada"),
    ]
    assert acts(quiz)[1]["details"]["time_limit_s"] == [600, 900]


def test_only_the_owner_allows_and_reads_what_others_are_allowed(quiz: Quiz, ada: Person) -> None:
    bob = quiz.sql.person("bob")
    allow(quiz, ada.id, extra_time_s=60), allow(quiz, bob.email, extra_time_s=60)
    for function, more in (
        ("set_allowance", {"person": ada.id, "allowance": {}}),
        ("delete_allowance", {"allowance_id": ada.id}),
        ("list_allowances", {}),
        ("list_owner_acts", {}),
    ):
        assert refusal(quiz.sql.call, ada, function, quiz_id=quiz.id, **more) == (403, "not_the_owner"), (
            function
        )
    rows = [len(quiz.sql.select(who, "select * from public.allowances")) for who in (quiz.owner, ada, bob)]
    assert rows == [2, 1, 1]
    assert quiz.sql.select(ada, "select * from public.owner_acts") == []


@pytest.mark.parametrize(
    ("allowance", "code"),
    [
        ({"time_factor": 0.5}, "out_of_range"),
        ({"extra_time_s": "much"}, "wrong_type"),
        ({"closes_at": "tomorrow"}, "bad_time"),
        ({"closes_at": "2001-01-01T00:00:00Z", "opens_at": "2001-01-02T00:00:00Z"}, "closes_before_it_opens"),
        ({"colour": "red"}, "unknown_field"),
        ([], "wrong_type"),
    ],
)
def test_an_allowance_that_makes_no_sense_is_refused(
    quiz: Quiz, ada: Person, allowance: Any, code: str
) -> None:
    arguments = {"quiz_id": quiz.id, "person": ada.id, "allowance": allowance}
    assert refusal(quiz.sql.call, quiz.owner, "set_allowance", **arguments) == (422, code)


def test_whom_it_is_for_may_stand_in_the_allowance_as_in_the_body_of_a_request(
    quiz: Quiz, ada: Person
) -> None:
    arguments = {"quiz_id": quiz.id, "person": None}
    given = quiz.sql.call(quiz.owner, "set_allowance", **arguments, allowance={"person": ada.id})
    assert given["user_id"] == ada.id
    with pytest.raises(
        Refused, match=r"“colour” is not a field here\. The fields are: person, group_id, time_"
    ):
        quiz.sql.call(quiz.owner, "set_allowance", **arguments, allowance={"person": ada.id, "colour": "red"})


def test_an_account_that_is_deleted_leaves_no_trace_of_what_it_was_allowed(quiz: Quiz, ada: Person) -> None:
    allow(quiz, ada.id, time_factor=2)
    allow(quiz, ada.email, time_factor=3)
    quiz.sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert quiz.sql.value("select count(*) from core.allowances") == 0
    assert [(act["details"], act["email"]) for act in acts(quiz)] == [({}, None)] * 2


async def test_an_owner_gives_more_time_over_rest_in_the_middle_of_an_attempt(
    sql18: Sql, sign_up: SignUp
) -> None:
    host, ada = await sign_up("host"), await sign_up("ada")
    assert host.person
    quiz = make_quiz(sql18, host.person, single(), time_limit_s=600)
    attempt = (await ada.post(f"/quizzes/{quiz.id}/start")).json()
    longer = {"time_limit_s": 1200}
    shown = await host.post(f"/quizzes/{quiz.id}/preview-change", json=longer)
    assert [each["display_name"] for each in shown.json()["attempts"]] == ["ada"]
    await host.patch(f"/quizzes/{quiz.id}", json=longer)
    assert await left(ada, attempt) > 1_000_000
    allowed = await host.put(
        f"/quizzes/{quiz.id}/allowances", json={"person": ada.person.email, "time_factor": 2}
    )
    assert allowed.status_code == 200, allowed.text
    assert await left(ada, attempt) > 2_000_000
    listed = (await host.get(f"/quizzes/{quiz.id}/allowances")).json()["items"]
    assert listed == [allowed.json()]
    gone = await host.delete(f"/quizzes/{quiz.id}/allowances/{listed[0]['id']}")
    assert (gone.status_code, await left(ada, attempt) < 1_200_001) == (200, True)
    done = (await host.get(f"/quizzes/{quiz.id}/acts")).json()["items"]
    assert [each["act"] for each in done] == ["allowance.deleted", "allowance.set", "quiz.times"]


async def left(client: Client, attempt: Json) -> int:
    remaining: int = (await client.get(f"/attempts/{attempt['id']}")).json()["remaining_ms"]
    return remaining
