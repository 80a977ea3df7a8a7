"""Concurrent transfers spend no credit twice and do not deadlock."""

import asyncio
import random
import uuid

import asyncpg

from tests.credits.conftest import Ledger
from tests.fixtures import database_url

OWNER = "postgres"  # internal functions, as the app's own SQL calls them


async def test_200_concurrent_spends_succeed_exactly_as_far_as_the_balance_goes(ledger18: Ledger) -> None:
    ada = ledger18.person(10)
    ledger18.setting("credits.price_per_question_hundredths", 27)  # 10.00 credits pay for 37 times 0.27
    url = database_url(ledger18.sql.connection, OWNER)
    connections = await asyncio.gather(*(asyncpg.connect(url) for _ in range(200)))

    async def spend(connection: asyncpg.Connection, n: int) -> bool:
        try:
            await connection.execute(
                "select core.reserve_credits($1, $2, $3, 1)", ada.id, ledger18.quiz_id, f"{n}"
            )
        except asyncpg.PostgresError as error:
            assert error.sqlstate == "PT402"  # noqa: PT017
            return False
        return True

    spent = await asyncio.gather(*(spend(connection, n) for n, connection in enumerate(connections)))
    await asyncio.gather(*(connection.close() for connection in connections))
    assert sum(spent) == 37
    assert ledger18.balance(ada) == (0.01, 9.99)
    assert ledger18.problems() == []


async def test_200_concurrent_calls_with_one_key_reserve_credits_once(ledger18: Ledger) -> None:
    ada = ledger18.person(10)
    async with asyncpg.create_pool(
        database_url(ledger18.sql.connection, OWNER), min_size=20, max_size=20
    ) as pool:
        reserve = "select (core.reserve_credits($1, $2, 'first', 10) ->> 'reserved_now')::boolean"
        made = await asyncio.gather(*(pool.fetchval(reserve, ada.id, ledger18.quiz_id) for _ in range(200)))
    assert sum(made) == 1
    assert ledger18.balance(ada) == (9, 1)


async def test_spending_settling_and_refunding_at_once_neither_deadlocks_nor_loses_a_credit(
    ledger18: Ledger,
) -> None:
    people = [ledger18.person(100, f"p{n}") for n in range(3)]
    chance = random.Random(5)
    quizzes = [str(uuid.uuid4()) for _ in range(60)]
    jobs = []
    for n, quiz in enumerate(quizzes):
        person = people[n % 3].id
        jobs += [
            [
                ("select core.reserve_credits($1, $2, 'a', 5)", person, quiz),
                ("select core.settle_credits($1, 'a', 3)", quiz),
            ],
            [("select core.transfer($1, 'gift', $2, 7)", f"gift:{quiz}", person)],
            [("select core.transfer($1, 'refund', $2, 3)", f"stripe:{quiz}:refund", person)],
        ]
    chance.shuffle(jobs)
    async with asyncpg.create_pool(
        database_url(ledger18.sql.connection, OWNER), min_size=20, max_size=20
    ) as pool:

        async def work(statements: list[tuple[str, ...]]) -> None:
            async with pool.acquire() as connection, connection.transaction():
                for statement, *arguments in statements:
                    await connection.execute(statement, *arguments)

        await asyncio.gather(*map(work, jobs))
    assert [ledger18.balance(person) for person in people] == [(100 - 20 * 0.3 + 20 * 0.04, 0)] * 3
    # These refunds belong to no payment; the ledger must have no other fault
    assert [problem for problem in ledger18.problems() if "belongs to no payment" not in problem] == []


async def test_connections_that_move_credits_through_a_shared_account_do_not_wait_for_each_other(
    ledger18: Ledger,
) -> None:
    people = [ledger18.person(0, f"p{n}") for n in range(3)]
    url = database_url(ledger18.sql.connection, OWNER)
    give = "select core.transfer($1, 'gift', $2, 7)"
    connections: list[asyncpg.Connection] = []
    opened: dict[int, asyncpg.Connection] = {}  # by the part that they change
    while len(opened) < len(people):
        connections.append(await asyncpg.connect(url, server_settings={"lock_timeout": "10s"}))
        opened[await connections[-1].fetchval("select core.account_part()")] = connections[-1]
    transactions = []
    for connection, person in zip(opened.values(), people, strict=True):
        transactions.append(connection.transaction())
        await transactions[-1].start()
        assert await connection.fetchval(give, f"gift:{person.id}", person.id)  # the others are still open
    for transaction in transactions:
        await transaction.commit()
    for connection in connections:
        await connection.close()
    parts = ledger18.sql.connection.execute(
        "select part, balance from core.credit_accounts where kind = 'promotions' and balance <> 0"
    ).fetchall()
    assert sorted(parts) == sorted((part, -7) for part in opened)
    assert ledger18.problems() == []


def test_there_is_a_row_for_each_part_that_a_connection_may_change(ledger18: Ledger) -> None:
    body = "select pg_get_function_sqlbody('core.account_part'::regproc)"
    number = int(ledger18.sql.value(body).rpartition("%")[2].strip(" )"))
    counts = ledger18.sql.connection.execute(
        "select count(*), min(part), max(part) from core.credit_accounts where owner_id is null group by kind"
    ).fetchall()
    assert counts == [(number, 0, number - 1)] * 3
