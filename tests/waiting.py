"""Waiting for what a server sends, never for ever."""

import asyncio
import json
from asyncio import Timeout
from collections.abc import Callable
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection

LIMIT_S = 30
T = TypeVar("T")


def limited(seconds: float = LIMIT_S) -> Timeout:
    """The time that a wait may take: `async with limited():`. Raises TimeoutError after it."""
    return asyncio.timeout(seconds)


async def next_frame(socket: ClientConnection) -> str:
    """The next frame. Raises ConnectionClosed when the connection ends, TimeoutError when nothing comes."""
    async with limited():
        return str(await socket.recv())


async def next_message(socket: ClientConnection) -> dict[str, Any]:
    """The next frame, read as JSON."""
    read: dict[str, Any] = json.loads(await next_frame(socket))
    return read


async def next_of(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of this type."""
    async with limited():
        while True:
            read = await next_message(socket)
            if read["type"] == kind:
                return read


async def taken(queue: asyncio.Queue[T]) -> T:
    """The next item of a queue."""
    async with limited():
        return await queue.get()


async def until(holds: Callable[[], object]) -> None:
    """Wait until this holds, for what has no event: servers of this event loop work meanwhile."""
    async with limited():
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
