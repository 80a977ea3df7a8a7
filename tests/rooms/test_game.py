"""Games in which nothing fails."""

import asyncio

from websockets.asyncio.client import connect

from app.rooms.protocol import (
    AnswerAccepted,
    AnswerRejected,
    PlayerJoined,
    PlayerLeft,
    Progress,
    QuestionClosed,
    QuestionExtended,
    QuestionOpened,
    Result,
    RoomEnded,
)
from client import Host, Player, Watcher
from tests.fixtures import Sql
from tests.rooms.conftest import (
    EVERY_KIND,
    RIGHT,
    WRONG,
    OpenQuestion,
    Quizmaster,
    Table,
    opened_for,
    response,
)
from tests.waiting import next_message


async def test_a_whole_game_with_every_kind_of_question(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(*EVERY_KIND)
    host = await table.host(room)
    ada, bob = await table.players(room, "Ada", "Bob")
    opened = await host.start()
    for draft in EVERY_KIND:
        assert opened.kind == draft["kind"]
        for player, wanted in ((ada, RIGHT), (bob, WRONG)):
            await player.wait_for(QuestionOpened)
            acknowledged = await player.answer(opened.number, response(opened, wanted))
            assert isinstance(acknowledged, AnswerAccepted), acknowledged
        closed = await host.wait_for(QuestionClosed)
        results = [await player.wait_for(Result) for player in (ada, bob)]
        right = None if draft["kind"] in ("poll", "word_cloud", "essay") else True
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
    progress = await host.wait_for(Progress, lambda counted: counted.answered == 1)
    assert (progress.question, progress.players) == (open_question.number, 3)


async def test_a_projector_sees_how_many_have_answered_and_no_phone_does(
    table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    projector = await table.stack.enter_async_context(await Watcher.watch(table.server.url, room))
    assert (await projector.wait_for(Progress)).answered == 0
    await players[0].answer(open_question.number, open_question.right)
    progress = await projector.wait_for(Progress, lambda counted: counted.answered == 1)
    assert (progress.question, progress.players) == (open_question.number, 3)
    assert not [message for message in players[0].messages if isinstance(message, Progress)]


async def test_who_comes_back_sees_their_own_response(
    table: Table, room: str, host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    again = await table.player(room, resume=players[0].resume)
    assert again.welcome.question
    assert (again.welcome.question.answered, again.welcome.question.response) == (True, open_question.right)
    await host.close_question()
    again = await table.player(room, resume=players[0].resume)
    assert again.welcome.last_question
    assert again.welcome.result
    assert again.welcome.last_question.response == open_question.right
    assert again.welcome.result.outcome == "right"


async def test_each_player_receives_their_own_result(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    ada, bob, cleo = players
    await ada.answer(open_question.number, open_question.right)
    await bob.answer(open_question.number, open_question.wrong)
    await host.close_question()
    results = [await player.wait_for(Result) for player in (ada, bob, cleo)]
    assert [(result.correct, result.rank) for result in results] == [(True, 1), (False, 2), (False, 2)]


async def test_a_question_no_longer_waits_for_a_player_who_left(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    await players[1].answer(open_question.number, open_question.right)
    await players[2].leave()
    closed = await host.wait_for(QuestionClosed)
    assert sum(closed.distribution.values()) == 2


async def test_fifty_answers_at_once_all_count(table: Table, quizmaster: Quizmaster, sql18: Sql) -> None:
    room = quizmaster.room()
    host = await table.host(room)
    players = await table.players(room, *(f"player {number}" for number in range(50)))
    question = await opened_for(host, players)
    replies = await asyncio.gather(*(player.answer(question.number, question.right) for player in players))
    assert {type(reply) for reply in replies} == {AnswerAccepted}
    closed = await host.wait_for(QuestionClosed)
    assert sum(closed.distribution.values()) == 50
    assert all([(await player.wait_for(Result)).points > 0 for player in players])
    assert sql18.value("select count(*) from core.live_answers") == 50


async def test_pausing_stops_the_clock(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await host.pause()
    refused = await players[0].answer(open_question.number, open_question.right)
    assert isinstance(refused, AnswerRejected)
    assert refused.code == "not_open"
    await host.resume()
    assert isinstance(await players[0].answer(open_question.number, open_question.right), AnswerAccepted)


async def test_extending_gives_everybody_more_time(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    extended = await host.extend(30)
    seen = [await player.wait_for(QuestionExtended) for player in players]
    assert {event.limit_ms for event in (extended, *seen)} == {open_question.opened.limit_ms + 30_000}


async def test_players_see_who_joins_and_leaves(table: Table, room: str, players: list[Player]) -> None:
    dora = await table.player(room, "Dora")
    assert (await players[0].wait_for(PlayerJoined, lambda joined: joined.nickname == "Dora")).player_id
    await dora.leave()
    left = await players[0].wait_for(PlayerLeft)
    assert (left.player_id, left.kicked) == (dora.player_id, False)


async def test_a_player_may_join_with_an_account(table: Table, quizmaster: Quizmaster, room: str) -> None:
    address = f"{table.server.ws_url}/realtime/ws/player/{room}?token={quizmaster.token}"
    async with connect(address) as socket:
        assert (await next_message(socket))["nickname"] == "mia"
