"""Responses that are easily marked wrongly, over REST."""

from typing import Any

import pytest_asyncio

from tests.attempts.cases import numbers, stars
from tests.fixtures import Client, SignUp

Json = dict[str, Any]


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


async def started(ada: Client, drafts: list[Json]) -> tuple[str, Json]:
    quiz = (await ada.post("/quizzes", json={"title": "Cases"})).json()
    made = await ada.post(f"/quizzes/{quiz['id']}/questions", json=drafts)
    assert made.status_code == 201, made.text
    return quiz["id"], (await ada.post(f"/quizzes/{quiz['id']}/start")).json()


async def test_a_number_is_read_as_it_was_meant_or_the_person_is_told(ada: Client) -> None:
    cases = numbers()
    quiz_id, attempt = await started(
        ada, [{"kind": "numeric", "prompt": given, "answers": [{"value": key}]} for key, given, _ in cases]
    )
    url = f"/attempts/{attempt['id']}"
    answers = [
        {"question_id": question["id"], "response": given}
        for question, (_, given, _) in zip(attempt["questions"], cases, strict=True)
    ]
    saved = (await ada.patch(f"{url}/answers", json={"answers": answers})).json()
    told = {fault["position"]: fault["message"] for fault in saved["rejected"]}
    readings = {reading["position"]: reading for reading in saved["readings"]}
    await ada.post(f"/quizzes/{quiz_id}/submit", json={})
    review = (await ada.get(f"{url}/review")).json()
    for place, ((key, given, wanted), question) in enumerate(zip(cases, review["questions"], strict=True), 1):
        if place in told:
            assert "told" in wanted, given
            assert given in told[place]
        else:
            assert wanted.startswith("1"), given
            assert question["verdict"] == "right", given
            assert readings[place]["number"] == key, given
            assert readings[place]["message"] == f"Read as {key:g}.", given


async def test_an_asterisk_is_an_asterisk(ada: Client) -> None:
    cases = stars()
    quiz_id, attempt = await started(ada, [draft for draft, _, _ in cases])
    answers = [
        {"question_id": question["id"], "response": response}
        for question, (_, response, _) in zip(attempt["questions"], cases, strict=True)
    ]
    await ada.post(f"/quizzes/{quiz_id}/submit", json={"answers": answers})
    review = (await ada.get(f"/attempts/{attempt['id']}/review")).json()
    assert [question["fraction"] for question in review["questions"]] == [earned for _, _, earned in cases]
