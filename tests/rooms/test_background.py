"""Tasks that run beside requests."""

import asyncio
from functools import partial

from app.background import Background, repeat


async def test_a_sweep_that_failed_runs_again() -> None:
    runs: list[str] = []
    again = asyncio.Event()

    async def sweep(statement: str) -> None:
        runs.append(statement)
        if len(runs) == 1:
            raise RuntimeError("Postgres refused it")
        again.set()

    background = Background()
    background.spawn(repeat("the sweep", partial(sweep, "select 1"), 0))
    async with asyncio.timeout(10):
        await again.wait()
    await background.stop()
    assert set(runs) == {"select 1"}
