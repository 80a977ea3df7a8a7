"""Storage of uploaded files: in the data folder, or in Supabase Storage."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import anyio
import httpx

from app.documents.links import CONTENT_S, Links
from app.settings import Settings

CHUNK = 1_048_576
TIMEOUT_S = 60
PART_KEPT_S = 86_400


class StorageTrouble(Exception):
    """The file can't be stored, deleted or served now; the message is a sentence for people."""


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
    """Files in a private bucket of the Supabase project, which is created when it is missing.

    Every method raises StorageTrouble.
    """

    name = "supabase"

    def __init__(self, url: str, service_key: str, bucket: str) -> None:
        self._bucket = bucket
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/storage/v1",
            headers={"Authorization": f"Bearer {service_key}", "apikey": service_key},
            timeout=TIMEOUT_S,
        )

    async def keep(self, upload_id: UUID, file: Path) -> None:
        """Send this file there and delete it here."""
        response = await self._send(upload_id, file)
        if response.status_code in (400, 404) and "ucket" in response.text:
            bucket = {"id": self._bucket, "name": self._bucket, "public": False}
            await self._request("POST", "/bucket", json=bucket)
            response = await self._send(upload_id, file)
        if response.is_error:
            raise StorageTrouble(f"Supabase Storage did not store the file ({response.status_code}).")
        await asyncio.to_thread(file.unlink)

    async def remove(self, upload_id: UUID) -> None:
        """Delete the file, which may be gone already."""
        response = await self._request("DELETE", f"/object/{self._bucket}/{upload_id}.pdf")
        if response.is_error and not (response.status_code in (400, 404) and "not_found" in response.text):
            raise StorageTrouble(f"Supabase Storage did not delete the file ({response.status_code}).")

    async def address(self, upload_id: str, *, local: bool) -> str:
        """A signed address of Supabase Storage."""
        path = f"/object/sign/{self._bucket}/{upload_id}.pdf"
        response = await self._request("POST", path, json={"expiresIn": CONTENT_S})
        if response.is_error:
            raise StorageTrouble(f"Supabase Storage gives no address for the file ({response.status_code}).")
        return f"{str(self._client.base_url).rstrip('/')}{response.json()['signedURL']}"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send(self, upload_id: UUID, file: Path) -> httpx.Response:
        headers = {"Content-Type": "application/pdf", "x-upsert": "true"}
        path = f"/object/{self._bucket}/{upload_id}.pdf"
        return await self._request("POST", path, content=_chunks(file), headers=headers)

    async def _request(self, method: str, path: str, **request: object) -> httpx.Response:
        try:
            return await self._client.request(method, path, **request)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise StorageTrouble("Supabase Storage can't be reached. Try again later.") from error


Storage = DataFolder | SupabaseStorage
"""Keeps files under the ids of their uploads, and says where a processing server may fetch them."""


async def _chunks(file: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(file, "rb") as opened:
        while chunk := await opened.read(CHUNK):
            yield chunk


def supabase_storage(config: Settings) -> SupabaseStorage | None:
    """The storage of the Supabase project, if its address and its service-role key are set; else None."""
    if not (config.supabase_url and config.supabase_service_role_key):
        return None
    key = config.supabase_service_role_key.get_secret_value()
    return SupabaseStorage(config.supabase_url, key, config.supabase_storage_bucket)
