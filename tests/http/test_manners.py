"""What clients of HTTP may expect of every route: HEAD, and no parameter that is silently ignored."""

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.main import create_app
from tests.fixtures import PASSWORD, Client, SignUp, serving
from tests.media.samples import png

Json = dict[str, Any]


@cache
def paths() -> dict[str, str]:
    """The path of each operation that answers 201, by its id."""
    return {
        operation["operationId"]: path
        for path, operations in create_app().openapi()["paths"].items()
        for operation in operations.values()
        if "201" in operation["responses"]
    }


def id_of_quiz(body: Json) -> object:
    return body.get("quiz", body)["id"]


@pytest.mark.parametrize(
    "path", ["/quizzes?visibility=public", "/auth/me", "/quizzes/no-id", "/play", "/static/icon.svg"]
)
async def test_head_answers_like_get_without_the_body(sign_up: SignUp, path: str) -> None:
    ada = await sign_up()
    got, head = await ada.get(path), await ada.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    for name in ("content-type", "content-length"):
        assert head.headers.get(name) == got.headers.get(name)


async def test_head_of_a_stream_ends_with_its_headers(sign_up: SignUp) -> None:
    ada = await sign_up()
    head = await ada.head("/events")
    assert (head.status_code, head.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


async def test_head_of_a_route_without_get_is_refused(api: Client) -> None:
    assert (await api.head("/auth/signin")).status_code == 405


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/auth/me", "DELETE, GET, HEAD, PATCH"),
        ("/auth/signin", "POST"),
        ("/payments/webhook", "POST"),
        ("/quizzes/import", "POST"),
    ],
)
async def test_a_refused_method_is_answered_with_all_that_the_path_has(
    api: Client, path: str, methods: str
) -> None:
    answer = await api.put(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, methods)


async def test_an_unknown_parameter_is_refused_by_name(sign_up: SignUp) -> None:
    ada = await sign_up()
    answer = await ada.get("/quizzes", params={"limit": 1, "vizibility": "public"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert answer.json()["parameters"] == ["vizibility"]
    assert "'vizibility'" in answer.json()["detail"]
    assert (await ada.post("/quizzes?dry_run=true", json={"title": "Rivers"})).status_code == 422


async def test_a_page_may_have_any_parameter(api: Client) -> None:
    assert (await api.get("/play?code=7KX3RW&from=poster")).status_code == 200


DRAFT = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
PDF = b"%PDF-1.7\n" + b"0" * 2000
ACCOUNT = {"email": "bob@example.com", "password": PASSWORD}
# How to call each operation that answers 201, and what its answer and its Location have in common
MADE: dict[str, tuple[Json, Callable[[Json], object]]] = {
    "register": ({"json": ACCOUNT}, lambda body: body.get("user", body)["id"]),
    "sign_up": ({"json": ACCOUNT}, lambda body: body.get("user", body)["id"]),
    "create_quiz": ({"json": {"title": "Lakes"}}, itemgetter("id")),
    "create_questions": ({"json": [DRAFT]}, lambda body: body["items"][-1]["prompt"]),
    "create_question": ({"json": DRAFT}, itemgetter("id")),
    "copy_questions": ({}, lambda body: len(body["items"]) > 0),
    "duplicate_quiz": ({}, itemgetter("id")),
    "create_folder": ({"json": {"name": "Exams"}}, itemgetter("id")),
    "import_file": ({"content": b"Rivers flow. {T}", "params": {"title": "Rivers"}}, id_of_quiz),
    "create_quiz_from_trivia": ({"json": {"amount": 3}}, id_of_quiz),
    "start_attempt": ({}, itemgetter("id")),
    "create_group": ({"json": {"name": "Class 7b"}}, itemgetter("id")),
    "start_as_guest": ({"json": {"nickname": "Zoe"}}, itemgetter("id")),
    "create_upload": ({"json": {"url": "https://example.com/a.pdf"}}, itemgetter("id")),
    "upload_file": ({"content": PDF}, itemgetter("id")),
    "upload_media": ({"content": png(), "params": {"alt": "A map"}}, itemgetter("id")),
    "create_room": ({}, itemgetter("room_code")),
    "play_again": ({}, itemgetter("room_code")),
    "invite_host": ({}, lambda body: len(body) > 0),  # the hosts, among whom the invited will be
}
ELSEWHERE = {"create_payment_intent"}  # it needs Stripe: tests/credits/payments/test_localstripe.py


@pytest.mark.parametrize("operation", MADE)
async def test_what_was_made_is_found_at_its_location(
    database: psycopg.Connection, tmp_path: Path, operation: str
) -> None:
    async with serving(database, quizzler_data_dir=tmp_path) as server, server.client() as ada:
        session = (await ada.post("/auth/signup", json=ACCOUNT | {"email": "ada@example.com"})).json()
        ada.headers["Authorization"] = f"Bearer {session['access_token']}"
        quiz_id = (await ada.post("/quizzes", json={"title": "Rivers"})).json()["id"]
        question_id = (await ada.post(f"/quizzes/{quiz_id}/questions", json=DRAFT)).json()["id"]
        room = (await ada.post("/realtime/rooms", json={"quiz_id": quiz_id})).json()["room_code"]
        call, told = MADE[operation]
        if operation == "create_room":
            call = {"json": {"quiz_id": quiz_id}}
        if operation == "start_as_guest":
            changed = {"visibility": "link", "guests_allowed": True}
            await ada.patch(f"/quizzes/{quiz_id}", json=changed)
        if operation == "copy_questions":
            call = {"json": {"question_ids": [question_id]}}
            quiz_id = (await ada.post("/quizzes", json={"title": "Lakes"})).json()["id"]
        path = paths()["create_questions" if operation == "create_question" else operation]
        made = await ada.post(path.format(quiz_id=quiz_id, room_code=room), **call)
        assert made.status_code == 201, made.text
        if operation in ("register", "sign_up"):
            ada.headers["Authorization"] = f"Bearer {made.json()['access_token']}"
        found = await ada.get(made.headers["Location"])
        assert (found.status_code, told(found.json())) == (200, told(made.json()))


def test_every_operation_that_makes_something_has_a_location() -> None:
    assert {*MADE} - {"create_question"} | ELSEWHERE == {*paths()}


async def test_the_location_is_under_the_path_that_the_app_is_served_at(
    database: psycopg.Connection,
) -> None:
    async with serving(database, root_path="/quizzler") as server, server.client() as ada:
        made = await ada.post("/auth/signup", json=ACCOUNT)  # the proxy has removed /quizzler
        ada.headers["Authorization"] = f"Bearer {made.json()['access_token']}"
        quiz = await ada.post("/quizzes", json={"title": "Rivers"})
    assert made.headers["Location"] == "/quizzler/auth/me"
    assert quiz.headers["Location"] == f"/quizzler/quizzes/{quiz.json()['id']}"
