"""The processing server over HTTP: signatures, jobs done once, a bounded queue, delivery of events."""

import asyncio
import json
import threading
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from processor.callbacks import Callbacks
from processor.conformance import check
from processor.contract.signatures import Signer
from processor.sample import sample_pdf
from processor.server import create_app
from processor.settings import ProcessorConfigurationError, ProcessorSettings
from tests.processor.conftest import SECRET, Answer, LocalServer, signed
from tests.waiting import until


class Quizzler:
    """Quizzler's side: serves a PDF and receives events."""

    def __init__(self, statuses: list[int] | None = None) -> None:
        self.statuses = statuses or []
        self.received: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.came = threading.Event()

    async def receives(self) -> bool:
        """Whether a final event arrives."""
        return await asyncio.to_thread(self.came.wait, 60)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if path == "/file.pdf":
            return 200, {}, sample_pdf()
        if path == "/page.html":
            return 200, {}, b"<html></html>"
        Signer(SECRET).verify(headers, body)
        status = self.statuses.pop(0) if self.statuses else 200
        if not json.loads(body)["type"].endswith("ing"):
            self.received.append(json.loads(body))
            self.ids.append(headers["webhook-id"])
            self.came.set()
        return status, {}, b"{}"


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://processor.test") as client:
            yield client


def pdf_job(server: LocalServer, path: str = "/file.pdf", **more: Any) -> dict[str, Any]:
    return {
        "upload_id": str(uuid.uuid4()),
        "job_id": str(uuid.uuid4()),
        "url": server.url + path,
        "name": "lights",
        "callback_url": f"{server.url}/webhook",
        **more,
    }


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    text, signature = signed(body, body.get("job_id", "m1"))
    return await client.post(path, content=text, headers={**signature, **headers})


async def test_the_server_needs_a_secret() -> None:
    with pytest.raises(ProcessorConfigurationError, match="PROCESSING_SECRETS"):
        create_app(ProcessorSettings(_env_file=None, processing_secrets=None))  # type: ignore[call-arg]


async def test_health_says_what_it_can_do(settings: ProcessorSettings) -> None:
    async with running(create_app(settings)) as client:
        health = (await client.get("/health")).json()
    assert health["status"] == "ok"
    assert health["model"] is None
    assert isinstance(health["ocr"], bool)


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,ÿÿ="},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "yesterday"},
        {"webhook-timestamp": "1000000000"},
        {"webhook-timestamp": "9e99"},
        {"webhook-id": ""},
        {"webhook-id": "another"},
    ],
)
async def test_a_request_without_a_good_signature_is_refused(
    settings: ProcessorSettings, serving, headers: dict[str, str]
) -> None:
    quizzler = Quizzler()
    server = serving(quizzler.answer)
    async with running(create_app(settings)) as client:
        latin = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = await post(client, "/pdfs", pdf_job(server), **latin)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert answer.json()["code"] == "invalid_signature"
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_not_text_is_refused(settings: ProcessorSettings) -> None:
    async with running(create_app(settings)) as client:
        assert (await client.post("/pdfs", content=b"\xff\xfe", headers=signed({})[1])).status_code == 401


async def test_the_second_of_two_secrets_is_accepted_too(settings: ProcessorSettings, serving) -> None:
    other = "whsec_" + "B" * 43 + "="
    both = settings.model_copy(
        update={"processing_secrets": type(settings.processing_secrets)(f"{other},{SECRET}")}
    )
    async with running(create_app(both)) as client:
        assert (await post(client, "/pdfs", pdf_job(serving(Quizzler().answer)))).status_code == 202


@pytest.mark.parametrize(
    "change",
    [
        {"upload_id": "x"},
        {"url": "file:///etc/passwd"},
        {"callback_url": "nowhere"},
        {"job_id": None},
        {"name": 3},
    ],
)
async def test_a_request_that_does_not_fit_the_contract_is_refused(
    settings: ProcessorSettings, serving, change: dict[str, Any]
) -> None:
    job = pdf_job(serving(Quizzler().answer))
    text, headers = signed({**job, **change})
    async with running(create_app(settings)) as client:
        answer = await client.post("/pdfs", content=text, headers=headers)
    assert answer.status_code == 422
    assert next(iter(change)) in answer.json()["detail"]


async def test_a_pdf_is_read_once_however_often_it_is_posted(settings: ProcessorSettings, serving) -> None:
    quizzler = Quizzler()
    job = pdf_job(serving(quizzler.answer))
    async with running(create_app(settings)) as client:
        answers = [await post(client, "/pdfs", job) for _ in range(3)]
        assert await quizzler.receives()
        answers.append(await post(client, "/pdfs", job))
    assert [answer.status_code for answer in answers] == [202] * 4
    assert answers[0].json() == {"job_id": job["job_id"], "accepted": True}
    (event,) = quizzler.received
    assert event["type"] == "upload.processed"
    assert event["data"]["job_id"] == job["job_id"]
    assert event["data"]["pages"] == 2


async def test_a_failure_has_a_code_and_a_reason(settings: ProcessorSettings, serving) -> None:
    quizzler = Quizzler()
    async with running(create_app(settings)) as client:
        await post(client, "/pdfs", pdf_job(serving(quizzler.answer), "/page.html"))
        assert await quizzler.receives()
    assert quizzler.received[0]["type"] == "upload.failed"
    assert quizzler.received[0]["data"]["code"] == "not_a_pdf"


async def test_a_private_address_is_refused_unless_it_is_allowed(
    settings: ProcessorSettings, serving
) -> None:
    quizzler = Quizzler()
    strict = settings.model_copy(update={"processor_allowed_hosts": []})
    async with running(create_app(strict)) as client:
        await post(client, "/pdfs", pdf_job(serving(quizzler.answer)))
        assert await quizzler.receives()
    assert quizzler.received[0]["data"]["code"] == "forbidden_address"


async def test_a_full_queue_is_answered_with_retry_after(settings: ProcessorSettings, serving) -> None:
    narrow = settings.model_copy(update={"processor_queue": 1})
    server = serving(Quizzler().answer)
    async with running(create_app(narrow)) as client:
        answers = [await post(client, "/pdfs", pdf_job(server)) for _ in range(8)]
    busy = [answer for answer in answers if answer.status_code == 429]
    assert busy
    assert int(busy[0].headers["retry-after"]) > 0
    assert busy[0].json()["code"] == "busy"


async def test_a_quiz_from_a_file_that_has_changed_since_it_was_read_fails(
    settings: ProcessorSettings, serving
) -> None:
    quizzler = Quizzler()
    server = serving(quizzler.answer)
    source = {
        "upload_id": str(uuid.uuid4()),
        "pdf_id": "0" * 64,
        "url": f"{server.url}/file.pdf",
        "name": "lights",
        "pages": None,
    }
    job = {
        "exam_id": str(uuid.uuid4()),
        "job_id": str(uuid.uuid4()),
        "sources": [source],
        "topic": None,
        "questions": 3,
        "kinds": [],
        "difficulty": None,
        "language": "en",
        "avoid": [],
        "callback_url": f"{server.url}/webhook",
    }
    async with running(create_app(settings)) as client:
        await post(client, "/quizzes", job)
        assert await quizzler.receives()
    assert quizzler.received[0]["type"] == "quiz.failed"
    assert quizzler.received[0]["data"]["code"] == "changed"


async def test_a_quiz_from_a_topic_alone_is_refused_in_a_sentence(settings: ProcessorSettings) -> None:
    job = {
        "exam_id": str(uuid.uuid4()),
        "job_id": str(uuid.uuid4()),
        "sources": [],
        "topic": "Cells",
        "questions": 3,
        "kinds": [],
        "difficulty": None,
        "language": "en",
        "avoid": [],
        "callback_url": "https://quiz.example.com/webhook",
    }
    async with running(create_app(settings)) as client:
        answer = await post(client, "/quizzes", job)
    assert (answer.status_code, answer.json()["code"]) == (422, "no_sources")
    assert "add a PDF" in answer.json()["detail"]


async def test_an_event_is_sent_again_under_its_id_until_it_is_received(serving) -> None:
    quizzler = Quizzler([503, 500, 429, 200])
    server = serving(quizzler.answer)
    callbacks = Callbacks(Signer(SECRET), tries=8, first_pause_s=0)
    assert await callbacks.send(f"{server.url}/webhook", "job.end", json.dumps({"type": "upload.processed"}))
    await callbacks.close()
    assert quizzler.ids == ["job.end"] * 4


@pytest.mark.parametrize("status", [400, 401, 404, 409, 410, 413])
async def test_an_event_that_is_refused_for_good_is_not_sent_again(serving, status: int) -> None:
    quizzler = Quizzler([status, 200])
    callbacks = Callbacks(Signer(SECRET), tries=8, first_pause_s=0)
    assert await callbacks.send(
        serving(quizzler.answer).url, "job.end", json.dumps({"type": "upload.processed"})
    )
    await callbacks.close()
    assert len(quizzler.ids) == 1


async def test_sending_an_event_ends_after_the_configured_tries(serving) -> None:
    quizzler = Quizzler([500] * 9)
    callbacks = Callbacks(Signer(SECRET), tries=3, first_pause_s=0)
    assert not await callbacks.send(
        serving(quizzler.answer).url, "job.end", json.dumps({"type": "upload.processed"})
    )
    await callbacks.close()
    assert len(quizzler.ids) == 3


async def test_an_undelivered_final_event_is_sent_again_when_its_job_is_posted_again(
    settings, serving
) -> None:
    quizzler = Quizzler()
    server = serving(quizzler.answer)
    job = pdf_job(server, "/page.html")
    one_try = settings.model_copy(update={"processor_callback_tries": 1})
    quizzler.statuses = [500] * 3  # for the final event and any events of progress before it
    async with running(create_app(one_try)) as client:
        await post(client, "/pdfs", job)
        assert await quizzler.receives()
        quizzler.statuses = []
        quizzler.came.clear()
        async with asyncio.timeout(30):
            while not quizzler.came.is_set():
                await post(client, "/pdfs", job)
                await asyncio.to_thread(quizzler.came.wait, 0.1)
    assert len(set(quizzler.ids)) == 1


async def test_the_server_passes_the_conformance_check(settings: ProcessorSettings) -> None:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="warning"))
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    report = await asyncio.to_thread(check, f"http://127.0.0.1:{port}", SECRET, patience_s=60)
    server.should_exit = True
    await task
    assert [sentence for good, sentence in report.findings if not good] == []
    assert len(report.findings) > 15


async def test_the_conformance_check_says_what_a_server_does_wrong(serving) -> None:
    server = serving(lambda path, headers, body: (200, {}, b'{"status": "ok"}'))
    report = await asyncio.to_thread(check, server.url, SECRET, patience_s=1)
    wrong = " ".join(sentence for good, sentence in report.findings if not good)
    assert "without a signature must get status 401" in wrong
    assert "POST /pdfs must reply 202" in wrong


async def test_the_same_pdf_is_read_once(settings: ProcessorSettings, serving) -> None:
    quizzler = Quizzler()
    server = serving(quizzler.answer)
    async with running(create_app(settings)) as client:
        await post(client, "/pdfs", pdf_job(server))
        assert await quizzler.receives()
        settings.processor_job_seconds = 0  # reading it again would take too long
        quizzler.came.clear()
        await post(client, "/pdfs", pdf_job(server))
        assert await quizzler.receives()
    first, second = quizzler.received
    assert second["type"] == "upload.processed"
    assert second["data"]["pdf_id"] == first["data"]["pdf_id"]
    assert second["data"]["pages"] == first["data"]["pages"] == 2
