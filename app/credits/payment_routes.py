"""Payments: begun here, paid at Stripe, credited when its webhooks arrive. SQL interprets its events."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Depends, Header, HTTPException, Request, Response
from pydantic import BaseModel, Field

from app.credits.gateway import Gateway, PaymentTrouble
from app.credits.payment_intents import intent_for
from app.credits.signature import InvalidSignature, verify
from app.database.pool import Database
from app.http.bodies import Body, words
from app.http.caller import Caller, Creator
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging
from app.http.problems import Problem
from app.http.routing import Router
from app.settings import Settings

NOT_CONFIGURED = "Payments are not configured on this server."

EVENT = {
    "description": "An event object of Stripe's API v1, unchanged, since it is signed.",
    "content": {"application/json": {"schema": {"type": "object"}}},
    "required": True,
}

Status = Annotated[
    str, words("pending", "failed", "canceled", "paid", "partially_refunded", "refunded", "disputed")
]
Json = dict[str, Any]


@fails_with("503 payments_not_configured")
def _gateway(request: Request) -> Gateway:
    gateway: Gateway | None = request.app.state.payments
    if gateway is None:
        raise Problem(503, "payments_not_configured", NOT_CONFIGURED)
    return gateway


Payments = Annotated[Gateway, Depends(_gateway)]
router = Router(prefix="/payments", tags=["payments"])


class NewPayment(Body):
    """Credits to buy."""

    credits: Annotated[Decimal, Field(strict=False, examples=[10], description="At most two decimals.")]


class Payment(BaseModel):
    """A payment. One that has `failed` can still be paid; `failure` says why the last try failed."""

    id: UUID
    status: Status
    credits: float
    amount_cents: int
    currency: str
    refunded_cents: int
    disputed_cents: int
    created_at: datetime
    paid_at: datetime | None = None
    failure: str | None = Field(None, description="In Stripe's words.", examples=["Your card was declined."])
    failure_code: str | None = Field(
        None,
        description="Stripe's decline code, or else its error code.",
        examples=["insufficient_funds"],
    )


class BegunPayment(Payment):
    """A payment, with what Stripe's Payment Element needs."""

    client_secret: str | None = Field(description="For this person's browser only: do not log or store it.")
    publishable_key: str | None


class Provider(BaseModel):
    """What a page needs to show Stripe's Payment Element."""

    publishable_key: str


class Received(BaseModel):
    """How an event was handled."""

    event: str
    state: Annotated[str, words("applied", "ignored", "unapplied")]
    code: str = Field(examples=["applied", "not_needed", "inquiry", "older_than_known", "unknown_payment"])
    reason: str | None = None


@router.post(
    "/create-intent",
    status_code=201,
    responses={201: {"model": BegunPayment}},
    dependencies=[Depends(_gateway)],
)
@fails_with("public.begin_payment", "502 payment_provider_trouble")
async def create_payment_intent(
    new: NewPayment,
    caller: Creator,
    gateway: Payments,
    request: Request,
) -> Response:
    """Begin a payment. The credits arrive once Stripe reports that it is paid.

    A payment keeps its `Idempotency-Key` for ever. A repeated request returns the payment as it is then.
    """
    begun = await caller.database.call_as(
        caller.claims,
        "begin_payment",
        {"credits": str(new.credits), "idempotency_key": caller.idempotency_key},
    )
    payment: Json = msgspec.json.decode(begun)
    try:
        intent = await intent_for(payment, caller.database, gateway)
    except PaymentTrouble as trouble:
        raise Problem(502, "payment_provider_trouble", str(trouble)) from trouble
    del payment["intent_id"]
    config: Settings = request.app.state.settings
    payment |= {"client_secret": intent.client_secret, "publishable_key": config.stripe_publishable_key}
    return caller.answer(msgspec.json.encode(payment), 201, location=f"/payments/{payment['id']}")


@router.get("/provider", dependencies=[Depends(_gateway)])
@fails_with("503 payments_not_configured")
async def payment_provider(request: Request) -> Provider:
    """Whether credits can be bought here, and the key with which a page shows Stripe's fields."""
    key = request.app.state.settings.stripe_publishable_key
    if key is None:
        raise Problem(503, "payments_not_configured", NOT_CONFIGURED)
    return Provider(publishable_key=key)


@router.get("/history", responses={200: {"model": Page[Payment]}})
async def list_payments(caller: Caller, page: Paging) -> Response:
    """Your payments, newest first."""
    return await caller.call("list_payments", **page)


@router.get("/webhook", include_in_schema=False)
async def look_at_webhook() -> Response:
    """Without this, the path would be read as that of a payment."""
    raise HTTPException(405, "Stripe posts its events here.")


@router.get("/{payment_id}", responses={200: {"model": Payment}})
async def get_payment(payment_id: UUID, caller: Caller) -> Response:
    """One of your payments."""
    return await caller.call("get_payment", payment_id=payment_id)


@router.post(
    "/webhook",
    responses={200: {"model": Received}},
    openapi_extra={"requestBody": EVENT},
    dependencies=[Depends(_gateway)],
)
@fails_with("core.receive_stripe_event", "400 invalid_signature")
async def receive_stripe_event(
    request: Request, stripe_signature: Annotated[str | None, Header()] = None
) -> Response:
    """Receive a signed event from Stripe. Answers 200 once it is stored, even if it can't be applied yet."""
    config: Settings = request.app.state.settings
    secrets = config.stripe_webhook_secret.get_secret_value() if config.stripe_webhook_secret else ""
    body = await request.body()
    try:
        verify(body, stripe_signature, filter(None, map(str.strip, secrets.split(","))))
    except InvalidSignature as error:
        raise Problem(400, "invalid_signature", str(error)) from error
    database: Database = request.app.state.database
    key = config.stripe_secret_key.get_secret_value() if config.stripe_secret_key else ""
    stored = await database.fetch_json(
        "select core.receive_stripe_event($1::jsonb, $2)", body.decode(), "_live_" in key
    )
    return Response(stored, media_type="application/json")
