"""Ledger transfers, compared with a bare insert of the same rows: a transfer and its two entries."""

import asyncio
import itertools
import time

import asyncpg
import psycopg

from app.database.embedded import EmbeddedPostgres
from benchmarks.measure import Comparison, Figure

CONNECTIONS = 8
PEOPLE = 500

# The same columns, checks and indexes, without the triggers and functions of the ledger
BARE_TABLES = """
create table bare_transfers (like core.credit_transfers including all);
create table bare_entries (like core.credit_entries including all);
"""
BARE = """
with made as (
    insert into bare_transfers (source_key, kind, user_id, amount, quiz_id, questions)
    values ($1, 'reserve', $2, 10, $2, 1) returning id, amount
)
insert into bare_entries (transfer_id, account_id, amount, balance_before, balance_after)
select made.id, side.account_id, side.sign * made.amount, 1000, 1000 + side.sign * made.amount
from made, (values (1, -1), (2, 1)) as side (account_id, sign)
"""
BARE_WITH_NOTIFY = f"{BARE} returning pg_notify('user', $1)"
OWN_ACCOUNTS = "select core.transfer($1, 'reserve', $2, 10, quiz_id => $2, questions => 1)"
SHARED_ACCOUNT = "select core.transfer($1, 'gift', $2, 10)"


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Transactions per second of each statement; the statements take turns on the same connections."""
    people = prepare(server.url(database=database))
    figures = {
        BARE: Figure("bare insert of the same three rows"),
        BARE_WITH_NOTIFY: Figure("the same with NOTIFY, as for somebody whose stream is open"),
        OWN_ACCOUNTS: Figure("core.transfer: own accounts; nobody follows their events"),
        SHARED_ACCOUNT: Figure("core.transfer: all from one shared account"),
    }
    asyncio.run(measure(server.url(database=database), people, figures, seconds, rounds))
    caption = f"{CONNECTIONS} connections, {PEOPLE} people, one transfer a transaction, synced to disk"
    return Comparison("Ledger transfers", "transfers/s", list(figures.values()), caption)


def prepare(url: str) -> list[str]:
    """Make the bare tables, and people with more credits than are spent here; return their ids."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BARE_TABLES)
        connection.execute(
            "update core.settings set value = '1000000000' where key = 'credits.signup_gift_hundredths'"
        )
        rows = connection.execute(
            "insert into auth.users (email) select 'p' || n || '@example.com' "
            "from generate_series(1, %s) as n returning id::text",
            [PEOPLE],
        ).fetchall()
        connection.execute("vacuum analyze")
    return [row[0] for row in rows]


async def measure(
    url: str, people: list[str], figures: dict[str, Figure], seconds: float, rounds: int
) -> None:
    """Add the rates of each round to the figures. The first round warms up and is not counted."""
    numbers = itertools.count()
    pool = await asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS)
    async with pool:
        for turn in range(rounds + 1):
            for statement, figure in figures.items():
                rate = await transfer_rate(pool, statement, people, numbers, seconds)
                if turn > 0:
                    figure.rounds.append(rate)
        wrong = await pool.fetch("select core.check_ledger()")
    if wrong:
        raise RuntimeError(f"The ledger is inconsistent: {wrong[0][0]}")


async def transfer_rate(
    pool: asyncpg.Pool, statement: str, people: list[str], numbers: "itertools.count[int]", seconds: float
) -> float:
    """How many times per second the statement commits, over all connections of the pool together."""
    done = 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal done
        async with pool.acquire() as connection:
            prepared = await connection.prepare(statement)
            while time.perf_counter() < end:
                number = next(numbers)
                await prepared.fetch(f"bench:{number}", people[number % len(people)])
                done += 1

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return done / (time.perf_counter() - started)
