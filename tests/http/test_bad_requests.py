"""Every route answers any request with a problem that has a code, never with a 500 or a stack trace."""

import json
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.fixtures import Client, Server, SignUp

NOBODY = str(uuid.UUID(int=0))
BODIES: list[Any] = [
    None, [], {}, "text", 0, {"unknown": True}, {"title": None}, {"title": "\x00"}, {"title": "a\ud800"},
    {"title": ["a"]}, {"answers": {}}, {"answers": [{"question_id": "x", "response": {"a": 1}}]},
    {"kind": "single_choice", "prompt": 7}, {"email": 1, "password": []}, {"quiz_id": NOBODY, "formula": "-"},
    {"credits": -1}, {"url": "file:///etc/passwd", "name": "x"}, {"questions": 1e99},
]  # fmt: skip
IDS = [NOBODY, "not-an-id", "%00", "ÿ" * 40, "../../etc"]


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, methods in document["paths"].items():
        for method in methods:
            if not path.startswith("/events"):  # a stream: it ends when its reader goes
                yield method.upper(), path


def filled(path: str, value: str) -> str:
    parts = [value if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def is_problem(answer: Any) -> bool:
    problem = answer.json()
    return (
        answer.headers["content-type"] == "application/problem+json"
        and {"type", "title", "status", "detail", "code"} <= problem.keys()
    )


def is_not_configured(answer: Any) -> bool:
    return bool(answer.status_code == 503 and answer.json()["code"].endswith("_not_configured"))


async def test_no_route_answers_an_invalid_request_with_a_server_error(
    server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    sent = 0
    for method, path in operations((await ada.get("/openapi.json")).json()):
        if path in ("/auth/me", "/auth/signout") and method in ("DELETE", "POST"):
            continue  # they succeed, and end the session
        for number, body in enumerate(BODIES):
            url = filled(path, IDS[number % len(IDS)])
            content = None if method in ("GET", "DELETE") else json.dumps(body).encode()
            answer = await ada.request(
                method, url, content=content, headers={"Content-Type": "application/json"}
            )
            sent += 1
            assert answer.status_code < 500 or is_not_configured(answer), (
                method,
                url,
                body,
                answer.text,
            )
            assert answer.status_code < 400 or is_problem(answer), (method, url, body, answer.text)
            if method in ("GET", "DELETE") and number >= len(IDS):
                break
    assert sent > 300


async def test_every_route_that_needs_a_session_says_so(api: Client) -> None:
    for method, path in operations((await api.get("/openapi.json")).json()):
        needs_session = False
        for value, body in zip(IDS, ({}, *BODIES[:4]), strict=True):
            answer = await api.request(
                method,
                filled(path, value),
                content=json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
            )
            assert answer.status_code < 500 or is_not_configured(answer), (method, path, answer.text)
            needs_session = needs_session or answer.status_code == 401
            if needs_session:  # a wrong address or a refused method may come first, but nothing else
                assert answer.status_code in (401, 404, 405, 422), (method, path, value, answer.text)
                assert is_problem(answer), (method, path, value)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"title": "\xff\xfe"}', 422), (b'{"title": ', 422), (b"\x00\x01", 422), (b"[" * 100_000, 422)],
    ids=["bad UTF-8", "half of it", "not text", "nested without end"],
)  # fmt: skip
async def test_a_body_that_is_not_json_is_reported_as_such(sign_up: SignUp, body: bytes, status: int) -> None:
    ada = await sign_up()
    answer = await ada.post("/quizzes", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, status), answer.text
    assert is_problem(answer)


async def test_a_body_over_the_limit_is_refused_before_it_is_in_memory(sign_up: SignUp) -> None:
    ada = await sign_up()
    answer = await ada.post(
        "/quizzes", content=b" " * 2_000_000, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_body_over_the_limit_without_a_content_length_is_refused(sign_up: SignUp) -> None:
    ada = await sign_up()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    answer = await ada.post("/quizzes", content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_an_unknown_path_and_a_wrong_method_are_problems_too(api: Client) -> None:
    unknown, wrong = await api.get("/nothing/here"), await api.put("/auth/signin")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert is_problem(unknown)
    assert is_problem(wrong)
