"""GET /events: a person's events, from Postgres to their browser, as server-sent events."""

import asyncio
import signal
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import Any

import asyncpg
import msgspec

from app.background import Background, repeat
from app.database.listen import Listener
from app.database.pool import Claims, Database, DatabaseUnavailable

HEARTBEAT_S = 15.0  # an event whose notification went missing arrives within this time
FOLLOW_S = 20.0  # well below the setting events.followed_s
AWAY_S = 1.0  # between two attempts while the database can't be reached
UNSETTLED_S = 0.05  # the first pause while an older transaction holds events back; each pause doubles
MOST_UNSETTLED_S = 1.0  # the longest of these pauses
PER_PERSON = 20
CHANNEL = "user_"
FOLLOW = "select core.follow_events($1::uuid[])"


class TooManyStreams(Exception):
    """This process or this person has as many streams as allowed. The message says which."""


class _Event(msgspec.Struct):
    id: str
    type: str
    at: str
    data: msgspec.Raw


class _Page(msgspec.Struct):
    events: list[_Event]
    last: str
    more: bool


_pages = msgspec.json.Decoder(_Page)


@asynccontextmanager
async def open_streams(
    database: Database, listen_url: str, most: int, others: Mapping[str, Callable[[], None]]
) -> AsyncIterator["Streams"]:
    """Open the streams of this process, at most `most`, until the end of the block.

    `others` has functions by the name of their channel, for other users of the same LISTEN connection. Each
    is called when its channel is notified, and when notifications may have been missed.
    """

    def notified(channel: str, payload: str) -> None:
        others.get(channel, lambda: streams.notified(channel))()

    def connected() -> None:
        streams.wake_all()
        for wake in others.values():
            wake()

    listener = Listener(listen_url, notified, connected)
    streams = Streams(database, listener, most)
    async with listener.running():
        for channel in others:
            await listener.listen(channel)
        keeping = Background()
        keeping.spawn(repeat("following events", streams.keep_following, FOLLOW_S))
        with _at_stop_signal(streams.stop):
            try:
                yield streams
            finally:
                streams.stop()
                await keeping.stop()


class Streams:
    """The streams of this process. They read `core.user_events`; a notification only wakes them."""

    def __init__(self, database: Database, listener: Listener, most: int) -> None:
        self._database = database
        self._listener = listener
        self._most = most
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._stopping = False

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def notified(self, channel: str) -> None:
        """Wake the streams of this channel, whose person has a new event."""
        for wake in self._open.get(channel, ()):
            wake.set()

    def wake_all(self) -> None:
        """Wake all streams, because notifications may have been missed."""
        for wakes in self._open.values():
            for wake in wakes:
                wake.set()

    async def keep_following(self) -> None:
        """Say that the streams of this process are still open, so that their events are notified."""
        if self._open:
            people = [channel.removeprefix(CHANNEL) for channel in self._open]
            await self._database.fetch_value(FOLLOW, people)

    def stop(self) -> None:
        """End every stream. A server that stops waits until they have ended."""
        self._stopping = True
        self.wake_all()

    async def enter(self, claims: Claims, since: str | None) -> tuple[str, asyncio.Event]:
        """Register a stream. Returns the id after which it begins (`since`, or now) and what wakes it.

        Pass both to `follow`, and the latter to `leave`. Raises TooManyStreams,
        asyncpg.PostgresError, DatabaseUnavailable.
        """
        if len(self) >= self._most:
            raise TooManyStreams("Too many event streams are open on this server. Try again later.")
        channel = _channel(claims)
        if len(self._open.get(channel, ())) >= PER_PERSON:
            raise TooManyStreams(f"You have {PER_PERSON} event streams open. Close some of them.")
        wake = asyncio.Event()
        self._open[channel].add(wake)  # before the first await, so that nobody exceeds the limits
        try:
            page = await self._page(claims, since)
        except BaseException:
            await self.leave(claims, wake)
            raise
        return since or page.last, wake

    async def leave(self, claims: Claims, wake: asyncio.Event) -> None:
        """Unregister a stream that has ended or never began."""
        channel = _channel(claims)
        self._open[channel].discard(wake)
        if not self._open[channel]:
            del self._open[channel]
            await asyncio.shield(self._listener.unlisten(channel))

    async def follow(self, claims: Claims, since: str, wake: asyncio.Event) -> AsyncIterator[bytes]:
        """The events of this person after `since`, until their session ends or the server stops."""
        pause = UNSETTLED_S
        await self._listener.listen(_channel(claims))
        with suppress(DatabaseUnavailable):  # said again within FOLLOW_S
            await self._database.fetch_value(FOLLOW, [claims["sub"]])
        yield f"retry: 2000\nid: {since}\nevent: ready\ndata: {{}}\n\n".encode()
        while not self._stopping and claims["exp"] > time.time():
            wake.clear()
            try:
                page = await self._page(claims, since)
            except DatabaseUnavailable:
                yield b": the database can't be reached\n\n"
                await asyncio.sleep(AWAY_S)
                continue
            except asyncpg.PostgresError:
                return  # signed out
            since = page.last
            for event in page.events:
                yield _written(event)
            if page.more and not page.events:
                await asyncio.sleep(pause)
                pause = min(2 * pause, MOST_UNSETTLED_S)
                continue
            pause = UNSETTLED_S
            if not page.more and await quiet(wake, min(HEARTBEAT_S, claims["exp"] - time.time())):
                yield b": alive\n\n"

    async def _page(self, claims: Claims, since: str | None) -> _Page:
        return _pages.decode(await self._database.call_as(claims, "my_events", {"since": since}))


async def quiet(wake: asyncio.Event, seconds: float) -> bool:
    """Whether these seconds passed without an event."""
    try:
        async with asyncio.timeout(max(seconds, 0)):
            await wake.wait()
    except TimeoutError:
        return True
    return False


def _written(event: _Event) -> bytes:
    data = msgspec.json.encode({"at": event.at, **msgspec.json.decode(event.data, type=dict[str, Any])})
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event.id.encode(), event.type.encode(), data)


def _channel(claims: Claims) -> str:
    return CHANNEL + str(claims["sub"]).replace("-", "")


@contextmanager
def _at_stop_signal(work: Callable[[], None]) -> Iterator[None]:
    """Call `work` as soon as a signal stops the server, which otherwise waits for open connections."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(work)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    ours = {number: stop for number, handler in before.items() if callable(handler)}
    for number, handler in ours.items():
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in ours:
            if signal.getsignal(number) is stop:
                signal.signal(number, before[number])
