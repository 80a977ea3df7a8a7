"""Taking a quiz over REST, on a real server."""

import asyncio
import json
from itertools import chain
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.attempts.taking import Quiz, answer, make_quiz, numeric, short_text, single
from tests.fixtures import Client, SignUp, Sql

NOBODYS = "00000000-0000-4000-8000-000000000000"
JSON = {"Content-Type": "application/json"}


@pytest_asyncio.fixture
async def host(sign_up: SignUp) -> Client:
    return await sign_up("host")


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def quiz(sql18: Sql, host: Client) -> Quiz:
    return make_quiz(
        sql18, host.person, single(), numeric(), short_text(), time_limit_s=600, attempts_allowed=3
    )


def why_not_saved(answer: httpx.Response) -> set[str]:
    """The code of a refused request, or of each answer that was rejected; none may have been saved."""
    body = answer.json()
    if answer.status_code == 200:
        assert body["saved"] == 0, answer.text
        return {fault["code"] for fault in body["rejected"]}
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {body["code"]}


async def start(client: Client, quiz: Quiz) -> dict[str, Any]:
    started = await client.post(f"/quizzes/{quiz.id}/start")
    assert started.status_code == 201, started.text
    return started.json()


def code(response: Any) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]


async def test_a_quiz_is_taken_from_start_to_review(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    right = quiz.right_answers(attempt)
    saved = await ada.patch(f"/attempts/{attempt['id']}/answers", json={"answers": right[:1]})
    assert (saved.status_code, saved.json()["saved"]) == (200, 1)
    resumed = await start(ada, quiz)
    assert resumed["resumed"]
    assert resumed["questions"][0]["response"] == right[0]["response"]
    done = await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": right[1:]})
    assert (done.status_code, done.json()["state"], done.json()["score"]) == (200, "finished", 3)
    review = (await ada.get(f"/attempts/{attempt['id']}/review")).json()
    assert [question["verdict"] for question in review["questions"]] == ["right"] * 3
    listed = (await ada.get("/attempts", params={"quiz_id": quiz.id, "limit": 1})).json()
    assert ([item["id"] for item in listed["items"]], listed["next_cursor"]) == ([attempt["id"]], None)


async def test_delete_withdraws_an_answer_and_abandons_an_attempt(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    first = attempt["questions"][0]
    await ada.patch(
        f"/attempts/{attempt['id']}/answers", json={"answers": [answer(first, quiz.wrong(first))]}
    )
    left = await ada.delete(f"/attempts/{attempt['id']}/answers/{first['id']}")
    assert (left.status_code, left.json()["answered"]) == (200, 0)
    gone = await ada.delete(f"/attempts/{attempt['id']}")
    assert (gone.status_code, gone.json()["state"]) == (200, "abandoned")
    submitted = await ada.post(f"/quizzes/{quiz.id}/submit", json={})
    assert code(submitted) == (409, "attempt_abandoned")


async def test_two_concurrent_submissions_score_once(quiz: Quiz, ada: Client, sql18: Sql) -> None:
    attempt = await start(ada, quiz)
    right = quiz.right_answers(attempt)
    sent = [ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": right[:n]}) for n in (1, 2, 3, 0)]
    answers = await asyncio.gather(*sent)
    assert [response.status_code for response in answers] == [200] * 4
    results = [{**response.json(), "now": None} for response in answers]
    assert results == [results[0]] * 4
    assert sql18.value("select count(*) from core.attempts") == 1
    assert sql18.value("select sum(points) from core.answers where deleted_at is null") == results[0]["score"]


async def test_two_concurrent_starts_over_rest_make_one_attempt(quiz: Quiz, ada: Client, sql18: Sql) -> None:
    started = await asyncio.gather(*(start(ada, quiz) for _ in range(4)))
    assert len({attempt["id"] for attempt in started}) == 1
    assert sorted(attempt["resumed"] for attempt in started) == [False, True, True, True]
    assert sql18.value("select count(*) from core.attempts") == 1


async def test_concurrent_saves_lose_no_answer(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    url = f"/attempts/{attempt['id']}/answers"
    right = quiz.right_answers(attempt)
    await asyncio.gather(*(ada.patch(url, json={"answers": [one]}) for one in right))
    seen = (await ada.get(f"/attempts/{attempt['id']}")).json()
    assert [answer(question, question["response"]) for question in seen["questions"]] == right


async def test_a_late_submission_keeps_the_answers_that_were_saved_in_time(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    right = quiz.right_answers(attempt)
    url = f"/attempts/{attempt['id']}/answers"
    await ada.patch(url, json={"answers": right[:2]})
    quiz.pass_deadline(attempt)
    assert code(await ada.patch(url, json={"answers": right})) == (409, "attempt_overdue")
    late = (await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": right})).json()
    assert (late["state"], late["overdue"], late["score"]) == ("finished", True, 2)


async def test_a_finished_attempt_accepts_no_more_answers(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": []})
    url = f"/attempts/{attempt['id']}/answers"
    right = quiz.right_answers(attempt)
    assert code(await ada.patch(url, json={"answers": right})) == (409, "attempt_finished")
    assert code(await ada.delete(f"{url}/{right[0]['question_id']}")) == (409, "attempt_finished")
    again = await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": right})
    assert (again.status_code, again.json()["score"]) == (200, 0)


async def test_an_attempt_of_another_person_is_not_found(quiz: Quiz, ada: Client, sign_up: SignUp) -> None:
    attempt = await start(ada, quiz)
    bob = await sign_up("bob")
    await start(bob, quiz)
    url = f"/attempts/{attempt['id']}"
    question = attempt["questions"][0]
    for response in (
        await bob.get(url),
        await bob.delete(url),
        await bob.get(f"{url}/review"),
        await bob.patch(f"{url}/answers", json={"answers": [answer(question, quiz.right(question["id"]))]}),
        await bob.delete(f"{url}/answers/{question['id']}"),
        await bob.get(f"/attempts/{NOBODYS}"),
    ):
        assert code(response) == (404, "attempt_not_found")
    submitted = await bob.post(f"/quizzes/{quiz.id}/submit", json={"attempt_id": attempt["id"]})
    assert code(submitted) == (409, "not_started")
    assert (await ada.get(url)).json()["answered"] == 0


async def test_an_answer_to_a_question_of_another_attempt_is_refused(
    quiz: Quiz, ada: Client, sql18: Sql
) -> None:
    attempt = await start(ada, quiz)
    other = await start(ada, make_quiz(sql18, quiz.owner, single()))
    foreign = answer(other["questions"][0], quiz.right(other["questions"][0]["id"]))
    saved = await ada.patch(f"/attempts/{attempt['id']}/answers", json={"answers": [foreign]})
    assert why_not_saved(saved) == {"question_not_found"}
    submitted = await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": [foreign]})
    assert code(submitted) == (422, "question_not_found")
    assert "not one of the attempt's" in submitted.json()["hint"]


async def test_one_unreadable_answer_costs_no_other(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    right = [answer(question, quiz.right(question["id"])) for question in attempt["questions"]]
    for unreadable in ({}, {"a": 1}, [1], [[]], True, "x", ["x"], [None]):
        body = json.dumps({"answers": [right[0], answer(attempt["questions"][1], unreadable)]})
        saved = await ada.patch(f"/attempts/{attempt['id']}/answers", content=body, headers=JSON)
        assert saved.status_code == 200, (unreadable, saved.text)
        assert (saved.json()["saved"], len(saved.json()["rejected"])) == (1, 1), unreadable
    done = await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": [{"question_id": "x"}, *right[1:]]})
    assert (done.json()["percent"], len(done.json()["rejected"])) == (100, 1)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "invalid_request"),
        ({"answers": {}}, "invalid_request"),
        ({"answers": [], "score": 100}, "invalid_request"),
        ({"answers": [{"question_id": "Q", "response": 3, "fraction": 1}]}, "invalid_request"),
        ({"answers": [{"question_id": "Q"}]}, "missing_response"),
        ({"answers": [{"question_id": "seven", "response": 3}]}, "question_not_found"),
        ({"answers": [{"question_id": "Q", "response": True}]}, "invalid_response"),
        ({"answers": [{"question_id": "Q", "response": {"a": 1}}]}, "invalid_response"),
        ({"answers": [{"question_id": "Q", "response": [1]}]}, "invalid_response"),
        ({"answers": [{"question_id": "Q", "response": ["a"]}]}, "invalid_response"),
        ({"answers": [{"question_id": "Q", "response": "x" * 60_000}]}, "too_long"),
        ({"answers": [{"question_id": "Q", "response": "a\u0000b"}]}, "invalid_text"),
        ({"answers": [{"question_id": "Q", "response": 3}] * 2}, "answered_twice"),
        ({"answers": [{"question_id": "Q", "response": 3}] * 2000}, "too_many_answers"),
    ],
)
async def test_malformed_answers_are_refused(
    quiz: Quiz, ada: Client, body: dict[str, Any], problem: str
) -> None:
    attempt = await start(ada, quiz)
    sent = json.dumps(body).replace('"Q"', json.dumps(attempt["questions"][1]["id"]))
    saved = await ada.patch(f"/attempts/{attempt['id']}/answers", content=sent, headers=JSON)
    assert why_not_saved(saved) == {problem}
    assert (await ada.get(f"/attempts/{attempt['id']}")).json()["answered"] == 0


@pytest.mark.parametrize(
    "number", ["1e400", "NaN", "-Infinity", '"\\ud800"', "1" + "0" * 400, "1" + "0" * 5000]
)
async def test_numbers_and_texts_that_cannot_be_stored_are_refused(
    quiz: Quiz, ada: Client, number: str
) -> None:
    attempt = await start(ada, quiz)
    body = f'{{"answers": [{{"question_id": "{attempt["questions"][1]["id"]}", "response": {number}}}]}}'
    saved = await ada.patch(f"/attempts/{attempt['id']}/answers", content=body, headers=JSON)
    assert why_not_saved(saved)
    assert (await ada.get(f"/attempts/{attempt['id']}")).json()["answered"] == 0


@pytest.mark.parametrize("number", [3, -0.5, 10**18, 10**30, 3.14, 1e-7])
async def test_numbers_arrive_as_they_were_sent(quiz: Quiz, ada: Client, number: float) -> None:
    attempt = await start(ada, quiz)
    sent = [answer(attempt["questions"][1], number)]
    assert (await ada.patch(f"/attempts/{attempt['id']}/answers", json={"answers": sent})).status_code == 200
    seen = (await ada.get(f"/attempts/{attempt['id']}")).json()
    assert seen["questions"][1]["response"] == number


async def test_a_body_that_is_not_json_is_refused(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    for body in (b"{", b"\xff\xfe", b"[]", b'"x"', b""):
        saved = await ada.patch(f"/attempts/{attempt['id']}/answers", content=body, headers=JSON)
        assert saved.status_code in (400, 422), saved.text
        assert saved.headers["content-type"] == "application/problem+json"


async def test_a_huge_body_is_refused(quiz: Quiz, ada: Client) -> None:
    attempt = await start(ada, quiz)
    saved = await ada.patch(
        f"/attempts/{attempt['id']}/answers", content=b'{"answers": "' + b"x" * 3_000_000 + b'"}'
    )
    assert code(saved)[0] == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/quizzes/{NOBODYS}/start"),
        ("POST", f"/quizzes/{NOBODYS}/submit"),
        ("GET", "/attempts"),
        ("GET", f"/attempts/{NOBODYS}"),
        ("GET", f"/attempts/{NOBODYS}/review"),
        ("DELETE", f"/attempts/{NOBODYS}"),
        ("PATCH", f"/attempts/{NOBODYS}/answers"),
        ("DELETE", f"/attempts/{NOBODYS}/answers/{NOBODYS}"),
    ],
)
async def test_attempts_need_a_token_that_is_valid(api: Client, ada: Client, method: str, path: str) -> None:
    assert code(await api.request(method, path, json={"answers": []})) == (401, "not_signed_in")
    forged = {"Authorization": f"Bearer {ada.access_token[:-4]}AAAA"}
    assert code(await api.request(method, path, headers=forged, json={"answers": []})) == (
        401,
        "invalid_token",
    )


async def test_malformed_ids_are_refused(ada: Client) -> None:
    for path in ("/attempts/seven", "/attempts/seven/review", "/attempts?quiz_id=seven", "/attempts?limit=x"):
        assert code(await ada.get(path)) == (422, "invalid_request")
    for limit in (0, -1, 101, 10**12):
        assert (await ada.get("/attempts", params={"limit": limit})).status_code == 422
    assert code(await ada.get("/attempts", params={"cursor": "\x00"})) == (422, "invalid_text")
    assert code(await ada.get("/attempts", params={"cursor": "rubbish"})) == (422, "bad_cursor")


async def test_responses_fit_the_documented_models(quiz: Quiz, ada: Client) -> None:
    from app.attempts import routes as attempts
    from app.http.paging import Page
    from app.quizzes.models import Display

    quiz.change(key_shown="after_submit")
    attempt = await start(ada, quiz)
    one = quiz.right_answers(attempt)[:1]
    url = f"/attempts/{attempt['id']}"
    bad = {"question_id": NOBODYS, "response": 1}
    saved = await ada.patch(f"{url}/answers", json={"answers": [*one, bad]})
    seen = await ada.get(url)
    done = await ada.post(f"/quizzes/{quiz.id}/submit", json={"answers": one})
    review = await ada.get(f"{url}/review")
    for model, body in (
        (attempts.StartedAttempt, attempt),
        (attempts.Saved, saved.json()),
        (attempts.Attempt, seen.json()),
        (attempts.Submitted, done.json()),
        (attempts.Review, review.json()),
        (Page[attempts.AttemptSummary], (await ada.get("/attempts")).json()),
    ):
        documented = model.model_validate(body).model_dump(exclude_unset=True)
        assert {*documented} == {*body}
        assert {*model.model_fields} <= {*body}
    of_some_kinds = {*Display.model_fields}
    for kept, questions in (
        (attempts.DrawnQuestion, attempt["questions"]),
        (attempts.ReviewedQuestion, review.json()["questions"]),
    ):
        named = {*kept.model_fields}
        assert all(named - of_some_kinds <= {*question} <= named for question in questions)
        assert {*chain(*questions)} | of_some_kinds == named
    assert {*attempts.Fault.model_fields} == {*saved.json()["rejected"][0]}
