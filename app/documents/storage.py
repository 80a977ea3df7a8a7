"""Where the files lie that people send here: in the data folder, or in Supabase Storage."""

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
    """The file can't be stored or fetched just now; the message is a sentence that says so."""


class DataFolder:
    """Files in `<data folder>/uploads`, which all machines must share. This process serves them itself."""

    name = "data_folder"

    def __init__(self, folder: Path, links: Links) -> None:
        self._folder = folder / "uploads"
        self._links = links

    def part(self, upload_id: UUID) -> Path:
        """Where a file is written until it is complete."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{upload_id}.part"

    def path(self, upload_id: UUID) -> Path:
        """Where the file of an upload is."""
        return self._folder / f"{upload_id}.pdf"

    async def keep(self, upload_id: UUID, file: Path) -> None:
        """Move this file here. Raises StorageTrouble."""
        try:
            await asyncio.to_thread(os.replace, file, self.path(upload_id))
        except OSError as error:
            raise StorageTrouble("The file can't be stored just now. Try again later.") from error

    async def remove(self, upload_id: UUID) -> None:
        """Delete the file, which may be gone already. Raises StorageTrouble."""
        try:
            await asyncio.to_thread(self.path(upload_id).unlink, missing_ok=True)
        except OSError as error:
            raise StorageTrouble("The file can't be deleted just now.") from error

    def remove_old_parts(self) -> None:
        """Delete what a process began to write a day ago and did not complete, because it died."""
        for part in self._folder.glob("*.part"):
            with suppress(FileNotFoundError):  # another process was first
                if part.stat().st_mtime < time.time() - PART_KEPT_S:
                    part.unlink()

    async def address(self, upload_id: str, *, local: bool) -> str:
        """A signed address of our own."""
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
        answer = await self._send(upload_id, file)
        if answer.status_code in (400, 404) and "ucket" in answer.text:
            bucket = {"id": self._bucket, "name": self._bucket, "public": False}
            await self._request("POST", "/bucket", json=bucket)
            answer = await self._send(upload_id, file)
        if answer.is_error:
            raise StorageTrouble(f"Supabase Storage did not take the file ({answer.status_code}).")
        await asyncio.to_thread(file.unlink)

    async def remove(self, upload_id: UUID) -> None:
        """Delete the file, which may be gone already."""
        answer = await self._request("DELETE", f"/object/{self._bucket}/{upload_id}.pdf")
        if answer.is_error and not (answer.status_code in (400, 404) and "not_found" in answer.text):
            raise StorageTrouble(f"Supabase Storage did not delete the file ({answer.status_code}).")

    async def address(self, upload_id: str, *, local: bool) -> str:
        """A signed address of Supabase's."""
        path = f"/object/sign/{self._bucket}/{upload_id}.pdf"
        answer = await self._request("POST", path, json={"expiresIn": CONTENT_S})
        if answer.is_error:
            raise StorageTrouble(f"Supabase Storage does not give the file out ({answer.status_code}).")
        return f"{str(self._client.base_url).rstrip('/')}{answer.json()['signedURL']}"

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
            raise StorageTrouble("Supabase Storage can't be reached just now. Try again later.") from error


Storage = DataFolder | SupabaseStorage
"""Keeps files under the ids of their uploads, and says where a processing server may fetch them."""


async def _chunks(file: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(file, "rb") as opened:
        while chunk := await opened.read(CHUNK):
            yield chunk


def supabase_storage(config: Settings) -> SupabaseStorage | None:
    """The storage of the Supabase project, where these settings name one with a key that may write."""
    if not (config.supabase_url and config.supabase_service_role_key):
        return None
    key = config.supabase_service_role_key.get_secret_value()
    return SupabaseStorage(config.supabase_url, key, config.supabase_storage_bucket)
