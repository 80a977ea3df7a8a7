"""A client for servers with the API of the Open Trivia DB (`TRIVIA_URL`).

All failures are raised as TriviaUnavailable with a sentence for people. The caller then uses the built-in
bank and says so.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import random
import unicodedata
from http import HTTPStatus
from typing import Literal, Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from app.quizzes.models import Draft
from app.trivia.pace import Pace, TooBusy, process_wide_pace

MOST_PER_CALL = 50
MOST_BYTES = 1_048_576  # fifty questions are about 30,000
ATTEMPTS = 4  # calls for one answer: after each, an expired token is replaced or a rate limit waited out

TYPES = {"single_choice": "multiple", "true_false": "boolean"}

# Categories of the Open Trivia DB that the bank has under another name; other categories keep their names.
TOPICS = {
    "Art": "arts",
    "Entertainment: Board Games": "board-games",
    "Entertainment: Books": "literature",
    "Entertainment: Cartoon & Animations": "cartoons",
    "Entertainment: Comics": "comics",
    "Entertainment: Film": "film",
    "Entertainment: Music": "music",
    "Entertainment: Musicals & Theatres": "theatre",
    "Entertainment: Television": "television",
    "Entertainment: Video Games": "video-games",
    "Science & Nature": "nature",
    "Science: Computers": "computing",
    "Science: Gadgets": "gadgets",
    "Science: Mathematics": "mathematics",
    "Sports": "sport",
}


class TriviaUnavailable(Exception):
    """The trivia server can't be used for this pull; `reason` is a sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Coded(msgspec.Struct):
    response_code: int


class _Question(msgspec.Struct):
    category: str
    type: Literal["multiple", "boolean"]
    difficulty: str
    question: str
    correct_answer: str
    incorrect_answers: list[str]


class _Questions(_Coded):
    results: list[_Question] = []


class _Token(_Coded):
    token: str = ""


class _Category(msgspec.Struct):
    id: int
    name: str


class _Categories(msgspec.Struct):
    trivia_categories: list[_Category]


Reply = TypeVar("Reply", _Questions, _Token, _Categories)


class OpenTrivia:
    """One server, with the session token that keeps it from repeating questions. The process has one."""

    def __init__(self, url: str, *, pace: Pace | None = None, timeout: float = 10) -> None:
        """`url` as in `TRIVIA_URL`, with or without `/api.php`; `timeout` in seconds, for one whole reply."""
        import httpx  # 5 MiB, which a process without TRIVIA_URL saves

        self._base = url.rstrip("/").removesuffix("/api.php")
        self._pace = pace or process_wide_pace(self._base)
        self._timeout = timeout
        self._http = httpx.AsyncClient(timeout=timeout, headers={"accept-encoding": "identity"})
        self._token = ""
        self._topics: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections to the server."""
        await self._http.aclose()

    async def topics(self) -> dict[str, int]:
        """The server's topics and the numbers of their categories, cached. Raises TriviaUnavailable."""
        if not self._topics:
            reply = await self._get("api_category.php", {}, _Categories)
            self._topics = {topic_of(category.name): category.id for category in reply.trivia_categories}
        return self._topics

    async def pull(
        self,
        amount: int,
        *,
        topic: str | None = None,
        difficulty: str | None = None,
        kind: str | None = None,
    ) -> list[Draft]:
        """Random questions, each once: as many as requested; fewer if the server has no more; at least one.

        Raises TriviaUnavailable, also if the server has no such topic or kind.
        """
        request = await self._query(topic, difficulty, kind)
        drafts: dict[str, Draft] = {}
        for already in range(0, amount, MOST_PER_CALL):
            count = min(MOST_PER_CALL, amount - already)
            found = await self._questions({**request, "amount": str(count)}, start_over=not drafts)
            if not found:
                break
            drafts |= {draft["id"]: draft for draft in map(self._draft, found[:count]) if draft}
        if not drafts:
            raise TriviaUnavailable("The trivia server does not have that many questions of this kind.")
        return list(drafts.values())

    async def _query(self, topic: str | None, difficulty: str | None, kind: str | None) -> dict[str, str]:
        query: dict[str, str] = {}
        if kind is not None:
            if kind not in TYPES:
                raise TriviaUnavailable(f"The trivia server has no questions of kind {kind}.")
            query["type"] = TYPES[kind]
        if difficulty is not None:
            query["difficulty"] = difficulty
        if topic is not None:
            number = (await self.topics()).get(topic)
            if number is None:
                raise TriviaUnavailable(f"The trivia server has no topic “{topic}”.")
            query["category"] = str(number)
        return query

    async def _questions(self, query: dict[str, str], *, start_over: bool) -> list[_Question]:
        """The questions of one call; none if there are no more. `start_over` resets the token."""
        for _ in range(ATTEMPTS):
            token = self._token or await self._new_token()
            reply = await self._get("api.php", {**query, "token": token}, _Questions)
            match reply.response_code:
                case 0:
                    return reply.results
                case 1:
                    return []
                case 2:
                    raise TriviaUnavailable("The trivia server does not understand the request.")
                case 3:
                    self._token = ""
                case 4 if start_over:
                    await self._reset(token)
                    start_over = False
                case 4:
                    return []
                case code:
                    raise TriviaUnavailable(f"The trivia server answered with the unknown code {code}.")
        raise TriviaUnavailable("The trivia server refuses the session tokens that it gives.")

    async def _new_token(self) -> str:
        reply = await self._get("api_token.php", {"command": "request"}, _Token)
        if reply.response_code or not reply.token:
            raise TriviaUnavailable("The trivia server gives no session token.")
        self._token = reply.token
        return reply.token

    async def _reset(self, token: str) -> None:
        reply = await self._get("api_token.php", {"command": "reset", "token": token}, _Token)
        if reply.response_code:
            self._token = ""

    async def _get(self, path: str, query: dict[str, str], shape: type[Reply]) -> Reply:
        """A reply of this shape; the request is repeated if the server says that it came too soon."""
        for _ in range(ATTEMPTS):
            try:
                await self._pace.turn()
            except TooBusy:
                raise TriviaUnavailable("Too many requests are waiting for the trivia server.") from None
            status, body = await self._fetch(path, query)
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                continue
            if status != HTTPStatus.OK:
                raise TriviaUnavailable(f"The trivia server answered with status {status}.")
            try:
                reply = msgspec.json.decode(body, type=shape)
            except msgspec.DecodeError:
                raise TriviaUnavailable("The trivia server did not reply with Open Trivia's JSON.") from None
            if getattr(reply, "response_code", 0) != 5:
                return reply
        raise TriviaUnavailable("The trivia server says that there are too many requests.")

    async def _fetch(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        import httpx

        try:
            async with (
                asyncio.timeout(self._timeout),
                self._http.stream("GET", f"{self._base}/{path}", params=query) as response,
            ):
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise TriviaUnavailable("The trivia server compresses its replies, which is not allowed.")
                body = b""
                async for chunk in response.aiter_raw():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise TriviaUnavailable("The trivia server's reply is too large.")
                return response.status_code, body
        except (httpx.TimeoutException, TimeoutError):
            raise TriviaUnavailable("The trivia server does not reply in time.") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise TriviaUnavailable("The trivia server can't be reached.") from None

    def _draft(self, question: _Question) -> Draft | None:
        """The question as a draft; None for one that has no clear answer."""
        prompt, right = _text(question.question), _text(question.correct_answer)
        draft: Draft = {
            "id": f"open-{hashlib.sha256((prompt + right).encode()).hexdigest()[:12]}",
            "kind": "single_choice" if question.type == "multiple" else "true_false",
            "prompt": prompt,
            "subject": topic_of(question.category),
            "difficulty": question.difficulty,
            "source": urlsplit(self._base).hostname or self._base,
        }
        if question.type == "boolean":
            draft["correct"] = right == "True"
            return draft if right in ("True", "False") else None
        texts = [right, *map(_text, question.incorrect_answers)]
        random.shuffle(texts)
        draft["choices"] = [{"text": text, "correct": text == right} for text in texts]
        return draft if len({text.casefold() for text in texts}) == len(texts) else None


def topic_of(category: str) -> str:
    """The topic for a category: that of the bank if it has one for it, else the category's name as a slug."""
    name = _text(category)
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    return TOPICS.get(name) or "-".join(words)


def _text(encoded: str) -> str:
    """The text with HTML entities decoded, and without soft hyphens, control characters and odd spaces."""
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in html.unescape(encoded) if c != "\u00ad")
    return " ".join("".join(kept).split())
