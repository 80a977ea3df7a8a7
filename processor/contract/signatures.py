"""Signatures of what Quizzler and a processing server post, by Standard Webhooks."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError


class InvalidSignature(Exception):
    """The request was not signed by the other side."""


def signing_keys(secrets: str) -> list[bytes]:
    """The keys in one or more secrets, separated by commas. Raises ValueError for one that is malformed."""
    keys = []
    for secret in secrets.split(","):
        prefix, _, encoded = secret.strip().partition("_")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if prefix != "whsec" or not 24 <= len(key) <= 64:
            raise ValueError(
                "each secret must be whsec_ and 24 to 64 random bytes in base64; "
                'make one with: echo "whsec_$(openssl rand -base64 32)"'
            )
        keys.append(key)
    return keys


class Signer:
    """Standard Webhooks in both directions: the first secret signs, and any of them is accepted."""

    def __init__(self, secrets: str) -> None:
        """`secrets`: as in PROCESSING_SECRETS. Raises ValueError if they are malformed."""
        self._webhooks = [Webhook(key) for key in signing_keys(secrets)]

    def headers(self, message_id: str, body: str) -> dict[str, str]:
        """The headers of a body that is sent now. Give the same id when it is sent again."""
        now = datetime.now(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhooks[0].sign(message_id, now, body),
        }

    def verify(self, headers: Mapping[str, str], body: bytes) -> str:
        """The webhook-id of a request that was signed within five minutes of now. Raises InvalidSignature."""
        given = {name: headers[name] for name in headers if name.startswith("webhook-")}
        for webhook in self._webhooks:
            try:
                webhook.verify(body, given, json_parse=False)
            except (WebhookVerificationError, ValueError):
                continue  # the library raises ValueError for malformed headers
            return given["webhook-id"]
        raise InvalidSignature("The signature is missing, too old, or not valid for this body.")
