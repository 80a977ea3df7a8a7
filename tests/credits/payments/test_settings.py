"""Stripe's settings: whole or not at all, and the secret key goes nowhere in the clear."""

import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.credits.payments.conftest import STRIPE


@pytest.mark.parametrize("missing", ["stripe_secret_key", "stripe_webhook_secret"])
def test_a_key_without_the_webhooks_secret_is_refused_and_the_other_way_round(missing: str) -> None:
    with pytest.raises(ValidationError, match="belong together"):
        Settings(_env_file=None, **{name: value for name, value in STRIPE.items() if name != missing})


@pytest.mark.parametrize(
    "base",
    [
        "http://api.stripe.com",
        "ftp://localhost",
        "api.stripe.com",
        "http://127.0.0.1.example.com",
        "https://",
    ],
)
def test_an_address_that_would_take_the_key_in_the_clear_is_refused(base: str) -> None:
    with pytest.raises(ValidationError, match="it must begin with https://"):
        Settings(_env_file=None, **STRIPE | {"stripe_api_base": base})


@pytest.mark.parametrize("base", ["https://api.stripe.com/", "http://127.0.0.1:8420", "http://[::1]:8420"])
def test_stripe_itself_and_a_stand_in_on_this_machine_are_taken(base: str) -> None:
    assert Settings(_env_file=None, **STRIPE | {"stripe_api_base": base}).stripe_api_base == base.rstrip("/")


def test_the_secrets_are_never_shown() -> None:
    shown = repr(Settings(_env_file=None, **STRIPE))
    assert STRIPE["stripe_secret_key"] not in shown
    assert STRIPE["stripe_webhook_secret"] not in shown
