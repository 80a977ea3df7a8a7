"""Questions of several quizzes at once: searching them, to copy them into another quiz."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.http.caller import Caller
from app.http.paging import Page, Paging, Words, sorts
from app.http.routing import Router
from app.quizzes.models import Difficulty, Kind

router = Router(prefix="/questions", tags=["questions"])


class FoundQuestion(BaseModel):
    """A question that was found, without its answer key."""

    id: UUID = Field(description="`POST /quizzes/{quiz_id}/questions/copy` takes it.")
    quiz_id: UUID
    quiz_title: str
    position: int = Field(description="Its place in its quiz, from 1.")
    kind: Kind
    prompt: str
    points: float
    subject: str | None
    difficulty: Difficulty | None
    tags: list[str]
    media_url: str | None
    created_at: datetime
    updated_at: datetime


@router.get("", responses={200: {"model": Page[FoundQuestion]}})
async def search_questions(
    caller: Caller,
    page: Paging,
    q: Words = None,
    kind: Annotated[list[Kind] | None, Query(description="Only questions of these kinds.")] = None,
    tag: Annotated[list[str] | None, Query(description="Only questions with all of these tags.")] = None,
    difficulty: Difficulty | None = None,
    folder_id: Annotated[
        UUID | None, Query(description="Only of quizzes in this folder of yours, or in one within it.")
    ] = None,
    sort: Annotated[str | None, sorts("created_at")] = None,
) -> Response:
    """Questions of your quizzes and of those that you may edit, newest first, to copy them.

    `q` looks for words in prompts, tags, choices and explanations, in the language of each quiz: with `or`,
    `"a phrase"` and `-without`. The last word may be the beginning of one in the prompt.
    """
    return await caller.call_older(
        "search_questions",
        q=q,
        kinds=kind,
        tags=tag,
        difficulty=difficulty,
        folder_id=folder_id,
        sort=sort,
        **page,
    )
