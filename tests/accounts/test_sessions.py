"""Refresh tokens: each is valid once, and one that is used again ends its session."""

import asyncio
import hashlib
from typing import Any

import pytest

from tests.fixtures import Client, Meanwhile, Person, SignUp, Sql

LONG_AGO = "update auth.refresh_tokens set updated_at = updated_at - interval '1 minute'"


async def refresh(api: Client, token: str) -> tuple[int, dict[str, str]]:
    answer = await api.post("/auth/refresh", json={"refresh_token": token})
    return answer.status_code, answer.json()


async def test_a_refresh_continues_the_same_session(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    status, session = await refresh(api, ada.refresh_token)
    assert status == 200
    assert session["refresh_token"] != ada.refresh_token
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    before, after = (
        await ada.post("/auth/verify-token"),
        await api.post("/auth/verify-token", headers=headers),
    )
    assert before.json()["session_id"] == after.json()["session_id"]


async def test_a_refresh_token_that_is_used_again_later_ends_its_session(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    ada = await sign_up("ada")
    _, session = await refresh(api, ada.refresh_token)
    sql18.connection.execute(LONG_AGO)
    status, problem = await refresh(api, ada.refresh_token)
    assert (status, problem["code"]) == (401, "refresh_token_reused")
    assert (await refresh(api, session["refresh_token"]))[0] == 401
    assert (await ada.get("/auth/me")).status_code == 401


async def test_only_the_session_of_the_reused_token_ends(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    ada, bob = await sign_up("ada"), await sign_up("bob")
    await refresh(api, ada.refresh_token)
    sql18.connection.execute(LONG_AGO)
    await refresh(api, ada.refresh_token)
    assert (await bob.get("/auth/me")).status_code == 200


async def test_two_tabs_that_refresh_at_once_get_the_same_next_token(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    answers = await asyncio.gather(*(refresh(api, ada.refresh_token) for _ in range(5)))
    assert {status for status, _ in answers} == {200}
    assert len({session["refresh_token"] for _, session in answers}) == 1
    assert (await refresh(api, answers[0][1]["refresh_token"]))[0] == 200


async def test_a_refresh_whose_response_was_lost_can_be_repeated_a_moment_later(
    sign_up: SignUp, api: Client
) -> None:
    ada = await sign_up("ada")
    _, lost = await refresh(api, ada.refresh_token)
    status, again = await refresh(api, ada.refresh_token)
    assert (status, again["refresh_token"]) == (200, lost["refresh_token"])


async def test_a_token_whose_successor_was_used_has_no_grace(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    _, second = await refresh(api, ada.refresh_token)
    await refresh(api, second["refresh_token"])
    status, problem = await refresh(api, ada.refresh_token)
    assert (status, problem["code"]) == (401, "refresh_token_reused")


async def test_an_unknown_refresh_token_is_refused(api: Client) -> None:
    status, problem = await refresh(api, "no such token")
    assert (status, problem["code"]) == (401, "invalid_refresh_token")


async def test_a_session_that_is_not_refreshed_ends(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    ada = await sign_up("ada")
    sql18.connection.execute("update auth.sessions set not_after = now() - interval '1 second'")
    assert (await refresh(api, ada.refresh_token))[0] == 401
    assert (await ada.get("/auth/me")).status_code == 401


async def test_only_hashes_of_tokens_are_stored(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    ada = await sign_up("ada")
    _, session = await refresh(api, ada.refresh_token)
    kept = sql18.connection.execute("select token from auth.refresh_tokens order by id").fetchall()
    tokens = (ada.refresh_token, session["refresh_token"])
    assert [row[0] for row in kept] == [hashlib.sha256(token.encode()).hexdigest() for token in tokens]


@pytest.fixture
def few_sessions(sql18: Sql) -> None:
    sql18.connection.execute("update core.settings set value = '2' where key = 'account.max_sessions'")


async def test_the_session_unused_for_longest_ends_when_there_are_too_many(
    few_sessions: None, sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    ada = await sign_up("ada")
    sql18.connection.execute("update auth.sessions set updated_at = updated_at - interval '1 day'")
    credentials = {"email": ada.person.email, "password": "correct horse battery staple"}
    second = (await api.post("/login", json=credentials)).json()
    assert (await ada.get("/auth/me")).status_code == 200
    await api.post("/login", json=credentials)
    assert (await ada.get("/auth/me")).status_code == 401
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    assert (await api.get("/auth/me", headers=headers)).status_code == 200


@pytest.mark.parametrize("ending", ["deleting the account", "signing in"])
def test_a_refresh_does_not_deadlock_with_functions_that_lock_its_account(
    sql: Sql, meanwhile: Meanwhile, ending: str
) -> None:
    sign_up = "select core.sign_up('ada@example.com', 'hash', 'Ada', 'first', 3600, null, null)"
    ada = Person(sql.value(sign_up)["user"]["id"], "ada@example.com")
    sql.connection.execute("update core.settings set value = '1' where key = 'account.max_sessions'")

    def end(sql: Sql) -> Any:
        if ending == "signing in":
            return sql.value("select core.open_session(%s, 'hash', null, 'other', 3600, null, null)", ada.id)
        return sql.call(ada, "delete_account")

    refreshed, ended = meanwhile(
        lambda sql: sql.connection.execute("select from auth.sessions for update"),
        end,
        then=lambda sql: sql.value("select core.rotate_refresh_token('first', 'next', 3600)"),
    )
    assert refreshed["outcome"] == "rotated"
    assert not isinstance(ended, Exception)
