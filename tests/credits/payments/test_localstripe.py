"""The real Stripe client and real signed webhooks, against localstripe and a real server."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import psycopg
import pytest
import pytest_asyncio
import stripe

from app.credits.gateway import Gateway, PaymentTrouble
from app.credits.payment_intents import intent_for
from app.credits.reconcile import reconcile
from app.database.pool import Database
from app.settings import Settings
from tests.credits.payments.conftest import STRIPE
from tests.credits.payments.stand_in import Browser, running_stripe, send_webhooks_to
from tests.fixtures import Client, Server, SignUp, Sql, database_url, serving

GOOD_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000341"
CARD_WITH_AUTHENTICATION = "4000002500003155"  # 3-D Secure
PATIENCE_S = 30


@pytest.fixture(scope="session")
def stripe_url() -> Iterator[str]:
    """A stand-in for Stripe, shared by all tests of this worker."""
    with running_stripe() as url:
        yield url


@pytest.fixture
def configuration(stripe_url: str) -> dict[str, Any]:
    return STRIPE | {"stripe_api_base": stripe_url}


@pytest_asyncio.fixture
async def paying_server(database: psycopg.Connection, configuration: dict[str, Any]) -> AsyncIterator[Server]:
    """A server that this Stripe sends its webhooks to, and to no other."""
    async with serving(database, **configuration) as running:
        await send_webhooks_to(running.url, configuration["stripe_api_base"])
        yield running


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def browser(stripe_url: str) -> Browser:
    return Browser(stripe_url)


class News:
    """The events that a person receives."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self.waiting: asyncio.Queue[str] = asyncio.Queue()

    async def next(self, kind: str) -> dict[str, Any]:
        """The next event of this type."""
        while True:
            event_id = int(await asyncio.wait_for(self.waiting.get(), PATIENCE_S))
            event = await self.connection.fetchrow(
                "select type, payload from core.user_events where id = $1", event_id
            )
            if event["type"] == kind:
                return json.loads(event["payload"])


@pytest_asyncio.fixture
async def news(ada: Client, database: psycopg.Connection) -> AsyncIterator[News]:
    connection = await asyncpg.connect(database_url(database, "postgres"))
    received = News(connection)
    channel = f"user_{ada.person.id.replace('-', '')}"
    await connection.add_listener(channel, lambda *arguments: received.waiting.put_nowait(arguments[-1]))
    await connection.execute("select core.follow_events(array[$1::uuid])", ada.person.id)
    yield received
    await connection.close()


async def begin(client: Client, credits: float = 10, key: str | None = None) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = await client.post("/payments/create-intent", json={"credits": credits}, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/payments/{answer.json()['id']}"
    return answer.json()


async def status(client: Client, begun: dict[str, Any]) -> str:
    return (await client.get(f"/payments/{begun['id']}")).json()["status"]


async def test_a_card_that_is_charged_brings_the_credits(ada: Client, browser: Browser, news: News) -> None:
    begun = await begin(ada, 12.5)
    assert (begun["status"], begun["amount_cents"], begun["publishable_key"]) == (
        "pending",
        1250,
        "pk_test_12345",
    )
    assert await browser.pay(begun, GOOD_CARD) == "succeeded"
    assert await news.next("credits.changed") == {"spendable": 22.5, "reserved": 0}
    assert await status(ada, begun) == "paid"


async def test_a_declined_card_says_why_and_another_one_pays(
    ada: Client, browser: Browser, news: News
) -> None:
    begun = await begin(ada)
    with pytest.raises(stripe.CardError):
        await browser.pay(begun, DECLINED_CARD)
    failed = await news.next("payment.changed")
    assert (failed["status"], failed["failure"]) == ("failed", "Your card was declined.")
    assert (await ada.get("/credits/balance")).json()["spendable"] == 10
    assert await browser.pay(begun, GOOD_CARD) == "succeeded"
    assert (await news.next("credits.changed"))["spendable"] == 20


async def test_a_card_that_needs_authentication_pays_once_the_bank_agrees(
    ada: Client, browser: Browser, news: News
) -> None:
    begun = await begin(ada)
    assert await browser.pay(begun, CARD_WITH_AUTHENTICATION) == "requires_action"
    assert await status(ada, begun) == "pending"
    assert await browser.authenticate(begun, success=True) == "succeeded"
    assert (await news.next("credits.changed"))["spendable"] == 20


async def test_a_bank_that_disagrees_brings_nothing(ada: Client, browser: Browser) -> None:
    begun = await begin(ada)
    await browser.pay(begun, CARD_WITH_AUTHENTICATION)
    assert await browser.authenticate(begun, success=False) == "requires_payment_method"
    assert await status(ada, begun) == "pending"


async def test_many_concurrent_calls_with_one_key_make_one_payment_with_one_intent(
    ada: Client, browser: Browser, sql18: Sql
) -> None:
    """localstripe ignores idempotency keys, so this shows that Quizzler itself ensures it."""
    begun = await asyncio.gather(*(begin(ada, 10, "key") for _ in range(5)))
    assert len({one["client_secret"] for one in begun}) == len({one["id"] for one in begun}) == 1
    intents = (await browser.stripe.payment_intents.list_async({"limit": 100})).data
    ours = [one for one in intents if one.metadata.to_dict() == {"quizzler_payment_id": begun[0]["id"]}]
    assert [one.status for one in ours if one.status != "canceled"] == ["requires_payment_method"]
    assert begun[0]["client_secret"].startswith(sql18.value("select intent_id from core.payments"))


async def test_a_key_returns_the_same_payment_after_it_was_paid(
    ada: Client, browser: Browser, news: News
) -> None:
    begun = await begin(ada, 10, "key")
    await browser.pay(begun, GOOD_CARD)
    await news.next("credits.changed")
    again = await begin(ada, 10, "key")
    assert (again["id"], again["client_secret"], again["status"]) == (
        begun["id"],
        begun["client_secret"],
        "paid",
    )
    other = await ada.post("/payments/create-intent", json={"credits": 9}, headers={"Idempotency-Key": "key"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest_asyncio.fixture
async def gateway(configuration: dict[str, Any]) -> AsyncIterator[Gateway]:
    async with Gateway.open(Settings(_env_file=None, **configuration)) as opened:
        assert opened
        yield opened


async def test_a_crash_after_stripes_answer_loses_no_payment(
    ada: Client, browser: Browser, news: News, gateway: Gateway, sql18: Sql
) -> None:
    """The intent was never stored, but is paid. Its webhook names the payment."""
    payment = sql18.call(ada.person, "begin_payment", credits=10)
    made = await gateway.create_intent(payment["id"], 1000, "usd")
    await browser.pay({"client_secret": made.client_secret}, GOOD_CARD)
    assert (await news.next("credits.changed"))["spendable"] == 20
    assert sql18.value("select intent_id from core.payments") == made.id


@pytest_asyncio.fixture
async def deaf(database: psycopg.Connection) -> AsyncIterator[Database]:
    """A database for which all webhooks are lost, because no server runs."""
    async with Database.connect(database_url(database), 2) as opened:
        yield opened


async def test_reconciling_repairs_payments_with_lost_webhooks(
    deaf: Database, gateway: Gateway, browser: Browser, sql18: Sql
) -> None:
    ada = sql18.person("ada")

    async def buy(credits: int) -> dict[str, Any]:
        payment = sql18.call(ada, "begin_payment", credits=credits)
        intent = await intent_for(payment, deaf, gateway)
        return payment | {"client_secret": intent.client_secret, "intent": intent.id}

    paid, open_one, canceled = await buy(10), await buy(7), await buy(5)
    await browser.pay(paid, GOOD_CARD)
    await gateway.cancel(canceled["intent"])

    async def reconciled() -> dict[str, tuple[str, str, float]]:
        return {
            found.payment_id: (found.outcome, found.after["status"], found.after["credits"])
            async for found in reconcile(deaf, gateway, days=1)
        }

    assert await reconciled() == {
        paid["id"]: ("repaired", "paid", 10),
        open_one["id"]: ("in_order", "pending", 0),
        canceled["id"]: ("repaired", "canceled", 0),
    }
    await browser.stripe.refunds.create_async({"payment_intent": paid["intent"], "amount": 250})
    assert (await reconciled())[paid["id"]] == ("repaired", "partially_refunded", 7.5)
    assert (await reconciled())[paid["id"]] == ("in_order", "partially_refunded", 7.5)
    assert sql18.connection.execute("select core.check_ledger()").fetchall() == []


async def test_a_refusal_by_stripe_is_reported_in_a_sentence(gateway: Gateway) -> None:
    with pytest.raises(PaymentTrouble, match="Nothing was charged"):
        await gateway.intent("pi_nobody_made")
