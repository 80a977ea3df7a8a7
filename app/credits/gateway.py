"""The Stripe API, as far as Quizzler uses it."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.settings import Settings

if TYPE_CHECKING:
    import stripe

log = logging.getLogger(__name__)

API_VERSION = "2026-10-28.endive"  # SQL reads objects in its shapes, whatever the library's version
RETRIES = 3  # by the library: with backoff, and the same idempotency key
TIMEOUT_S = 20
PAYMENT_ID_KEY = "quizzler_payment_id"  # in the metadata of every intent; core.payment_named reads it

Json = dict[str, Any]


class PaymentTrouble(Exception):
    """Stripe refused or can't be reached; nothing was bought. The message is a sentence for people."""


class Intent:
    """The fields of a PaymentIntent that Quizzler uses."""

    def __init__(self, intent: "stripe.PaymentIntent") -> None:
        self.id = intent.id
        self.client_secret = intent.client_secret


class Gateway:
    """Calls Stripe with the key and address of the settings, at a pinned API version."""

    def __init__(self, secret_key: str, api_base: str) -> None:
        import stripe  # a large library, imported only where it is used

        self._http = stripe.HTTPXClient(timeout=TIMEOUT_S)
        self._stripe = stripe.StripeClient(
            secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_base},
            max_network_retries=RETRIES,
            http_client=self._http,
        ).v1

    @classmethod
    @asynccontextmanager
    async def open(cls, config: Settings) -> AsyncIterator["Gateway | None"]:
        """A gateway for as long as the block runs; None where payments are not configured."""
        if config.stripe_secret_key is None:
            yield None
            return
        gateway = cls(config.stripe_secret_key.get_secret_value(), config.stripe_api_base)
        try:
            yield gateway
        finally:
            await gateway._http.close_async()  # type: ignore[no-untyped-call]

    async def create_intent(self, payment_id: UUID | str, amount_cents: int, currency: str) -> Intent:
        """Create the PaymentIntent of a payment. A repeated call within a day returns the same one.

        Raises PaymentTrouble.
        """
        with _in_words():
            return Intent(
                await self._stripe.payment_intents.create_async(
                    {
                        "amount": amount_cents,
                        "currency": currency,
                        "metadata": {PAYMENT_ID_KEY: str(payment_id)},
                    },
                    {"idempotency_key": f"quizzler-{payment_id}"},
                )
            )

    async def intent(self, intent_id: str) -> Intent:
        """A PaymentIntent as it is now, with its secret, which is never stored. Raises PaymentTrouble."""
        with _in_words():
            return Intent(await self._stripe.payment_intents.retrieve_async(intent_id))

    async def cancel(self, intent_id: str) -> None:
        """Cancel a PaymentIntent that nobody will pay. Raises PaymentTrouble."""
        with _in_words():
            await self._stripe.payment_intents.cancel_async(intent_id)

    async def intents_since(self, start: datetime) -> AsyncIterator[tuple[datetime, Json]]:
        """The PaymentIntents made since then, newest first, each with its charge. Raises PaymentTrouble.

        Each comes with the time of Stripe's answer on Stripe's clock, which events carry too. The time is a
        second early, because the answer may not include what happened within that second.
        """
        with _in_words():
            page = await self._stripe.payment_intents.list_async(
                {"limit": 100, "expand": ["data.latest_charge"]}
            )
            asked_at = _date_of(page) - timedelta(seconds=1)
            async for intent in page.auto_paging_iter():
                if intent.created < start.timestamp():
                    return
                yield asked_at, intent.to_dict(for_json=True)

    async def disputes(self, intent_id: str) -> list[Json]:
        """The disputes about a PaymentIntent. Raises PaymentTrouble."""
        with _in_words():
            page = await self._stripe.disputes.list_async({"payment_intent": intent_id, "limit": 100})
            return [dispute.to_dict(for_json=True) async for dispute in page.auto_paging_iter()]


def _date_of(answer: "stripe.StripeObject") -> datetime:
    headers = answer.last_response.headers if answer.last_response else {}
    return parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn Stripe's errors into PaymentTrouble, and log Stripe's own message."""
    import stripe

    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        log.warning("Stripe can't be reached: %s", error)
        raise PaymentTrouble(
            "Stripe can't be reached just now. Nothing was charged; try again in a moment."
        ) from error
    except stripe.StripeError as error:
        log.error("Stripe refused: %s (request %s)", error, error.request_id)
        raise PaymentTrouble(
            "Stripe refused the request. Nothing was charged. The server's log has the reason."
        ) from error
