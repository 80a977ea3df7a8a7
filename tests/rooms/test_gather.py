"""Simultaneous calls share statements, and each caller receives their own outcome."""

import asyncio
from collections.abc import Sequence

import pytest

from app.background import Background
from app.database.pool import DatabaseUnavailable
from app.rooms.gather import Gather


class Statement:
    """Doubles numbers, a batch at a time, once `may_go` is set."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go = asyncio.Event()
        self.fails_on: dict[int, Exception] = {}

    async def __call__(self, items: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append(list(items))
        await self.may_go.wait()
        for item in items:
            if item in self.fails_on:
                raise self.fails_on[item]
        return [ValueError(item) if item < 0 else item * 2 for item in items]


async def ask_all(gather: Gather[int, int], *items: int) -> "list[asyncio.Task[int]]":
    tasks = [asyncio.create_task(gather.ask(f"{item:03}", item)) for item in items]
    await asyncio.sleep(0)
    return tasks


async def test_calls_that_come_during_a_statement_share_the_next_one() -> None:
    statement = Statement()
    gather = Gather(Background(), statement, most=3)
    first = await ask_all(gather, 5)
    others = await ask_all(gather, 9, 7, 8, 6)
    statement.may_go.set()
    assert await asyncio.gather(*first, *others) == [10, 18, 14, 16, 12]
    assert statement.batches[1:] == [[7, 8, 9], [6]] or statement.batches == [[5, 7, 9], [6, 8]]


async def test_a_refusal_reaches_only_the_caller_of_that_item() -> None:
    statement = Statement()
    statement.may_go.set()
    tasks = await ask_all(Gather(Background(), statement, most=3), 1, -1, 2)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == (2, ValueError, 4)


async def test_an_item_that_fails_does_not_fail_the_others() -> None:
    statement = Statement()
    statement.may_go.set()
    statement.fails_on = {2: RuntimeError("not this one")}
    tasks = await ask_all(Gather(Background(), statement, most=3), 1, 2, 3)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == (2, RuntimeError, 6)


async def test_items_are_not_tried_one_by_one_while_the_database_is_away() -> None:
    statement = Statement()
    statement.may_go.set()
    statement.fails_on = {2: DatabaseUnavailable()}
    tasks = await ask_all(Gather(Background(), statement, most=3), 1, 2, 3)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert ([type(outcome) for outcome in outcomes], len(statement.batches)) == ([DatabaseUnavailable] * 3, 1)


async def test_a_cancelled_call_is_in_no_statement() -> None:
    statement = Statement()
    gather = Gather(Background(), statement, most=1)
    kept, given_up = await ask_all(gather, 1, 2)
    given_up.cancel()
    statement.may_go.set()
    assert await kept == 2
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert statement.batches == [[1]]
