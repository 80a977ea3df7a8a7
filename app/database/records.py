"""The records that a database keeps of the files applied to it. records.sql makes their tables."""

from collections.abc import Mapping
from pathlib import Path

import psycopg

RECORDS = Path(__file__).with_name("records.sql")
TABLES = ("schema_migrations", "applied_files", "older_functions")


class MigrationError(RuntimeError):
    """The database can't be brought to this version; the message says why, and what to do."""


def make(connection: psycopg.Connection) -> None:
    """Make the tables of the records that are missing."""
    if not _has(connection, *TABLES):
        with connection.transaction():
            connection.execute(RECORDS.read_bytes())


def apply(connection: psycopg.Connection, file: str, text: str) -> None:
    """Run a file completely or not at all. Raises MigrationError, which names the file and the error."""
    try:
        with connection.transaction():
            connection.execute(text.encode())
    except psycopg.Error as error:
        raise MigrationError(f"{file}: {error}") from error


def applied_migrations(connection: psycopg.Connection) -> dict[str, list[str] | None]:
    """Version and statements of each migration applied; empty if the database has no records."""
    if not _has(connection, "schema_migrations"):
        return {}
    query = "select version, statements from supabase_migrations.schema_migrations"
    return dict(connection.execute(query).fetchall())


def digests(connection: psycopg.Connection) -> dict[str, str]:
    """Name and digest of each file applied; empty if the database has no records."""
    if not _has(connection, "applied_files"):
        return {}
    return dict(connection.execute("select name, digest from supabase_migrations.applied_files").fetchall())


def record(connection: psycopg.Connection, applied: Mapping[str, str]) -> None:
    """Store the digests of these files, by name. Those that are stored already are not written again."""
    connection.execute(
        "insert into supabase_migrations.applied_files as known (name, digest) "
        "select * from unnest(%s::text[], %s::text[]) "
        "on conflict (name) do update set digest = excluded.digest where known.digest <> excluded.digest",
        [list(applied), list(applied.values())],
    )


def older_functions(connection: psycopg.Connection) -> set[str]:
    """The signatures of functions kept for processes of an older version; empty if there are no records."""
    if not _has(connection, "older_functions"):
        return set()
    found = connection.execute("select signature from supabase_migrations.older_functions").fetchall()
    return {signature for (signature,) in found}


def _has(connection: psycopg.Connection, *tables: str) -> bool:
    found = connection.execute(
        "select bool_and(to_regclass('supabase_migrations.' || t) is not null) from unnest(%s::text[]) as t",
        [list(tables)],
    )
    return found.fetchall() == [(True,)]
