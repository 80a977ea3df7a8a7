"""Classes and other groups compared, by the results that count."""

import asyncio
from datetime import date
from typing import IO, Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.formats.table_writers import CsvTable, WorkbookTable
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.sent_files import file_to_send, sent
from app.results.export_routes import CONTENT, TYPES

router = APIRouter(prefix="/results", tags=["results"])


class WeekResult(BaseModel):
    """The results that were finished in a week."""

    week: date = Field(description="Its Monday.")
    results: int
    mean: float = Field(description="In percent.")


class GroupResult(BaseModel):
    """The results of a group, or of everybody."""

    group_id: UUID | None = Field(description="null: everybody.")
    name: str | None
    people: int
    results: int = Field(description="One for each person and quiz.")
    mean: float = Field(description="In percent.")
    median: float
    passed: int = Field(description="Of the results; 0 where the quizzes have no pass mark.")
    spread: list[int] = Field(description="Ten numbers of results: from 0 to 9 %, from 10 % and so on.")
    weeks: list[WeekResult]


class GroupComparison(BaseModel):
    """Everybody's results, and those of each of the caller's groups."""

    quiz_id: UUID | None
    groups: list[GroupResult]


HEADINGS = ("group", "week", "results", "mean percent")
Zone = Annotated[str, Query(description="The time zone in which weeks begin.")]
OfQuiz = Annotated[UUID | None, Query(description="By default all quizzes of yours.")]


@router.get("/stats/groups", responses={200: {"model": GroupComparison}})
async def compare_groups(caller: Caller, quiz_id: OfQuiz = None, time_zone: Zone = "UTC") -> Response:
    """The results of your groups beside each other: their means, how they are spread, and week by week."""
    return await caller.analyse("compare_groups", quiz_id=quiz_id, time_zone=time_zone)


@router.get("/stats/groups/export", response_class=Response, responses={200: {"content": CONTENT}})
@fails_with("public.compare_groups")
async def export_groups(
    caller: Caller,
    format: Literal["csv", "xlsx"] = "csv",
    quiz_id: OfQuiz = None,
    time_zone: Zone = "UTC",
) -> Response:
    """The same as a table: a row for each group and week, and one for all weeks of a group."""
    found = await caller.read("compare_groups", quiz_id=quiz_id, time_zone=time_zone)
    with file_to_send() as file:
        await asyncio.to_thread(_write, file, format, [GroupResult(**one) for one in found["groups"]])
        return sent(file, f"groups.{format}", TYPES[format])


def _write(file: IO[bytes], name: str, groups: list[GroupResult]) -> None:
    table = CsvTable(file) if name == "csv" else WorkbookTable(file)
    table.write(HEADINGS)
    for group in groups:
        table.write((group.name, None, group.results, group.mean))
        for week in group.weeks:
            table.write((group.name, week.week.isoformat(), week.results, week.mean))
    table.close()
