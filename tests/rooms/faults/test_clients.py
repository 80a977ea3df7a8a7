"""Clients that stop reading, that vanish without a close, that send frames twice and in any order."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from urllib.parse import quote

import pytest

from app.rooms import connection, protocol
from app.rooms.protocol import AnswerRejected, Error, PlayerJoined, PlayerLeft, Welcome
from tests.fixtures import Server, serving
from tests.rooms.conftest import Quizmaster, Table, table_at
from tests.rooms.faults.game import (
    NICKNAMES,
    STRUCK,
    Board,
    Game,
    assert_kept,
    new_room,
    undisturbed,
)
from tests.rooms.faults.processes import relay_process


@asynccontextmanager
async def deaf_player(server: Server, room: str, nickname: str) -> AsyncIterator[asyncio.StreamWriter]:
    """A player whose program hangs: its socket stays open, but nothing is read from it, not even pings."""
    plain = socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1])))
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=plain, limit=1024)
    writer.write(
        f"GET /realtime/ws/player/{room}?username={quote(nickname)} HTTP/1.1\r\n"
        "Host: quiz\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert b" 101 " in await reader.readline()
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    try:
        yield writer
    finally:
        writer.transport.abort()


def frame(text: str) -> bytes:
    """The frame of a short text from a client, with a mask that changes nothing."""
    assert len(text) < 126
    return bytes((0x81, 0x80 + len(text), 0, 0, 0, 0)) + text.encode()


def of_the_script(board: Board) -> Board:
    return [line for line in board if line[1] in NICKNAMES]


async def test_a_client_that_stops_reading_is_disconnected_and_its_room_plays_on(
    quizmaster: Quizmaster, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CLOSE_TIMEOUT_S", 0.2)  # the client does not read the close frame either
    room = new_room(quizmaster)
    async with (
        serving(quizmaster.sql.connection, send_queue_bytes=4096, frame_burst=1_000_000) as server,
        table_at(server, quizmaster) as here,
        AsyncExitStack() as stack,
    ):
        game = await Game.seat(room, here)

        async def flood() -> None:
            """Ask for pongs and read none, until the server disconnects."""
            deaf = await stack.enter_async_context(deaf_player(server, room, "deaf"))
            ping = frame('{"type": "ping", "id": "' + "x" * 90 + '"}')
            while server.app.state.live.metrics.errors == 0:
                deaf.write(ping * 100)
                await deaf.drain()

        board = await game.play(open=flood)
        await game.host.wait_for(PlayerLeft, lambda left: left.nickname == "deaf")
    assert_kept(game, quizmaster)
    assert of_the_script(board) == await undisturbed(table)


async def test_the_heartbeat_finds_clients_that_vanished_so_that_no_question_waits_for_them(
    quizmaster: Quizmaster, table: Table
) -> None:
    room = new_room(quizmaster)
    async with relay_process(quizmaster.sql.connection, HEARTBEAT_INTERVAL="0.3") as relay:
        server = Server(relay.url, None)
        async with table_at(server, quizmaster) as here, server.client() as api:
            game = await Game.seat(room, here)
            mute = (f"mute {number}" for number in count())

            async def vanish() -> None:
                one, two = next(mute), next(mute)
                async with deaf_player(server, room, one), deaf_player(server, room, two):
                    for wanted in (PlayerJoined, PlayerLeft):
                        for nickname in (one, two):
                            await game.host.wait_for(
                                wanted, lambda event, who=nickname: event.nickname == who
                            )

            board = await game.play(lobby=vanish, open=vanish)
            assert (await api.get("/realtime/health")).json()["total_players"] == 0
    assert_kept(game, quizmaster)
    assert of_the_script(board) == await undisturbed(table)


async def test_a_client_that_vanished_unnoticed_comes_back_as_itself(
    quizmaster: Quizmaster, table: Table
) -> None:
    """Its old connection still looks alive to the server when the new one comes."""
    game = await Game.seat(new_room(quizmaster), table)

    async def come_back() -> None:
        """Only players who have answered: a question may close without those who have not and are away."""
        vanished = game.players[::2]
        for player in vanished:
            player.vanish()
        await asyncio.gather(*(player.wait_for(Welcome, lambda w: w.state != "lobby") for player in vanished))

    board = await game.play(open=come_back, paused=come_back, closed=come_back)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


async def test_duplicated_and_reordered_frames_change_no_game(quizmaster: Quizmaster, table: Table) -> None:
    game = await Game.seat(new_room(quizmaster), table)

    async def stutter() -> None:
        for command in ('{"type":"next","after":1}', '{"type":"start"}', '{"type":"next","after":1}'):
            await game.host.send_text(command)
        refused = await game.host.wait_for(Error)
        assert refused.code == "already_started"
        await asyncio.gather(*(send_again(place) for place in range(len(NICKNAMES))))

    async def send_again(place: int) -> None:
        player = game.players[place]
        earlier = game.acknowledged[player.nickname, 1]
        answers = {1: earlier, STRUCK: game.acknowledged.get((player.nickname, STRUCK)), 3: 42}
        for number in (3, STRUCK, 1, STRUCK, 1):
            if answers[number] is not None:
                await player.send_text(
                    protocol.encode(protocol.Answer(question=number, response=answers[number]))
                )
        early = await player.wait_for(AnswerRejected, lambda rejected: rejected.question == 3)
        assert early.code == "not_open"

    board = await game.play(open=stutter, closed=stutter)
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)
