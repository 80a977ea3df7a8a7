"""Credits: what one has, what questions cost, what became of them. Postgres keeps the books."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.http.caller import Caller

router = APIRouter(prefix="/credits", tags=["credits"])

Limit = Annotated[int | None, Query(ge=1, le=100)]


class Balance(BaseModel):
    """One's credits, with two decimals."""

    spendable: float = Field(description="Below zero after a refund or dispute of credits that were spent.")
    reserved: float = Field(description="Set aside for questions that are being made.")


class Cost(BaseModel):
    """What questions cost just now."""

    questions: int
    cost: float
    spendable: float
    can_pay: bool
    missing: float = Field(description="Credits to buy before this can be paid; 0 where it can.")


class CreditLine(BaseModel):
    """Something that moved one's credits. `*_after` is there only for what it moved."""

    id: int
    created_at: datetime
    kind: Literal[
        "gift",
        "purchase",
        "refund",
        "refund_reversed",
        "dispute",
        "dispute_reversed",
        "reserve",
        "capture",
        "release",
    ]
    text: str = Field(examples=["Paid for 8 questions of “Rivers of Asia”"])
    spendable_change: float
    reserved_change: float
    spendable_after: float | None = None
    reserved_after: float | None = None
    questions: int | None = None
    quiz_id: UUID | None = None
    payment_id: UUID | None = None


class CreditHistory(BaseModel):
    """Newest first."""

    items: list[CreditLine]
    next_cursor: str | None


@router.get("/balance", responses={200: {"model": Balance}})
async def balance(caller: Caller) -> Response:
    """The credits that you can spend, and those that are set aside. `/events` tells changes at once."""
    return await caller.call("credit_balance")


@router.get("/calculate", responses={200: {"model": Cost}})
async def calculate(caller: Caller, questions: Annotated[int, Query(ge=1, le=2**31 - 1)]) -> Response:
    """What so many questions cost, whether you can pay it, and what is missing."""
    return await caller.call("calculate_credits", questions=questions)


@router.get("/history", responses={200: {"model": CreditHistory}})
async def history(caller: Caller, limit: Limit = None, cursor: str | None = None) -> Response:
    """What moved your credits, and what for."""
    return await caller.call("credit_history", page_size=limit, cursor=cursor)
