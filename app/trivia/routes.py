"""Trivia: questions at random, from the built-in bank or from an Open Trivia DB compatible server."""

import asyncio
from contextlib import suppress
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from app.formats.import_routes import Outcome, Refused
from app.http.caller import Anyone, Caller, CallerContext
from app.quizzes.models import Difficulty, Kind, Topics, TriviaPull, TriviaQuiz, TriviaWish
from app.trivia.drafts import Draft
from app.trivia.drafts import Kind as TriviaKind
from app.trivia.open_trivia import OpenTrivia, TriviaUnavailable

router = APIRouter(prefix="/quizzes", tags=["trivia"])

TOPICS_TIMEOUT_S = 3
FROM_THE_BANK = "These questions are from the built-in bank."


class Problems(msgspec.Struct):
    """What public.check_questions answers."""

    problems: list[Refused]


def _open_trivia(request: Request) -> OpenTrivia | None:
    """The server of TRIVIA_URL, where it is set."""
    server: OpenTrivia | None = getattr(request.app.state, "open_trivia", None)
    return server


Server = Annotated[OpenTrivia | None, Depends(_open_trivia)]


@router.get("/trivia", responses={200: {"model": TriviaPull}})
async def pull_trivia(
    caller: Caller,
    server: Server,
    amount: Annotated[int, Query(ge=1, le=50)] = 10,
    topic: Annotated[str | None, Query(description="See `/quizzes/topics/list`.")] = None,
    difficulty: Difficulty | None = None,
    type: Kind | None = None,
) -> Response:
    """Different questions at random, as drafts with answers.

    `notice`: there are fewer than asked for, or the bank stands in for the server of TRIVIA_URL.
    """
    wish = TriviaWish(amount=amount, topic=topic, difficulty=difficulty, type=type)
    asked: dict[str, Any] = {"amount": amount, "topic": topic, "difficulty": difficulty, "kind": type}
    if server is None:
        return await caller.call("pull_trivia", **asked)
    try:
        drafts = await _pull(server, wish)
        problems = await caller.database.call_as(caller.claims, "check_questions", {"drafts": drafts})
        refused = {each.index for each in msgspec.json.decode(problems, type=Problems).problems}
        questions = [draft for index, draft in enumerate(drafts) if index not in refused]
        return _answer({"source": "open_trivia", "questions": questions, **_shortage(amount, len(questions))})
    except TriviaUnavailable as error:
        return await _from_the_bank(caller, error, "pull_trivia", 200, asked)


@router.post("/trivia", status_code=201, responses={201: {"model": TriviaQuiz}})
async def create_quiz_from_trivia(wish: TriviaWish, caller: Caller, server: Server) -> Response:
    """Make a quiz of questions at random."""
    asked: dict[str, Any] = {
        "amount": wish.amount,
        "topic": wish.topic,
        "difficulty": wish.difficulty,
        "kind": wish.type,
        "title": wish.title,
    }
    if server is None:
        return await caller.call("create_quiz_from_trivia", status=201, **asked)
    try:
        drafts = await _pull(server, wish)
        title = wish.title or (f"Trivia: {wish.topic.title()}" if wish.topic else "Trivia")
        arguments = {"drafts": drafts, "title": title, "skip_problems": True}
        stored = await caller.database.call_as(caller.claims, "import_questions", arguments)
        outcome = msgspec.json.decode(stored, type=Outcome)
        taken = len(drafts) - len(outcome.problems)
        shortage = _shortage(wish.amount, taken)
        return _answer({"source": "open_trivia", "quiz": outcome.quiz, **shortage}, status=201)
    except TriviaUnavailable as error:
        return await _from_the_bank(caller, error, "create_quiz_from_trivia", 201, asked)


@router.get("/topics/list", responses={200: {"model": Topics}})
async def list_topics(caller: Anyone, server: Server) -> Response:
    """The topics of the trivia, with how many questions the built-in bank has of each."""
    if server is None:
        return await caller.call("list_topics")
    answer = msgspec.json.decode(await caller.database.call_as(caller.claims, "list_topics", {}))
    known = {each["topic"] for each in answer["topics"]}
    with suppress(TriviaUnavailable, TimeoutError):  # the bank's own are there all the same
        async with asyncio.timeout(TOPICS_TIMEOUT_S):
            answer["topics"] += [
                {"topic": topic} for topic in sorted(await server.topics()) if topic not in known
            ]
    return _answer(answer)


async def _pull(server: OpenTrivia, wish: TriviaWish) -> list[Draft]:
    """Drafts from the server. Raises TriviaUnavailable."""
    kinds: dict[str, TriviaKind] = {"single_choice": "single_choice", "true_false": "true_false"}
    if wish.type is not None and wish.type not in kinds:
        raise TriviaUnavailable(f"The trivia server has no questions of kind {wish.type}.")
    kind = kinds[wish.type] if wish.type else None
    return await server.pull(wish.amount, topic=wish.topic, difficulty=wish.difficulty, kind=kind)


async def _from_the_bank(
    caller: CallerContext, error: TriviaUnavailable, function: str, status: int, asked: dict[str, Any]
) -> Response:
    """What the bank has instead, and a notice that says why it is the bank's."""
    answer = msgspec.json.decode(await caller.database.call_as(caller.claims, function, asked))
    answer["notice"] = " ".join(filter(None, [error.reason, FROM_THE_BANK, answer.get("notice")]))
    return _answer(answer, status)


def _shortage(wanted: int, there: int) -> dict[str, str]:
    """The notice that there are fewer than asked for. Raises TriviaUnavailable for none at all."""
    if there == 0:
        raise TriviaUnavailable("None of the trivia server's questions can be taken.")
    if there < wanted:
        return {"notice": f"The trivia server gave only {there} questions; you asked for {wanted}."}
    return {}


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
