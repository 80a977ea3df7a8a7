"""The HTTP side of the processing server: the routes of the contract."""

import importlib.metadata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from processor.callbacks import Callbacks
from processor.contract.jobs import Accepted, Job, PagePicture, PageRequest, PdfJob, QuizJob, Refusal
from processor.contract.signatures import InvalidSignature, Signer
from processor.failure import JobFailure
from processor.jobs import Jobs, QueueFull
from processor.pictures import TooManyWait
from processor.reading import ocr
from processor.settings import ProcessorConfigurationError, ProcessorSettings, processor_settings

LARGEST_BODY = 4 << 20
RETRY_AFTER_S = 10
NO_SOURCES = "The built-in processing server can't write questions from a topic alone: add a PDF."
Asked = TypeVar("Asked", PdfJob, QuizJob, PageRequest)


class Refused(Exception):
    """A request that is answered with problem JSON."""

    def __init__(self, status: int, code: str, detail: str, **headers: str) -> None:
        self.status, self.code, self.detail, self.headers = status, code, detail, headers


async def signed_body(request: Request) -> bytes:
    """The body of a request that Quizzler has signed. Raises Refused."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refused(413, "too_large", f"A request may have at most {LARGEST_BODY} bytes.")
    signer: Signer = request.app.state.signer
    try:
        signer.verify(request.headers, body)
    except InvalidSignature as error:
        raise Refused(401, "invalid_signature", str(error)) from None
    return body


SignedBody = Annotated[bytes, Depends(signed_body)]


def create_app(settings: ProcessorSettings | None = None) -> FastAPI:
    """The server, with these settings or the environment's. Raises ProcessorConfigurationError."""
    config = settings or processor_settings()
    if config.processing_secrets is None:
        raise ProcessorConfigurationError(
            "PROCESSING_SECRETS is not set. Set it to the same value as in Quizzler: whsec_ and random bytes "
            "in base64."
        )
    signer = Signer(config.processing_secrets.get_secret_value())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        jobs = app.state.jobs = Jobs(config, Callbacks(signer, config.processor_callback_tries))
        jobs.start()
        try:
            yield
        finally:
            await jobs.stop()

    app = FastAPI(
        title="Quizzler processing server", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.state.signer = signer

    @app.post("/pdfs", status_code=202)
    async def read_pdf(body: SignedBody) -> Accepted:
        """Read a PDF. An event reports what was found in it."""
        return accept(app, parsed(PdfJob, body))

    @app.post("/quizzes", status_code=202)
    async def write_quiz(body: SignedBody) -> Accepted:
        """Write questions. An event delivers them."""
        job = parsed(QuizJob, body)
        if not job.sources:
            raise Refused(422, "no_sources", NO_SOURCES)
        return accept(app, job)

    @app.post("/pages")
    async def show_page(body: SignedBody) -> PagePicture:
        """A page as a picture, and where a sentence stands on it."""
        jobs: Jobs = app.state.jobs
        try:
            return await jobs.pictures.of(parsed(PageRequest, body))
        except JobFailure as failure:
            raise Refused(422, failure.code, failure.reason) from None
        except TooManyWait:
            raise busy("Too many pages are being shown. Try again later.") from None

    @app.get("/health")
    async def health() -> dict[str, Any]:
        """Whether the server runs, and what it can do."""
        version = importlib.metadata.version("quizzler")
        return {"status": "ok", "version": version, "model": config.model, "ocr": ocr.installed() is not None}

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        content = Refusal(code=error.code, detail=error.detail).model_dump()
        return JSONResponse(content, error.status, error.headers, media_type="application/problem+json")

    return app


def accept(app: FastAPI, job: Job) -> Accepted:
    """Accept a job. Raises Refused when the queue is full."""
    jobs: Jobs = app.state.jobs
    try:
        jobs.accept(job)
    except QueueFull:
        raise busy("Too many jobs are waiting. Try again later.") from None
    return Accepted(job_id=job.job_id, accepted=True)


def busy(detail: str) -> Refused:
    """The refusal of what may be asked for again later."""
    return Refused(429, "busy", detail, **{"Retry-After": str(RETRY_AFTER_S)})


def parsed(kind: type[Asked], body: bytes) -> Asked:
    """The request in a body. Raises Refused, which says what is wrong with it."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(422, "invalid_request", f"{where}: {first['msg']}" if where else first["msg"]) from None
