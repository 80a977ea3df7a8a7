"""What app.documents.builtin starts: the processing server on a free port, until standard input ends."""

import asyncio
import os
import socket
import sys
import threading
from pathlib import Path

import uvicorn


async def _serve() -> None:
    from processor.server import create_app

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning", timeout_graceful_shutdown=2))
    loop = asyncio.get_running_loop()

    def until_the_keeper_is_gone() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        loop.call_soon_threadsafe(setattr, server, "should_exit", True)

    threading.Thread(target=until_the_keeper_is_gone, daemon=True).start()
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    if server.started:
        _tell(f"http://127.0.0.1:{listening.getsockname()[1]}")
    await serving


def _tell(url: str) -> None:
    """Whole or not at all: others may be reading."""
    place = Path(os.environ["QUIZZLER_PROCESSOR_URL_FILE"])
    draft = place.with_suffix(".new")
    draft.write_text(url)
    draft.replace(place)


if __name__ == "__main__":
    asyncio.run(_serve())
