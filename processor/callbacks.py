"""Sends signed events to Quizzler. Those that it did not receive are sent again, up to a number of tries."""

import asyncio
import logging
import random
from datetime import UTC, datetime
from typing import Any, Literal

import httpx

from processor.contract.events import events
from processor.contract.jobs import Job, PdfJob
from processor.contract.signatures import Signer

log = logging.getLogger(__name__)
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
LONGEST_RETRY_AFTER_S = 300.0
TIMEOUT_S = 30.0
TEMPORARY = frozenset({408, 425, 429})

Stage = Literal["progress", "done", "failed"]
UPLOAD_EVENTS = {"progress": "upload.processing", "done": "upload.processed", "failed": "upload.failed"}
QUIZ_EVENTS = {"progress": "quiz.generating", "done": "quiz.generated", "failed": "quiz.failed"}


def event_body(job: Job, stage: Stage, data: dict[str, Any]) -> str:
    """The body of an event about a job, as JSON. Raises ValueError if it does not fit the contract."""
    types = UPLOAD_EVENTS if isinstance(job, PdfJob) else QUIZ_EVENTS
    about = job.model_dump(include={"upload_id", "exam_id", "job_id"})
    event = {"type": types[stage], "timestamp": datetime.now(UTC), "data": {**about, **data}}
    return events.validate_python(event).model_dump_json(exclude_unset=True)


class Callbacks:
    """Sends events. Redirects are not followed, because they could lead to another server."""

    def __init__(self, signer: Signer, tries: int, first_pause_s: float = FIRST_PAUSE_S) -> None:
        self._signer = signer
        self._tries = tries
        self._first_pause = first_pause_s
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def send(self, url: str, message_id: str, body: str, *, once: bool = False) -> bool:
        """Send an event. If that fails, try again after a pause; with `once`, try only once.

        Returns True if Quizzler has received the event or has refused it for good, else False.
        """
        for attempt in range(1 if once else self._tries):
            wait = min(self._first_pause * 2**attempt, LONGEST_PAUSE_S) * random.uniform(0.8, 1.2)  # noqa: S311
            try:
                response = await self._client.post(
                    url, content=body.encode(), headers=self._signer.headers(message_id, body)
                )
            except httpx.HTTPError as error:
                log.info("no reply to %s: %s", message_id, type(error).__name__)
            else:
                if response.status_code < 500 and response.status_code not in TEMPORARY:
                    if response.status_code >= 300:
                        log.warning(
                            "%s was refused: %s %s", message_id, response.status_code, response.text[:200]
                        )
                    return True
                after = response.headers.get("retry-after", "")
                wait = min(float(after), LONGEST_RETRY_AFTER_S) if after.isdigit() else wait
            if not once and attempt + 1 < self._tries:
                await asyncio.sleep(wait)
        if not once:
            log.error("%s could not be delivered", message_id)
        return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
