"""Marking answers by hand: the queue, and the mark of an answer."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.attempts.routes import SavedResponse
from app.http.bodies import Number, OpenBody, words
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging
from app.http.routing import Router
from app.http.versions import IfVersion, tagged, versioned
from app.quizzes.models import Choice, TextFormat

router = Router(tags=["marking"])

Sort = Annotated[
    str,
    words("question", "person"),
    Query(description="One question of everybody after the other, or one attempt after the other."),
]
Anonymous = Annotated[bool, Query(description="Leave out who the takers are.")]
Marked = Annotated[bool, Query(description="Those marked by hand already, not those to be marked.")]


class NewMark(OpenBody):
    """A mark by hand: points, or the points of each criterion of the rubric."""

    points: Number | None = Field(
        None, description="0 to the question's points, in hundredths. null takes a mark by hand back."
    )
    rubric: dict[str, Number] | None = Field(None, description="Points by the id of each criterion.")
    comment: str | None = Field(
        None, description="For the taker. Left out, an earlier one stays; null removes it."
    )


class Level(BaseModel):
    """A level that an essay can reach in a criterion."""

    text: str
    points: float


class Criterion(BaseModel):
    """A criterion of the rubric by which an essay is marked."""

    id: str
    text: str
    points: float = Field(description="What it earns at most.")
    description: str | None = None
    levels: list[Level] | None = Field(None, description="Without levels, any points may be given.")


class AnswerToMark(BaseModel):
    """An answer as its marker sees it."""

    quiz_id: UUID
    title: str
    attempt_id: UUID
    number: int = Field(description="Of the attempt, among those of its taker.")
    finished_at: datetime | None
    user_id: UUID | None = Field(description="null: the queue was asked for without names.")
    display_name: str | None
    guest: bool | None = Field(description="Without an account. null: the queue was asked for without names.")
    question_id: UUID
    position: int
    kind: str
    prompt: str
    text_format: TextFormat
    choices: list[Choice]
    rubric: list[Criterion] | None
    marking_notes: str | None
    response: SavedResponse
    version: int = Field(description="Grows with each change of the answer or its mark; for If-Match.")
    points: float | None = Field(description="null: it is to be marked.")
    max_points: float
    rubric_points: dict[str, float] | None
    comment: str | None
    to_mark: bool
    marked_by_hand: bool
    score: float | None = Field(
        description="Of the attempt; provisional as long as answers are to be marked."
    )
    max_score: float
    left_in_attempt: int = Field(description="How many answers of the attempt are to be marked.")


class AnswersToMark(Page[AnswerToMark]):
    """A page of the queue."""

    total: int


@router.get("/marking", responses={200: {"model": AnswersToMark}})
@fails_with("public.list_answers_to_mark")
async def list_all_answers_to_mark(
    caller: Caller,
    page: Paging,
    sort: Sort = "question",
    anonymous: Anonymous = False,
    marked: Marked = False,
) -> Response:
    """The answers in all your quizzes that wait to be marked by hand, oldest first."""
    return await caller.call("list_answers_to_mark", sort=sort, anonymous=anonymous, marked=marked, **page)


@router.get("/quizzes/{quiz_id}/marking", responses={200: {"model": AnswersToMark}})
async def list_answers_to_mark(
    quiz_id: UUID,
    caller: Caller,
    page: Paging,
    question_id: Annotated[UUID | None, Query(description="Only answers to this question.")] = None,
    sort: Sort = "question",
    anonymous: Anonymous = False,
    marked: Marked = False,
) -> Response:
    """The answers in your quiz that wait to be marked by hand, oldest first."""
    return await caller.call(
        "list_answers_to_mark", quiz_id=quiz_id, question_id=question_id, sort=sort, anonymous=anonymous,
        marked=marked, **page,
    )  # fmt: skip


@router.put("/quizzes/{quiz_id}/attempts/{attempt_id}/marks/{question_id}", responses=versioned(AnswerToMark))
async def mark_answer(
    quiz_id: UUID, attempt_id: UUID, question_id: UUID, body: NewMark, caller: Caller, if_version: IfVersion
) -> Response:
    """Mark an answer by hand, whatever its kind. With If-Match, another marker's mark is not overwritten."""
    return tagged(
        await caller.call(
            "mark_answer", quiz_id=quiz_id, attempt_id=attempt_id, question_id=question_id, mark=body.sent(),
            if_version=if_version,
        )
    )  # fmt: skip
