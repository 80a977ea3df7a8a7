"""Plays games with bots over WebSockets, to see whether a running server works, and how fast."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.rooms import protocol
from client import Disconnected, Host, Player, Refused
from client.bots import Bot, KeyedQuestion, Tally, nickname
from client.creating import create

CONNECTING_AT_ONCE = 50
LEADERBOARD_LINES = 10


Opened = TypeVar("Opened")


class PlayError(Exception):
    """The games can't be played; the message says what to do."""


@dataclass
class PlayReport:
    """The outcome of the games."""

    title: str
    rooms: int
    players: int  # in all rooms
    questions: int  # closed, in all rooms
    seconds: float
    tally: Tally
    counted: int  # answers that the database has
    leaderboard: list[protocol.Standing]  # of the first room
    failures: list[str] = field(default_factory=list)  # rooms that did not reach their end, and why

    @property
    def lost(self) -> dict[str, int]:
        """What may be lost, in words, and how many of each were lost."""
        results_expected = self.questions * (self.players // self.rooms)
        return {
            "answers never sent": self.tally.unsent,
            "answers never acknowledged": self.tally.unacknowledged,
            "answers acknowledged but not counted": max(0, self.tally.accepted - self.counted),
            "answers rejected": self.tally.rejected.total(),
            "results never received": max(0, results_expected - self.tally.results),
            "rooms that did not end": len(self.failures),
        }

    @property
    def nothing_lost(self) -> bool:
        """Whether every answer and result arrived, and every room ended."""
        return not any(self.lost.values())

    def acknowledged_within_ms(self, percent: float) -> float:
        """The time within which this percentage of the answers was acknowledged; NaN if none was."""
        waits = sorted(self.tally.waits_s)
        return waits[math.ceil(len(waits) * percent / 100) - 1] * 1000 if waits else math.nan


async def play(
    url: str,
    quiz: str | None = None,
    players: int = 50,
    rooms: int = 1,
    *,
    email: str,
    password: str,
    think_s: float = 2.0,
    console: Console | None = None,
) -> PlayReport:
    """Play `rooms` games at once with `players` bots each, and print the leaderboard and the figures.

    `quiz` is an id, a title or a part of one; without it, the host's newest quiz. All bots answer within
    `think_s` seconds of a question's opening. Raises PlayError.
    """
    console = console or Console(highlight=False)
    try:
        async with httpx.AsyncClient(base_url=url, timeout=30) as api:
            games = _Games(api, url, await _sign_in(api, email, password), players, think_s)
            chosen = await _find_quiz(api, quiz)
            report = await games.play(chosen, rooms, console)
    except httpx.TransportError as error:
        raise PlayError(f"No server answers at {url}. Start one with `quizzler dev`.") from error
    _show(report, console)
    return report


class _Games:
    """Several rooms of the same quiz, played at the same time."""

    def __init__(self, api: httpx.AsyncClient, url: str, token: str, players: int, think_s: float) -> None:
        self.api = api
        self.url = url
        self.token = token
        self.players = players
        self.think_s = think_s
        self.tally = Tally()
        self.counted = 0
        self.questions = 0
        self.failures: list[str] = []
        self.leaderboards: dict[int, list[protocol.Standing]] = {}
        self.connecting = asyncio.Semaphore(CONNECTING_AT_ONCE)

    async def play(self, quiz: dict[str, Any], rooms: int, console: Console) -> PlayReport:
        keyed = await self._keyed(quiz)
        began = time.monotonic()
        with Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, transient=True,
        ) as progress:  # fmt: skip
            joining = progress.add_task("players joining", total=rooms * self.players)
            answering = progress.add_task("answers acknowledged", total=None)
            async with AsyncExitStack() as stack:
                entering = (self._enter(stack, quiz, keyed, progress, joining) for _ in range(rooms))
                hosts = await asyncio.gather(*entering)
                total = sum(host.welcome.question_total for host in hosts) * self.players
                progress.update(answering, total=total)
                async with self._shown(progress, answering):
                    await asyncio.gather(*(self._run(number, host) for number, host in enumerate(hosts)))
                await asyncio.gather(*(self._count(host) for host in hosts))
        return PlayReport(
            quiz["title"], rooms, rooms * self.players, self.questions, time.monotonic() - began,
            self.tally, self.counted, self.leaderboards.get(0, []), self.failures,
        )  # fmt: skip

    async def _keyed(self, quiz: dict[str, Any]) -> dict[str, list[KeyedQuestion]]:
        """The questions with their answer keys, by prompt; none where the host may not read them."""
        reply = await self.api.get(f"/quizzes/{quiz['id']}/questions")
        items = reply.json()["items"] if reply.status_code == 200 else []
        keyed: dict[str, list[KeyedQuestion]] = {}
        for item in items:
            keyed.setdefault(item["prompt"], []).append(item)
        return keyed

    async def _enter(
        self,
        stack: AsyncExitStack,
        quiz: dict[str, Any],
        keyed: dict[str, list[KeyedQuestion]],
        progress: Progress,
        joining: TaskID,
    ) -> Host:
        """Make a room and bring its host and its bots in."""
        made = await create(self.api, "/realtime/rooms", json={"quiz_id": quiz["id"]})
        if made.status_code != 201:
            raise PlayError(f"The room could not be made: {_detail(made)}")
        code = made.json()["room_code"]
        try:
            async with self.connecting:
                host = await Host.enter(self.url, code, self.token)
            await stack.enter_async_context(host)

            async def join(number: int) -> None:
                async with self.connecting:
                    player = await Player.join(self.url, code, nickname(number), kept=0)
                await stack.enter_async_context(player)
                Bot(player, keyed, self.tally, self.think_s)
                progress.advance(joining)

            await asyncio.gather(*(join(number) for number in range(self.players)))
        except Refused as refused:
            raise PlayError(f"A player could not join: {refused.message}") from refused
        return host

    async def _run(self, number: int, host: Host) -> None:
        """Host one game to its end."""
        try:
            opened: protocol.QuestionOpened | protocol.RoomEnded = await _insist(host.start)
            while isinstance(opened, protocol.QuestionOpened):
                if opened.kind == "slide":  # nobody answers it
                    await _insist(host.close_question)
                else:
                    patience_s = opened.limit_ms / 1000 + 30
                    await host.wait_for(protocol.QuestionClosed, timeout_s=patience_s)
                    self.questions += 1
                opened = await _insist(host.next)
            self.leaderboards[number] = opened.leaderboard
        except (Refused, Disconnected, TimeoutError) as error:
            why = str(error) or "the server did not answer in time"
            self.failures.append(f"{host.welcome.room_code}: {why}")

    async def _count(self, host: Host) -> None:
        stats = await self.api.get(f"/realtime/rooms/{host.welcome.room_code}/stats")
        self.counted += stats.json()["answers"] if stats.status_code == 200 else 0

    @asynccontextmanager
    async def _shown(self, progress: Progress, answering: TaskID) -> AsyncIterator[None]:
        async def follow() -> None:
            while True:
                progress.update(answering, completed=self.tally.accepted)
                await asyncio.sleep(0.2)

        following = asyncio.create_task(follow())
        try:
            yield
        finally:
            following.cancel()


async def _insist(command: Callable[[], Awaitable[Opened]]) -> Opened:
    """Repeat a command while the server's database is away, for half a minute."""
    until = time.monotonic() + 30
    while True:
        try:
            return await command()
        except Refused as refused:
            if refused.code != "database_unavailable" or time.monotonic() > until:
                raise
        await asyncio.sleep(0.5)


async def _sign_in(api: httpx.AsyncClient, email: str, password: str) -> str:
    reply = await api.post("/auth/signin", json={"email": email, "password": password})
    if reply.status_code != 200:
        raise PlayError(f"{email} could not sign in: {_detail(reply)}")
    token: str = reply.json()["access_token"]
    api.headers["Authorization"] = f"Bearer {token}"
    return token


async def _find_quiz(api: httpx.AsyncClient, wanted: str | None) -> dict[str, Any]:
    """The quiz of this id or title: the host's own, or a public one."""
    found = [quiz async for quiz in _quizzes(api)]
    if wanted is None:
        if not found:
            raise PlayError("This host has no quiz yet. Load the demo quizzes with `quizzler demo`.")
        return found[0]
    found += [quiz async for quiz in _quizzes(api, visibility="public")]
    for matches in (
        lambda quiz: quiz["id"] == wanted,
        lambda quiz: quiz["title"].casefold() == wanted.casefold(),
        lambda quiz: wanted.casefold() in quiz["title"].casefold(),
    ):
        for quiz in found:
            if matches(quiz):
                return quiz
    titles = ", ".join(sorted({quiz["title"] for quiz in found})) or "none"
    raise PlayError(f"There is no quiz {wanted!r} among those that can be hosted: {titles}.")


async def _quizzes(api: httpx.AsyncClient, **query: str) -> AsyncIterator[dict[str, Any]]:
    while True:
        reply = await api.get("/quizzes", params=query)
        if reply.status_code != 200:
            raise PlayError(f"The quizzes could not be listed: {_detail(reply)}")
        page = reply.json()
        for quiz in page["items"]:
            yield quiz
        if page["next_cursor"] is None:
            return
        query["cursor"] = page["next_cursor"]


def _detail(reply: httpx.Response) -> str:
    try:
        return str(reply.json()["detail"])
    except (ValueError, KeyError):
        return f"HTTP {reply.status_code}"


def _show(report: PlayReport, console: Console) -> None:
    board = Table(title=f"{report.title}: the leaderboard of the first room", title_justify="left")
    board.add_column("rank", justify="right")
    board.add_column("player")
    board.add_column("score", justify="right")
    for standing in report.leaderboard[:LEADERBOARD_LINES]:
        board.add_row(str(standing.rank), standing.nickname, f"{standing.score:,}")
    console.print(board)

    figures = Table.grid(padding=(0, 2))
    waits = (f"p{percent} {report.acknowledged_within_ms(percent):.1f} ms" for percent in (50, 95, 99))
    figures.add_row("rooms, players", f"{report.rooms}, {report.players:,}")
    figures.add_row("answers accepted", f"{report.tally.accepted:,} in {report.seconds:.1f} s")
    figures.add_row("answer to acknowledgement", ", ".join(waits))
    if report.tally.came_back:
        figures.add_row("connections restored", f"{report.tally.came_back:,}")
    for what, number in report.lost.items():
        if number:
            figures.add_row(f"[bold red]{what}[/]", f"[bold red]{number:,}[/]")
    for code, number in report.tally.rejected.items():
        figures.add_row(f"  rejected as {code}", f"{number:,}")
    for failure in report.failures:
        figures.add_row("  room", failure)
    if report.nothing_lost:
        figures.add_row("[green]lost[/]", "[green]nothing[/]")
    console.print(figures)
