"""create_tables.sql: the whole database as one file to paste into a SQL editor."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from app.database.records import RECORDS
from app.database.sql_files import ROOT, function_files, migrations

CREATE_TABLES = ROOT / "create_tables.sql"
REFUSE_SECOND_RUN = Path(__file__).with_name("refuse_second_run.sql")
HEAD = """
-- Quizzler's whole database in one file: paste it into the SQL editor of a new Supabase project. With psql:
-- psql --set ON_ERROR_STOP=1 --file create_tables.sql
-- Made by `make sql` from supabase/migrations and supabase/functions_sql. Do not edit.
"""


def create_tables_text() -> str:
    """What `migrate` runs on an empty database, and its records. A second run fails with one sentence."""
    applied = {each.version: each.digest for each in migrations()}
    applied |= {each.function: each.digest for each in function_files()}
    whole = "\n".join(f"{name} {digest}" for name, digest in sorted(applied.items()))
    parts = [
        HEAD,
        _text(REFUSE_SECOND_RUN).replace("{digest}", hashlib.sha256(whole.encode()).hexdigest()),
        "begin;\nset local check_function_bodies = off;",
        _text(RECORDS),
        *(f"-- supabase/migrations/{each.file}\n{each.text}" for each in migrations()),
        *(f"-- supabase/functions_sql/{each.path}\n{each.text}" for each in function_files()),
        "insert into supabase_migrations.schema_migrations (version, name) values\n"
        + _rows((each.version, each.name) for each in migrations()),
        "insert into supabase_migrations.applied_files (name, digest) values\n" + _rows(applied.items()),
        "select core.set_up_realtime();",
        "notify pgrst, 'reload schema';\ncommit;",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return ",\n".join(f"('{one}', '{other}')" for one, other in rows) + ";"
