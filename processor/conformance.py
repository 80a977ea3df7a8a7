"""Tests whether a processing server keeps the contract, with the requests that Quizzler would send."""

import hashlib
import json
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_args

import httpx
from pydantic import ValidationError

from processor.checks import squeezed
from processor.contract.drafts import CitedDraft, Difficulty, DraftPart, Kind
from processor.contract.events import UploadRead, events
from processor.contract.jobs import Job, PagePicture, PageRequest, PdfJob, QuizJob, Source
from processor.contract.signatures import InvalidSignature, Signer
from processor.sample import SAMPLE_PAGES, sample_pdf

QUESTIONS = 4
KINDS: list[Kind] = ["single_choice", "true_false", "short_text", "numeric"]
FINAL = {"upload.processed", "upload.failed", "quiz.generated", "quiz.failed"}
Show = Callable[[bool, str], None]


@dataclass
class Report:
    """The findings: sentences, each with whether it is good news. `show` is called with each of them."""

    show: Show
    findings: list[tuple[bool, str]] = field(default_factory=list)

    def note(self, good: bool, right: str, wrong: str = "") -> bool:
        """Add a finding: the sentence `right` if `good`, else `wrong`. Returns `good`."""
        sentence = right if good else wrong or f"This is not true: {right}"
        self.findings.append((good, sentence))
        self.show(good, sentence)
        return good

    @property
    def passed(self) -> bool:
        """Whether all findings are good."""
        return all(good for good, _ in self.findings)


class _Quizzler:
    """Quizzler's side: serves the PDF and receives the events."""

    def __init__(self, signer: Signer, host: str) -> None:
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self.pdf = sample_pdf()
        self._seen: set[str] = set()
        quizzler, pdf = self, self.pdf

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(
                    200, pdf if self.path == "/sample.pdf" else b"<html>no PDF</html>", "application/pdf"
                )

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                try:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    message_id = signer.verify(headers, body)
                    event = json.loads(body)
                except (InvalidSignature, ValueError):
                    quizzler.events.put({"type": "bad signature", "data": {}})
                    return self._answer(401, b'{"code": "invalid_signature"}')
                if message_id not in quizzler._seen:
                    quizzler._seen.add(message_id)
                    quizzler.events.put(event)
                self._answer(200, b'{"status": "applied"}')

            def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["_Quizzler"]:
        """Serve until the end of the block."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def final(self, job: Job, patience_s: float) -> dict[str, Any] | None:
        """The final event of a job, or None if it does not arrive in time."""
        until = time.monotonic() + patience_s
        while (left := until - time.monotonic()) > 0:
            try:
                event = self.events.get(timeout=left)
            except queue.Empty:
                return None
            if event["type"] == "bad signature" or (
                event["type"] in FINAL and event["data"].get("job_id") == str(job.job_id)
            ):
                return event
        return None


def check(
    url: str,
    secrets: str,
    *,
    host: str = "127.0.0.1",
    patience_s: float = 120,
    show: Show = lambda good, sentence: None,
) -> Report:
    """Test every part of the contract. Raises ValueError for malformed secrets.

    The server must be able to reach `host`, which is this machine. `show` is called with each finding.
    """
    report = Report(show)
    signer = Signer(secrets)
    with (
        _Quizzler(signer, host).running() as quizzler,
        httpx.Client(base_url=url.rstrip("/"), timeout=30) as client,
    ):
        try:
            examination = _Examination(report, signer, quizzler, client, patience_s)
            examination.health()
            examination.signatures()
            source = examination.reading()
            examination.refusing()
            if source:
                examination.showing(source)
                examination.writing(source)
        except httpx.HTTPError as error:
            report.note(False, "", f"The server can't be reached at {url}: {type(error).__name__}.")
    return report


@dataclass
class _Examination:
    report: Report
    signer: Signer
    quizzler: _Quizzler
    client: httpx.Client
    patience_s: float

    def post(self, path: str, job: Job) -> httpx.Response:
        text = job.model_dump_json()
        return self.client.post(path, content=text, headers=self.signer.headers(str(job.job_id), text))

    def pdf_job(self, path: str) -> PdfJob:
        upload = uuid.uuid4()
        return PdfJob(
            upload_id=upload,
            job_id=uuid.uuid4(),
            url=self.quizzler.url + path,
            name="lights.pdf",
            callback_url=f"{self.quizzler.url}/webhook/upload-processed/{upload}",
        )

    def health(self) -> None:
        response = self.client.get("/health")
        good = response.status_code == 200 and _object(response).get("status") == "ok"
        self.report.note(
            good,
            "GET /health says that the server runs.",
            f"GET /health must reply 200 with status ok; it replied {response.status_code}.",
        )

    def signatures(self) -> None:
        body = self.pdf_job("/sample.pdf").model_dump_json()
        signed = self.signer.headers("check", body)
        for headers, what in (
            ({}, "without a signature"),
            ({**signed, "webhook-signature": "v1,AAAA"}, "with a wrong signature"),
            ({**signed, "webhook-signature": "nonsense"}, "with a malformed signature"),
            ({**signed, "webhook-timestamp": "1000000000"}, "that is old"),
        ):
            status = self.client.post("/pdfs", content=body, headers=headers).status_code
            self.report.note(
                status == 401,
                f"A request {what} is refused.",
                f"A request {what} must get status 401, not {status}.",
            )

    def accepted(self, path: str, job: Job) -> bool:
        response = self.post(path, job)
        good = response.status_code == 202 and _object(response).get("job_id") == str(job.job_id)
        return self.report.note(
            good,
            f"POST {path} accepts the job.",
            f"POST {path} must reply 202 with the job_id, not {response.status_code} {response.text[:200]}",
        )

    def reading(self) -> Source | None:
        job = self.pdf_job("/sample.pdf")
        if not self.accepted("/pdfs", job):
            return None
        again = self.post("/pdfs", job).status_code
        self.report.note(
            again == 202,
            "A job that is posted again gets status 202.",
            f"A job that is posted again must get status 202, not {again}.",
        )
        data = self.outcome(job, "upload.processed")
        if not isinstance(data, UploadRead):
            return None
        digest = hashlib.sha256(self.quizzler.pdf).hexdigest()
        self.report.note(data.pdf_id == digest, "pdf_id is the SHA-256 of the file.")
        self.report.note(data.pages == len(SAMPLE_PAGES), "The number of pages is right.")
        self.report.note(data.upload_id == job.upload_id, "The event names the upload.")
        return Source(upload_id=job.upload_id, pdf_id=digest, url=job.url, name=job.name, pages=None)

    def showing(self, source: Source) -> None:
        request = PageRequest(
            upload_id=source.upload_id,
            pdf_id=source.pdf_id,
            url=source.url,
            page=1,
            sentence=SAMPLE_PAGES[0][1],
        )
        text = request.model_dump_json()
        response = self.client.post(
            "/pages", content=text, headers=self.signer.headers(f"page_{uuid.uuid4().hex}", text)
        )
        if response.status_code == 404:
            self.report.note(True, "It shows no pictures of pages, which is optional.")
            return
        try:
            shown = PagePicture.model_validate_json(response.content)
        except ValidationError:
            self.report.note(
                False, "", f"POST /pages must reply a picture or 404, not {response.status_code}."
            )
            return
        self.report.note(bool(shown.boxes), "A page is shown, and the sentence is marked on it.")

    def refusing(self) -> None:
        job = self.pdf_job("/page.html")
        if self.accepted("/pdfs", job) and (data := self.outcome(job, "upload.failed")):
            self.report.note(
                data.code == "not_a_pdf" and bool(data.reason),
                "A file that is not a PDF fails as not_a_pdf, with a reason.",
            )

    def writing(self, source: Source) -> None:
        exam = uuid.uuid4()
        job = QuizJob(
            exam_id=exam,
            job_id=uuid.uuid4(),
            sources=[source],
            topic=None,
            questions=QUESTIONS,
            kinds=KINDS,
            difficulty=None,
            language="en",
            avoid=[],
            callback_url=f"{self.quizzler.url}/webhook/quiz-generated/{exam}",
        )
        if not self.accepted("/quizzes", job) or not (data := self.outcome(job, "quiz.generated")):
            return
        self.report.note(
            0 < len(data.questions) <= QUESTIONS,
            f"There are questions, and not more than requested: {len(data.questions)}.",
        )
        self.report.note(
            len(data.questions) == QUESTIONS or bool(data.shortfall),
            "If there are fewer than requested, `shortfall` says why.",
        )
        for number, question in enumerate(data.questions, start=1):
            fault = fault_of(question)
            self.report.note(
                fault is None,
                f"Question {number} is complete and cites its page.",
                f"Question {number}: {fault}",
            )

    def outcome(self, job: Job, kind: str) -> Any:
        """The data of a job's final event; None if it is of another kind or does not fit the contract."""
        event = self.quizzler.final(job, self.patience_s)
        if event is None:
            self.report.note(False, "", f"No {kind} arrived within {self.patience_s:g} seconds.")
        elif event["type"] == "bad signature":
            self.report.note(False, "", "An event arrived whose signature is not valid.")
        elif event["type"] != kind:
            code, reason = event["data"].get("code"), event["data"].get("reason")
            cause = f": {code}, {reason}" if event["type"].endswith("failed") else "."
            self.report.note(False, "", f"{event['type']} arrived instead of {kind}{cause}")
        else:
            try:
                data = events.validate_json(json.dumps(event)).data
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                where = ".".join(str(part) for part in first["loc"][1:])
                self.report.note(False, "", f"{kind} does not fit the contract: {where}: {first['msg']}.")
            else:
                self.report.note(True, f"{kind} arrives with a valid signature.")
                return data
        return None


def fault_of(question: CitedDraft) -> str | None:
    """What is wrong with a question about the sample, or None."""
    if question.kind not in KINDS:
        return f"its kind {question.kind!r} was not requested."
    if unknown := {name for part in _parts(question) for name in part.model_extra or {}}:
        return f"it has fields that no draft has: {', '.join(sorted(unknown))}."
    if question.difficulty not in (None, *get_args(Difficulty)):
        return f"{question.difficulty!r} is not a difficulty."
    if not question.prompt:
        return "it has no prompt."
    cited = question.citation
    if cited is None or cited.page > len(SAMPLE_PAGES):
        return "it cites no page of the PDF."
    text = squeezed(" ".join(line.removeprefix("# ") for line in SAMPLE_PAGES[cited.page - 1]))
    if not cited.sentence or squeezed(cited.sentence) not in text:
        return "the sentence that it cites is not on that page."
    right = sum(choice.correct is True for choice in question.choices or [])
    if question.kind == "single_choice" and right != 1:
        return "not exactly one choice is right."
    if question.kind == "true_false" and question.correct is None:
        return "it doesn't say whether it is true."
    if question.kind in ("numeric", "short_text") and not question.answers:
        return "it has no answer."
    return None


def _parts(question: CitedDraft) -> list[DraftPart]:
    return [question, *(question.choices or []), *(question.answers or [])]


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
