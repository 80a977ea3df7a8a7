"""`quizzler doctor` checks the ledger and counts events that could not be applied."""

from app.cli.database_checks import ledger
from app.cli.findings import Verdict
from tests.credits.payments.conftest import Shop
from tests.credits.payments.stripe_events import charge, event
from tests.fixtures import database_url


def examined(shop: Shop) -> list[tuple[Verdict, str]]:
    return [(found.verdict, found.what) for found in ledger(database_url(shop.sql.connection))]


def test_doctor_accepts_a_ledger_without_faults(shop18: Shop) -> None:
    shop18.person(10)
    assert examined(shop18) == [(Verdict.GOOD, "the ledger is in balance")]


def test_faults_of_the_ledger_are_reported_line_by_line(shop18: Shop) -> None:
    shop18.person(10)
    shop18.sql.connection.execute("set session_replication_role = replica")  # past the guards
    shop18.sql.connection.execute("update core.credit_accounts set balance = 7 where kind = 'user'")
    found = examined(shop18)
    assert {verdict for verdict, _ in found} == {Verdict.WRONG}
    assert any("holds 7, but its entries add up to 1000" in what for _, what in found)


def test_doctor_reports_events_that_could_not_be_applied(shop18: Shop) -> None:
    shop18.receive(event("charge.refunded", charge("pi_unknown")))
    assert (Verdict.WORTH_KNOWING, "1 of Stripe's events could not be applied") in examined(shop18)
