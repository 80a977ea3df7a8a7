"""Live rooms on any WebSocket server of uvicorn."""

import pytest

from app.http.websocket_protocol import LIVE_PROTOCOL
from tests.fixtures import Sql, serving
from tests.rooms.conftest import Quizmaster, table_at


@pytest.mark.parametrize("ws", [LIVE_PROTOCOL, "websockets-sansio", "websockets"])
async def test_a_game_is_played_on_any_websocket_server(
    ws: str, sql18: Sql, quizmaster: Quizmaster, room: str
) -> None:
    async with serving(sql18.connection, ws=ws) as server, table_at(server, quizmaster) as table:
        host, ada = await table.host(room), await table.player(room, "ada")
        opened = await host.start()
        accepted = await ada.answer(opened.number, [opened.choices[0].id])
        closed = await host.close_question()
        assert (accepted.question, closed.leaderboard[0].nickname) == (1, "ada")
