"""Who may begin an attempt at a quiz: its attempt password, and guests."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from app.attempts.routes import Attempt
from app.http.bodies import Body
from app.http.caller import Anyone, Caller
from app.http.openapi_errors import fails_with
from app.quizzes.models import Quiz

router = APIRouter(prefix="/quizzes/{quiz_id}", tags=["admission"])


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


class GuestAttempt(Attempt):
    """The first attempt of a guest, and the token with which they go on."""

    resumed: bool
    nickname: str
    guest_token: str = Field(
        description="Send it as `Guest-Token`. It is told only here, and proves that the result is yours.",
        examples=["6f1c0e9a4b7d4c53a1e28f60b9d7c3e46f1c0e9a4b7d4c53a1e28f60b9d7c3e4"],
    )


@router.post("/guests", status_code=201, responses={201: {"model": GuestAttempt}})
async def start_as_guest(quiz_id: UUID, body: NewGuest, caller: Anyone) -> Response:
    """Begin an attempt under a nickname, without an account, where the quiz has `guests_allowed`.

    With the `guest_token` as the header `Guest-Token`, a guest saves answers, submits, sees the review and
    begins again, on the same paths as people with an account. `POST /results/{quiz_id}/claim` moves the
    result into an account later.
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
