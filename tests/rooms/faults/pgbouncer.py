"""pgbouncer in front of a test's database, in the pooling mode that a test chooses."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from app.data_folder import postgres_account

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
needs_pgbouncer = pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")


@asynccontextmanager
async def pgbouncer(connection: psycopg.Connection, folder: Path, mode: str) -> AsyncIterator[str]:
    """The URL of this connection's database through a pgbouncer in `mode` (session or transaction)."""
    assert PGBOUNCER
    info = connection.info
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users, settings = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text('"authenticator" ""\n"postgres" ""\n')
    settings.write_text(
        f"[databases]\n{info.dbname} = host={info.host} port={info.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = trust\nauth_file = {users}\npool_mode = {mode}\n"
        "default_pool_size = 30\nserver_lifetime = 3600\n"
    )
    account = postgres_account(folder)  # pgbouncer does not run as root either
    process = await asyncio.create_subprocess_exec(
        PGBOUNCER, str(settings),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        **({"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}),
    )  # fmt: skip
    assert process.stderr
    said = b""
    try:
        while b"process up" not in said:
            line = await process.stderr.readline()
            assert line, said.decode()
            said += line
        reading = asyncio.create_task(process.stderr.read())  # so that the pipe does not fill up
        yield f"postgresql://authenticator@127.0.0.1:{port}/{info.dbname}"
        process.terminate()
        await reading
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
