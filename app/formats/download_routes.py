"""Downloads of a quiz as JSON, CSV, GIFT or PDF."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Response

from app.formats.gift_writer import write_gift
from app.formats.quiz_csv import write_csv
from app.http.caller import Caller
from app.http.problems import Problem

router = APIRouter(prefix="/quizzes", tags=["downloads"])

Json = dict[str, Any]
Format = Literal["json", "csv", "gift", "pdf"]

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "gift": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
}
CONTENT: Json = {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()}


def _json(export: Json, with_key: bool) -> bytes:
    return msgspec.json.format(msgspec.json.encode(export), indent=2)


def _csv(export: Json, with_key: bool) -> bytes:
    return write_csv(export["questions"], with_key=with_key).encode()


def _gift(export: Json, with_key: bool) -> bytes:
    return write_gift(export["questions"]).encode()


def _pdf(export: Json, with_key: bool) -> bytes:
    from app.formats.quiz_pdf import write_pdf  # a large library, imported only where it is used

    return write_pdf(export["quiz"]["title"], export["questions"], with_key=with_key)


WRITERS: dict[str, Callable[[Json, bool], bytes]] = {"json": _json, "csv": _csv, "gift": _gift, "pdf": _pdf}


@router.get("/{quiz_id}/download", response_class=Response, responses={200: {"content": CONTENT}})
async def download_quiz(
    quiz_id: UUID,
    caller: Caller,
    format: Format = "json",
    key: Annotated[
        bool | None,
        Query(description="Include right answers, explanations and citations. GIFT always has them."),
    ] = None,
) -> Response:
    """Your quiz as a file: the questions alone, or with the answer key and citations."""
    if format == "gift" and key is False:
        raise Problem(
            422, "gift_has_key", "A GIFT file always has the key. Choose another format, or key=true."
        )
    with_key = bool(key) or format == "gift"
    answer = await caller.database.call_as(
        caller.claims, "export_quiz", {"quiz_id": quiz_id, "with_key": with_key}
    )
    export: Json = msgspec.json.decode(answer)
    data = await asyncio.to_thread(WRITERS[format], export, with_key)
    name = f"{export['quiz']['title']}.{format}".replace("/", "-")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, headers=headers, media_type=MEDIA_TYPES[format])
