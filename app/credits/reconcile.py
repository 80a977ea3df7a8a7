"""Repairs payments whose webhooks were lost: looks up all recent PaymentIntents and passes them to SQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec

from app.credits.gateway import Gateway
from app.database.pool import Database


@dataclass(frozen=True)
class Finding:
    """The outcome for one of our PaymentIntents: repaired, in_order, or refused with the reason."""

    intent_id: str
    outcome: str
    payment_id: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None


async def reconcile(database: Database, gateway: Gateway, days: int) -> AsyncIterator[Finding]:
    """Compare the payments of the last `days` with Stripe, and repair those that differ.

    Intents of other programs on the same Stripe account are skipped. Raises PaymentTrouble.
    """
    async for asked_at, intent in gateway.intents_since(datetime.now(UTC) - timedelta(days=days)):
        charge = intent.get("latest_charge")
        disputed = isinstance(charge, dict) and charge.get("disputed")
        disputes = await gateway.disputes(intent["id"]) if disputed else []
        try:
            answer = await database.fetch_json(
                "select core.reconcile_payment($1::jsonb, $2::jsonb, $3)",
                msgspec.json.encode(intent).decode(),
                msgspec.json.encode(disputes).decode(),
                asked_at,
            )
        except asyncpg.PostgresError as error:
            yield Finding(intent["id"], "refused", reason=str(error))
            continue
        found = msgspec.json.decode(answer)
        if found["outcome"] != "not_ours":
            yield Finding(intent["id"], **found)
