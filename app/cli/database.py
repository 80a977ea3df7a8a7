"""The commands that change the database's structure, or write files made from it."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import configuration, console, give_up, step
from app.database.create_tables import CREATE_TABLES, create_tables_text
from app.database.migrate import migrate as bring_to_this_version
from app.database.sql_files import ROOT
from app.trivia.load import seed_texts


def migrate(
    drop_old: Annotated[
        bool, typer.Option(help="Afterwards drop the functions that only older versions of Quizzler call.")
    ] = False,
) -> None:
    """Bring the database to this version: new migrations, then changed functions.

    Every start does this too. It is safe to run at any time, and by several machines at once. Functions that
    this version no longer has are kept for processes of an older version. `--drop-old` drops them, but not
    while such a process is connected.

    - `quizzler migrate` for the embedded database
    - `DATABASE_URL=postgresql://… quizzler migrate`
    - `quizzler migrate --drop-old` after a deployment
    """
    from app.cli.serving import provisioned

    with provisioned(configuration(), migrating=not drop_old) as place:
        if drop_old:
            bring_to_this_version(place.migration_url, step, drop_old=True)
        console.print("The database is at this version.")


def docs(
    check: Annotated[bool, typer.Option(help="Write nothing; end with status 1 if one is stale.")] = False,
) -> None:
    """Write the documents that are made from the code: schema, errors, settings, the protocol of live rooms.

    Run this after changing a migration, a SQL function, an error, a setting or a message. It reads the schema
    from a temporary embedded database.

    - `quizzler docs`
    - `quizzler docs --check` to check whether one is stale
    """
    from app.cli.docs import documents, new_database

    with new_database() as connection:
        made = documents(connection)
    stale = {path: text for path, text in made.items() if not _holds(path, text)}
    names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
    if not stale:
        console.print("The documents are up to date.")
    elif check:
        give_up(f"Not up to date: {names}. Update with: make docs")
    else:
        for path, text in stale.items():
            path.write_text(text, encoding="utf-8")
        console.print(f"Wrote {names}.", soft_wrap=True)


def sql(
    check: Annotated[bool, typer.Option(help="Write nothing; end with status 1 if a file is stale.")] = False,
) -> None:
    """Write the files for Supabase's SQL editor: `create_tables.sql`, and the bank in `supabase/seeds`.

    The first is the whole database in one file, made from `supabase/migrations` and `supabase/functions_sql`;
    run this after changing either, or the bank.

    - `quizzler sql`
    - `quizzler sql --check` to check whether a file is stale
    """
    made = {CREATE_TABLES: create_tables_text(), **seed_texts()}
    stale = {path: text for path, text in made.items() if not _holds(path, text)}
    names = ", ".join(path.name for path in stale)
    if not stale:
        console.print(f"{CREATE_TABLES.name} and the seeds are up to date.")
    elif check:
        give_up(f"Not up to date: {names}. Update with: make sql")
    else:
        for path, text in stale.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        console.print(f"Wrote {names}.", soft_wrap=True)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
