"""Quizzes and questions over REST."""

import asyncio
import json
import uuid
from typing import Any

import httpx
import pytest

from tests.fixtures import Client, SignUp
from tests.quizzes.drafts import DRAFTS, TRUE_FALSE, single


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


async def new_quiz(client: Client, **options: Any) -> str:
    answer = await client.post("/quizzes", json={"title": "A quiz", **options})
    assert answer.status_code == 201, answer.text
    quiz_id: str = answer.json()["id"]
    return quiz_id


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["detail"]
    return answer.status_code, body["code"]


async def test_a_quiz_from_its_creation_to_its_purge(ada: Client, api: Client) -> None:
    quiz_id = await new_quiz(ada, visibility="public", opens_at="2127-01-01T08:00:00+01:00")
    path = f"/quizzes/{quiz_id}"
    assert (await ada.patch(path, json={"title": "Renamed", "pass_mark": 50})).json()["pass_mark"] == 50
    seen = (await api.get(path)).json()
    assert (seen["title"], seen["opens_at"]) == ("Renamed", "2127-01-01T07:00:00+00:00")
    assert [quiz["id"] for quiz in (await api.get("/quizzes?visibility=public")).json()["items"]] == [quiz_id]
    assert [quiz["id"] for quiz in (await ada.get("/quizzes")).json()["items"]] == [quiz_id]
    assert (await ada.post(f"{path}/duplicate")).json()["title"] == "Copy of Renamed"
    assert (await ada.post(f"{path}/duplicate", json={"title": "B"})).status_code == 201
    assert (await ada.delete(path)).json()["id"] == quiz_id
    assert problem(await api.get(path)) == (404, "quiz_not_found")
    assert [quiz["id"] for quiz in (await ada.get("/quizzes?deleted=true")).json()["items"]] == [quiz_id]
    assert (await ada.post(f"{path}/restore")).json()["id"] == quiz_id
    assert problem(await ada.post(f"{path}/purge")) == (404, "quiz_not_found")
    await ada.delete(path)
    assert (await ada.post(f"{path}/purge")).json() == {"id": quiz_id, "purged": True}


async def test_questions_of_every_kind_go_in_and_come_out_as_they_were(ada: Client) -> None:
    path = f"/quizzes/{await new_quiz(ada)}/questions"
    for draft in DRAFTS.values():
        answer = await ada.post(path, json=draft)
        assert answer.status_code == 201, answer.text
        assert {field: answer.json()[field] for field in draft} == draft
    listed = (await ada.get(path)).json()["items"]
    again = await ada.post(path, json=listed)
    assert again.status_code == 201, again.text
    assert len(again.json()["items"]) == len(listed) == len(DRAFTS)


async def test_a_question_is_changed_moved_deleted_and_restored(ada: Client) -> None:
    quiz = f"/quizzes/{await new_quiz(ada)}"
    await ada.post(f"{quiz}/questions", json=[TRUE_FALSE, single("x", "y", explanation="So.")])
    one, two = [question["id"] for question in (await ada.get(f"{quiz}/questions")).json()["items"]]
    changed = (await ada.patch(f"{quiz}/questions/{two}", json={"explanation": None, "points": 2})).json()
    assert (changed["version"], changed["points"], changed.get("explanation")) == (2, 2, None)
    assert (await ada.get(f"{quiz}/questions/{two}")).json() == changed
    stale = await ada.patch(f"{quiz}/questions/{two}", json={"version": 1, "points": 3})
    assert problem(stale) == (409, "question_changed")
    moved = await ada.put(f"{quiz}/questions/order", json={"question_ids": [two, one]})
    assert moved.json()["question_ids"] == [two, one]
    await ada.delete(f"{quiz}/questions/{two}")
    deleted = (await ada.get(f"{quiz}/questions?deleted=true")).json()["items"]
    assert [question["id"] for question in deleted] == [two]
    assert (await ada.post(f"{quiz}/questions/{two}/restore")).json()["position"] == 2


async def test_only_the_owner_sees_a_question(ada: Client, sign_up: SignUp, api: Client) -> None:
    bob = await sign_up("bob")
    public, private = await new_quiz(ada, visibility="public"), await new_quiz(ada)
    for quiz_id in (public, private):
        await ada.post(f"/quizzes/{quiz_id}/questions", json=single("the right one", "another"))
    assert problem(await bob.get(f"/quizzes/{public}/questions")) == (403, "not_the_owner")
    assert problem(await bob.get(f"/quizzes/{private}/questions")) == (404, "quiz_not_found")
    assert problem(await bob.get(f"/quizzes/{private}")) == (404, "quiz_not_found")
    assert problem(await bob.patch(f"/quizzes/{private}", json={})) == (404, "quiz_not_found")
    assert problem(await api.get(f"/quizzes/{public}/questions")) == (401, "not_signed_in")
    assert "the right one" not in (await api.get(f"/quizzes/{public}")).text


async def test_making_quizzes_needs_a_session(api: Client) -> None:
    for method, path in (
        ("POST", "/quizzes"),
        ("GET", "/quizzes"),
        ("POST", "/quizzes/import"),
        ("GET", "/quizzes/trivia"),
        ("POST", "/quizzes/trivia"),
        ("DELETE", f"/quizzes/{uuid.uuid4()}"),
    ):
        answer = await api.request(method, path, json={"title": "x"} if method == "POST" else None)
        assert problem(answer) == (401, "not_signed_in"), (method, path)
    forged = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    assert problem(await api.get("/quizzes", headers=forged)) == (401, "invalid_token")


BAD_QUIZZES: list[Any] = [
    {},
    [],
    {"title": 3},
    {"title": "x", "colour": "red"},
    {"title": "x", "time_limit_s": "600"},
    {"title": "x", "time_limit_s": 10**30},
    {"title": "x", "shuffle_choices": 1},
    {"title": "x", "visibility": "secret"},
    {"title": "x", "opens_at": "2127-01-01T08:00:00"},
    {"title": "x", "opens_at": 1_800_000_000},
    {"title": "x", "closes_at": "2020-01-01T00:00:00Z", "opens_at": "2021-01-01T00:00:00Z"},
    {"title": "N\0L"},
    {"title": "\ud800"},
]
BAD_QUESTIONS: list[Any] = [
    {},
    "x",
    {**TRUE_FALSE, "colour": "red"},
    {**TRUE_FALSE, "correct": "true"},
    {**TRUE_FALSE, "correct": 1},
    {**TRUE_FALSE, "kind": "riddle"},
    {**TRUE_FALSE, "prompt": "N\0L"},
    {**TRUE_FALSE, "prompt": "\udfff"},
    {**TRUE_FALSE, "points": "1"},
    {**TRUE_FALSE, "points": 10**40},
    {**TRUE_FALSE, "points": True},
    {**TRUE_FALSE, "time_limit_ms": 1000.5},
    single("x", "x"),
    single("x"),
    {"kind": "poll", "prompt": "?", "choices": ["x", "y"]},
    {"kind": "poll", "prompt": "?", "choices": [{"text": "x", "colour": 1}, {"text": "y"}]},
    {"kind": "numeric", "prompt": "?", "answers": [{"value": "3"}]},
    [TRUE_FALSE, {**TRUE_FALSE, "points": -1}],
]


async def test_invalid_bodies_are_refused_and_store_nothing(ada: Client) -> None:
    quiz_id = await new_quiz(ada)
    for path, bodies in (("/quizzes", BAD_QUIZZES), (f"/quizzes/{quiz_id}/questions", BAD_QUESTIONS)):
        for body in bodies:
            answer = await ada.post(
                path, content=json.dumps(body), headers={"Content-Type": "application/json"}
            )
            assert problem(answer)[0] == 422, (body, answer.text)
        for raw in (b'{"title": "\xff"}', b"{", b'{"points": NaN}', b"1" * 5000):
            answer = await ada.post(path, content=raw, headers={"Content-Type": "application/json"})
            assert problem(answer)[0] in (400, 422), (raw, answer.text)
    nan = json.dumps({**TRUE_FALSE, "points": float("nan")})
    answer = await ada.post(f"/quizzes/{quiz_id}/questions", content=nan)
    assert answer.status_code == 422
    assert len((await ada.get("/quizzes")).json()["items"]) == 1
    assert (await ada.get(f"/quizzes/{quiz_id}/questions")).json()["items"] == []


async def test_bad_paths_and_queries_are_refused(ada: Client) -> None:
    for path in (
        "/quizzes/17",
        "/quizzes?limit=0",
        "/quizzes?limit=x",
        "/quizzes?visibility=private",
        "/quizzes?cursor=x",
        f"/quizzes/{uuid.uuid4()}/questions/order",
    ):
        assert problem(await ada.get(path))[0] == 422, path
    assert problem(await ada.get(f"/quizzes/{uuid.uuid4()}")) == (404, "quiz_not_found")


async def test_the_error_of_one_in_a_list_names_it(ada: Client) -> None:
    path = f"/quizzes/{await new_quiz(ada)}/questions"
    answer = await ada.post(path, json=[TRUE_FALSE, single("x", "y", points=-1)])
    assert answer.json()["detail"].startswith("Question 2: points must be a number from 0 to 10000")


async def test_two_concurrent_edits_are_both_kept(ada: Client) -> None:
    path = f"/quizzes/{await new_quiz(ada)}/questions"
    question = f"{path}/{(await ada.post(path, json=TRUE_FALSE)).json()['id']}"
    edits = {"prompt": "Both?", "explanation": "Both.", "subject": "Both"}
    answers = await asyncio.gather(*(ada.patch(question, json={field: edits[field]}) for field in edits))
    assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4]
    edited = (await ada.get(question)).json()
    assert {field: edited[field] for field in edits} == edits


async def test_responses_fit_the_documented_models(ada: Client) -> None:
    """Each answer fits the model that OpenAPI shows for it."""
    from app.http.paging import Page
    from app.quizzes import models

    quiz = await ada.post("/quizzes", json={"title": "A quiz", "closes_at": "2127-01-01T00:00:00Z"})
    models.Quiz.model_validate_json(quiz.content)
    path = f"/quizzes/{quiz.json()['id']}"
    for draft in DRAFTS.values():
        models.Question.model_validate_json((await ada.post(f"{path}/questions", json=draft)).content)
    models.QuestionPage.model_validate_json((await ada.get(f"{path}/questions")).content)
    Page[models.Quiz].model_validate_json((await ada.get("/quizzes")).content)
    models.Deleted.model_validate_json((await ada.delete(path)).content)
    models.Purged.model_validate_json((await ada.post(f"{path}/purge")).content)
