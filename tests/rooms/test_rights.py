"""Who may do what, and who sees what."""

import asyncio
import json
import logging
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.rooms.protocol import (
    CLOSE_KICKED,
    AnswerRejected,
    Error,
    Kicked,
    PlayerLeft,
    QuestionClosed,
    QuestionOpened,
    RoomLocked,
)
from client import Disconnected, Host, Player, Refused
from tests.http.test_tokens import RSA_PAIR, KeyServer
from tests.rooms.conftest import EVERY_KIND, OpenQuestion, Quizmaster, Table, opened_for
from tests.waiting import next_frame, next_message


async def test_a_kicked_player_no_longer_scores(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    await players[0].answer(open_question.number, open_question.right)
    await host.kick(players[0])
    closed = await host.close_question()
    assert "Ada" not in [standing.nickname for standing in closed.leaderboard]
    assert sum(closed.distribution.values()) == 0


async def test_a_kicked_player_is_informed_and_disconnected(host: Host, players: list[Player]) -> None:
    await host.kick(players[0])
    assert (await players[0].wait_for(Kicked)).nickname == "Ada"
    with pytest.raises(Disconnected) as ended:
        await players[0].wait_for(QuestionOpened)
    assert ended.value.code == CLOSE_KICKED
    assert (await players[1].wait_for(PlayerLeft)).kicked


async def test_an_event_for_one_person_reaches_nobody_else(host: Host, players: list[Player]) -> None:
    ada, bob, cleo = players
    await host.lock()
    await host.wait_for(RoomLocked)
    await host.kick(bob)
    await bob.wait_for(Kicked)
    for other in (ada, cleo):
        await other.wait_for(PlayerLeft)
        assert not [message for message in other.messages if isinstance(message, Kicked | RoomLocked)]


async def test_a_kicked_player_can_not_come_back(
    host: Host, table: Table, room: str, players: list[Player]
) -> None:
    await host.kick(players[0])
    with pytest.raises(Refused) as refused:
        await table.player(room, resume=players[0].resume)
    assert (refused.value.code, refused.value.close_code) == ("kicked", 4403)


async def test_a_locked_room_refuses_new_players_and_lets_others_return(
    host: Host, table: Table, room: str, players: list[Player]
) -> None:
    await host.lock()
    with pytest.raises(Refused) as refused:
        await table.player(room, "Zoe")
    assert (refused.value.code, refused.value.close_code) == ("room_locked", 4409)
    assert (await table.player(room, resume=players[0].resume)).player_id == players[0].player_id
    await host.lock(False)
    assert (await table.player(room, "Zoe")).player_id


COMMANDS = ["start", "next", "close", "pause", "resume", "extend", "kick", "lock", "end", "authenticate"]


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_player_can_not_send_what_the_host_sends(players: list[Player], command: str) -> None:
    await players[0].send_text(json.dumps({"type": command, "id": "mine"}))
    error = await players[0].wait_for(Error)
    assert (error.code, error.id) == ("not_the_host", "mine")


async def test_the_host_can_not_answer(host: Host) -> None:
    await host.send_text('{"type": "answer", "question": 1, "response": ["a"]}')
    assert (await host.wait_for(Error)).code == "not_a_player"


async def test_only_a_host_may_enter_as_the_host(table: Table, room: str) -> None:
    other = Quizmaster(table.quizmaster.sql, "eve")
    with pytest.raises(Refused) as refused:
        await Host.enter(table.server.url, room, other.token)
    assert (refused.value.code, refused.value.close_code) == ("not_the_host", 4403)


@pytest.mark.parametrize("token", ["", "nonsense", "ey.ey.ey"])
async def test_an_invalid_token_is_refused(table: Table, room: str, token: str) -> None:
    async with connect(f"{table.server.ws_url}/realtime/ws/host/{room}?token={token or 'x'}") as socket:
        assert (await next_message(socket))["code"] == "invalid_token"
        assert await close_code(socket) == 4401


async def test_a_host_who_signed_out_can_give_no_command(
    host: Host, quizmaster: Quizmaster, players: list[Player]
) -> None:
    quizmaster.sign_out()
    with pytest.raises(Refused) as refused:
        await host.start()
    assert refused.value.code == "session_ended"


async def test_the_token_may_be_a_parameter_a_subprotocol_or_the_first_message(
    table: Table, quizmaster: Quizmaster, room: str
) -> None:
    address = f"{table.server.ws_url}/realtime/ws/host/{room}"
    async with connect(f"{address}?token={quizmaster.token}") as socket:
        assert (await next_message(socket))["type"] == "welcome"
    async with connect(address, subprotocols=["bearer", quizmaster.token]) as socket:
        assert (await next_message(socket))["type"] == "welcome"
        assert socket.subprotocol == "bearer"
    async with connect(address) as socket:
        await socket.send(json.dumps({"type": "authenticate", "token": quizmaster.token}))
        assert (await next_message(socket))["type"] == "welcome"


async def test_a_host_may_renew_the_token_but_not_become_somebody_else(
    host: Host, quizmaster: Quizmaster
) -> None:
    other = Quizmaster(quizmaster.sql, "eve")
    await host.send_text(json.dumps({"type": "authenticate", "token": other.token}))
    assert (await host.wait_for(Error)).code == "not_the_host"
    await host.send_text(json.dumps({"type": "authenticate", "token": quizmaster.token}))
    await host.start()


async def test_a_host_who_does_not_begin_with_a_token_is_refused(table: Table, room: str) -> None:
    async with connect(f"{table.server.ws_url}/realtime/ws/host/{room}") as socket:
        await socket.send('{"type": "start"}')
        assert (await next_message(socket))["code"] == "not_authenticated"
        assert await close_code(socket) == 4401


async def test_tokens_are_not_logged(
    table: Table, quizmaster: Quizmaster, room: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "uvicorn.error")
    player = await table.player(room, "Ada")
    assert player.resume
    async with connect(f"{table.server.ws_url}/realtime/ws/player/{room}?resume={player.resume}") as socket:
        await next_frame(socket)
    async with connect(f"{table.server.ws_url}/realtime/ws/host/{room}?token={quizmaster.token}") as socket:
        await next_frame(socket)
    assert "token=***" in caplog.text
    assert "resume=***" in caplog.text
    assert quizmaster.token not in caplog.text
    assert player.resume not in caplog.text


async def test_the_key_is_in_no_frame_before_the_question_closes(
    table: Table, quizmaster: Quizmaster
) -> None:
    """Checks every frame that anybody receives; the right answers are texts that are in no prompt."""
    secret = {
        "kind": "short_text",
        "prompt": "Say the word.",
        "answers": [{"text": "xylophone"}],
        "explanation": "It is zyzzyva.",
    }
    hidden = ("xylophone", "zyzzyva", "weight", "correct", "explanation", '"key"')
    room = quizmaster.room(secret, EVERY_KIND[1])
    async with (
        connect(f"{table.server.ws_url}/realtime/ws/host/{room}?token={quizmaster.token}") as host,
        connect(f"{table.server.ws_url}/realtime/ws/player/{room}?username=ada") as ada,
        connect(f"{table.server.ws_url}/realtime/ws/player/{room}?username=bob") as bob,
    ):
        seen = [*await until(ada, "welcome"), *await until(bob, "welcome")]
        await host.send('{"type": "start", "id": 1}')
        await until(ada, "question.opened")
        await ada.send('{"type": "answer", "question": 1, "response": "wrong"}')
        seen += await until(ada, "answer.accepted")
        async with connect(f"{table.server.ws_url}/realtime/ws/player/{room}?username=late&since=0") as late:
            seen += await until(late, "welcome")
        await host.send('{"type": "close", "id": 2}')
        for socket in (host, ada, bob):
            frames = await until(socket, "question.closed")
            assert "xylophone" in frames.pop()
            seen += frames
        assert len(seen) > 5
        assert not [(frame, word) for frame in seen for word in hidden if word in frame]


async def test_nobody_else_sees_a_players_resume_token(host: Host, players: list[Player]) -> None:
    await opened_for(host, players)
    await host.ping()
    for somebody in (host, *players):
        for player in players:
            if somebody is not player:
                assert player.resume not in repr(somebody.messages)


async def test_messages_of_one_room_never_reach_another(
    table: Table, quizmaster: Quizmaster, host: Host, players: list[Player]
) -> None:
    elsewhere = quizmaster.room()
    zoe = await table.player(elsewhere, "Zoe")
    await opened_for(host, players)
    await host.close_question()
    await host.end()
    await zoe.ping()
    kinds = {type(message).__name__ for message in zoe.messages}
    assert kinds == {"Welcome", "PlayerJoined"} or kinds == {"Welcome"}


async def test_an_answer_for_another_room_counts_nowhere(
    table: Table, quizmaster: Quizmaster, host: Host, players: list[Player]
) -> None:
    other_room = quizmaster.room()
    other_host = await table.host(other_room)
    zoe = await table.player(other_room, "Zoe")
    question = await opened_for(host, players)
    reply = await zoe.answer(question.number, question.right)
    assert isinstance(reply, AnswerRejected)
    assert reply.code == "not_open"
    closed = await host.close_question()
    assert sum(closed.distribution.values()) == 0
    assert not [event for event in other_host.messages if isinstance(event, QuestionClosed)]


async def until(socket: ClientConnection, kind: str) -> list[str]:
    """The frames up to and including the first of this type."""
    frames: list[str] = []
    async with asyncio.timeout(30):
        while not frames or read(frames[-1])["type"] != kind:
            frames.append(await next_frame(socket))
    return frames


def read(frame: str) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(frame)
    return message


async def close_code(socket: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed):
        await next_frame(socket)
    return socket.close_code


async def test_a_host_is_asked_to_come_back_while_tokens_can_not_be_verified(
    table: Table, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KeyServer(RSA_PAIR)
    keys.works = False
    monkeypatch.setattr(table.server.app.state, "tokens", keys.tokens())
    table.quizmaster.token = RSA_PAIR.sign()
    with pytest.raises(Refused) as refused:
        await table.host(room)
    assert (refused.value.code, refused.value.close_code) == ("sign_in_unavailable", 4503)
