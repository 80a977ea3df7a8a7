"""Certificates: who gets one, what it says, and what a check of its code tells."""

import io
from typing import Any

import pypdf
import pytest

from tests.attempts.taking import Quiz, make_quiz, single, true_false
from tests.fixtures import Person, Refused, SignUp, Sql


def refused(sql: Sql, person: Person, attempt: dict[str, Any], **more: Any) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as error:
        sql.call(person, "make_certificate", attempt_id=attempt["id"])
    return error.value.status, error.value.code


def quiz_of(sql: Sql, **options: Any) -> Quiz:
    return make_quiz(sql, sql.person("teacher"), single(), true_false(), **{"pass_mark": 50, **options})


def test_a_passed_attempt_earns_a_certificate_in_the_name_that_its_taker_chose(sql: Sql) -> None:
    quiz, ada = quiz_of(sql), sql.person("ada")
    attempt = quiz.take(ada, right=1)
    made = sql.call(ada, "make_certificate", attempt_id=attempt["id"], name=" فاطمة  الزهراء ")
    assert (made["name"], made["quiz"], made["percent"]) == ("فاطمة الزهراء", "General knowledge", 50)
    assert sql.call(None, "get_certificate", code=made["code"].lower()) == made
    assert set(made) == {"code", "name", "quiz", "language", "percent", "passed_at"}


def test_a_certificate_says_no_score_if_its_taker_wants_none(sql: Sql) -> None:
    quiz, ada = quiz_of(sql), sql.person("ada")
    attempt = quiz.take(ada, right=2)
    first = sql.call(ada, "make_certificate", attempt_id=attempt["id"])
    again = sql.call(ada, "make_certificate", attempt_id=attempt["id"], name="A. L.", with_score=False)
    assert (first["name"], again["code"]) == ("ada", first["code"])
    assert sql.call(None, "get_certificate", code=first["code"])["percent"] is None


def test_only_a_passed_attempt_earns_a_certificate(sql: Sql) -> None:
    ada = sql.person("ada")
    quiz = quiz_of(sql, attempts_allowed=None)
    assert refused(sql, ada, quiz.take(ada, right=0)) == (409, "not_passed")
    assert refused(sql, ada, quiz.start(ada)) == (409, "not_passed")
    assert refused(sql, ada, quiz_of(sql, pass_mark=None).take(ada, right=2)) == (409, "not_passed")
    assert refused(sql, quiz.owner, quiz.take(quiz.owner, right=2)) == (409, "not_passed")


def test_a_certificate_tells_no_score_that_is_hidden(sql: Sql) -> None:
    quiz, ada = quiz_of(sql, score_shown="never"), sql.person("ada")
    assert refused(sql, ada, quiz.take(ada, right=2)) == (409, "score_not_shown")


def test_nobody_gets_a_certificate_of_somebody_else(sql: Sql) -> None:
    quiz, ada = quiz_of(sql), sql.person("ada")
    attempt = quiz.take(ada, right=2)
    assert refused(sql, sql.person("eve"), attempt) == (404, "attempt_not_found")
    assert refused(sql, quiz.owner, attempt) == (404, "attempt_not_found")


def test_a_certificate_ends_with_what_it_says(sql: Sql) -> None:
    """After a regrade that takes the points, and with the account."""
    quiz, ada = quiz_of(sql), sql.person("ada")
    attempt = quiz.take(ada, right=1)
    code = sql.call(ada, "make_certificate", attempt_id=attempt["id"])["code"]
    sql.connection.execute("update core.attempts set passed = false where id = %s", [attempt["id"]])
    with pytest.raises(Refused, match="no certificate with this code"):
        sql.call(None, "get_certificate", code=code)
    sql.value("select core.erase_traces(%s)", ada.id)
    assert sql.value("select count(*) from core.certificates") == 0


async def test_a_certificate_is_printed_and_checked_over_rest(sign_up: SignUp, sql18: Sql) -> None:
    ada = await sign_up("ada")
    assert ada.person
    quiz = quiz_of(sql18)
    attempt = quiz.take(ada.person, right=2)
    made = (await ada.put(f"/attempts/{attempt['id']}/certificate", json={"name": "Zoë Ω"})).json()
    del ada.headers["Authorization"]
    checked = await ada.get(f"/certificates/{made['code']}")
    assert (checked.status_code, checked.json()) == (200, made)
    pdf = await ada.get(f"/certificates/{made['code']}/pdf")
    text = pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    for said in ("Zoë Ω", "General knowledge", "100", made["code"], f"/certificates/{made['code']}"):
        assert said in text
    assert (await ada.get("/certificates/0000-0000-0000-0000/pdf")).status_code == 404
