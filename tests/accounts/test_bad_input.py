"""Bad input is refused with a problem that names it, and nothing is stored."""

import json
from typing import Any

import pytest

from tests.fixtures import PASSWORD, Client, SignUp, Sql

GOOD: dict[str, Any] = {"email": "grace@example.com", "password": PASSWORD, "display_name": "Grace"}

BAD_SIGN_UPS: dict[str, Any] = {
    "no e-mail address": {"password": PASSWORD},
    "no password": {"email": "grace@example.com"},
    "an unknown field": {**GOOD, "role": "service_role"},
    "an unknown field of half a character": {**GOOD, "\ud800": 1},
    "an address without @": {**GOOD, "email": "grace"},
    "an address with two": {**GOOD, "email": "a@example.com,b@example.com"},
    "an address with NUL": {**GOOD, "email": "gra\0ce@example.com"},
    "an address with a line break": {**GOOD, "email": "grace@example.com\nBcc: all@example.com"},
    "an overlong address": {**GOOD, "email": "g" * 400 + "@example.com"},
    "an address that is a number": {**GOOD, "email": 7},
    "an address that is null": {**GOOD, "email": None},
    "a password of seven characters": {**GOOD, "password": "x" * 7},
    "an overlong password": {**GOOD, "password": "x" * 1025},
    "a password with NUL": {**GOOD, "password": "good\0password"},
    "a password that is a list": {**GOOD, "password": ["x" * 10]},
    "a password of half a character": {**GOOD, "password": "\ud800" * 10},
    "a name with NUL": {**GOOD, "display_name": "Gra\0ce"},
    "an overlong name": {**GOOD, "display_name": "x" * 81},
    "an empty name": {**GOOD, "display_name": ""},
    "an invisible name": {**GOOD, "display_name": "\u200b"},
    "a name of half a character": {**GOOD, "display_name": "\udfff"},
    "a list": [GOOD],
    "a text": "grace@example.com",
    "null": None,
}


@pytest.mark.parametrize("why", BAD_SIGN_UPS)
async def test_an_invalid_sign_up_is_refused_and_stores_nothing(api: Client, sql18: Sql, why: str) -> None:
    answer = await api.post(
        "/auth/signup", content=json.dumps(BAD_SIGN_UPS[why]), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] in ("invalid_request", "invalid_display_name")
    assert sql18.value("select count(*) from auth.users") == 0


NOT_JSON = {
    "half of it": b'{"email": "grace@',
    "bad UTF-8": b'{"email": "grace@example.com", "password": "\xff\xfe\xff\xfe\xff\xfe\xff\xfe"}',
    "nothing": b"",
    "deeply nested": b"[" * 100_000,
}


@pytest.mark.parametrize("path", ["/auth/signup", "/login", "/auth/refresh", "/auth/verify-token"])
@pytest.mark.parametrize("why", NOT_JSON)
async def test_a_body_that_is_not_json_is_refused(api: Client, path: str, why: str) -> None:
    answer = await api.post(path, content=NOT_JSON[why], headers={"Content-Type": "application/json"})
    expected = (401,) if (path, why) == ("/auth/verify-token", "nothing") else (400, 422)
    assert answer.status_code in expected, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "grace@example.com"},
        {"email": "grace@example.com", "password": ""},
        {"email": "", "password": PASSWORD},
        {"email": "grace@example.com", "password": "x" * 1025},
        {"email": "x" * 321, "password": PASSWORD},
        {"email": "gra\0ce@example.com", "password": PASSWORD},
        {"email": "grace@example.com", "password": "\0"},
        {"email": "grace@example.com", "password": PASSWORD, "remember": True},
        {"email": {"$ne": ""}, "password": {"$ne": ""}},
    ],
)
async def test_an_invalid_sign_in_is_refused(api: Client, body: dict[str, Any]) -> None:
    answer = await api.post("/login", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "form",
    [
        {"username": "grace@example.com"},
        {"password": PASSWORD},
        {"username": "", "password": ""},
        {"email": "grace@example.com", "password": PASSWORD},
    ],
)
async def test_an_invalid_form_is_refused(api: Client, form: dict[str, str]) -> None:
    answer = await api.post("/login", data=form)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_file_in_the_place_of_a_password_is_refused(api: Client) -> None:
    files = {"username": (None, "grace@example.com"), "password": ("password.txt", b"x" * 20)}
    answer = await api.post("/login", files=files)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_refused_password_is_not_repeated_in_the_answer(api: Client) -> None:
    body = {"email": "not an address", "password": "s3cret-s3cret", "new": "s3cret-s3cret"}
    for path in ("/auth/signup", "/login"):
        assert "s3cret" not in (await api.post(path, json=body)).text


async def test_reading_the_account_needs_a_token(api: Client) -> None:
    change = {"current_password": PASSWORD, "new_password": "a new password"}
    answers = [
        await api.get("/auth/me"),
        await api.patch("/auth/me", json={"display_name": "Nobody"}),
        await api.delete("/auth/me"),
        await api.post("/auth/signout"),
        await api.post("/auth/change-password", json=change),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "not_signed_in")}


@pytest.mark.parametrize("name", ["x" * 81, "", None, 7, "\0", ["Ada"]])
async def test_an_invalid_name_is_refused(sign_up: SignUp, name: Any) -> None:
    ada = await sign_up("ada")
    answer = await ada.patch("/auth/me", json={"display_name": name})
    assert answer.status_code == 422
    assert (await ada.patch("/auth/me", json={"display_name": "Ada", "id": "x"})).status_code == 422
    assert (await ada.get("/auth/me")).json()["display_name"] == "ada"


@pytest.mark.parametrize("new", ["short", "x" * 1025, "good\0password", None, PASSWORD])
async def test_an_invalid_new_password_is_refused(sign_up: SignUp, api: Client, new: Any) -> None:
    ada = await sign_up("ada")
    change = {"current_password": PASSWORD, "new_password": new}
    assert (await ada.post("/auth/change-password", json=change)).status_code == 422
    assert (
        await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})
    ).status_code == 200


@pytest.mark.parametrize("token", ["", "x" * 1025, None, 7, "\0", "т"])
async def test_an_invalid_refresh_token_is_refused(api: Client, token: Any) -> None:
    answer = await api.post("/auth/refresh", json={"refresh_token": token})
    assert answer.status_code in (401, 422)


async def test_an_unknown_scope_of_a_sign_out_is_refused(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    assert (await ada.post("/auth/signout", params={"scope": "everybody"})).status_code == 422
    assert (await ada.get("/auth/me")).status_code == 200


async def test_a_lone_surrogate_anywhere_is_refused(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    answer = await ada.post("/quizzes", content=json.dumps({"title": "half: \ud83d"}))
    assert answer.status_code == 422, answer.text
