"""Reads and writes Quizzler's JSON: {"quiz": title and options, "questions": drafts}, or only the list."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from app.database.storable import UNSTORABLE
from app.formats.reading import Problem, Reading

SENTENCES = {
    "not_json": "This is not JSON: {}.",
    "no_list": "This JSON is no list of questions, nor an object with one in its field “questions”.",
    "not_an_object": "A question must be an object with the fields “kind” and “prompt”.",
    "no_questions": "The file has no questions.",
    "bad_character": "There is a NUL or a broken character in this question. Delete it.",
}
# What the database knows by itself, or what refers to something that only the exporting account has.
NOT_OF_A_QUIZ = (
    "id", "owner_id", "owner", "visibility", "state", "state_code", "state_reason", "state_counts",
    "progress",
    "question_count", "points", "password_required", "role", "folder_id", "version",
    "created_at", "updated_at", "archived_at", "deleted_at",
)  # fmt: skip
NOT_OF_A_QUESTION = (
    "id", "quiz_id", "position", "version", "created_at", "updated_at", "deleted_at", "citation",
    "copied_from",
)  # fmt: skip


PROMPT = re.compile(rb'"prompt"\s*:\s*"((?:[^"\\]|\\.)*)"')
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # which Postgres can't store; msgspec refuses lone surrogates


class Export(msgspec.Struct):
    """The whole file, its questions as they are written in it."""

    questions: list[msgspec.Raw]
    quiz: dict[str, Any] = msgspec.field(default_factory=dict)


def read_json(text: str) -> Reading:
    """Read what `write_json` writes. Never raises: what can't be read is listed as problems."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        export = msgspec.json.decode(data, type=Export | list[msgspec.Raw])
    except msgspec.ValidationError:
        return _refused("no_list")
    except (msgspec.DecodeError, UnicodeError) as error:
        return _refused("not_json", str(error))
    reading = Reading()
    questions, quiz = (export, {}) if isinstance(export, list) else (export.questions, export.quiz)
    reading.quiz = {name: value for name, value in quiz.items() if name not in NOT_OF_A_QUIZ}
    begun = ended = 0
    line = 1
    for number, raw in enumerate(questions, start=1):
        start = data.index(raw, ended)
        line += data.count(b"\n", begun, start)
        begun, ended = start, start + len(bytes(raw))
        if code := _add(reading, line, number, bytes(raw)):
            problem = Problem(line, code, f"Question {number}: {SENTENCES[code]}")
            reading.leave_out([problem], _prompt(bytes(raw)))
    if not questions:
        return _refused("no_questions")
    return reading


def looks_like_json(text: str) -> bool:
    """Whether the text begins like an object with fields, or like a list of objects."""
    return "".join(text[:1000].split())[:2] in ('{"', "[{")


def write_json(export: dict[str, Any], with_key: bool) -> bytes:
    """Write a quiz and its questions, so that they can be read and compared by people too."""
    kept = {name: export[name] for name in ("quiz", "questions", "version") if name in export}
    return msgspec.json.format(msgspec.json.encode(kept), indent=2)


def _prompt(raw: bytes) -> str:
    """The prompt of a question that can't be read, as far as it can."""
    found = PROMPT.search(raw)
    return UNSTORABLE.sub("", found[1].decode(errors="ignore").replace("\\u0000", "")) if found else ""


def _add(reading: Reading, line: int, number: int, raw: bytes) -> str | None:
    """Add the question, or return the code of what is wrong with it."""
    try:
        draft = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError):
        return "bad_character"
    if not isinstance(draft, dict):
        return "not_an_object"
    if NUL.search(raw):
        return "bad_character"
    reading.questions.append({name: value for name, value in draft.items() if name not in NOT_OF_A_QUESTION})
    reading.lines.append([line])
    reading.places.append(f"Question {number}: ")
    return None


def _refused(code: str, *details: str) -> Reading:
    return Reading(problems=[Problem(1, code, SENTENCES[code].format(*details))])
