"""What quizzes and questions look like on the wire; core.normalise_question decides what may be in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    Tag,
)

from processor import contract

Kind = contract.Kind
Difficulty = contract.Difficulty
Visibility = Literal["private", "link", "public"]
Shown = Literal["never", "after_submit", "after_close"]


def _as_text(value: object) -> object:
    if not isinstance(value, str | None):
        raise ValueError("a date and time is a text such as 2026-09-01T08:00:00Z")
    return value


Number = contract.Number
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text)]


class Body(BaseModel):
    """A request's body: nothing unknown in it, nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QuizOptions(Body):
    """How a quiz is taken."""

    description: str = ""
    language: str = Field("en", description="A language tag such as `en` or `pt-BR`.")
    visibility: Visibility = Field("private", description="`link`: whoever has its id.")
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    time_limit_s: int | None = Field(None, description="Seconds for one attempt.")
    attempts_allowed: int | None = Field(1, description="null: as many as one likes.")
    attempt_delay_s: int = Field(0, description="Seconds between two attempts of a person.")
    counting_attempt: Literal["best", "last", "first", "average"] = "best"
    shuffle_questions: bool = False
    shuffle_choices: bool = False
    review_shown: Shown = Field("after_submit", description="When a taker sees their responses marked.")
    key_shown: Shown = Field(
        "after_submit", description="When a taker sees the right answers and explanations."
    )
    negative_marking: Number = Field(
        0, description="The part of a question's points that a wrong answer costs: 0 to 1."
    )
    pass_mark: Number | None = Field(None, description="Percent of the points.")


class NewQuiz(QuizOptions):
    """A quiz to be made."""

    title: str = Field(examples=["Capitals of Europe"])


class QuizChanges(QuizOptions):
    """What is to change; fields that are left out stay. `null` takes a time, a limit or a mark away."""

    title: str = Field("", examples=["Capitals of Europe"])


class Quiz(QuizOptions):
    """A quiz and its options."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    title: str
    owner_id: UUID
    owner: str | None = Field(None, description="Their display name.")
    state: Literal["ready", "generating", "failed"] = "ready"
    state_code: str | None = None
    state_reason: str | None = Field(
        None, description="Why the last generation failed, or made fewer questions than were asked for."
    )
    progress: float | None = Field(None, description="Of the generation that is under way: 0 to 1.")
    question_count: int
    points: float = Field(description="Of all its questions together.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class QuizPage(BaseModel):
    """A page of a list."""

    items: list[Quiz]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last.")


class Deleted(BaseModel):
    """Taken out of sight; it can be restored."""

    id: UUID
    deleted_at: datetime


class Purged(BaseModel):
    """Gone for good."""

    id: UUID
    purged: bool


class Copy(Body):
    """How a copy is called."""

    title: str | None = None


class DraftFields(contract.DraftFields):
    """The fields of a draft, and those that reading a question adds; these may be sent back."""

    id: str | None = None
    quiz_id: str | None = None
    position: int | None = None
    version: int | None = None
    created_at: str | None = None
    updated_at: str | None = None
    citation: dict[str, JsonValue] | None = Field(None, description="Where its answer stands in a PDF.")


EXAMPLES: list[JsonValue] = [
    {
        "kind": "single_choice",
        "prompt": "What is the capital of Australia?",
        "choices": [
            {"text": "Canberra", "correct": True},
            {"text": "Sydney", "feedback": "That is its largest city."},
        ],
    },
    {
        "kind": "multiple_choice",
        "prompt": "Which of these are prime?",
        "choices": [{"text": "2", "correct": True}, {"text": "7", "correct": True}, {"text": "9"}],
        "points": 2,
    },
    {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True},
    {
        "kind": "numeric",
        "prompt": "What is pi, to two decimals?",
        "answers": [{"value": 3.14, "tolerance": 0.005}],
    },
    {"kind": "short_text", "prompt": "Which city is Brazil's largest?", "answers": [{"text": "São Paulo"}]},
    {
        "kind": "ordering",
        "prompt": "From the smallest to the largest:",
        "choices": [{"text": "Mercury"}, {"text": "Mars"}, {"text": "Earth"}, {"text": "Jupiter"}],
    },
    {
        "kind": "poll",
        "prompt": "How was today's lesson?",
        "choices": [{"text": "Too slow"}, {"text": "Too fast"}],
    },
    {"kind": "slide", "prompt": "Now for the rivers.", "explanation": "Said when the slide closes."},
]


class QuestionDraft(DraftFields):
    """A question as it comes in: by hand, from a file, from trivia."""

    model_config = ConfigDict(json_schema_extra={"examples": EXAMPLES})

    kind: Kind
    prompt: str


class QuestionChanges(DraftFields):
    """What is to change; fields that are left out stay, `null` takes one away.

    `version`: only if this is still the question's version.
    """

    kind: Kind | None = None
    prompt: str | None = None


Drafts = Annotated[
    Annotated[QuestionDraft, Tag("draft")] | Annotated[list[QuestionDraft], Tag("drafts")],
    Discriminator(lambda body: "drafts" if isinstance(body, list) else "draft"),
]


class Question(QuestionDraft):
    """A question as its owner sees it: its draft, key included, and what the database adds."""

    model_config = ConfigDict(extra="allow")


class QuestionPage(BaseModel):
    """All questions of a quiz, in their order."""

    items: list[Question]
    next_cursor: None = None


class Order(Body):
    """The questions of a quiz in the order that they are to have."""

    question_ids: list[Annotated[UUID, Field(strict=False)]]


class ImportProblem(BaseModel):
    """What could not be taken."""

    line: int = Field(description="Of the file, counted from 1.")
    code: str
    message: str


class Imported(BaseModel):
    """What became of a file."""

    quiz: Quiz
    taken: int
    skipped: int
    problems: list[ImportProblem]


class TopicCounts(BaseModel):
    """A topic of the trivia; uncounted where only the server of TRIVIA_URL has it."""

    topic: str
    questions: int | None = None
    difficulties: dict[str, int] | None = None
    kinds: dict[str, int] | None = None


class Topics(BaseModel):
    """What trivia there is."""

    topics: list[TopicCounts]
    questions: int


class TriviaWish(Body):
    """What trivia a quiz is to be made of."""

    amount: int = Field(10, ge=1, le=50)
    topic: str | None = Field(None, description="See `/quizzes/topics/list`; null: any.")
    difficulty: Difficulty | None = None
    type: Kind | None = None
    title: str | None = Field(None, description="Of the quiz.")


class TriviaPull(BaseModel):
    """Questions drawn at random, as drafts with their answers."""

    source: Literal["bank", "open_trivia"]
    questions: list[QuestionDraft]
    notice: str | None = None


class TriviaQuiz(BaseModel):
    """A quiz made of trivia."""

    source: Literal["bank", "open_trivia"]
    quiz: Quiz
    notice: str | None = None
