"""Fixtures: a real Postgres, a fresh database for each test, a real server on it."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
import pytest
from pytest_postgresql import factories

from app.data_folder import first_closed, postgres_account
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.trivia.load import load_bank
from tests import leftovers
from tests.databases import Copies

RAM_DISK = Path("/dev/shm")
NEEDED_BYTES = 3 << 30
# Without fsync, only a crash of the machine loses data; tests crash processes at most
UNSAFE_BUT_QUICK = {"fsync": "off", "max_connections": "500", "autovacuum": "off"}


def _temp_folder() -> Path:
    """The system's folder for temporary files, or /tmp if root runs the tests and Postgres can't reach it."""
    folder = Path(tempfile.gettempdir())
    account = postgres_account(folder)
    return Path("/tmp") if account and first_closed(folder, account) else folder


def _home() -> Path:
    """The folder of this run: in memory if there is room, because the databases have a million files."""
    roomy = os.access(RAM_DISK, os.W_OK) and shutil.disk_usage(RAM_DISK).free > NEEDED_BYTES
    place = RAM_DISK if roomy else _temp_folder()
    return place / f"{leftovers.PREFIX}{uuid.uuid4().hex[:8]}"


HOME = Path(os.environ.setdefault("QUIZZLER_TEST_HOME", str(_home())))  # pytest's workers inherit it
os.environ["SSL_CERT_DIR"] = str(
    HOME
)  # a folder without certificates, which each HTTP client takes 20 ms to load
os.environ.pop("SSL_CERT_FILE", None)
SERVERS = {version: EmbeddedPostgres(HOME / str(version), version, UNSAFE_BUT_QUICK) for version in (18, 16)}

pytest_plugins = ["tests.fixtures"]
_watcher: subprocess.Popen[bytes] | None = None  # of the main process; workers have none
_held: list[IO[str]] = []


def pytest_sessionstart(session: pytest.Session) -> None:
    global _watcher
    if not hasattr(session.config, "workerinput"):
        leftovers.remove_unused(HOME.parent)
        _watcher = leftovers.watch(HOME)
    _held.append(leftovers.hold(HOME))
    for server in SERVERS.values():
        server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    for server in SERVERS.values():
        server.stop()
    if _watcher:
        shutil.rmtree(HOME, ignore_errors=True)
        _watcher.communicate()


@contextmanager
def alone_with_the_roles() -> Iterator[None]:
    """Holds a lock while roles change: they belong to the whole server, which the test workers share."""
    with open(HOME / "migrate.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def load_migrations(*, host: str, port: int, user: str, dbname: str, **rest: object) -> None:
    url = f"postgresql://{user}@/{dbname}?host={host}&port={port}"
    with alone_with_the_roles():
        migrate(url)
    load_bank(url)


def _template_fixture(version: int):
    return factories.postgresql_noproc(
        host=str(SERVERS[version].socket_dir),
        port=5432,
        user="postgres",
        dbname="quizzler",
        load=[load_migrations],
    )


def _copies_fixture(version: int):
    @pytest.fixture(scope="session")
    def copies(request: pytest.FixtureRequest) -> Iterator[Copies]:
        template = request.getfixturevalue(f"template{version}")
        with psycopg.connect(SERVERS[version].url(), autocommit=True) as maintenance:
            copies = Copies(template, maintenance)
            yield copies
            copies.drop_used()

    return copies


def _read_only_fixture(version: int):
    @pytest.fixture(scope="session")
    def read_only(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
        with request.getfixturevalue(f"copies{version}").read_only() as connection:
            yield connection

    return read_only


template18, template16 = _template_fixture(18), _template_fixture(16)
copies18, copies16 = _copies_fixture(18), _copies_fixture(16)
read_only18, read_only16 = _read_only_fixture(18), _read_only_fixture(16)
each_postgres = pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"])


@pytest.fixture
def database(copies18: Copies) -> Iterator[psycopg.Connection]:
    """A superuser's connection to a fresh, migrated database on Postgres 18."""
    with copies18.new() as connection:
        yield connection


@each_postgres
def each_database(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """The same on each Postgres that the wheel contains. Tests of SQL run on both."""
    with request.getfixturevalue(f"copies{request.param}").new() as connection:
        yield connection


@each_postgres
def each_read_only_database(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A connection to a database that tests share, because they can't change it."""
    connection = request.getfixturevalue(f"read_only{request.param}")
    yield connection
    connection.execute("discard all")
