"""check_ledger returns nothing for a correct ledger, and finds every fault."""

from tests.credits.conftest import Ledger

PAST_THE_GUARDS = "set session_replication_role = replica"  # as a superuser, who can switch every trigger off


def test_the_ledger_has_no_faults_after_every_kind_of_transfer(ledger: Ledger) -> None:
    ada, bob = ledger.person(10), ledger.person(0)
    ledger.reserve(ada, 10)
    ledger.settle(3)
    ledger.reserve(ada, 20, "second")
    ledger.transfer("gift:x", "gift", bob, 1)
    assert ledger.problems() == []


ENTRIES, TRANSFERS, ACCOUNTS = "core.credit_entries", "core.credit_transfers", "core.credit_accounts"
BOB = "(select id from core.profiles where display_name = 'bob')"
FAULTS = [
    (f"update {ACCOUNTS} set balance = balance + 1 where kind = 'user'", "but its entries add up to"),
    (f"update {ACCOUNTS} set balance = balance + 1 where kind = 'stripe'", "All balances together are"),
    (f"delete from {ACCOUNTS} where kind = 'reserved'", "has no credit accounts"),
    (f"update {ENTRIES} set amount = amount + 1, balance_after = balance_after + 1", "must have"),
    (f"update {ENTRIES} set balance_before = 5, balance_after = 5 + amount", "but the entry before it ended"),
    (
        f"update {ENTRIES} set balance_before = -5, balance_after = -5 + amount where amount < 0",
        "more credits than",
    ),
    (f"delete from {ENTRIES} where amount > 0", "does not have exactly the two entries"),
    (f"update {TRANSFERS} set amount = amount + 1 where kind = 'gift'", "must have"),
    (f"update {TRANSFERS} set user_id = {BOB}", "must have"),
    (f"update {TRANSFERS} set payment_id = gen_random_uuid(), quiz_id = null", "belongs to no payment"),
    (f"delete from {TRANSFERS} where kind = 'gift'", "belongs to no transfer"),
    (f"delete from {TRANSFERS} where kind = 'reserve'", "wait to be settled"),
]


def test_every_fault_is_found(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.person(10, "bob")
    ledger.reserve(ada, 10)
    ledger.sql.connection.execute(PAST_THE_GUARDS)
    missed = []
    for fault, finding in FAULTS:
        with ledger.sql.connection.transaction(force_rollback=True):
            ledger.sql.connection.execute(fault)
            if not any(finding in problem for problem in ledger.problems()):
                missed.append((fault, ledger.problems()))
    assert missed == []


def test_a_settlement_of_another_amount_is_found(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    ledger.settle(4)
    ledger.sql.connection.execute(PAST_THE_GUARDS)
    ledger.sql.connection.execute("delete from core.credit_transfers where kind = 'capture'")
    assert any("settled 60 of 100" in problem for problem in ledger.problems()), ledger.problems()


def test_the_app_may_check_the_ledger(ledger: Ledger) -> None:
    with ledger.sql.connection.transaction():
        ledger.sql.connection.execute("set local session authorization authenticator")
        assert ledger.problems() == []


def proofs(ledger: Ledger) -> int:
    """Prove as much of the ledger as there is, five transfers at once; returns how far it is proven."""
    while ledger.sql.value("select core.prove_ledger(5, '0 s')"):
        pass
    return int(ledger.sql.value("select coalesce(max(transfer_id), 0) from core.ledger_proofs"))


def newest(ledger: Ledger) -> int:
    return int(ledger.sql.value("select max(id) from core.credit_transfers"))


def test_a_check_reads_what_came_after_the_last_proof(ledger: Ledger) -> None:
    ada = ledger.person(10)
    for number in range(12):
        ledger.reserve(ada, 1, str(number))
    assert proofs(ledger) == newest(ledger)
    ledger.settle(1, "3")
    ledger.reserve(ada, 2, "second")
    assert ledger.problems() == []
    ledger.sql.connection.execute(PAST_THE_GUARDS)
    ledger.sql.connection.execute(f"update {TRANSFERS} set amount = amount + 1 where kind = 'gift'")
    assert ledger.problems() == []
    assert ledger.sql.value("select count(*) from core.check_ledger(0)") > 0


def test_every_fault_after_a_proof_is_found(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10, "proven")
    last = proofs(ledger)
    ledger.person(10, "bob")
    ledger.reserve(ada, 10)
    ledger.sql.connection.execute(PAST_THE_GUARDS)
    new = f"transfer_id > {last}"
    faults = [
        (f"update {ACCOUNTS} set balance = balance + 1 where kind = 'user'", "but its entries add up to"),
        (
            f"update {ENTRIES} set amount = amount + 1, balance_after = balance_after + 1 where {new}",
            "must have",
        ),
        (
            f"update {ENTRIES} set balance_before = 5, balance_after = 5 + amount where {new}",
            "but the entry before it ended",
        ),
        (f"delete from {ENTRIES} where amount > 0 and {new}", "does not have exactly the two entries"),
        (f"update {TRANSFERS} set amount = amount + 1 where id > {last}", "must have"),
        (
            f"update {TRANSFERS} set payment_id = gen_random_uuid(), quiz_id = null where id > {last}",
            "no payment",
        ),
        (f"delete from {TRANSFERS} where kind = 'gift' and id > {last}", "belongs to no transfer"),
        (f"update {ACCOUNTS} set balance = balance + 1 where kind = 'reserved'", "wait to be settled"),
    ]
    missed = []
    for fault, finding in faults:
        with ledger.sql.connection.transaction(force_rollback=True):
            ledger.sql.connection.execute(fault)
            if not any(finding in problem for problem in ledger.problems()):
                missed.append((fault, ledger.problems()))
            assert proofs(ledger) == last, fault
    assert missed == []
    assert proofs(ledger) == newest(ledger)
