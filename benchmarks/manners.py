"""What an Idempotency-Key and the limits of an address add to a request."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.database.embedded import EmbeddedPostgres
from app.database.pool import Database
from app.http.rate_limits import RateLimited, RateLimits
from app.settings import Settings
from benchmarks.measure import Comparison, Figure

CONNECTIONS = 8
PEOPLE = 500
DRAFT = {"draft": {"title": "Rivers"}}
QUOTA = "update core.settings set value = '1000000' where key = 'quiz.max_per_person'"
SIGN_UP = """
insert into auth.users (email) select 'p' || n || '@example.com' from generate_series(1, %s) as n
returning id::text
"""

Call = Callable[[], Awaitable[object]]


def keys(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Quizzes that are made in a second, without keys and with them."""
    with psycopg.connect(server.url(database=database), autocommit=True) as connection:
        connection.execute(QUOTA)
        people = [row[0] for row in connection.execute(SIGN_UP, [PEOPLE]).fetchall()]
    claims = itertools.cycle([{"sub": person, "role": "authenticated"} for person in people])
    numbers = itertools.count()
    figures = [
        Figure("create_quiz without a key"),
        Figure("with a new key"),
        Figure("with a key that was used: the kept answer"),
    ]

    async def measure() -> None:
        async with Database.connect(server.url("authenticator", database), CONNECTIONS) as pool:
            first = next(claims)
            calls: list[Call] = [
                lambda: pool.call_as(next(claims), "create_quiz", DRAFT),
                lambda: pool.call_once(next(claims), "create_quiz", DRAFT, f"key-{next(numbers)}", None),
                lambda: pool.call_once(first, "create_quiz", DRAFT, "kept", None),
            ]
            await calls[-1]()
            await in_turns(figures, calls, seconds, rounds, at_once=(CONNECTIONS, CONNECTIONS, 1))

    asyncio.run(measure())
    caption = f"{CONNECTIONS} connections, {PEOPLE} people, synced to disk; the kept answer on one connection"
    return Comparison("Idempotency-Keys", "requests/s", figures, caption)


def limits(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Requests a second through an app that does nothing, without limits and with them."""
    del server, database  # in memory
    figures = [Figure("an empty ASGI app"), Figure("with RateLimited, from 10,000 addresses")]
    config = Settings(_env_file=None)
    numbers = itertools.count()

    async def empty(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def measure() -> None:
        apps: list[ASGIApp] = [empty, RateLimited(empty, RateLimits(config), config)]

        def call(app: ASGIApp) -> Call:
            def request() -> Awaitable[object]:
                number = next(numbers) % 10_000
                peer = f"10.0.{number // 250}.{number % 250}", 4711
                scope: dict[str, Any] = {
                    "type": "http", "method": "GET", "path": "/quizzes", "headers": [], "client": peer,
                }  # fmt: skip
                return app(scope, nothing, ignore)

            return request

        await in_turns(figures, [call(app) for app in apps], seconds, rounds, at_once=(1, 1))

    asyncio.run(measure())
    return Comparison("Limits of an address", "requests/s", figures, "one process, no network, no Redis")


async def nothing() -> Message:
    """A request without a body."""
    return {"type": "http.request"}


async def ignore(message: Message) -> None:
    """A client that reads nothing."""


async def in_turns(
    figures: list[Figure], calls: list[Call], seconds: float, rounds: int, at_once: tuple[int, ...]
) -> None:
    """Add the rates of each round to the figures. The first round warms up and is not counted."""
    for turn in range(rounds + 1):
        for figure, call, lanes in zip(figures, calls, at_once, strict=True):
            rate = await rate_of(call, seconds, lanes)
            if turn > 0:
                figure.rounds.append(rate)


async def rate_of(call: Call, seconds: float, lanes: int) -> float:
    """How often a second this is done, on so many lanes together."""
    done = 0
    began = time.perf_counter()

    async def one() -> None:
        nonlocal done
        while time.perf_counter() < began + seconds:
            await call()
            done += 1

    await asyncio.gather(*(one() for _ in range(lanes)))
    return done / (time.perf_counter() - began)
