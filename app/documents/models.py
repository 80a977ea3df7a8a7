"""The bodies of requests and replies about uploads and generation. SQL checks their contents."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.http.bodies import Body, Moment
from app.quizzes.models import Difficulty, Kind, Visibility


class NewUpload(Body):
    """A PDF on the web."""

    url: str = Field(examples=["https://example.com/biology.pdf"])
    name: str | None = Field(None, description="The end of its address by default.")


class UploadName(Body):
    """The new name of an upload."""

    name: str


class Upload(BaseModel):
    """A PDF, and the progress of reading it."""

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
    version: int = Field(description="Grows when it is renamed.")
    deleted_at: datetime | None = None


class UploadPage(BaseModel):
    """A page of a PDF, and where a sentence stands on it."""

    width: int = Field(description="Of its picture, in pixels.")
    height: int
    boxes: list[tuple[float, float, float, float]] = Field(
        description="Of each line of the sentence: its left, upper, right and lower edge, as shares of the "
        "page from its upper left corner. Empty: there is no such sentence in the page's text.",
        examples=[[[0.1, 0.32, 0.86, 0.35]]],
    )


class SourcePages(Body):
    """An upload that is ready, and which of its pages to use."""

    upload_id: Annotated[UUID, Field(strict=False)]
    pages: list[list[int]] | None = Field(
        None, description="First and last pages, from 1; null: all.", examples=[[[1, 5], [9, 9]]]
    )


class DifficultyMix(Body):
    """How many questions of each difficulty, as numbers or as percentages."""

    easy: int = 0
    medium: int = 0
    hard: int = 0


class GenerationRequest(Body):
    """Which questions to make: from sources, about a topic, or both.

    The built-in processing server needs sources.
    """

    sources: list[SourcePages] = Field([])
    topic: str | None = None
    questions: int = Field(10, examples=[10])
    kinds: list[Kind] | None = Field(
        None,
        description="Any of single_choice, multiple_choice, true_false, numeric, short_text, ordering, "
        "matching.",
    )
    difficulty: Difficulty | DifficultyMix | None = Field(
        None, description="The same for all questions, or a mix; null: any."
    )
    language: str = "en"


class NewGeneratedQuiz(GenerationRequest):
    """A quiz whose questions are to be generated."""

    title: str | None = Field(None, description="The topic by default, else the titles of the PDFs.")
    description: str = ""
    visibility: Visibility = "private"
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    time_limit_s: int | None = Field(None, description="Seconds for one attempt; null: no limit.")
    attempts_allowed: int | None = Field(1, description="null: any number.")


class RegeneratedQuestion(BaseModel):
    """A question that is being replaced."""

    quiz_id: UUID
    question_id: UUID
    job_id: UUID
    state: Literal["generating"]
