"""Results, statistics and leaderboards. Postgres ranks."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.attempts.routes import AttemptSummary
from app.http.bodies import words
from app.http.caller import Anyone, Caller, Looker, Taker
from app.http.paging import Page, Paging, Words, sorts
from app.http.routing import Router
from app.results.models import (
    GlobalLeaderboard,
    GuestClaim,
    HostDashboard,
    MyResult,
    Performance,
    PersonResult,
    QuizLeaderboard,
    QuizStatistics,
    UserStats,
)

router = Router(prefix="/results", tags=["results"])

OfGroup = Annotated[UUID | None, Query(description="Only members of this group of yours.")]


@router.get("/leaderboards/global", responses={200: {"model": GlobalLeaderboard}})
async def global_leaderboard(
    caller: Anyone,
    page: Paging,
    period: Annotated[str, words("all", "month", "week", "day")] = "all",
    day: Annotated[date | None, Query(description="A day of the period; by default today, in UTC.")] = None,
    subject: Annotated[
        str | None, Query(description="Only quizzes more than half of whose questions are about this.")
    ] = None,
) -> Response:
    """The leaderboard of all public quizzes, of the attempts that were finished in a period.

    Weeks begin on Mondays, and days at midnight in UTC.
    """
    return await caller.analyse("global_leaderboard", period=period, day=day, subject=subject, **page)


@router.get("/leaderboards/quiz/{quiz_id}", responses={200: {"model": QuizLeaderboard}})
async def quiz_leaderboard(quiz_id: UUID, caller: Looker, page: Paging) -> Response:
    """The leaderboard of a quiz: for everybody if it is public, for its takers if it has a link."""
    return await caller.analyse("quiz_leaderboard", quiz_id=quiz_id, **page)


@router.get("/stats/user", responses={200: {"model": UserStats}})
async def user_stats(
    caller: Caller,
    time_zone: Annotated[str, Query(description="The time zone of the streak's days.")] = "UTC",
) -> Response:
    """Your totals, averages, streak and results by subject."""
    return await caller.analyse("user_stats", time_zone=time_zone)


@router.get("/stats/performance", responses={200: {"model": Performance}})
async def my_performance(
    caller: Caller,
    time_zone: Annotated[str, Query(description="The time zone of the months.")] = "UTC",
) -> Response:
    """Your results over time, right answers in a row, and accuracy by subject, difficulty and kind."""
    return await caller.analyse("my_performance", time_zone=time_zone)


@router.get("/stats/host", responses={200: {"model": HostDashboard}})
async def host_dashboard(caller: Caller) -> Response:
    """What needs a look: questions that few of the best got right, answers to mark, games, failed jobs."""
    return await caller.analyse("host_dashboard")


@router.get("/{quiz_id}/my-result", responses={200: {"model": MyResult}})
async def my_result(quiz_id: UUID, caller: Taker) -> Response:
    """Your result in a quiz, by the attempt that counts, and your latest attempts.

    `GET /attempts?quiz_id=` has all of people with an account.
    """
    return await caller.call("my_result", quiz_id=quiz_id)


@router.post("/{quiz_id}/claim", responses={200: {"model": MyResult}})
async def claim_guest(quiz_id: UUID, body: GuestClaim, caller: Caller) -> Response:
    """Move the result that you have as a guest into your account, once.

    Its attempts count as your account's from then on, so they must be no more than the quiz allows.
    """
    return await caller.call("claim_guest", quiz_id=quiz_id, guest_token=body.guest_token)


@router.get("/{quiz_id}/results", responses={200: {"model": Page[PersonResult]}})
async def quiz_results(
    quiz_id: UUID,
    caller: Caller,
    page: Paging,
    q: Words = None,
    sort: Annotated[str | None, sorts("percent", "name")] = None,
    group_id: OfGroup = None,
) -> Response:
    """Everybody's results in your quiz, the best first unless `sort` says otherwise. `q` looks for names."""
    return await caller.analyse("quiz_results", quiz_id=quiz_id, q=q, sort=sort, group_id=group_id, **page)


@router.get("/{quiz_id}/attempts/{user_id}", responses={200: {"model": Page[AttemptSummary]}})
async def list_attempts_of(quiz_id: UUID, user_id: UUID, caller: Caller, page: Paging) -> Response:
    """All attempts of a person at your quiz, newest first."""
    return await caller.analyse("list_attempts_of", quiz_id=quiz_id, person_id=user_id, **page)


@router.get("/{quiz_id}/statistics", responses={200: {"model": QuizStatistics}})
async def quiz_statistics(
    quiz_id: UUID,
    caller: Caller,
    attempts: Annotated[
        str, Query(description="Which of each person: `first`, `best`, `last` or `all`.")
    ] = "first",
    played: Annotated[str, Query(description="`self_paced`, `live` or `all`.")] = "self_paced",
) -> Response:
    """Figures of your quiz, of its scores and of each of its questions, by Moodle's formulas."""
    return await caller.analyse("quiz_statistics", quiz_id=quiz_id, attempts=attempts, played=played)
