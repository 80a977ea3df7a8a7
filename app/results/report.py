"""The report of a game: every player's answer to every question, also as a table for spreadsheets."""

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Path, Query, Response
from pydantic import BaseModel

from app.formats import FORMATS
from app.formats.table_writers import CsvTable
from app.http.bodies import words
from app.http.caller import Caller
from app.http.routing import Router
from app.http.sent_files import file_to_send, sent
from app.quizzes.models import Choice, Display, RightAnswer
from app.results.result_rows import in_words
from app.rooms.models import Confidence, QuestionFigures, RankedPlayer, RankedTeam, RoomSettings, State

router = Router(prefix="/realtime", tags=["rooms"])

Json = dict[str, Any]

Status = Annotated[
    str,
    words(
        "right", "partly_right", "wrong", "unanswered", "unscored", "answered", "not_there", "not_asked",
        "skipped",
    ),
]  # fmt: skip
COLUMNS = (
    "rank", "nickname", "team", "score", "question", "prompt", "status", "response", "points", "seconds",
    "confidence",
)  # fmt: skip


class ReportedAnswer(BaseModel):
    """A player's answer to a question, or why there is none."""

    number: int
    status: Status
    response: list[str] | str | float | None
    fraction: float | None
    points: int | None
    elapsed_ms: int | None
    confidence: Confidence


class ReportedPlayer(RankedPlayer):
    """A player of a game and all their answers."""

    claimed: bool
    time_factor: float
    joined_at: str
    finished_at: str | None
    answers: list[ReportedAnswer]


class ReportedQuestion(QuestionFigures, Display):
    """A question of a game and its figures; `key` is null while players may still answer."""

    choices: list[Choice]
    points: int
    limit_ms: int
    asked: bool
    key: RightAnswer
    mean_points: float | None


class Report(RoomSettings):
    """A game, by player and question."""

    room_id: UUID
    room_code: str
    quiz_id: UUID
    title: str
    state: State
    created_at: str
    ended_at: str | None
    team_board: list[RankedTeam]
    questions: list[ReportedQuestion]
    players: list[ReportedPlayer]


@router.get("/rooms/{room}/report", responses={200: {"model": Report, "content": {"text/csv": {}}}})
async def room_report(
    room: Annotated[str, Path(description="A room's code, or its id.")],
    caller: Caller,
    report_format: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response:
    """The report of a game, for its hosts: responses, marks, points and times."""
    answer = await caller.call("room_report", room=room)
    if report_format == "json":
        return answer
    return await asyncio.to_thread(csv_response, bytes(answer.body))  # takes half a second for a large game


def csv_response(report: bytes) -> Response:
    """The report as a table, a row for each player and question."""
    decoded = msgspec.json.decode(report)
    with file_to_send() as file:
        table = CsvTable(file)
        table.write(COLUMNS)
        for row in _rows(decoded):
            table.write(row)
        return sent(file, f"room-{decoded['room_code']}.csv", FORMATS["csv"].media_type)


def _rows(report: Json) -> Iterator[list[Any]]:
    teams = {team["number"]: team["name"] for team in report["teams"]}
    questions = {question["number"]: question for question in report["questions"]}
    for player in report["players"]:
        for answer in player["answers"]:
            question = questions[answer["number"]]
            yield [
                player["rank"], player["nickname"], teams.get(player.get("team")), player["score"],
                answer["number"], question["prompt"], answer["status"],
                in_words(question, answer["response"]), answer["points"],
                answer["elapsed_ms"] and answer["elapsed_ms"] / 1000, answer["confidence"],
            ]  # fmt: skip
