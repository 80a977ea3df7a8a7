"""A scripted game: the same players give the same responses, whatever fails meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from app.rooms.protocol import (
    AnswerAccepted,
    QuestionClosed,
    QuestionOpened,
    Response,
    RoomEnded,
    RoomResumed,
    Standing,
)
from client import Host, Player, Refused
from tests.rooms.conftest import CAPITAL, EVERY_KIND, RIGHT, WRONG, Quizmaster, Table, response

Moment = Literal["lobby", "open", "paused", "closed"]
Fault = Callable[[], Awaitable[object]]
Responses = dict[tuple[str, int], Response]  # by nickname and number of the question
Board = list[tuple[int, str, int, int]]  # rank, nickname, score, streak

QUESTIONS = [CAPITAL, EVERY_KIND[1], EVERY_KIND[3]]
NICKNAMES = ("Ada", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ivy")
PARTLY_RIGHT = {**RIGHT, "multiple_choice": ["2"]}
STRUCK = 2  # the question in which faults strike


def script(place: int, number: int) -> dict[str, Any]:
    """What the player at this place responds to a question, so that the players get many different scores."""
    if (place >> (number - 1)) % 2:
        return WRONG
    return PARTLY_RIGHT if place % 3 == 2 else RIGHT


class Game:
    """A host and players in a room, perhaps of several relays."""

    def __init__(self, room: str, host: Host, players: list[Player]) -> None:
        self.room = room
        self.host = host
        self.players = players
        self.acknowledged: Responses = {}

    @classmethod
    async def seat(cls, room: str, *tables: Table) -> "Game":
        """Connect the host to the first table, and the players to each table in turn."""
        host = await tables[0].host(room)
        joining = (
            tables[place % len(tables)].player(room, nickname) for place, nickname in enumerate(NICKNAMES)
        )
        return cls(room, host, list(await asyncio.gather(*joining)))

    async def play(self, **faults: Fault) -> Board:
        """Play to the end, with these faults at their Moments. Returns the board that everybody received."""

        async def strike(moment: Moment) -> None:
            if fault := faults.get(moment):
                await fault()

        await strike("lobby")
        opened: QuestionOpened | RoomEnded = await self.host.start()
        while isinstance(opened, QuestionOpened):
            struck = opened.number == STRUCK
            shown = await self._all_see(QuestionOpened, opened.number)
            assert {question.prompt for question in shown} == {opened.prompt}
            await self.answer(opened, self.players[::2])
            if struck:
                await self.host.pause()
                await strike("paused")
                await self.host.resume()
                await self._all_see(RoomResumed, opened.number)
            late = asyncio.create_task(self.answer(opened, self.players[1::2]))
            if struck:
                await strike("open")
            await late
            await self.closing(opened.number)
            if struck:
                await strike("closed")
            opened = await self.next()
        return await self.board(opened)

    async def next(self) -> QuestionOpened | RoomEnded:
        """Open the next question; after `database_unavailable`, try again, as a host would."""
        while True:
            try:
                return await self.host.next()
            except Refused as refused:
                if refused.code != "database_unavailable":
                    raise

    async def answer(self, opened: QuestionOpened, players: Sequence[Player]) -> None:
        """Let these players answer at once, as in the script, and wait until all answers are accepted."""
        await asyncio.gather(*(self._answer(opened, player) for player in players))

    async def _answer(self, opened: QuestionOpened, player: Player) -> None:
        given = response(opened, script(self.players.index(player), opened.number))
        outcome = await player.answer(opened.number, given)
        assert isinstance(outcome, AnswerAccepted), outcome
        self.acknowledged[player.nickname, opened.number] = given

    async def closing(self, number: int) -> None:
        """Wait until everybody has received that the question, which all have answered, has closed."""
        at_the_host = await self.host.wait_for(QuestionClosed, lambda event: event.number == number)
        for closed in await self._all_see(QuestionClosed, number):
            assert closed == at_the_host

    async def board(self, ended: RoomEnded) -> Board:
        """The final board, which must be the same for everybody."""
        for seen in await asyncio.gather(*(player.wait_for(RoomEnded) for player in self.players)):
            assert seen.leaderboard == ended.leaderboard
        return board(ended.leaderboard)

    async def _all_see(self, kind: Any, number: int) -> list[Any]:
        seeing = (player.wait_for(kind, lambda event: event.number == number) for player in self.players)
        return list(await asyncio.gather(*seeing))


def board(standings: Sequence[Standing]) -> Board:
    """A leaderboard without what differs between two games of the same players: ids and the order of ties."""
    return sorted((line.rank, line.nickname, line.score, line.streak) for line in standings)


def stored_answers(quizmaster: Quizmaster, room: str) -> list[tuple[tuple[str, int], Any]]:
    """The answers of a room in the database; an answer that counted twice would be there twice."""
    rows = quizmaster.sql.connection.execute(
        "select p.nickname, a.number, a.response from core.live_answers as a "
        "join core.players as p on p.id = a.player_id join core.rooms as r on r.id = a.room_id "
        "where r.code = %s and a.points is not null",
        [room],
    ).fetchall()
    return [((nickname, number), given) for nickname, number, given in rows]


def assert_kept(game: Game, quizmaster: Quizmaster) -> None:
    """No acknowledged answer is lost, changed or counted twice, and nothing else counts."""
    stored = stored_answers(quizmaster, game.room)
    assert len(stored) == len(game.acknowledged)
    assert dict(stored) == game.acknowledged


_undisturbed: list[Board] = []


async def undisturbed(table: Table) -> Board:
    """The board of the same game in which nothing fails; played once in each test process."""
    if not _undisturbed:
        game = await Game.seat(new_room(table.quizmaster), table)
        _undisturbed.append(await game.play())
        assert_kept(game, table.quizmaster)
    return _undisturbed[0]


def new_room(quizmaster: Quizmaster, **options: Any) -> str:
    """A room for this game, in which speed earns nothing."""
    return quizmaster.room(*QUESTIONS, formula="accuracy", streak_bonus=True, **options)
