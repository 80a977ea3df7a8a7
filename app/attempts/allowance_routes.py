"""What an owner changes for those who take a quiz: allowances, and the log of that."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, JsonValue

from app.http.bodies import Moment, Number, OpenBody, words
from app.http.caller import Caller
from app.http.paging import Page, Paging

router = APIRouter(prefix="/quizzes/{quiz_id}", tags=["allowances"])


class Extras(OpenBody):
    """What one person is allowed beyond the settings of a quiz."""

    time_factor: Number = Field(1, description="Multiplies the time limit: 1 to 10.", examples=[1.5])
    extra_time_s: int = Field(0, description="Seconds added to the time limit after that.")
    opens_at: Moment | None = Field(None, description="null: as the quiz has it.")
    closes_at: Moment | None = Field(None, description="null: as the quiz has it.")
    extra_attempts: int = Field(0, description="Attempts besides those that the quiz allows.")


class NewAllowance(Extras):
    """An allowance and the person whom it is for."""

    person: str = Field(
        description="The id of an account, or an e-mail address, which an account may get later.",
        examples=["ada@example.com"],
    )


class Allowance(Extras):
    """An allowance of one person."""

    id: UUID
    quiz_id: UUID
    user_id: UUID | None = Field(description="null: it is for an address.")
    email: str | None = Field(description="null: it is for an account.")
    display_name: str | None = Field(description="null: it is for an address.")
    created_at: datetime
    updated_at: datetime


class OwnerAct(BaseModel):
    """Something that the owner did that touches those who take the quiz."""

    id: int
    quiz_id: UUID
    actor_id: UUID
    actor: str
    act: Annotated[str, words("quiz.times", "allowance.set", "allowance.deleted")]
    user_id: UUID | None = Field(description="The person whom it touches; null: several, or an address.")
    email: str | None
    display_name: str | None
    details: dict[str, JsonValue]
    created_at: datetime


@router.put("/allowances", responses={200: {"model": Allowance}})
async def set_allowance(quiz_id: UUID, body: NewAllowance, caller: Caller) -> Response:
    """Give one person more time, other dates or more attempts, in place of what they had before.

    It reaches an attempt in progress at once, and its taker is told (`attempt.deadline` of `GET /events`).
    """
    allowance = body.sent()
    return await caller.call(
        "set_allowance", quiz_id=quiz_id, person=allowance.pop("person"), allowance=allowance
    )


@router.get("/allowances", responses={200: {"model": Page[Allowance]}})
async def list_allowances(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """The allowances in your quiz, newest first."""
    return await caller.call("list_allowances", quiz_id=quiz_id, **page)


@router.delete("/allowances/{allowance_id}", responses={200: {"model": Allowance}})
async def delete_allowance(quiz_id: UUID, allowance_id: UUID, caller: Caller) -> Response:
    """Take an allowance back. The deadline of an attempt in progress follows."""
    return await caller.call("delete_allowance", quiz_id=quiz_id, allowance_id=allowance_id)


@router.get("/acts", responses={200: {"model": Page[OwnerAct]}})
async def list_owner_acts(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """What was done in your quiz that touches those who take it, newest first: who did what, and when."""
    return await caller.call("list_owner_acts", quiz_id=quiz_id, **page)
