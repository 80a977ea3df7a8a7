"""The contract between Quizzler and a processing server, as types. docs/processing.md describes it in words.

This is the only module that Quizzler and the processing server that comes with it share.
"""

import base64
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, WithJsonSchema
from standardwebhooks import Webhook, WebhookVerificationError

# --- A question --------------------------------------------------------------------------------------------

Kind = Literal[
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll", "slide",
    "slider", "matching", "cloze", "word_cloud", "essay",
]  # fmt: skip
Difficulty = Literal["easy", "medium", "hard"]
TextFormat = Literal["plain", "markdown"]

Number = int | float  # an integer stays an integer


class DraftPart(BaseModel):
    """A part of a draft. Quizzler's SQL checks the values, and refuses unknown fields by name."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class ChoiceDraft(DraftPart):
    """A choice of single_choice, multiple_choice, ordering (listed in the right order) or poll."""

    text: str
    correct: bool | None = Field(None, description="A shorthand for weights.")
    weight: Number | None = Field(None, description="The fraction of the points that it earns: -1 to 1.")
    feedback: str | None = None
    media_url: str | None = None
    media_alt: str | None = None
    pinned: bool | None = Field(
        None, description="Keeps its place when choices are shuffled, as “all of the above” should."
    )


class AnswerDraft(DraftPart):
    """An accepted answer. short_text: `text`; numeric: `value` (and `tolerance`), or `min` and `max`."""

    text: str | None = None
    wildcards: bool | None = Field(
        None, description="short_text: `*` in the text stands for any characters, `\\*` for an asterisk."
    )
    value: Number | None = None
    tolerance: Number | None = None
    min: Number | None = None
    max: Number | None = None
    weight: Number | None = Field(
        None, description="The fraction of the points that it earns: 0 to 1; 1 by default."
    )
    feedback: str | None = None


class UnitDraft(DraftPart):
    """A unit that a number may be given in; the answers are in the first one."""

    unit: str
    factor: Number | None = Field(
        None,
        description="How many of the first unit one of it is. Without a factor, it is offered and wrong.",
    )


class PairDraft(DraftPart):
    """An item of a matching, and what belongs to it."""

    text: str
    match: str
    media_url: str | None = None
    media_alt: str | None = None


class GapDraft(DraftPart):
    """A gap of a cloze: a question of its own."""

    kind: Literal["short_text", "numeric", "single_choice"]
    weight: int | None = Field(None, description="Its share of the points, 1 to 100; 1 by default.")
    choices: list[ChoiceDraft] | None = None
    answers: list[AnswerDraft] | None = None
    case_sensitive: bool | None = None
    forgives: list[str] | None = None


class LevelDraft(DraftPart):
    """A level that an essay can reach in a criterion of its rubric."""

    text: str
    points: Number


class CriterionDraft(DraftPart):
    """A criterion by which an essay is marked."""

    text: str
    points: Number = Field(description="What it earns at most, in hundredths.")
    description: str | None = None
    levels: list[LevelDraft] | None = Field(None, description="Without levels, any points may be given.")


class DraftFields(DraftPart):
    """What a draft of any kind may have beside its kind and its prompt."""

    choices: list[ChoiceDraft] | None = Field(
        None, description="single_choice, multiple_choice, ordering, poll"
    )
    correct: bool | None = Field(None, description="true_false")
    feedback_true: str | None = Field(None, description="true_false: feedback on the answer true.")
    feedback_false: str | None = Field(None, description="true_false: feedback on the answer false.")
    answers: list[AnswerDraft] | None = Field(None, description="short_text, numeric")
    units: list[UnitDraft] | None = Field(None, description="numeric; none by default")
    unit_required: bool | None = Field(None, description="numeric with units; true by default")
    unit_share: Number | None = Field(
        None, description="numeric with units: the part of the points that a wrong or missing unit costs; 1."
    )
    case_sensitive: bool | None = Field(None, description="short_text; false by default")
    forgives: list[str] | None = Field(
        None,
        description="short_text; [`accents`] by default. `letters`: also ñ for n, й for и; `punctuation`.",
    )
    min: Number | None = Field(None, description="slider: its lowest value.")
    max: Number | None = Field(None, description="slider: its highest value.")
    step: Number | None = Field(None, description="slider: between two values; 1 by default.")
    value: Number | None = Field(None, description="slider: the right value.")
    tolerance: Number | None = Field(
        None, description="slider: how far from it all points are earned; 0 by default."
    )
    partial_within: Number | None = Field(
        None, description="slider: the distance up to which a part of the points is earned; none by default."
    )
    nearest: bool | None = Field(
        None, description="slider: in a live game, the nearest answers earn all points. false by default."
    )
    pairs: list[PairDraft] | None = Field(
        None, description="matching; several items may have the same match."
    )
    distractors: list[str] | None = Field(None, description="matching: what belongs to none of the items.")
    gaps: list[GapDraft] | None = Field(
        None, description="cloze: its gaps in order; `[[1]]` in the prompt is where the first one is."
    )
    words: int | None = Field(
        None, description="word_cloud: how many words one person may give, 1 to 10; 1 by default."
    )
    max_length: int | None = Field(
        None, description="essay: characters at most, 1 to 10000; 5000 by default."
    )
    rubric: list[CriterionDraft] | None = Field(None, description="essay: what it is marked by.")
    marking_notes: str | None = Field(None, description="essay: hints for who marks it; takers don't see it.")
    points: Number | None = Field(None, description="1 by default; 0 for what is not scored.")
    time_limit_ms: int | None = Field(None, description="In a live game; the room's limit by default.")
    explanation: str | None = None
    subject: str | None = None
    difficulty: Annotated[str, WithJsonSchema({"type": "string", "enum": [*get_args(Difficulty)]})] | None = (
        None
    )
    text_format: (
        Annotated[str, WithJsonSchema({"type": "string", "enum": [*get_args(TextFormat)]})] | None
    ) = Field(
        None, description="How its texts are written: `plain` (as they stand), the default, or `markdown`."
    )
    media_url: str | None = None
    media_alt: str | None = Field(
        None,
        description="What the picture shows or the sound says; empty: it is decoration. By default "
        "that of its upload, if it was uploaded.",
    )
    source: str | None = None
    tags: list[str] | None = Field(None, description="What it is filed under; kept in lower case.")
    name: str | None = Field(None, description="What its owner calls it, in one line. Takers don't see it.")
    external_id: str | None = Field(None, description="Its id in the program that it came from.")


class Citation(BaseModel):
    """The page and the sentence that a generated question rests on."""

    model_config = ConfigDict(frozen=True)

    upload_id: UUID
    pdf_id: str
    page: int = Field(ge=1)
    page_label: str | None = None
    sentence: str = Field(description="Copied from the page word for word.")


class CitedDraft(DraftFields):
    """A question as it can be added to a quiz, with its citation."""

    kind: Kind
    prompt: str
    citation: Citation | None = None


PDF_STARTS_WITHIN = 1024  # `%PDF-` must be among the first bytes; PDF 32000-1, implementation note 13


def starts_as_pdf(start: bytes) -> bool:
    """Whether these first bytes of a file are those of a PDF."""
    return b"%PDF-" in start[:PDF_STARTS_WITHIN]


# --- What Quizzler posts -----------------------------------------------------------------------------------


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


# --- What comes back ---------------------------------------------------------------------------------------


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


# --- Signatures --------------------------------------------------------------------------------------------


class InvalidSignature(Exception):
    """The request was not signed by the other side."""


def signing_keys(secrets: str) -> list[bytes]:
    """The keys in one or more secrets, separated by commas. Raises ValueError for one that is malformed."""
    keys = []
    for secret in secrets.split(","):
        prefix, _, encoded = secret.strip().partition("_")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if prefix != "whsec" or not 24 <= len(key) <= 64:
            raise ValueError(
                "each secret must be whsec_ and 24 to 64 random bytes in base64; "
                'make one with: echo "whsec_$(openssl rand -base64 32)"'
            )
        keys.append(key)
    return keys


class Signer:
    """Standard Webhooks in both directions: the first secret signs, and any of them is accepted."""

    def __init__(self, secrets: str) -> None:
        """`secrets`: as in PROCESSING_SECRETS. Raises ValueError if they are malformed."""
        self._webhooks = [Webhook(key) for key in signing_keys(secrets)]

    def headers(self, message_id: str, body: str) -> dict[str, str]:
        """The headers of a body that is sent now. Give the same id when it is sent again."""
        now = datetime.now(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhooks[0].sign(message_id, now, body),
        }

    def verify(self, headers: Mapping[str, str], body: bytes) -> str:
        """The webhook-id of a request that was signed within five minutes of now. Raises InvalidSignature."""
        given = {name: headers[name] for name in headers if name.startswith("webhook-")}
        for webhook in self._webhooks:
            try:
                webhook.verify(body, given, json_parse=False)
            except (WebhookVerificationError, ValueError):
                continue  # the library raises ValueError for malformed headers
            return given["webhook-id"]
        raise InvalidSignature("The signature is missing, too old, or not valid for this body.")


# --- The environment of a child program --------------------------------------------------------------------

NEEDED = frozenset(
    "PATH HOME LANG LC_ALL TZ TMPDIR PYTHONPATH LD_LIBRARY_PATH TESSDATA_PREFIX SSL_CERT_FILE SSL_CERT_DIR "
    "HTTP_PROXY HTTPS_PROXY NO_PROXY".split()
)


def environment(*prefixes: str) -> dict[str, str]:
    """The environment for a child program: what any program needs, and variables with one of these prefixes.

    Other variables may be secrets, so they are left out.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith(prefixes)
    }
