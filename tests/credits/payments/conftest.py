"""Fixtures for tests of payments: purchases, and Stripe's events about them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
import pytest_asyncio
import stripe
from hypothesis import settings

from tests.credits.conftest import Ledger
from tests.credits.payments.stripe_events import SECRET, Event
from tests.fixtures import Client, Person, Server, Sql, serving

settings.register_profile("thorough")  # tests/credits/payments/test_properties.py looks at its name

STRIPE = {
    "stripe_secret_key": "sk_test_12345",
    "stripe_publishable_key": "pk_test_12345",
    "stripe_webhook_secret": SECRET,
    "stripe_api_base": "http://127.0.0.1:9",  # nobody answers there
}


@dataclass
class Shop(Ledger):
    """Buys credits as the API and Stripe do it."""

    def begin(self, person: Person, credits: float = 10, key: str | None = None) -> str:
        """Begin a payment, and return its id. Stripe has not responded yet."""
        return self.ask(person, "begin_payment", credits=credits, idempotency_key=key)["id"]

    def attach(self, payment_id: str, intent_id: str = "pi_1") -> str:
        """Attach this PaymentIntent, as after Stripe's response. Returns the intent of the payment."""
        return self._call("attach_intent", payment_id, intent_id)

    def receive(self, *events: Event) -> list[str]:
        """Receive events, and return the outcome of each as `state` or `state: code`."""
        outcomes = [self._call("receive_stripe_event", json.dumps(event)) for event in events]
        return [
            found["state"] if found["state"] == found["code"] else f"{found['state']}: {found['code']}"
            for found in outcomes
        ]

    def replay(self, event_id: str) -> str:
        return self._call("replay_stripe_event", event_id)["state"]

    def reconcile(self, intent: Event, disputes: tuple[Event, ...] = (), at: str = "now") -> dict[str, Any]:
        """Reconcile with these objects, as if Stripe had returned them at this time."""
        return self._call("reconcile_payment", json.dumps(intent), json.dumps(disputes), at)

    def status(self, person: Person, payment_id: str) -> str:
        return self.ask(person, "get_payment", payment_id=payment_id)["status"]

    def waiting(self) -> list[tuple[str, str]]:
        """Events that could not be applied: type and code."""
        return [
            (event["type"], event["code"])
            for event in self.sql.value("select core.unapplied_stripe_events()")
        ]


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Stripe's library repeat requests as often as always, but without pauses."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.001)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.001)


@pytest.fixture
def shop(sql: Sql) -> Shop:
    """On each Postgres that the wheel carries."""
    return Shop(sql)


@pytest.fixture
def shop18(sql18: Sql) -> Shop:
    return Shop(sql18)


@pytest_asyncio.fixture
async def paying_server(database: psycopg.Connection) -> AsyncIterator[Server]:
    """A server whose payments are configured, while Stripe is out of reach."""
    async with serving(database, **STRIPE) as running:
        yield running


@pytest.fixture
def server(paying_server: Server) -> Server:
    """The server that `api` and `sign_up` use."""
    return paying_server


@pytest_asyncio.fixture
async def stripe_client(paying_server: Server) -> AsyncIterator[Client]:
    """Stripe, sending webhooks."""
    async with paying_server.client() as client:
        yield client
