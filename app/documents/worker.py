"""Takes jobs from the queue and posts them to the processing server. SQL decides what the outcomes mean."""

import asyncio
import logging
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.background import Background, log_failure
from app.database.pool import Database
from app.documents.builtin import ServerAway
from app.documents.links import Links
from app.documents.processing import NoReply, Processing, refusal_of
from app.storage import StorageTrouble

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

POLL_S = 5.0  # a worker looks for jobs this often without a notification, which may have been lost
RETRY_S = 1.0  # while the database is away
SWEEP_S = 5.0
POST_TIMEOUT_S = 20.0  # well below the lease (setting jobs.lease_s)
STOP_S = 5.0  # how long a stopping worker may take to finish posting a job
TEMPORARY = frozenset({408, 425, 429})
LONGEST_RETRY_AFTER_S = 86_400


class Job(msgspec.Struct):
    """What core.job_request returns."""

    job_id: str
    lease: str
    path: str
    callback: str
    body: dict[str, Any]


class _Taken(msgspec.Struct):
    job: Job | None = None
    next_in_ms: float | None = None


_taken = msgspec.json.Decoder(_Taken)


class Workers:
    """The workers of this process. Any number of processes share the work."""

    def __init__(self, database: Database, links: Links, processing: Processing) -> None:
        self._database = database
        self._links = links
        self._processing = processing
        self._background = Background()
        self._wake = asyncio.Event()
        self._stopping = False
        self._tasks: list[asyncio.Task[Any]] = []

    def start(self, number: int) -> None:
        """Start this number of workers, and the sweep."""
        self._tasks = [self._background.spawn(self._work()) for _ in range(number)]
        self._background.spawn(self._sweep())

    def wake(self) -> None:
        """Make a worker look for a job now."""
        self._wake.set()

    async def stop(self) -> None:
        """Take no more jobs. A job that is being posted has STOP_S; after that, another worker gets it."""
        self._stopping = True
        self.wake()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_S)
        await self._background.stop()

    async def _work(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                taken = _taken.decode(await self._database.fetch_json("select core.take_job()"))
                if taken.job is not None:
                    self.wake()  # there may be a job for another worker, too
                    await self._deliver(taken.job)
                    continue
                wait_s = POLL_S
                if taken.next_in_ms is not None:
                    wait_s = min(wait_s, max(taken.next_in_ms, 10) / 1000)
            except Exception as error:
                log_failure(error, "taking or posting a job")
                wait_s = RETRY_S
            if not self._stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._wake.wait()

    async def _deliver(self, job: Job) -> None:
        try:
            response = await self._post(job)
        except (ServerAway, StorageTrouble) as error:
            await self._defer(job, str(error))
        except NoReply as error:
            log.info("posting job %s failed: %r", job.job_id, error.__cause__)
            await self._defer(job, f"The processing server did not reply ({error}).")
        else:
            if response.is_success:
                await self._settle("select core.accept_job($1, $2, $3)", job, self._processing.name)
            elif response.status_code in TEMPORARY or not response.is_client_error:  # a proxy may redirect
                reason = f"The processing server replied {response.status_code}."
                await self._defer(job, reason, _retry_after_ms(response))
            else:
                await self._settle("select core.refuse_job($1, $2, $3, $4)", job, *refusal_of(response))

    async def _defer(self, job: Job, reason: str, retry_after_ms: int = 0) -> None:
        await self._settle("select core.defer_job($1, $2, $3, $4)", job, reason, retry_after_ms)

    async def _settle(self, statement: str, job: Job, *outcome: object) -> None:
        await self._database.fetch_value(statement, job.job_id, job.lease, *outcome)

    async def _post(self, job: Job) -> "httpx.Response":
        callback_url = self._links.base(local=self._processing.is_local) + job.callback
        body = {**job.body, "callback_url": callback_url}
        return await self._processing.post(job.path, job.job_id, body, POST_TIMEOUT_S)

    async def _sweep(self) -> None:
        """End jobs that are overdue, no matter which process began them."""
        while True:
            try:
                while await self._database.fetch_value("select core.sweep_jobs()"):
                    pass
            except Exception as error:
                log_failure(error, "ending overdue jobs")
            await asyncio.sleep(SWEEP_S)


def _retry_after_ms(response: "httpx.Response") -> int:
    """Retry-After, which is seconds or a date, as milliseconds from now; 0 if there is none."""
    header = response.headers.get("Retry-After", "")
    if header.isascii() and header.isdigit():
        seconds = float(header[:9])
    else:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - time.time()
        except ValueError:
            return 0
    return int(min(max(seconds, 0), LONGEST_RETRY_AFTER_S) * 1000)
