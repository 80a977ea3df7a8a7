"""With SUPABASE_URL, Supabase Auth keeps the accounts, and a client can't tell the difference."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from jose import jwt
from starlette.responses import JSONResponse, Response

from tests.accounts.fake_supabase import ANON_KEY, API_VERSION, SERVICE_ROLE_KEY, FakeSupabase, refuse
from tests.fixtures import JWT_SECRET, PASSWORD, Client, Sql, serving
from tests.http.test_tokens import RSA_PAIR, Pair

GRACE = {"email": "grace@example.com", "password": PASSWORD, "display_name": "Grace"}
PAIRS = {"ES256": Pair("ec-1", "ES256"), "RS256": RSA_PAIR}
SHARED_SECRET = "supabase-0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(params=["ES256", "RS256", "HS256"])
def supabase(request: pytest.FixtureRequest, database: psycopg.Connection) -> FakeSupabase:
    """A project that signs with a key of its own, or with the secret that older projects share."""

    def read(token: str) -> dict[str, Any]:
        return jwt.get_unverified_claims(token)

    if request.param == "HS256":
        return FakeSupabase(database, lambda claims: jwt.encode(claims, SHARED_SECRET, "HS256"), read, [])
    pair = PAIRS[request.param]
    headers = {"kid": pair.name}
    return FakeSupabase(
        database,
        lambda claims: jwt.encode(claims, pair.private, pair.algorithm, headers=headers),
        read,
        [pair.entry],
    )


@asynccontextmanager
async def quizzler(supabase: FakeSupabase, **overrides: Any) -> AsyncIterator[Client]:
    """A client, not signed in, of a Quizzler that uses this project."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(supabase.serving())
        settings = {
            "supabase_url": url,
            "supabase_anon_key": ANON_KEY,
            "supabase_service_role_key": SERVICE_ROLE_KEY,
            "supabase_jwt_secret": None if supabase.key_set else SHARED_SECRET,
            "jwt_secret_key": JWT_SECRET,
        }
        server = await stack.enter_async_context(serving(supabase.connection, **{**settings, **overrides}))
        yield await stack.enter_async_context(server.client())


@pytest_asyncio.fixture
async def api(supabase: FakeSupabase) -> AsyncIterator[Client]:
    async with quizzler(supabase) as client:
        yield client


async def signed_up(api: Client) -> dict[str, Any]:
    """Grace's session, with `headers` that prove it."""
    answer = await api.post("/auth/signup", json=GRACE)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "headers": bearer(answer.json())}


def bearer(session: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['access_token']}"}


async def test_a_session_of_supabase_is_valid_here(api: Client) -> None:
    grace = await signed_up(api)
    assert grace["token_type"] == "bearer"
    assert grace["user"]["display_name"] == "Grace"
    assert (await api.get("/auth/me", headers=grace["headers"])).json() == grace["user"]
    form = {"grant_type": "password", "username": GRACE["email"], "password": PASSWORD}
    signed_in = await api.post("/login", data=form)
    assert signed_in.status_code == 200
    assert signed_in.json()["user"]["id"] == grace["user"]["id"]


async def test_a_refresh_continues_the_session(api: Client) -> None:
    grace = await signed_up(api)
    answer = await api.post("/auth/refresh", json={"refresh_token": grace["refresh_token"]})
    assert answer.status_code == 200
    assert (await api.get("/auth/me", headers=bearer(answer.json()))).status_code == 200
    again = await api.post("/auth/refresh", json={"refresh_token": grace["refresh_token"]})
    assert (again.status_code, again.json()["code"]) == (401, "invalid_refresh_token")


async def test_signing_out_ends_the_session_at_once(api: Client) -> None:
    grace = await signed_up(api)
    assert (await api.post("/auth/signout", headers=grace["headers"])).status_code == 204
    refused = await api.get("/auth/me", headers=grace["headers"])
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    assert (await api.post("/auth/signout", headers=grace["headers"])).status_code == 204


async def test_a_new_password_ends_every_other_session_and_keeps_this_one(api: Client, sql18: Sql) -> None:
    grace = await signed_up(api)
    elsewhere = (await api.post("/login", json={"email": GRACE["email"], "password": PASSWORD})).json()
    wrong = {"current_password": "not the password", "new_password": "a new password"}
    refused = await api.post("/auth/change-password", json=wrong, headers=grace["headers"])
    assert (refused.status_code, refused.json()["code"]) == (403, "invalid_credentials")
    right = {**wrong, "current_password": PASSWORD}
    assert (await api.post("/auth/change-password", json=right, headers=grace["headers"])).status_code == 204
    assert (await api.get("/auth/me", headers=grace["headers"])).status_code == 200
    assert (await api.get("/auth/me", headers=bearer(elsewhere))).status_code == 401
    assert sql18.value("select count(*) from auth.sessions") == 1
    old = await api.post("/login", json={"email": GRACE["email"], "password": PASSWORD})
    new = await api.post("/login", json={"email": GRACE["email"], "password": "a new password"})
    assert (old.status_code, new.status_code) == (401, 200)


@pytest.mark.parametrize("service_role_key", [SERVICE_ROLE_KEY, None], ids=["admin API", "SQL"])
async def test_a_deleted_account_is_signed_out_and_its_address_is_free(
    supabase: FakeSupabase, sql18: Sql, service_role_key: str | None
) -> None:
    async with quizzler(supabase, supabase_service_role_key=service_role_key) as api:
        grace = await signed_up(api)
        assert (await api.delete("/auth/me", headers=grace["headers"])).status_code == 204
        by_admin_api = f"DELETE /admin/users/{grace['user']['id']}" in supabase.requests
        assert by_admin_api == (service_role_key is not None)
        assert (await api.get("/auth/me", headers=grace["headers"])).status_code == 401
        kept = "select display_name, deleted_at is not null from core.profiles where id = %s"
        row = sql18.connection.execute(kept, [grace["user"]["id"]]).fetchone()
        assert row == ("Deleted account", True)
        assert sql18.value("select count(*) from auth.sessions") == 0
        assert sql18.value("select count(*) from auth.users where email = %s", GRACE["email"]) == 0


async def test_an_account_is_not_deleted_by_a_session_that_has_ended(
    supabase: FakeSupabase, api: Client
) -> None:
    grace = await signed_up(api)
    await api.post("/auth/signout", headers=grace["headers"])
    assert (await api.delete("/auth/me", headers=grace["headers"])).status_code == 401
    assert GRACE["email"] in supabase.passwords


async def test_a_wrong_password_an_unknown_and_a_used_address_get_the_same_answer(api: Client) -> None:
    await signed_up(api)
    other = {"email": GRACE["email"], "password": "not the password"}
    answers = [
        await api.post("/login", json=other),
        await api.post("/login", json={**other, "email": "nobody@example.com"}),
        await api.post("/auth/signup", json=other),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json() == answers[2].json()
    again = await api.post("/auth/signup", json=GRACE)
    assert again.status_code == 201


async def test_guesses_are_limited_before_they_reach_supabase(
    supabase: FakeSupabase, api: Client, sql18: Sql
) -> None:
    sql18.connection.execute("update core.settings set value = '2' where key = 'account.max_guesses'")
    await signed_up(api)
    supabase.requests.clear()
    body = {"email": GRACE["email"], "password": "wrong"}
    assert [(await api.post("/login", json=body)).status_code for _ in range(4)] == [401, 401, 429, 429]
    assert supabase.requests == ["POST /token"] * 2


async def test_a_project_that_confirms_addresses_says_so(supabase: FakeSupabase, api: Client) -> None:
    supabase.confirms_addresses = True
    first, second = await api.post("/register", json=GRACE), await api.post("/register", json=GRACE)
    assert first.status_code == second.status_code == 202
    assert first.json() == second.json()
    assert first.json()["status"] == "confirmation_sent"


async def test_a_forged_token_is_refused(api: Client) -> None:
    grace = await signed_up(api)
    claims = jwt.get_unverified_claims(grace["access_token"])
    for secret in (JWT_SECRET, "another secret", ANON_KEY):
        forged = jwt.encode(claims, secret, "HS256", headers={"kid": "ec-1"})
        answer = await api.get("/auth/me", headers={"Authorization": f"Bearer {forged}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


HTML = Response("<h1>Bad gateway</h1>", 502)
FAULTS: dict[str, tuple[Response, int, str]] = {
    "down": (HTML, 503, "sign_in_unavailable"),
    "failing": (refuse(500, "unexpected_failure", "Database error"), 503, "sign_in_unavailable"),
    "not itself": (JSONResponse({"hello": "world"}), 503, "sign_in_unavailable"),
    "overrun": (
        refuse(429, "over_request_rate_limit", "Too many"),
        429,
        "too_many_attempts",
    ),
    "choosy": (refuse(400, "email_not_confirmed", "Email not confirmed"), 403, "email_not_confirmed"),
    "strict": (refuse(400, "user_banned", "User is banned"), 403, "account_banned"),
    "newer": (refuse(418, "code_of_next_year", "Something new."), 418, "code_of_next_year"),
}


@pytest.mark.parametrize("supabase", ["HS256"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS)
async def test_errors_of_supabase_become_errors_of_this_api(
    supabase: FakeSupabase, api: Client, fault: str
) -> None:
    fault_answer, status, code = FAULTS[fault]
    supabase.answers.append(fault_answer)
    answer = await api.post("/login", json={"email": GRACE["email"], "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("supabase", ["HS256"], indirect=True)
async def test_a_password_that_supabase_finds_weak_is_refused_with_its_reason(api: Client) -> None:
    answer = await api.post("/auth/signup", json={**GRACE, "password": "password"})
    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    assert answer.json()["detail"] == "Supabase Auth refuses this password: Password is known to be weak."
    assert API_VERSION  # without this header the library reads old error codes


@pytest.mark.parametrize("supabase", ["HS256"], indirect=True)
async def test_while_supabase_is_out_of_reach_clients_are_told_to_retry(supabase: FakeSupabase) -> None:
    async with quizzler(supabase, supabase_url="http://127.0.0.1:9") as api:
        answer = await api.post("/login", json={"email": GRACE["email"], "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (503, "sign_in_unavailable")
        assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("supabase", ["HS256"], indirect=True)
@pytest.mark.parametrize("secret", ["a" * 40, None], ids=["another secret", "no keys"])
async def test_a_session_whose_token_can_not_be_verified_is_refused(
    supabase: FakeSupabase, secret: str | None
) -> None:
    async with quizzler(supabase, supabase_jwt_secret=secret) as api:
        supabase.key_set.clear()
        answer = await api.post("/auth/signup", json=GRACE)
    assert (answer.status_code, answer.json()["code"]) == (503, "sign_in_unavailable")


async def test_a_link_that_supabase_mailed_sets_a_new_password_once(
    api: Client, supabase: FakeSupabase
) -> None:
    grace = await signed_up(api)
    for email in ("grace@example.com", "nobody@example.com"):
        answer = await api.post("/auth/forgot-password", json={"email": email})
        assert answer.status_code == 202, answer.text
    [token] = supabase.links
    reset = {"token": token, "new_password": "another horse battery staple"}
    assert (await api.post("/auth/reset-password", json=reset)).status_code == 204
    assert (await api.get("/auth/me", headers=grace["headers"])).status_code == 401
    again = await api.post("/auth/reset-password", json=reset)
    assert (again.status_code, again.json()["code"]) == (403, "invalid_reset_link")
    signed_in = {"email": GRACE["email"], "password": reset["new_password"]}
    assert (await api.post("/auth/signin", json=signed_in)).status_code == 200
