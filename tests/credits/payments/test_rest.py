"""Payments and credits over REST, on a real server."""

from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio
import stripe

from app.credits.gateway import API_VERSION
from tests.credits.payments.conftest import STRIPE
from tests.credits.payments.stripe_events import SECRET, as_body, charge, event, intent, signed
from tests.fixtures import Client, SignUp, Sql, serving


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def payment(ada: Client, sql18: Sql) -> str:
    """Ten credits that Ada wants to buy."""
    return sql18.call(ada.person, "begin_payment", credits=10)["id"]


async def post_event(client: httpx.AsyncClient, thing: dict[str, Any], **how: Any) -> httpx.Response:
    body = as_body(thing)
    return await client.post("/payments/webhook", content=body, headers=signed(body, **how))


async def test_a_signed_webhook_brings_the_credits(ada: Client, payment: str, stripe_client: Client) -> None:
    success = event("payment_intent.succeeded", intent(payment))
    answer = await post_event(stripe_client, success)
    assert (answer.status_code, answer.json()) == (
        200,
        {"event": success["id"], "state": "applied", "code": "applied"},
    )
    assert (await ada.get("/credits/balance")).json() == {"spendable": 20, "reserved": 0}
    paid = (await ada.get(f"/payments/{payment}")).json()
    assert (paid["status"], paid["credits"], paid["amount_cents"]) == ("paid", 10, 1000)


async def test_a_webhook_about_something_unknown_is_answered_200_and_kept(
    stripe_client: Client, sql18: Sql
) -> None:
    answer = await post_event(stripe_client, event("charge.refunded", charge("pi_unknown")))
    assert (answer.status_code, answer.json()["code"]) == (200, "unknown_payment")
    assert [kept["code"] for kept in sql18.value("select core.unapplied_stripe_events()")] == [
        "unknown_payment"
    ]


async def test_an_event_of_the_other_mode_is_kept_unapplied_and_says_why(
    ada: Client, payment: str, stripe_client: Client, database: psycopg.Connection, sql18: Sql
) -> None:
    """Real money is not booked where the key is one for tests, nor the money of tests where it is real."""
    tested = event("payment_intent.succeeded", intent(payment))
    real = {**tested, "livemode": True}
    answer = await post_event(stripe_client, real)
    assert (answer.status_code, answer.json()["state"]) == (200, "unapplied")
    (kept,) = sql18.value("select core.unapplied_stripe_events()")
    assert (kept["code"], kept["reason"].startswith("This event is of Stripe's live mode")) == (
        "wrong_mode",
        True,
    )
    replayed = sql18.value("select core.replay_stripe_event(%s)", kept["id"])
    assert (replayed["state"], replayed["code"]) == ("unapplied", "wrong_mode")
    async with (
        serving(database, **{**STRIPE, "stripe_secret_key": "rk_live_12345"}) as server,
        server.client() as stripe_live,
    ):
        assert (await post_event(stripe_live, tested)).json()["code"] == "wrong_mode"
        assert (await ada.get("/credits/balance")).json() == {"spendable": 10, "reserved": 0}
        assert (await post_event(stripe_live, real)).json()["state"] == "applied"


@pytest.mark.parametrize(
    "how",
    [{"secret": "whsec_guess"}, {"at": 1_000_000_000}, {"at": 9_000_000_000}],
    ids=["another secret", "long ago", "in the future"],
)
async def test_a_webhook_without_a_recent_signature_of_stripe_is_refused(
    payment: str, stripe_client: Client, sql18: Sql, how: dict[str, Any]
) -> None:
    answer = await post_event(stripe_client, event("payment_intent.succeeded", intent(payment)), **how)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert sql18.value("select count(*) from core.stripe_events") == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"not json", 422), (b"[]", 400), (b'{"id": "evt_1"}', 400), (b'{"id": "\\u0000"}', 422)],
)
async def test_a_signed_body_that_is_not_an_event_is_refused(
    stripe_client: Client, body: bytes, status: int
) -> None:
    answer = await stripe_client.post("/payments/webhook", content=body, headers=signed(body))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_webhook_without_a_signature_or_with_bad_bytes_is_refused(stripe_client: Client) -> None:
    assert (await stripe_client.post("/payments/webhook", json={})).status_code == 400
    headers = {"Stripe-Signature": signed(b"{}")["Stripe-Signature"]}
    assert (
        await stripe_client.post("/payments/webhook", content=b"\xff", headers=headers)
    ).status_code == 400


async def test_a_webhook_of_more_than_the_limit_is_refused_before_it_is_read(stripe_client: Client) -> None:
    body = b" " * 2_000_000
    answer = await stripe_client.post("/payments/webhook", content=body, headers=signed(body))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_without_stripe_a_payment_fails_and_the_same_key_can_be_tried_again(ada: Client) -> None:
    for _ in range(2):
        answer = await ada.post(
            "/payments/create-intent", json={"credits": 10}, headers={"Idempotency-Key": "k"}
        )
        assert (answer.status_code, answer.json()["code"]) == (502, "payment_provider_trouble")
        assert "Nothing was charged" in answer.json()["detail"]
    assert len((await ada.get("/payments/history")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_request"),
        ({"credits": 0}, "bad_credits"),
        ({"credits": -1}, "bad_credits"),
        ({"credits": "many"}, "invalid_request"),
        ({"credits": 1.005}, "bad_credits"),
        ({"credits": True, "x": 1}, "invalid_request"),
        ({"credits": None}, "invalid_request"),
        ({"credits": 10**30}, "bad_credits"),
        ({"credits": 10, "user_id": "x"}, "invalid_request"),
        ({"credits": 10, "amount_cents": 1}, "invalid_request"),
        ([], "invalid_request"),
    ],
)
async def test_an_invalid_purchase_is_refused(ada: Client, body: Any, code: str) -> None:
    answer = await ada.post("/payments/create-intent", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_purchase_over_the_maximum_is_refused(ada: Client) -> None:
    answer = await ada.post("/payments/create-intent", json={"credits": 5000})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_credits")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/credits/balance"),
        ("GET", "/credits/calculate?questions=1"),
        ("GET", "/credits/history"),
        ("GET", "/payments/history"),
        ("GET", "/payments/00000000-0000-0000-0000-000000000001"),
        ("POST", "/payments/create-intent"),
    ],
)
async def test_these_routes_need_a_session(api: Client, method: str, path: str) -> None:
    answer = await api.request(method, path, json={"credits": 10} if method == "POST" else None)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_payment_of_another_person_is_not_found(ada: Client, payment: str, sign_up: SignUp) -> None:
    bob = await sign_up("bob")
    assert (await bob.get(f"/payments/{payment}")).status_code == 404
    assert (await bob.get("/payments/history")).json()["items"] == []
    assert (await ada.get("/payments/not-a-uuid")).status_code == 422


async def test_signing_up_over_rest_gives_ten_credits_and_a_line_in_the_history(ada: Client) -> None:
    assert (await ada.get("/credits/balance")).json() == {"spendable": 10, "reserved": 0}
    (line,) = (await ada.get("/credits/history")).json()["items"]
    assert (line["kind"], line["spendable_change"], line["spendable_after"]) == ("gift", 10, 10)


async def test_the_cost_of_questions_comes_with_the_missing_credits(ada: Client) -> None:
    answer = await ada.get("/credits/calculate", params={"questions": 120})
    assert answer.json() == {"questions": 120, "cost": 12, "spendable": 10, "can_pay": False, "missing": 2}


@pytest.mark.parametrize("questions", ["0", "-1", "x", "", "99999999999", "20000"])
async def test_an_invalid_number_of_questions_is_refused(ada: Client, questions: str) -> None:
    assert (await ada.get("/credits/calculate", params={"questions": questions})).status_code == 422


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=x", "cursor=%00", "limit=x"])
@pytest.mark.parametrize("path", ["/credits/history", "/payments/history"])
async def test_invalid_paging_parameters_are_refused(ada: Client, path: str, query: str) -> None:
    assert (await ada.get(f"{path}?{query}")).status_code == 422


async def test_without_stripe_payment_routes_say_so_and_credits_work(database: psycopg.Connection) -> None:
    async with serving(database) as server, server.client() as client:
        for path in ("/payments/create-intent", "/payments/webhook"):
            answer = await client.post(path)
            assert (answer.status_code, answer.json()["code"]) == (503, "payments_not_configured")
            assert answer.json()["detail"] == "Payments are not configured on this server."
        account = {"email": "ada@example.com", "password": "correct horse battery staple"}
        session = (await client.post("/auth/signup", json=account)).json()
        headers = {"Authorization": f"Bearer {session['access_token']}"}
        assert (await client.get("/credits/balance", headers=headers)).json()["spendable"] == 10
        history = await client.get("/payments/history", headers=headers)
        assert (history.status_code, history.json()) == (200, {"items": [], "next_cursor": None})


@pytest.mark.parametrize("with_stripe", [True, False])
async def test_looking_at_the_webhook_is_the_wrong_method(
    database: psycopg.Connection, with_stripe: bool
) -> None:
    async with serving(database, **STRIPE if with_stripe else {}) as server, server.client() as client:
        looked_at = await client.get("/payments/webhook")
    assert (looked_at.status_code, looked_at.headers["allow"]) == (405, "POST")


async def test_both_webhook_secrets_are_accepted_during_a_change(database: psycopg.Connection) -> None:
    async with (
        serving(database, **STRIPE | {"stripe_webhook_secret": f"whsec_new, {SECRET}"}) as server,
        server.client() as client,
    ):
        for secret in ("whsec_new", SECRET):
            assert (await post_event(client, event("customer.created", {}), secret=secret)).status_code == 200


def test_the_shapes_of_the_pinned_version_are_those_of_the_locked_library() -> None:
    """A newer library may use another version. Read Stripe's changelog before changing this."""
    assert stripe.api_version == API_VERSION
