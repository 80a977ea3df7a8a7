"""Pages of PDFs as pictures. They are kept in the data folder, and made by the processing server."""

import asyncio
import base64
import binascii
import hashlib
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakValueDictionary

import msgspec
from pydantic import ValidationError

from app.database.pool import Database
from app.documents.builtin import ServerAway
from app.documents.processing import NoReply, Processing, refusal_of
from app.http.problems import Problem
from app.storage import StorageTrouble
from processor.contract.jobs import PagePicture

TIMEOUT_S = 60.0  # fetching a large PDF takes a while
KEPT_S = 7 * 86_400.0  # since a picture was last looked at
MOST_BYTES = 512 << 20
UUID_LENGTH = 36  # the name of a file begins with the id of its upload
TEMPORARY = frozenset({408, 425, 429})


class Source(msgspec.Struct):
    """What public.upload_page returns: a page of a PDF, and where the PDF is."""

    upload_id: UUID
    pdf_id: str
    page: int
    url: str | None
    stored_in: str | None


class Shown(msgspec.Struct):
    """A page as it was drawn: the size of its picture, and the boxes of a sentence."""

    width: int
    height: int
    boxes: list[tuple[float, float, float, float]]


_shown = msgspec.json.Decoder(Shown)


class Pages:
    """Pictures of pages. Whoever asks must have checked that the caller may see the upload."""

    def __init__(self, folder: Path, processing: Processing, database: Database) -> None:
        """`folder`: the data folder."""
        self._folder = folder / "pages"
        self._database = database
        self._processing = processing
        self._drawing: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def picture(self, source: Source) -> bytes:
        """The picture of a page, as WebP. Raises Problem."""
        return await self._kept_or_drawn(self._picture(source), source, None)

    async def shown(self, source: Source, sentence: str | None) -> Shown:
        """The size of the picture of a page, and the boxes of a sentence on it. Raises Problem."""
        return _shown.decode(await self._kept_or_drawn(self._places(source, sentence), source, sentence))

    async def forget(self, upload_id: UUID) -> None:
        """Remove the pictures of an upload, which was deleted."""
        await asyncio.to_thread(self._forget, upload_id)

    async def forget_old(self) -> None:
        """Remove pictures of deleted uploads, those unseen for KEPT_S, and the oldest beyond MOST_BYTES.

        Uploads are also deleted with their owner's account, through PostgREST, and by other servers.
        """
        shown = await asyncio.to_thread(self._forget_old)
        for upload_id in await self._database.fetch_value("select core.uploads_gone($1)", list(shown)):
            await self.forget(upload_id)

    async def _kept_or_drawn(self, file: Path, source: Source, sentence: str | None) -> bytes:
        """The bytes of this file, which is made if there is none. A page is drawn once at a time."""
        if (kept := await asyncio.to_thread(_read, file)) is not None:
            return kept
        lock = self._drawing.setdefault(_name_of(source), asyncio.Lock())
        async with lock:
            kept = await asyncio.to_thread(_read, file)
            return kept if kept is not None else (await self._draw(source, sentence))[file]

    async def _draw(self, source: Source, sentence: str | None) -> dict[Path, bytes]:
        """Have the processing server draw a page, and keep its picture and the places of the sentence."""
        found = await self._ask({**msgspec.to_builtins(source), "sentence": sentence})
        try:
            picture = base64.b64decode(found.picture, validate=True)
        except binascii.Error:
            raise _away("The processing server sent a picture that is not base64.") from None
        places = msgspec.json.encode({"width": found.width, "height": found.height, "boxes": found.boxes})
        made = {self._picture(source): picture, self._places(source, sentence): places}
        for file, content in made.items():
            await asyncio.to_thread(_write, file, content)
        return made

    def _picture(self, source: Source) -> Path:
        return self._folder / f"{_name_of(source)}.webp"

    def _places(self, source: Source, sentence: str | None) -> Path:
        digest = hashlib.sha256((sentence or "").encode()).hexdigest()[:32]
        return self._folder / f"{_name_of(source)}-{digest}.json"

    async def _ask(self, body: dict[str, Any]) -> PagePicture:
        try:
            response = await self._processing.post("/pages", f"page_{uuid4().hex}", body, TIMEOUT_S)
        except (ServerAway, StorageTrouble) as error:
            raise _away(str(error)) from error
        except NoReply as error:
            raise _away(f"The processing server did not reply ({error}).") from error
        if response.status_code in TEMPORARY or not (response.is_success or response.is_client_error):
            raise _away(f"The processing server replied {response.status_code}.")
        if response.is_client_error:
            raise Problem(
                404, "no_page_picture", "There is no picture of this page.", refusal_of(response)[1]
            )
        try:
            return PagePicture.model_validate_json(response.content)
        except ValidationError:
            raise _away("The processing server sent no picture.") from None

    def _forget(self, upload_id: UUID) -> None:
        for file in self._folder.glob(f"{upload_id}-*"):
            file.unlink(missing_ok=True)

    def _forget_old(self) -> set[UUID]:
        """Remove old files. Returns of which uploads there are others."""
        files = []
        for file in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                files.append((file.stat().st_mtime, file.stat().st_size, file))
        size, oldest, shown = 0, time.time() - KEPT_S, set()
        for looked_at, bytes_of, file in sorted(files, reverse=True):
            size += bytes_of
            if looked_at < oldest or size > MOST_BYTES:
                file.unlink(missing_ok=True)
            else:
                shown.add(UUID(file.name[:UUID_LENGTH]))
        return shown


def _away(why: str) -> Problem:
    return Problem(503, "page_unavailable", "The page can't be shown just now. Try again later.", why)


def _name_of(source: Source) -> str:
    return f"{source.upload_id}-{source.page}"


def _read(file: Path) -> bytes | None:
    """The bytes of a kept file, which counts as looked at now; None if there is none."""
    try:
        found = file.read_bytes()
        file.touch()
    except FileNotFoundError:
        return None
    return found


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{uuid4().hex}")
    part.write_bytes(content)
    part.replace(file)
