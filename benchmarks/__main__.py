"""`python -m benchmarks [NAME …]`: runs the benchmarks and prints a table for each."""

import argparse
import tempfile
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from benchmarks import attempts, door, fanout, ledger, manners, pages, processing, rest_read, undisturbed
from benchmarks.measure import Comparison

BENCHMARKS = {
    "rest-read": rest_read.run,
    "door": door.run,
    "door-game": undisturbed.run,
    "joins": door.joins,
    "slow-phone": pages.slow_phone,
    **{f"library-{step}": pages.library(step) for step in pages.STEPS},
    "fanout": fanout.run,
    "ledger": ledger.run,
    "processing": processing.run,
    "keys": manners.keys,
    "limits": manners.limits,
    **{step: attempts.runner(step) for step in attempts.BARE},
}


def main() -> None:
    """Measure, and print how each figure compares with its reference."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run (all): {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("--seconds", type=float, default=3, help="length of one round (3)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each program, which take turns (5)")
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="quizzler-bench-") as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        try:
            for name in options.names or BENCHMARKS:
                url = fresh_database(server, name.replace("-", "_"))
                with console.status(f"{name}: {options.rounds} rounds of {options.seconds} s each"):
                    comparison = BENCHMARKS[name](server, url, options.seconds, options.rounds)
                console.print(table_of(comparison))
        finally:
            server.stop()


def fresh_database(server: EmbeddedPostgres, name: str) -> str:
    """Make a database of this name on the server, migrate it, and return the name."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    migrate(server.url(database=name))
    return name


def table_of(comparison: Comparison) -> Table:
    """A table of the medians, their spread, and the ratios to the reference."""
    table = Table(title=comparison.title, caption=comparison.caption)
    table.add_column("what")
    for heading in (comparison.unit, "slowest to fastest round", "ratio to the reference"):
        table.add_column(heading, justify="right")
    for row in comparison.rows:
        ratio = row.median / comparison.reference.median
        table.add_row(
            row.name,
            f"{row.median:,.0f}",
            f"{min(row.rounds):,.0f} to {max(row.rounds):,.0f}",
            f"{ratio:.2f}",
        )
    return table


if __name__ == "__main__":
    main()
