"""Reconciling where localstripe can't help: disputes, lists of several pages, and errors of Stripe."""

from collections.abc import AsyncIterator, Callable

import psycopg
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.credits.gateway import API_VERSION, Gateway, PaymentTrouble
from app.credits.reconcile import Finding, reconcile
from app.database.pool import Database
from app.settings import Settings
from tests.credits.payments.conftest import STRIPE, Shop
from tests.credits.payments.stripe_events import Event, charge, dispute, intent
from tests.fixtures import database_url

NOW = 4_000_000_000  # far in the future, so that intents are within the window of days


class Stripe:
    """A stand-in for Stripe: its lists have one object on each page, and it keeps the requests."""

    def __init__(self) -> None:
        self.intents: list[Event] = []
        self.disputes: list[Event] = []
        self.requests: list[web.Request] = []
        self.fails = 0
        self.date = ""
        self.app = web.Application()
        self.app.router.add_get("/v1/payment_intents", self.answer(lambda request: self.intents))
        self.app.router.add_get("/v1/disputes", self.answer(self.disputes_about))
        self.app.router.add_post("/v1/payment_intents", self.made)

    def disputes_about(self, request: web.Request) -> list[Event]:
        return [one for one in self.disputes if one["payment_intent"] == request.query["payment_intent"]]

    def answer(self, found: Callable[[web.Request], list[Event]]) -> Callable[[web.Request], object]:
        async def page(request: web.Request) -> web.Response:
            self.requests.append(request)
            if self.fails:
                self.fails -= 1
                return web.json_response({"error": {"type": "api_error", "message": "try again"}}, status=500)
            things = found(request)
            ids = [thing["id"] for thing in things]
            start = ids.index(request.query["starting_after"]) + 1 if "starting_after" in request.query else 0
            body = {"object": "list", "url": request.path, "data": things[start : start + 1]}
            headers = {"Date": self.date} if self.date else {}
            return web.json_response(body | {"has_more": start + 1 < len(things)}, headers=headers)

        return page

    async def made(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        if self.fails:
            self.fails -= 1
            return web.json_response({"error": {"type": "api_error", "message": "try again"}}, status=500)
        return web.json_response(intent(None, status="requires_payment_method"))


@pytest.fixture
def stripe_account() -> Stripe:
    return Stripe()


@pytest_asyncio.fixture
async def gateway(stripe_account: Stripe) -> AsyncIterator[Gateway]:
    async with TestServer(stripe_account.app) as server:
        config = Settings(_env_file=None, **STRIPE | {"stripe_api_base": str(server.make_url(""))})
        async with Gateway.open(config) as opened:
            assert opened
            yield opened


@pytest_asyncio.fixture
async def ours(database: psycopg.Connection) -> AsyncIterator[Database]:
    async with Database.connect(database_url(database), 2) as opened:
        yield opened


async def findings(database: Database, gateway: Gateway) -> list[Finding]:
    return [found async for found in reconcile(database, gateway, days=7)]


async def test_every_page_of_intents_is_read_with_its_disputes(
    shop18: Shop, stripe_account: Stripe, ours: Database, gateway: Gateway
) -> None:
    ada = shop18.person(0)
    payments = [shop18.begin(ada) for _ in range(3)]
    for n, payment_id in enumerate(payments):
        about = charge(f"pi_{n}") | {"disputed": n == 1}
        stripe_account.intents.append(intent(payment_id, f"pi_{n}", latest_charge=about, created=NOW))
    stripe_account.disputes = [dispute("pi_1", cents=400, moved=(-400,)), dispute("pi_9", dispute_id="du_9")]
    found = await findings(ours, gateway)
    assert [(one.outcome, one.after["status"], one.after["credits"]) for one in found if one.after] == [
        ("repaired", "paid", 10),
        ("repaired", "disputed", 6),
        ("repaired", "paid", 10),
    ]
    assert shop18.balance(ada) == (26, 0)
    assert shop18.problems() == []


async def test_intents_from_before_the_window_are_skipped(
    shop18: Shop, stripe_account: Stripe, ours: Database, gateway: Gateway
) -> None:
    payment_id = shop18.begin(shop18.person(0))
    stripe_account.intents = [intent(None, "pi_new", created=NOW), intent(payment_id, created=1_000_000_000)]
    assert await findings(ours, gateway) == []


async def test_one_refused_payment_does_not_stop_the_others(
    shop18: Shop, stripe_account: Stripe, ours: Database, gateway: Gateway
) -> None:
    ada = shop18.person(0)
    odd, right = shop18.begin(ada), shop18.begin(ada)
    stripe_account.intents = [
        intent(odd, "pi_0", cents=1, created=NOW, latest_charge=None),
        intent(right, "pi_1", created=NOW, latest_charge=None),
    ]
    found = await findings(ours, gateway)
    assert [one.outcome for one in found] == ["refused", "repaired"]
    assert found[0].reason is not None
    assert "is for 1000 cents, but this is for 1." in found[0].reason


async def test_looked_up_data_has_the_time_of_stripes_clock(
    shop18: Shop, stripe_account: Stripe, ours: Database, gateway: Gateway
) -> None:
    """Events have Stripe's time. By another clock, a later event could seem older than the data."""
    payment_id = shop18.begin(shop18.person(0))
    stripe_account.date = "Fri, 01 Jan 2100 00:00:10 GMT"
    stripe_account.intents = [intent(payment_id, created=NOW, latest_charge=charge())]
    await findings(ours, gateway)
    known_at = shop18.sql.value("select refunds_known_at at time zone 'UTC' from core.payments")
    assert known_at.isoformat() == "2100-01-01T00:00:09"


async def test_requests_name_the_pinned_version_and_are_repeated_after_an_error(
    stripe_account: Stripe, gateway: Gateway
) -> None:
    stripe_account.fails = 1
    await gateway.create_intent("00000000-0000-0000-0000-000000000001", 1000, "usd")
    first, second = stripe_account.requests
    assert {first.headers["Stripe-Version"], second.headers["Stripe-Version"]} == {API_VERSION}
    keys = {first.headers["Idempotency-Key"], second.headers["Idempotency-Key"]}
    assert keys == {"quizzler-00000000-0000-0000-0000-000000000001"}


async def test_repeated_errors_of_stripe_are_reported(stripe_account: Stripe, gateway: Gateway) -> None:
    stripe_account.fails = 100
    with pytest.raises(PaymentTrouble, match="Nothing was charged"):
        await gateway.disputes("pi_1")
