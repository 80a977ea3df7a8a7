"""A game as it is meant to go."""

import asyncio

from app.live.client import Host, Player
from app.live.protocol import (
    AnswerAccepted,
    Progress,
    QuestionClosed,
    QuestionOpened,
    Result,
    RoomEnded,
)
from tests.live.conftest import EVERY_KIND, RIGHT, WRONG, OpenQuestion, Quizmaster, Table, response


async def test_a_whole_game_with_every_kind_of_question(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(*EVERY_KIND)
    host = await table.host(room)
    ada, bob = await table.players(room, "Ada", "Bob")
    opened = await host.start()
    for draft in EVERY_KIND:
        assert opened.kind == draft["kind"]
        for player, said in ((ada, RIGHT), (bob, WRONG)):
            await player.wait_for(QuestionOpened, lambda seen: seen.number == opened.number)
            acknowledged = await player.answer(opened.number, response(opened, said))
            assert isinstance(acknowledged, AnswerAccepted), acknowledged
        closed = await host.wait_for(QuestionClosed)
        results = [await player.wait_for(Result) for player in (ada, bob)]
        right = None if draft["kind"] == "poll" else True
        assert [result.correct for result in results] == [right, right and False]
        assert (closed.number, [result.question for result in results]) == (
            opened.number,
            [opened.number] * 2,
        )
        following = await host.next()
        if isinstance(following, RoomEnded):
            break
        opened = following
    ended = await ada.wait_for(RoomEnded)
    assert [standing.nickname for standing in ended.leaderboard] == ["Ada", "Bob"]
    assert ended.podium[0].score == ended.leaderboard[0].score > 0


async def test_a_question_closes_at_once_when_everybody_has_answered(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await asyncio.gather(*(player.answer(open_question.number, open_question.right) for player in players))
    closed = await host.wait_for(QuestionClosed)
    assert sum(closed.distribution.values()) == 3


async def test_the_host_sees_how_many_have_answered(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    progress = await host.wait_for(Progress, lambda said: said.answered == 1)
    assert (progress.question, progress.players) == (open_question.number, 3)
