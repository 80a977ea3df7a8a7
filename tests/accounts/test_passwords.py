import asyncio

import argon2
import pytest

from app.accounts import passwords as passwords_module
from app.accounts.passwords import Busy, Passwords
from tests.fixtures import PASSWORD, Sql, serving

QUICK = (64, 1, 1)


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(*QUICK, workers=1)


@pytest.fixture
def hashes_computed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """The memory, rounds and lanes of each computation of Argon2, whether it checks or hashes a password."""
    computed: list[tuple[int, int, int]] = []
    for name in ("verify", "hash"):
        original = getattr(argon2.PasswordHasher, name)

        def counted(
            self: argon2.PasswordHasher, first: str, *rest: str, _original: object = original
        ) -> object:
            of = argon2.extract_parameters(first) if rest else self
            computed.append((of.memory_cost, of.time_cost, of.parallelism))
            return _original(self, first, *rest)  # type: ignore[operator]

        monkeypatch.setattr(argon2.PasswordHasher, name, counted)
    return computed


async def test_a_password_is_right_or_wrong(passwords: Passwords) -> None:
    kept = await passwords.hash(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert (await passwords.check(kept, PASSWORD)).right
    assert not (await passwords.check(kept, PASSWORD + " ")).right


async def test_an_unknown_account_costs_as_much_work_as_a_wrong_password(
    passwords: Passwords, hashes_computed: list[tuple[int, int, int]]
) -> None:
    kept = await passwords.hash(PASSWORD)
    work = []
    for of in (kept, None, "$2a$10$somebody.elses.kind.of.hash"):
        hashes_computed.clear()
        assert not (await passwords.check(of, "wrong")).right
        work.append([*hashes_computed])
    assert work == [[QUICK]] * 3


async def test_a_sign_up_costs_the_same_work_for_a_free_and_for_a_used_address(
    database: object, sql18: Sql, hashes_computed: list[tuple[int, int, int]]
) -> None:
    async with serving(sql18.connection) as server, server.client() as api:
        await api.post("/auth/signup", json={"email": "taken@example.com", "password": PASSWORD})
        work = []
        for email in ("taken@example.com", "free@example.com"):
            hashes_computed.clear()
            await api.post("/auth/signup", json={"email": email, "password": "another password"})
            work.append([*hashes_computed])
    assert work == [[QUICK]] * 2


async def test_the_longest_password_counts_to_its_last_character(passwords: Passwords) -> None:
    kept = await passwords.hash("x" * 1023 + "y")
    assert not (await passwords.check(kept, "x" * 1024)).right


async def test_a_sign_in_hashes_again_when_the_parameters_have_changed(sql18: Sql) -> None:
    credentials = {"email": "ada@example.com", "password": PASSWORD}

    def kept() -> str:
        return sql18.value("select encrypted_password from auth.users where email = 'ada@example.com'")

    async with serving(sql18.connection) as server, server.client() as api:
        await api.post("/auth/signup", json=credentials)
    before = kept()
    async with serving(sql18.connection, password_hash_rounds=2) as server, server.client() as api:
        assert (await api.post("/login", json={**credentials, "password": "wrong"})).status_code == 401
        assert kept() == before
        assert (await api.post("/login", json=credentials)).status_code == 200
        after = kept()
        assert (await api.post("/login", json=credentials)).status_code == 200
    assert argon2.extract_parameters(before).time_cost == 1
    assert argon2.extract_parameters(after).time_cost == 2
    assert kept() == after, "hashed again once"


async def test_passwords_over_the_limit_of_the_queue_are_refused_at_once(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords_module, "WAITING_PER_WORKER", 2)
    crowded = Passwords(*QUICK, workers=1)
    outcomes = await asyncio.gather(*(crowded.hash(PASSWORD) for _ in range(5)), return_exceptions=True)
    assert [isinstance(outcome, Busy) for outcome in outcomes] == [False, False, True, True, True]
    assert await crowded.hash(PASSWORD), "once the queue is empty, passwords are accepted again"
