"""The documents that are made from the code. `quizzler docs` writes them, and CI fails if one is stale."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from app.cli.docs import asyncapi, errors, formats, protocol, schema, settings
from app.data_folder import PASSES
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.database.sql_files import ROOT


def documents(connection: psycopg.Connection) -> dict[Path, str]:
    """Path and text of each document, from the code and a migrated database."""
    docs = ROOT / "docs"
    return {
        ROOT / ".env.example": settings.example(),
        docs / "settings.md": settings.page(connection),
        docs / "schema.md": schema.page(connection),
        docs / "errors.md": errors.page(),
        docs / "formats.md": formats.page(),
        docs / "protocol.md": protocol.page(),
        docs / "asyncapi.yaml": asyncapi.page(),
    }


@contextmanager
def new_database() -> Iterator[psycopg.Connection]:
    """A connection to a newly migrated database, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="quizzler-docs-") as folder:
        Path(folder).chmod(PASSES)
        server = EmbeddedPostgres(Path(folder))
        server.start()
        try:
            migrate(server.url())
            with psycopg.connect(server.url(), autocommit=True) as connection:
                yield connection
        finally:
            server.stop()
