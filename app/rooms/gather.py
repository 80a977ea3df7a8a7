"""What many ask for at once, in few statements: each commit waits for the disk, each round trip costs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import asyncpg
import msgspec

from app.background import Background
from app.database.pool import Claims, Database, DatabaseUnavailable

Item = TypeVar("Item")
Answer = TypeVar("Answer")

CALL = "select results, refusals from core.call_many($1::jsonb[], $2::text[], $3::jsonb[])"


class Gather(Generic[Item, Answer]):
    """Whoever asks while a statement is under way shares the next one; who asks alone does not wait."""

    def __init__(
        self,
        background: Background,
        run: Callable[[Sequence[Item]], Awaitable[Sequence[Answer | Exception]]],
        *,
        most: int,
        lanes: int = 1,
    ) -> None:
        """`run` answers at most `most` at once; a key always goes by the same one of `lanes`."""
        self._background = background
        self._run = run
        self._most = most
        self._waiting: list[list[tuple[str, Item, asyncio.Future[Answer]]]] = [[] for _ in range(lanes)]
        self._running = [False] * lanes

    async def ask(self, key: str, item: Item) -> Answer:
        """What `run` answers to this item. A batch is in the order of keys: locks are taken in one order."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        lane = hash(key) % len(self._waiting)
        self._waiting[lane].append((key, item, answer))
        if not self._running[lane]:
            self._running[lane] = True
            self._background.spawn(self._empty(lane))
        return await answer

    async def _empty(self, lane: int) -> None:
        try:
            while waiting := self._waiting[lane]:
                batch, self._waiting[lane] = waiting[: self._most], waiting[self._most :]
                batch = [entry for entry in batch if not entry[2].done()]  # some have stopped waiting
                batch.sort(key=lambda entry: entry[0])
                if batch:
                    await self._answer(batch)
        finally:
            self._running[lane] = False
            for _, _, answer in self._waiting[lane]:
                answer.cancel()

    async def _answer(self, batch: list[tuple[str, Item, "asyncio.Future[Answer]"]]) -> None:
        try:
            answers = await self._run([item for _, item, _ in batch])
        except Exception as error:
            if len(batch) == 1 or isinstance(error, DatabaseUnavailable):
                for _, _, answer in batch:
                    _settle(answer, error)
                return
            for entry in batch:  # what one can't have must not cost the others theirs
                await self._answer([entry])
            return
        for (_, _, future), given in zip(batch, answers, strict=True):
            _settle(future, given)


class Call(msgspec.Struct, frozen=True):
    """A call of a public function by somebody."""

    claims: Claims | None
    function: str
    arguments: dict[str, Any]


class Calls:
    """`Database.call_as` for what many do at once in many rooms: joining, and opening the next question."""

    def __init__(self, database: Database, background: Background, *, most: int, lanes: int) -> None:
        self._database = database
        self._gather: Gather[Call, bytes] = Gather(background, self._run, most=most, lanes=lanes)

    async def call_as(self, room_code: str, claims: Claims | None, function: str, **arguments: Any) -> bytes:
        """As Database.call_as, for a function that locks this room."""
        return await self._gather.ask(
            room_code, Call(claims, function, {"room_code": room_code, **arguments})
        )

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
    """The error as asyncpg would have raised it."""
    known = {name: text for name, text in msgspec.json.decode(fields).items() if text}
    error: Exception = asyncpg.PostgresError.new({"S": "ERROR", "V": "ERROR", **known})
    return error


def _settle(future: "asyncio.Future[Any]", given: object) -> None:
    if future.done():
        return
    if isinstance(given, Exception):
        future.set_exception(given)
    else:
        future.set_result(given)
