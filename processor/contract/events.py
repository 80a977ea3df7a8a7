"""What a processing server posts back, and the reply."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from processor.contract.drafts import CitedDraft
from processor.contract.jobs import PdfId


class EventData(BaseModel):
    """Which job an event is about."""

    model_config = ConfigDict(extra="allow")

    job_id: UUID


class UploadProgress(EventData):
    """How much of the PDF has been read."""

    upload_id: UUID
    progress: float = Field(ge=0, le=1)
    message: str | None = None
    done: int | None = Field(None, ge=0, description="Pages that have been read.")
    of: int | None = Field(None, ge=1, description="Pages that the PDF has.")


class UploadRead(EventData):
    """What was found in the PDF."""

    upload_id: UUID
    pdf_id: PdfId
    pages: int = Field(ge=1)
    title: str | None = None
    page_labels: list[str] | None = None
    size_bytes: int | None = None
    language: str | None = None
    text_pages: int | None = None
    scanned_pages: int | None = None


class UploadFailure(EventData):
    """Why the PDF can't be used."""

    upload_id: UUID
    code: str = Field(examples=["not_a_pdf", "encrypted", "too_large", "unreachable", "no_text", "timeout"])
    reason: str


class QuizProgress(EventData):
    """How much of the writing has been done."""

    exam_id: UUID
    progress: float = Field(ge=0, le=1)
    message: str | None = None


class QuizQuestions(EventData):
    """All questions that were made."""

    exam_id: UUID
    requested: int
    questions: list[CitedDraft]
    shortfall: str | None = Field(None, description="Why there are fewer than requested, in a sentence.")
    dropped: dict[str, int] = Field({}, description="For each check, how many questions failed it.")


class QuizFailure(EventData):
    """Why there are no questions."""

    exam_id: UUID
    code: str
    reason: str


class UploadProcessing(BaseModel):
    """The upload is being read. Such events are optional, and may get lost."""

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
    """The questions are being written. Such events are optional, and may get lost."""

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


UploadEvent = UploadProcessing | UploadProcessed | UploadFailed
QuizEvent = QuizGenerating | QuizGenerated | QuizFailed
events: TypeAdapter[UploadEvent | QuizEvent] = TypeAdapter(
    Annotated[UploadEvent | QuizEvent, Field(discriminator="type")]
)


class EventOutcome(BaseModel):
    """What became of an event.

    `repeated`: an event with this webhook-id was received before. `ignored`: the job had ended, or more
    progress had been reported; `detail` says which.
    """

    status: Literal["applied", "repeated", "ignored"]
    detail: str | None = None
