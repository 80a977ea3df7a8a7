"""Files with more questions than a quiz may have, and the progress that is told meanwhile."""

import json
from typing import Any

import pytest

from tests.fixtures import Client, SignUp, Sql

LINES = {"Accept": "application/x-ndjson"}
SEVEN = "\n\n".join(f"Question {number}? {{T}}" for number in range(7))


@pytest.fixture
async def ada(sign_up: SignUp, sql18: Sql) -> Client:
    sql18.connection.execute("update core.settings set value = '3' where key = 'quiz.max_questions'")
    return await sign_up("ada")


async def lines(client: Client, content: str, query: str = "title=Big") -> list[dict[str, Any]]:
    answer = await client.post(f"/quizzes/import?{query}", content=content.encode(), headers=LINES)
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_more_questions_than_a_quiz_may_have_become_several_quizzes(ada: Client) -> None:
    body = (await ada.post("/quizzes/import?title=Big&tag=x", content=SEVEN.encode())).json()
    assert body["imported"] == 7
    assert [(quiz["title"], quiz["question_count"], quiz["tags"]) for quiz in body["quizzes"]] == [
        ("Big (1 of 3)", 3, ["x"]),
        ("Big (2 of 3)", 3, ["x"]),
        ("Big (3 of 3)", 1, ["x"]),
    ]
    assert body["quiz"] == body["quizzes"][0]
    answer = await ada.get(f"/quizzes/{body['quizzes'][2]['id']}/questions")
    assert [question["prompt"] for question in answer.json()["items"]] == ["Question 6?"]


async def test_one_quiz_takes_no_more_than_it_may_have(ada: Client) -> None:
    quiz = (await ada.post("/quizzes", json={"title": "A quiz"})).json()
    answer = await ada.post(f"/quizzes/import?into={quiz['id']}", content=SEVEN.encode())
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_questions")


async def test_the_progress_is_told_line_by_line(ada: Client) -> None:
    *steps, last = await lines(ada, SEVEN)
    assert steps == [
        {"step": "read", "questions": 7},
        *({"step": "checked", "done": done, "of": 7} for done in (3, 6, 7)),
        *({"step": "stored", "done": done, "of": 7} for done in (3, 6, 7)),
    ]
    assert last["result"]["imported"] == 7


async def test_a_problem_in_the_last_part_is_named_and_nothing_is_stored(ada: Client) -> None:
    refused = SEVEN.replace("Question 6? {T}", "Six? {=same ~same}")
    *_, last = await lines(ada, refused)
    assert last["problem"]["code"] == "import_problems"
    (problem,) = last["problem"]["problems"]
    assert (problem["line"], problem["question"]) == (13, "Six?")
    assert (await ada.get("/quizzes")).json()["items"] == []
    *_, last = await lines(ada, refused, "title=Big&skip_problems=true")
    assert [quiz["question_count"] for quiz in last["result"]["quizzes"]] == [3, 3]
    assert (last["result"]["imported"], last["result"]["skipped"]) == (6, 1)


@pytest.mark.parametrize(
    ("content", "query", "code"),
    [
        ("a,b,c", "", "unknown_format"),
        ("Q {T}", "title=x&into=7b6be641-0000-4000-8000-000000000000", "title_or_quiz"),
    ],
)
async def test_an_error_is_the_last_line(ada: Client, content: str, query: str, code: str) -> None:
    *_, last = await lines(ada, content, query)
    assert (last["problem"]["status"], last["problem"]["code"]) == (422, code)


async def test_an_import_with_a_key_is_made_once(ada: Client) -> None:
    headers = {"Idempotency-Key": "once"}
    first, again = [
        (await ada.post("/quizzes/import?title=Big", content=SEVEN.encode(), headers=headers)).json()
        for _ in range(2)
    ]
    assert first == again
    assert len((await ada.get("/quizzes")).json()["items"]) == 3
