"""`quizzler processor check`: whether a processing server keeps the contract, asked as Quizzler would ask
it.
"""

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
from typing import Any

import httpx

from processor.callbacks import InvalidSignature, Signer
from processor.checks import squeezed
from processor.sample import SAMPLE_PAGES, sample_pdf

QUESTIONS = 4
KINDS = ["single_choice", "true_false", "short_text", "numeric"]
FINAL = {"upload.processed", "upload.failed", "quiz.generated", "quiz.failed"}


@dataclass
class Report:
    """What was seen, in sentences; each with whether it is as it must be."""

    findings: list[tuple[bool, str]] = field(default_factory=list)
    tell: Callable[[bool, str], None] = lambda good, sentence: None

    def note(self, good: bool, right: str, wrong: str = "") -> bool:
        """Keep a finding; `wrong` is what to say when it isn't good."""
        sentence = right if good else wrong or f"Not so: {right}"
        self.findings.append((good, sentence))
        self.tell(good, sentence)
        return good

    @property
    def passed(self) -> bool:
        """Whether all is as it must be."""
        return all(good for good, _ in self.findings)


class _Quizzler:
    """The other side: serves the PDF, and hears the events."""

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
                    signed_as = signer.verify(headers, body)
                    event = json.loads(body)
                except (InvalidSignature, ValueError):
                    quizzler.events.put({"type": "bad signature", "data": {}})
                    return self._answer(401, b'{"code": "bad_signature"}')
                if signed_as not in quizzler._seen:
                    quizzler._seen.add(signed_as)
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
        """Listen while the block runs."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def final(self, job_id: str, patience_s: float) -> dict[str, Any] | None:
        """The final event of a job, or None when it doesn't come in time."""
        until = time.monotonic() + patience_s
        while (left := until - time.monotonic()) > 0:
            try:
                event = self.events.get(timeout=left)
            except queue.Empty:
                return None
            if event["type"] == "bad signature" or (
                event["type"] in FINAL and event["data"].get("job_id") == job_id
            ):
                return event
        return None


def check(
    url: str,
    secrets: str,
    *,
    host: str = "127.0.0.1",
    patience_s: float = 120,
    tell: Callable[[bool, str], None] | None = None,
) -> Report:
    """Ask a processing server for all that the contract has; it must be able to reach `host`, which is this
    machine.
    """
    report = Report(tell=tell or (lambda good, sentence: None))
    signer = Signer(secrets)
    with (
        _Quizzler(signer, host).running() as quizzler,
        httpx.Client(base_url=url.rstrip("/"), timeout=30) as client,
    ):
        try:
            examination = _Examination(report, signer, quizzler, client, patience_s)
            examination.health()
            examination.signatures()
            pdf = examination.reading()
            examination.refusing()
            if pdf:
                examination.writing(pdf)
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

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        text = json.dumps(body)
        return self.client.post(path, content=text, headers=self.signer.headers(body["job_id"], text))

    def pdf_job(self, path: str) -> dict[str, Any]:
        upload = str(uuid.uuid4())
        return {
            "upload_id": upload,
            "job_id": str(uuid.uuid4()),
            "url": self.quizzler.url + path,
            "name": "lights.pdf",
            "callback_url": f"{self.quizzler.url}/webhook/upload-processed/{upload}",
        }

    def health(self) -> None:
        answer = self.client.get("/health")
        good = answer.status_code == 200 and _object(answer).get("status") == "ok"
        self.report.note(
            good,
            "GET /health says that it is well.",
            f"GET /health must answer 200 with status ok: {answer.status_code}.",
        )

    def signatures(self) -> None:
        body = json.dumps(self.pdf_job("/sample.pdf"))
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
                f"A request {what} must be answered 401: {status}.",
            )

    def accepted(self, path: str, body: dict[str, Any]) -> bool:
        answer = self.post(path, body)
        good = answer.status_code == 202 and _object(answer).get("job_id") == body["job_id"]
        return self.report.note(
            good,
            f"POST {path} takes the job on.",
            f"POST {path} must answer 202 with the job_id: {answer.status_code} {answer.text[:200]}",
        )

    def reading(self) -> dict[str, Any] | None:
        job = self.pdf_job("/sample.pdf")
        if not self.accepted("/pdfs", job):
            return None
        again = self.post("/pdfs", job).status_code
        self.report.note(
            again == 202,
            "The same job posted again is answered 202.",
            f"A job posted again must be answered 202: {again}.",
        )
        event = self.quizzler.final(job["job_id"], self.patience_s)
        if not self.came(event, "upload.processed"):
            return None
        assert event is not None
        data = event["data"]
        digest = hashlib.sha256(self.quizzler.pdf).hexdigest()
        self.report.note(data.get("pdf_id") == digest, "pdf_id is the SHA-256 of the file.")
        self.report.note(data.get("pages") == len(SAMPLE_PAGES), "The number of pages is right.")
        self.report.note(data.get("upload_id") == job["upload_id"], "The event names the upload.")
        return {
            "upload_id": job["upload_id"],
            "pdf_id": digest,
            "url": job["url"],
            "name": job["name"],
            "pages": None,
        }

    def refusing(self) -> None:
        job = self.pdf_job("/page.html")
        if self.accepted("/pdfs", job):
            event = self.quizzler.final(job["job_id"], self.patience_s)
            if self.came(event, "upload.failed") and event:
                code = event["data"].get("code")
                self.report.note(
                    code == "not_a_pdf" and bool(event["data"].get("reason")),
                    "What is no PDF fails as not_a_pdf, with a reason.",
                )

    def writing(self, source: dict[str, Any]) -> None:
        exam = str(uuid.uuid4())
        job = {
            "exam_id": exam,
            "job_id": str(uuid.uuid4()),
            "sources": [source],
            "topic": None,
            "questions": QUESTIONS,
            "kinds": KINDS,
            "difficulty": None,
            "language": "en",
            "avoid": [],
            "callback_url": f"{self.quizzler.url}/webhook/quiz-generated/{exam}",
        }
        if not self.accepted("/quizzes", job):
            return
        event = self.quizzler.final(str(job["job_id"]), self.patience_s)
        if not self.came(event, "quiz.generated") or event is None:
            return
        data = event["data"]
        questions = data.get("questions") or []
        self.report.note(
            0 < len(questions) <= QUESTIONS,
            f"It writes no more questions than asked for, and some: {len(questions)}.",
        )
        self.report.note(
            len(questions) == QUESTIONS or bool(data.get("shortfall")),
            "Where there are fewer, `shortfall` says why.",
        )
        for number, question in enumerate(questions, start=1):
            fault = fault_of(question)
            self.report.note(
                fault is None,
                f"Question {number} is whole and cites its page.",
                f"Question {number}: {fault}",
            )

    def came(self, event: dict[str, Any] | None, kind: str) -> bool:
        if event is None:
            return self.report.note(False, "", f"No {kind} came within {self.patience_s:g} seconds.")
        if event["type"] == "bad signature":
            return self.report.note(False, "", "An event came whose signature is not good.")
        said = (
            f": {event['data'].get('code')}, {event['data'].get('reason')}"
            if event["type"].endswith("failed")
            else "."
        )
        return self.report.note(
            event["type"] == kind, f"{kind} comes, signed.", f"Instead of {kind} came {event['type']}{said}"
        )


def fault_of(question: dict[str, Any]) -> str | None:
    """What is wrong with a question of the sample, or None."""
    kind, cited = question.get("kind"), question.get("citation") or {}
    if kind not in KINDS:
        return f"its kind {kind!r} was not asked for."
    if not question.get("prompt"):
        return "it has no prompt."
    page = cited.get("page")
    if not isinstance(page, int) or not 1 <= page <= len(SAMPLE_PAGES):
        return "it cites no page of the PDF."
    text = squeezed(" ".join(line.removeprefix("# ") for line in SAMPLE_PAGES[page - 1]))
    if not cited.get("sentence") or squeezed(str(cited["sentence"])) not in text:
        return "the sentence that it cites does not stand on that page."
    if (
        kind == "single_choice"
        and sum(choice.get("correct") is True for choice in question.get("choices") or []) != 1
    ):
        return "not exactly one choice is right."
    if kind == "true_false" and not isinstance(question.get("correct"), bool):
        return "it doesn't say whether it is true."
    if kind in ("numeric", "short_text") and not question.get("answers"):
        return "it has no answer."
    return None


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
