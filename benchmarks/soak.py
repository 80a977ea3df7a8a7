"""`make bench-soak`: plays games for a long time, with players who come and go, and measures memory.

In each round 50 new rooms are played to their end. After one answer in ten, its player loses the connection
and comes back with the resume token. One server runs all the time. The memory of the first third is not
compared, because caches and pools fill in that time.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from benchmarks.app_processes import App
from benchmarks.live import Rooms, command, load_client, serving

MOST_GROWTH = 0.05  # the share by which the last third may use more memory than the second


def main() -> None:
    """Play for the given time. Fails if memory grew or an acknowledged answer is missing."""
    parser = argparse.ArgumentParser(prog="make bench-soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--players", type=int, default=20, help="in each room (20)")
    options = parser.parse_args()
    options.workers, options.server, options.questions = 1, "quizzler", 3
    console = Console()
    with tempfile.TemporaryDirectory(prefix="quizzler-soak-") as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        try:
            passed = soak(server, options, console)
        finally:
            server.stop()
    sys.exit(0 if passed else 1)


def soak(server: EmbeddedPostgres, options: argparse.Namespace, console: Console) -> bool:
    """Play, and print the table. Returns whether memory stayed flat and no answer was lost."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create database live")
    migrate(server.url(database="live"))
    samples: list[tuple[float, float]] = []  # minutes, MiB
    acknowledged = came_and_went = rounds = 0
    problems: dict[str, int] = {}
    with serving(server, options, options.rooms * options.players * 2) as (port, process):
        rooms = Rooms(port, server.url(database="live"), options.questions, question_seconds=10)
        app = App(process, psutil.Process(server.postmaster_pid))
        began = time.monotonic()
        while time.monotonic() - began < options.minutes * 60:
            with load_client() as client:
                load = {
                    "port": port, "rooms": rooms.make(options.rooms), "players": options.players,
                    "questions": options.questions, "staggered": True, "staggered_over_s": 2.0,
                    "pause_s": 0.5, "answer_within_s": 2.0, "coming_and_going": 0.1, "limit_s": 10,
                }  # fmt: skip
                command(client, load)
                samples.append(((time.monotonic() - began) / 60, app.memory_mib()[0]))
                played = command(client, {})
                ended = command(client, {})
            rounds += 1
            acknowledged += played["acknowledged"]
            came_and_went += played["came_and_went"]
            for what, count in ended["problems"].items():
                problems[what] = problems.get(what, 0) + count
            if played["expected"] != played["acknowledged"]:
                problems["answers without acknowledgement"] = played["expected"] - played["acknowledged"]
            console.print(
                f"{samples[-1][0]:5.1f} min  {samples[-1][1]:6.1f} MiB  {acknowledged:,} answers",
                problems or "",
            )
    with psycopg.connect(server.url(database="live")) as connection:
        row = connection.execute("select count(*) from core.live_answers").fetchone()
    stored = row[0] if row else 0
    growth = growth_of([mib for _, mib in samples])
    table = Table(
        "what",
        "figure",
        title=f"{options.minutes:g} minutes, {options.rooms} rooms of {options.players} at a time",
    )
    table.add_row("rounds, answers acknowledged, in the database", f"{rounds}, {acknowledged:,}, {stored:,}")
    table.add_row("players who vanished and came back", f"{came_and_went:,}")
    table.add_row(
        "memory: first, median of the second and of the last third",
        f"{samples[0][1]:.1f}, {growth[0]:.1f}, {growth[1]:.1f} MiB",
    )
    table.add_row("growth from the second third to the last", f"{growth[2]:+.1%}")
    table.add_row("errors", str(problems or "none"))
    table.add_row("load average", f"{os.getloadavg()[0]:.1f}")
    console.print(table)
    return growth[2] <= MOST_GROWTH and stored == acknowledged and not problems


def growth_of(samples: list[float]) -> tuple[float, float, float]:
    """The medians of the second and of the last third, and the growth between them."""
    third = max(1, len(samples) // 3)
    before = statistics.median(samples[third : 2 * third] or samples)
    after = statistics.median(samples[-third:])
    return before, after, after / before - 1


if __name__ == "__main__":
    main()
