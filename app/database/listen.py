"""The connection of this process that listens for notifications. It does not belong to the pool."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from app.database.hosts import CONNECT_S, Hosts
from app.database.sql_files import application_name

log = logging.getLogger(__name__)

# A frozen connection is noticed within two seconds: no packet says that it is gone.
CHECK_S = 1.0  # how often a connection is checked
CHECK_TIMEOUT_S = 0.8  # for the check, before it is compared with a new connection; and for LISTEN
CHECK = "select 1"
RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # then every two seconds
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Listener:
    """Receives the notifications of a changing set of channels, and reconnects when the connection is lost.

    Notifications sent in between are lost. `on_connected` is called after each connection, once all channels
    are listened to again, so that its owner can read what it missed.
    """

    def __init__(
        self, url: str, on_notify: Callable[[str, str], None], on_connected: Callable[[], None] = lambda: None
    ) -> None:
        """`on_notify` is called with the channel and the payload of each notification."""
        self._hosts = Hosts(url)
        self._on_notify = on_notify
        self._on_connected = on_connected
        self._wanted: set[str] = set()
        self._heard: set[str] = set()
        self._connection: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()  # a connection carries one statement at a time

    @property
    def connected(self) -> bool:
        """Whether notifications arrive at the moment."""
        return self._connection is not None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Listener"]:
        """Listen during the block, which starts at once, even if the database can't be reached."""
        task = asyncio.create_task(self._run(), name="listener")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def listen(self, channel: str) -> None:
        """Listen to this channel from now on, or as soon as the connection is back."""
        self._wanted.add(channel)
        async with self._one_at_a_time:
            await self._settle(channel)

    async def unlisten(self, channel: str) -> None:
        """Stop listening to this channel, unless `listen` is called again before the statement is sent."""
        self._wanted.discard(channel)
        async with self._one_at_a_time:
            await self._settle(channel)

    async def _settle(self, channel: str) -> None:
        """Send LISTEN or UNLISTEN if the channel needs it. A lost connection is left to `_run`."""
        connection = self._connection
        if connection is None or (channel in self._wanted) == (channel in self._heard):
            return
        try:
            if channel in self._wanted:
                await connection.add_listener(channel, self._notified)
                self._heard.add(channel)
            else:
                self._heard.discard(channel)
                await connection.remove_listener(channel, self._notified)
        except AWAY:
            connection.terminate()  # the next connection listens to what is wanted

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
                log.log(level, "the listening connection was lost: %s", error or type(error).__name__)
            await asyncio.sleep(RETRY_S[min(failures, len(RETRY_S) - 1)])
            failures += 1

    async def _connect_and_listen(self) -> None:
        """Connect, listen to all channels, and return when the connection is lost."""
        connection = await self._connect()
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

    async def _connect(self) -> asyncpg.Connection:
        return await self._hosts.connect(
            command_timeout=CHECK_TIMEOUT_S,
            server_settings={"application_name": f"{application_name()} listener"},
        )

    async def _until_lost(self, connection: asyncpg.Connection, lost: asyncio.Event) -> None:
        while not lost.is_set():
            try:
                async with asyncio.timeout(CHECK_S):  # wait_for may swallow a cancel before Python 3.12
                    await lost.wait()
            except TimeoutError:
                async with self._one_at_a_time:
                    if not await self._answers(connection):
                        return

    async def _answers(self, connection: asyncpg.Connection) -> bool:
        """Whether a connection answers. Under load that takes long, so a slow one is compared with a new one.

        Only if the new one is answered first, or can't be opened, is the connection given up.
        """
        check = asyncio.ensure_future(connection.fetchval(CHECK, timeout=CONNECT_S + CHECK_TIMEOUT_S))
        trials = [check]
        try:
            await asyncio.wait(trials, timeout=CHECK_TIMEOUT_S)
            if not check.done():
                trials.append(asyncio.ensure_future(self._try_another()))
                await asyncio.wait(trials, return_when=asyncio.FIRST_COMPLETED)
            return check.done() and check.exception() is None
        finally:
            for trial in trials:
                trial.cancel()
            await asyncio.gather(*trials, return_exceptions=True)

    async def _try_another(self) -> None:
        other = await self._connect()
        try:
            await other.fetchval(CHECK)
        finally:
            other.terminate()
