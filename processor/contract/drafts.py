"""A question as a draft, with its citation."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

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
