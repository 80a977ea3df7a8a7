"""All results of a quiz as a table for spreadsheets."""

import asyncio
from typing import IO, Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Query, Response

from app.formats import FORMATS
from app.formats.table_writers import CsvTable, Table, WorkbookTable
from app.http.caller import Caller, CallerContext
from app.http.openapi_errors import fails_with
from app.http.routing import Router
from app.http.sent_files import file_to_send, sent
from app.results.result_rows import WIDTHS, ResultRows
from app.results.routes import OfGroup

router = Router(prefix="/results", tags=["results"])

BATCH = 50  # records that a thread turns into rows at once
TYPES = {name: FORMATS[name].media_type for name in ("csv", "xlsx")}
CONTENT: dict[str, Any] = {media_type.partition(";")[0]: {} for media_type in TYPES.values()}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS = {"point": ".", "comma": ","}


@router.get("/{quiz_id}/export", response_class=Response, responses={200: {"content": CONTENT}})
@fails_with("public.export_results")
async def export_results(
    quiz_id: UUID,
    caller: Caller,
    format: Literal["csv", "xlsx"] = "csv",
    rows: Annotated[
        Literal["attempts", "answers"],
        Query(description="`attempts`: a row for each attempt. `answers`: one for each of its questions."),
    ] = "attempts",
    separator: Annotated[
        Literal["comma", "semicolon", "tab"] | None,
        Query(description="Between the cells of CSV. By default a semicolon if decimals have a comma."),
    ] = None,
    decimal: Annotated[
        Literal["point", "comma"], Query(description="What decimals of CSV are written with.")
    ] = "point",
    time_zone: Annotated[str, Query(description="The time zone of the times.")] = "UTC",
    group_id: OfGroup = None,
) -> Response:
    """All results of your quiz as CSV or as a workbook: attempts, or the answers of each.

    The table has the takers' e-mail addresses and student numbers if the quiz asks for them.
    """
    separator = separator or ("semicolon" if decimal == "comma" else "comma")
    with file_to_send() as file:
        table = _table(file, format, separator, decimal)
        written = ResultRows(answers=rows == "answers")
        await _fill(table, written, caller, quiz_id, time_zone, group_id)
        return sent(file, f"{written.title}, {rows}.{format}", TYPES[format])


def _table(file: IO[bytes], name: str, separator: str, decimal: str) -> Table:
    if name == "csv":
        return CsvTable(file, delimiter=DELIMITERS[separator], decimal=DECIMALS[decimal])
    return WorkbookTable(file, widths=WIDTHS)


async def _fill(
    table: Table,
    written: ResultRows,
    caller: CallerContext,
    quiz_id: UUID,
    time_zone: str,
    group_id: UUID | None,
) -> None:
    """Write the rows, a batch at a time in a thread, so that other requests go on."""

    def write(batch: list[bytes]) -> None:
        for record in map(msgspec.json.decode, batch):
            if record["record"] == "quiz":
                table.write(written.headings(record))
            else:
                for row in written.rows(record):
                    table.write(row)

    batch: list[bytes] = []
    records = caller.rows(
        "export_results",
        quiz_id=quiz_id,
        time_zone=time_zone,
        with_answers=written.answers,
        group_id=group_id,
    )
    async for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            await asyncio.to_thread(write, batch)
            batch = []
    await asyncio.to_thread(write, batch)
    await asyncio.to_thread(table.close)
