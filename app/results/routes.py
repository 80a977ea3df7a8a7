"""Results, statistics and leaderboards. Postgres ranks."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.attempts.routes import AttemptSummary, Cursor, Limit
from app.http.caller import Anyone, Caller

router = APIRouter(prefix="/results", tags=["results"])


class Standing(BaseModel):
    """The result that counts; null where nothing is finished yet."""

    score: float | None
    max_score: float | None
    percent: float | None
    passed: bool | None
    finished_at: datetime | None
    attempt_id: UUID | None = Field(description="The attempt that counts; null for the average of all.")
    attempts: list[AttemptSummary]


class MyResult(Standing):
    """One's own result in a quiz."""

    quiz_id: UUID
    title: str
    counting_attempt: Literal["best", "last", "first", "average"]
    attempts_left: int | None = Field(description="null: as many as one likes.")


class PersonResult(Standing):
    """One person's result in one's own quiz."""

    user_id: UUID
    display_name: str


class ResultPage(BaseModel):
    """Everybody's results, the best first."""

    items: list[PersonResult]
    next_cursor: str | None


class AttemptCounts(BaseModel):
    """Attempts by state."""

    in_progress: int
    finished: int
    abandoned: int


class QuestionStatistics(BaseModel):
    """How a question does, from everybody's first finished attempt."""

    question_id: UUID
    position: int | None
    deleted: bool
    kind: str
    prompt: str
    choices: list[dict[str, Any]] = Field(description="What the ids in `responses` stand for.")
    asked: int
    answered: int
    facility: float | None = Field(description="The mean fraction earned, in percent.")
    discrimination: float | None = Field(
        description="How it goes together with the points earned in the rest of the quiz, from -1 to 1."
    )
    responses: dict[str, int] | list[dict[str, Any]]


class QuizStatistics(BaseModel):
    """How a quiz does, over the results that count."""

    quiz_id: UUID
    title: str
    people: int
    average_percent: float | None
    median_percent: float | None
    lowest_percent: float | None
    highest_percent: float | None
    passed: int
    pass_percent: float | None
    attempts: AttemptCounts
    questions: list[QuestionStatistics]


class QuizLeader(BaseModel):
    """A place on the leaderboard of a quiz."""

    rank: int
    display_name: str
    you: bool
    score: float
    max_score: float
    percent: float
    attempts: int


class QuizLeaderboard(BaseModel):
    """Who did best in a quiz."""

    quiz_id: UUID
    title: str
    people: int
    me: QuizLeader | None
    items: list[QuizLeader]
    next_cursor: str | None


class GlobalLeader(BaseModel):
    """A place on the leaderboard of all public quizzes; each quiz is worth 100 points."""

    rank: int
    display_name: str
    you: bool
    points: float
    quizzes: int
    passed: int


class GlobalLeaderboard(BaseModel):
    """Who did best over all public quizzes."""

    people: int
    me: GlobalLeader | None
    items: list[GlobalLeader]
    next_cursor: str | None


class Streak(BaseModel):
    """Days in a row on which a quiz was finished."""

    current: int
    longest: int


class SubjectResult(BaseModel):
    """How one does in a subject."""

    subject: str
    questions: int
    percent: float


class UserStats(BaseModel):
    """One's own totals."""

    attempts: AttemptCounts
    last_finished_at: datetime | None
    streak_days: Streak
    quizzes: int
    passed: int
    average_percent: float | None
    best_percent: float | None
    best_subject: str | None
    subjects: list[SubjectResult]


@router.get("/leaderboards/global", responses={200: {"model": GlobalLeaderboard}})
async def global_leaderboard(
    caller: Anyone,
    days: Annotated[int | None, Query(description="Results of so many last days; left out: all.")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response:
    """Who did best over all public quizzes."""
    return await caller.call("global_leaderboard", days=days, page_size=limit, cursor=cursor)


@router.get("/leaderboards/quiz/{quiz_id}", responses={200: {"model": QuizLeaderboard}})
async def quiz_leaderboard(
    quiz_id: UUID, caller: Anyone, limit: Limit = None, cursor: Cursor = None
) -> Response:
    """Who did best in a quiz. Anyone sees it of a public one; of one with a link, those who took it."""
    return await caller.call("quiz_leaderboard", quiz_id=quiz_id, page_size=limit, cursor=cursor)


@router.get("/stats/user", responses={200: {"model": UserStats}})
async def user_stats(
    caller: Caller,
    time_zone: Annotated[str, Query(max_length=100, description="What a day is, for the streak.")] = "UTC",
) -> Response:
    """One's own totals, averages, streak and subjects."""
    return await caller.call("user_stats", time_zone=time_zone)


@router.get("/{quiz_id}/my-result", responses={200: {"model": MyResult}})
async def my_result(quiz_id: UUID, caller: Caller) -> Response:
    """One's own result in a quiz, by the attempt that counts there, and one's attempts."""
    return await caller.call("my_result", quiz_id=quiz_id)


@router.get("/{quiz_id}/results", responses={200: {"model": ResultPage}})
async def quiz_results(quiz_id: UUID, caller: Caller, limit: Limit = None, cursor: Cursor = None) -> Response:
    """Everybody's results in one's own quiz, the best first."""
    return await caller.call("quiz_results", quiz_id=quiz_id, page_size=limit, cursor=cursor)


@router.get("/{quiz_id}/statistics", responses={200: {"model": QuizStatistics}})
async def quiz_statistics(quiz_id: UUID, caller: Caller) -> Response:
    """How one's own quiz and each of its questions do."""
    return await caller.call("quiz_statistics", quiz_id=quiz_id)
