"""`make bench-live`: whole games in many rooms at once, over real WebSockets, with `quizzler serve`.

References from the same run are printed with the figures: how many bare answers a second one Postgres
connection commits in batches, and how many times a second the disk syncs.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
from argon2 import PasswordHasher
from rich.console import Console
from rich.table import Table

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.database.pool import Database
from benchmarks.app_processes import App
from benchmarks.measure import free_port, wait_for_port

SECRET = "benchmark-0123456789abcdefghijklmnopqrstuvwxyz"
HOST = {"email": "bench@example.com", "password": "correct horse battery"}
ROOT = Path(__file__).parent.parent
QUESTION = {
    "kind": "single_choice",
    "choices": [{"text": "Lima", "correct": True}, {"text": "Cusco"}, {"text": "Quito"}, {"text": "La Paz"}],
    "explanation": "Lima has been the capital since 1535.",
}


def main() -> None:
    """Measure one size and print its table; with --json, also append the figures to a file."""
    parser = argparse.ArgumentParser(prog="make bench-live", description=__doc__)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--players", type=int, default=50, help="in each room (50)")
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1, help="relay processes (1)")
    parser.add_argument(
        "--staggered", action="store_true", help="rooms take turns instead of opening questions all at once"
    )
    parser.add_argument("--answer-within", type=float, default=2.0, help="seconds (2)")
    parser.add_argument("--json", type=Path, help="append the figures to this file, a line of JSON each run")
    parser.add_argument(
        "--profile", type=Path, help="record the relay with py-spy, into files beside this path"
    )
    parser.add_argument(
        "--server", default="quizzler", help="quizzler (`quizzler serve`) or uvicorn (`uvicorn app.main:app`)"
    )
    parser.add_argument(
        "--functions", action="store_true", help="show which SQL functions take the time (slower)"
    )
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="quizzler-bench-") as home:
        server = EmbeddedPostgres(Path(home), options={"track_functions": "all"} if options.functions else {})
        server.start()
        try:
            figures = measure(server, options, console)
        finally:
            server.stop()
    console.print(table_of(figures))
    if options.json:
        with options.json.open("a") as file:
            file.write(json.dumps(figures) + "\n")
    if figures["lost"] or figures["errors"]:
        console.print(figures["problems"])
        sys.exit(1)


def measure(server: EmbeddedPostgres, options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Play the games, and return the figures by name."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create database live")
    migrate(server.url(database="live"))
    size = options.rooms * options.players
    references = {
        "syncs_per_s": sync_rate(Path(server.home)),
        "bare_inserts_per_s": asyncio.run(bare_insert_rate(server.url(database="live"))),
        "load_before": os.getloadavg()[0],
    }
    postgres = psutil.Process(server.postmaster_pid)
    with serving(server, options, size) as (port, process):
        rooms = Rooms(port, server.url(database="live"), options.questions).make(options.rooms)
        app = App(process, postgres)
        time.sleep(1)
        empty_rss, empty_pss = app.memory_mib()
        with load_client() as client:
            load = {
                "port": port, "rooms": rooms, "players": options.players, "questions": options.questions,
                "staggered": options.staggered, "staggered_over_s": options.answer_within, "pause_s": 0.5,
                "answer_within_s": options.answer_within, "coming_and_going": 0,
            }  # fmt: skip
            before, before_postgres = app.cpu_s(), app.postgres_cpu_s()
            with profiling(options.profile, app, "connect"):
                connected = command(client, load)
            connect_cpu, connect_postgres = app.cpu_s() - before, app.postgres_cpu_s() - before_postgres
            console.print(
                f"{size} players connected in {connected['seconds']:.1f} s", connected["problems"] or ""
            )
            idle_rss, idle_pss = app.memory_mib()
            time.sleep(2)
            before, before_postgres, began = app.cpu_s(), app.postgres_cpu_s(), time.monotonic()
            with profiling(options.profile, app, "play"):
                played = command(client, {})
            seconds = time.monotonic() - began
            play_cpu, play_postgres = app.cpu_s() - before, app.postgres_cpu_s() - before_postgres
            rss, pss = app.memory_mib()
            processors = app.processors_mib()
            ended = command(client, {})
    with psycopg.connect(server.url(database="live")) as connection:
        if options.functions:
            console.print(functions_table(connection))
        row = connection.execute("select count(*), count(points) from core.live_answers").fetchone()
        stored, scored = row or (0, 0)
    return references | {
        "rooms": options.rooms,
        "players": size,
        "workers": options.workers,
        "server": options.server,
        "rooms_go": "staggered" if options.staggered else "in lockstep",
        "connect_s": connected["seconds"],
        "welcome_ms": connected["welcome_ms"],
        "ack_ms": played["ack_ms"],
        "delivery_ms": played["delivery_ms"],
        "results_ms": played["results_ms"],
        "lost": (played["expected"] - played["acknowledged"]) + abs(played["expected"] - stored)
        + (stored - scored) + (played["expected"] - played["results"])
        + (played["expected"] - played["opened"]),
        "errors": sum(ended["problems"].values()),
        "problems": ended["problems"],
        "processors_mib": processors,
        "empty_rss_mib": empty_rss,
        "idle_rss_mib": idle_rss,
        "rss_mib": rss,
        "pss_mib": pss,
        "idle_kib_per_connection": (idle_pss - empty_pss) * 1024 / size,
        "connect_cpu_s": connect_cpu,
        "connect_postgres_cpu_s": connect_postgres,
        "play_cpu": play_cpu / seconds,
        "play_postgres_cpu": play_postgres / seconds,
        "client_cpu": (played["client_cpu_s"] - connected["client_cpu_s"]) / seconds,
        "load_after": os.getloadavg()[0],
    }  # fmt: skip


def functions_table(connection: psycopg.Connection) -> Table:
    """The SQL functions that take the most time, by Postgres's own statistics."""
    table = Table("function", "calls", "own ms", "ms with what it calls", title="pg_stat_user_functions")
    for row in connection.execute(
        "select schemaname || '.' || funcname, calls, self_time, total_time from pg_stat_user_functions "
        "order by self_time desc limit 25"
    ):
        table.add_row(row[0], f"{row[1]:,}", f"{row[2]:,.0f}", f"{row[3]:,.0f}")
    return table


@contextmanager
def serving(
    server: EmbeddedPostgres, options: argparse.Namespace, size: int
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The app as in production, but with limits that allow for the size of the load."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": server.url("authenticator", "live"),
        "MIGRATION_DATABASE_URL": server.url(database="live"),
        "JWT_SECRET_KEY": SECRET,
        "MAX_CONNECTIONS_PER_IP": str(size + 1000),
        "MAX_ROOMS": str(options.rooms + 10),
        "PORT": str(port),
        "RATE_LIMIT_JOINS": "1000000/minute",  # all players have one address here
    }
    if options.server == "uvicorn":
        command_line = [
            "-m",
            "uvicorn",
            "app.main:app",
            "--port",
            str(port),
            "--log-level",
            "warning",
            "--no-access-log",
        ]
    else:
        command_line = ["-m", "app.cli", "serve", "--workers", str(options.workers)]
    process = subprocess.Popen(
        [sys.executable, *command_line], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for_port(port, process)
        if options.workers > 1:
            time.sleep(5)  # the port shows only that one of the processes is ready
        yield port, process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def load_client() -> Iterator[subprocess.Popen[str]]:
    """The process of benchmarks.live_load, which waits for its first line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.live_load"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def command(client: subprocess.Popen[str], load: dict[str, Any]) -> dict[str, Any]:
    """Send a line of JSON to the load client, and return its reply when the phase is over."""
    assert client.stdin is not None
    assert client.stdout is not None
    client.stdin.write(json.dumps(load) + "\n")
    client.stdin.flush()
    line = client.stdout.readline()
    if not line:
        raise RuntimeError("the load client has ended")
    message: dict[str, Any] = json.loads(line)
    return message


@contextmanager
def profiling(target: Path | None, app: App, phase: str) -> Iterator[None]:
    """Run py-spy if `target` is given. It takes processor time, so don't use the figures of such a run."""
    if target is None:
        yield
        return
    output = target.with_name(f"{target.stem}-{phase}.txt")
    process = subprocess.Popen(
        [
            Path(sys.executable).with_name("py-spy"), "record", "--native", "-f", "raw", "-r", "200",
            "-o", output, "-p", str(app.relay().pid),
        ],
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(1)
        yield
    finally:
        process.send_signal(2)
        process.wait(60)


class Rooms:
    """A host with a quiz, who opens rooms over the API.

    The account is from before the server's start: the first sign-up in a process loads word lists of 12 MiB,
    by which passwords are judged, and nothing of a game needs them.
    """

    def __init__(self, port: int, url: str, questions: int, question_seconds: int = 30) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for key, value in (("live.max_rooms_per_host", "100000"), ("live.first_rooms_percent", "0")):
                connection.execute("update core.settings set value = %s where key = %s", [value, key])
            connection.execute(
                "insert into auth.users (email, encrypted_password) values (%s, %s)",
                [HOST["email"], PasswordHasher().hash(HOST["password"])],
            )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self.token = self.client.post("/auth/signin", json=HOST).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        self.quiz_id = self.client.post("/quizzes", json={"title": "Around the world"}).json()["id"]
        for number in range(questions):
            prompt = f"Question {number + 1}: what is the capital of Peru?"
            question = QUESTION | {"prompt": prompt, "time_limit_ms": question_seconds * 1000}
            self.client.post(f"/quizzes/{self.quiz_id}/questions", json=question).raise_for_status()

    def make(self, count: int) -> list[dict[str, str]]:
        """Make this number of rooms, and describe them for the load client."""
        rooms = []
        for _ in range(count):
            answer = self.client.post("/realtime/rooms", json={"quiz_id": self.quiz_id})
            answer.raise_for_status()
            rooms.append({"code": answer.json()["room_code"], "token": self.token})
        return rooms


def sync_rate(folder: Path, seconds: float = 1.0) -> float:
    """How many times per second this disk syncs 8 KiB: no connection can commit faster."""
    path = folder / "sync-test"
    with path.open("wb", buffering=0) as file:
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            file.seek(0)
            file.write(bytes(8192))
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / seconds


async def bare_insert_rate(url: str, seconds: float = 2.0, batch: int = 200) -> float:
    """Answers per second that one connection commits by bare inserts in batches, without checks or scores."""
    async with Database.connect(url, 3) as database:
        await database.fetch_value(
            "create table public.bare_answers (room uuid, number integer, player uuid, response jsonb, "
            "elapsed_ms integer, received_at timestamptz default now(), primary key (room, number, player))"
        )
        room = await database.fetch_value("select gen_random_uuid()")
        insert = (
            "insert into public.bare_answers (room, number, player, response, elapsed_ms) "
            "select * from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::jsonb[], $5::integer[]) "
            "on conflict do nothing"
        )
        count, number, began = 0, 0, time.perf_counter()
        players = await database.fetch_value(
            "select array_agg(gen_random_uuid()) from generate_series(1, $1)", batch
        )
        while time.perf_counter() - began < seconds:
            number += 1
            await database.fetch_value(
                insert, [room] * batch, [number] * batch, players, ['["a"]'] * batch, [1000] * batch
            )
            count += batch
        rate = count / (time.perf_counter() - began)
        await database.fetch_value("drop table public.bare_answers")
        return rate


def table_of(f: dict[str, Any]) -> Table:
    """A table with a line for each figure."""
    relays = f"{f['workers']} relay" + ("s" if f["workers"] > 1 else "")
    title = f"{f['players']:,} players in {f['rooms']} rooms, {f['rooms_go']}, {relays}, {f['server']}"
    table = Table("what", "figure", title=title)
    ack, delivery, welcome = f["ack_ms"], f["delivery_ms"], f["welcome_ms"]
    memory = f"{f['empty_rss_mib']:.0f}, {f['idle_rss_mib']:.0f}, {f['rss_mib']:.0f} MiB"
    for name, figure in {
        "lost, errors": f"{f['lost']}, {f['errors']}",
        "answer to acknowledgement": times_of(ack),
        "host's command to question": times_of(delivery),
        "last acknowledgement to last result": f"{f['results_ms']:.0f} ms",
        "all connected in": f"{f['connect_s']:.1f} s",
        "one connects in": times_of(welcome),
        "memory (RSS): empty, idle, after the game": f"{memory} ({f['pss_mib']:.0f} PSS)",
        "the processing server for PDFs beside it": f"{f['processors_mib']:.0f} MiB",
        "memory of an idle connection": f"{f['idle_kib_per_connection']:.1f} KiB",
        "CPU time to connect: app, Postgres": (
            f"{f['connect_cpu_s']:.1f}, {f['connect_postgres_cpu_s']:.1f} s"
        ),
        "cores in play: app, Postgres, load client": (
            f"{f['play_cpu']:.2f}, {f['play_postgres_cpu']:.2f}, {f['client_cpu']:.2f}"
        ),
        "reference: syncs of this disk": f"{f['syncs_per_s']:,.0f} /s",
        "reference: bare durable inserts": f"{f['bare_inserts_per_s']:,.0f} answers/s on one connection",
        "load average before, after": f"{f['load_before']:.1f}, {f['load_after']:.1f}",
    }.items():
        table.add_row(name, figure)
    return table


def times_of(ms: dict[str, float]) -> str:
    """Percentiles in milliseconds as a cell of a table."""
    return f"p50 {ms['p50']}, p95 {ms['p95']}, p99 {ms['p99']}, last {ms['max']} ms"


if __name__ == "__main__":
    main()
