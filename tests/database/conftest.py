"""Empty databases, for tests that run the migrations themselves."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from tests import folders, node
from tests.conftest import SERVERS, alone_with_the_roles

tmp_path, session_folder = folders.tmp_path, folders.session_folder
node_packages, postgrest_installed = node.node_packages, node.postgrest_installed


@pytest.fixture(params=[18, 16], ids=["postgres18", "postgres16"])
def each_server(request: pytest.FixtureRequest) -> EmbeddedPostgres:
    """A server of each version of Postgres in the wheel."""
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


class Source:
    """A folder like supabase/, to be filled by a test: a version of Quizzler."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "migrations").mkdir(parents=True)
        (folder / "functions_sql").mkdir()

    def migration(self, file: str, text: str) -> None:
        (self.folder / "migrations" / file).write_text(text)

    def function(self, name: str, text: str, topic: str = "topic") -> None:
        (self.folder / "functions_sql" / topic).mkdir(exist_ok=True)
        (self.folder / "functions_sql" / topic / f"{name}.sql").write_text(text)

    def apply(self, url: str, *, drop_old: bool = False) -> int:
        with alone_with_the_roles():
            return migrate(url, source=self.folder, drop_old=drop_old)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path / "supabase")
