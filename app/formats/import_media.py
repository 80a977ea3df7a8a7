"""Uploads the pictures and sounds of an imported file, as if its importer had sent each of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import asyncpg
import msgspec

from app.formats.embedded import PLACEHOLDER, EmbeddedFile
from app.formats.reading import Problem, Reading, beginning
from app.http.caller import CallerContext
from app.http.problems import Problem as HttpProblem
from app.http.problems import problem_from
from app.media.keeping import keep_media
from app.media.store import MediaStore
from app.quizzes.models import Draft

MOST_FILES = 500  # of one import
TOO_MANY = f"An import takes along {MOST_FILES} files."


class _Kept(msgspec.Struct):
    url: str


async def upload_files(caller: CallerContext, store: MediaStore, reading: Reading) -> None:
    """Upload the files that the drafts name, and let the drafts name the uploads.

    A file that is refused is left out, with a note that names it; its question is kept.
    """
    addresses: dict[str, str] = {}  # of what was uploaded; empty: refused
    refused: dict[str, str] = {}
    for index, draft in enumerate(reading.questions):
        for placeholder, alt in _named(draft).items():
            file = reading.files.by_placeholder.get(placeholder)
            if file is None:  # words that look like one
                continue
            if placeholder not in addresses:
                try:
                    if len(addresses) - len(refused) == MOST_FILES:
                        raise HttpProblem(422, "too_many_files", TOO_MANY)
                    addresses[placeholder] = await _upload(caller, store, file, alt)
                except (HttpProblem, asyncpg.PostgresError) as error:
                    addresses[placeholder] = ""
                    refused[placeholder] = str(problem_from(error).body["detail"])
            if placeholder in refused:
                sentence = f"“{file.name:.100}” was left out: {refused[placeholder]}"
                line, question = reading.lines[index][0], beginning(draft.get("prompt"))
                reading.notes.append(Problem(line, "file_left_out", sentence, question))
        reading.questions[index] = with_addresses(draft, addresses)


def without_files(reading: Reading) -> list[Draft]:
    """The drafts without the files that are to be uploaded, to check all else of them first."""
    none = dict.fromkeys(reading.files.by_placeholder, "")
    return [with_addresses(draft, none) for draft in reading.questions]


def with_addresses(value: Any, addresses: dict[str, str]) -> Any:
    """A draft, or a part of it, with these addresses for its placeholders; an empty one removes a picture."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: addresses.get(found[0], found[0]), value)
    if isinstance(value, list):
        return [with_addresses(item, addresses) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {name: with_addresses(item, addresses) for name, item in value.items()}
    if value.get("media_url") and not changed["media_url"]:
        del changed["media_url"]
        changed.pop("media_alt", None)
    return changed


def _named(value: Any) -> dict[str, str | None]:
    """The placeholders in a draft or a part of it, each with what its file shows, where that is said."""
    if isinstance(value, str):
        return dict.fromkeys(PLACEHOLDER.findall(value))
    found: dict[str, str | None] = {}
    if isinstance(value, dict):
        if PLACEHOLDER.fullmatch(value.get("media_url") or ""):
            found[value["media_url"]] = value.get("media_alt")
        value = [*value.values()]
    for item in value if isinstance(value, list) else ():
        for placeholder, alt in _named(item).items():
            found.setdefault(placeholder, alt)
    return found


async def _upload(caller: CallerContext, store: MediaStore, file: EmbeddedFile, alt: str | None) -> str:
    words = unquote(file.name).rpartition(".")[0] or file.name
    kept = await keep_media(caller, store, file.data, words[:1000] if alt is None else alt, patiently=True)
    return msgspec.json.decode(kept, type=_Kept).url
