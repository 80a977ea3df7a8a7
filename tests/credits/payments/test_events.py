"""The effect of each of Stripe's events on a payment and its person's credits, in any order and repeated."""

import itertools

import pytest

from tests.credits.payments.conftest import Shop
from tests.credits.payments.stripe_events import Event, charge, dispute, event, intent
from tests.fixtures import Person, Refused


@pytest.fixture
def ada(shop: Shop) -> Person:
    return shop.person(0)


@pytest.fixture
def payment(shop: Shop, ada: Person) -> str:
    """Ten credits for ten dollars, not yet paid."""
    payment_id = shop.begin(ada)
    shop.attach(payment_id)
    return payment_id


@pytest.fixture
def paid(shop: Shop, payment: str) -> str:
    shop.receive(event("payment_intent.succeeded", intent(payment), 100))
    return payment


def refund(cents: int, at: int = 200) -> Event:
    return event("charge.refunded", charge(refunded=cents), at)


def disputed(
    step: str, at: int, status: str = "needs_response", moved: tuple[int, ...] = (), cents: int = 1000
) -> Event:
    return event(f"charge.dispute.{step}", dispute(status=status, moved=moved, cents=cents), at)


def test_a_payment_that_succeeds_brings_its_credits(shop: Shop, ada: Person, payment: str) -> None:
    assert shop.status(ada, payment) == "pending"
    assert shop.receive(event("payment_intent.succeeded", intent(payment))) == ["applied"]
    assert shop.status(ada, payment) == "paid"
    assert shop.balance(ada) == (10, 0)
    assert shop.problems() == []


def test_the_same_event_twice_brings_credits_once(shop: Shop, ada: Person, payment: str) -> None:
    success = event("payment_intent.succeeded", intent(payment))
    assert shop.receive(success, success) == ["applied", "applied"]
    assert shop.balance(ada) == (10, 0)
    assert shop.sql.value("select deliveries from core.stripe_events") == 2


def test_two_events_of_the_same_success_bring_credits_once(shop: Shop, ada: Person, payment: str) -> None:
    events = [event("payment_intent.succeeded", intent(payment)) for _ in range(2)]
    assert shop.receive(*events) == ["applied", "ignored: older_than_known"]
    assert shop.balance(ada) == (10, 0)


def test_a_failed_try_says_why_and_can_still_be_paid(shop: Shop, ada: Person, payment: str) -> None:
    declined = intent(
        payment,
        status="requires_payment_method",
        last_payment_error={
            "message": "Your card was declined.",
            "code": "card_declined",
            "decline_code": "insufficient_funds",
        },
    )
    shop.receive(event("payment_intent.payment_failed", declined, 100))
    failed = shop.sql.call(ada, "get_payment", payment_id=payment)
    assert (failed["status"], failed["failure"]) == ("failed", "Your card was declined.")
    assert failed["failure_code"] == "insufficient_funds"
    shop.receive(event("payment_intent.succeeded", intent(payment), 200))
    assert shop.status(ada, payment) == "paid"


def test_a_failure_that_arrives_after_the_success_changes_nothing(shop: Shop, ada: Person, paid: str) -> None:
    late = event("payment_intent.payment_failed", intent(paid, status="requires_payment_method"), 50)
    assert shop.receive(late) == ["ignored: older_than_known"]
    assert shop.status(ada, paid) == "paid"


def test_an_older_failure_does_not_replace_a_newer_one(shop: Shop, ada: Person, payment: str) -> None:
    def failure(words: str, at: int) -> Event:
        thing = intent(payment, status="requires_payment_method", last_payment_error={"message": words})
        return event("payment_intent.payment_failed", thing, at)

    assert shop.receive(failure("second", 200), failure("first", 100)) == [
        "applied",
        "ignored: older_than_known",
    ]
    assert shop.sql.call(ada, "get_payment", payment_id=payment)["failure"] == "second"


def test_a_canceled_payment_brings_nothing_and_a_late_failure_does_not_reopen_it(
    shop: Shop, ada: Person, payment: str
) -> None:
    shop.receive(
        event("payment_intent.canceled", intent(payment, status="canceled"), 100),
        event("payment_intent.payment_failed", intent(payment, status="requires_payment_method"), 100),
    )
    assert shop.status(ada, payment) == "canceled"
    assert shop.balance(ada) == (0, 0)


def test_each_partial_refund_takes_back_its_share(shop: Shop, ada: Person, paid: str) -> None:
    assert shop.receive(refund(250, 200), refund(400, 300)) == ["applied", "applied"]
    assert shop.balance(ada) == (6, 0)
    assert shop.status(ada, paid) == "partially_refunded"
    shop.receive(refund(1000, 400))
    assert shop.balance(ada) == (0, 0)
    assert shop.status(ada, paid) == "refunded"


def test_refunds_are_cumulative_so_an_older_one_changes_nothing(shop: Shop, ada: Person, paid: str) -> None:
    assert shop.receive(refund(400, 300), refund(250, 200)) == ["applied", "ignored: older_than_known"]
    assert shop.balance(ada) == (6, 0)


def test_a_refund_of_spent_credits_leaves_a_debt(shop: Shop, ada: Person, paid: str) -> None:
    shop.reserve(ada, 90)
    shop.receive(refund(1000))
    assert shop.balance(ada) == (-9, 9)
    with pytest.raises(Refused) as refused:
        shop.reserve(ada, 1, "second")
    assert refused.value.code == "not_enough_credits"


def test_a_refund_that_arrives_before_the_success_counts_after_it(
    shop: Shop, ada: Person, payment: str
) -> None:
    assert shop.receive(refund(400, 200)) == ["applied"]
    assert shop.balance(ada) == (0, 0)
    shop.receive(event("payment_intent.succeeded", intent(payment), 100))
    assert shop.balance(ada) == (6, 0)
    assert shop.problems() == []


def test_a_dispute_takes_the_credits_and_winning_it_returns_them(shop: Shop, ada: Person, paid: str) -> None:
    shop.receive(disputed("created", 200), disputed("funds_withdrawn", 200, moved=(-1000,)))
    assert shop.balance(ada) == (0, 0)
    assert shop.status(ada, paid) == "disputed"
    shop.receive(
        disputed("funds_reinstated", 300, "won", (-1000, 1000)), disputed("closed", 300, "won", (-1000, 1000))
    )
    assert shop.balance(ada) == (10, 0)
    assert shop.status(ada, paid) == "paid"
    texts = [line["text"] for line in shop.sql.call(ada, "credit_history")["items"]]
    assert texts == ["Returned: the dispute was settled", "Taken back: the payment is disputed", "Bought"]


def test_a_lost_dispute_keeps_the_credits(shop: Shop, ada: Person, paid: str) -> None:
    shop.receive(disputed("created", 200), disputed("closed", 300, "lost"))
    assert shop.balance(ada) == (0, 0)


def test_a_dispute_about_a_part_takes_that_part(shop: Shop, ada: Person, paid: str) -> None:
    shop.receive(disputed("funds_withdrawn", 200, cents=300))
    assert shop.balance(ada) == (7, 0)


def test_a_part_of_the_disputed_money_may_come_back(shop: Shop, ada: Person, paid: str) -> None:
    """The account has another currency, so only the ratio of its transactions shows which part came back."""
    shop.receive(
        disputed("funds_withdrawn", 200, moved=(-900,)), disputed("funds_reinstated", 300, "won", (-900, 675))
    )
    assert shop.balance(ada) == (7.5, 0)


def test_an_inquiry_is_ignored(shop: Shop, ada: Person, paid: str) -> None:
    statuses = {
        "created": "warning_needs_response",
        "updated": "warning_under_review",
        "closed": "warning_closed",
    }
    for step, status in statuses.items():
        assert shop.receive(disputed(step, 200, status)) == ["ignored: inquiry"]
    assert shop.status(ada, paid) == "paid"
    assert shop.balance(ada) == (10, 0)


def test_an_inquiry_that_becomes_a_dispute_counts_whichever_arrives_first(
    shop: Shop, ada: Person, paid: str
) -> None:
    shop.receive(disputed("funds_withdrawn", 300), disputed("created", 200, "warning_needs_response"))
    assert shop.balance(ada) == (0, 0)


def test_a_refund_and_a_dispute_together_never_take_more_than_was_bought(
    shop: Shop, ada: Person, paid: str
) -> None:
    shop.receive(refund(600), disputed("funds_withdrawn", 300))
    assert shop.balance(ada) == (0, 0)
    shop.receive(disputed("funds_reinstated", 400, "won"))
    assert shop.balance(ada) == (4, 0)
    assert shop.problems() == []


STORY = {
    "failed": lambda p: event(
        "payment_intent.payment_failed", intent(p, status="requires_payment_method"), 90
    ),
    "paid": lambda p: event("payment_intent.succeeded", intent(p), 100),
    "refunded": lambda p: event("charge.refunded", charge(refunded=200), 200),
    "withdrawn": lambda p: disputed("funds_withdrawn", 300, moved=(-500,), cents=500),
    "won": lambda p: disputed("closed", 400, "won", (-500, 500), cents=500),
}


def test_every_order_of_the_same_events_ends_in_the_same_state(shop18: Shop) -> None:
    """120 orders. The intent is never attached, so the events that name their payment have to do it."""
    endings = set()
    for order in itertools.permutations(STORY):
        with shop18.sql.connection.transaction(force_rollback=True):
            ada = shop18.person(0)
            payment_id = shop18.begin(ada)
            shop18.receive(*(STORY[step](payment_id) for step in order))
            endings.add((shop18.status(ada, payment_id), shop18.balance(ada), tuple(shop18.waiting())))
    assert endings == {("partially_refunded", (8, 0), ())}


def test_the_first_event_may_arrive_before_the_intent_is_stored(shop: Shop, ada: Person) -> None:
    payment_id = shop.begin(ada)
    assert shop.receive(event("payment_intent.succeeded", intent(payment_id))) == ["applied"]
    assert shop.balance(ada) == (10, 0)
    assert shop.attach(payment_id) == "pi_1"


def test_an_event_that_names_no_payment_waits_until_the_intent_is_known(shop: Shop, ada: Person) -> None:
    payment_id = shop.begin(ada)
    early = (
        refund(400, 200),
        disputed("created", 300, "warning_needs_response"),
        disputed("funds_withdrawn", 300, cents=100),
    )
    assert shop.receive(*early) == [
        "unapplied: unknown_payment",
        "ignored: inquiry",
        "unapplied: unknown_payment",
    ]
    shop.attach(payment_id)
    assert shop.waiting() == []
    shop.receive(event("payment_intent.succeeded", intent(payment_id), 100))
    assert shop.balance(ada) == (5, 0)


def test_an_event_about_somebody_elses_payment_is_kept_and_shown(shop: Shop, ada: Person) -> None:
    events = [
        event("payment_intent.succeeded", intent(None, "pi_other")),
        event("charge.refunded", charge(None)),
        event("payment_intent.succeeded", intent("00000000-0000-0000-0000-000000000001", "pi_gone")),
        event("payment_intent.succeeded", intent("not a uuid", "pi_odd")),
    ]
    assert shop.receive(*events) == ["unapplied: unknown_payment"] * 4
    assert sorted(shop.waiting()) == sorted((one["type"], "unknown_payment") for one in events)
    assert shop.balance(ada) == (0, 0)


def test_two_intents_can_not_pay_the_same_payment(shop: Shop, ada: Person, paid: str) -> None:
    second = event("payment_intent.succeeded", intent(paid, "pi_2"))
    assert shop.receive(second) == ["unapplied: intent_mismatch"]
    assert shop.balance(ada) == (10, 0)


def test_events_with_a_wrong_amount_or_currency_are_kept_and_move_nothing(
    shop: Shop, ada: Person, payment: str
) -> None:
    bare = {"object": "charge", "payment_intent": "pi_1"}
    wrong = {
        "wrong_amount": [
            event("payment_intent.succeeded", intent(payment, cents=999)),
            event("payment_intent.succeeded", intent(payment, amount_received=1)),
            event("charge.refunded", charge(refunded=1001)),
            event("charge.refunded", charge(cents=5, refunded=5)),
            event("charge.refunded", bare | {"currency": "usd"}),
        ],
        "wrong_currency": [
            event("payment_intent.succeeded", intent(payment, currency="idr")),
            event("charge.refunded", charge(refunded=10, currency="eur")),
            event("charge.dispute.funds_withdrawn", dispute(currency="eur")),
            event("charge.refunded", bare),
        ],
        "error": [event("charge.refunded", charge(refunded="a lot"))],  # type: ignore[arg-type]
    }
    for code, events in wrong.items():
        assert shop.receive(*events) == [f"unapplied: {code}"] * len(events)
    assert (shop.status(ada, payment), shop.balance(ada)) == ("pending", (0, 0))
    assert shop.problems() == []


def test_an_irrelevant_event_is_stored_and_ignored(shop: Shop) -> None:
    kinds = ("customer.created", "payment_intent.processing", "charge.succeeded")
    assert shop.receive(*(event(kind, intent(None)) for kind in kinds)) == ["ignored: not_needed"] * 3
    assert shop.sql.value("select count(*) from core.stripe_events") == 3


def test_an_unapplied_event_can_be_replayed_once_its_cause_is_gone(
    shop: Shop, ada: Person, payment: str
) -> None:
    wrong = event("payment_intent.succeeded", intent(payment, cents=2000))
    shop.receive(wrong)
    assert shop.replay(wrong["id"]) == "unapplied"
    shop.sql.connection.execute("update core.payments set amount_cents = 2000, credits = 2000")
    assert shop.replay(wrong["id"]) == "applied"
    assert shop.replay(wrong["id"]) == "applied"
    assert shop.balance(ada) == (20, 0)


def test_an_event_that_is_sent_again_is_tried_again(shop: Shop, ada: Person, payment: str) -> None:
    wrong = event("payment_intent.succeeded", intent(payment, cents=2000))
    shop.receive(wrong)
    shop.sql.connection.execute("update core.payments set amount_cents = 2000, credits = 2000")
    assert shop.receive(wrong) == ["applied"]


def test_replaying_an_unknown_event_is_refused(shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        shop.replay("evt_none")
    assert (refused.value.status, refused.value.code) == (404, "event_not_found")


NO_EVENTS = [
    {},
    [],
    5,
    None,
    {"id": "evt_1"},
    {"id": 5, "type": "x", "created": 1, "object": "event"},
    {"id": "evt_1", "type": "x", "created": 1, "object": "charge"},
    {"id": "evt_1", "type": "x", "created": "2026-01-01", "object": "v2.core.event"},
]


def test_a_body_that_is_not_an_event_is_refused(shop: Shop) -> None:
    for thing in NO_EVENTS:
        with pytest.raises(Refused) as refused:
            shop.receive(thing)
        assert (refused.value.status, refused.value.code) == (400, "not_an_event")


def test_a_crash_before_the_end_leaves_neither_the_event_nor_the_credits(
    shop: Shop, ada: Person, payment: str
) -> None:
    success = event("payment_intent.succeeded", intent(payment))
    with shop.sql.connection.transaction(force_rollback=True):
        shop.receive(success)
    assert shop.balance(ada) == (0, 0)
    assert shop.receive(success) == ["applied"]
    assert shop.balance(ada) == (10, 0)


def make_transfers_fail(shop: Shop, sqlstate: str) -> None:
    """Make every transfer from now on fail with this SQLSTATE."""
    shop.sql.connection.execute(f"""
        create function core.trouble() returns trigger language plpgsql
        as $$ begin raise exception 'something broke' using errcode = '{sqlstate}'; end $$;
        create trigger trouble before insert on core.credit_transfers
        for each row execute function core.trouble();
    """)


@pytest.mark.parametrize("sqlstate", ["40P01", "40001", "53300", "57P01", "55P03"])
def test_a_temporary_error_is_returned_to_stripe_so_that_it_sends_the_event_again(
    shop18: Shop, sqlstate: str
) -> None:
    payment_id = shop18.begin(shop18.person(0))
    make_transfers_fail(shop18, sqlstate)
    with pytest.raises(Refused) as refused:
        shop18.receive(event("payment_intent.succeeded", intent(payment_id)))
    assert refused.value.sqlstate == sqlstate
    assert shop18.sql.value("select count(*) from core.stripe_events") == 0


def test_an_unexpected_error_keeps_the_event_with_its_reason(shop18: Shop) -> None:
    ada = shop18.person(0)
    payment_id = shop18.begin(ada)
    make_transfers_fail(shop18, "P0001")
    success = event("payment_intent.succeeded", intent(payment_id))
    assert shop18.receive(success) == ["unapplied: error"]
    assert shop18.status(ada, payment_id) == "pending"
    shop18.sql.connection.execute("drop trigger trouble on core.credit_transfers")
    assert shop18.replay(success["id"]) == "applied"
    assert shop18.balance(ada) == (10, 0)
