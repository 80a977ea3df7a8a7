"""Every code of a refusal that a person at a page can meet has a text in the language of the page."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.database.sql_files import ROOT, function_files
from app.main import create_app

WEB = ROOT / "web"
SRC = WEB / "src"

# Codes that a page can be answered with, which need no text. A person who meets one has met a fault of ours:
# the general sentence has the code, which is what to tell whoever runs the server.
UNTOLD = {
    "Only a wrong request has these, and the pages make none": {
        "bad_avatar", "bad_cursor", "bad_event_id", "bad_factor", "bad_guest_token", "bad_idempotency_key",
        "bad_if_match", "bad_limit", "bad_locked", "bad_request", "bad_seconds", "bad_shown", "bad_word",
        "idempotency_key_reused", "invalid_answers", "invalid_query", "missing_value",
        "title_or_quiz", "unknown_field", "unknown_option", "unknown_parameter", "unknown_sort",
        "unknown_value", "weight_or_correct", "format_has_key", "unknown_version", "version_not_found",
        "too_many_answers", "answered_twice", "missing_response", "repeated_question", "refused",
        "not_assigned",
    },
    "Only a wrong message has these, and the pages send none": {
        "binary_frame", "frame_too_large", "invalid_json", "invalid_message", "not_a_player", "not_an_object",
        "only_watching", "too_many_bad_frames", "unknown_path", "unknown_type",
    },
    "The page tries again by itself, and says that it waits": {
        "idempotency_key_in_use", "too_many_frames", "too_many_streams",
    },
    "The page says what became of the answer, in words of its own": {
        "already_answered", "invalid_response", "not_open", "too_late",
    },
    "The page goes on without the key, or with a new token": {
        "guest_token_used", "too_many_idempotency_keys",
    },
    "Calls of SQL functions through PostgREST have these": {
        "connection_needed", "leaderboard_not_shown", "plain_call_needed", "too_many_heartbeats", "use_post",
    },
}  # fmt: skip
ALLOWED = set().union(*UNTOLD.values())

EVERYWHERE = {"internal_error", "not_allowed", "too_many_requests"}
ROW = re.compile(
    r"^\| `(?P<code>\w+)` \| (?:(?P<status>\d+|`[\w.]+`) \| )?.*?(?: \| (?P<places>`[^|]*`))? \|$"
)


@cache
def documented() -> dict[str, list[tuple[str, set[str]]]]:
    """The codes in docs/errors.md by heading, each with the functions and files that raise it."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    heading = ""
    for line in (ROOT / "docs" / "errors.md").read_text(encoding="utf-8").splitlines():
        heading = line.removeprefix("## ") if line.startswith("## ") else heading
        if row := ROW.match(line):
            places = set(re.findall(r"`([^`]+)`", row["places"] or ""))
            found.setdefault(heading, []).append((row["code"], places))
    return found


def room_codes() -> set[str]:
    """What a WebSocket of a room can be told."""
    functions = {each.function for each in function_files() if each.path.startswith("rooms/")}
    raised = {code for code, places in documented()["Of the API and the database"] if places & functions}
    return raised | {code for code, _ in documented()["In live rooms"]}


def file_codes() -> set[str]:
    """What a file that is imported can have wrong, or what is noted about it."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "app" / "formats").glob("*.py")]
    tables = [
        re.findall(r"^SENTENCES = \{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL) for source in sources
    ]
    listed = {
        code
        for table in tables
        for text in table
        for code in re.findall(r'^    "(\w+)":', text, re.MULTILINE)
    }
    called = {
        code
        for source in sources
        for code in re.findall(r'\b(?:File)?Problem\((?!\s*\d{3},)[^"()]+, "(\w+)"', source)
    }
    return listed | called | {code for code, _ in documented()["Of imported files"]}


def failure_codes() -> set[str]:
    """Why an upload or a generation can fail."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "processor").rglob("*.py")]
    pattern = r'JobFailure\(\s*"(\w+)"|return "(\w+)", "|Refused\(422, "(no_\w+)"'
    made = {code for source in sources for groups in re.findall(pattern, source) for code in groups if code}
    return made | {code for code, _ in documented()["Of jobs"]}


def modules(entry: str) -> dict[Path, str]:
    """The source files of a page, from its entry on."""
    found: dict[Path, str] = {}
    waiting = [SRC / entry]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = path.read_text(encoding="utf-8")
        for name in re.findall(r'(?:from|import\() ?"(\.[^"]+)"', found[path]):
            waiting += [
                file for end in (".ts", ".tsx") if (file := (path.parent / f"{name}{end}").resolve()).exists()
            ]
    return found


def calls(text: str) -> Iterator[tuple[str, str]]:
    """Method and path of each request in a source; what differs from case to case in a path is {}."""
    typed = re.compile(r'api\.(GET|POST|PUT|PATCH|DELETE)\(\s*"([^"]+)"')
    for method, path in typed.findall(text):
        yield method.lower(), re.sub(r"\{[^}]*\}", "{}", path)
    for path, rest in re.findall(
        r"""["`](/[\w${}./-]+)[^"`]*["`](.{0,80})""", typed.sub("", text), re.DOTALL
    ):
        method = re.search(r'^,\s*\{[^}]*method: "(\w+)"', rest)
        yield (method[1].lower() if method else "get"), re.sub(r"\$\{[^}]*\}", "{}", path)


@cache
def operations() -> dict[tuple[str, str], set[str]]:
    """The codes of each operation of the API."""
    paths: dict[str, Any] = create_app().openapi()["paths"]
    return {
        (method, re.sub(r"\{[^}]*\}", "{}", path)): {
            code for answer in operation["responses"].values() for code in answer.get("x-codes", ())
        }
        for path, item in paths.items()
        for method, operation in item.items()
    }


def texts(folders: list[str], area: str) -> set[str]:
    """The keys of the texts of an area that a page brings with it."""
    files = [SRC / folder / "strings.json" for folder in folders if folder.endswith(area)]
    return {key for file in files for key in json.loads(file.read_text(encoding="utf-8"))}


def pages() -> dict[str, tuple[str, list[str]]]:
    """The entry and the folders of texts of each page, as build/pages.ts has them."""
    source = (WEB / "build" / "pages.ts").read_text(encoding="utf-8")
    shared = {
        name: re.findall(r'"([^"]+)"', items)
        for name, items in re.findall(r"const (\w+) = \[(.*?)\]", source)
    }
    found = re.findall(
        r'^  (\w+): \{\s+entry: "([^"]+)",\s+strings: \[(.*?)\]', source, re.MULTILINE | re.DOTALL
    )
    return {
        name: (entry, [*(shared["DESK"] if "...DESK" in items else []), *re.findall(r'"([^"]+)"', items)])
        for name, entry, items in found
    }


def can_meet(entry: str) -> set[str]:
    """The codes that a page can be answered with."""
    sources = modules(entry)
    asked = {call for text in sources.values() for call in calls(text)} & operations().keys()
    rooms = room_codes() if any("/realtime/ws/" in text for text in sources.values()) else set()
    return set().union(*(operations()[call] for call in asked)) | rooms | (EVERYWHERE if asked else set())


@pytest.mark.parametrize("page", pages())
def test_a_page_has_a_text_for_each_refusal_that_its_requests_can_meet(page: str) -> None:
    entry, folders = pages()[page]
    assert sorted(can_meet(entry) - texts(folders, "problems") - ALLOWED) == []


def test_problems_of_files_and_failures_of_jobs_have_texts() -> None:
    assert sorted(file_codes() - texts(["desk/files"], "files")) == []
    assert sorted(failure_codes() - texts(["desk/failures"], "failures")) == []


def test_every_code_of_a_problem_of_a_file_is_documented() -> None:
    assert sorted(file_codes() - {code for code, _ in documented()["Of imported files"]}) == []


def test_no_text_and_no_reason_is_left_behind_by_a_code_that_is_gone() -> None:
    raised = {code for rows in documented().values() for code, _ in rows} | EVERYWHERE
    told = texts(["shared/problems", "desk/problems"], "problems")
    assert sorted(told - raised) == []
    assert sorted(ALLOWED - raised - {"answered_twice", "missing_response", "bad_request", "refused"}) == []
    assert sorted(told & ALLOWED) == []
    assert sorted(texts(["desk/files"], "files") - file_codes()) == []
    assert sorted(texts(["desk/failures"], "failures") - failure_codes()) == []
