"""What an owner changes for those who take a quiz: allowances, single attempts, and the log of that."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, JsonValue

from app.attempts.routes import AttemptSummary
from app.http.bodies import Body, Id, Moment, Number, OpenBody, words
from app.http.caller import Caller
from app.http.paging import Page, Paging
from app.http.routing import Router

router = Router(prefix="/quizzes/{quiz_id}", tags=["allowances"])


class Extras(OpenBody):
    """What one person is allowed beyond the settings of a quiz."""

    time_factor: Number = Field(1, description="Multiplies the time limit: 1 to 10.", examples=[1.5])
    extra_time_s: int = Field(0, description="Seconds added to the time limit after that.")
    opens_at: Moment | None = Field(None, description="null: as the quiz has it.")
    closes_at: Moment | None = Field(None, description="null: as the quiz has it.")
    extra_attempts: int = Field(0, description="Attempts besides those that the quiz allows.")


class NewAllowance(Extras):
    """An allowance, and the person or the group that it is for."""

    person: str | None = Field(
        None,
        description="The id of an account, or an e-mail address, which an account may get later.",
        examples=["ada@example.com"],
    )
    group_id: Id | None = Field(None, description="A group of yours, instead of a person.")


class Allowance(Extras):
    """An allowance of one person or a group."""

    id: UUID
    quiz_id: UUID
    user_id: UUID | None = Field(description="null: it is for an address or a group.")
    email: str | None = Field(description="null: it is for an account or a group.")
    display_name: str | None = Field(description="null: it is for an address or a group.")
    group_id: UUID | None = Field(description="null: it is for one person.")
    group_name: str | None
    created_at: datetime
    updated_at: datetime


class MoreTime(Body):
    """How much longer an attempt may go on: either of the two."""

    minutes: Number | None = Field(
        None,
        description="1 to 10080: added to the deadline, or to now for one that is reopened.",
        examples=[10],
    )
    until: Moment | None = None


class Before(BaseModel):
    """A reopened attempt as it was, and what its taker could see."""

    state: Annotated[str, words("finished", "abandoned")]
    finished_at: datetime
    score: float | None
    marks_shown: bool
    key_shown: bool


class Reopened(AttemptSummary):
    """An attempt that is in progress again."""

    before: Before


class DeletedAttempt(BaseModel):
    """An attempt that no longer counts."""

    id: UUID
    deleted_at: datetime


class OwnerAct(BaseModel):
    """Something that the owner did that touches those who take the quiz."""

    id: int
    quiz_id: UUID
    actor_id: UUID
    actor: str
    act: Annotated[
        str,
        words(
            "quiz.times",
            "allowance.set",
            "allowance.deleted",
            "attempt.extended",
            "attempt.reopened",
            "attempt.deleted",
            "attempt.restored",
            "password.set",
            "password.removed",
            "guest.claimed",
            "allow_list.added",
            "allow_list.removed",
            "answer.marked",
            "quiz.transferred",
        ),
    ]
    user_id: UUID | None = Field(description="The person whom it touches; null: several, or an address.")
    email: str | None
    display_name: str | None
    details: dict[str, JsonValue]
    created_at: datetime


@router.put("/allowances", responses={200: {"model": Allowance}})
async def set_allowance(quiz_id: UUID, body: NewAllowance, caller: Caller) -> Response:
    """Give one person or a group more time, other dates or more attempts, in place of what they had before.

    A person's own allowance comes before those of their groups, of which the most generous value counts.

    It reaches an attempt in progress at once, and its taker is told (`attempt.deadline` of `GET /events`).
    """
    return await caller.call("set_allowance", quiz_id=quiz_id, person=None, allowance=body.sent())


@router.get("/allowances", responses={200: {"model": Page[Allowance]}})
async def list_allowances(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """The allowances in your quiz, newest first."""
    return await caller.call("list_allowances", quiz_id=quiz_id, **page)


@router.delete("/allowances/{allowance_id}", responses={200: {"model": Allowance}})
async def delete_allowance(quiz_id: UUID, allowance_id: UUID, caller: Caller) -> Response:
    """Take an allowance back. The deadline of an attempt in progress follows."""
    return await caller.call("delete_allowance", quiz_id=quiz_id, allowance_id=allowance_id)


@router.post("/attempts/{attempt_id}/extend", responses={200: {"model": AttemptSummary}})
async def extend_attempt(quiz_id: UUID, attempt_id: UUID, body: MoreTime, caller: Caller) -> Response:
    """Let one attempt in progress at your quiz go on for longer, past the time limit and closing.

    Its taker is told at once (`attempt.deadline` of `GET /events`).
    """
    return await caller.call("extend_attempt", quiz_id=quiz_id, attempt_id=attempt_id, more_time=body.sent())


@router.post("/attempts/{attempt_id}/reopen", responses={200: {"model": Reopened}})
async def reopen_attempt(quiz_id: UUID, attempt_id: UUID, body: MoreTime, caller: Caller) -> Response:
    """Put an attempt that has ended in progress again, with its answers, until the given time at least.

    `before` says what it was, and whether its taker could see its marks and the answer key until now. Its
    taker is told (`attempt.reopened` of `GET /events`).
    """
    return await caller.call("reopen_attempt", quiz_id=quiz_id, attempt_id=attempt_id, more_time=body.sent())


@router.delete("/attempts/{attempt_id}", responses={200: {"model": DeletedAttempt}})
async def delete_attempt(quiz_id: UUID, attempt_id: UUID, caller: Caller) -> Response:
    """Delete one attempt at your quiz. It no longer counts, and its taker may begin another in its place."""
    return await caller.call("delete_attempt", quiz_id=quiz_id, attempt_id=attempt_id)


@router.post("/attempts/{attempt_id}/restore", responses={200: {"model": AttemptSummary}})
async def restore_attempt(quiz_id: UUID, attempt_id: UUID, caller: Caller) -> Response:
    """Restore a deleted attempt at your quiz. It counts again."""
    return await caller.call("restore_attempt", quiz_id=quiz_id, attempt_id=attempt_id)


@router.get("/acts", responses={200: {"model": Page[OwnerAct]}})
async def list_owner_acts(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """What was done in your quiz that touches those who take it, newest first: who did what, and when."""
    return await caller.call("list_owner_acts", quiz_id=quiz_id, **page)
