"""Beginning payments, and repairing those whose webhooks were lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.credits.payments.conftest import Shop
from tests.credits.payments.stripe_events import charge, dispute, event, intent
from tests.fixtures import Person, Refused, Sql, database_url


def test_a_dollar_buys_a_credit_unless_the_rate_says_otherwise(shop: Shop) -> None:
    ada = shop.person(0)
    assert shop.sql.call(ada, "begin_payment", credits=12.5)["amount_cents"] == 1250
    shop.setting("credits.hundredths_per_dollar", 300)
    assert shop.sql.call(ada, "begin_payment", credits=10)["amount_cents"] == 334


def test_amounts_out_of_bounds_are_refused(shop: Shop) -> None:
    ada = shop.person(0)
    for credits in (0, -5, 0.99, 1000.01, 1.001, "NaN", "Infinity", None):
        with pytest.raises(Refused) as refused:
            shop.sql.call(ada, "begin_payment", credits=credits)
        assert (refused.value.status, refused.value.code) == (422, "bad_credits")


def test_an_idempotency_key_always_returns_the_same_payment(shop: Shop) -> None:
    ada = shop.person(0)
    first = shop.begin(ada, 10, "key")
    shop.receive(event("payment_intent.succeeded", intent(first)))
    assert shop.begin(ada, 10, "key") == first
    assert shop.begin(ada, 10, "another") != first
    assert shop.begin(shop.person(0, "bob"), 10, "key") != first


def test_an_idempotency_key_can_not_be_reused_for_another_amount(shop: Shop) -> None:
    ada = shop.person(0)
    shop.begin(ada, 10, "key")
    with pytest.raises(Refused) as refused:
        shop.begin(ada, 11, "key")
    assert (refused.value.status, refused.value.code) == (422, "idempotency_key_reused")


def test_the_length_of_an_idempotency_key_is_limited(shop: Shop) -> None:
    ada = shop.person(0)
    for key in ("", "x" * 256):
        with pytest.raises(Refused) as refused:
            shop.begin(ada, 10, key)
        assert refused.value.code == "bad_idempotency_key"


def test_many_concurrent_calls_with_one_key_make_one_payment(
    shop18: Shop, database: psycopg.Connection
) -> None:
    ada = shop18.person(0)
    start = threading.Barrier(16)

    def begin(_: int) -> str:
        with psycopg.connect(database_url(database, "postgres"), autocommit=True) as connection:
            start.wait()
            return Shop(Sql(connection)).begin(ada, 10, "key")

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(begin, range(16)))) == 1
    assert shop18.sql.value("select count(*) from core.payments") == 1


def test_the_first_intent_of_a_payment_counts(shop: Shop) -> None:
    payment_id = shop.begin(shop.person(0))
    assert shop.attach(payment_id, "pi_1") == "pi_1"
    assert shop.attach(payment_id, "pi_2") == "pi_1"


def test_a_person_with_too_many_unpaid_payments_has_to_wait(shop: Shop) -> None:
    shop.setting("payments.max_unpaid_per_day", 3)
    ada = shop.person(0)
    paid = shop.begin(ada)
    shop.receive(event("payment_intent.succeeded", intent(paid)))
    for n in range(3):
        shop.begin(ada, key=f"{n}")
    with pytest.raises(Refused) as refused:
        shop.begin(ada)
    assert (refused.value.status, refused.value.code) == (429, "too_many_payments")
    assert shop.begin(ada, key="2")
    assert shop.begin(shop.person(0, "bob"))


def test_people_see_their_own_payments_only(shop: Shop) -> None:
    ada, bob = shop.person(0), shop.person(0, "bob")
    payment_id = shop.begin(ada)
    with pytest.raises(Refused) as refused:
        shop.status(bob, payment_id)
    assert (refused.value.status, refused.value.code) == (404, "payment_not_found")
    assert [item["id"] for item in shop.sql.call(ada, "list_payments")["items"]] == [payment_id]
    assert shop.sql.call(bob, "list_payments") == {"items": [], "next_cursor": None}


def test_the_list_of_payments_is_paged(shop: Shop) -> None:
    ada = shop.person(0)
    begun = {shop.begin(ada) for _ in range(5)}
    first = shop.sql.call(ada, "list_payments", page_size=3)
    second = shop.sql.call(ada, "list_payments", page_size=3, cursor=first["next_cursor"])
    assert {item["id"] for item in first["items"] + second["items"]} == begun
    assert second["next_cursor"] is None


@pytest.fixture
def ada(shop: Shop) -> Person:
    return shop.person(0)


@pytest.fixture
def payment(shop: Shop, ada: Person) -> str:
    return shop.begin(ada)


def looked_up(payment_id: str, refunded: int = 0, **more: object) -> dict[str, object]:
    """An intent as Stripe's API returns it, with its charge expanded."""
    return intent(payment_id, latest_charge=charge(refunded=refunded), **more)


def test_a_lost_success_is_repaired(shop: Shop, ada: Person, payment: str) -> None:
    found = shop.reconcile(looked_up(payment))
    assert found == {
        "outcome": "repaired",
        "payment_id": payment,
        "before": {"status": "pending", "credits": 0},
        "after": {"status": "paid", "credits": 10},
    }
    assert shop.reconcile(looked_up(payment))["outcome"] == "in_order"
    assert shop.balance(ada) == (10, 0)


def test_a_lost_webhook_may_still_arrive_after_the_repair(shop: Shop, ada: Person, payment: str) -> None:
    shop.reconcile(looked_up(payment, refunded=300))
    outcomes = shop.receive(
        event("payment_intent.succeeded", intent(payment), 100),
        event("charge.refunded", charge(refunded=300), 200),
    )
    assert outcomes == ["ignored: older_than_known"] * 2
    assert shop.balance(ada) == (7, 0)


def test_a_lost_cancellation_is_repaired(shop: Shop, ada: Person, payment: str) -> None:
    shop.reconcile(intent(payment, status="canceled", latest_charge=None))
    assert shop.status(ada, payment) == "canceled"


def test_an_intent_that_is_not_paid_yet_stays_open(shop: Shop, ada: Person, payment: str) -> None:
    found = shop.reconcile(intent(payment, status="requires_payment_method", latest_charge=None))
    assert found["outcome"] == "in_order"
    assert shop.status(ada, payment) == "pending"


def test_a_dispute_whose_events_were_lost_is_repaired_while_open_and_after_its_end(
    shop: Shop, ada: Person, payment: str
) -> None:
    shop.reconcile(
        looked_up(payment), (dispute(moved=(-1000,)), dispute(status="warning_closed", dispute_id="du_2"))
    )
    assert shop.balance(ada) == (0, 0)
    shop.reconcile(looked_up(payment), (dispute(status="won", moved=(-1000, 1000)),))
    assert shop.balance(ada) == (10, 0)


def test_a_refund_that_failed_afterwards_returns_the_credits(shop: Shop, ada: Person, payment: str) -> None:
    """When a refund fails, Stripe lowers the refunded amount of the charge, and sends no charge.refunded."""
    shop.receive(event("payment_intent.succeeded", intent(payment), 100))
    late = event("charge.refunded", charge(refunded=1000), 200)
    shop.receive(late)
    assert shop.balance(ada) == (0, 0)
    shop.reconcile(looked_up(payment, refunded=0))
    assert shop.balance(ada) == (10, 0)
    assert shop.receive(event("charge.refunded", charge(refunded=1000), 200)) == ["ignored: older_than_known"]
    assert shop.balance(ada) == (10, 0)
    assert shop.problems() == []


def test_intents_of_other_programs_are_skipped(shop: Shop, ada: Person, payment: str) -> None:
    assert shop.reconcile(intent(None, "pi_other")) == {"outcome": "not_ours"}
    shop.attach(payment, "pi_1")
    assert shop.reconcile(intent(payment, "pi_2")) == {"outcome": "not_ours"}


def test_reconciling_with_a_wrong_amount_or_currency_changes_nothing(
    shop: Shop, ada: Person, payment: str
) -> None:
    with pytest.raises(Refused) as refused:
        shop.reconcile(looked_up(payment, cents=500))
    assert refused.value.code == "wrong_amount"
    assert (shop.status(ada, payment), shop.balance(ada)) == ("pending", (0, 0))


def test_the_dashboard_has_revenue_by_day(shop: Shop, ada: Person, payment: str) -> None:
    shop.receive(
        event("payment_intent.succeeded", intent(payment), 100),
        event("charge.refunded", charge(refunded=300), 200),
    )
    shop.sql.value("select core.fold_facts(100)")
    with shop.sql.connection.transaction():
        shop.sql.connection.execute("set local role dashboard_reader")
        rows = shop.sql.connection.execute(
            "select currency, paid, refunded, disputed, net from dashboards.revenue"
        ).fetchall()
    assert [(row[0], *map(float, row[1:])) for row in rows] == [("usd", 10, 3, 0, 7)]
