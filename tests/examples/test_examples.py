"""The output of each program and SQL session in examples/ is that of the file beside it.

After an intended change, `make examples` updates the outputs; review the differences before you commit them.
"""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import psycopg
import pytest

from app.database.programs import program_folder
from app.database.sql_files import ROOT
from tests.conftest import SERVERS
from tests.fixtures import Server, Sql, database_url

EXAMPLES = ROOT / "examples"
SESSIONS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.sql"))}
WRITING = "WRITE_EXAMPLES" in os.environ

# These differ from run to run. An id is replaced by a number of the same length, wherever it is repeated.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|\+00|Z)?")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def normalised(output: str) -> str:
    """The output with each moment and each id replaced."""
    ids: dict[str, str] = {}
    output = MOMENT.sub("<moment>", output)
    return ID.sub(lambda id: ids.setdefault(id[0], f"00000000-0000-0000-0000-{len(ids) + 1:012}"), output)


async def run(*command: str | Path, standard_input: str = "", **environment: str) -> str:
    """The output of a command, which must succeed."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **environment},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(standard_input.encode()), 60)
    assert process.returncode == 0, output.decode()
    return output.decode()


def require_same(name: str, output: str) -> None:
    """Compare with the committed output; with WRITE_EXAMPLES, update it before."""
    committed = EXAMPLES / f"{name}.out"
    if WRITING:
        committed.write_text(normalised(output), encoding="utf-8")
    assert normalised(output) == committed.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_taking_a_quiz_with_curl(server: Server) -> None:
    require_same("take_a_quiz", await run("sh", "examples/take_a_quiz.sh", API=server.url))


async def test_hosting_and_playing_with_the_client(server: Server) -> None:
    program = EXAMPLES / "host_and_play.py"
    require_same("host_and_play", await run(sys.executable, program, server.url))


def psql_of(connection: psycopg.Connection) -> Path:
    """The psql that comes with the server of this connection."""
    host = connection.info.host
    version = next(version for version, server in SERVERS.items() if str(server.socket_dir) == host)
    return program_folder(version, None) / "psql"


@pytest.mark.parametrize("name", SESSIONS)
async def test_a_sql_session_in_psql(sql: Sql, name: str) -> None:
    command = (psql_of(sql.connection), "-X", "-a", "-q")
    url = database_url(sql.connection, "postgres")
    output = await run(*command, url, standard_input=SESSIONS[name], PGCLIENTENCODING="UTF8")
    require_same(name, output)
