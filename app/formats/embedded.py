"""Pictures and sounds within a file of questions: found when it is read, embedded when it is written."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from app.formats.markup import Image
from app.formats.xml_nodes import Node
from app.media.files import ADDRESS, MediaFile

PLUGIN_FILE = "@@PLUGINFILE@@"
FILE_BASE = re.compile(r"^(?:\$IMS-CC-FILEBASE\$|%24IMS-CC-FILEBASE%24)/*", re.IGNORECASE)
PLACES = ("", "web_resources/", "resources/")  # of a package, below which its files are
PLACEHOLDER = re.compile("embedded:[0-9a-f]{64}")
SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "audio/mpeg": "mp3", "audio/ogg": "ogg",
    "audio/wav": "wav", "audio/mp4": "m4a",
}  # fmt: skip

Find = Callable[[str], "EmbeddedFile | None"]


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file within the file, and what it is called."""

    name: str
    data: bytes = field(repr=False)

    @property
    def placeholder(self) -> str:
        """What a draft has as its address, until the file is uploaded."""
        return f"embedded:{hashlib.sha256(self.data).hexdigest()}"


@dataclass(slots=True)
class EmbeddedFiles:
    """The files that the drafts of one reading name."""

    by_placeholder: dict[str, EmbeddedFile] = field(default_factory=dict)

    def address(self, address: str, find: Find) -> str:
        """The address as a draft has it: a placeholder, if the file is there."""
        if address.lower().startswith(("http://", "https://")) or not (found := find(address)):
            return address
        self.by_placeholder[found.placeholder] = found
        return found.placeholder

    def image(self, image: Image, find: Find) -> Image:
        """The picture with its address as a draft has it."""
        return image._replace(address=self.address(image.address, find))


def is_address(address: str) -> bool:
    """Whether a draft may have this as the address of its picture, at least until files are uploaded."""
    return address.lower().startswith("http") or bool(PLACEHOLDER.fullmatch(address))


def in_moodle(node: Node) -> Find:
    """Find the files of an element of Moodle XML, which texts name by @@PLUGINFILE@@."""

    def find(address: str) -> EmbeddedFile | None:
        if not address.startswith(PLUGIN_FILE):
            return None
        wanted = unquote(address.removeprefix(PLUGIN_FILE).partition("?")[0]).strip("/")
        for each in node.all("file"):
            name = each.attributes.get("name", "")
            if f"{each.attributes.get('path', '/')}/{name}".strip("/").replace("//", "/") == wanted:
                try:
                    return EmbeddedFile(name, base64.b64decode(each.text))
                except (binascii.Error, ValueError):
                    return None
        return None

    return find


def in_package(members: Mapping[str, bytes], folder: str) -> Find:
    """Find the files of a package, which items in this folder of it name by their paths."""

    def find(address: str) -> EmbeddedFile | None:
        path = unquote(FILE_BASE.sub("", address).partition("?")[0])
        for place in (f"{folder}/" if folder else "", *PLACES):
            name = _normal(f"{place}{path}")
            if name in members:
                return EmbeddedFile(PurePosixPath(name).name, members[name])
        return None

    return find


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def file_name(address: str, media: Mapping[str, MediaFile]) -> str:
    """What an uploaded picture or sound is called within a file."""
    suffix = SUFFIXES.get(media[address].media_type, "bin")
    return f"{address.rpartition('/')[2]}.{suffix}"


def embed_in_moodle(text: str, media: Mapping[str, MediaFile]) -> tuple[str, dict[str, bytes]]:
    """The text of an element of Moodle XML with the files that it names in Moodle's way."""
    files: dict[str, bytes] = {}

    def named(found: re.Match[str]) -> str:
        if found[0] not in media:
            return found[0]
        name = file_name(found[0], media)
        files[name] = media[found[0]].data
        return f"{PLUGIN_FILE}/{quote(name)}"

    return ADDRESS.sub(named, text), files
