"""Stripe's side of a payment: its API as localstripe has it, and what its script does in a browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import stripe

from app.database.sql_files import ROOT
from tests.credits.payments.stripe_events import SECRET


@contextmanager
def running_stripe() -> Iterator[str]:
    """localstripe in a process of its own, until the block ends. Gives its URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.credits.payments.localstripe_server"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        port = process.stdout.readline().strip()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


async def send_webhooks_to(server_url: str, stripe_url: str) -> None:
    """Let this Stripe send its webhooks to this server, and to no other."""
    hook = {"url": f"{server_url}/payments/webhook", "secret": SECRET}
    async with httpx.AsyncClient() as dashboard:
        answer = await dashboard.post(f"{stripe_url}/_config/webhooks/quizzler", json=hook)
        answer.raise_for_status()


class Browser:
    """The part of the page that Stripe provides: it knows the secret of an intent, and enters a card."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.stripe = stripe.StripeClient(
            "sk_test_12345", base_addresses={"api": url}, http_client=stripe.HTTPXClient()
        ).v1

    async def pay(self, begun: dict[str, Any], card: str) -> str:
        """Enter a card, and return the intent's status. Raises stripe.CardError."""
        intent_id = begun["client_secret"].split("_secret_")[0]
        details = {"number": card, "exp_month": 12, "exp_year": 2090, "cvc": "123"}
        method = await self.stripe.payment_methods.create_async({"type": "card", "card": details})
        await self.stripe.payment_intents.update_async(intent_id, {"payment_method": method.id})
        return (await self.stripe.payment_intents.confirm_async(intent_id)).status

    async def authenticate(self, begun: dict[str, Any], success: bool) -> str:
        """Confirm or refuse on the bank's page, and return the intent's status."""
        intent_id = begun["client_secret"].split("_secret_")[0]
        proof = {"key": "pk_test_12345", "client_secret": begun["client_secret"], "success": success}
        async with httpx.AsyncClient() as bank:
            answer = await bank.post(f"{self.url}/v1/payment_intents/{intent_id}/_authenticate", json=proof)
        return answer.json()["status"]
