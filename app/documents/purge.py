"""Purges uploads that can't be restored any more, with their files, and removes incomplete files."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import msgspec

from app.background import log_failure
from app.database.pool import Database
from app.documents.storage import DataFolder, Storage
from app.storage import StorageTrouble

PAUSE_S = 600.0


class _Purgeable(msgspec.Struct):
    id: UUID
    stored_in: str | None


_purgeable = msgspec.json.Decoder(list[_Purgeable])


async def purge_forever(database: Database, folder: DataFolder, storages: Mapping[str, Storage]) -> None:
    """Purge every PAUSE_S. Any number of processes may do so."""
    while True:
        try:
            await asyncio.to_thread(folder.remove_old_parts)
            while await _purge_some(database, storages):
                pass
        except Exception as error:
            log_failure(error, "removing deleted uploads")
        await asyncio.sleep(PAUSE_S)


async def _purge_some(database: Database, storages: Mapping[str, Storage]) -> int:
    """Remove files, and then their rows: nothing would ever remove a file that has no row."""
    found = _purgeable.decode(await database.fetch_json("select core.purgeable_uploads($1)", list(storages)))
    removed = []
    for upload in found:
        try:
            if upload.stored_in is not None:
                await storages[upload.stored_in].remove(upload.id)
            removed.append(upload.id)
        except StorageTrouble as error:
            log_failure(error, f"removing the file of upload {upload.id}")
    purged: int = await database.fetch_value("select core.purge_uploads($1)", removed)
    return purged
