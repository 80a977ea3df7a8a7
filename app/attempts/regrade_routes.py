"""Marking the attempts at a quiz anew: a dry run, the regrade, and its log."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import Id, OpenBody, words
from app.http.caller import Caller
from app.http.paging import Page, Paging
from app.http.routing import Router

router = Router(prefix="/quizzes/{quiz_id}/regrades", tags=["regrades"])

Method = Annotated[str, words("key", "full_points", "void")]


class RegradedQuestion(OpenBody):
    """A question that is marked anew."""

    question_id: Id
    method: Method = Field(
        "key",
        description="key: by an answer key; full_points: for all who had it; void: it counts for nobody.",
    )
    version: int | None = Field(None, description="Whose key marks; null: the current version's.")
    versions: list[int] | None = Field(None, description="Only attempts that had one of these; null: all.")


class NewRegrade(OpenBody):
    """Which questions of which attempts are marked anew."""

    questions: list[RegradedQuestion] | None = Field(None, description="null: all, by their current keys.")
    attempts: list[Id] | None = Field(None, description="null: all that are finished or in progress.")
    by_hand: bool = Field(False, description="Whether marks that were set by hand are replaced too.")


class RuledQuestion(BaseModel):
    """A question of a regrade, with the version whose key marks."""

    question_id: UUID
    method: Method
    version: int
    versions: list[int] | None


class RegradeCounts(BaseModel):
    """How much a regrade reaches and changes."""

    quiz_id: UUID
    questions: list[RuledQuestion]
    attempts: int = Field(description="Attempts in its reach.")
    changed_attempts: int
    changed_scores: int
    changed_answers: int
    kept_by_hand: int = Field(description="Marks that stay because they were set by hand.")
    not_offered: int = Field(
        description="Responses that the newer version does not take. They keep their marks."
    )


class RegradeDone(RegradeCounts):
    """What a regrade did. Without any change it is not logged, and its id is null."""

    id: int | None
    created_at: datetime | None


class LoggedRegrade(RegradeCounts):
    """A regrade of the log."""

    id: int
    actor_id: UUID
    actor: str
    created_at: datetime


class PointsChange(BaseModel):
    """What a question counted and counts; null: it is unscored or void."""

    question_id: UUID
    version: int = Field(description="The version that the taker had.")
    old_points: float | None
    new_points: float | None
    kept: Annotated[str, words("by_hand", "not_offered")] | None = Field(description="Why its mark stays.")


class AttemptChange(BaseModel):
    """What a regrade changes of an attempt; scores are null as long as it is in progress."""

    attempt_id: UUID
    user_id: UUID
    display_name: str
    number: int
    state: str
    old_score: float | None
    new_score: float | None
    old_max_score: float
    new_max_score: float
    questions: list[PointsChange]


class RegradePreview(Page[AttemptChange], RegradeCounts):
    """A dry run, by page."""


@router.post("/preview", responses={200: {"model": RegradePreview}})
async def preview_regrade(quiz_id: UUID, body: NewRegrade, caller: Caller, page: Paging) -> Response:
    """Say what a regrade would change, and for whom. Nothing is written."""
    return await caller.call("preview_regrade", quiz_id=quiz_id, regrade=body.sent(), **page)


@router.post("", responses={200: {"model": RegradeDone}})
async def regrade_quiz(quiz_id: UUID, body: NewRegrade, caller: Caller) -> Response:
    """Mark attempts anew, after an answer key was corrected or a question turned out to be bad.

    Takers whose score changes are told (`attempt.regraded` of `GET /events`). A second time changes nothing.
    """
    return await caller.call("regrade_quiz", quiz_id=quiz_id, regrade=body.sent())


@router.get("", responses={200: {"model": Page[LoggedRegrade]}})
async def list_regrades(quiz_id: UUID, caller: Caller, page: Paging) -> Response:
    """The regrades of your quiz, newest first: who marked what anew, and when."""
    return await caller.call("list_regrades", quiz_id=quiz_id, **page)


@router.get("/{regrade_id}", responses={200: {"model": Page[AttemptChange]}})
async def list_regrade_results(quiz_id: UUID, regrade_id: int, caller: Caller, page: Paging) -> Response:
    """The attempts that a regrade changed, with their old and new scores and points."""
    return await caller.call("list_regrade_results", quiz_id=quiz_id, regrade_id=regrade_id, **page)
