"""Checks that a webhook was signed by Stripe, a short time ago."""

import re
import time
from collections.abc import Callable, Iterable

TOLERANCE_S = 300  # as Stripe's own libraries have it
# Stripe puts the time first. Stripe's library reads the header again, so both must read the same time.
HEADER = re.compile(r"t=([0-9]{1,12})(?:,[a-z0-9]+=[\x21-\x2b\x2d-\x7e]*)+", re.ASCII)


class InvalidSignature(Exception):
    """The signature is missing, wrong or not recent; the message is a sentence that says which."""


def verify(
    body: bytes, header: str | None, secrets: Iterable[str], clock: Callable[[], float] = time.time
) -> None:
    """Check that one of the endpoint's secrets signed this body within five minutes of now.

    Stripe's library refuses old signatures but accepts those from the future, which could be replayed for a
    long time. Raises InvalidSignature.
    """
    match = HEADER.fullmatch(header or "")
    if match is None:
        raise InvalidSignature("The header Stripe-Signature is missing or can't be read.")
    age = clock() - int(match[1])
    if not -TOLERANCE_S <= age <= TOLERANCE_S:
        when = "long ago" if age > 0 else "in the future"
        raise InvalidSignature(f"The signature is from {when}. Check the clock of this machine.")
    if not any(_signed(body, match[0], secret) for secret in secrets):
        raise InvalidSignature("The signature does not match the body. Check STRIPE_WEBHOOK_SECRET.")


def _signed(body: bytes, header: str, secret: str) -> bool:
    from stripe import (
        SignatureVerificationError,
        WebhookSignature,
    )  # a large library, imported only where it is used

    try:
        return bool(WebhookSignature.verify_header(body, header, secret))
    except (SignatureVerificationError, UnicodeDecodeError):
        return False
