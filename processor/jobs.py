"""The jobs of a processing server: a bounded queue, some workers, and one final event for each.

Jobs are kept in memory. One that a restart lost is posted again by Quizzler when its time is out, under the
same id.
"""

import asyncio
import logging
import shutil
import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processor import child
from processor.callbacks import Callbacks, event
from processor.child import WorkFailed
from processor.fetch import FetchError, Limits, fetch
from processor.messages import Job, PdfJob, QuizJob, Source, about, event_type
from processor.settings import ProcessorSettings

log = logging.getLogger(__name__)
REMEMBERED = 10_000  # jobs whose repetition is known as such
KEPT_EVENTS = 500  # final events that can be sent again
KEPT_DOCUMENTS = 100  # that have been read, so that a quiz from them needn't read them again
PROGRESS_EVERY_S = 1.0


class QueueFull(Exception):
    """No more jobs can wait."""


@dataclass
class _Ended:
    body: str
    delivered: bool


class Jobs:
    """Takes jobs on and does them."""

    def __init__(self, settings: ProcessorSettings, callbacks: Callbacks) -> None:
        self._settings = settings
        self._callbacks = callbacks
        self._queue: asyncio.Queue[Job] = asyncio.Queue(settings.processor_queue)
        self._known: OrderedDict[str, None] = OrderedDict()
        self._ended: OrderedDict[str, _Ended] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._folder = Path(tempfile.mkdtemp(prefix="quizzler-processor-"))

    def start(self) -> None:
        """Start the workers."""
        for _ in range(self._settings.processor_workers):
            self._run(self._work())

    async def stop(self) -> None:
        """Stop at once; what is under way is lost, and posted again by Quizzler."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._callbacks.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def accept(self, job: Job) -> None:
        """Take a job on, once. Raises QueueFull. Posted again after its end, its event is sent again if it
        got lost.
        """
        key = str(job.job_id)
        if key in self._known:
            ended = self._ended.get(key)
            if ended and not ended.delivered:
                self._run(self._deliver(job, ended))
            return
        try:
            self._queue.put_nowait(job)
        except asyncio.QueueFull:
            raise QueueFull from None
        self._known[key] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _run(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        while True:
            job = await self._queue.get()
            try:
                stage, data = "done", await self._do(job)
            except (FetchError, WorkFailed) as error:
                stage, data = "failed", {"code": error.code, "reason": error.reason}
            except Exception:
                log.exception("job %s", job.job_id)
                stage, data = (
                    "failed",
                    {"code": "internal", "reason": "The processing server has failed; its log says why."},
                )
            body = event(event_type(job, stage), {**about(job), **data})  # type: ignore[arg-type]
            ended = self._ended[str(job.job_id)] = _Ended(body, delivered=True)
            while len(self._ended) > KEPT_EVENTS:
                self._ended.popitem(last=False)
            self._run(self._deliver(job, ended))

    async def _deliver(self, job: Job, ended: _Ended) -> None:
        ended.delivered = True  # on its way: nobody else needs to
        ended.delivered = await self._callbacks.send(job.callback_url, f"{job.job_id}.end", ended.body)

    async def _do(self, job: Job) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            folder = Path(name)
            progress = _Progress(self._callbacks, job, self._tasks)
            if isinstance(job, PdfJob):
                return await self._read(job.url, folder, progress)
            return await self._write(job, folder, progress)

    async def _read(self, url: str, folder: Path, progress: "_Progress") -> dict[str, Any]:
        settings = self._settings
        progress(0.0, "Fetching the PDF")
        limits = Limits(
            settings.processor_max_pdf_bytes, settings.processor_fetch_seconds, settings.allowed_hosts
        )
        fetched = await fetch(url, folder / "file.pdf", limits)
        document = folder / "document.json"
        order = {
            "task": "read",
            "file": str(fetched.path),
            "document": str(document),
            "max_pages": settings.processor_max_pages,
        }
        done: dict[str, Any] = await self._in_child(order, folder / "read.json", progress)
        document.replace(self._kept(fetched.sha256))
        self._forget_old_documents()
        return done

    async def _write(self, job: QuizJob, folder: Path, progress: "_Progress") -> dict[str, Any]:
        sources = []
        for number, source in enumerate(job.sources):
            document = folder / f"{number}.json"
            await self._document(source, document, folder, progress)
            sources.append(
                {"upload_id": str(source.upload_id), "document": str(document), "pages": source.pages}
            )
        wish = job.model_dump(mode="json", include={"kinds", "difficulty", "topic", "language", "avoid"})
        wish["questions"] = min(job.questions, self._settings.processor_max_questions)
        order = {"task": "write", "sources": sources, "wish": wish, "llm": self._llm()}
        done: dict[str, Any] = await self._in_child(order, folder / "quiz.json", progress)
        if wish["questions"] < job.questions:
            most = f"{self._settings.processor_max_questions} questions are the most at once."
            done["shortfall"] = f"{done['shortfall']} {most}" if done["shortfall"] else most
        done["requested"] = job.questions
        return done

    async def _document(self, source: Source, target: Path, folder: Path, progress: "_Progress") -> None:
        """Have a source's document in a file: the one that is kept, or read anew."""
        kept = self._kept(source.pdf_id)
        if not kept.exists():
            read = await self._read(source.url, folder, progress)
            if read["pdf_id"] != source.pdf_id:
                raise WorkFailed(
                    "changed", f"The PDF “{source.name[:100]}” isn't what it was when it was uploaded."
                )
        kept.touch()
        await asyncio.to_thread(shutil.copyfile, kept, target)

    async def _in_child(self, order: dict[str, Any], out: Path, progress: "_Progress") -> Any:
        settings = self._settings
        return await child.run(
            order, out, settings.processor_job_seconds, settings.processor_memory_mb, progress
        )

    def _llm(self) -> dict[str, Any] | None:
        settings = self._settings
        if not settings.model:
            return None
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
        return {
            "base_url": settings.llm_base_url, "api_key": key, "model": settings.llm_model,
            "timeout_s": settings.llm_timeout_seconds, "budget_s": 0.8 * settings.processor_job_seconds,
        }  # fmt: skip

    def _kept(self, pdf_id: str) -> Path:
        return self._folder / f"{pdf_id}.json"

    def _forget_old_documents(self) -> None:
        kept = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-KEPT_DOCUMENTS]:
            with suppress(FileNotFoundError):
                path.unlink()


class _Progress:
    """Tells Quizzler how far a job is, not too often; what gets lost is not sent again."""

    def __init__(self, callbacks: Callbacks, job: Job, tasks: set[asyncio.Task[Any]]) -> None:
        self._callbacks, self._job, self._tasks = callbacks, job, tasks
        self._last = float("-inf")
        self._count = 0

    def __call__(self, share: float, message: str) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._last < PROGRESS_EVERY_S:
            return
        self._last = now
        self._count += 1
        body = event(
            event_type(self._job, "progress"), {**about(self._job), "progress": share, "message": message}
        )
        sending = self._callbacks.send(
            self._job.callback_url, f"{self._job.job_id}.{self._count}", body, once=True
        )
        task = asyncio.create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
