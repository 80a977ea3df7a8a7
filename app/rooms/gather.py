"""Many simultaneous calls in few statements, because every round trip and every commit costs time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import asyncpg
import msgspec

from app.background import Background
from app.database.pool import Claims, Database, DatabaseUnavailable

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Run = Callable[[Sequence[Item]], Awaitable[Sequence[Outcome | Exception]]]

CALL = "select results, refusals from core.call_many($1::jsonb[], $2::text[], $3::jsonb[])"


class Gather(Generic[Item, Outcome]):
    """Calls that come while a statement is under way share the next one; a single call does not wait."""

    def __init__(self, background: Background, run: Run[Item, Outcome], *, most: int, lanes: int = 1) -> None:
        """`run` takes up to `most` items and returns their outcomes in order.

        `lanes`: how many statements may be under way at once; a key always uses the same lane.
        """
        self._background = background
        self._run = run
        self._most = most
        self._waiting: list[list[tuple[str, Item, asyncio.Future[Outcome]]]] = [[] for _ in range(lanes)]
        self._running = [False] * lanes

    async def ask(self, key: str, item: Item) -> Outcome:
        """Returns or raises the outcome for this item.

        A batch is in the order of its keys, so that all batches take locks in the same order.
        """
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        lane = hash(key) % len(self._waiting)
        self._waiting[lane].append((key, item, outcome))
        if not self._running[lane]:
            self._running[lane] = True
            self._background.spawn(self._empty(lane))
        return await outcome

    async def _empty(self, lane: int) -> None:
        try:
            while waiting := self._waiting[lane]:
                batch, self._waiting[lane] = waiting[: self._most], waiting[self._most :]
                batch = [entry for entry in batch if not entry[2].done()]  # some have stopped waiting
                batch.sort(key=lambda entry: entry[0])
                if batch:
                    await self._run_batch(batch)
        finally:
            self._running[lane] = False
            for _, _, outcome in self._waiting[lane]:
                outcome.cancel()

    async def _run_batch(self, batch: list[tuple[str, Item, "asyncio.Future[Outcome]"]]) -> None:
        try:
            outcomes = await self._run([item for _, item, _ in batch])
        except Exception as error:
            if len(batch) == 1 or isinstance(error, DatabaseUnavailable):
                for _, _, future in batch:
                    _settle(future, error)
                return
            for entry in batch:  # one item that fails must not fail the others
                await self._run_batch([entry])
            return
        for (_, _, future), outcome in zip(batch, outcomes, strict=True):
            _settle(future, outcome)


def query_for_many(database: Database, query: str) -> Run[tuple[Any, ...], str]:
    """For Gather: a query that takes an array for each parameter and returns an array of texts."""

    async def run(items: Sequence[tuple[Any, ...]]) -> Sequence[str | Exception]:
        texts: list[str | Exception] = await database.fetch_value(query, *zip(*items, strict=True))
        return texts

    return run


class Call(msgspec.Struct, frozen=True):
    """A call of a public function by somebody."""

    claims: Claims | None
    function: str
    arguments: dict[str, Any]


class Calls:
    """`Database.call_as` for what many do in many rooms at the same time: joining, and opening questions."""

    def __init__(self, database: Database, background: Background, *, most: int, lanes: int) -> None:
        self._database = database
        self._gather: Gather[Call, bytes] = Gather(background, self._run, most=most, lanes=lanes)

    async def call_as(self, claims: Claims | None, function: str, arguments: dict[str, Any]) -> bytes:
        """As Database.call_as, for a function that locks the room of its argument `room_code`."""
        return await self._gather.ask(arguments["room_code"], Call(claims, function, arguments))

    async def _run(self, calls: Sequence[Call]) -> Sequence[bytes | Exception]:
        if len(calls) == 1:
            call = calls[0]
            return [await self._database.call_as(call.claims, call.function, call.arguments)]
        results, refusals = await self._database.fetch_row(
            CALL,
            [_json(call.claims) if call.claims else None for call in calls],
            [call.function for call in calls],
            [_json(call.arguments) for call in calls],
        )
        return [
            _refusal(refusal) if result is None else result.encode()
            for result, refusal in zip(results, refusals, strict=True)
        ]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _refusal(fields: str) -> Exception:
    """The error that asyncpg would have raised."""
    known = {name: text for name, text in msgspec.json.decode(fields).items() if text}
    error: Exception = asyncpg.PostgresError.new({"S": "ERROR", "V": "ERROR", **known})
    return error


def _settle(future: "asyncio.Future[Any]", outcome: object) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
