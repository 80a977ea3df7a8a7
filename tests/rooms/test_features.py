"""Watchers, assigned games, extra time, confidence, auto-advance and co-hosts over WebSockets."""

import asyncio

import pytest

from app.rooms.protocol import (
    CLOSE_REPLACED,
    AnswerAccepted,
    AnswerRejected,
    Close,
    Error,
    PlayerLeft,
    PlayerTime,
    QuestionAnnounced,
    QuestionClosed,
    QuestionOpened,
    QuestionSkipped,
    Result,
    RoomEnded,
    RoomLeaderboard,
    Start,
    TurnFinished,
    TurnOpened,
)
from app.rooms.room import Seat
from client import Disconnected, Host, Refused, Watcher
from tests.fixtures import TOMORROW, Sql
from tests.rooms.conftest import CAPITAL, EVERY_KIND, OpenQuestion, Quizmaster, Table, opened_for, response
from tests.waiting import until

PICTURED = CAPITAL | {
    "media_url": "https://example.org/lima.png",
    "media_alt": "The flag of Peru",
    "text_format": "markdown",
}
ASSIGNED = {"mode": "assigned", "closes_at": TOMORROW}


async def watching(table: Table, room: str, *, on_phone: bool = False) -> Watcher:
    watcher = await Watcher.watch(table.server.url, room, on_phone=on_phone)
    return await table.stack.enter_async_context(watcher)


async def test_a_projector_sees_the_whole_game_and_may_do_nothing(
    table: Table, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL)
    projector = await watching(table, room)
    host = await table.host(room)
    ada = await table.player(room, "Ada")
    assert (projector.welcome.player_id, projector.welcome.resume) == (None, None)
    question = await opened_for(host, [ada])
    assert (await projector.wait_for(QuestionOpened)).prompt == CAPITAL["prompt"]
    await projector.send(Close(id=7))
    refused = await projector.wait_for(Error)
    assert (refused.code, refused.id) == ("only_watching", 7)
    await ada.answer(question.number, question.right)
    assert (await projector.wait_for(QuestionClosed)).leaderboard[0].nickname == "Ada"
    await host.end()
    await projector.wait_for(RoomEnded)
    with pytest.raises(Disconnected):
        await projector.wait_for(QuestionOpened)


async def test_texts_that_are_for_the_projector_reach_no_phone(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(PICTURED, question_on_phones=False, preload_seconds=0.01)
    projector, spectator = await watching(table, room), await watching(table, room, on_phone=True)
    host = await table.host(room)
    ada = await table.player(room, "Ada")
    await host.start()
    seen = [await somebody.wait_for(QuestionOpened) for somebody in (projector, ada, spectator)]
    assert [opened.prompt for opened in seen] == [CAPITAL["prompt"], "", ""]
    assert [bool(opened.media) for opened in seen] == [True, False, False]
    assert [opened.media_alt for opened in seen] == ["The flag of Peru", None, None]
    assert {opened.text_format for opened in seen} == {"markdown"}
    late = await table.player(room, "Late", since=0)
    assert late.welcome.question
    assert (late.welcome.question.prompt, late.welcome.question.hidden) == ("", True)
    for phone in (ada, spectator, late):
        assert "Peru" not in repr(phone.messages)
        assert "Lima" not in repr(phone.messages)
    ids = [choice.id for choice in seen[0].choices if choice.text == "Lima"]
    assert isinstance(await ada.answer(1, ids), AnswerAccepted)


async def test_pictures_come_before_the_clock_starts(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(PICTURED, preload_seconds=0.05)
    host, ada = await table.host(room), await table.player(room, "Ada")
    await host.command(Start())
    announced = await ada.wait_for(QuestionAnnounced)
    assert announced.media == ["https://example.org/lima.png"]
    opened = await ada.wait_for(QuestionOpened)
    assert opened.remaining_ms > opened.limit_ms - 5_000


async def test_a_game_with_auto_advance_reaches_its_end(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(CAPITAL, EVERY_KIND[2], auto_advance_seconds=0.05)
    host, ada = await table.host(room), await table.player(room, "Ada")
    await host.start()
    for number in (1, 2):
        opened = await ada.wait_for(QuestionOpened)
        assert opened.number == number
        await ada.answer(number, [opened.choices[0].id])
    assert (await ada.wait_for(RoomEnded)).leaderboard[0].nickname == "Ada"


async def test_a_skipped_question_earns_nobody_points(
    host: Host, players: list, open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    await host.skip()
    for player in players:
        await player.wait_for(QuestionSkipped)
    ended = await host.end()
    assert {standing.score for standing in ended.leaderboard} == {0}
    assert not [sent for player in players for sent in player.messages if isinstance(sent, Result)]


async def test_the_host_shows_and_hides_the_leaderboard(
    host: Host, players: list, open_question: OpenQuestion
) -> None:
    await host.show_leaderboard(False)
    assert (await host.close_question()).leaderboard == []
    await host.show_leaderboard()
    assert (await players[0].wait_for(RoomLeaderboard, lambda event: event.shown)).leaderboard


async def test_only_the_player_with_more_time_receives_the_event(host: Host, players: list) -> None:
    await host.give_time(players[0], 2)
    assert (await players[0].wait_for(PlayerTime)).time_factor == 2
    assert players[0].time_factor == 2
    await opened_for(host, players)
    assert not [sent for player in players[1:] for sent in player.messages if isinstance(sent, PlayerTime)]


async def test_confidence_changes_the_score(table: Table, quizmaster: Quizmaster) -> None:
    room = quizmaster.room(CAPITAL, formula="accuracy", confidence=True)
    host = await table.host(room)
    sure, modest = await table.players(room, "Sure", "Modest")
    question = await opened_for(host, [sure, modest])
    await sure.answer(question.number, question.right, "high")
    await modest.answer(question.number, question.right, "low")
    assert [(await player.wait_for(Result)).points for player in (sure, modest)] == [1500, 1000]


async def test_everybody_plays_an_assigned_game_at_their_own_pace(
    table: Table, quizmaster: Quizmaster, sql18: Sql
) -> None:
    room = quizmaster.room(CAPITAL, EVERY_KIND[3], formula="accuracy", **ASSIGNED)
    host, ada, bob = await table.host(room), await table.player(room, "Ada"), await table.player(room, "Bob")
    turn = await ada.next_turn()
    assert isinstance(turn, TurnOpened)
    right = [choice.id for choice in turn.choices if choice.text == "Lima"]
    assert isinstance(await ada.answer(1, right), AnswerAccepted)
    assert (await ada.wait_for(Result)).points == 1000
    assert isinstance(await bob.answer(1, right), AnswerRejected)  # he has not opened it
    again = await table.player(room, resume=ada.resume)
    assert again.welcome.question_number == 1
    turn = await again.next_turn()
    assert isinstance(turn, TurnOpened)
    assert turn.number == 2
    await again.answer(2, 42)
    finished = await again.next_turn()
    assert isinstance(finished, TurnFinished)
    assert (finished.score, finished.rank) == (2000, 1)
    with pytest.raises(Refused, match="assigned_game"):
        await host.next()
    ended = await host.end()
    assert [standing.score for standing in ended.leaderboard] == [2000, 0]
    await bob.wait_for(RoomEnded)


async def test_a_player_of_an_assigned_game_is_told_when_the_server_fails(
    table: Table, quizmaster: Quizmaster, sql18: Sql
) -> None:
    ada = await table.player(quizmaster.room(CAPITAL, **ASSIGNED), "Ada")
    await ada.next_turn()
    sql18.connection.execute("alter function core.take_turn_answer rename to kept")
    sql18.connection.execute(
        "create function core.take_turn_answer(uuid, int, text, text, int) returns jsonb return '{}'::jsonb"
    )
    sql18.connection.execute("grant execute on function core.take_turn_answer to public")
    rejected = await ada.answer(1, ["a"])
    assert isinstance(rejected, AnswerRejected)
    assert rejected.code == "internal_error"


async def test_a_player_of_a_live_game_can_not_open_a_question(players: list, host: Host) -> None:
    with pytest.raises(Refused, match="not_the_host"):
        await players[0].next_turn()


async def test_an_older_connection_that_enters_late_does_not_replace_the_newer(
    table: Table, room: str, players: list, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, relay = players[0], table.server.app.state.live
    seat_of_the_relay, older_may_enter = relay._seat, asyncio.Event()

    async def late_if_older(seat: Seat, *welcome: object) -> None:
        if seat.connection.number == 2:
            await older_may_enter.wait()
        await seat_of_the_relay(seat, *welcome)

    monkeypatch.setattr(relay, "_seat", late_if_older)
    joining = asyncio.create_task(table.player(room, resume=ada.resume))
    await until(lambda: table.quizmaster.sql.value("select max(connection) >= 2 from core.players"))
    newest = await table.player(room, resume=ada.resume)
    older_may_enter.set()
    older = await joining
    with pytest.raises(Disconnected) as ended:
        await older.wait_for(QuestionOpened)
    assert ended.value.code == CLOSE_REPLACED
    question = await opened_for(host, [newest])
    assert isinstance(await newest.answer(question.number, question.right), AnswerAccepted)
    assert not [sent for sent in host.messages if isinstance(sent, PlayerLeft)]


async def test_a_co_host_on_another_device_leads_the_game(
    table: Table, quizmaster: Quizmaster, sql18: Sql
) -> None:
    room = quizmaster.room()
    helper = Quizmaster(sql18, "helper")
    invite = sql18.call(quizmaster.person, "invite_host", room_code=room)["invite"]
    with pytest.raises(Refused, match="not_the_host"):
        await Host.enter(table.server.url, room, helper.token)
    sql18.call(helper.person, "accept_host_invite", room_code=room, invite=invite)
    ada = await table.player(room, "Ada")
    async with await Host.enter(table.server.url, room, helper.token) as host:
        assert host.welcome.owner is False
        question = await opened_for(host, [ada])
    assert response(question.opened, {"single_choice": ["Lima"]})
    owner = await table.host(room)
    assert owner.welcome.question
    assert owner.welcome.owner is True
