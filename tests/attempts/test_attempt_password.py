"""The password that a quiz asks for when an attempt begins."""

import json
from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Person, SignUp, Sql

MISSING, WRONG = (403, "attempt_password_missing"), (403, "attempt_password_wrong")


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    quiz = make_quiz(sql, sql.person("host"), single(), attempts_allowed=2)
    set_password(quiz, "Öpen sesame")
    return quiz


def set_password(quiz: Quiz, password: str | None) -> Any:
    return quiz.sql.call(quiz.owner, "set_attempt_password", quiz_id=quiz.id, password=password)


def begin(quiz: Quiz, person: Person, password: str | None) -> Any:
    """The attempt, or how a guess was refused: such a refusal is returned, so that its count is kept."""
    begun = quiz.sql.call(person, "start_attempt", quiz_id=quiz.id, password=password)
    return (int(begun["code"][2:]), begun["details"]) if "code" in begun else begun


def test_an_attempt_begins_only_with_the_password(quiz: Quiz, ada: Person) -> None:
    assert refusal(quiz.start, ada) == MISSING
    assert begin(quiz, ada, "open sesame") == WRONG
    assert not quiz.sql.value("select count(*) from core.attempts")
    assert not begin(quiz, ada, " O\u0308pen sesame ")["resumed"]


def test_an_attempt_in_progress_and_a_preview_go_on_without_it(quiz: Quiz, ada: Person) -> None:
    first = begin(quiz, ada, "Öpen sesame")
    set_password(quiz, "another")
    assert quiz.start(ada)["id"] == first["id"]
    quiz.submit(ada)
    assert refusal(quiz.start, ada) == MISSING  # the second is a new one
    assert quiz.start(quiz.owner)["preview"]


def test_too_many_wrong_passwords_are_refused_like_a_right_one(quiz: Quiz, ada: Person) -> None:
    for guess in range(10):
        assert begin(quiz, ada, f"guess {guess}") == WRONG
    with pytest.raises(Exception, match="too many requests"):
        begin(quiz, ada, "Öpen sesame")
    assert begin(quiz, quiz.sql.person("bob"), "Öpen sesame")["number"] == 1  # others are not locked out
    quiz.sql.connection.execute(
        "update core.attempt_password_guesses set first_at = now() - interval '11 minutes'"
    )
    assert begin(quiz, ada, "Öpen sesame")["number"] == 1


def test_old_guesses_are_swept(quiz: Quiz, ada: Person) -> None:
    begin(quiz, ada, "guess")
    quiz.sql.connection.execute(
        "update core.attempt_password_guesses set first_at = now() - interval '11 minutes'"
    )
    assert quiz.sql.value("select core.sweep_old_rows(100)") == 1
    assert not quiz.sql.value("select count(*) from core.attempt_password_guesses")


def test_the_password_and_its_hash_are_told_to_nobody(quiz: Quiz, ada: Person) -> None:
    told = [
        quiz.sql.call(quiz.owner, "get_quiz", quiz_id=quiz.id),
        quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id),
        quiz.sql.call(quiz.owner, "duplicate_quiz", quiz_id=quiz.id),
        quiz.sql.select(quiz.owner, "select * from public.export_account()"),
        quiz.sql.select(quiz.owner, "select * from public.quizzes"),
    ]
    (digest,) = quiz.sql.connection.execute("select hash from core.attempt_passwords").fetchone()
    assert not [word for word in ("sesame", "salt", digest.hex()) if word in json.dumps(told, default=str)]
    assert (told[0]["password_required"], told[2]["password_required"]) == (True, False)
    for person in (quiz.owner, ada, None):
        with pytest.raises(Exception, match="permission denied"):
            quiz.sql.select(person, "select * from core.attempt_passwords")


def test_only_the_owner_sets_and_removes_it(quiz: Quiz, ada: Person) -> None:
    change = {"quiz_id": quiz.id, "password": None}
    assert refusal(quiz.sql.call, ada, "set_attempt_password", **change) == (403, "not_the_owner")
    assert refusal(set_password, quiz, "  ") == (422, "out_of_range")
    assert not set_password(quiz, None)["password_required"]
    assert quiz.start(ada)["number"] == 1
    listed = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    assert [act["act"] for act in listed] == ["password.removed", "password.set"]


async def test_the_rest_api_counts_wrong_passwords_and_keeps_no_refusal(sql18: Sql, sign_up: SignUp) -> None:
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    quiz = make_quiz(sql18, host.person, single())
    path = f"/quizzes/{quiz.id}/attempt-password"
    assert (await host.put(path, json={"password": "sesame"})).json()["password_required"]

    async def start(password: str, key: str) -> tuple[int, str]:
        started = await ada.post(
            f"/quizzes/{quiz.id}/start", json={"password": password}, headers={"Idempotency-Key": key}
        )
        if started.status_code != 201:
            assert started.headers["content-type"] == "application/problem+json"
        return started.status_code, started.json().get("code", "")

    assert [await start("guess", "one"), await start("guess", "one")] == [WRONG, WRONG]
    assert sql18.value("select guesses from core.attempt_password_guesses") == 2
    sql18.connection.execute("update core.attempt_password_guesses set guesses = 10")
    assert await start("sesame", "two") == (429, "too_many_requests")
    sql18.connection.execute("delete from core.attempt_password_guesses")
    assert await start("sesame", "one") == (201, "")
    assert not (await host.delete(path)).json()["password_required"]
