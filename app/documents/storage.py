"""Storage of uploaded files: in the data folder, or in Supabase Storage."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import anyio

from app.documents.links import CONTENT_S, Links
from app.settings import Settings
from app.storage import Bucket, StorageTrouble, supabase_bucket

CHUNK = 1_048_576
PART_KEPT_S = 86_400


class DataFolder:
    """Files in `<data folder>/uploads`, which all machines must share. The app serves them itself."""

    name = "data_folder"

    def __init__(self, folder: Path, links: Links) -> None:
        self._folder = folder / "uploads"
        self._links = links

    def part(self, upload_id: UUID) -> Path:
        """The file in which an upload is written until it is complete."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{upload_id}.part"

    def path(self, upload_id: UUID) -> Path:
        """The complete file of an upload."""
        return self._folder / f"{upload_id}.pdf"

    async def keep(self, upload_id: UUID, file: Path) -> None:
        """Move this file here. Raises StorageTrouble."""
        try:
            await asyncio.to_thread(os.replace, file, self.path(upload_id))
        except OSError as error:
            raise StorageTrouble("The file can't be stored now. Try again later.") from error

    async def remove(self, upload_id: UUID) -> None:
        """Delete the file, which may be gone already. Raises StorageTrouble."""
        try:
            await asyncio.to_thread(self.path(upload_id).unlink, missing_ok=True)
        except OSError as error:
            raise StorageTrouble("The file can't be deleted now.") from error

    def remove_old_parts(self) -> None:
        """Delete files that have been incomplete for a day, because the process that wrote them died."""
        for part in self._folder.glob("*.part"):
            with suppress(FileNotFoundError):  # another process has deleted it
                if part.stat().st_mtime < time.time() - PART_KEPT_S:
                    part.unlink()

    async def address(self, upload_id: str, *, local: bool) -> str:
        """A signed address of this app."""
        return self._links.content(upload_id, local=local)


class SupabaseStorage:
    """Files in a private bucket of the Supabase project. Every method raises StorageTrouble."""

    name = "supabase"

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    async def keep(self, upload_id: UUID, file: Path) -> None:
        """Send this file there and delete it here."""
        await self._bucket.put(f"{upload_id}.pdf", lambda: _chunks(file), "application/pdf")
        await asyncio.to_thread(file.unlink)

    async def remove(self, upload_id: UUID) -> None:
        """Delete the file, which may be gone already."""
        await self._bucket.remove(f"{upload_id}.pdf")

    async def address(self, upload_id: str, *, local: bool) -> str:
        """A signed address of Supabase Storage."""
        return await self._bucket.address(f"{upload_id}.pdf", CONTENT_S)

    async def close(self) -> None:
        """Close the connections."""
        await self._bucket.close()


Storage = DataFolder | SupabaseStorage
"""Keeps files under the ids of their uploads, and says where a processing server may fetch them."""


async def _chunks(file: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(file, "rb") as opened:
        while chunk := await opened.read(CHUNK):
            yield chunk


def supabase_storage(config: Settings) -> SupabaseStorage | None:
    """The storage of the Supabase project, if its address and its service-role key are set; else None."""
    bucket = supabase_bucket(config)
    return SupabaseStorage(bucket) if bucket else None
