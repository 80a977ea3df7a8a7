"""Trivia: questions at random, from the built-in bank or from an Open Trivia DB compatible server."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.caller import Anyone, Caller
from app.api.quiz_models import Difficulty, Kind, Topics, TriviaPull, TriviaQuiz, TriviaWish

router = APIRouter(prefix="/quizzes", tags=["trivia"])


@router.get("/trivia", responses={200: {"model": TriviaPull}})
async def pull_trivia(
    caller: Caller,
    amount: Annotated[int, Query(ge=1, le=50)] = 10,
    topic: Annotated[str | None, Query(description="See `/quizzes/topics/list`.")] = None,
    difficulty: Difficulty | None = None,
    type: Kind | None = None,
) -> Response:
    """Different questions at random, as drafts with answers. `notice`: there are fewer than asked for."""
    return await caller.call("pull_trivia", amount=amount, topic=topic, difficulty=difficulty, kind=type)


@router.post("/trivia", status_code=201, responses={201: {"model": TriviaQuiz}})
async def create_quiz_from_trivia(wish: TriviaWish, caller: Caller) -> Response:
    """Make a quiz of questions at random."""
    asked = {"topic": wish.topic, "difficulty": wish.difficulty, "kind": wish.type, "title": wish.title}
    return await caller.call("create_quiz_from_trivia", status=201, amount=wish.amount, **asked)


@router.get("/topics/list", responses={200: {"model": Topics}})
async def list_topics(caller: Anyone) -> Response:
    """The topics of the built-in trivia, with how many questions there are."""
    return await caller.call("list_topics")
