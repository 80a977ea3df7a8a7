"""`python -m benchmarks.scaling`: bytes of games and attempts, notifications, the mirror to Realtime."""

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg
import psycopg
from rich.console import Console
from rich.table import Table

from app.database.embedded import EmbeddedPostgres
from app.database.sql_files import ROOT
from benchmarks.__main__ import fresh_database

PLAYERS, QUESTIONS, ATTEMPTS = 50, 20, 500
MILLION = 1_000_000
WRITERS, LISTENERS, SECONDS = 8, (0, 2, 20, 100), 3.0
REALTIME = ROOT / "tests" / "rooms" / "realtime" / "realtime.sql"  # a stand-in for Supabase's schema
CROWDS, EVENTS = (50, 500), 100
SIZES = """
    select c.relname::text, pg_total_relation_size(c.oid)
    from pg_class as c where c.relnamespace = 'core'::regnamespace and c.relkind = 'r'"""


class Bank:
    """A database with a host, a quiz and people, called as its clients call it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.host = self.person("host")
        self.quiz = self.call(self.host, "create_quiz", draft={"title": "Capitals", "visibility": "public"})[
            "id"
        ]
        drafts = [
            {
                "kind": "single_choice",
                "prompt": f"What is the capital of country number {number}?",
                "choices": [{"text": "Lima", "correct": True}, {"text": "Cusco"}, {"text": "Quito"}],
            }
            for number in range(QUESTIONS)
        ]
        self.call(self.host, "create_questions", quiz_id=self.quiz, drafts=drafts)

    def person(self, name: str) -> str:
        return str(
            self.value("insert into auth.users (email) values (%s) returning id", f"{name}@example.com")
        )

    def call(self, person: str | None, function: str, **arguments: Any) -> Any:
        claims = json.dumps({"sub": person, "role": "authenticated"}) if person else None
        return self.value("select core.call_as(%s, %s, %s)", claims, function, json.dumps(arguments))

    def value(self, query: str, *arguments: Any) -> Any:
        row = self.connection.execute(query, arguments).fetchone()
        return row[0] if row else None

    def sizes(self) -> dict[str, int]:
        """Bytes of each table with its indexes, without what a vacuum would give back."""
        self.connection.execute("vacuum full")
        return dict(self.connection.execute(SIZES).fetchall())

    def play(self) -> None:
        """A room in which everybody answers every question."""
        room = self.call(self.host, "create_room", quiz_id=self.quiz, options={})["room_code"]
        room_id = self.value("select id from core.rooms where code = %s", room)
        for number in range(PLAYERS):
            self.call(None, "relay_join_room", room_code=room, username=f"Player {number}")
        players = self.value("select array_agg(id) from core.players where room_id = %s", room_id)
        self.call(self.host, "start_room", room_code=room)
        for number in range(1, QUESTIONS + 1):
            choice = self.value(
                "select v.choices -> 0 ->> 'id' from core.room_questions as q "
                "join core.question_versions as v on v.question_id = q.question_id and v.version = q.version "
                "where q.room_id = %s and q.number = %s",
                room_id, number,
            )  # fmt: skip
            verdicts = self.value(
                "select core.accept_answers(%s, %s, %s, %s, %s)",
                [room_id] * PLAYERS, players, [number] * PLAYERS, [json.dumps([choice])] * PLAYERS,
                [0] * PLAYERS,
            )  # fmt: skip
            assert set(verdicts) == {"accepted"}, verdicts
            self.call(self.host, "close_question", room_code=room)
            self.call(self.host, "next_question", room_code=room)

    def attempt(self, number: int) -> None:
        """An attempt in which every question is answered."""
        person = self.person(f"taker{number}")
        attempt = self.call(person, "start_attempt", quiz_id=self.quiz)
        answers = [
            {"question_id": question["id"], "response": [question["choices"][0]["id"]]}
            for question in attempt["questions"]
        ]
        self.call(person, "submit_attempt", quiz_id=self.quiz, answers=answers)


def bytes_of(bank: Bank) -> Table:
    """What a game and a million attempts take on disk, by table."""
    before = bank.sizes()
    for _ in range(10):
        bank.play()
    played = bank.sizes()
    for number in range(ATTEMPTS):
        bank.attempt(number)
    after = bank.sizes()
    room = {name: (played[name] - before[name]) / 10 for name in after}
    attempts = {name: (after[name] - played[name]) / ATTEMPTS * MILLION for name in after}
    table = Table(title=f"{PLAYERS} players x {QUESTIONS} questions; an attempt has {QUESTIONS} answers")
    for heading in ("table with its indexes", "a room, KB", "a million attempts, GB"):
        table.add_column(heading, justify="right")
    for name in sorted(after, key=lambda name: -(room[name] + attempts[name])):
        if room[name] or attempts[name]:
            table.add_row(name, f"{room[name] / 1e3:.1f}", f"{attempts[name] / 1e9:.2f}")
    table.add_row("all", f"{sum(room.values()) / 1e3:.1f}", f"{sum(attempts.values()) / 1e9:.2f}")
    return table


def mirror(bank: Bank) -> Table:
    """What the same calls take without schema realtime, with it, and in a room whose clients are on it."""
    table = Table(title=f"The fastest of {EVENTS} events for everybody and of {QUESTIONS} closes, in ms")
    for heading in ("players", "", "an event", "a close"):
        table.add_column(heading, justify="right")
    for mode in ("no schema realtime", "a room on relays", "a room on Realtime"):
        if mode == "a room on relays":
            bank.connection.execute(REALTIME.read_bytes())
            bank.connection.execute("select core.set_up_realtime()")
        for players in CROWDS:
            event, close = _mirrored(bank, players, by_rpc=mode == "a room on Realtime")
            table.add_row(str(players), mode, f"{event:.1f}", f"{close:.1f}")
    return table


def _mirrored(bank: Bank, players: int, *, by_rpc: bool) -> tuple[float, float]:
    room = bank.call(bank.host, "create_room", quiz_id=bank.quiz, options={})["room_code"]
    bank.call(bank.host, "host_room" if by_rpc else "relay_host_room", room_code=room)
    for number in range(players):
        entrance = "join_room" if by_rpc else "relay_join_room"
        bank.call(None, entrance, room_code=room, username=f"Player {number}")
        bank.connection.execute("truncate core.calls")  # who join from one address are limited
    bank.call(bank.host, "start_room", room_code=room)
    events = [
        _ms(bank, "resume_room" if number % 2 else "pause_room", room_code=room) for number in range(EVENTS)
    ]
    closes = []
    for _ in range(QUESTIONS):
        closes.append(_ms(bank, "close_question", room_code=room))
        bank.call(bank.host, "next_question", room_code=room)
    return min(events), min(closes)


def _ms(bank: Bank, function: str, **arguments: Any) -> float:
    began = time.perf_counter()
    bank.call(bank.host, function, **arguments)
    return (time.perf_counter() - began) * 1000


async def notifications(url: str) -> Table:
    """Commits with one notification each, while so many connections listen to all of them."""
    table = Table(title=f"{WRITERS} connections commit, each transaction with one NOTIFY")
    for heading in ("listening connections", "commits/s", "notifications received/s"):
        table.add_column(heading, justify="right")
    await _notified(url, 0, notify=False)
    table.add_row("no NOTIFY", f"{(await _notified(url, 0, notify=False))[0]:,.0f}", "")
    for listeners in LISTENERS:
        commits, received = await _notified(url, listeners, notify=True)
        table.add_row(str(listeners), f"{commits:,.0f}", f"{received:,.0f}")
    return table


async def _notified(url: str, listeners: int, *, notify: bool) -> tuple[float, float]:
    done = received = 0

    def count(*notification: object) -> None:
        nonlocal received
        received += 1

    listening = [await asyncpg.connect(url) for _ in range(listeners)]
    for connection in listening:
        await connection.add_listener("news", count)
    writing = [await asyncpg.connect(url) for _ in range(WRITERS)]
    await writing[0].execute("create table if not exists public.written (n integer)")
    insert = "with w as (insert into public.written values (1) returning n) select {} from w"
    statement = insert.format("pg_notify('news', 'x')" if notify else "n")
    end = time.perf_counter() + SECONDS

    async def write(connection: asyncpg.Connection) -> None:
        nonlocal done
        while time.perf_counter() < end:
            await connection.fetchval(statement)
            done += 1

    await asyncio.gather(*map(write, writing))
    for connection in (*listening, *writing):
        await connection.close()
    return done / SECONDS, received / SECONDS


def main() -> None:
    """Measure on a temporary database, and print the tables."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="quizzler-bench-") as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        try:
            url = server.url(database=fresh_database(server, "scaling"))
            with psycopg.connect(url, autocommit=True) as connection:
                console.print(bytes_of(Bank(connection)))
            console.print(asyncio.run(notifications(url)))
            url = server.url(database=fresh_database(server, "mirror"))
            with psycopg.connect(url, autocommit=True) as connection:
                console.print(mirror(Bank(connection)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
