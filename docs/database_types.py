"""docs/database.types.ts: the views and functions of schema `public` as types of TypeScript."""

import subprocess
import sys
from pathlib import Path

from app.cli.docs import new_database
from app.database.sql_files import ROOT, SUPABASE

TYPES = ROOT / "docs" / "database.types.ts"
HEAD = "// Made by `make types` from the migrated database; do not edit.\n"
NODE = Path(sys.executable).with_name("node")


def text(host: str, port: int, database: str) -> str:
    """The types of this database, read as its superuser over the socket in this folder."""
    url = f"postgresql://postgres@/{database}?host={host}&port={port}"
    made = subprocess.run(  # noqa: S603 - the Node of this virtual environment
        [NODE, SUPABASE / "node" / "database_types.mjs"],
        env={"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    return HEAD + made.stdout


if __name__ == "__main__":
    with new_database() as connection:
        info = connection.info
        TYPES.write_text(text(info.host, info.port, info.dbname), encoding="utf-8")
