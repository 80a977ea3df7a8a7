"""Stripe's settings must be complete, and the secret key is never sent unencrypted or shown."""

import pytest
from pydantic import ValidationError

from app.settings import Settings
from tests.credits.payments.conftest import STRIPE


@pytest.mark.parametrize("missing", ["stripe_secret_key", "stripe_webhook_secret"])
def test_a_key_without_the_webhooks_secret_is_refused_and_vice_versa(missing: str) -> None:
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
def test_an_address_without_encryption_is_refused(base: str) -> None:
    with pytest.raises(ValidationError, match="it must begin with https://"):
        Settings(_env_file=None, **STRIPE | {"stripe_api_base": base})


@pytest.mark.parametrize("base", ["https://api.stripe.com/", "http://127.0.0.1:8420", "http://[::1]:8420"])
def test_stripe_itself_and_a_server_on_this_machine_are_accepted(base: str) -> None:
    assert Settings(_env_file=None, **STRIPE | {"stripe_api_base": base}).stripe_api_base == base.rstrip("/")


def test_the_secrets_are_never_shown() -> None:
    shown = repr(Settings(_env_file=None, **STRIPE))
    assert STRIPE["stripe_secret_key"] not in shown
    assert STRIPE["stripe_webhook_secret"] not in shown
