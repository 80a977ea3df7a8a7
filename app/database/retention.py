"""Deletes rows whose period in core.settings is over."""

from app.database.pool import Database

SWEEP_S = 600.0  # how often
ROWS_AT_ONCE = 1000  # of each kind; a statement that deletes them takes milliseconds


async def sweep_old_rows(database: Database) -> None:
    """Delete all of them, in small batches. Any number of processes may do so at once."""
    while await database.fetch_value("select core.sweep_old_rows($1)", ROWS_AT_ONCE):
        pass
