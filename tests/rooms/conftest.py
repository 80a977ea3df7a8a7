"""Fixtures for tests of live rooms: a quiz, its host, a room, players, and an open question."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from app.http.tokens import Tokens
from app.rooms.protocol import QuestionOpened, Response
from client import Host, Player
from tests.fixtures import JWT_SECRET, Person, Server, Sql

CAPITAL = {
    "kind": "single_choice",
    "prompt": "What is the capital of Peru?",
    "choices": [{"text": "Lima", "correct": True}, {"text": "Cusco"}, {"text": "Quito"}],
    "explanation": "Lima has been the capital since 1535.",
    "time_limit_ms": 60_000,
}
EVERY_KIND = [
    CAPITAL,
    {
        "kind": "multiple_choice",
        "prompt": "Which are prime?",
        "choices": [{"text": "2", "correct": True}, {"text": "3", "correct": True}, {"text": "4"}],
    },
    {"kind": "true_false", "prompt": "Water boils at 100 °C at sea level.", "correct": True},
    {"kind": "numeric", "prompt": "What is six times seven?", "answers": [{"value": 42}]},
    {"kind": "short_text", "prompt": "What is H2O?", "answers": [{"text": "water"}]},
    {
        "kind": "ordering",
        "prompt": "From small to large:",
        "choices": [{"text": "1"}, {"text": "2"}, {"text": "3"}],
    },
    {"kind": "slider", "prompt": "How many bones has a hand?", "min": 0, "max": 50, "value": 27},
    {
        "kind": "matching",
        "prompt": "Which capital is whose?",
        "pairs": [{"text": "Italy", "match": "Rome"}, {"text": "Peru", "match": "Lima"}],
        "distractors": ["Milan"],
    },
    {
        "kind": "cloze",
        "prompt": "The [[1]] flows [[2]].",
        "gaps": [
            {"kind": "short_text", "answers": [{"text": "Nile"}]},
            {"kind": "single_choice", "choices": [{"text": "north", "correct": True}, {"text": "south"}]},
        ],
    },
    {"kind": "word_cloud", "prompt": "What do you drink?"},
    {"kind": "essay", "prompt": "Why did Rome fall?"},
    {"kind": "poll", "prompt": "Tea or coffee?", "choices": [{"text": "Tea"}, {"text": "Coffee"}]},
]
Wanted = dict[str, list[str] | dict[str, str] | str | int]
RIGHT: Wanted = {
    "single_choice": ["Lima"],
    "multiple_choice": ["2", "3"],
    "true_false": ["True"],
    "numeric": 42,
    "short_text": " Water",
    "ordering": ["1", "2", "3"],
    "slider": 27,
    "matching": {"Italy": "Rome", "Peru": "Lima"},
    "cloze": {"1": "Nile", "2": "north"},
    "word_cloud": "Tea",
    "essay": "For many reasons.",
    "poll": ["Tea"],
}
WRONG: Wanted = {
    "single_choice": ["Quito"],
    "multiple_choice": ["4"],
    "true_false": ["False"],
    "numeric": 41,
    "short_text": "wine",
    "ordering": ["3", "1", "2"],
    "slider": 28,
    "matching": {"Italy": "Lima", "Peru": "Milan"},
    "cloze": {"1": "Rhine", "2": "south"},
    "word_cloud": "Coffee",
    "essay": "It did not.",
    "poll": ["Coffee"],
}


def response(opened: QuestionOpened, wanted: Wanted) -> Response:
    """The wanted response to a question of this kind, with the texts of choices replaced by their ids."""
    texts = wanted[opened.kind]
    ids = {choice.text: choice.id for choice in opened.choices}
    if isinstance(texts, dict) and opened.gaps:
        ids = {choice.text: choice.id for gap in opened.gaps for choice in gap.choices}
        return {gap: ids.get(text, text) for gap, text in texts.items()}
    if isinstance(texts, dict):
        return {item.id: ids[texts[item.text]] for item in opened.items}
    if not isinstance(texts, list):
        return texts
    return [ids[text] for text in texts]


@dataclass
class OpenQuestion:
    """A question whose clock runs."""

    opened: QuestionOpened

    @property
    def number(self) -> int:
        return self.opened.number

    @property
    def right(self) -> Response:
        return response(self.opened, RIGHT)

    @property
    def wrong(self) -> Response:
        return response(self.opened, WRONG)


class Quizmaster:
    """A signed-in person who makes quizzes and rooms; uses SQL, so that a test needs no sign-up."""

    def __init__(self, sql: Sql, name: str = "mia") -> None:
        self.sql = sql
        self.person: Person = sql.person(name)
        self.session_id = str(
            sql.value("insert into auth.sessions (user_id) values (%s) returning id", self.person.id)
        )
        self.token = Tokens(JWT_SECRET, 3600).encode(self.person.id, self.session_id, self.person.email)

    def quiz(self, *questions: dict[str, Any]) -> str:
        quiz = self.sql.call(self.person, "create_quiz", draft={"title": "Around the world"})
        self.sql.call(
            self.person, "create_questions", quiz_id=quiz["id"], drafts=list(questions) or [CAPITAL]
        )
        return str(quiz["id"])

    def room(self, *questions: dict[str, Any], **options: Any) -> str:
        room = self.sql.call(self.person, "create_room", quiz_id=self.quiz(*questions), options=options)
        return str(room["room_code"])

    def sign_out(self) -> None:
        self.sql.connection.execute("delete from auth.sessions where id = %s", [self.session_id])


@pytest.fixture
def quizmaster(sql18: Sql) -> Quizmaster:
    return Quizmaster(sql18)


@pytest.fixture
def room(quizmaster: Quizmaster) -> str:
    """The code of a room with two questions."""
    return quizmaster.room(CAPITAL, EVERY_KIND[1])


class Table:
    """The host and players of games, over WebSockets; all are disconnected at the end of the test."""

    def __init__(self, server: Server, quizmaster: Quizmaster, stack: AsyncExitStack) -> None:
        self.server = server
        self.quizmaster = quizmaster
        self.stack = stack

    async def host(self, room: str, **options: Any) -> Host:
        host = await Host.enter(self.server.url, room, self.quizmaster.token, **options)
        return await self.stack.enter_async_context(host)

    async def player(self, room: str, nickname: str | None = None, **options: Any) -> Player:
        player = await Player.join(self.server.url, room, nickname, **options)
        return await self.stack.enter_async_context(player)

    async def players(self, room: str, *nicknames: str) -> list[Player]:
        return list(await asyncio.gather(*(self.player(room, nickname) for nickname in nicknames)))


@asynccontextmanager
async def table_at(server: Server, quizmaster: Quizmaster) -> AsyncIterator[Table]:
    async with AsyncExitStack() as stack:
        yield Table(server, quizmaster, stack)


@pytest_asyncio.fixture
async def table(server: Server, quizmaster: Quizmaster) -> AsyncIterator[Table]:
    async with table_at(server, quizmaster) as table:
        yield table


@pytest_asyncio.fixture
async def host(table: Table, room: str) -> Host:
    return await table.host(room)


@pytest_asyncio.fixture
async def players(table: Table, room: str, host: Host) -> list[Player]:
    """Ada, Bob and Cleo."""
    return await table.players(room, "Ada", "Bob", "Cleo")


@pytest_asyncio.fixture
async def open_question(host: Host, players: list[Player]) -> OpenQuestion:
    """The first question, which all three players have received."""
    return await opened_for(host, players)


async def opened_for(host: Host, players: list[Player]) -> OpenQuestion:
    """Start the game and wait until all players have received the first question."""
    opened = await host.start()
    await asyncio.gather(*(player.wait_for(QuestionOpened) for player in players))
    return OpenQuestion(opened)
