"""What the routes of documents need, and the tasks that run in the background as long as the app does."""

import base64
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from fastapi import Request

from app.background import Background, repeat
from app.database.pool import Database
from app.database.provision import kept_secret
from app.documents.builtin import BuiltinServer
from app.documents.links import Links
from app.documents.pages import Pages
from app.documents.processing import Processing
from app.documents.purge import purge_forever
from app.documents.storage import DataFolder, Storage, supabase_storage
from app.documents.worker import Workers
from app.settings import Settings
from processor.contract.signatures import Signer

FORGET_EVERY_S = 3600.0
JOBS_CHANNEL = "jobs"  # core.enqueue_job notifies it


@dataclass
class Documents:
    """What routes use of the documents."""

    signer: Signer
    links: Links
    folder: DataFolder  # where a file is written while it arrives
    storage: Storage  # where it is kept
    workers: Workers
    pages: Pages


def documents_of(request: Request) -> Documents:
    """The documents of the app. Also notes the address at which the request reached this process."""
    documents: Documents = request.app.state.documents
    documents.links.seen(request.scope.get("server"))
    return documents


@asynccontextmanager
async def open_documents(config: Settings, database: Database) -> AsyncIterator[Documents]:
    """Until the end of the block, work on jobs and purge uploads if this process has workers."""
    shared = processing_secrets(config)
    signer, links = Signer(shared), Links(config, shared)
    folder = DataFolder(config.quizzler_data_dir, links)
    storages: dict[str, Storage] = {folder.name: folder}
    async with AsyncExitStack() as stack:
        if supabase := supabase_storage(config):
            stack.push_async_callback(supabase.close)
            storages[supabase.name] = supabase
        builtin = None
        if config.processing_url is None:
            builtin = BuiltinServer(database, config.quizzler_data_dir, shared, links)
            if config.processing_workers:
                await stack.enter_async_context(builtin.running())
        processing = Processing(builtin or config.processing_url or "", signer, links, storages)
        stack.push_async_callback(processing.close)
        workers = Workers(database, links, processing)
        stack.push_async_callback(workers.stop)
        if config.processing_workers:
            workers.start(config.processing_workers)
            purging = Background()
            stack.push_async_callback(purging.stop)
            purging.spawn(purge_forever(database, folder, storages))
        pages = Pages(config.quizzler_data_dir, processing, database)
        forgetting = Background()
        stack.push_async_callback(forgetting.stop)
        forgetting.spawn(repeat("removing old pictures of pages", pages.forget_old, FORGET_EVERY_S))
        yield Documents(signer, links, folder, supabase or folder, workers, pages)


def processing_secrets(config: Settings) -> str:
    """The configured secrets; without any, a secret that is made once and kept in the data folder."""
    if config.processing_secrets:
        return config.processing_secrets.get_secret_value()
    return kept_secret(config.quizzler_data_dir, "processing-secret", new_secret)


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
