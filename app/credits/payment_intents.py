"""Beginning a payment: it gets one PaymentIntent, even if concurrent requests begin it."""

from contextlib import suppress
from typing import Any

from app.credits.gateway import Gateway, Intent, PaymentTrouble
from app.database.pool import Database


async def intent_for(payment: dict[str, Any], database: Database, gateway: Gateway) -> Intent:
    """The PaymentIntent of a payment that begin_payment returned, old or new. Raises PaymentTrouble.

    A crash between Stripe's answer and ours may leave an intent that nobody can pay, because nobody received
    its secret. The next try makes another one.
    """
    if payment["intent_id"]:
        return await gateway.intent(payment["intent_id"])
    made = await gateway.create_intent(payment["id"], payment["amount_cents"], payment["currency"])
    counts = await database.fetch_value("select core.attach_intent($1, $2)", payment["id"], made.id)
    if counts == made.id:
        return made
    with suppress(PaymentTrouble):  # a concurrent request has attached its intent first
        await gateway.cancel(made.id)
    return await gateway.intent(counts)
