"""Removes uploads that were deleted long ago, with their files, and files that never came in whole."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import msgspec

from app.background import complain
from app.database.pool import Database
from app.documents.storage import DataFolder, Storage, StorageTrouble

TIDY_S = 600.0


class _Purgeable(msgspec.Struct):
    id: UUID
    stored_in: str | None


_purgeable = msgspec.json.Decoder(list[_Purgeable])


async def keep_tidy(database: Database, folder: DataFolder, storages: Mapping[str, Storage]) -> None:
    """Look for such again and again; any number of processes may."""
    while True:
        try:
            await asyncio.to_thread(folder.forget_drafts)
            while await _purge_some(database, storages):
                pass
        except Exception as error:
            complain(error, "removing deleted uploads")
        await asyncio.sleep(TIDY_S)


async def _purge_some(database: Database, storages: Mapping[str, Storage]) -> int:
    """The file first, then its row: a file that nothing tells of any more would stay for good."""
    found = _purgeable.decode(await database.fetch_json("select core.purgeable_uploads($1)", list(storages)))
    gone = []
    for upload in found:
        try:
            if upload.stored_in is not None:
                await storages[upload.stored_in].remove(upload.id)
            gone.append(upload.id)
        except StorageTrouble as error:
            complain(error, f"removing the file of upload {upload.id}")
    purged: int = await database.fetch_value("select core.purge_uploads($1)", gone)
    return purged
