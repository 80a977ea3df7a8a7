"""Empty databases, for the tests that migrate by themselves."""

import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest

from app.database.embedded import EmbeddedPostgres
from tests import folders
from tests.conftest import SERVERS

tmp_path, session_folder = folders.tmp_path, folders.session_folder


@pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"])
def each_server(request: pytest.FixtureRequest) -> EmbeddedPostgres:
    """Each Postgres that the wheel carries."""
    return SERVERS[request.param]


@pytest.fixture
def empty_database(each_server: EmbeddedPostgres) -> Iterator[Callable[[], str]]:
    """Makes empty databases and returns their owner's URLs."""
    made: list[str] = []

    def empty_database() -> str:
        made.append(f"empty_{uuid.uuid4().hex[:12]}")
        with psycopg.connect(each_server.url(), autocommit=True) as connection:
            connection.execute(f"create database {made[-1]}")
        return each_server.url(database=made[-1])

    yield empty_database
    with psycopg.connect(each_server.url(), autocommit=True) as connection:
        for name in made:
            connection.execute(f"drop database {name} (force)")
