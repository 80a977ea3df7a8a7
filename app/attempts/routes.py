"""Taking a quiz: attempts and their answers. Postgres shuffles, times, marks and scores."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, JsonValue

from app.http.bodies import Body, Id, words
from app.http.caller import Caller, Starter, Taker
from app.http.paging import Page, Paging, Words, sorts
from app.http.routing import Router
from app.quizzes.models import Choice, Display, RightAnswer, TextFormat
from processor.contract.drafts import Citation

router = Router(tags=["attempts"])


class Start(Body):
    """What a quiz needs when an attempt begins: its password, and what it asks before the first one."""

    share_email: bool = Field(
        False, description="The quiz's owner may see your e-mail address beside your results."
    )
    student_number: str | None = Field(None, description="The quiz's owner sees it beside your results.")
    password: str | None = Field(
        None, description="Where `password_required`; not for an attempt in progress or a preview."
    )


class Answer(Body):
    """A response to one question of an attempt."""

    question_id: str
    response: JsonValue = Field(
        None,  # SQL judges each by itself, so that one bad answer does not cost the others
        description="Choice questions and polls: a list of choice ids; true_false: also true or false. "
        'Ordering: a list of all ids. Numeric: a number, or a text such as "3,14". Short text: a text. '
        "null, and a blank response of any kind, withdraws the answer.",
        examples=[["a"], 3.14, "Rome"],
    )
    version: int | None = Field(
        None,
        description="Refuse this answer (`changed_since`) unless the saved one has this `answer_version`, "
        "or is the same answer.",
    )


class Answers(Body):
    """Responses to some questions of an attempt."""

    answers: list[Answer]


class Submission(Body):
    """Responses to add to those that were saved before."""

    answers: list[Answer] = Field([])
    attempt_id: Id | None = Field(None, description="By default the attempt in progress, or the last one.")


SavedResponse = Annotated[
    list[str] | dict[str, str | float] | float | str | None, Field(description="null: none was saved.")
]


class AttemptSummary(BaseModel):
    """The state of an attempt."""

    id: UUID
    quiz_id: UUID
    title: str
    number: int
    preview: bool = Field(description="Taken by the quiz's owner; it counts in no result.")
    state: Annotated[str, words("in_progress", "overdue", "finished", "abandoned")]
    started_at: datetime
    deadline: datetime | None
    now: datetime = Field(description="The database's clock. Deadlines go by it.")
    remaining_ms: int | None
    finished_at: datetime | None
    overdue: bool = Field(description="Ended by its deadline: only answers saved in time count.")
    answered: int
    question_count: int
    score: float | None
    max_score: float
    percent: float | None
    passed: bool | None = Field(description="null: no pass mark, or not decided before all is marked.")
    to_mark: int = Field(
        description="Answers that wait to be marked by hand. The score is provisional so long."
    )


class DrawnQuestion(Display):
    """A question as it was when the attempt began, its choices in the order drawn for it."""

    id: UUID
    position: int
    kind: str
    prompt: str
    text_format: TextFormat
    choices: list[Choice]
    points: float
    subject: str | None
    difficulty: str | None
    media_url: str | None
    media_alt: str | None
    response: SavedResponse
    saved_at: datetime | None
    answer_version: int = Field(description="Grows with each change of the answer. 0: it was never answered.")


class DrawnSection(BaseModel):
    """A section of an attempt, as it was when the attempt began."""

    title: str
    text: str | None = None
    text_format: TextFormat | None = Field(None, description="Of the text.")
    first: int = Field(description="The position of its first question.")
    questions: int


class Attempt(AttemptSummary):
    """An attempt with its questions, without the answer key."""

    sections: list[DrawnSection]
    questions: list[DrawnQuestion]


class StartedAttempt(Attempt):
    """An attempt in progress."""

    resumed: bool = Field(description="Whether the attempt was in progress before.")


class SavedAnswer(BaseModel):
    """The answer that is saved."""

    response: SavedResponse
    version: int


class Fault(BaseModel):
    """Why an answer was refused."""

    question_id: str | None
    position: int | None
    code: Annotated[
        str,
        words(
            "question_not_found",
            "answered_twice",
            "missing_response",
            "too_long",
            "changed_since",
            "invalid_response",
        ),
    ]
    message: str
    answer: SavedAnswer | None = Field(None, description="With `changed_since`: what is saved.")


class NumberReading(BaseModel):
    """How a number was read that had been typed in another way, such as `1 234`."""

    question_id: UUID
    position: int
    number: float = Field(examples=[1234])
    message: str = Field(examples=["Read as 1234."])


class Saved(AttemptSummary):
    """What was saved, and what was not."""

    saved: int
    versions: dict[UUID, int] = Field(
        description="Of these answers, as they are saved now: name them with the next changes."
    )
    rejected: list[Fault]
    readings: list[NumberReading]


class Submitted(AttemptSummary):
    """The finished attempt, and which of the answers sent with it were left out."""

    rejected: list[Fault]


Verdict = Annotated[str, words("right", "partly_right", "wrong", "unanswered", "unscored")]


class ReviewedQuestion(Display):
    """A question of a finished attempt, with its mark and its answer key where these may be shown."""

    id: UUID
    position: int
    kind: str
    prompt: str
    text_format: TextFormat
    to_mark: bool = Field(description="It waits to be marked by hand.")
    marked_by_hand: bool
    rubric_points: dict[str, float] | None = Field(description="By criterion.")
    choices: list[Choice]
    points: float
    media_url: str | None
    media_alt: str | None
    response: SavedResponse
    verdict: Verdict | None = None
    fraction: float | None = None
    earned: float | None = None
    ruling: Annotated[str, words("full_points", "void")] | None = Field(
        None, description="How the owner let the question count, whatever the response."
    )
    comment: str | None = Field(None, description="What the owner wrote about the answer.")
    feedback: str | None = None
    right_answer: RightAnswer = None
    explanation: str | None = None
    source: str | None = None
    citation: Citation | None = None


class Review(AttemptSummary):
    """A finished attempt, marked."""

    marks_shown: bool
    key_shown: bool
    sections: list[DrawnSection]
    questions: list[ReviewedQuestion]


NOTHING_GIVEN = Start()


@router.post("/quizzes/{quiz_id}/start", status_code=201, responses={201: {"model": StartedAttempt}})
async def start_attempt(quiz_id: UUID, caller: Starter, body: Start = NOTHING_GIVEN) -> Response:
    """Begin an attempt, or resume the one in progress.

    The database sets its deadline: the time limit or the closing time, whichever is first, with the taker's
    allowance. It follows these when they change (`attempt.deadline` of `GET /events`); other edits of the
    quiz do not change the attempt. An attempt of the quiz's owner is a preview.
    """
    return await caller.create("start_attempt", location="/attempts/{id}", quiz_id=quiz_id, **body.sent())


@router.post("/quizzes/{quiz_id}/submit", responses={200: {"model": Submitted}})
async def submit_attempt(quiz_id: UUID, body: Submission, caller: Taker) -> Response:
    """Submit an attempt: these answers and those saved before are scored, once.

    Submitting again returns the same result. After the deadline (`overdue`), answers that were saved in time
    count. An answer that is refused is left out and listed in `rejected`; all others count. If all are
    refused, nothing is submitted.
    """
    return await caller.call("submit_attempt", quiz_id=quiz_id, **body.sent())


@router.get("/attempts", responses={200: {"model": Page[AttemptSummary]}})
async def list_attempts(
    caller: Caller,
    page: Paging,
    quiz_id: UUID | None = None,
    q: Words = None,
    sort: Annotated[str | None, sorts("started_at")] = None,
) -> Response:
    """Your own attempts, newest first unless `sort` says otherwise. `q` looks for their quizzes by words."""
    return await caller.call("list_attempts", quiz_id=quiz_id, q=q, sort=sort, **page)


@router.get("/attempts/{attempt_id}", responses={200: {"model": Attempt}})
async def get_attempt(attempt_id: UUID, caller: Taker) -> Response:
    """An attempt with its questions and saved responses: for its taker and the quiz's owner."""
    return await caller.call("get_attempt", attempt_id=attempt_id)


@router.delete("/attempts/{attempt_id}", responses={200: {"model": AttemptSummary}})
async def abandon_attempt(attempt_id: UUID, caller: Taker) -> Response:
    """Abandon an attempt. It gets no score, and counts as one of those allowed."""
    return await caller.call("abandon_attempt", attempt_id=attempt_id)


@router.patch("/attempts/{attempt_id}/answers", responses={200: {"model": Saved}})
async def save_answers(attempt_id: UUID, body: Answers, caller: Taker) -> Response:
    """Save answers. Each is judged by itself: those that are refused are listed in `rejected`."""
    return await caller.call("save_answers", attempt_id=attempt_id, **body.sent())


@router.delete("/attempts/{attempt_id}/answers/{question_id}", responses={200: {"model": AttemptSummary}})
async def delete_answer(attempt_id: UUID, question_id: UUID, caller: Taker) -> Response:
    """Withdraw a saved answer while the attempt is in progress."""
    return await caller.call("delete_answer", attempt_id=attempt_id, question_id=question_id)


@router.get("/attempts/{attempt_id}/review", responses={200: {"model": Review}})
async def attempt_review(attempt_id: UUID, caller: Taker) -> Response:
    """A finished attempt with its marks and the answer key, where the quiz shows them. Its owner sees all."""
    return await caller.call("attempt_review", attempt_id=attempt_id)
