"""What uploads and generation look like on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue

from app.quizzes.models import Body, Difficulty, Kind, Moment, Visibility


class NewUpload(Body):
    """A PDF somewhere on the web."""

    url: str = Field(examples=["https://example.com/biology.pdf"])
    name: str | None = Field(None, description="Else the end of its address.")


class Rename(Body):
    """What it is to be called."""

    name: str


class Upload(BaseModel):
    """A PDF and how far it is. A ready one has its pages."""

    id: UUID
    name: str
    url: str | None
    is_file: bool = Field(description="It was sent here.")
    state: Literal["queued", "processing", "ready", "failed"]
    code: str | None = Field(description="Why it failed, for programs.")
    reason: str | None = Field(description="Why it failed, in words.")
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


PageRange = Annotated[list[int], Field(min_length=2, max_length=2, examples=[[1, 5]])]


class SourceWish(Body):
    """A PDF that is ready, and which of its pages."""

    upload_id: Annotated[UUID, Field(strict=False)]
    pages: list[PageRange] | None = Field(None, description="First and last pages, from 1; null: all.")


class Mix(Body):
    """Numbers of questions, or percent."""

    easy: int = 0
    medium: int = 0
    hard: int = 0


class Wish(Body):
    """Which questions are wanted: from sources, about a topic, or both; the built-in server needs sources."""

    sources: list[SourceWish] = Field([])
    topic: str | None = None
    questions: int = Field(10, examples=[10])
    kinds: list[Kind] | None = Field(
        None, description="Of single_choice, multiple_choice, true_false, numeric, short_text."
    )
    difficulty: Difficulty | Mix | None = Field(None, description="One for all, or a mix; null: any.")
    language: str = "en"


class NewGeneratedQuiz(Wish):
    """A quiz whose questions are to be generated."""

    title: str | None = Field(None, description="Else the topic, or what the PDFs are called.")
    description: str = ""
    visibility: Visibility = "private"
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    time_limit_s: int | None = Field(None, description="Seconds for one attempt.")
    attempts_allowed: int | None = Field(1, description="null: as many as one likes.")


class Regenerating(BaseModel):
    """A question in whose place another is being made."""

    quiz_id: UUID
    question_id: UUID
    job_id: UUID
    state: Literal["generating"]


Json = dict[str, JsonValue]
