"""Questions out of files: read by app/formats, taken by the database in one transaction or not at all."""

import asyncio
import codecs
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import UploadFile

from app.formats import FORMATS, Reading, detect
from app.formats import Problem as FileProblem
from app.http.caller import Caller
from app.http.problems import Problem
from app.quizzes.models import Imported

router = APIRouter(prefix="/quizzes", tags=["imports"])

NAMES = ", ".join(FORMATS)
MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (b"", "utf-8", "UTF-8"),
)
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "example": "::Rome:: The capital of Italy? {=Rome ~Milan}",
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
        },
    }
}


class Refused(msgspec.Struct):
    """A draft that the database would not take."""

    index: int
    code: str
    message: str


class Outcome(msgspec.Struct):
    """What public.import_questions answers; the quiz goes out as it came."""

    quiz: msgspec.Raw
    problems: list[Refused]


@router.post("/import", status_code=201, responses={201: {"model": Imported}}, openapi_extra=UPLOAD)
async def import_file(
    request: Request,
    caller: Caller,
    format: Annotated[str | None, Query(description="Told by the file's name and text unless said.")] = None,
    title: Annotated[str | None, Query(description="Of the new quiz.")] = None,
    into: Annotated[
        UUID | None, Query(description="Your quiz that takes them, instead of a new one.")
    ] = None,
    skip_problems: Annotated[bool, Query(description="Take what can be taken.")] = False,
) -> Response:
    """Make a quiz from a file: its text as the body, or a form's `file`.

    What can't be taken is told line by line. Unless `skip_problems`, nothing is taken then.
    """
    if title and into:
        raise Problem(
            422, "title_or_quiz", "Give the title of a new quiz or the quiz that takes them, not both."
        )
    data, filename = await _upload(request)
    reading = await asyncio.to_thread(read_file, data, filename, format)
    if not reading.questions or (reading.problems and not skip_problems):
        raise _nothing_taken(reading.problems)
    answer = await caller.database.call_as(
        caller.claims, "import_questions",
        {
            "drafts": reading.questions,
            "title": None if into else title or PurePath(filename or "").stem[:200] or "Imported quiz",
            "into_quiz": into,
            "skip_problems": skip_problems,
        },
    )  # fmt: skip
    outcome = msgspec.json.decode(answer, type=Outcome)
    refused = [FileProblem(reading.lines[each.index], each.code, each.message) for each in outcome.problems]
    problems = sorted([*reading.problems, *refused], key=lambda problem: problem.line)
    if bytes(outcome.quiz) == b"null":
        raise _nothing_taken(problems)
    body = {
        "quiz": outcome.quiz,
        "taken": len(reading.questions) - len(refused),
        "skipped": reading.skipped + len(refused),
        "problems": [asdict(problem) for problem in problems],
    }
    return Response(msgspec.json.encode(body), 201, media_type="application/json")


def read_file(data: bytes, filename: str | None = None, format: str | None = None) -> Reading:
    """Read a file of questions, in the named format or in the one that its name and text show.

    Raises Problem (422) where the format is unknown, or the bytes are neither UTF-8 nor UTF-16 with its mark.
    """
    if format is not None and format not in FORMATS:
        raise Problem(422, "unknown_format", f"There is no format {format!r:.40} here, but {NAMES}.")
    text = _text(data)
    found = FORMATS[format] if format else detect(filename, text)
    if found is None:
        raise Problem(
            422, "unknown_format", f"This looks like none of the formats that are read here: {NAMES}."
        )
    return found.reader(text)


async def _upload(request: Request) -> tuple[bytes, str | None]:
    """The file's bytes, and its name where it came by a form."""
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        return await request.body(), None
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "missing_file", "The form has no file in its field `file`.")
        return await file.read(), file.filename


def _text(data: bytes) -> str:
    mark, encoding, name = next(known for known in MARKS if data.startswith(known[0]))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = len(mark) + error.start
        line = data.count(b"\n", 0, offset) + 1
        sentence = f"Byte {offset} of the file, in line {line}, is not {name}. Save the file as UTF-8."
        raise Problem(422, "not_utf8", sentence, offset=offset, line=line) from error


def _nothing_taken(problems: Sequence[FileProblem]) -> Problem:
    count = "One thing" if len(problems) == 1 else f"{len(problems)} things"
    sentence = f"{count} in this file could not be taken, so nothing was."
    hint = "Mend the file, or take the rest with skip_problems=true."
    return Problem(422, "import_problems", sentence, hint, problems=[asdict(problem) for problem in problems])
