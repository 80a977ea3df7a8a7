"""Trivia: random questions from the built-in bank, or from an Open Trivia DB compatible server."""

import asyncio
from contextlib import suppress
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Query, Request, Response

from app.http.caller import Anyone, Caller, CallerContext, Creator
from app.http.openapi_errors import fails_with
from app.http.paging import Words
from app.http.routing import Router
from app.quizzes.models import Difficulty, Draft, Kind
from app.trivia.models import Topics, TriviaPull, TriviaQuiz, TriviaRequest
from app.trivia.open_trivia import OpenTrivia, TriviaUnavailable

router = Router(prefix="/quizzes", tags=["trivia"])

TOPICS_TIMEOUT_S = 3
FROM_THE_BANK = "These questions are from the built-in bank."

Json = dict[str, Any]


def _open_trivia(request: Request) -> OpenTrivia | None:
    """The server of TRIVIA_URL, if it is set."""
    server: OpenTrivia | None = getattr(request.app.state, "open_trivia", None)
    return server


Server = Annotated[OpenTrivia | None, Depends(_open_trivia)]


@router.get("/trivia", responses={200: {"model": TriviaPull}})
@fails_with("public.check_trivia", "public.check_questions")
async def pull_trivia(
    caller: Caller,
    server: Server,
    amount: int = 10,
    topic: Annotated[str | None, Query(description="One of `/quizzes/topics/list`.")] = None,
    difficulty: Difficulty | None = None,
    kind: Kind | None = None,
) -> Response:
    """Random questions, each once, as drafts with their answer keys.

    `notice` says that there are fewer than requested, or that the bank replaces the server of TRIVIA_URL.
    """
    arguments: Json = {"amount": amount, "topic": topic, "difficulty": difficulty, "kind": kind}
    if server is None:
        return await caller.call("pull_trivia", **arguments)
    try:
        drafts, _ = await _pull(server, caller, arguments)
        problems = (await caller.read("check_questions", drafts=drafts))["problems"]
        refused = {problem["index"] for problem in problems}
        questions = [draft for index, draft in enumerate(drafts) if index not in refused]
        return _answer({"source": "open_trivia", "questions": questions, **_shortage(amount, len(questions))})
    except TriviaUnavailable as error:
        return _answer(_from_the_bank(await caller.read("pull_trivia", **arguments), error))


@router.post("/trivia", status_code=201, responses={201: {"model": TriviaQuiz}})
@fails_with("public.check_trivia", "public.import_questions")
async def create_quiz_from_trivia(request: TriviaRequest, caller: Creator, server: Server) -> Response:
    """Make a quiz of random questions."""
    arguments: Json = {
        "amount": request.amount,
        "topic": request.topic,
        "difficulty": request.difficulty,
        "kind": request.kind,
    }
    of_the_bank = "create_quiz_from_trivia", arguments | {"title": request.title}
    same = dict([of_the_bank])  # of a repeated request, for which the server may give others or be away
    if server is None:
        made = await _made(caller, *of_the_bank, same)
    else:
        try:
            drafts, title = await _pull(server, caller, arguments)
            into = {"drafts": drafts, "title": request.title or title, "skip_problems": True}
            made = await _made(caller, "import_questions", into, same)
        except TriviaUnavailable as error:
            made = await _made(caller, *of_the_bank, same)
            if not caller.replayed:
                made = _from_the_bank(made, error)
    return caller.answer(msgspec.json.encode(made), 201, location=f"/quizzes/{made['quiz']['id']}")


@router.get("/topics/list", responses={200: {"model": Topics}})
async def list_topics(caller: Anyone, server: Server, q: Words = None) -> Response:
    """The topics of trivia, with the number of questions that the built-in bank has of each."""
    others: list[str] = []
    if server is not None:
        with suppress(TriviaUnavailable, TimeoutError):  # the topics of the bank are there in any case
            async with asyncio.timeout(TOPICS_TIMEOUT_S):
                others = list(await server.topics())
    return await caller.call_older("list_topics", q=q, others=others)


async def _pull(server: OpenTrivia, caller: CallerContext, arguments: Json) -> tuple[list[Draft], str]:
    """Drafts from the server and the title of a quiz of them. Raises TriviaUnavailable.

    SQL checks the request first; one that it refuses is not sent to the server. `arguments`: of check_trivia.
    """
    checked = await caller.read("check_trivia", **arguments)
    return await server.pull(**arguments), checked["title"]


async def _made(caller: CallerContext, function: str, arguments: Json, same: Json) -> Json:
    """The answer about the quiz that this SQL function makes. Raises TriviaUnavailable if it makes none.

    An answer of import_questions has no source. It may be that to a request before, with an Idempotency-Key.
    """
    made: Json = msgspec.json.decode(await caller.result(function, arguments, same))
    if "source" in made:
        return made
    count = made["quiz"]["question_count"] if made["quiz"] else 0
    return {
        "source": "open_trivia",
        "quiz": made["quiz"],
        **_shortage(same["create_quiz_from_trivia"]["amount"], count),
    }


def _from_the_bank(answer: Json, error: TriviaUnavailable) -> Json:
    """An answer about the bank, with a notice that says why the server was not used."""
    notice = " ".join(filter(None, [error.reason, FROM_THE_BANK, answer.get("notice")]))
    return answer | {"notice": notice}


def _shortage(requested: int, usable: int) -> dict[str, str]:
    """The notice if there are fewer than requested, else {}. Raises TriviaUnavailable if there are none."""
    if usable == 0:
        raise TriviaUnavailable("None of the trivia server's questions can be used.")
    if usable < requested:
        return {"notice": f"The trivia server gave only {usable} questions; you requested {requested}."}
    return {}


def _answer(body: Json) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")
