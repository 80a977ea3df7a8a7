"""After a lost connection, players and hosts come back as themselves and receive what they missed."""

from typing import Any

import pytest

from app.rooms.protocol import (
    CLOSE_REPLACED,
    AnswerAccepted,
    AnswerRejected,
    Event,
    PlayerJoined,
    PlayerLeft,
    QuestionClosed,
    QuestionOpened,
    Result,
    RoomEnded,
    Welcome,
)
from client import Disconnected, Host, Player, Refused
from tests.fixtures import serving
from tests.rooms.conftest import OpenQuestion, Quizmaster, Table, table_at


async def test_a_player_comes_back_as_themselves_with_their_score(
    host: Host, table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    ada = players[0]
    await ada.answer(open_question.number, open_question.right)
    closed = await host.close_question()
    await ada.disconnect()
    again = await table.player(room, resume=ada.resume)
    assert (again.player_id, again.nickname) == (ada.player_id, "Ada")
    assert again.welcome.score == closed.leaderboard[0].score > 0


async def test_a_player_who_comes_back_receives_missed_events_in_order_and_once(
    host: Host, table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    ada = players[0]
    await ada.disconnect()
    await host.wait_for(PlayerLeft)
    await host.close_question()
    await host.next()
    again = await table.player(room, resume=ada.resume, since=ada.seq)
    await again.wait_for(QuestionOpened, lambda event: event.number == open_question.number + 1)
    await again.ping()
    missed = [event.seq for event in again.messages if isinstance(event, Event)]
    assert missed == sorted(set(missed))
    assert isinstance(await again.wait_for(QuestionClosed), QuestionClosed)


async def test_who_was_away_at_the_close_receives_the_result_when_they_come_back(
    host: Host, table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    ada, bob, _ = players
    for player in (ada, bob):
        await player.answer(open_question.number, open_question.right)
    await ada.disconnect()
    await host.wait_for(PlayerLeft)
    await host.close_question()
    given = await bob.wait_for(Result)
    again = await table.player(room, resume=ada.resume, since=ada.seq)
    await again.wait_for(QuestionClosed)
    missed = await again.wait_for(Result)
    assert (missed.question, missed.correct) == (open_question.number, True)
    assert missed.points == missed.total >= given.points
    await again.ping()
    assert not [message for message in again.messages if isinstance(message, Result)]


async def test_a_lost_connection_is_restored_and_the_open_question_goes_on(
    players: list[Player], open_question: OpenQuestion
) -> None:
    ada = players[0]
    await ada.wait_for(Welcome)
    ada.vanish()
    again = await ada.wait_for(Welcome)
    assert again.question
    assert again.question.number == open_question.number
    assert isinstance(await ada.answer(open_question.number, open_question.right), AnswerAccepted)


async def test_a_question_waits_a_moment_for_its_last_player_to_come_back_and_answer(
    host: Host, table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    ada, *others = players
    for player in others:
        await player.answer(open_question.number, open_question.right)
    ada._comes_back = False
    ada.vanish()
    await host.wait_for(PlayerLeft)
    again = await table.player(room, resume=ada.resume)
    assert isinstance(await again.answer(open_question.number, open_question.right), AnswerAccepted)
    assert sum((await host.wait_for(QuestionClosed)).distribution.values()) == 3


@pytest.mark.parametrize("gone", [Player.leave, Player.disconnect])
async def test_a_question_does_not_wait_for_its_last_player_to_come_back_after_leaving(
    quizmaster: Quizmaster, host: Host, players: list[Player], open_question: OpenQuestion, gone: Any
) -> None:
    quizmaster.sql.connection.execute(
        "update core.settings set value = '600000' where key = 'live.absence_grace_ms'"
    )
    ada, *others = players
    for player in others:
        await player.answer(open_question.number, open_question.right)
    await gone(ada)
    assert sum((await host.wait_for(QuestionClosed)).distribution.values()) == 2


async def test_the_welcome_says_whether_the_player_has_answered(
    table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    again = [await table.player(room, resume=player.resume) for player in players[:2]]
    assert [player.welcome.question and player.welcome.question.answered for player in again] == [True, False]


async def test_the_newest_connection_of_a_player_takes_over(
    table: Table, room: str, players: list[Player]
) -> None:
    await table.player(room, resume=players[0].resume)
    with pytest.raises(Disconnected) as ended:
        await players[0].wait_for(QuestionOpened)
    assert ended.value.code == CLOSE_REPLACED


async def test_a_player_whose_older_connection_was_replaced_is_still_present(
    host: Host, table: Table, room: str, players: list[Player]
) -> None:
    again = await table.player(room, resume=players[0].resume)
    await players[1].leave()
    assert (await host.wait_for(PlayerLeft)).player_id == players[1].player_id
    opened = await host.start()
    reply = await again.answer(opened.number, [opened.choices[0].id])
    assert isinstance(reply, AnswerAccepted)


@pytest.mark.parametrize("token", ["made-up", "of another room"])
async def test_a_resume_token_that_is_not_of_this_room_is_refused(
    table: Table, quizmaster: Quizmaster, room: str, players: list[Player], token: str
) -> None:
    if token == "of another room":
        stranger = await table.player(quizmaster.room(), "Zoe")
        token = stranger.resume or ""
    with pytest.raises(Refused) as refused:
        await table.player(room, resume=token)
    assert (refused.value.code, refused.value.close_code) == ("unknown_resume", 4403)


async def test_the_host_returns_and_the_game_goes_on(
    host: Host, table: Table, room: str, players: list[Player], open_question: OpenQuestion
) -> None:
    await host.disconnect()
    again = await table.host(room, since=host.seq)
    assert again.welcome.state == "open"
    await again.close_question()
    assert (await players[0].wait_for(QuestionClosed)).number == open_question.number


async def test_a_player_who_joins_late_can_answer_the_open_question(
    table: Table, room: str, open_question: OpenQuestion
) -> None:
    late = await table.player(room, "Late")
    question = late.welcome.question
    assert question
    assert 0 < question.remaining_ms <= question.limit_ms
    assert isinstance(await late.answer(question.number, open_question.right), AnswerAccepted)


async def test_a_player_who_enters_an_ended_room_is_welcomed_and_disconnected(
    host: Host, table: Table, room: str, players: list[Player]
) -> None:
    await host.end()
    again = await table.player(room, resume=players[0].resume)
    assert again.welcome.state == "ended"
    with pytest.raises(Disconnected) as ended:
        await again.wait_for(AnswerRejected)
    assert (ended.value.code, ended.value.reason) == (1000, "room_ended")


async def test_a_server_that_stops_asks_clients_to_come_back_and_no_player_has_left(
    quizmaster: Quizmaster, room: str
) -> None:
    connection = quizmaster.sql.connection
    async with serving(connection) as first:
        ada = await Player.join(first.url, room, "Ada", comes_back=False)
        host = await Host.enter(first.url, room, quizmaster.token, comes_back=False)
    for client in (ada, host):
        with pytest.raises(Disconnected):
            await client.wait_for(RoomEnded)
    assert [client.ended and client.ended.code for client in (ada, host)] == [1012, 1012]
    async with serving(connection) as second, table_at(second, quizmaster) as table:
        again = await table.player(room, resume=ada.resume, since=ada.seq)
        assert again.player_id == ada.player_id
        await again.ping()
    assert not [event for event in again.messages if isinstance(event, PlayerJoined | PlayerLeft)]
