"""Serves in one process or several. An embedded Postgres is started first and stopped last."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import typer
import uvicorn

from app import demo
from app.cli.console import console, give_up, step
from app.cli.welcome import welcome
from app.database.migrate import state
from app.database.pool import Database
from app.database.postgrest import PostgrestError, free_port, postgrest, postgrest_program
from app.database.provision import Place, provision
from app.http.server_protocol import TIMED_PROTOCOL
from app.http.tokens import anon_key
from app.http.websocket_protocol import LIVE_PROTOCOL
from app.settings import Settings
from app.start_errors import require_processor_settings
from app.trivia.load import load_bank

BEHIND = "The database is not at this version. Bring it to this version with: quizzler migrate"
GRACE_S = 10  # for requests in progress when the server stops
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LARGEST_FRAME = 1_048_576  # bytes; bounds memory, while the relay refuses frames over MAX_FRAME_BYTES


def serve(config: Settings, *, workers: int, verbose: bool, with_postgrest: bool = False) -> None:
    """Serve until a signal arrives. Before it starts anything, it checks that the port is free."""
    require_free_port(config.host, config.port)
    require_processor_settings(config)
    if with_postgrest and config.supabase_url:
        give_up("With SUPABASE_URL, Supabase clients use that project. Leave --supabase out.")
    with provisioned(config) as place, _postgrest(config, place) if with_postgrest else nullcontext():
        password = demo.load_at_first_start(config, place.migration_url)
        key = anon_key(place.jwt_secret) if with_postgrest else None
        options: dict[str, Any] = {
            "host": config.host,
            "port": config.port,
            "log_level": "info" if verbose else "warning",
            "access_log": verbose,
            "proxy_headers": False,  # app.http.client_address reads them, from TRUSTED_PROXIES only
            "timeout_graceful_shutdown": GRACE_S,
            "http": TIMED_PROTOCOL,
            "ws": LIVE_PROTOCOL,
            "ws_ping_interval": config.heartbeat_interval,
            "ws_ping_timeout": config.heartbeat_interval,
            "ws_max_size": max(LARGEST_FRAME, config.max_frame_bytes),
            "ws_per_message_deflate": False,  # frames are small, and compression costs memory
        }
        if workers > 1:
            welcome(config, workers)
            uvicorn.run("app.main:app", workers=workers, **options)
        else:
            server = _Server(
                uvicorn.Config("app.main:app", **options), lambda: welcome(config, workers, password, key)
            )
            server.run()
            if not server.started:
                raise typer.Exit(1)  # uvicorn has said why


def beside_postgrest() -> None:
    """Set POSTGREST_URL to where `serve` starts PostgREST. Ends the command if it is not installed."""
    try:
        postgrest_program()
    except PostgrestError as error:
        give_up(str(error))
    os.environ["POSTGREST_URL"] = f"http://127.0.0.1:{free_port()}"


@contextmanager
def _postgrest(config: Settings, place: Place) -> Iterator[None]:
    step("starting PostgREST")
    try:
        with postgrest(place.url, place.jwt_secret, urlsplit(config.postgrest_url or "").port):
            yield
    except PostgrestError as error:
        give_up(str(error))


def with_database(config: Settings, work: Callable[[Database], Awaitable[None]]) -> None:
    """Run `work` with a pool of connections. The database is not migrated, but must be at this version."""

    async def connected(place: Place) -> None:
        async with Database.connect(place.url, 2, sessions=place.sessions) as database:
            await work(database)

    with provisioned(config, migrating=False) as place:
        if state(place.migration_url).pending:
            give_up(BEHIND)
        try:
            asyncio.run(connected(place))
        except asyncpg.UndefinedFunctionError:
            give_up(BEHIND)


@contextmanager
def provisioned(config: Settings, *, migrating: bool = True) -> Iterator[Place]:
    """The database for this block, migrated if `migrating`. Ctrl-C and SIGTERM stop Postgres too."""

    def leave_in_order(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    signal.signal(signal.SIGTERM, leave_in_order)
    # A closed terminal sends SIGHUP, which uvicorn does not handle.
    signal.signal(signal.SIGHUP, lambda number, frame: signal.raise_signal(signal.SIGTERM))
    place = None
    try:
        place = provision(config, step, migrating=migrating)
        if migrating:
            load_bank(place.migration_url, step)
        yield place
    except KeyboardInterrupt:
        console.print()
    finally:
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # stopping Postgres takes less than a second
        if place is not None:
            place.leave()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """A server that calls `listening` when it accepts connections."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


def require_free_port(host: str, port: int) -> None:
    """End the command with a sentence if a server can't listen there."""
    trouble = port_trouble(host, port)
    if trouble is not None:
        give_up(trouble)


def port_trouble(host: str, port: int) -> str | None:
    """Why a server can't listen there, and which setting to change; None if it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return f"HOST={host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all."
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is used by another program. Choose another, for example PORT={port + 1}."
            if error.errno == errno.EACCES:
                return f"Port {port} needs more rights than you have. Choose one above 1023 with PORT."
            return f"No server can listen on HOST={host}: {os.strerror(error.errno or 0)}."
    return None
