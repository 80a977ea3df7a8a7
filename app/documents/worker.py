"""Takes jobs from the outbox and posts them to the processing server. What outcomes mean, SQL decides."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import msgspec

from app.background import Background, complain
from app.database.pool import Database
from app.documents.links import Links
from app.documents.signing import Signer
from app.documents.storage import Storage, StorageTrouble

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 5.0  # a notification that was lost is made up for after this long
SWEEP_S = 5.0
POST_TIMEOUT_S = 20.0  # well below the lease (setting jobs.lease_s)
STOP_S = 5.0  # what a stopping worker gives the job that it is posting
PASSING = frozenset({408, 425, 429})
LONGEST_REASON = 500


class Job(msgspec.Struct):
    """What core.job_request gives."""

    job_id: str
    lease: str
    attempt: int
    path: str
    callback: str
    body: dict[str, Any]


class _Taken(msgspec.Struct):
    job: Job | None = None
    next_in_ms: float | None = None


class ServerAway(Exception):
    """The processing server is not there yet; the message says so in a sentence."""


ServerUrl = Callable[[], Awaitable[str]]
_taken = msgspec.json.Decoder(_Taken)


class Workers:
    """Some workers of this process; any number of processes share the work."""

    def __init__(
        self,
        database: Database,
        signer: Signer,
        links: Links,
        storages: dict[str, Storage],
        server_url: ServerUrl,
        builtin: str | None = None,
    ) -> None:
        """`server_url` may raise ServerAway; `builtin`: what that server is called, if it is our own."""
        self._database = database
        self._signer = signer
        self._links = links
        self._storages = storages
        self._server_url = server_url
        self._builtin = builtin
        self._local = builtin is not None
        self._client = httpx.AsyncClient(timeout=POST_TIMEOUT_S)
        self._background = Background()
        self._wake = asyncio.Event()
        self._stopping = False
        self._tasks: list[asyncio.Task[Any]] = []

    def start(self, number: int) -> None:
        """Begin to work."""
        self._tasks = [self._background.spawn(self._work()) for _ in range(number)]
        self._background.spawn(self._sweep())

    def wake(self) -> None:
        """There may be a job."""
        self._wake.set()

    async def stop(self) -> None:
        """Take no more jobs; those that are being posted have a moment, then only their leases."""
        self._stopping = True
        self.wake()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_S)
        await self._background.stop()
        await self._client.aclose()

    async def _work(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                taken = _taken.decode(await self._database.fetch_json("select core.take_job()"))
                if taken.job is not None:
                    self.wake()  # where one is, there may be another for the others
                    await self._deliver(taken.job)
                    continue
                wait_s = LOOK_AGAIN_S
                if taken.next_in_ms is not None:
                    wait_s = min(wait_s, max(taken.next_in_ms, 10) / 1000)
            except Exception as error:
                complain(error, "taking or posting a job")
                wait_s = 1.0
            if not self._stopping:
                await _either(self._wake, wait_s)

    async def _deliver(self, job: Job) -> None:
        try:
            answer = await self._post(job)
        except ServerAway as error:
            await self._defer(job, str(error))
        except StorageTrouble as error:
            await self._defer(job, str(error))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("posting job %s failed: %r", job.job_id, error)
            await self._defer(job, f"The processing server did not answer ({type(error).__name__}).")
        else:
            await self._settle(job, answer)

    async def _post(self, job: Job) -> httpx.Response:
        url = await self._server_url()
        body = {**job.body, "callback_url": self._links.base(local=self._local) + job.callback}
        for file in [body, *body.get("sources", [])]:
            stored_in = file.pop("stored_in", None)
            if stored_in is not None:
                file["url"] = await self._storage(stored_in).address(file["upload_id"], local=self._local)
        text = msgspec.json.encode(body).decode()
        headers = {"Content-Type": "application/json", **self._signer.headers(job.job_id, text)}
        return await self._client.post(url.rstrip("/") + job.path, content=text, headers=headers)

    def _storage(self, name: str) -> Storage:
        if name not in self._storages:
            raise StorageTrouble(f"The file lies in a storage ({name}) that is not configured here.")
        return self._storages[name]

    async def _settle(self, job: Job, answer: httpx.Response) -> None:
        status = answer.status_code
        if answer.is_success:
            await self._database.fetch_value(
                "select core.accept_job($1, $2, $3)", job.job_id, job.lease, self._builtin
            )
        elif status in PASSING or not 400 <= status < 500:  # a redirect is a gateway's
            reason = f"The processing server answered {status}."
            await self._defer(job, reason, _retry_after_ms(answer.headers.get("Retry-After")))
        else:
            code, reason = _refusal(answer)
            await self._database.fetch_value(
                "select core.refuse_job($1, $2, $3, $4)", job.job_id, job.lease, code, reason
            )

    async def _defer(self, job: Job, reason: str, retry_after_ms: int = 0) -> None:
        await self._database.fetch_value(
            "select core.defer_job($1, $2, $3, $4)", job.job_id, job.lease, reason, retry_after_ms
        )

    async def _sweep(self) -> None:
        """End the jobs and attempts that are overdue, whichever process took a job on."""
        while True:
            try:
                while await self._database.fetch_value("select core.sweep_jobs()"):
                    pass
                await self._database.fetch_value("select core.settle_overdue(null, null)")
            except Exception as error:
                complain(error, "looking for what is overdue")
            await asyncio.sleep(SWEEP_S)


async def _either(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def _refusal(answer: httpx.Response) -> tuple[str, str]:
    """Code and sentence of a refusal, as the server says it or as its status does."""
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if isinstance(problem, dict) and isinstance(problem.get("detail"), str) and problem["detail"].strip():
        code = problem.get("code")
        reason = problem["detail"].replace("\0", " ")[:LONGEST_REASON]
        return (code.replace("\0", "") if isinstance(code, str) else "refused"), reason
    return "refused", f"The processing server refused the request ({answer.status_code})."


def _retry_after_ms(header: str | None) -> int:
    """Retry-After, which is seconds or a date, as milliseconds from now; 0 where there is none."""
    if not header:
        return 0
    if header.isascii() and header.isdigit():
        return min(int(header[:9]), 86_400) * 1000
    try:
        seconds = parsedate_to_datetime(header).timestamp() - time.time()
    except ValueError:
        return 0
    return int(min(max(seconds, 0), 86_400) * 1000)
