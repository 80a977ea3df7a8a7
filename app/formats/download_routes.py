"""Downloads of a quiz in the formats of app/formats."""

import asyncio
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query, Request, Response

from app.formats import FORMATS, WRITTEN, Export, Format
from app.formats.parts import PARTS, left_out, not_embedded
from app.formats.printing import turns
from app.http.bodies import words
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.problems import Problem
from app.http.routing import Router
from app.http.sent_files import attachment
from app.media.files import media_files
from app.media.store import store_of

router = Router(prefix="/quizzes", tags=["downloads"])

LIMIT_S = 120  # for reading pictures, waiting for a turn, and writing
CONTENT: dict[str, Any] = {FORMATS[name].media_type.partition(";")[0]: {} for name in WRITTEN}
NEED_KEY = ", ".join(FORMATS[name].title for name in WRITTEN if FORMATS[name].needs_key)


@router.get("/{quiz_id}/download", response_class=Response, responses={200: {"content": CONTENT}})
@fails_with(
    "public.export_quiz",
    "422 format_has_key",
    "422 kinds_left_out",
    "422 unknown_format",
    "503 too_busy",
    "503 export_too_slow",
    "503 printing_too_slow",
    "503 storage_unavailable",
)
async def download_quiz(
    quiz_id: UUID,
    request: Request,
    caller: Caller,
    format: Annotated[str, words(*WRITTEN)] = "json",
    key: Annotated[
        bool | None,
        Query(description=f"Include right answers, explanations and citations. {NEED_KEY}: always."),
    ] = None,
    version: Annotated[
        str | None,
        Query(description="A to Z: a version of a printed paper, with its own order of choices and its key."),
    ] = None,
    skip_problems: Annotated[
        bool,
        Query(description="Leave out what the format can't say: questions, or of them a rubric, units, …"),
    ] = False,
) -> Response:
    """Your quiz as a file: the questions alone, or with the answer key and citations.

    The header `Quizzler-Left-Out` names what the format can't keep, with the numbers of the questions.
    """
    if format not in WRITTEN:
        sentence = f"{format!r:.40} is not a format of downloads. These are: {', '.join(WRITTEN)}."
        raise Problem(422, "unknown_format", sentence)
    written = FORMATS[format]
    if written.needs_key and key is False:
        sentence = f"A file in {written.title} always has the key. Choose another format, or key=true."
        raise Problem(422, "format_has_key", sentence)
    with_key = bool(key) or written.needs_key
    answer = await caller.database.call_as(
        caller.claims, "export_quiz", {"quiz_id": quiz_id, "with_key": with_key, "version": version}
    )
    export: Export = msgspec.json.decode(answer)
    if version:
        export["version"] = version
    if not skip_problems:
        _refuse_what_it_lacks(written, export)
    assert written.write is not None
    try:
        async with asyncio.timeout(LIMIT_S):
            if written.embeds:
                export["media"] = await media_files(
                    store_of(request), export["questions"], small=written.embeds == "small"
                )
            data = await turns.take(partial(written.write, export, with_key))
    except TimeoutError as error:
        sentence = "This file took too long to make. Try again later, or export fewer questions."
        raise Problem(503, "export_too_slow", sentence) from error
    headers = {"Content-Disposition": attachment(_name(export, written, version, with_key))}
    if lost := _left_out(written, export):
        headers["Quizzler-Left-Out"] = lost
    return Response(data, headers=headers, media_type=written.media_type)


def _left_out(written: Format, export: Export) -> str:
    """What a file leaves out, in words; of a file that nobody reads again, only its pictures and sounds."""
    questions = export["questions"]
    lost = [not_embedded(questions, export["media"]) if written.embeds else ""]
    if written.read:
        lost.append(left_out(questions, written.carries, written.kinds, written.lost, written.beyond))
        if export["quiz"].get("sections") and "sections" not in written.carries:
            lost.append(PARTS["sections"])
    return "; ".join(filter(None, lost))


def _name(export: Export, written: Format, version: str | None, with_key: bool) -> str:
    """The name of the file. A printed key must not be taken for the paper, nor one version for another."""
    printed = written.suffixes == (".pdf",)
    parts = [
        export["quiz"]["title"],
        "answer sheet" if written.name == "answer_sheet" else "",
        f"version {version}" if version else "",
        "with key" if with_key and printed else "",
    ]
    return ", ".join(filter(None, parts)) + written.suffixes[0]


def _refuse_what_it_lacks(written: Format, export: Export) -> None:
    """Raise Problem (422) if the quiz has questions that the format can't say."""
    left_out = [
        f"{number} ({reason})"
        for number, draft in enumerate(export["questions"], start=1)
        if (reason := draft["kind"] if draft["kind"] not in written.kinds else written.beyond(draft))
    ]
    if left_out:
        raise Problem(
            422,
            "kinds_left_out",
            f"{written.title} can't say {len(left_out)} of the questions: {', '.join(left_out[:20])}.",
            "Choose another format, or leave them out with skip_problems=true.",
        )
