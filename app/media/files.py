"""The files of pictures and sounds, for what is made of them on the server."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from app.media.store import MediaStore

ADDRESS = re.compile("/media/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_BYTES = 60 * 2**20  # in one file that is made of them


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or a sound as it is served; the size is that of the picture, in pixels."""

    media_type: str
    width: int | None
    height: int | None
    data: bytes


def addresses(draft: dict[str, Any]) -> list[str]:
    """The addresses of the uploaded pictures and sounds that a draft names, each once."""
    return list(dict.fromkeys(ADDRESS.findall(msgspec.json.encode(draft).decode())))


async def media_files(
    store: MediaStore, drafts: list[dict[str, Any]], *, small: bool
) -> dict[str, MediaFile]:
    """The uploaded pictures and sounds that drafts name, by address, as many as fit into MOST_BYTES."""
    files: dict[str, MediaFile] = {}
    left = MOST_BYTES
    for address in dict.fromkeys(address for draft in drafts for address in addresses(draft)):
        row = await store.read(UUID(address.rpartition("/")[2]), small=small)
        if row["bytes"] is not None and len(row["bytes"]) <= left:
            files[address] = MediaFile(row["media_type"], row["width"], row["height"], row["bytes"])
            left -= len(row["bytes"])
    return files
