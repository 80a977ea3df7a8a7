"""The ledger: credits move once, from one account to another, and nothing in it is ever changed."""

import json

import psycopg
import pytest

from tests.credits.conftest import Ledger
from tests.fixtures import Person, Refused


def test_everyone_who_registers_is_given_ten_credits(ledger: Ledger) -> None:
    assert ledger.balance(ledger.sql.person()) == (10, 0)


def test_the_gift_is_what_the_setting_says(ledger: Ledger) -> None:
    ledger.setting("credits.signup_gift_hundredths", 0)
    assert ledger.balance(ledger.sql.person()) == (0, 0)
    assert ledger.problems() == []


def test_with_supabase_auth_the_gift_takes_a_confirmed_address(ledger: Ledger) -> None:
    """Anonymous sign-ins, and addresses that nobody confirms, cost nothing."""
    sql = ledger.sql
    # the column by which a table of Supabase Auth is known
    sql.connection.execute("alter table auth.users add column confirmed_at timestamptz")
    ada, anonymous = (
        sql.value("insert into auth.users (email) values (%s) returning id::text", email)
        for email in ("ada@example.com", None)
    )

    def change(person: str, email: str | None) -> None:
        change = "update auth.users set email = %s, email_confirmed_at = clock_timestamp() where id = %s"
        sql.connection.execute(change, [email, person])

    def spendable(person: str) -> int:
        return int(
            sql.value(
                "select balance from core.credit_accounts where kind = 'user' and owner_id = %s", person
            )
        )

    assert (spendable(ada), spendable(anonymous)) == (0, 0)
    change(anonymous, None)  # as of a phone
    assert spendable(anonymous) == 0
    for _ in range(2):
        change(ada, "ada@example.com")
        assert spendable(ada) == 1000
    assert sql.value("select count(*) from core.user_events where user_id = %s", ada) == 1
    change(anonymous, "bob@example.com")
    assert spendable(anonymous) == 1000
    ledger.setting("credits.signup_gift_hundredths", 500)
    change(ada, "ada@another.example.com")
    assert spendable(ada) == 1000


def test_an_address_is_given_the_gift_once_however_often_it_registers(ledger: Ledger) -> None:
    register = "insert into auth.users (email) values (%s) returning id"
    for email, gift in (("ada@example.com", 10), ("Ada@Example.com", 0), ("bob@example.com", 10)):
        person = Person(str(ledger.sql.value(register, email)), email)
        assert ledger.balance(person) == (gift, 0)
        ledger.sql.call(person, "delete_account")
    assert ledger.problems() == []


def test_the_same_source_key_moves_credits_once(ledger: Ledger) -> None:
    ada = ledger.person(0)
    assert ledger.transfer("gift:birthday", "gift", ada, 5) is True
    assert ledger.transfer("gift:birthday", "gift", ada, 5) is False
    assert ledger.balance(ada) == (5, 0)


def test_a_source_key_can_not_be_reused_for_another_transfer(ledger: Ledger) -> None:
    ada = ledger.person(0)
    ledger.transfer("gift:birthday", "gift", ada, 5)
    with pytest.raises(Refused) as refused:
        ledger.transfer("gift:birthday", "gift", ada, 6)
    assert (refused.value.status, refused.value.code) == (409, "source_key_reused")


def test_entries_carry_the_balance_before_and_after(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 30)
    entries = ledger.sql.select(
        ada, "select amount, balance_before, balance_after from public.credit_entries order by id"
    )
    assert {tuple(entry.values()) for entry in entries} == {(1000, 0, 1000), (-300, 1000, 700), (300, 0, 300)}


def accepted(ledger: Ledger, changes: list[str]) -> list[str]:
    """The statements of these that are not refused to the database's owner, who is a superuser."""
    through = []
    for change in changes:
        try:
            with ledger.sql.connection.transaction(force_rollback=True):
                ledger.sql.connection.execute(change)
            through.append(change)
        except psycopg.errors.RestrictViolation:
            pass
    return through


def test_even_the_owner_can_not_change_recorded_entries(ledger: Ledger) -> None:
    ledger.person(10)
    changes = [
        change.format(table)
        for table in ("core.credit_transfers", "core.credit_entries")
        for change in ("update {} set amount = 1", "delete from {}", "truncate {} cascade")
    ]
    assert accepted(ledger, changes) == []


def test_even_the_owner_can_not_change_a_balance_without_a_transfer(ledger: Ledger) -> None:
    ledger.person(10)
    changes = [
        "update core.credit_accounts set balance = balance + 100 where kind = 'user'",
        "update core.credit_accounts set owner_id = null where kind = 'user'",
        "delete from core.credit_accounts",
        "insert into core.credit_accounts (kind, owner_id, balance) select 'user', gen_random_uuid(), 100",
        "insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after) "
        "select t.id, a.id, 1, 0, 1 from core.credit_transfers as t, core.credit_accounts as a "
        "where a.kind = 'stripe'",
        "truncate core.profiles cascade",
    ]
    assert accepted(ledger, changes) == []


def test_no_role_of_the_app_may_write_to_the_ledger(ledger: Ledger) -> None:
    granted = ledger.sql.connection.execute(
        """
        select role, name, privilege
        from unnest('{anon,authenticated,service_role,authenticator,dashboard_reader}'::text[]) as role,
            unnest(%s::text[]) as name,
            unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) as privilege
        where has_table_privilege(role, 'core.' || name, privilege)
        """,
        [
            [
                "credit_accounts",
                "credit_transfers",
                "credit_entries",
                "payments",
                "stripe_events",
                "user_events",
            ]
        ],
    ).fetchall()
    assert granted == []


def test_clients_can_not_call_functions_that_move_credits(ledger: Ledger) -> None:
    movers = (
        "transfer",
        "reserve_credits",
        "settle_credits",
        "settle_payment",
        "receive_stripe_event",
        "notify_user",
    )
    callable_by = """
        select p.proname, role
        from pg_proc as p, unnest('{anon,authenticated}'::text[]) as role
        where p.pronamespace = 'core'::regnamespace and p.proname = any (%s)
            and has_function_privilege(role, p.oid, 'execute')
    """
    assert ledger.sql.connection.execute(callable_by, [list(movers)]).fetchall() == []


def test_a_reservation_sets_the_price_aside(ledger: Ledger) -> None:
    ada = ledger.person(10)
    assert ledger.reserve(ada, 25) == {"reserved_now": True, "spendable": 7.5, "reserved": 2.5}
    assert ledger.balance(ada) == (7.5, 2.5)


def test_reserving_twice_is_one_reservation_even_if_the_price_has_changed(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 25)
    ledger.setting("credits.price_per_question_hundredths", 999)
    assert ledger.reserve(ada, 25)["reserved_now"] is False
    assert ledger.balance(ada) == (7.5, 2.5)


def test_a_reservation_can_not_become_one_for_more_questions(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 25)
    with pytest.raises(Refused) as refused:
        ledger.reserve(ada, 26)
    assert refused.value.code == "source_key_reused"


def test_another_request_of_the_same_quiz_is_another_reservation(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 25)
    ledger.reserve(ada, 25, "second")
    assert ledger.balance(ada) == (5, 5)


def test_spending_more_than_the_balance_is_refused_with_the_missing_credits(ledger: Ledger) -> None:
    ada = ledger.person(1.95)
    with pytest.raises(Refused) as refused:
        ledger.reserve(ada, 20)
    assert (refused.value.status, refused.value.code) == (402, "not_enough_credits")
    assert refused.value.message == "This costs 2.00 credits and you have 1.95: 0.05 are missing."
    hint = refused.value.__cause__.diag.message_hint  # type: ignore[union-attr]
    assert json.loads(hint) == {"needed": 2, "spendable": 1.95, "missing": 0.05}
    assert ledger.balance(ada) == (1.95, 0)


def test_the_last_credit_can_be_spent(ledger: Ledger) -> None:
    ada = ledger.person(2)
    ledger.reserve(ada, 20)
    assert ledger.balance(ada) == (0, 2)


def test_delivered_questions_are_captured_and_the_rest_is_released(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    assert ledger.settle(7) == {"captured": 0.7, "released": 0.3}
    assert ledger.balance(ada) == (9.3, 0)
    assert ledger.problems() == []


@pytest.mark.parametrize(("delivered", "left"), [(0, 10), (10, 9), (11, 9)])
def test_only_requested_questions_that_were_delivered_are_paid_for(
    ledger: Ledger, delivered: int, left: float
) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    ledger.settle(delivered)
    assert ledger.balance(ada) == (left, 0)


def test_only_the_first_settlement_counts(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    first = ledger.settle(0)
    assert ledger.settle(10) == ledger.settle(0) == first == {"captured": 0, "released": 1}
    assert ledger.balance(ada) == (10, 0)


def test_a_settlement_uses_the_price_at_the_time_of_the_reservation(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    ledger.setting("credits.price_per_question_hundredths", 1)
    assert ledger.settle(5) == {"captured": 0.5, "released": 0.5}


def test_without_a_reservation_nothing_can_be_settled(ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        ledger.settle(3)
    assert (refused.value.status, refused.value.code) == (404, "reservation_not_found")


def test_free_questions_are_reserved_and_settled_too(ledger: Ledger) -> None:
    ledger.setting("credits.price_per_question_hundredths", 0)
    ada = ledger.person(0)
    ledger.reserve(ada, 10)
    assert ledger.settle(4) == {"captured": 0, "released": 0}
    assert ledger.problems() == []


def test_an_invalid_number_of_questions_is_refused(ledger: Ledger) -> None:
    ada = ledger.person(10)
    for questions in (0, -1, 10001, None):
        with pytest.raises(Refused) as refused:
            ledger.reserve(ada, questions)
        assert (refused.value.status, refused.value.code) == (422, "bad_question_count")


def test_an_invalid_number_of_delivered_questions_is_refused(ledger: Ledger) -> None:
    ledger.reserve(ledger.person(10), 10)
    for delivered in (-1, None):
        with pytest.raises(Refused) as refused:
            ledger.settle(delivered)
        assert refused.value.code == "bad_question_count"


def test_a_reservation_needs_a_quiz_and_a_request(ledger: Ledger) -> None:
    ada = ledger.person(10)
    for request in ("", "x" * 201, None):
        with pytest.raises(Refused) as refused:
            ledger.reserve(ada, 1, request)
        assert refused.value.code == "bad_reservation"


def test_a_refund_may_take_a_balance_below_zero_and_then_spending_waits_until_it_is_paid_back(
    ledger: Ledger,
) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 80)
    ledger.transfer("stripe:evt_1:refund", "refund", ada, 5)
    assert ledger.balance(ada) == (-3, 8)
    with pytest.raises(Refused) as refused:
        ledger.reserve(ada, 1, "second")
    assert refused.value.message == "This costs 0.10 credits and you have -3.00: 3.10 are missing."
    ledger.transfer("gift:sorry", "gift", ada, 3.1)
    ledger.reserve(ada, 1, "second")
    assert ledger.balance(ada) == (0, 8.1)


def test_a_rolled_back_transaction_leaves_no_trace(ledger: Ledger) -> None:
    ada = ledger.person(10)
    with ledger.sql.connection.transaction(force_rollback=True):
        ledger.reserve(ada, 10)
        ledger.settle(5)
    assert ledger.balance(ada) == (10, 0)
    ledger.reserve(ada, 10)
    assert ledger.balance(ada) == (9, 1)


def test_a_change_of_balance_sends_an_event_at_once(ledger: Ledger) -> None:
    ada = ledger.person(10)
    channel = f"user_{ada.id.replace('-', '')}"
    ledger.sql.connection.execute(f"listen {channel}")
    ledger.sql.value("select core.follow_events(array[%s::uuid])", ada.id)
    ledger.reserve(ada, 10)
    (notification,) = ledger.sql.connection.notifies(timeout=10, stop_after=1)
    assert notification.channel == channel
    event = ledger.sql.connection.execute(
        "select type, payload from core.user_events where id = %s", [notification.payload]
    ).fetchone()
    assert event == ("credits.changed", {"spendable": 9, "reserved": 1})


def test_an_event_that_nobody_follows_is_not_notified(ledger: Ledger) -> None:
    """Transactions that notify commit one after the other."""
    ada, bob, cleo = (ledger.person(10, name) for name in ("ada", "bob", "cleo"))
    for person in (ada, bob, cleo):
        ledger.sql.connection.execute(f"listen user_{person.id.replace('-', '')}")
    ledger.sql.value("select core.follow_events(array[%s, %s]::uuid[])", bob.id, cleo.id)
    ledger.sql.connection.execute(
        "update core.event_followers set until = now() where user_id = %s", [bob.id]
    )
    for person in (ada, bob, cleo):
        ledger.transfer(f"gift:{person.id}", "gift", person, 5)
    heard = list(ledger.sql.connection.notifies(timeout=1))
    assert [notice.channel for notice in heard] == [f"user_{cleo.id.replace('-', '')}"]


def test_a_later_gift_sends_an_event_and_the_one_at_registration_does_not(ledger: Ledger) -> None:
    ada = ledger.person(10)
    payloads = "select payload from core.user_events"
    assert ledger.sql.connection.execute(payloads).fetchall() == []
    ledger.transfer("gift:apology", "gift", ada, 5)
    assert ledger.sql.connection.execute(payloads).fetchall() == [({"spendable": 15, "reserved": 0},)]


def test_old_events_are_deleted(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.sql.connection.execute(
        "insert into core.user_events (user_id, type, created_at) "
        "values (%s, 'old', now() - interval '8 days')",
        [ada.id],
    )
    ledger.sql.connection.execute("alter table core.user_events alter column id restart with 100")
    ledger.reserve(ada, 10)
    types = ledger.sql.connection.execute("select type from core.user_events").fetchall()
    assert types == [("credits.changed",)]
