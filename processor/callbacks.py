"""Events to Quizzler: signed by Standard Webhooks, sent until it has heard them, within bounds."""

import asyncio
import binascii
import json
import logging
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
from standardwebhooks import Webhook, WebhookVerificationError

log = logging.getLogger(__name__)
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
LONGEST_RETRY_AFTER_S = 300.0
TIMEOUT_S = 30.0


class InvalidSignature(Exception):
    """The request isn't Quizzler's."""


class Signer:
    """The active secrets, `whsec_…` separated by commas: the first signs, any is accepted."""

    def __init__(self, secrets: str) -> None:
        self._webhooks = [Webhook(part.strip()) for part in secrets.split(",") if part.strip()]

    def headers(self, message_id: str, body: str) -> dict[str, str]:
        """The headers of a body that is sent now."""
        now = datetime.now(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhooks[0].sign(message_id, now, body),
        }

    def verify(self, headers: Mapping[str, str], body: bytes) -> str:
        """The webhook-id of a request that was signed just now. Raises InvalidSignature."""
        given = {name: headers[name] for name in headers if name.startswith("webhook-")}
        for webhook in self._webhooks:
            try:
                webhook.verify(body, given, json_parse=False)
            except (WebhookVerificationError, ValueError, binascii.Error, UnicodeDecodeError):
                continue  # malformed headers come through the library as these
            return given["webhook-id"]
        raise InvalidSignature("The signature is missing, too old, or not that of this body.")


def event(kind: str, data: dict[str, Any]) -> str:
    """An event's body."""
    return json.dumps(
        {"type": kind, "timestamp": datetime.now(UTC).isoformat(), "data": data}, ensure_ascii=False
    )


class Callbacks:
    """Sends events; redirects are not followed, since they would carry the event elsewhere."""

    def __init__(self, signer: Signer, tries: int, first_pause_s: float = FIRST_PAUSE_S) -> None:
        self._signer = signer
        self._tries = tries
        self._first_pause = first_pause_s
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def send(self, url: str, message_id: str, body: str, *, once: bool = False) -> bool:
        """Whether Quizzler has answered for good: it took the event, or said that it never will."""
        for attempt in range(1 if once else self._tries):
            wait = min(self._first_pause * 2**attempt, LONGEST_PAUSE_S) * random.uniform(0.8, 1.2)  # noqa: S311
            try:
                answer = await self._client.post(
                    url, content=body.encode(), headers=self._signer.headers(message_id, body)
                )
            except httpx.HTTPError as error:
                log.info("no answer to %s: %s", message_id, type(error).__name__)
            else:
                if answer.status_code < 500 and answer.status_code not in (408, 425, 429):
                    if answer.status_code >= 300:
                        log.warning(
                            "%s was refused: %s %s", message_id, answer.status_code, answer.text[:200]
                        )
                    return True
                after = answer.headers.get("retry-after", "")
                wait = min(float(after), LONGEST_RETRY_AFTER_S) if after.isdigit() else wait
            if not once and attempt + 1 < self._tries:
                await asyncio.sleep(wait)
        if not once:
            log.error("%s could not be delivered", message_id)
        return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
