"""The app's way to PostgREST, served in a thread, for synchronous clients."""

import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from app.http.direct_reads import PREFIX, DirectReads


@contextmanager
def forwarding(postgrest_url: str) -> Iterator[str]:
    """Serve /rest/v1 as the app does; yields the URL that supabase-js is given."""
    reads = DirectReads(postgrest_url)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        async with reads:
            yield

    app = Starlette(routes=[Mount(PREFIX, reads)], lifespan=lifespan)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.001)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
