"""Taking a quiz: attempts and their answers. Postgres draws, times, marks and scores."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from app.http.caller import Caller

router = APIRouter(tags=["attempts"])

BIGGEST_INTEGER = 2**63 - 1  # what the encoder takes; a bigger number is read as a float
Number = (
    Annotated[StrictInt, Field(ge=-BIGGEST_INTEGER, le=BIGGEST_INTEGER)]
    | Annotated[StrictFloat, Field(allow_inf_nan=False)]
)
Text = Annotated[StrictStr, Field(max_length=20_000)]
ChoiceIds = Annotated[list[Annotated[StrictStr, Field(max_length=100)]], Field(max_length=100)]
AttemptResponse = Number | Text | ChoiceIds


class Answer(BaseModel):
    """A response to one question of an attempt."""

    model_config = ConfigDict(extra="forbid")

    question_id: UUID
    response: AttemptResponse | None = Field(
        description="Choice questions and polls: a list of choice ids. Ordering: a list of all of them. "
        'Numeric: a number, or a text such as "3,14". Short text: a text. null takes the answer back.',
        examples=[["a"], 3.14, "Rome"],
    )


class Answers(BaseModel):
    """Responses to some questions of an attempt."""

    model_config = ConfigDict(extra="forbid")

    answers: list[Answer] = Field(max_length=1000)


class Submission(BaseModel):
    """The last responses of an attempt, beside those that were saved before."""

    model_config = ConfigDict(extra="forbid")

    answers: list[Answer] = Field([], max_length=1000)
    attempt_id: UUID | None = Field(None, description="Left out: the attempt in progress, or the last one.")


class AttemptSummary(BaseModel):
    """How an attempt stands."""

    id: UUID
    quiz_id: UUID
    title: str
    number: int
    preview: bool = Field(description="The quiz's owner trying it out; it counts in no result.")
    state: Literal["in_progress", "overdue", "finished", "abandoned"]
    started_at: datetime
    deadline: datetime | None
    now: datetime = Field(description="The database's clock, which decides.")
    remaining_ms: int | None
    finished_at: datetime | None
    overdue: bool = Field(description="Ended by its deadline: only what was saved in time counts.")
    answered: int
    question_count: int
    score: float | None
    max_score: float
    percent: float | None
    passed: bool | None


class DrawnQuestion(BaseModel):
    """A question as it stood when the attempt began, its choices in the order that was drawn."""

    id: UUID
    position: int
    kind: str
    prompt: str
    choices: list[dict[str, Any]]
    points: float
    subject: str | None
    difficulty: str | None
    media_url: str | None
    response: Any = Field(description="What was saved so far; null: nothing.")
    saved_at: datetime | None


class Attempt(AttemptSummary):
    """An attempt with its questions, without the key."""

    questions: list[DrawnQuestion]


class StartedAttempt(Attempt):
    """An attempt that one may go on with."""

    resumed: bool = Field(description="It was in progress already.")


class Fault(BaseModel):
    """Why an answer was not taken."""

    question_id: str | None
    position: int | None
    code: Literal["question_not_found", "answered_twice", "missing_response", "too_long", "invalid_response"]
    message: str


class Saved(AttemptSummary):
    """What was saved, and what was not."""

    saved: int
    rejected: list[Fault]


class ReviewedQuestion(BaseModel):
    """A question of a finished attempt; its marks and its key are there where they may be known."""

    id: UUID
    position: int
    kind: str
    prompt: str
    choices: list[dict[str, Any]]
    points: float
    media_url: str | None
    response: Any
    verdict: Literal["right", "partly_right", "wrong", "unanswered", "unscored"] | None = None
    fraction: float | None = None
    earned: float | None = None
    feedback: str | None = None
    right_answer: Any = None
    explanation: str | None = None
    source: str | None = None
    citation: dict[str, Any] | None = None


class Review(AttemptSummary):
    """A finished attempt, marked."""

    marks_shown: bool
    key_shown: bool
    questions: list[ReviewedQuestion]


class AttemptPage(BaseModel):
    """One's attempts, the newest first."""

    items: list[AttemptSummary]
    next_cursor: str | None


Limit = Annotated[int | None, Query(description="Rows of a page; the default and the most are settings.")]
Cursor = Annotated[str | None, Query(max_length=500, description="The `next_cursor` of the page before.")]


@router.post("/quizzes/{quiz_id}/start", status_code=201, responses={201: {"model": StartedAttempt}})
async def start_attempt(quiz_id: UUID, caller: Caller) -> Response:
    """Begin an attempt, or go on with the one in progress.

    Its deadline is set by the database: the time limit or the closing time, whichever is first. Later edits
    of the quiz change nothing in it. The owner's own attempt is a preview.
    """
    return await caller.call("start_attempt", status=201, quiz_id=quiz_id)


@router.post("/quizzes/{quiz_id}/submit", responses={200: {"model": AttemptSummary}})
async def submit_attempt(quiz_id: UUID, body: Submission, caller: Caller) -> Response:
    """Hand in an attempt: these answers and those saved before are scored, once.

    Submitting again returns the same result. Too late (`overdue`), what was saved in time counts. With an
    answer that can't be taken nothing is submitted; the problem's `hint` has a line for each.
    """
    return await caller.call("submit_attempt", quiz_id=quiz_id, **body.model_dump(mode="json"))


@router.get("/attempts", responses={200: {"model": AttemptPage}})
async def list_attempts(
    caller: Caller, quiz_id: UUID | None = None, limit: Limit = None, cursor: Cursor = None
) -> Response:
    """One's own attempts, the newest first."""
    return await caller.call("list_attempts", quiz_id=quiz_id, page_size=limit, cursor=cursor)


@router.get("/attempts/{attempt_id}", responses={200: {"model": Attempt}})
async def get_attempt(attempt_id: UUID, caller: Caller) -> Response:
    """An attempt with its questions and saved responses: for its taker and the quiz's owner."""
    return await caller.call("get_attempt", attempt_id=attempt_id)


@router.delete("/attempts/{attempt_id}", responses={200: {"model": AttemptSummary}})
async def abandon_attempt(attempt_id: UUID, caller: Caller) -> Response:
    """Give an attempt up. It gets no score and counts as one of those allowed."""
    return await caller.call("abandon_attempt", attempt_id=attempt_id)


@router.patch("/attempts/{attempt_id}/answers", responses={200: {"model": Saved}})
async def save_answers(attempt_id: UUID, body: Answers, caller: Caller) -> Response:
    """Save progress.

    Answers that can be taken are saved; the others are named in `rejected`. Where none can be, that is a 422.
    """
    return await caller.call("save_answers", attempt_id=attempt_id, **body.model_dump(mode="json"))


@router.delete("/attempts/{attempt_id}/answers/{question_id}", responses={200: {"model": AttemptSummary}})
async def delete_answer(attempt_id: UUID, question_id: UUID, caller: Caller) -> Response:
    """Take a saved answer back, as long as the attempt is in progress."""
    return await caller.call("delete_answer", attempt_id=attempt_id, question_id=question_id)


@router.get("/attempts/{attempt_id}/review", responses={200: {"model": Review}})
async def attempt_review(attempt_id: UUID, caller: Caller) -> Response:
    """A finished attempt, marked and with the key, as far as its owner shows them; the owner sees all."""
    return await caller.call("attempt_review", attempt_id=attempt_id)
