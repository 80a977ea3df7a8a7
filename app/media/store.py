"""Where the files of pictures and sounds are: in Postgres, or in Supabase Storage."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
from fastapi import Request

from app.background import Background, log_failure, repeat
from app.database.pool import Database
from app.http.problems import Problem
from app.settings import Settings
from app.storage import Bucket, StorageTrouble, supabase_bucket

PURGED_EVERY_S = 600.0
SMALL = "-small"


class MediaStore:
    """Stores and reads the files. Those in Supabase Storage stay readable when new ones go to Postgres."""

    def __init__(self, database: Database, bucket: Bucket | None, *, into_bucket: bool) -> None:
        self._database = database
        self._bucket = bucket
        self._into_bucket = into_bucket

    async def keep(self, facts: tuple[Any, ...], media_type: str, file: bytes, small: bytes | None) -> bytes:
        """Store the files of a picture or sound, and return its JSON. Raises Problem.

        `facts`: the first seven arguments of core.create_media.
        """
        call = "select core.create_media($1, $2::core.media_kind, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        if not self._into_bucket:
            return await self._database.fetch_json(call, *facts, file, small, None, None, None)
        media_id = await self._database.fetch_value("select core.begin_media_file()")
        await self._put(f"media/{media_id}", file, media_type)
        if small is not None:
            await self._put(f"media/{media_id}{SMALL}", small, media_type)
        size = len(file) + len(small or b"")
        return await self._database.fetch_json(call, *facts, None, None, media_id, size, small is not None)

    async def read(self, media_id: UUID, *, small: bool, known: str | None = None) -> dict[str, Any]:
        """What core.media_file returns, with the bytes wherever they are. Raises Problem."""
        row = dict(
            await self._database.fetch_row(
                "select * from core.media_file($1, $2, $3)", media_id, small, known
            )
        )
        if row["path"] is not None:
            row["bytes"] = await self._get(row["path"])
        return row

    async def purge(self) -> None:
        """Remove the files of deleted pictures and sounds, and those whose upload was broken off."""
        assert self._bucket is not None
        found = await self._database.fetch_json("select core.media_leftovers()")
        for media_id in msgspec.json.decode(found, type=list[UUID]):
            try:
                await self._bucket.remove(f"media/{media_id}")
                await self._bucket.remove(f"media/{media_id}{SMALL}")
                await self._database.fetch_value("select core.forget_media_leftovers($1)", [media_id])
            except StorageTrouble as error:
                log_failure(error, f"removing the files of {media_id}")

    async def _put(self, path: str, file: bytes, media_type: str) -> None:
        assert self._bucket is not None
        try:
            await self._bucket.put(path, lambda: file, media_type)
        except StorageTrouble as trouble:
            raise Problem(503, "storage_unavailable", str(trouble)) from trouble

    async def _get(self, path: str) -> bytes:
        try:
            if self._bucket is None:
                raise StorageTrouble("The file is in Supabase Storage, which is not configured here.")
            return await self._bucket.get(path)
        except StorageTrouble as trouble:
            raise Problem(503, "storage_unavailable", str(trouble)) from trouble


def store_of(request: Request) -> MediaStore:
    """The store of the app."""
    store: MediaStore = request.app.state.media
    return store


@asynccontextmanager
async def open_media(config: Settings, database: Database) -> AsyncIterator[MediaStore]:
    """Until the end of the block, remove the files in Supabase Storage that nobody needs."""
    async with AsyncExitStack() as stack:
        bucket = supabase_bucket(config)
        store = MediaStore(database, bucket, into_bucket=config.media_storage == "supabase")
        if bucket:
            stack.push_async_callback(bucket.close)
            purging = Background()
            stack.push_async_callback(purging.stop)
            purging.spawn(repeat("removing the files of media", store.purge, PURGED_EVERY_S))
        yield store
