"""The one connection of this process that listens for notifications; it stands outside of the pool."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from app.database.sql_files import application_name

log = logging.getLogger(__name__)

CHECK_S = 10.0  # how often a quiet connection is asked whether it still lives
CHECK_TIMEOUT_S = 5.0
RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # then every two seconds
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Listener:
    """Hears the notifications of a changing set of channels, and connects anew for as long as it lives.

    What was notified while the connection was away is not heard: `on_connected` is called after each
    connecting, when every wanted channel is listened to again, so that one can read what one missed.
    """

    def __init__(
        self, url: str, on_notify: Callable[[str, str], None], on_connected: Callable[[], None] = lambda: None
    ) -> None:
        """`on_notify` gets channel and payload."""
        self._url = url
        self._on_notify = on_notify
        self._on_connected = on_connected
        self._wanted: set[str] = set()
        self._heard: set[str] = set()
        self._connection: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()  # a connection carries one statement at a time

    @property
    def connected(self) -> bool:
        """Whether notifications are heard just now."""
        return self._connection is not None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Listener"]:
        """Listen until the end of the block; returns at once, whether the database is there or not."""
        task = asyncio.create_task(self._run(), name="listener")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def listen(self, channel: str) -> None:
        """Hear this channel from now on; while the connection is away, from its return on."""
        self._wanted.add(channel)
        async with self._one_at_a_time:
            await self._settle(channel)

    async def unlisten(self, channel: str) -> None:
        """Hear this channel no more, unless it is wanted again by the time that its turn comes."""
        self._wanted.discard(channel)
        async with self._one_at_a_time:
            await self._settle(channel)

    async def _settle(self, channel: str) -> None:
        """Make what is heard follow what is wanted; a lost connection is left to `_run`."""
        connection = self._connection
        if connection is None or (channel in self._wanted) == (channel in self._heard):
            return
        with suppress(*AWAY):
            if channel in self._wanted:
                await connection.add_listener(channel, self._notified)
                self._heard.add(channel)
            else:
                self._heard.discard(channel)
                await connection.remove_listener(channel, self._notified)

    def _notified(self, connection: object, pid: int, channel: str, payload: object) -> None:
        self._on_notify(channel, str(payload))

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                await self._connect_and_listen()
                failures = 0
            except AWAY as error:
                level = logging.WARNING if failures == 0 else logging.DEBUG
                log.log(level, "the listening connection is away: %s", error or type(error).__name__)
            await asyncio.sleep(RETRY_S[min(failures, len(RETRY_S) - 1)])
            failures += 1

    async def _connect_and_listen(self) -> None:
        """Returns when a connection that worked is lost."""
        connection = await asyncpg.connect(
            self._url, timeout=CHECK_TIMEOUT_S, command_timeout=CHECK_TIMEOUT_S,
            server_settings={"application_name": f"{application_name()} listener"},
        )  # fmt: skip
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            async with self._one_at_a_time:
                for channel in tuple(self._wanted):
                    await connection.add_listener(channel, self._notified)
                    self._heard.add(channel)
                self._connection = connection
            self._on_connected()
            await self._until_lost(connection, lost)
        finally:
            self._connection = None
            self._heard.clear()
            connection.terminate()

    async def _until_lost(self, connection: asyncpg.Connection, lost: asyncio.Event) -> None:
        while not lost.is_set():
            try:
                async with asyncio.timeout(CHECK_S):  # wait_for may swallow a cancel before Python 3.12
                    await lost.wait()
            except TimeoutError:
                async with self._one_at_a_time:
                    with suppress(*AWAY):
                        await connection.fetchval("select 1")
                        continue
                return
