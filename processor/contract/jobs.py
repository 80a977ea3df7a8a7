"""What Quizzler posts to a processing server, and what that replies at once."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from processor.contract.drafts import Difficulty, Kind

PDF_STARTS_WITHIN = 1024  # `%PDF-` must be among the first bytes; PDF 32000-1, implementation note 13


def starts_as_pdf(start: bytes) -> bool:
    """Whether these first bytes of a file are those of a PDF."""
    return b"%PDF-" in start[:PDF_STARTS_WITHIN]


def _is_web_address(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        raise ValueError("must be an http or https address")
    return text


def _is_range(pages: tuple[int, int]) -> tuple[int, int]:
    if not 1 <= pages[0] <= pages[1]:
        raise ValueError("a range of pages must be a first page, at least 1, and a last page not before it")
    return pages


WebAddress = Annotated[str, Field(max_length=4000), AfterValidator(_is_web_address)]
PageRange = Annotated[tuple[int, int], AfterValidator(_is_range)]
PdfId = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The SHA-256 of the PDF, in hexadecimal.")]


class PdfJob(BaseModel):
    """A PDF to read. Ignore fields that are not listed here: a newer Quizzler may send more."""

    upload_id: UUID
    job_id: UUID = Field(description="Also the webhook-id. A job that is posted again keeps its id.")
    url: WebAddress = Field(description="Valid for six hours.")
    name: str = Field(max_length=1000)
    callback_url: WebAddress


class Source(BaseModel):
    """A PDF to make questions from."""

    upload_id: UUID
    pdf_id: PdfId
    url: WebAddress
    name: str = Field(max_length=1000)
    pages: Annotated[list[PageRange], Field(max_length=1000)] | None = Field(
        description="First and last pages, from 1; null: all."
    )


class QuizJob(BaseModel):
    """Questions to make. Ignore fields that are not listed here."""

    exam_id: UUID = Field(description="The quiz.")
    job_id: UUID
    sources: list[Source] = Field(max_length=50)
    topic: str | None = Field(max_length=1000)
    questions: int = Field(ge=1, le=10_000)
    kinds: list[Kind] = Field(max_length=20)
    difficulty: dict[Difficulty, Annotated[int, Field(ge=0)]] | None = Field(
        description="How many questions of each difficulty; null: any."
    )
    language: str = Field(max_length=40)
    avoid: list[Annotated[str, Field(max_length=4000)]] = Field(
        max_length=5000, description="The prompts that the quiz has already."
    )
    callback_url: WebAddress


Job = PdfJob | QuizJob


Share = Annotated[float, Field(ge=0, le=1)]


class PageRequest(BaseModel):
    """A page to show. It is answered at once, so it is no job."""

    upload_id: UUID
    pdf_id: PdfId
    url: WebAddress
    page: int = Field(ge=1, le=1_000_000)
    sentence: Annotated[str, Field(max_length=4000)] | None = Field(description="To be found on the page.")


class PagePicture(BaseModel):
    """A page as a picture, and where the sentence stands on it."""

    picture: str = Field(description="WebP, in base64.")
    width: int = Field(ge=1, description="Of the picture, in pixels.")
    height: int = Field(ge=1)
    boxes: list[tuple[Share, Share, Share, Share]] = Field(
        description="Of each line of the sentence: its left, upper, right and lower edge, as shares of the "
        "page from its upper left corner. Empty: the sentence was not found."
    )


class Accepted(BaseModel):
    """The job will be done. Reply the same to a job that is posted again, and don't do it twice."""

    job_id: UUID
    accepted: Literal[True]


class Refusal(BaseModel):
    """Problem JSON. 408, 425, 429, 3xx and 5xx are tried again; any other 4xx is final."""

    code: str
    detail: str
