"""The history of a quiz: what it was like after each time of editing it, and the way back."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from app.http.caller import Caller
from app.http.versions import IfVersion, tagged, versioned
from app.quizzes.models import Kind, Quiz, TextFormat

router = APIRouter(prefix="/quizzes/{quiz_id}/history", tags=["questions"])


class Snapshot(BaseModel):
    """What a quiz was like after it had been edited for a while."""

    id: UUID
    begun_at: datetime = Field(description="When the first change was saved that is in it.")
    saved_at: datetime = Field(description="When the last one was.")
    saved_by: str | None = Field(description="The name of who edited it; null: nobody, or nobody any more.")
    title: str
    question_count: int


class History(BaseModel):
    """What a quiz was like, the latest first."""

    items: list[Snapshot]
    next_cursor: None = None
    kept_days: int = Field(description="How long versions are kept; the latest is kept in any case.")


class SnapshotQuestion(BaseModel):
    """A question of a version of a quiz, and what restoring it would do to the question as it is now."""

    id: UUID
    kind: Kind
    prompt: str
    text_format: TextFormat
    change: Literal["stays", "changes", "comes_back", "goes"]


class SnapshotDetails(BaseModel):
    """A version of a quiz: its questions in their order, and then those that it does not have."""

    id: UUID
    saved_at: datetime
    title: str
    questions: list[SnapshotQuestion]


@router.get("", responses={200: {"model": History}})
async def list_quiz_history(quiz_id: UUID, caller: Caller) -> Response:
    """What your quiz was like after each time of editing it, the latest first."""
    return await caller.call("list_quiz_history", quiz_id=quiz_id)


@router.get("/{snapshot_id}", responses={200: {"model": SnapshotDetails}})
async def get_quiz_snapshot(quiz_id: UUID, snapshot_id: UUID, caller: Caller) -> Response:
    """A version of your quiz, and what restoring it would do."""
    return await caller.call("get_quiz_snapshot", quiz_id=quiz_id, snapshot_id=snapshot_id)


@router.post("/{snapshot_id}/restore", responses=versioned(Quiz))
async def restore_quiz_snapshot(
    quiz_id: UUID, snapshot_id: UUID, caller: Caller, if_version: IfVersion
) -> Response:
    """Make your quiz what it was: its title, description, sections and questions.

    Its options stay as they are. What it is now stays in its history.
    """
    return tagged(
        await caller.call(
            "restore_quiz_snapshot", quiz_id=quiz_id, snapshot_id=snapshot_id, if_version=if_version
        )
    )
