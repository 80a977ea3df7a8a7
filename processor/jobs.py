"""The jobs of a processing server: a bounded queue, some workers, and one final event for each job.

Jobs are kept in memory only. After a restart, Quizzler posts the lost ones again under the same ids.
"""

import asyncio
import json
import logging
import shutil
import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processor.callbacks import Callbacks, event_body
from processor.child import Children
from processor.contract.jobs import Job, PdfJob, QuizJob, Source
from processor.failure import JobFailure
from processor.fetch import Limits, fetch
from processor.pictures import Pictures
from processor.reading.document import Progress
from processor.settings import ProcessorSettings

log = logging.getLogger(__name__)
REMEMBERED = 10_000  # how many ids of jobs are kept, so that no job is done twice
KEPT_EVENTS = 500  # how many final events are kept, to be sent again
KEPT_DOCUMENTS = 100  # how many documents are kept, so that a quiz doesn't have to read them again
PROGRESS_EVERY_S = 1.0


class QueueFull(Exception):
    """The queue of jobs is full."""


@dataclass
class _FinalEvent:
    body: str
    delivered: bool


class Jobs:
    """Accepts jobs and does them."""

    def __init__(self, settings: ProcessorSettings, callbacks: Callbacks) -> None:
        self._settings = settings
        self._callbacks = callbacks
        self._queue: asyncio.Queue[Job] = asyncio.Queue(settings.processor_queue)
        self._known: OrderedDict[str, None] = OrderedDict()
        self._final_events: OrderedDict[str, _FinalEvent] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._children = Children(settings.spacy_model)
        self.pictures = Pictures(settings, self._children)
        self._folder = Path(tempfile.mkdtemp(prefix="quizzler-processor-"))

    def start(self) -> None:
        """Start the workers."""
        for _ in range(self._settings.processor_workers):
            self._run(self._work())

    async def stop(self) -> None:
        """Stop at once. Quizzler will post the unfinished jobs again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._children.close()
        self.pictures.close()
        await self._callbacks.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def accept(self, job: Job) -> None:
        """Accept a job, unless it was accepted before. Raises QueueFull.

        If the job has ended and its final event was not delivered, the event is sent again.
        """
        key = str(job.job_id)
        if key in self._known:
            final = self._final_events.get(key)
            if final and not final.delivered:
                self._run(self._deliver(job, final))
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
                body = event_body(job, "done", await self._do(job))
            except JobFailure as failure:
                body = event_body(job, "failed", {"code": failure.code, "reason": failure.reason})
            except Exception:
                log.exception("job %s", job.job_id)
                reason = "The processing server failed because of an error; its log has the details."
                body = event_body(job, "failed", {"code": "internal", "reason": reason})
            final = self._final_events[str(job.job_id)] = _FinalEvent(body, delivered=True)
            while len(self._final_events) > KEPT_EVENTS:
                self._final_events.popitem(last=False)
            self._run(self._deliver(job, final))

    async def _deliver(self, job: Job, final: _FinalEvent) -> None:
        final.delivered = True  # so that `accept` does not send it a second time meanwhile
        final.delivered = await self._callbacks.send(job.callback_url, f"{job.job_id}.end", final.body)

    async def _do(self, job: Job) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            folder = Path(name)
            progress = self._progress_of(job)
            if isinstance(job, PdfJob):
                return await self._read(job.url, folder, progress)
            return await self._write(job, folder, progress)

    def _progress_of(self, job: Job) -> Progress:
        """Reports the progress of a job, at most every PROGRESS_EVERY_S and without retries."""
        last, count = float("-inf"), 0

        def progress(share: float, message: str, pages: tuple[int, int] | None = None) -> None:
            nonlocal last, count
            now = asyncio.get_running_loop().time()
            if now - last < PROGRESS_EVERY_S:
                return
            last, count = now, count + 1
            data: dict[str, Any] = {"progress": share, "message": message}
            if pages and isinstance(job, PdfJob):
                data |= {"done": pages[0], "of": pages[1]}
            body = event_body(job, "progress", data)
            self._run(self._callbacks.send(job.callback_url, f"{job.job_id}.{count}", body, once=True))

        return progress

    async def _read(self, url: str, folder: Path, progress: Progress) -> dict[str, Any]:
        settings = self._settings
        progress(0.0, "Fetching the PDF")
        limits = Limits(
            settings.processor_max_pdf_bytes,
            settings.processor_fetch_seconds,
            frozenset(settings.processor_allowed_hosts),
        )
        fetched = await fetch(url, folder / "file.pdf", limits)
        kept = self._kept(fetched.sha256)
        told = kept.with_suffix(".read")  # what was told of it when it was read
        if kept.exists() and told.exists():
            progress(0.9, "This PDF has been read before")
            kept.touch()
            return dict(json.loads(told.read_text("utf-8")))
        document = folder / "document.json"
        task = {
            "kind": "read",
            "file": str(fetched.path),
            "document": str(document),
            "max_pages": settings.processor_max_pages,
        }
        done: dict[str, Any] = await self._in_child(task, folder / "read.json", progress)
        document.replace(kept)
        told.write_text(json.dumps(done), "utf-8")
        self._forget_old_documents()
        return done

    async def _write(self, job: QuizJob, folder: Path, progress: Progress) -> dict[str, Any]:
        sources = []
        for number, source in enumerate(job.sources):
            document = folder / f"{number}.json"
            await self._document(source, document, folder, progress)
            sources.append(
                {"upload_id": str(source.upload_id), "document": str(document), "pages": source.pages}
            )
        request = job.model_dump(mode="json", include={"kinds", "difficulty", "topic", "language", "avoid"})
        request["questions"] = min(job.questions, self._settings.processor_max_questions)
        request["seed"] = str(job.job_id)
        task = {"kind": "write", "sources": sources, "request": request, "llm": self._llm()}
        done: dict[str, Any] = await self._in_child(task, folder / "quiz.json", progress)
        if request["questions"] < job.questions:
            most = f"At most {self._settings.processor_max_questions} questions can be made at once."
            done["shortfall"] = f"{done['shortfall']} {most}" if done["shortfall"] else most
        done["requested"] = job.questions
        return done

    async def _document(self, source: Source, target: Path, folder: Path, progress: Progress) -> None:
        """Copy the document of a source to a file. If it has not been kept, it is read again."""
        kept = self._kept(source.pdf_id)
        if not kept.exists():
            read = await self._read(source.url, folder, progress)
            if read["pdf_id"] != source.pdf_id:
                raise JobFailure(
                    "changed", f"The PDF “{source.name[:100]}” has changed since it was uploaded and read."
                )
        kept.touch()
        await asyncio.to_thread(shutil.copyfile, kept, target)

    async def _in_child(self, task: dict[str, Any], out: Path, progress: Progress) -> Any:
        settings = self._settings
        return await self._children.run(
            task, out, settings.processor_job_seconds, settings.processor_memory_mb, progress
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
                path.with_suffix(".read").unlink()
