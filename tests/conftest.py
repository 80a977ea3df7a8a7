"""Fixtures: a real Postgres, a fresh database for each test, a real server on it."""

import fcntl
import os
import shutil
import tempfile
import uuid
from pathlib import Path

import psycopg
import pytest
from pytest_postgresql import factories

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.trivia.load import load_bank

RUN = os.environ.setdefault("QUIZZLER_TEST_RUN", uuid.uuid4().hex[:8])
HOME = Path(tempfile.gettempdir()) / f"quizzler-tests-{RUN}"
UNSAFE_BUT_QUICK = {
    "fsync": "off",
    "max_connections": "500",
}  # the tests never crash the machine, only processes
SERVERS = {version: EmbeddedPostgres(HOME / str(version), version, UNSAFE_BUT_QUICK) for version in (18, 16)}

pytest_plugins = ["tests.fixtures"]


def pytest_sessionstart(session: pytest.Session) -> None:
    for server in SERVERS.values():
        server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    for server in SERVERS.values():
        server.stop()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(HOME, ignore_errors=True)


def load_migrations(*, host: str, port: int, user: str, dbname: str, **rest: object) -> None:
    with open(
        HOME / "migrate.lock", "w"
    ) as lock:  # roles belong to the whole server, which the workers share
        fcntl.flock(lock, fcntl.LOCK_EX)
        url = f"postgresql://{user}@/{dbname}?host={host}&port={port}"
        migrate(url)
        load_bank(url)


def _server_fixture(version: int):
    return factories.postgresql_noproc(
        host=str(SERVERS[version].socket_dir),
        port=5432,
        user="postgres",
        dbname="quizzler",
        load=[load_migrations],
    )


postgres18 = _server_fixture(18)
postgres16 = _server_fixture(16)
database18 = factories.postgresql("postgres18")
database16 = factories.postgresql("postgres16")


@pytest.fixture
def database(database18: psycopg.Connection) -> psycopg.Connection:
    """A superuser's connection to a fresh, migrated database on Postgres 18."""
    database18.autocommit = True
    return database18


@pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"])
def each_database(request: pytest.FixtureRequest) -> psycopg.Connection:
    """The same on every Postgres that the wheel carries; tests of what SQL does run on both."""
    connection: psycopg.Connection = request.getfixturevalue(f"database{request.param}")
    connection.autocommit = True
    return connection
