"""Guesses of passwords are limited by address and by client, and no account is locked for good."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.fixtures import PASSWORD, Client, Meanwhile, SignUp, Sql, serving

HOME, ATTACKER = "198.51.100.1", "203.0.113.66"

GOOD_GUESS = "a guess that is not weak"


def limit(sql: Sql, **limits: int) -> None:
    for name, value in limits.items():
        changed = sql.connection.execute(
            "update core.settings set value = to_jsonb(%s::int) where key = 'account.' || %s", [value, name]
        )
        assert changed.rowcount == 1, name


def guess(sql: Sql, email: str, client: str | None = ATTACKER) -> int | None:
    """The seconds to wait, or None if the guess may be made."""
    return sql.value("select core.guard_sign_in(%s, %s::text::inet)", email, client)


def later(sql: Sql, seconds: int) -> None:
    sql.connection.execute(
        "update core.account_attempts set attempted_at = attempted_at - %s * interval '1 second'", [seconds]
    )


def test_guesses_for_one_address_from_one_client_are_limited(sql: Sql) -> None:
    limit(sql, max_guesses=3)
    assert [guess(sql, "ada@example.com") for _ in range(3)] == [None] * 3
    assert 890 <= guess(sql, "Ada@Example.com") <= 900
    assert guess(sql, "bob@example.com") is None
    assert guess(sql, "ada@example.com", HOME) is None


def test_refused_guesses_do_not_prolong_the_wait(sql: Sql) -> None:
    limit(sql, max_guesses=2)
    guess(sql, "ada@example.com")
    later(sql, 600)
    guess(sql, "ada@example.com")
    assert 290 <= guess(sql, "ada@example.com") <= 300, "the wait ends when the first guess expires"
    later(sql, 300)
    assert guess(sql, "ada@example.com") is None


def test_guesses_of_one_client_for_many_addresses_are_limited(sql: Sql) -> None:
    limit(sql, max_guesses_per_client=3)
    assert [guess(sql, f"pupil{n}@example.com") for n in range(3)] == [None] * 3
    assert guess(sql, "pupil3@example.com") is not None
    assert guess(sql, "pupil3@example.com", HOME) is None


def test_an_ipv6_subscriber_is_one_client(sql: Sql) -> None:
    limit(sql, max_guesses_per_client=2)
    assert [guess(sql, "ada@example.com", f"2001:db8:1:2::{n}") for n in (1, 2)] == [None, None]
    assert guess(sql, "ada@example.com", "2001:db8:1:2:ffff::3") is not None
    assert guess(sql, "ada@example.com", "2001:db8:1:3::1") is None


def test_guesses_from_many_clients_for_one_address_are_limited(sql: Sql) -> None:
    limit(sql, max_guesses_per_address=3)
    assert [guess(sql, "ada@example.com", f"203.0.113.{n}") for n in range(3)] == [None] * 3
    assert guess(sql, "ada@example.com", "203.0.113.4") is not None


def test_guesses_of_others_do_not_block_a_client_that_the_owner_used_before(sql: Sql) -> None:
    limit(sql, max_guesses_per_address=3)
    sql.value("select core.note_sign_in('ada@example.com', %s::text::inet)", HOME)
    for n in range(4):
        guess(sql, "ada@example.com", f"203.0.113.{n}")
    assert guess(sql, "ada@example.com", HOME) is None


def test_a_known_client_is_limited_by_its_own_guesses(sql: Sql) -> None:
    limit(sql, max_guesses=2)
    sql.value("select core.note_sign_in('ada@example.com', %s::text::inet)", HOME)
    assert [guess(sql, "ada@example.com", HOME) for _ in range(2)] == [None, None]
    assert guess(sql, "ada@example.com", HOME) is not None


def test_a_sign_in_forgets_the_wrong_guesses_of_its_client_only(sql: Sql) -> None:
    limit(sql, max_guesses=2)
    for email in ("ada@example.com", "ada@example.com", "bob@example.com", "bob@example.com"):
        guess(sql, email)
    sql.value("select core.note_sign_in('ada@example.com', %s::text::inet)", ATTACKER)
    assert guess(sql, "ada@example.com") is None
    assert guess(sql, "bob@example.com") is not None


def test_clients_without_an_address_are_one_client(sql: Sql) -> None:
    limit(sql, max_guesses=1)
    assert guess(sql, "ada@example.com", None) is None
    assert guess(sql, "ada@example.com", None) is not None


def test_expired_guesses_are_deleted(sql: Sql) -> None:
    for n in range(10):
        guess(sql, f"pupil{n}@example.com")
    sql.value("select core.note_sign_in('old@example.com', %s::text::inet)", HOME)
    sql.connection.execute("update core.known_clients set last_sign_in_at = now() - interval '91 days'")
    later(sql, 3601)
    guess(sql, "ada@example.com")
    assert sql.value("select count(*) from core.account_attempts") == 1
    assert sql.value("select count(*) from core.known_clients") == 0


async def sign_in(api: Client, email: str, password: str) -> Any:
    return await api.post("/auth/signin", json={"email": email, "password": password})


async def test_after_too_many_guesses_the_answer_says_how_long_to_wait(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    limit(sql18, max_guesses=2)
    ada = await sign_up("ada")
    assert [(await sign_in(api, ada.person.email, "wrong")).status_code for _ in range(2)] == [401, 401]
    refused = await sign_in(api, ada.person.email, PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert refused.json()["retry_after_s"] == int(refused.headers["Retry-After"])
    later(sql18, 900)
    assert (await sign_in(api, ada.person.email, PASSWORD)).status_code == 200


async def test_an_unknown_address_is_limited_in_the_same_way(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    limit(sql18, max_guesses=2)
    ada = await sign_up("ada")
    for email in (ada.person.email, "nobody@example.com"):
        answers = [(await sign_in(api, email, "wrong")).status_code for _ in range(4)]
        assert answers == [401, 401, 429, 429]


async def test_concurrent_guesses_do_not_evade_the_limit(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    limit(sql18, max_guesses=3)
    ada = await sign_up("ada")
    answers = await asyncio.gather(*(sign_in(api, ada.person.email, f"guess {n}") for n in range(12)))
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [429] * 9


async def test_right_passwords_are_never_counted(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    limit(sql18, max_guesses=2, max_guesses_per_client=3)
    ada = await sign_up("ada")
    assert [(await sign_in(api, ada.person.email, PASSWORD)).status_code for _ in range(5)] == [200] * 5


async def test_a_stolen_session_does_not_evade_the_limit(sign_up: SignUp, sql18: Sql) -> None:
    limit(sql18, max_guesses=2)
    ada = await sign_up("ada")
    guesses = [{"current_password": f"guess {n}", "new_password": "a new password"} for n in range(3)]
    answers = [(await ada.post("/auth/change-password", json=body)).status_code for body in guesses]
    assert answers == [403, 403, 429]


async def test_finding_used_addresses_by_signing_up_is_limited(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    limit(sql18, max_guesses_per_client=3)
    people = [await sign_up(f"pupil{n}") for n in range(4)]
    answers = [
        (await api.post("/auth/signup", json={"email": p.person.email, "password": "a guess"})).status_code
        for p in people
    ]
    assert answers == [422, 422, 422, 422], "a password of seven characters is refused"
    answers = [
        (await api.post("/auth/signup", json={"email": p.person.email, "password": "password1"})).status_code
        for p in people
    ]
    assert answers == [422, 422, 422, 422], "a weak password is refused whether or not the address is known"
    answers = [
        (await api.post("/auth/signup", json={"email": p.person.email, "password": GOOD_GUESS})).status_code
        for p in people
    ]
    assert answers == [401, 401, 401, 429]


async def test_new_accounts_of_one_client_are_limited(api: Client, sql18: Sql) -> None:
    limit(sql18, max_sign_ups_per_client=2)
    bodies = [{"email": f"pupil{n}@example.com", "password": PASSWORD} for n in range(3)]
    answers = [await api.post("/auth/signup", json=body) for body in bodies]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
    later(sql18, 3600)
    assert (await api.post("/auth/signup", json=bodies[2])).status_code == 201


@pytest.fixture
def behind_a_proxy(database: psycopg.Connection) -> Any:
    return serving(database, trusted_proxies="127.0.0.0/8")


async def test_behind_a_proxy_one_client_does_not_use_up_the_guesses_of_another(
    behind_a_proxy: Any, sql18: Sql
) -> None:
    limit(sql18, max_guesses_per_client=1)
    async with behind_a_proxy as server, server.client() as api:
        body = {"email": "ada@example.com", "password": "wrong"}
        for client, status in [(ATTACKER, 401), (ATTACKER, 429), (HOME, 401)]:
            answer = await api.post("/login", json=body, headers={"X-Forwarded-For": client})
            assert answer.status_code == status


def test_concurrent_sign_ups_do_not_evade_the_limit(sql: Sql, meanwhile: Meanwhile) -> None:
    limit(sql, max_sign_ups_per_client=1)

    def sign_up(name: str) -> Callable[[Sql], Any]:
        return lambda sql: sql.value(
            "select core.sign_up(%s, 'hash', null, %s, 3600, null, '203.0.113.9')",
            f"{name}@example.com",
            name,
        )

    made, refused = meanwhile(sign_up("ada"), sign_up("bob"))
    assert "session_id" in made
    assert "retry_after_s" in refused
