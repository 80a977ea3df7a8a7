"""The reference of rest_read: the same route in plain FastAPI, without sign-in or row-level security."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"]) as app.state.pool:
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/quizzes/{quiz_id}")
async def read(quiz_id: UUID) -> dict[str, Any]:
    row = await app.state.pool.fetchrow(
        "select q.*, (select count(*) from core.questions as n "
        "where n.quiz_id = q.id and n.deleted_at is null) as question_count "
        "from core.quizzes as q where q.id = $1 and q.deleted_at is null",
        quiz_id,
    )
    return dict(row)
