"""Who may begin an attempt at a quiz: its attempt password, guests, and its allow-list."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.attempts.routes import Attempt
from app.http.bodies import Body
from app.http.caller import Anyone, Caller
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging
from app.http.routing import Router
from app.quizzes.models import Quiz

router = Router(prefix="/quizzes/{quiz_id}", tags=["admission"])


class AttemptPassword(Body):
    """The password of a quiz."""

    password: str = Field(
        description="1 to 100 characters; blanks around it don't count.", examples=["sesame"]
    )


class NewGuest(Body):
    """Somebody who begins without an account."""

    nickname: str = Field(
        description="1 to 30 visible characters; no other guest of the quiz may have one that looks like it.",
        examples=["Zoe"],
    )
    student_number: str | None = Field(None, description="Where the quiz asks for it.")
    password: str | None = Field(None, description="Where `password_required`.")
    guest_token: str | None = Field(
        None,
        description="32 random bytes that you make, as 64 digits from 0 to 9 and a to f. With it, the "
        "request can be repeated if its answer was lost: it gets the same attempt.",
        examples=[None],
    )


class GuestAttempt(Attempt):
    """The first attempt of a guest, and the token with which they go on."""

    resumed: bool
    nickname: str
    guest_token: str = Field(
        description="Send it as `Guest-Token`. It is told only here, and proves that the result is yours.",
        examples=["6f1c0e9a4b7d4c53a1e28f60b9d7c3e46f1c0e9a4b7d4c53a1e28f60b9d7c3e4"],
    )


class Addresses(Body):
    """Who is added to an allow-list."""

    addresses: list[str] = Field(
        description="E-mail addresses, and domains such as `@school.org`; case does not matter.",
        examples=[["ada@example.com", "@school.org"]],
    )


class Listed(BaseModel):
    """What was added to an allow-list."""

    added: int = Field(description="How many were not on it before.")
    total: int
    listed_only: bool = Field(description="Whether the quiz goes by the list: an option of the quiz.")


class AllowedAddress(BaseModel):
    """An entry of an allow-list."""

    id: UUID
    quiz_id: UUID
    address: str = Field(description="In lower case. A domain has an @ before it.")
    created_at: datetime


@router.post("/guests", status_code=201, responses={201: {"model": GuestAttempt}})
async def start_as_guest(quiz_id: UUID, body: NewGuest, caller: Anyone) -> Response:
    """Begin an attempt under a nickname, without an account, where the quiz has `guests_allowed`.

    Whoever makes the `guest_token` can repeat the request: its answer may be lost, and a nickname is taken
    once. With the `guest_token` as the header `Guest-Token`, a guest saves answers, submits, sees the
    review and begins again, on the same paths as people with an account. `GET /events` is for accounts
    only: `GET /attempts/{attempt_id}` tells a guest a deadline that has moved. Later,
    `POST /results/{quiz_id}/claim` moves the result into an account.
    """
    return await caller.create("start_as_guest", location="/attempts/{id}", quiz_id=quiz_id, **body.sent())


@router.put("/attempt-password", responses={200: {"model": Quiz}})
async def set_attempt_password(quiz_id: UUID, body: AttemptPassword, caller: Caller) -> Response:
    """Ask for a password when somebody begins an attempt at your quiz, or change it.

    It can't be read again. Attempts in progress go on without it.
    """
    return await caller.call("set_attempt_password", quiz_id=quiz_id, password=body.password)


@router.delete("/attempt-password", responses={200: {"model": Quiz}})
@fails_with("public.set_attempt_password")
async def remove_attempt_password(quiz_id: UUID, caller: Caller) -> Response:
    """Let attempts at your quiz begin without a password."""
    return await caller.call("set_attempt_password", quiz_id=quiz_id, password=None)


@router.post("/allow-list", responses={200: {"model": Listed}})
async def add_to_allow_list(quiz_id: UUID, body: Addresses, caller: Caller) -> Response:
    """Add e-mail addresses and domains to the allow-list of your quiz.

    With the first of them the quiz gets `listed_only`: only their accounts may begin an attempt, until you
    change that option. Where accounts confirm their addresses (Supabase Auth), only a confirmed one counts.
    """
    return await caller.call("add_to_allow_list", quiz_id=quiz_id, addresses=body.addresses)


@router.get("/allow-list", responses={200: {"model": Page[AllowedAddress]}})
async def list_allow_list(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """The allow-list of your quiz, newest entries first."""
    return await caller.call("list_allow_list", quiz_id=quiz_id, **page)


@router.delete("/allow-list/{entry_id}", responses={200: {"model": AllowedAddress}})
async def remove_from_allow_list(quiz_id: UUID, entry_id: UUID, caller: Caller) -> Response:
    """Remove an entry from the allow-list of your quiz. Attempts in progress go on."""
    return await caller.call("remove_from_allow_list", quiz_id=quiz_id, entry_id=entry_id)
