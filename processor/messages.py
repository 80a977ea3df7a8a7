"""What Quizzler asks of a processing server (docs/processing.md)."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from processor.draft import Level

ANY_KIND = Literal[
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll"
]


def _is_web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must be an http or https address")
    return text


def _is_a_range(pages: tuple[int, int]) -> tuple[int, int]:
    if not 1 <= pages[0] <= pages[1]:
        raise ValueError("a range of pages goes from its first, at least 1, to its last")
    return pages


WebAddress = Annotated[str, Field(max_length=4000), AfterValidator(_is_web_address)]
PageRange = Annotated[tuple[int, int], AfterValidator(_is_a_range)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")  # a newer Quizzler may say more

    job_id: UUID
    callback_url: WebAddress


class PdfJob(_Body):
    """Read a PDF."""

    upload_id: UUID
    url: WebAddress
    name: str = Field(max_length=1000)


class Source(BaseModel):
    """A PDF that questions are wanted from."""

    upload_id: UUID
    pdf_id: str = Field(pattern="^[0-9a-f]{64}$")
    url: WebAddress
    name: str = Field(max_length=1000)
    pages: list[PageRange] | None = Field(None, max_length=1000)


class QuizJob(_Body):
    """Write questions."""

    exam_id: UUID
    sources: list[Source] = Field(max_length=50)
    topic: str | None = Field(None, max_length=1000)
    questions: int = Field(ge=1, le=10_000)
    kinds: list[ANY_KIND] = Field(default_factory=list, max_length=20)
    difficulty: dict[Level, Annotated[int, Field(ge=0)]] | None = None
    language: str = Field("en", max_length=40)
    avoid: list[Annotated[str, Field(max_length=4000)]] = Field(default_factory=list, max_length=5000)


Job = PdfJob | QuizJob


def about(job: Job) -> dict[str, Any]:
    """What every event of a job says of it."""
    subject = {"upload_id": str(job.upload_id)} if isinstance(job, PdfJob) else {"exam_id": str(job.exam_id)}
    return {**subject, "job_id": str(job.job_id)}


def event_type(job: Job, stage: Literal["progress", "done", "failed"]) -> str:
    """The type of an event of a job."""
    if isinstance(job, PdfJob):
        return {"progress": "upload.processing", "done": "upload.processed", "failed": "upload.failed"}[stage]
    return {"progress": "quiz.generating", "done": "quiz.generated", "failed": "quiz.failed"}[stage]
