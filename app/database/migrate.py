"""Brings a database to this version: the Supabase shim where needed, migrations in order, changed functions.

Migrations are recorded as the Supabase CLI records them, so either tool can go on where the other stopped.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg

ROOT = Path(__file__).parents[2]
SUPABASE = ROOT / "supabase"
MIGRATIONS = SUPABASE / "migrations"
FUNCTIONS = SUPABASE / "functions_sql"
SHIM = Path(__file__).with_name("supabase_shim.sql")
LOCK = 0x7175697A  # "quiz"; one process at a time migrates
BASELINE = "20261121"  # how its versions begin; it is edited freely until the first release is tagged

BOOKS = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
    version text primary key,
    statements text[],
    name text
);
create table if not exists supabase_migrations.function_files (
    path text primary key,
    digest text not null
);
"""

OURS = ("core", "public")  # the schemas that function files make functions in
OLDER_BASELINE = (
    "This database was made by a Quizzler from before the first release and can't be brought to "
    "this version: make it anew (the embedded one by moving the folder postgres out of the data folder)."
)
ANOTHER_SIGNATURE = (psycopg.errors.AmbiguousFunction, psycopg.errors.InvalidFunctionDefinition)
RECORD_MIGRATION = (
    "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, array[%s])"
)
RECORD_FUNCTION = (
    "insert into supabase_migrations.function_files (path, digest) values (%s, %s) "
    "on conflict (path) do update set digest = excluded.digest"
)


class MigrationError(RuntimeError):
    """The database can't be brought to this version; the message names the file and the reason."""


@dataclass(frozen=True)
class Migration:
    """One file of supabase/migrations, `<version>_<name>.sql`."""

    version: str
    name: str
    text: str

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.version}_{self.name}.sql"


@dataclass(frozen=True)
class FunctionFile:
    """One file of supabase/functions_sql: one function."""

    path: str
    text: str

    @property
    def function(self) -> str:
        """The function's name with its schema."""
        found = re.search(
            r"^create (?:or replace )?function (\w+\.\w+)", self.text, re.IGNORECASE | re.MULTILINE
        )
        return found[1] if found else Path(self.path).stem

    @property
    def digest(self) -> str:
        """Tells whether the database has this text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class State:
    """How a database stands to this version."""

    pending: list[str]  # migrations that it does not have
    changed: list[str]  # migrations that it has with another text
    unknown: list[str]  # versions that it has and this version does not
    functions: list[str]  # function files that it lacks, has with another text, or should have no more


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations in the order in which they are applied."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        version, _, name = path.stem.partition("_")
        found.append(Migration(version, name, path.read_text(encoding="utf-8")))
    return found


def function_files(folder: Path = FUNCTIONS) -> list[FunctionFile]:
    """The functions, each after those that it names.

    A body that starts with `return` or `begin atomic` is bound when it is created; so is a column default.
    """
    files = {
        path.stem: FunctionFile(str(path.relative_to(folder)), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.sql"))
    }
    ordered: dict[str, FunctionFile] = {}

    def place(name: str, waiting: tuple[str, ...] = ()) -> None:
        if name in ordered or name in waiting:
            return
        for called in re.findall(r"\b(?:core|public)\.(\w+)\(", files[name].text):
            if called in files and called != name:
                place(called, (*waiting, name))
        ordered[name] = files[name]

    for name in files:
        place(name)
    return list(ordered.values())


def migrate(url: str, tell: Callable[[str], None] = lambda line: None, source: Path = SUPABASE) -> int:
    """Bring the database at this URL to this version and return how many files were applied.

    `source` holds the folders migrations and functions_sql. `tell` gets a line for each migration. Raises
    MigrationError for a database that a newer version has migrated, for a landed migration whose text has
    changed, for a file that fails (nothing of it stays), and psycopg.OperationalError where the database
    can't be reached.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        applied = _steps(connection, tell, source)
        if applied:
            connection.execute("notify pgrst, 'reload schema'")
        return applied


def state(url: str) -> State:
    """How the database at this URL stands; changes nothing. Raises psycopg.OperationalError."""
    with psycopg.connect(url, autocommit=True) as connection:
        ours = {migration.version: migration for migration in migrations()}
        landed, digests = _landed(connection), _digests(connection)
        return State(
            pending=[migration.file for version, migration in ours.items() if version not in landed],
            changed=[ours[v].file for v, text in landed.items() if v in ours and _differs(ours[v], text)],
            unknown=sorted(landed.keys() - ours.keys()),
            functions=[file.path for file in function_files() if digests.pop(file.path, None) != file.digest]
            + sorted(digests),
        )


def create_tables_text() -> str:
    """The whole database as one file to paste into a SQL editor: what `migrate` runs, and its records."""
    parts = [
        "-- Quizzler's whole database in one file: paste it into the SQL editor of a new Supabase project.\n"
        "-- Made by `make sql` from supabase/migrations and supabase/functions_sql. Do not edit.\n",
        "begin;\nset local check_function_bodies = off;",
        BOOKS.strip(),
    ]
    for migration in migrations():
        record = (
            "insert into supabase_migrations.schema_migrations (version, name, statements)\n"
            f"values ('{migration.version}', '{migration.name}', array[{_quoted(migration.text)}]);"
        )
        parts.append(f"-- supabase/migrations/{migration.file}\n{migration.text.strip()}\n\n{record}")
    for file in function_files():
        record = (
            "insert into supabase_migrations.function_files (path, digest)\n"
            f"values ('{file.path}', '{file.digest}');"
        )
        parts.append(f"-- supabase/functions_sql/{file.path}\n{file.text.strip()}\n\n{record}")
    parts.append("notify pgrst, 'reload schema';\ncommit;\n")
    return "\n\n".join(parts)


def _steps(connection: psycopg.Connection, tell: Callable[[str], None], source: Path) -> int:
    if connection.execute("select to_regnamespace('auth')").fetchone() == (None,):
        _apply(connection, SHIM.name, SHIM.read_text(encoding="utf-8"))
        tell("made what Supabase would have brought (roles, schema auth)")
    with connection.transaction():
        connection.execute(BOOKS)
    applied = _apply_migrations(connection, tell, migrations(source / MIGRATIONS.name))
    return applied + _apply_functions(connection, tell, function_files(source / FUNCTIONS.name))


def _apply_migrations(
    connection: psycopg.Connection, tell: Callable[[str], None], ours: list[Migration]
) -> int:
    landed = _landed(connection)
    trouble = _trouble(landed, ours)
    if trouble:
        raise MigrationError(trouble)
    pending = [migration for migration in ours if migration.version not in landed]
    for migration in pending:
        _apply(connection, migration.file, migration.text, RECORD_MIGRATION,
               [migration.version, migration.name, migration.text])  # fmt: skip
        tell(migration.file)
    return len(pending)


def _trouble(landed: dict[str, list[str] | None], ours: list[Migration]) -> str | None:
    """Why a database that has landed these can't be brought to this version, and what to do."""
    known = {migration.version: migration for migration in ours}
    newest = max(known, default="")
    changed = sorted(v for v, text in landed.items() if v in known and _differs(known[v], text))
    unknown = sorted(landed.keys() - known.keys()) if known else []
    if any(version.startswith(BASELINE) for version in [*changed, *unknown]):
        return OLDER_BASELINE
    if unknown and unknown[-1] > newest:
        return (
            f"This database has migration {unknown[-1]}, and this version of Quizzler knows none after "
            f"{newest}: a newer version has been here. Start that one, or go back to a backup."
        )
    if changed:
        return (
            f"{known[changed[0]].file} was changed after it had been applied to this database. "
            "Take the change back and put it in a new migration."
        )
    return None


def _apply_functions(
    connection: psycopg.Connection, tell: Callable[[str], None], ours: list[FunctionFile]
) -> int:
    digests = _digests(connection)
    changed = [file for file in ours if digests.pop(file.path, None) != file.digest]
    removed = sorted(digests)
    with connection.transaction():
        # A body may name a function of a later file.
        connection.execute("set local check_function_bodies = off")
        for file in changed:
            _apply_function(connection, file)
        for path in removed:
            _remove_function(connection, path, kept={Path(file.path).stem for file in ours})
    if changed:
        tell(f"{len(changed)} functions")
    if removed:
        tell(f"{len(removed)} functions less")
    return len(changed) + len(removed)


def _apply_function(connection: psycopg.Connection, file: FunctionFile) -> None:
    """`create or replace` leaves one of other arguments beside the new one, and can't change a result."""
    older = _signatures(connection, file.function)
    try:
        _apply(connection, file.path, file.text, RECORD_FUNCTION, [file.path, file.digest])
    except MigrationError as error:
        if not older or not isinstance(error.__cause__, ANOTHER_SIGNATURE):
            raise
        _drop(connection, file, older)
        _apply(connection, file.path, file.text, RECORD_FUNCTION, [file.path, file.digest])
    else:
        if older and len(_signatures(connection, file.function)) > len(older):
            _drop(connection, file, older)


def _remove_function(connection: psycopg.Connection, path: str, kept: set[str]) -> None:
    """Drop the function of a file that is gone, unless the file was moved or others have the same name."""
    name = Path(path).stem
    signatures = [found for schema in OURS for found in _signatures(connection, f"{schema}.{name}")]
    if name not in kept and len(signatures) == 1:
        _apply(connection, path, f"drop function {signatures[0]}")
    connection.execute("delete from supabase_migrations.function_files where path = %s", [path])


def _signatures(connection: psycopg.Connection, function: str) -> list[str]:
    """The functions of this name, each with its arguments."""
    found = connection.execute(
        "select p.oid::regprocedure::text from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace "
        "where n.nspname || '.' || p.proname = %s",
        [function],
    )
    return [signature for (signature,) in found]


def _drop(connection: psycopg.Connection, file: FunctionFile, signatures: list[str]) -> None:
    for signature in signatures:
        _apply(connection, file.path, f"drop function {signature}")


def _apply(
    connection: psycopg.Connection,
    file: str,
    text: str,
    record: LiteralString = "",
    values: Sequence[str] = (),
) -> None:
    """Run a file and record it, both or neither."""
    try:
        with connection.transaction():
            connection.execute(text.encode())
            if record:
                connection.execute(record, values)
    except psycopg.Error as error:
        raise MigrationError(f"{file}: {error}") from error


def _landed(connection: psycopg.Connection) -> dict[str, list[str] | None]:
    """Version and statements of each migration that the database has; none where it has no books."""
    if connection.execute("select to_regclass('supabase_migrations.schema_migrations')").fetchone() == (
        None,
    ):
        return {}
    return dict(
        connection.execute("select version, statements from supabase_migrations.schema_migrations").fetchall()
    )


def _digests(connection: psycopg.Connection) -> dict[str, str]:
    """Path and digest of each function file that the database has."""
    if connection.execute("select to_regclass('supabase_migrations.function_files')").fetchone() == (None,):
        return {}
    return dict(connection.execute("select path, digest from supabase_migrations.function_files").fetchall())


def _differs(migration: Migration, statements: list[str] | None) -> bool:
    """The Supabase CLI records a file split into statements, so white space and semicolons do not count."""
    if statements is None:  # `supabase migration repair` records no text
        return False
    return _essence("".join(statements)) != _essence(migration.text)


def _essence(text: str) -> str:
    return re.sub(r"[\s;]+", "", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
