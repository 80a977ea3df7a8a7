"""All of it together, for as long as the app runs."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from types import FrameType

from app.background import Background
from app.database.listen import Listener
from app.database.pool import Database
from app.database.provision import kept_secret
from app.documents.builtin import BuiltinServer
from app.documents.links import Links
from app.documents.purge import keep_tidy
from app.documents.signing import Signer, new_secret
from app.documents.storage import DataFolder, Storage, supabase_storage
from app.documents.worker import Workers
from app.events.streams import Streams
from app.settings import Settings

JOBS = "jobs"  # the channel that core.enqueue_job notifies


class Processing:
    """What the routes need of it."""

    def __init__(
        self, signer: Signer, links: Links, folder: DataFolder, storage: Storage, streams: Streams
    ) -> None:
        """`folder` takes a file while it comes in, `storage` keeps it."""
        self.signer = signer
        self.links = links
        self.folder = folder
        self.storage = storage
        self.streams = streams


@asynccontextmanager
async def processing(config: Settings, database: Database, database_url: str) -> AsyncIterator[Processing]:
    """Work on jobs and relay events until the end of the block."""
    secrets = processing_secrets(config)
    signer = Signer(secrets)
    links = Links(config, signer)
    folder = DataFolder(config.quizzler_data_dir, links)
    storages: dict[str, Storage] = {folder.name: folder}
    async with AsyncExitStack() as stack:
        if supabase := supabase_storage(config):
            stack.push_async_callback(supabase.close)
            storages[supabase.name] = supabase

        async def configured() -> str:
            return config.processing_url or ""

        server_url, builtin = configured, None
        if config.processing_url is None and config.processing_workers:
            builtin = BuiltinServer(database, config.quizzler_data_dir, secrets, links)
            await stack.enter_async_context(builtin.running())
            server_url = builtin.url
        name = builtin.name if builtin else None
        workers = Workers(database, signer, links, storages, server_url, name)

        def notified(channel: str, payload: str) -> None:
            if channel == JOBS:
                workers.wake()
            else:
                streams.notified(channel)

        def connected() -> None:
            workers.wake()
            streams.wake_all()

        listener = Listener(database_url, notified, connected)
        streams = Streams(database, listener, config.max_event_streams)
        await stack.enter_async_context(listener.running())
        await listener.listen(JOBS)
        stack.push_async_callback(workers.stop)
        if config.processing_workers:
            workers.start(config.processing_workers)
            tidying = Background()
            stack.push_async_callback(tidying.stop)
            tidying.spawn(keep_tidy(database, folder, storages))
        stack.callback(streams.stop)
        stack.enter_context(_at_stop_signal(streams.stop))
        yield Processing(signer, links, folder, supabase or folder, streams)


def processing_secrets(config: Settings) -> str:
    """Those that are configured, or one that is made once and kept in the data folder."""
    if config.processing_secrets:
        return config.processing_secrets.get_secret_value()
    return kept_secret(config.quizzler_data_dir, "processing-secret", new_secret)


@contextmanager
def _at_stop_signal(work: Callable[[], None]) -> Iterator[None]:
    """Do this when the server is told to stop: it waits for its connections before the app hears of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def told(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(work)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    ours = {number: told for number, handler in before.items() if callable(handler)}
    for number, handler in ours.items():
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in ours:
            if signal.getsignal(number) is told:
                signal.signal(number, before[number])
