"""Who may begin an attempt at a quiz: its attempt password."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from app.http.bodies import Body
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.quizzes.models import Quiz

router = APIRouter(prefix="/quizzes/{quiz_id}", tags=["admission"])


class AttemptPassword(Body):
    """The password of a quiz."""

    password: str = Field(
        description="1 to 100 characters; blanks around it don't count.", examples=["sesame"]
    )


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
