"""The ledger balances whatever happens at Stripe, in any order of its events, with losses and crashes.

Each example is one long transaction that is rolled back, so it begins with an empty ledger. For many more:
pytest tests/credits/payments/test_properties.py --hypothesis-profile=thorough
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.credits.payments.conftest import Shop
from tests.credits.payments.stripe_events import Event, charge, dispute, event, intent
from tests.fixtures import Person, Refused

GIFT = 1000
PRICE = 10
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Dispute:
    """A dispute, as the bank sees it."""

    id: str
    cents: int
    status: str
    moved: tuple[int, ...] = ()

    @property
    def out(self) -> int:
        return -sum(self.moved)


@dataclass
class Purchase:
    """A payment, as Stripe sees it."""

    id: str
    intent_id: str
    buyer: "Buyer"
    cents: int
    status: str = "requires_payment_method"
    refunded: int = 0
    a_refund_failed: bool = False
    disputes: list[Dispute] = field(default_factory=list)

    @property
    def worth(self) -> int:
        """The credits, in hundredths, that its person should have received for it by now."""
        if self.status != "succeeded":
            return 0
        return max(0, self.cents - self.refunded - sum(one.out for one in self.disputes))

    def as_intent(self, **more: Any) -> Event:
        return intent(self.id, self.intent_id, self.cents, self.status, **more)

    def as_charge(self) -> Event:
        return charge(self.intent_id, self.cents, self.refunded) | {"disputed": bool(self.disputes)}

    def as_dispute(self, one: Dispute) -> Event:
        return dispute(self.intent_id, one.status, one.cents, one.moved, one.id)


@dataclass
class Buyer:
    """A person, and the credits that they have spent."""

    person: Person
    reserved: int = 0
    spent: int = 0


@dataclass
class Reservation:
    buyer: Buyer
    request: str
    questions: int
    settled: bool = False


class World(RuleBasedStateMachine):
    """People, a database, and a simulated Stripe, whose events are delivered in random order."""

    shop: Shop
    buyers = Bundle("buyers")
    purchases = Bundle("purchases")
    reservations = Bundle("reservations")

    def __init__(self) -> None:
        super().__init__()
        self.transaction = self.shop.sql.connection.transaction(force_rollback=True)
        self.transaction.__enter__()
        self.hours = 0
        self.sent: list[Event] = []  # all events that Stripe has sent; each may arrive at any time, and again
        self.all_purchases: list[Purchase] = []
        self.all_buyers: list[Buyer] = []

    # People

    @initialize(target=buyers)
    def first_buyer(self) -> Buyer:
        return self.register()

    @rule(target=buyers)
    def register(self) -> Buyer:
        buyer = Buyer(self.shop.person(GIFT / 100))
        self.all_buyers.append(buyer)
        return buyer

    @rule(target=reservations, buyer=buyers, questions=st.integers(1, 70))
    def spend(self, buyer: Buyer, questions: int) -> Any:
        spendable, _ = self.balance(buyer)
        reservation = Reservation(buyer, f"request {self.tick()}", questions)
        if spendable < questions * PRICE:
            with pytest.raises(Refused) as refused:
                self.shop.reserve(buyer.person, questions, reservation.request)
            assert refused.value.code == "not_enough_credits"
            return multiple()
        self.shop.reserve(buyer.person, questions, reservation.request)
        buyer.reserved += questions * PRICE
        return reservation

    @rule(reservation=reservations, delivered=st.integers(0, 70))
    def settle(self, reservation: Reservation, delivered: int) -> None:
        self.shop.settle(delivered, reservation.request)
        if not reservation.settled:
            reservation.settled = True
            reservation.buyer.reserved -= reservation.questions * PRICE
            reservation.buyer.spent += min(delivered, reservation.questions) * PRICE

    @rule(
        target=purchases, buyer=buyers, dollars=st.integers(1, 20), pays=st.sampled_from([True, True, False])
    )
    def buy(self, buyer: Buyer, dollars: int, pays: bool) -> Purchase:
        payment_id = self.shop.begin(buyer.person, dollars)
        purchase = Purchase(payment_id, f"pi_{self.tick()}", buyer, dollars * 100)
        self.all_purchases.append(purchase)
        if pays:
            self.pay(purchase, "succeeded")
        return purchase

    @rule(purchase=purchases)
    def the_response_of_stripe_arrives(self, purchase: Purchase) -> None:
        self.shop.attach(purchase.id, purchase.intent_id)

    # Stripe

    @rule(
        purchase=purchases,
        outcome=st.sampled_from(["succeeded", "succeeded", "requires_payment_method", "canceled"]),
    )
    def pay(self, purchase: Purchase, outcome: str) -> None:
        if purchase.status != "requires_payment_method":
            return
        purchase.status = outcome
        kind = {"requires_payment_method": "payment_failed"}.get(outcome, outcome)
        self.send(f"payment_intent.{kind}", purchase.as_intent())

    @rule(purchase=purchases, part=st.integers(1, 100))
    def refund(self, purchase: Purchase, part: int) -> None:
        left = purchase.cents - purchase.refunded
        if purchase.status == "succeeded" and left:
            purchase.refunded += max(1, left * part // 100)
            self.send("charge.refunded", purchase.as_charge())

    @rule(purchase=purchases, part=st.integers(1, 100))
    def a_refund_fails(self, purchase: Purchase, part: int) -> None:
        if purchase.refunded:
            purchase.refunded -= max(1, purchase.refunded * part // 100)
            purchase.a_refund_failed = True

    @rule(
        purchase=purchases,
        part=st.integers(1, 100),
        inquiry=st.booleans(),
        lists_transactions=st.booleans(),
        then=st.lists(st.sampled_from(["withdraw", "win", "lose", "part"]), max_size=2),
    )
    def dispute(
        self, purchase: Purchase, part: int, inquiry: bool, lists_transactions: bool, then: list[str]
    ) -> None:
        if purchase.status != "succeeded" or len(purchase.disputes) == 2:
            return
        one = Dispute(f"du_{self.tick()}", max(1, purchase.cents * part // 100), "needs_response")
        purchase.disputes.append(one)
        if inquiry:
            one.status = "warning_needs_response"
        else:
            one.moved = (-one.cents,)
        thing = purchase.as_dispute(one)
        self.send(
            "charge.dispute.created", thing if lists_transactions else thing | {"balance_transactions": []}
        )
        for how in then:
            self.a_dispute_goes_on(purchase, len(purchase.disputes) - 1, how)

    @rule(
        purchase=purchases, number=st.integers(0, 1), how=st.sampled_from(["withdraw", "win", "lose", "part"])
    )
    def a_dispute_goes_on(self, purchase: Purchase, number: int, how: str) -> None:
        if number >= len(purchase.disputes):
            return
        one = purchase.disputes[number]
        if one.status == "warning_needs_response" and how == "win":
            one.status = "warning_closed"
            self.send("charge.dispute.closed", purchase.as_dispute(one))
        elif one.status in ("warning_needs_response", "needs_response") and how == "withdraw":
            one.status, one.moved = "needs_response", (-one.cents,)
            self.send("charge.dispute.funds_withdrawn", purchase.as_dispute(one))
        elif one.status == "needs_response" and how == "lose":
            one.status = "lost"
            self.send("charge.dispute.closed", purchase.as_dispute(one))
        elif one.status == "needs_response":
            one.status, one.moved = "won", (-one.cents, one.cents if how == "win" else one.cents // 2)
            self.send("charge.dispute.funds_reinstated", purchase.as_dispute(one))
            self.send("charge.dispute.closed", purchase.as_dispute(one))

    # Delivery

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 1000))
    def deliver(self, number: int) -> None:
        self.shop.receive(self.sent[number % len(self.sent)])

    @precondition(lambda self: self.sent)
    @rule(number=st.integers(0, 1000))
    def crash_while_delivering(self, number: int) -> None:
        with self.shop.sql.connection.transaction(force_rollback=True):
            self.shop.receive(self.sent[number % len(self.sent)])

    @rule(buyer=buyers, questions=st.integers(1, 20))
    def crash_while_spending(self, buyer: Buyer, questions: int) -> None:
        with self.shop.sql.connection.transaction(force_rollback=True):
            if self.balance(buyer)[0] >= questions * PRICE:
                self.shop.reserve(buyer.person, questions, "lost")
                self.shop.settle(questions, "lost")

    @rule(purchase=purchases, cents=st.integers(1, 5000), currency=st.sampled_from(["usd", "eur"]))
    def a_false_event_arrives(self, purchase: Purchase, cents: int, currency: str) -> None:
        if cents != purchase.cents or currency != "usd":
            false = intent(purchase.id, purchase.intent_id, cents, currency=currency)
            assert self.shop.receive(event("payment_intent.succeeded", false, self.now()))[0] != "applied"

    @rule()
    def replay_unapplied_events(self) -> None:
        for waiting in self.shop.sql.value("select core.unapplied_stripe_events()"):
            self.shop.replay(waiting["id"])

    @rule(purchase=purchases)
    def reconcile(self, purchase: Purchase) -> None:
        self.tick()
        disputes = tuple(purchase.as_dispute(one) for one in purchase.disputes)
        paid = purchase.status == "succeeded"
        thing = purchase.as_intent(latest_charge=purchase.as_charge() if paid else None)
        self.shop.reconcile(thing, disputes, self.clock().isoformat())
        if purchase.a_refund_failed:
            assert self.brought(purchase) == purchase.worth

    # What must hold

    @invariant()
    def the_ledger_balances(self) -> None:
        assert self.shop.problems() == []

    def teardown(self) -> None:
        """Deliver all events, the newest first. Then everybody has the right balance."""
        try:
            self.shop.receive(*reversed(self.sent))
            for purchase in self.all_purchases:
                if not purchase.a_refund_failed:
                    assert self.brought(purchase) == purchase.worth
            for purchase in self.all_purchases:
                self.reconcile(purchase)
                assert self.brought(purchase) == purchase.worth
            for buyer in self.all_buyers:
                bought = sum(purchase.worth for purchase in self.all_purchases if purchase.buyer is buyer)
                expected = GIFT + bought - buyer.spent - buyer.reserved, buyer.reserved
                assert self.balance(buyer) == expected
            self.the_ledger_balances()
        finally:
            self.transaction.__exit__(None, None, None)

    def balance(self, buyer: Buyer) -> tuple[int, int]:
        spendable, reserved = self.shop.balance(buyer.person)
        return round(spendable * 100), round(reserved * 100)

    def brought(self, purchase: Purchase) -> int:
        moves = "select bought - refunded - disputed from core.payment_moves(%s)"
        return int(self.shop.sql.value(moves, purchase.id))

    def send(self, kind: str, thing: Event) -> None:
        self.tick()
        self.sent.append(event(kind, thing, self.now()))

    def tick(self) -> int:
        self.hours += 1
        return self.hours

    def clock(self) -> datetime:
        return START + timedelta(hours=self.hours)

    def now(self) -> int:
        return int(self.clock().timestamp())


def test_the_ledger_balances_after_every_step(shop18: Shop, request: pytest.FixtureRequest) -> None:
    shop18.setting("payments.max_unpaid_per_day", 1_000_000)
    thorough = request.config.getoption("--hypothesis-profile") == "thorough"
    run_state_machine_as_test(
        type("TheWorld", (World,), {"shop": shop18}),
        settings=settings(
            max_examples=1000 if thorough else 50,
            stateful_step_count=100 if thorough else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
