"""`quizzler payments` lists the events that could not be applied, and applies them again."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.credits.payments.conftest import STRIPE, Shop
from tests.credits.payments.stripe_events import event, intent
from tests.fixtures import command_environment

Quizzler = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def quizzler(shop18: Shop, tmp_path: Path) -> Quizzler:
    """Run `quizzler payments …` over the test's database."""
    environment = command_environment(shop18.sql.connection)

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", "payments", *words]
        return subprocess.run(
            command, env=environment | settings, cwd=tmp_path, capture_output=True, text=True, timeout=120
        )

    return run


def test_unapplied_events_are_listed_with_their_reason_and_replayed(shop18: Shop, quizzler: Quizzler) -> None:
    assert "Every event is applied." in quizzler().stdout
    ada = shop18.person(0)
    payment_id = shop18.begin(ada)
    shop18.attach(payment_id)
    wrong = event("payment_intent.succeeded", intent(payment_id, cents=2000), event_id="evt_wrong")
    shop18.receive(wrong, wrong)

    listed = quizzler().stdout
    assert "evt_wrong" in listed
    assert f"Payment {payment_id} is for 1000 cents, but this is for 2000." in " ".join(listed.split())

    still = quizzler("replay")
    assert (still.returncode, "evt_wrong  unapplied: Payment" in still.stdout) == (1, True)
    shop18.sql.connection.execute("update core.payments set amount_cents = 2000, credits = 2000")
    done = quizzler("replay", "evt_wrong")
    assert (done.returncode, done.stdout.strip().splitlines()[-1]) == (0, "evt_wrong  applied: applied")
    assert shop18.balance(ada) == (20, 0)


def test_an_unknown_event_is_reported(quizzler: Quizzler) -> None:
    answer = quizzler("replay", "evt_none")
    assert (answer.returncode, "There is no event evt_none." in answer.stderr) == (1, True)
    assert "DETAIL" not in answer.stderr


def test_reconciling_needs_stripe_and_says_so(quizzler: Quizzler) -> None:
    unset = quizzler("reconcile")
    assert (unset.returncode, "Payments are not configured" in unset.stderr) == (1, True)
    away = quizzler("reconcile", **{name.upper(): value for name, value in STRIPE.items()})
    assert (away.returncode, "Stripe can't be reached" in away.stderr) == (1, True)
