"""Stripe's events, in the shapes that its API reference documents, and their signatures."""

import json
import time
import uuid
from typing import Any

import stripe

Event = dict[str, Any]
SECRET = "whsec_tests_0123456789abcdef"


def event(kind: str, thing: Event, at: int | None = None, event_id: str | None = None) -> Event:
    """An event about this object that happened at this second."""
    return {
        "id": event_id or f"evt_{uuid.uuid4().hex[:24]}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()) if at is None else at,
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def intent(
    payment_id: str | None,
    intent_id: str = "pi_1",
    cents: int = 1000,
    status: str = "succeeded",
    currency: str = "usd",
    **more: Any,
) -> Event:
    """A PaymentIntent; `payment_id` is the payment that its metadata names."""
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": cents,
        "amount_capturable": 0,
        "amount_received": cents if status == "succeeded" else 0,
        "automatic_payment_methods": {"enabled": True},
        "canceled_at": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_x",
        "created": 1700000000,
        "currency": currency,
        "last_payment_error": None,
        "latest_charge": f"ch_{intent_id}",
        "livemode": False,
        "metadata": {"quizzler_payment_id": payment_id} if payment_id else {},
        "status": status,
        **more,
    }


def charge(
    intent_id: str | None = "pi_1", cents: int = 1000, refunded: int = 0, currency: str = "usd"
) -> Event:
    """A charge; `refunded` counts all of its refunds."""
    return {
        "id": f"ch_{intent_id}",
        "object": "charge",
        "amount": cents,
        "amount_captured": cents,
        "amount_refunded": refunded,
        "captured": True,
        "currency": currency,
        "disputed": False,
        "metadata": {},
        "paid": True,
        "payment_intent": intent_id,
        "refunded": refunded == cents,
        "status": "succeeded",
    }


def dispute(
    intent_id: str | None = "pi_1",
    status: str = "needs_response",
    cents: int = 1000,
    moved: tuple[int, ...] = (),
    dispute_id: str = "du_1",
    currency: str = "usd",
) -> Event:
    """A dispute; `moved` are the amounts of its balance transactions."""
    return {
        "id": dispute_id,
        "object": "dispute",
        "amount": cents,
        "balance_transactions": [
            {
                "id": f"txn_{n}",
                "object": "balance_transaction",
                "amount": amount,
                "currency": "usd",
                "fee": 1500,
            }
            for n, amount in enumerate(moved)
        ],
        "charge": f"ch_{intent_id}",
        "currency": currency,
        "evidence_details": {
            "due_by": 1800000000,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": intent_id,
        "reason": "fraudulent",
        "status": status,
    }


def signed(body: bytes, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    """The header that Stripe would send with this body."""
    stamp = int(time.time()) if at is None else at
    return {
        "Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body.decode(), secret, stamp)
    }


def as_body(thing: Event) -> bytes:
    return json.dumps(thing, indent=2).encode()
