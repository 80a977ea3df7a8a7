"""Quizzes, questions, imports and trivia over REST."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fixtures import Client, SignUp
from tests.quizzes.drafts import DRAFTS, TRUE_FALSE, single

GIFT = """\
// the capitals
$CATEGORY: Geography/Capitals

::Italy:: The capital of Italy? {=Rome ~Milan#Its second city. ~%50%Vatican City}

Two of these are prime: {~%50%2 ~%50%3 ~%-100%4}

The Nile flows north. {T}

What is pi? {#3.14:0.01}

Brazil's largest city? {=São Paulo}
"""
FAULTY = """\
A good one. {T}

Match these. {=a -> b =c -> d =e -> f}

Write an essay. {}

Another good one. {F}
"""


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


async def test_a_quiz_goes_through_its_life(ada: Client, api: Client) -> None:
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
    assert moved.json() == {"question_ids": [two, one]}
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


async def test_without_a_session_nothing_is_made(api: Client) -> None:
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
    {**TRUE_FALSE, "kind": "essay"},
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


async def test_bad_bodies_are_refused_and_leave_nothing(ada: Client) -> None:
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
        "/quizzes/trivia?amount=0",
        "/quizzes/trivia?amount=51",
        "/quizzes/trivia?topic=%00",
        "/quizzes/trivia?topic=nothing",
        "/quizzes/trivia?difficulty=hellish",
        "/quizzes/trivia?type=essay",
    ):
        assert problem(await ada.get(path))[0] == 422, path
    assert problem(await ada.get(f"/quizzes/{uuid.uuid4()}")) == (404, "quiz_not_found")


async def test_the_error_of_one_in_a_list_names_it(ada: Client) -> None:
    path = f"/quizzes/{await new_quiz(ada)}/questions"
    answer = await ada.post(path, json=[TRUE_FALSE, single("x", "y", points=-1)])
    assert answer.json()["detail"].startswith("questions[1].points must be a number from 0 to 10000")


async def test_two_edits_at_once_are_both_kept(ada: Client) -> None:
    path = f"/quizzes/{await new_quiz(ada)}/questions"
    question = f"{path}/{(await ada.post(path, json=TRUE_FALSE)).json()['id']}"
    edits = {"prompt": "Both?", "explanation": "Both.", "subject": "Both"}
    answers = await asyncio.gather(*(ada.patch(question, json={field: edits[field]}) for field in edits))
    assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4]
    edited = (await ada.get(question)).json()
    assert {field: edited[field] for field in edits} == edits


async def test_a_gift_file_becomes_a_quiz(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?title=Mixed", content=GIFT.encode())
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["taken"], made["skipped"], made["problems"]) == (5, 0, [])
    assert (made["quiz"]["title"], made["quiz"]["question_count"]) == ("Mixed", 5)
    questions = (await ada.get(f"/quizzes/{made['quiz']['id']}/questions")).json()["items"]
    assert [question["kind"] for question in questions] == [
        "single_choice",
        "multiple_choice",
        "true_false",
        "numeric",
        "short_text",
    ]
    assert questions[0]["choices"] == [
        {"text": "Rome", "weight": 1},
        {"text": "Milan", "weight": 0, "feedback": "Its second city."},
        {"text": "Vatican City", "weight": 0.5},
    ]
    assert {question["subject"] for question in questions} == {"Capitals"}


@pytest.mark.parametrize(
    "data",
    [GIFT.encode("utf-8-sig"), GIFT.encode("utf-16"), b"\xfe\xff" + GIFT.encode("utf-16-be")],
    ids=["utf-8 with a mark", "utf-16", "utf-16, big end first"],
)
async def test_a_file_may_come_as_a_form_and_in_unicodes_encodings(ada: Client, data: bytes) -> None:
    answer = await ada.post("/quizzes/import", files={"file": ("capitals.txt", data)})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["quiz"]["title"], answer.json()["taken"]) == ("capitals", 5)


async def test_problems_of_a_file_are_reported_by_line_and_nothing_is_imported(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?format=gift", content=FAULTY.encode())
    assert problem(answer) == (422, "import_problems")
    assert [(fault["line"], fault["code"]) for fault in answer.json()["problems"]] == [
        (3, "matching"),
        (5, "essay"),
    ]
    assert all(fault["message"] for fault in answer.json()["problems"])
    assert (await ada.get("/quizzes")).json()["items"] == []
    rest = (await ada.post("/quizzes/import?format=gift&skip_problems=true", content=FAULTY.encode())).json()
    assert (rest["taken"], rest["skipped"], rest["quiz"]["question_count"]) == (2, 2, 2)
    assert rest["problems"] == answer.json()["problems"]


async def test_what_only_the_database_refuses_is_reported_by_line_too(ada: Client) -> None:
    file = f"One. {{T}}\n\n{'x' * 5000}{{=1000 =1 000}}\n\nTwo. {{~%50%a ~%50%b}}\n\nThree. {{=Café =cafe}}\n"
    answer = await ada.post("/quizzes/import?format=gift", content=file.encode())
    assert problem(answer) == (422, "import_problems")
    assert (7, "equal_choices") in [(fault["line"], fault["code"]) for fault in answer.json()["problems"]]
    assert (await ada.get("/quizzes")).json()["items"] == []
    rest = (await ada.post("/quizzes/import?format=gift&skip_problems=true", content=file.encode())).json()
    assert rest["taken"] == rest["quiz"]["question_count"] == 4 - rest["skipped"]
    assert rest["skipped"] == len(answer.json()["problems"])


async def test_a_file_goes_into_a_quiz_of_ones_own(ada: Client, sign_up: SignUp) -> None:
    quiz_id = await new_quiz(ada)
    await ada.post(f"/quizzes/{quiz_id}/questions", json=TRUE_FALSE)
    answer = await ada.post(f"/quizzes/import?into={quiz_id}", content=GIFT.encode())
    assert (answer.json()["quiz"]["id"], answer.json()["quiz"]["question_count"]) == (quiz_id, 6)
    bob = await sign_up("bob")
    assert problem(await bob.post(f"/quizzes/import?into={quiz_id}", content=GIFT.encode())) == (
        404,
        "quiz_not_found",
    )
    both = await ada.post(f"/quizzes/import?into={quiz_id}&title=x", content=GIFT.encode())
    assert problem(both) == (422, "title_or_quiz")


async def test_a_file_that_cant_be_read_is_refused_with_the_place(ada: Client) -> None:
    async def refused(data: bytes, query: str = "") -> tuple[int, str]:
        return problem(await ada.post(f"/quizzes/import{query}", content=data))

    answer = await ada.post("/quizzes/import", content=b"One. {T}\n\nCaf\xe9. {F}")
    assert problem(answer) == (422, "not_utf8")
    assert (answer.json()["offset"], answer.json()["line"]) == (13, 3)
    assert "Byte 13" in answer.json()["detail"]
    assert await refused(b"\xff\xfeO") == (422, "not_utf8")
    assert await refused(b"a,b,c") == (422, "unknown_format")
    assert await refused(b"") == (422, "unknown_format")
    assert await refused(GIFT.encode(), "?format=docx") == (422, "unknown_format")
    assert await refused(b"", "?format=gift") == (422, "import_problems")
    assert await refused(b"", "?format=gift&skip_problems=true") == (422, "import_problems")
    assert await refused(b"N\0L. {T}", "?format=gift") == (422, "import_problems")
    assert await refused(GIFT.encode(), "?title=" + "x" * 201) == (422, "too_long")
    form = await ada.post("/quizzes/import", files={"other": ("x.txt", b"x")})
    assert problem(form) == (422, "missing_file")
    assert (await ada.get("/quizzes")).json()["items"] == []


async def test_a_file_that_is_too_large_is_refused(ada: Client) -> None:
    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 200_000

    for path, content in (
        ("/quizzes/import", b"x" * 5_242_881),
        ("/quizzes/import", in_parts()),
        ("/quizzes", b"x" * 1_048_577),
    ):
        assert problem(await ada.post(path, content=content)) == (413, "body_too_large")


async def test_trivia_is_pulled_and_made_into_a_quiz(ada: Client, api: Client) -> None:
    topics = (await api.get("/quizzes/topics/list")).json()["topics"]
    topic = topics[0]["topic"]
    pulled = await ada.get("/quizzes/trivia", params={"amount": 5, "topic": topic, "type": "single_choice"})
    questions = pulled.json()["questions"]
    assert [(q["subject"], q["kind"]) for q in questions] == [(topic, "single_choice")] * 5
    made = await ada.post("/quizzes/trivia", json={"amount": 5, "topic": topic})
    assert made.status_code == 201, made.text
    assert made.json()["quiz"]["question_count"] == 5
    answer = await ada.post(f"/quizzes/{made.json()['quiz']['id']}/questions", json=questions)
    assert answer.status_code == 201, answer.text
    assert problem(await ada.post("/quizzes/trivia", json={"amount": "5"})) == (422, "invalid_request")


async def test_what_the_documentation_says_is_answered(ada: Client) -> None:
    """Each answer fits the model that OpenAPI shows for it."""
    from app.formats.import_routes import Imported
    from app.http.paging import Page
    from app.quizzes import models
    from app.trivia.models import Topics, TriviaPull, TriviaQuiz

    quiz = await ada.post("/quizzes", json={"title": "A quiz", "closes_at": "2127-01-01T00:00:00Z"})
    models.Quiz.model_validate_json(quiz.content)
    path = f"/quizzes/{quiz.json()['id']}"
    for draft in DRAFTS.values():
        models.Question.model_validate_json((await ada.post(f"{path}/questions", json=draft)).content)
    models.QuestionPage.model_validate_json((await ada.get(f"{path}/questions")).content)
    Page[models.Quiz].model_validate_json((await ada.get("/quizzes")).content)
    Imported.model_validate_json((await ada.post("/quizzes/import", content=GIFT.encode())).content)
    TriviaPull.model_validate_json((await ada.get("/quizzes/trivia")).content)
    TriviaQuiz.model_validate_json((await ada.post("/quizzes/trivia", json={})).content)
    Topics.model_validate_json((await ada.get("/quizzes/topics/list")).content)
    models.Deleted.model_validate_json((await ada.delete(path)).content)
    models.Purged.model_validate_json((await ada.post(f"{path}/purge")).content)
