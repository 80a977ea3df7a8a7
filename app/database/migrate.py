"""Brings a database to this version: the Supabase shim where needed, migrations in order, changed functions,
and Supabase Realtime where the database has it.

Migrations are recorded as the Supabase CLI records them, so either tool can continue where the other stopped.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.database import functions, records
from app.database.records import MigrationError
from app.database.sql_files import (
    FUNCTIONS,
    MIGRATIONS,
    SHIM,
    SUPABASE,
    Migration,
    function_files,
    migrations,
    version_of,
)

LOCK = 0x7175697A  # "quiz" in ASCII
ENCODING = "UTF8"
CREATE_DATABASE = "createdb --template=template0 --encoding=UTF8 NAME"
SET_UP_REALTIME = "core.set_up_realtime()"
BASELINE = "20261121"  # the date in the versions of the baseline, which may change until the first release

Tell = Callable[[str], None]


@dataclass(frozen=True)
class State:
    """How a database differs from this version."""

    pending: list[str]  # migrations that it does not have
    functions: list[str]  # functions that are missing there or have another text
    unknown: list[str]  # versions of migrations that it has and this version does not
    older: list[str]  # functions that it keeps for processes of an older version
    trouble: str | None  # why it can't be brought to this version, and what to do


def migrate(
    url: str, tell: Tell = lambda line: None, source: Path = SUPABASE, *, drop_old: bool = False
) -> int:
    """Bring the database at this URL to this version and return how many files were applied.

    `source` contains the folders migrations and functions_sql. `tell` is called with a line for each step.
    `drop_old` drops functions that no file makes any more, and fails while another version is connected.

    Raises MigrationError for a database in another encoding than UTF-8, for one that a newer version has
    migrated, for an applied migration whose text has changed, for a role that does not own the database's
    objects, and for a file that fails (which is rolled back). Raises psycopg.OperationalError if the
    database can't be reached.
    """
    files = function_files(source / FUNCTIONS.name)
    name = f"quizzler {version_of(files)}"
    with (
        psycopg.connect(url, autocommit=True, application_name=name) as connection,
        _needing_the_owner(connection),
    ):
        _require_encoding(connection)
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        if drop_old:
            _require_alone(connection, name)
        if connection.execute("select to_regnamespace('auth')").fetchone() == (None,):
            records.apply(connection, SHIM.name, SHIM.read_text(encoding="utf-8"))
            tell("made the roles and the schema auth, which Supabase would have")
        records.make(connection)
        applied = _apply_migrations(connection, tell, migrations(source / MIGRATIONS.name))
        applied += functions.apply_all(connection, files, tell)
        if connection.execute("select to_regprocedure(%s)", [SET_UP_REALTIME]).fetchone() != (None,):
            connection.execute(f"select {SET_UP_REALTIME}")
        if drop_old:
            functions.drop_older(connection, tell)
        if applied or drop_old:
            connection.execute("notify pgrst, 'reload schema'")
        return applied


def state(url: str) -> State:
    """How the database at this URL differs from this version.

    Raises MigrationError for a database in another encoding than UTF-8 and for a role that may not read its
    records, and psycopg.OperationalError.
    """
    with psycopg.connect(url, autocommit=True) as connection, _needing_the_owner(connection):
        _require_encoding(connection)
        ours = migrations()
        applied, digests = records.applied_migrations(connection), records.digests(connection)
        return State(
            pending=[migration.file for migration in ours if migration.version not in applied],
            functions=[
                file.function for file in function_files() if digests.get(file.function) != file.digest
            ],
            unknown=_of_other_versions(applied, digests, ours),
            older=sorted(records.older_functions(connection)),
            trouble=_trouble(ours, applied, digests),
        )


@contextmanager
def _needing_the_owner(connection: psycopg.Connection) -> Iterator[None]:
    """Raise MigrationError if a statement is refused because of the role that is connected."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise MigrationError(
            f"The role {connection.info.user} can't bring the database to this version. "
            "Set MIGRATION_DATABASE_URL to the URL of the same database with its owner's role."
        ) from error


def _require_encoding(connection: psycopg.Connection) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != ENCODING:
        raise MigrationError(
            f"The database is encoded in {encoding}, and Quizzler needs {ENCODING}. Create another one with: "
            f"{CREATE_DATABASE}"
        )


def _require_alone(connection: psycopg.Connection, name: str) -> None:
    """Raise MigrationError if another version is connected.

    Processes that start later wait for the lock of `migrate`, and create their functions before they call
    any.
    """
    others = connection.execute(
        "select count(*) from pg_stat_activity "
        "where datname = current_database() and application_name ~ '^quizzler [0-9a-f]{12}' "
        "and not starts_with(application_name, %s)",
        [name],
    ).fetchone()
    if others and others[0]:
        raise MigrationError(
            f"Connections of another version of Quizzler are open on this database ({others[0]}). "
            "Drop the older functions after its last process has stopped."
        )


def _apply_migrations(connection: psycopg.Connection, tell: Tell, ours: list[Migration]) -> int:
    applied = records.applied_migrations(connection)
    trouble = _trouble(ours, applied, records.digests(connection))
    if trouble:
        raise MigrationError(trouble)
    pending = [migration for migration in ours if migration.version not in applied]
    # also of those that the Supabase CLI applied, so that they are known as Quizzler's
    records.record(connection, {one.version: one.digest for one in ours if one.version in applied})
    for migration in pending:
        with connection.transaction():
            records.apply(connection, migration.file, migration.text)
            connection.execute(
                "insert into supabase_migrations.schema_migrations (version, name) values (%s, %s)",
                [migration.version, migration.name],
            )
            records.record(connection, {migration.version: migration.digest})
        tell(migration.file)
    return len(pending)


def _trouble(
    ours: list[Migration], applied: dict[str, list[str] | None], digests: dict[str, str]
) -> str | None:
    """Why a database with these records can't be brought to this version, and what to do."""
    known = {migration.version: migration for migration in ours}
    changed = [
        migration
        for v, migration in known.items()
        if v in applied and _differs(migration, applied[v], digests)
    ]
    unknown = _of_other_versions(applied, digests, ours) if known else []
    if any(version.startswith(BASELINE) for version in [*unknown, *(one.version for one in changed)]):
        return (
            "This database was made by a Quizzler from before the first release and can't be brought to this "
            "version. Create a new one (for the embedded database, move the folder postgres out of the data "
            "folder)."
        )
    if unknown and unknown[-1] > max(known):
        return (
            f"This database has migration {unknown[-1]}, and this version of Quizzler knows none after "
            f"{max(known)}: a newer version has migrated it. Start that version, or restore a backup."
        )
    if changed:
        return (
            f"{changed[0].file} was changed after it had been applied to this database. "
            "Undo the change and put it into a new migration."
        )
    return None


def _of_other_versions(
    applied: dict[str, list[str] | None], digests: dict[str, str], ours: list[Migration]
) -> list[str]:
    """The migrations of Quizzler that this version does not know. A project may have some of its own."""
    return sorted((applied.keys() & digests.keys()) - {migration.version for migration in ours})


def _differs(migration: Migration, statements: list[str] | None, digests: dict[str, str]) -> bool:
    """Whether an applied migration had another text, by its digest or by the Supabase CLI's record.

    The CLI splits a file into statements, so white space and semicolons are ignored. `supabase migration
    repair` records no statements.
    """
    if migration.version in digests:
        return digests[migration.version] != migration.digest
    return statements is not None and _essence("".join(statements)) != _essence(migration.text)


def _essence(text: str) -> str:
    return re.sub(r"[\s;]+", "", text)
