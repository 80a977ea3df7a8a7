"""The bodies of uploads and generation. SQL decides what may be in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.http.bodies import Body, Moment
from app.quizzes.models import Difficulty, Kind, Visibility


class NewUpload(Body):
    """A PDF somewhere on the web."""

    url: str = Field(examples=["https://example.com/biology.pdf"])
    name: str | None = Field(None, description="The end of its address by default.")


class UploadName(Body):
    """How an upload is to be called."""

    name: str


class Upload(BaseModel):
    """A PDF, and how far its reading is."""

    id: UUID
    name: str
    url: str | None
    is_file: bool = Field(description="It was sent as a file.")
    state: Literal["queued", "processing", "ready", "failed"]
    code: str | None = Field(description="Why it failed, for programs.")
    reason: str | None = Field(description="Why it failed, in a sentence.")
    progress: float
    message: str | None
    pdf_id: str | None = Field(description="The SHA-256 of its bytes.")
    title: str | None
    pages: int | None
    page_labels: list[str] | None
    size_bytes: int | None
    language: str | None
    text_pages: int | None
    scanned_pages: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class UploadPage(BaseModel):
    """Newest first."""

    items: list[Upload]
    next_cursor: str | None


class SourcePages(Body):
    """A PDF that is ready, and which of its pages."""

    upload_id: Annotated[UUID, Field(strict=False)]
    pages: list[list[int]] | None = Field(
        None, description="First and last pages, from 1; null: all.", examples=[[[1, 5], [9, 9]]]
    )


class DifficultyMix(Body):
    """Numbers of questions, or percent."""

    easy: int = 0
    medium: int = 0
    hard: int = 0


class GenerationRequest(Body):
    """Which questions to make: from sources, about a topic, or both. The built-in server needs sources."""

    sources: list[SourcePages] = Field([])
    topic: str | None = None
    questions: int = Field(10, examples=[10])
    kinds: list[Kind] | None = Field(
        None, description="Of single_choice, multiple_choice, true_false, numeric, short_text."
    )
    difficulty: Difficulty | DifficultyMix | None = Field(
        None, description="One for all, or a mix; null: any."
    )
    language: str = "en"


class NewGeneratedQuiz(GenerationRequest):
    """A quiz whose questions are to be generated."""

    title: str | None = Field(None, description="The topic by default, or what the PDFs are called.")
    description: str = ""
    visibility: Visibility = "private"
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    time_limit_s: int | None = Field(None, description="Seconds for one attempt.")
    attempts_allowed: int | None = Field(1, description="null: any number.")


class RegeneratedQuestion(BaseModel):
    """A question that is being replaced."""

    quiz_id: UUID
    question_id: UUID
    job_id: UUID
    state: Literal["generating"]
