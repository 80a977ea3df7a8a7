"""What goes between Quizzler and a processing server, as types: what docs/processing.md says in words.

In the OpenAPI document these are `webhooks`: requests that Quizzler makes, each with the callbacks it awaits.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from app.quizzes.models import Difficulty, Kind, QuestionDraft

Progress = Field(ge=0, le=1)


class PdfJob(BaseModel):
    """A PDF to read."""

    upload_id: UUID
    job_id: UUID = Field(description="Also the webhook-id: the same one is the same job.")
    url: str = Field(description="Good for some hours.")
    name: str
    callback_url: str


class Source(BaseModel):
    """A PDF that questions are to come from."""

    upload_id: UUID
    pdf_id: str = Field(description="The SHA-256 of its bytes, in hexadecimal, as it was when it was read.")
    url: str
    name: str
    pages: list[tuple[int, int]] | None = Field(description="First and last pages, from 1; null: all.")


class QuizJob(BaseModel):
    """Questions to make."""

    exam_id: UUID = Field(description="The quiz.")
    job_id: UUID
    sources: list[Source]
    topic: str | None
    questions: int
    kinds: list[Kind]
    difficulty: dict[Difficulty, int] | None = Field(description="How many of each; null: any.")
    language: str
    avoid: list[str] = Field(description="Prompts that the quiz has already.")
    callback_url: str


class Accepted(BaseModel):
    """The job will be done; for a job that was posted before, it is being done or was."""

    job_id: UUID
    accepted: Literal[True]


class Refusal(BaseModel):
    """Problem JSON. A 4xx is final: the job fails with `detail`. 408, 425, 429 and 5xx are tried again."""

    code: str
    detail: str


class About(BaseModel):
    """Which job an event is of."""

    model_config = ConfigDict(extra="allow")

    job_id: UUID


class UploadProgress(About):
    """How far the reading is."""

    upload_id: UUID
    progress: float = Progress
    message: str | None = None


class UploadRead(About):
    """What is in the PDF."""

    upload_id: UUID
    pdf_id: str = Field(pattern="^[0-9a-f]{64}$")
    pages: int = Field(ge=1)
    title: str | None = None
    page_labels: list[str] | None = None
    size_bytes: int | None = None
    language: str | None = None
    text_pages: int | None = None
    scanned_pages: int | None = None


class UploadFailure(About):
    """Why the PDF can't be used."""

    upload_id: UUID
    code: str = Field(examples=["not_a_pdf", "encrypted", "too_large", "unreachable", "no_text", "timeout"])
    reason: str


class Citation(BaseModel):
    """Where the answer stands."""

    upload_id: UUID
    pdf_id: str
    page: int = Field(ge=1)
    page_label: str | None = None
    sentence: str


class CitedDraft(QuestionDraft):
    """A question as it can be posted to a quiz, and where it comes from."""

    citation: Citation | None = None  # type: ignore[assignment]


class QuizProgress(About):
    """How far the writing is."""

    exam_id: UUID
    progress: float = Progress
    message: str | None = None


class QuizQuestions(About):
    """The questions, all at once."""

    exam_id: UUID
    requested: int
    questions: list[CitedDraft]
    shortfall: str | None = Field(None, description="Why fewer than requested, in words.")
    dropped: dict[str, int] = Field({}, description="By check: how many questions did not pass it.")


class QuizFailure(About):
    """Why there are no questions."""

    exam_id: UUID
    code: str
    reason: str


class UploadProcessing(BaseModel):
    """Any number of these; they may be lost."""

    type: Literal["upload.processing"]
    timestamp: datetime
    data: UploadProgress


class UploadProcessed(BaseModel):
    """The upload is ready."""

    type: Literal["upload.processed"]
    timestamp: datetime
    data: UploadRead


class UploadFailed(BaseModel):
    """The upload has failed."""

    type: Literal["upload.failed"]
    timestamp: datetime
    data: UploadFailure


class QuizGenerating(BaseModel):
    """Any number of these; they may be lost."""

    type: Literal["quiz.generating"]
    timestamp: datetime
    data: QuizProgress


class QuizGenerated(BaseModel):
    """The quiz is ready."""

    type: Literal["quiz.generated"]
    timestamp: datetime
    data: QuizQuestions


class QuizFailed(BaseModel):
    """The generation has failed."""

    type: Literal["quiz.failed"]
    timestamp: datetime
    data: QuizFailure


class Heard(BaseModel):
    """What became of an event. `repeated`: its webhook-id came before; `ignored`: its job had ended."""

    status: Literal["applied", "repeated", "ignored"]
    detail: str | None = None


UploadEvent = UploadProcessing | UploadProcessed | UploadFailed
QuizEvent = QuizGenerating | QuizGenerated | QuizFailed

_callbacks: dict[int | str, dict[str, Any]] = {
    200: {"model": Heard},
    401: {"model": Refusal, "description": "The signature is not right."},
    404: {"model": Refusal, "description": "There is no such upload or quiz. Final."},
    409: {"model": Refusal, "description": "The job is not this upload's or quiz's. Final."},
    410: {"model": Refusal, "description": "The upload or quiz was deleted. Final."},
    413: {"model": Refusal, "description": "Too large. Final."},
}
_answers: dict[int | str, dict[str, Any]] = {
    202: {"model": Accepted},
    401: {"model": Refusal, "description": "The signature is not right. Final."},
    "4XX": {"model": Refusal, "description": "Final; 408, 425 and 429 are tried again."},
}

upload_callbacks = APIRouter()
quiz_callbacks = APIRouter()
requests = APIRouter(tags=["processing server"])


@upload_callbacks.post("{$request.body#/callback_url}", responses=_callbacks)
def upload_event(event: UploadEvent) -> Response:
    """Tell how the reading goes. Signed; the same webhook-id when it is sent again."""
    raise NotImplementedError  # a processing server's to send; here for the document


@quiz_callbacks.post("{$request.body#/callback_url}", responses=_callbacks)
def quiz_event(event: QuizEvent) -> Response:
    """Tell how the writing goes. Signed; the same webhook-id when it is sent again."""
    raise NotImplementedError


@requests.post("pdfs", status_code=202, responses=_answers, callbacks=upload_callbacks.routes)
def process_pdf(job: PdfJob) -> Response:
    """`POST {PROCESSING_URL}/pdfs`, signed as Standard Webhooks says: read this PDF."""
    raise NotImplementedError


@requests.post("quizzes", status_code=202, responses=_answers, callbacks=quiz_callbacks.routes)
def make_questions(job: QuizJob) -> Response:
    """`POST {PROCESSING_URL}/quizzes`, signed as Standard Webhooks says: make these questions."""
    raise NotImplementedError
