"""Credits: the balance, the price of questions, and the history. Postgres keeps the ledger."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import words
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging
from app.http.routing import Router

router = Router(prefix="/credits", tags=["credits"])

TransferKind = Annotated[
    str,
    words(
        "gift", "purchase", "refund", "refund_reversed", "dispute", "dispute_reversed",
        "reserve", "capture", "release",
    ),
]  # fmt: skip


class Balance(BaseModel):
    """A person's credits, with two decimals."""

    spendable: float = Field(
        description="Negative if credits were spent and their payment was then refunded or disputed."
    )
    reserved: float = Field(description="Set aside until a generation is settled or cancelled.")


class Cost(BaseModel):
    """The current price of a number of questions."""

    questions: int
    cost: float
    spendable: float
    can_pay: bool
    missing: float = Field(description="Credits to buy before this can be paid, or 0.")


class CreditLine(BaseModel):
    """A transfer of a person's credits. `*_after` is there for the accounts that it changed."""

    id: int
    created_at: datetime
    kind: TransferKind
    text: str = Field(examples=["Paid for 8 questions of “Rivers of Asia”"])
    spendable_change: float
    reserved_change: float
    spendable_after: float | None = None
    reserved_after: float | None = None
    questions: int | None = None
    quiz_id: UUID | None = None
    payment_id: UUID | None = None


@router.get("/balance", responses={200: {"model": Balance}})
async def credit_balance(caller: Caller) -> Response:
    """Your spendable and reserved credits. `GET /events` sends each change."""
    return await caller.call("credit_balance")


@router.get("/calculate", responses={200: {"model": Cost}})
async def calculate_credits(questions: int, caller: Caller) -> Response:
    """The price of a number of questions, and whether you have enough credits."""
    return await caller.call("calculate_credits", questions=questions)


@router.get("/history", responses={200: {"model": Page[CreditLine]}})
@fails_with("public.credit_history")
async def list_credit_transfers(caller: Caller, page: Paging) -> Response:
    """The transfers of your credits, newest first."""
    return await caller.call("credit_history", **page)
