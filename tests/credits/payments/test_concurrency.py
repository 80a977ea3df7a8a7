"""Stripe delivers events of a payment concurrently, while its intent is being stored."""

import asyncio
import json
import random

import asyncpg
import pytest

from tests.credits.payments.conftest import Shop
from tests.credits.payments.stripe_events import Event, charge, dispute, event, intent
from tests.fixtures import Meanwhile, Refused, database_url


@pytest.mark.parametrize("seed", range(3))
async def test_concurrent_events_end_like_events_one_by_one(shop18: Shop, seed: int) -> None:
    ada, bob = shop18.person(0, "ada"), shop18.person(0, "bob")
    payments = {f"pi_{n}": (shop18.begin(person), person) for n, person in enumerate((ada, bob, ada))}
    jobs: list[tuple[str, ...]] = []
    for intent_id, (payment_id, _) in payments.items():
        jobs += [("select core.attach_intent($1, $2)", payment_id, intent_id)] * 4
        events: list[Event] = [
            event("payment_intent.succeeded", intent(payment_id, intent_id), 100),
            event("charge.refunded", charge(intent_id, refunded=200), 200),
            event("charge.refunded", charge(intent_id, refunded=500), 300),
            event("charge.dispute.created", dispute(intent_id, cents=100, dispute_id=f"du_{intent_id}"), 400),
        ]
        receive = "select core.receive_stripe_event($1)"
        jobs += [(receive, json.dumps(thing)) for thing in events] * 4
    random.Random(seed).shuffle(jobs)
    url = database_url(shop18.sql.connection)
    async with asyncpg.create_pool(url, min_size=16, max_size=16) as pool:
        await asyncio.gather(*(pool.fetchval(*job) for job in jobs))
    assert shop18.waiting() == []
    assert (shop18.balance(ada), shop18.balance(bob)) == ((8, 0), (4, 0))
    assert shop18.problems() == []


def test_two_concurrent_payments_are_not_both_the_last_one_allowed(shop: Shop, meanwhile: Meanwhile) -> None:
    ada = shop.person(0)
    shop.setting("payments.max_unpaid_per_day", 1)
    made, refused = meanwhile(*[lambda sql: sql.call(ada, "begin_payment", credits=10)] * 2)
    assert made["id"]
    assert isinstance(refused, Refused)
    assert refused.code == "too_many_payments"


def test_two_concurrent_calls_with_one_key_make_one_payment(shop: Shop, meanwhile: Meanwhile) -> None:
    ada = shop.person(0)
    first, second = meanwhile(
        *[lambda sql: sql.call(ada, "begin_payment", credits=10, idempotency_key="once")] * 2
    )
    assert first == second
