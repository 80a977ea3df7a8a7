"""Results, statistics and leaderboards as the API returns them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from app.attempts.routes import AttemptSummary
from app.http.bodies import Body
from app.http.paging import Page
from app.quizzes.models import Choice, CountingAttempt, Display, TextFormat


class Standing(BaseModel):
    """The result that counts. Its fields are null until an attempt is finished."""

    score: float | None
    max_score: float | None
    percent: float | None
    passed: bool | None
    finished_at: datetime | None
    attempt_id: UUID | None = Field(description="The attempt that counts; null for the average of all.")
    attempt_count: int
    attempts: list[AttemptSummary] = Field(description="The latest of them, in their order, at most 20.")


class MyResult(Standing):
    """The caller's result in a quiz."""

    quiz_id: UUID
    title: str
    counting_attempt: CountingAttempt
    attempts_left: int | None = Field(description="null: any number.")


class PersonResult(Standing):
    """One person's result, for the owner of the quiz."""

    user_id: UUID
    display_name: str
    guest: bool = Field(description="Without an account; `display_name` is a nickname.")


class GuestClaim(Body):
    """Whose result is claimed."""

    guest_token: str = Field(examples=["6f1c0e9a4b7d4c53a1e28f60b9d7c3e46f1c0e9a4b7d4c53a1e28f60b9d7c3e4"])


class AttemptCounts(BaseModel):
    """Attempts by state."""

    in_progress: int
    finished: int
    abandoned: int


class ResponseCount(BaseModel):
    """How often a response was given, in its most frequent spelling."""

    response: list[str] | dict[str, str | float] | float | str
    count: int


Reasons = Annotated[
    dict[str, str], Field(description="Why figures are null: a code for each (docs/statistics.md).")
]


class QuestionStatistics(Display):
    """Figures of one version of a question, in percent of its points unless it says otherwise."""

    question_id: UUID
    version: int = Field(description="The version that these attempts had. The newest comes first.")
    current: bool = Field(description="Whether new attempts get this version.")
    position: int | None
    deleted: bool
    kind: str
    prompt: str
    text_format: TextFormat
    choices: list[Choice] = Field(description="The choices whose ids are in `responses`.")
    asked: int = Field(description="How many of these attempts had the question.")
    answered: int = Field(description="How many of them answered it.")
    skipped: int = Field(description="How many of them did not.")
    facility: float | None = Field(
        description="Facility index: the mean mark in percent, below 0 if points were lost."
    )
    deviation: float | None = Field(description="Standard deviation of the marks.")
    random_guess: float | None = Field(description="Random guess score.")
    intended_weight: float | None = Field(description="Its part of the points possible.")
    effective_weight: float | None = Field(description="Its part of the spread of scores.")
    discrimination: float | None = Field(
        description="Discrimination index: how well the question tells strong takers from weak ones, -1 to 1."
    )
    discriminative_efficiency: float | None = Field(
        description="The discrimination in percent of what it could be at most with these marks."
    )
    upper: float | None = Field(description="Mean mark of the 27 % with the highest scores.")
    lower: float | None = Field(description="Mean mark of the 27 % with the lowest scores.")
    reasons: Reasons
    responses: dict[str, int] | list[ResponseCount] | dict[str, list[ResponseCount]] = Field(
        description="By choice; the most frequent ones; or the most frequent ones of each item or gap."
    )


class ScoreStatistics(BaseModel):
    """Figures of scores in percent of the points possible, not raised to 0."""

    attempts: int
    mean: float | None
    median: float | None
    deviation: float | None = Field(description="Standard deviation.")
    skewness: float | None
    kurtosis: float | None
    consistency: float | None = Field(description="Coefficient of internal consistency (Cronbach's alpha).")
    error_ratio: float | None
    standard_error: float | None
    median_seconds: float | None = Field(description="Of the time taken, from a histogram of steps of 1 %.")
    reasons: Reasons


class QuizStatistics(BaseModel):
    """Figures of a quiz: over the results that count, then over the attempts that were asked for."""

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
    completed_percent: float | None = Field(description="Of the attempts that have ended, those handed in.")
    scores: ScoreStatistics
    questions: list[QuestionStatistics]


class QuizLeader(BaseModel):
    """A standing on the leaderboard of a quiz."""

    rank: int
    display_name: str
    guest: bool = Field(description="Without an account; `display_name` is a nickname.")
    you: bool
    score: float
    max_score: float
    percent: float
    attempts: int


PERCENTILE = "Percentile rank: how many percent of the people are behind, with half of those who are equal."
NEIGHBOURS = "The caller's place, with three before it and three after it. Empty: the caller has none."


class QuizLeaderMe(QuizLeader):
    """The caller's standing on the leaderboard of a quiz."""

    percentile: float = Field(description=PERCENTILE)


class QuizLeaderboard(Page[QuizLeader]):
    """The leaderboard of a quiz."""

    quiz_id: UUID
    title: str
    people: int
    me: QuizLeaderMe | None
    neighbours: list[QuizLeader] = Field(description=NEIGHBOURS)


class GlobalLeader(BaseModel):
    """A standing on the leaderboard of all public quizzes. Each quiz is worth 100 points."""

    rank: int
    display_name: str
    you: bool
    points: float
    quizzes: int
    passed: int


class GlobalLeaderMe(GlobalLeader):
    """The caller's standing on the leaderboard of all public quizzes."""

    percentile: float = Field(description=PERCENTILE)


class GlobalLeaderboard(Page[GlobalLeader]):
    """The leaderboard of all public quizzes."""

    period: str
    begins: date | None = Field(description="The first day of the period; null for all time.")
    subject: str | None = Field(description="What the quizzes are about; null for all quizzes.")
    people: int
    me: GlobalLeaderMe | None
    neighbours: list[GlobalLeader] = Field(description=NEIGHBOURS)


class Streak(BaseModel):
    """Days in a row on which a quiz was finished."""

    current: int
    longest: int


class SubjectResult(BaseModel):
    """The caller's mean mark in a subject."""

    subject: str
    questions: int
    percent: float


class UserStats(BaseModel):
    """The caller's totals."""

    attempts: AttemptCounts
    last_finished_at: datetime | None
    streak_days: Streak
    quizzes: int
    passed: int
    average_percent: float | None
    best_percent: float | None
    best_subject: str | None
    subjects: list[SubjectResult]


class MonthResult(BaseModel):
    """A month of the caller."""

    month: date = Field(description="Its first day.")
    attempts: int
    average_percent: float | None


class AnswerFigures(BaseModel):
    """Answers of the caller whose marks the caller may see."""

    questions: int
    answered: int
    right: int
    percent: float | None = Field(description="The mean mark.")
    mean_seconds: float | None = Field(
        description="The time for a question: that of its attempt, divided by its number of questions."
    )


class NamedFigures(AnswerFigures):
    """Answers of one subject, difficulty or kind."""

    name: str


class GlobalPlace(BaseModel):
    """The caller's place on the global leaderboard of all time."""

    rank: int
    percentile: float = Field(description=PERCENTILE)
    points: float


class Performance(BaseModel):
    """How the caller does."""

    months: list[MonthResult]
    answers: AnswerFigures
    streak_right: Streak = Field(description="Right answers in a row.")
    best_subject: str | None
    weakest_subject: str | None
    by_subject: list[NamedFigures]
    by_difficulty: list[NamedFigures]
    by_kind: list[NamedFigures]
    global_place: GlobalPlace | None


class HardQuestion(BaseModel):
    """A question that few of the best got right: it may be wrong or unclear."""

    quiz_id: UUID
    title: str
    question_id: UUID
    prompt: str
    asked: int
    facility: float = Field(description="Facility index: the mean mark in percent.")
    best_percent: float = Field(description="The same among the 27 % with the highest scores.")


class QuizToMark(BaseModel):
    """A quiz with answers to mark by hand."""

    quiz_id: UUID
    title: str
    attempts: int
    answers: int
    oldest: datetime


class WaitingRoom(BaseModel):
    """A game that has not ended."""

    room_code: str
    title: str
    mode: str
    state: str
    players: int
    created_at: datetime
    expires_at: datetime


class FailedJob(BaseModel):
    """A job that failed and was not repeated."""

    job_id: UUID
    kind: str
    quiz_id: UUID | None
    upload_id: UUID | None
    code: str | None
    reason: str | None
    failed_at: datetime


class HostDashboard(BaseModel):
    """What needs a look."""

    few_of_the_best: list[HardQuestion]
    to_mark: list[QuizToMark]
    rooms: list[WaitingRoom]
    jobs_failed: list[FailedJob]
