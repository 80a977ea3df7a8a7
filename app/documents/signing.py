"""Standard Webhooks in both directions: the first secret signs, and any of them is accepted."""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError

PREFIX = "whsec_"
SECRET_BYTES = 32


class InvalidSignature(Exception):
    """Nobody knows who sent this."""


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


class Signer:
    """The active secrets: one, or two while they are changed."""

    def __init__(self, active: str) -> None:
        """`active`: `whsec_…`, separated by commas."""
        texts = [part.strip() for part in active.split(",") if part.strip()]
        self._webhooks = [Webhook(text) for text in texts]
        self._keys = [base64.b64decode(text.removeprefix(PREFIX)) for text in texts]

    def headers(self, message_id: str, body: str) -> dict[str, str]:
        """What signs a body that is sent now, under an id that stays the same when it is sent again."""
        now = datetime.now(UTC)
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhooks[0].sign(message_id, now, body),
        }

    def verify(self, headers: Mapping[str, str], body: bytes) -> str:
        """The webhook-id of a request that one of the secrets signed, just now. Raises InvalidSignature."""
        given = {name: headers[name] for name in headers if name.startswith("webhook-")}
        for webhook in self._webhooks:
            try:
                webhook.verify(body, given, json_parse=False)
            except (WebhookVerificationError, ValueError, binascii.Error, UnicodeDecodeError):
                continue  # the library lets what is malformed through as these
            return given["webhook-id"]
        raise InvalidSignature("The webhook's signature is missing, too old, or not that of this body.")

    def seal(self, text: str) -> str:
        """A proof that this text comes from us, to put into an address."""
        return _seal(self._keys[0], text)

    def sealed(self, text: str, seal: str) -> bool:
        """Whether one of the secrets made this seal."""
        return any(hmac.compare_digest(_seal(key, text).encode(), seal.encode()) for key in self._keys)


def _seal(key: bytes, text: str) -> str:
    digest = hmac.digest(key, b"quizzler\n" + text.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
