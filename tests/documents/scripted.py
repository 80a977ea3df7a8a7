"""A processing server that a test controls, and signed events."""

import asyncio
import base64
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from processor.contract.signatures import Signer
from processor.reading.picture import picture_of
from processor.sample import pdf_of
from tests.fixtures import PROCESSING_SECRET
from tests.waiting import limited

Json = dict[str, Any]
PDF_ID = "ab" * 32
SIGNER = Signer(PROCESSING_SECRET)

Answer = Callable[["Posted"], Awaitable[Response]]


@dataclass
class Posted:
    """A request that the processing server received."""

    path: str
    webhook_id: str
    body: Json

    @property
    def job_id(self) -> str:
        return self.body["job_id"]


async def accept(posted: Posted) -> Response:
    return JSONResponse({"job_id": posted.job_id, "accepted": True}, 202)


def showing(folder: Path) -> Answer:
    """Draw the page of a PDF that has the sentence on it."""

    async def answer(posted: Posted) -> Response:
        file = folder / "shown.pdf"
        lines = ["# Cells", "A cell has a nucleus.", posted.body["sentence"] or "", "Animal cells have none."]
        file.write_bytes(pdf_of([lines] * 10))
        picture, width, height, boxes = picture_of(file, posted.body["page"], posted.body["sentence"])
        shown = {
            "picture": base64.b64encode(picture).decode(),
            "width": width,
            "height": height,
            "boxes": boxes,
        }
        return JSONResponse(shown)

    return answer


def refuse(status: int, **problem: str) -> Answer:
    async def answer(posted: Posted) -> Response:
        return JSONResponse(problem, status)

    return answer


@dataclass
class ProcessingServer:
    """Accepts every job, unless `answers` has a reply for it: the first is for the first request.

    `pages` replies to all requests for pages, which then are not in the inbox.
    """

    answers: list[Answer] = field(default_factory=list)
    pages: Answer | None = None
    inbox: asyncio.Queue[Posted] = field(default_factory=asyncio.Queue)
    url: str = ""

    async def next(self) -> Posted:
        """The next request that arrives."""
        return await asyncio.wait_for(self.inbox.get(), 20)

    async def receive(self, request: Request) -> Response:
        body = await request.body()
        webhook_id = SIGNER.verify(request.headers, body)
        posted = Posted(request.url.path, webhook_id, json.loads(body))
        if self.pages and posted.path == "/pages":
            return await self.pages(posted)
        answer = self.answers.pop(0) if self.answers else accept
        response = await answer(posted)
        await self.inbox.put(posted)
        return response

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["ProcessingServer"]:
        routes = [Route(path, self.receive, methods=["POST"]) for path in ("/pdfs", "/quizzes", "/pages")]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="warning"))
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server._serve())
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.005)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.should_exit = True
            await serving


def event(type: str, **data: Any) -> Json:
    return {"type": type, "timestamp": "2026-11-21T12:00:00Z", "data": data}


def read(posted: Posted, **more: Any) -> Json:
    """The event that the PDF was read and has ten pages."""
    return event(
        "upload.processed",
        **{
            "upload_id": posted.body["upload_id"],
            "job_id": posted.job_id,
            "pdf_id": PDF_ID,
            "title": "Biology",
            "pages": 10,
            "page_labels": None,
            "size_bytes": 1000,
            "language": "en",
            "text_pages": 10,
            "scanned_pages": 0,
            **more,
        },
    )


def failed(posted: Posted, code: str = "encrypted", reason: str = "This PDF needs a password.") -> Json:
    if "exam_id" in posted.body:
        return event(
            "quiz.failed", exam_id=posted.body["exam_id"], job_id=posted.job_id, code=code, reason=reason
        )
    return event(
        "upload.failed", upload_id=posted.body["upload_id"], job_id=posted.job_id, code=code, reason=reason
    )


def question(posted: Posted, prompt: str = "Cells have walls.", page: int = 2, **more: Any) -> Json:
    source = posted.body["sources"][0]
    return {
        "kind": "true_false",
        "prompt": prompt,
        "correct": True,
        "citation": {
            "upload_id": source["upload_id"], "pdf_id": source["pdf_id"], "page": page, "page_label": "ii",
            "sentence": "All plant cells have walls.",
        },
        **more,
    }  # fmt: skip


def made(posted: Posted, *questions: Json, **more: Any) -> Json:
    """The event with these questions, by default as many as were requested."""
    wanted = posted.body["questions"]
    drafts = questions or [question(posted, f"Cells have walls, says line {n}.") for n in range(wanted)]
    return event(
        "quiz.generated",
        **{
            "exam_id": posted.body["exam_id"],
            "job_id": posted.job_id,
            "requested": wanted,
            "questions": list(drafts),
            "shortfall": None,
            "dropped": {},
            **more,
        },
    )


async def send_event(
    url: str, event: Json, webhook_id: str | None = None, signer: Signer = SIGNER
) -> httpx.Response:
    """Send a signed event to a callback address."""
    text = json.dumps(event)
    headers = signer.headers(webhook_id or f"msg_{uuid.uuid4().hex}", text)
    async with httpx.AsyncClient(timeout=30) as client:
        return await client.post(url, content=text.encode(), headers=headers)


async def report(posted: Posted, event: Json, webhook_id: str | None = None) -> Json:
    """Send Quizzler an event about a job; the status must be 200. Returns the body of the reply."""
    answer = await send_event(posted.body["callback_url"], event, webhook_id)
    assert answer.status_code == 200, answer.text
    received: Json = answer.json()
    return received


async def report_until_taken(posted: Posted, event: Json) -> None:
    """Send an event as the contract asks: again, under the same id, as long as Quizzler answers 503."""
    webhook_id = f"msg_{uuid.uuid4().hex}"
    async with limited():
        while (answer := await send_event(posted.body["callback_url"], event, webhook_id)).status_code == 503:
            pass
    assert answer.status_code == 200, answer.text
