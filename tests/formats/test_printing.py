"""An attack on printing: a crowd that prints is refused beyond a limit, and everybody else is answered."""

import asyncio
import threading

import httpx
import pytest

from app.formats import printing
from app.http import turns
from tests.attempts.taking import make_quiz, single
from tests.fixtures import SignUp, Sql
from tests.waiting import until

CROWD, MOST_WAITING = 12, 3


@pytest.mark.parametrize("file", ["certificate", "paper", "answer_sheet"])
async def test_a_crowd_that_prints_is_refused_beyond_the_limit_and_the_api_answers(
    sign_up: SignUp, sql18: Sql, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", MOST_WAITING)
    ada = await sign_up("ada")
    assert ada.person
    quiz = make_quiz(sql18, ada.person, single())
    path = {
        "paper": f"/quizzes/{quiz.id}/download?format=pdf",
        "answer_sheet": f"/quizzes/{quiz.id}/download?format=answer_sheet",
    }
    if file == "certificate":
        path["certificate"] = f"/certificates/{certificate(sql18)}/pdf"
    release = threading.Event()
    writing = [asyncio.create_task(printing.turns.take(release.wait)) for _ in range(2)]
    try:
        crowd = [asyncio.create_task(ada.get(path[file])) for _ in range(CROWD)]
        await until(lambda: sum(one.done() for one in crowd) == CROWD - MOST_WAITING)
        assert (await ada.get(f"/quizzes/{quiz.id}")).status_code == 200
    finally:
        release.set()
    assert all(await asyncio.gather(*writing))
    answers: list[httpx.Response] = await asyncio.gather(*crowd)

    printed = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert (len(printed), len(refused)) == (MOST_WAITING, CROWD - MOST_WAITING)
    assert all(answer.content.startswith(b"%PDF") for answer in printed)
    for answer in refused:
        assert answer.json()["code"] == "too_busy"
        assert answer.json()["detail"] == "Many files are being worked on just now. Try again in a moment."
        assert answer.headers["Retry-After"] == str(turns.RETRY_AFTER_S)
    assert (await ada.get(path[file])).status_code == 200  # the crowd has left nothing behind


def certificate(sql: Sql) -> str:
    """The code of a certificate that somebody earned."""
    quiz = make_quiz(sql, sql.person("teacher"), single(), pass_mark=50)
    bob = sql.person("bob")
    attempt = quiz.take(bob, right=1)
    return str(sql.call(bob, "make_certificate", attempt_id=attempt["id"])["code"])
