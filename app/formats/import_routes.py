"""Imports files of questions: app/formats reads them, and SQL stores all questions or none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from app.database.pool import Told
from app.formats import FORMATS, READ, File, Reading, detect
from app.formats import Problem as FileProblem
from app.formats.import_media import upload_files, without_files
from app.http.bodies import file_or_form
from app.http.caller import CallerContext, Creator, Made
from app.http.openapi_errors import fails_with
from app.http.problems import Problem, problem_from
from app.http.routing import Router
from app.media.store import MediaStore, store_of
from app.quizzes.models import Quiz

router = Router(prefix="/quizzes", tags=["imports"])

NAMES = ", ".join(READ)
LINES = "application/x-ndjson"
PROGRESS = (
    'Lines such as {"step": "read", "questions": 900}, {"step": "checked", "done": 100, "of": 900} and'
    ' "stored", then {"result": the answer of 201} or {"problem": the problem JSON}.'
)
ENCODING = "This line is not UTF-8; it was read as {}. If letters are wrong, save the file as UTF-8."


class ImportProblem(BaseModel):
    """Why something in the file was not stored."""

    line: int = Field(description="Of the file, counted from 1.")
    code: str
    message: str
    question: str = Field(
        description="The beginning of the question's text; empty if the problem is not of one question."
    )
    pointer: str = Field(
        "",
        description="The place in the draft of the question, as a JSON Pointer; empty if no place is meant.",
        examples=["/choices/2/text"],
    )


class Imported(BaseModel):
    """The quiz, and what was left out of it."""

    quiz: Quiz = Field(description="The first of the quizzes.")
    quizzes: list[Quiz] = Field(
        description="Several, if a new quiz can't have all questions of the file: “Title (1 of 10)”, …"
    )
    imported: int
    skipped: int
    problems: list[ImportProblem]
    notes: list[ImportProblem] = Field(
        description="What was read in one of several ways, or left out of a question."
    )


class Refused(msgspec.Struct):
    """A draft that the database refused."""

    index: int
    code: str
    message: str
    pointer: str = ""


class Stored(msgspec.Struct):
    """The quiz of an answer."""

    quiz: Made


class Outcome(msgspec.Struct):
    """What public.import_questions returns. The quiz is passed on as it comes."""

    problems: list[Refused]
    quiz: msgspec.Raw = msgspec.Raw(b"null")
    quizzes: msgspec.Raw = msgspec.Raw(b"[]")


@router.post(
    "/import",
    status_code=201,
    responses={201: {"model": Imported}, 200: {"content": {LINES: {}}, "description": PROGRESS}},
    openapi_extra=file_or_form(),
)
@fails_with(
    "public.may_import", "public.check_questions", "public.import_questions",
    "422 archive_too_large", "422 bad_archive", "422 import_problems", "422 missing_file", "422 not_utf8",
    "422 unknown_format",
)  # fmt: skip
async def import_file(
    request: Request,
    caller: Creator,
    format: Annotated[str | None, Query(description="By default, as the file's name or text shows.")] = None,
    title: Annotated[str | None, Query(description="Of the new quiz; by default the file's name.")] = None,
    into: Annotated[
        UUID | None, Query(description="Your quiz that takes the questions, instead of a new one.")
    ] = None,
    skip_problems: Annotated[bool, Query(description="Import the questions without problems.")] = False,
    tag: Annotated[list[str] | None, Query(description="Tags of the quiz, besides those it has.")] = None,
) -> Response:
    """Make a quiz from a file, which is the body of the request or the field `file` of a form.

    Problems are reported by line. If there are any, nothing is imported, unless `skip_problems` is true.
    More questions than a quiz may have become several quizzes. With `Accept: application/x-ndjson`, the
    answer tells the progress line by line.
    """
    file, store = await _upload(request), store_of(request)
    options = {
        "title": title,
        "into_quiz": into,
        "skip_problems": skip_problems,
        "file_name": file.name or "",
        "tags": tag,
    }
    if LINES in request.headers.get("Accept", ""):
        lines = _lines(lambda told: _import(caller, store, file, format, options, told))
        return StreamingResponse(lines, media_type=LINES)
    body = await _import(caller, store, file, format, options)
    made = msgspec.json.decode(body, type=Stored).quiz
    return caller.answer(body, 201, location=f"/quizzes/{made.id}")


async def _import(
    caller: CallerContext,
    store: MediaStore,
    file: File,
    format: str | None,
    options: dict[str, Any],
    told: Told | None = None,
) -> bytes:
    """The JSON of Imported. Raises Problem and asyncpg.PostgresError; then nothing was imported."""
    reading = await asyncio.to_thread(read_file, file, format)
    if not reading.questions:
        raise _nothing_imported(reading.problems, reading.notes, rest=False)
    if told:
        told(msgspec.json.encode({"step": "read", "questions": len(reading.questions)}).decode())
    outcome = await _store(caller, store, reading, options, told)
    refused = [
        reading.refused(each.index, each.code, each.message, each.pointer) for each in outcome.problems
    ]
    problems = sorted([*reading.problems, *refused], key=lambda problem: problem.line)
    if bytes(outcome.quiz) == b"null":
        rest = not options["skip_problems"] and len(refused) < len(reading.questions)
        raise _nothing_imported(problems, reading.notes, rest=rest)
    return msgspec.json.encode(
        {
            "quiz": outcome.quiz,
            "quizzes": outcome.quizzes,
            "imported": len(reading.questions) - len(refused),
            "skipped": reading.skipped + len(refused),
            "problems": [asdict(problem) for problem in problems],
            "notes": [asdict(note) for note in reading.notes],
        }
    )


async def _store(
    caller: CallerContext,
    store: MediaStore,
    reading: Reading,
    options: dict[str, Any],
    told: Told | None,
) -> Outcome:
    """What became of the drafts. Files in them are uploaded once all else is known to be right."""
    arguments = {"drafts": reading.questions, "quiz": reading.quiz, **options}
    has_files, all_or_nothing = bool(reading.files.by_placeholder), not options["skip_problems"]
    if all_or_nothing and (reading.problems or has_files):
        wanted = {
            "number": len(reading.questions),
            "into_quiz": options["into_quiz"],
            "idempotency_key": caller.idempotency_key,
        }
        await caller.database.call_as(caller.claims, "may_import", wanted)
        checked = arguments | {"drafts": without_files(reading)}
        answer = await caller.database.call_as(caller.claims, "check_questions", checked, told)
        outcome = msgspec.json.decode(answer, type=Outcome)
        if reading.problems or outcome.problems:
            return outcome
    if has_files:
        await upload_files(caller, store, reading)
        arguments["drafts"] = reading.questions
    answer = await caller.result("import_questions", arguments, told=told)
    return msgspec.json.decode(answer, type=Outcome)


async def _lines(work: Callable[[Told], Awaitable[bytes]]) -> AsyncIterator[bytes]:
    """Each step of the work as it is told and, last, {"result"} or {"problem"}.

    The work ends with the client: then nothing is stored.
    """
    told: asyncio.Queue[bytes] = asyncio.Queue()

    async def run() -> bytes:
        try:
            return b'{"result":' + await work(lambda step: told.put_nowait(step.encode())) + b"}"
        except Exception as error:
            return msgspec.json.encode({"problem": problem_from(error).body})

    running = asyncio.create_task(run())
    try:
        while True:
            step = asyncio.ensure_future(told.get())
            await asyncio.wait((running, step), return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                step.cancel()
                break
            yield step.result() + b"\n"
        yield running.result() + b"\n"
    finally:
        running.cancel()


def read_file(file: File, format: str | None = None) -> Reading:
    """Read a file of questions, in the named format or in the one that its bytes and its name show.

    Raises Problem (422) if the format is unknown, or if text is in no known encoding.
    """
    if format is not None and format not in READ:
        raise Problem(
            422, "unknown_format", f"{format!r:.40} is not a format that can be imported. These are: {NAMES}."
        )
    found = FORMATS[format] if format else detect(file)
    if found is None or found.read is None:
        sentence = file.foreign or (file.text and "This file's format is unknown.") or "This file is empty."
        raise Problem(422, "unknown_format", f"{sentence} Formats that can be imported: {NAMES}.")
    reading = found.read(file)
    if found.is_text and (line := file.decoded.line):
        sentence = ENCODING.format(file.decoded.encoding)
        reading.notes.insert(0, FileProblem(line, "encoding_guessed", sentence))
    return reading


async def _upload(request: Request) -> File:
    """The file, with its name if it came in a form."""
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        return File(await request.body())
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "missing_file", "The form has no file in its field `file`.")
        return File(await file.read(), file.filename)


def _nothing_imported(
    problems: Sequence[FileProblem], notes: Sequence[FileProblem], *, rest: bool
) -> Problem:
    """The answer if nothing was imported. `rest`: some of the questions could be imported."""
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    sentence = f"This file has {count}, so nothing was imported."
    hint = "Correct the file, or import the rest with skip_problems=true." if rest else "Correct the file."
    listed = [asdict(problem) for problem in problems]
    return Problem(
        422, "import_problems", sentence, hint, problems=listed, notes=[asdict(note) for note in notes]
    )
