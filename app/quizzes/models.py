"""The JSON of quizzes and questions. SQL checks it: core.change_quiz and core.normalise_question."""

from datetime import datetime
from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Discriminator, Field, JsonValue, Tag

from app.http.bodies import Body, Id, Moment, Number, OpenBody, words
from processor.contract import drafts

Draft = dict[str, Any]  # the JSON of a QuestionDraft, without the fields that do not apply

Kind = Annotated[str, words(*get_args(drafts.Kind))]
Difficulty = Annotated[str, words(*get_args(drafts.Difficulty))]
TextFormat = Annotated[str, words(*get_args(drafts.TextFormat))]
Visibility = Annotated[str, words("private", "link", "public")]
CountingAttempt = Annotated[str, words("best", "last", "first", "average")]
Shown = Annotated[str, words("never", "after_submit", "after_last_attempt", "after_close")]


class Section(OpenBody):
    """A part of a quiz, and how its questions are drawn.

    A question belongs to the first section whose tag and difficulty it has.
    """

    title: str
    text: str | None = Field(None, description="Shown before its questions.")
    tag: str | None = Field(None, description="Only questions with this tag.")
    difficulty: Difficulty | None = Field(None, description="Only questions of this difficulty.")
    select: int | None = Field(None, description="How many of its questions are asked; all by default.")
    draw: Annotated[str, words("each_attempt", "once")] = Field(
        "each_attempt", description="once: the same questions for all takers."
    )
    shuffle: bool | None = Field(
        None, description="Whether its questions are shuffled among themselves; as shuffle_questions."
    )


class QuizOptions(OpenBody):
    """How a quiz is taken."""

    description: str = ""
    text_format: TextFormat = Field(
        "plain", description="How the description and the texts of the sections are written."
    )
    tags: list[str] = Field([], description="What the quiz is filed under; kept in lower case.")
    sections: list[Section] = Field(
        [], description="Its parts, in order. Questions that belong to none of them are not asked."
    )
    language: str = Field("en", description="A language tag such as `en` or `pt-BR`.")
    visibility: Visibility = Field("private", description="`link`: anyone who has the quiz's id.")
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    time_limit_s: int | None = Field(None, description="Seconds for one attempt.")
    attempts_allowed: int | None = Field(1, description="null: any number.")
    attempt_delay_s: int = Field(0, description="Seconds between two attempts of a person.")
    counting_attempt: CountingAttempt = "best"
    shuffle_questions: bool = False
    shuffle_choices: bool = False
    review_shown: Shown = Field("after_submit", description="When takers see the marks of their responses.")
    key_shown: Shown = Field(
        "after_last_attempt",
        description="When takers see the answer key and explanations. after_last_attempt: once they have no "
        "attempt left, or the quiz has closed; with any number of attempts only then.",
    )
    score_shown: Shown | None = Field(
        None,
        description="When takers see scores and places on boards; marks are not shown before either. "
        "null: as soon as review or key.",
    )
    negative_marking: Number = Field(
        0, description="The part of a question's points that a wrong answer costs: 0 to 1."
    )
    pass_mark: Number | None = Field(None, description="In percent of the points.")
    ask_email: bool = Field(
        False, description="Takers agree at the start that you see their e-mail address beside their results."
    )
    ask_student_number: bool = Field(
        False, description="Takers give a student number at the start, which you see beside their results."
    )
    guests_allowed: bool = Field(
        False,
        description="Whoever has the link may take the quiz by a nickname, without an account. One person "
        "can be several guests, so `attempts_allowed` binds nobody then.",
    )
    listed_only: bool = Field(
        False,
        description="Only people whose e-mail address is on the quiz's allow-list may take it. Not together "
        "with `guests_allowed`.",
    )


class NewQuiz(QuizOptions):
    """A new quiz."""

    title: str = Field(examples=["Capitals of Europe"])


class QuizChanges(QuizOptions):
    """The fields to change; others stay. `null` removes a time, a limit or a pass mark."""

    title: str = Field("", examples=["Capitals of Europe"])


class StateCounts(BaseModel):
    """How many questions the last generation was asked for, and how many it made."""

    requested: int
    delivered: int


class Quiz(QuizOptions):
    """A quiz and its options."""

    id: UUID
    title: str
    owner_id: UUID
    owner: str | None = Field(None, description="The owner's display name.")
    role: Annotated[str, words("owner", "edit", "results")] | None = Field(
        None, description="Your role in it; null: none."
    )
    folder_id: UUID | None = Field(None, description="Your folder that it is in; null: none.")
    state: Annotated[str, words("ready", "generating", "failed")] = "ready"
    state_code: str | None = Field(
        None,
        description="Why the last generation failed; shortfall: it made fewer; differs: others.",
    )
    state_reason: str | None = Field(
        None, description="Why the last generation failed, or made fewer questions than requested."
    )
    state_counts: StateCounts | None = None
    progress: float | None = Field(
        None, description="How much of the generation in progress is done: 0 to 1."
    )
    question_count: int
    points: float = Field(description="The sum over its questions.")
    password_required: bool = Field(description="Whether beginning an attempt takes a password.")
    version: int = Field(description="Grows with each change of the quiz or of its questions.")
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = Field(None, description="When its owner put it away; null: it is not.")
    deleted_at: datetime | None = None


class MovedDeadline(BaseModel):
    """An attempt in progress whose deadline a change would move."""

    attempt_id: UUID
    user_id: UUID
    display_name: str
    preview: bool = Field(description="Taken by the quiz's owner.")
    started_at: datetime
    deadline: datetime | None = Field(description="null: none.")
    new_deadline: datetime | None = Field(description="null: none.")
    ends: bool = Field(description="Whether the attempt would end at once.")


class ChangePreview(BaseModel):
    """Whom a change of a quiz would touch."""

    in_progress: int = Field(description="How many attempts are in progress.")
    moved: int = Field(description="How many deadlines would move.")
    ending: int = Field(description="How many attempts would end at once.")
    attempts: list[MovedDeadline] = Field(description="The first 100 of those whose deadlines would move.")


class Deleted(BaseModel):
    """Something that was deleted and can be restored."""

    id: UUID
    deleted_at: datetime


class Purged(BaseModel):
    """Something that was deleted for good."""

    id: UUID
    purged: bool


class Copy(Body):
    """The title of a copy."""

    title: str | None = None


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
    {
        "kind": "slider",
        "prompt": "When was the first film shown to an audience?",
        "min": 1850,
        "max": 1950,
        "value": 1895,
        "tolerance": 2,
        "partial_within": 20,
    },
    {
        "kind": "matching",
        "prompt": "Which capital is whose?",
        "pairs": [{"text": "Italy", "match": "Rome"}, {"text": "Peru", "match": "Lima"}],
        "distractors": ["Milan"],
    },
    {
        "kind": "cloze",
        "prompt": "The [[1]] flows into the [[2]] after about [[3]] km.",
        "gaps": [
            {"kind": "short_text", "answers": [{"text": "Nile"}], "weight": 2},
            {
                "kind": "single_choice",
                "choices": [{"text": "Mediterranean", "correct": True}, {"text": "Atlantic"}],
            },
            {"kind": "numeric", "answers": [{"value": 6650, "tolerance": 50}]},
        ],
    },
    {"kind": "word_cloud", "prompt": "What comes to mind when you hear “river”?", "words": 3},
    {
        "kind": "essay",
        "prompt": "Why did Rome fall?",
        "max_length": 3000,
        "rubric": [
            {"text": "Causes", "points": 4, "description": "At least two, with evidence."},
            {
                "text": "Style",
                "points": 1,
                "levels": [{"text": "Hard to follow", "points": 0}, {"text": "Clear", "points": 1}],
            },
        ],
        "marking_notes": "Accept any two causes of chapter 7.",
    },
    {"kind": "slide", "prompt": "Now for the rivers.", "explanation": "Shown when the slide closes."},
]


class QuestionDraft(drafts.DraftFields, OpenBody):
    """A question with its answer key, as its owner writes it."""

    model_config = ConfigDict(json_schema_extra={"examples": EXAMPLES})

    kind: Kind
    prompt: str


class QuestionChanges(drafts.DraftFields, OpenBody):
    """The fields to change; others stay, and `null` removes one."""

    kind: Kind | None = None
    prompt: str | None = None
    version: int | None = Field(
        None, description="Refuse the change unless this is the question's current version."
    )


Drafts = Annotated[
    Annotated[QuestionDraft, Tag("draft")] | Annotated[list[QuestionDraft], Tag("drafts")],
    Discriminator(lambda body: "drafts" if isinstance(body, list) else "draft"),
]


class Choice(BaseModel):
    """One of the things that a question offers, as takers and players see it."""

    id: str
    text: str
    media_url: str | None = None
    media_alt: str | None = Field(None, description="What the picture shows. Empty: it is decoration.")


class Gap(BaseModel):
    """A gap of a cloze, as takers and players see it."""

    id: str
    kind: Annotated[str, words("short_text", "numeric", "single_choice")]
    choices: list[Choice] | None = None


class Display(BaseModel):
    """What a question shows beside its prompt and choices, by its kind."""

    min: float | None = Field(None, description="slider: its lowest value.")
    max: float | None = Field(None, description="slider: its highest value.")
    step: float | None = Field(None, description="slider: between two values.")
    units: list[str] | None = Field(None, description="numeric: the units to choose from, if it has any.")
    unit_required: bool | None = Field(None, description="numeric with units: whether one has to be given.")
    words: int | None = Field(None, description="word_cloud: how many words one person may give.")
    max_length: int | None = Field(None, description="essay: how many characters it may have.")
    gaps: list[Gap] | None = Field(None, description="cloze: `[[id]]` in the prompt is where each stands.")
    items: list[Choice] | None = Field(None, description="matching: to each belongs one of the choices.")


class AcceptedRange(BaseModel):
    """The numbers from `min` to `max` are right; `value` is the one that is meant."""

    min: float
    max: float
    value: float | None = None
    unit: str | None = None


RightAnswer = Annotated[
    list[str] | list[AcceptedRange] | dict[str, str | list[str] | list[AcceptedRange]] | None,
    Field(
        description="Ids of choices, texts or ranges of numbers; for a matching, choice ids by item ids, "
        "for a cloze, such lists by gap ids; "
        "null if no answer is right or wrong."
    ),
]


class Original(BaseModel):
    """The question of which another is a copy."""

    question_id: UUID
    quiz_id: UUID
    quiz_title: str


class Question(QuestionDraft):
    """A question as its owner sees it: its draft, and what the database adds."""

    id: UUID
    quiz_id: UUID
    position: int
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    citation: drafts.Citation | None = None
    copied_from: Original | None = Field(
        None, description="Of what it is a copy, as long as that is in a quiz that you may edit."
    )


class CreatedQuestions(BaseModel):
    """The questions that were added, in order."""

    items: list[Question]


class QuestionPage(BaseModel):
    """All questions of a quiz, in order."""

    items: list[Question]
    next_cursor: None = None
    version: int = Field(description="Of the quiz.")


class QuestionsToCopy(Body):
    """Questions of other quizzes, and where their copies go."""

    question_ids: list[Id] = Field(description="They are copied in this order.")
    position: int | None = Field(None, description="The place of the first copy, from 1; null: at the end.")


class CopiedQuestions(CreatedQuestions):
    """The copies, in order."""

    version: int = Field(description="Of the quiz that they are in.")


class Order(Body):
    """The questions of a quiz in their new order."""

    question_ids: list[Id]


class NewOrder(Order):
    """The questions in the order that they have now."""

    version: int = Field(description="Of the quiz.")
