"""Postgres lives, but a relay can't reach it: the network stalls, connections are cut or all in use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.live.protocol import AnswerAccepted, QuestionClosed, QuestionOpened, RoomEnded
from tests.fixtures import Server, database_url, serving
from tests.live.conftest import CAPITAL, RIGHT, Quizmaster, Table, response, table_at
from tests.live_faults.game import Game, Moment, assert_kept, new_room, undisturbed
from tests.live_faults.ways import Way, to_socket, way

STALL_S = 3.0  # longer than the clock of the question below
LISTENERS = "pg_stat_activity where application_name = 'quizzler listener' and datname = current_database()"
ALL_OF_THE_APP = "pg_stat_activity where datname = current_database() and usename = 'authenticator'"


@asynccontextmanager
async def far_relay(quizmaster: Quizmaster, **settings: object) -> AsyncIterator[tuple[Server, Way]]:
    """A relay whose way to Postgres can be stalled."""
    connection = quizmaster.sql.connection
    info = connection.info
    async with way(to_socket(f"{info.host}/.s.PGSQL.{info.port}")) as network:
        url = f"postgresql://authenticator@127.0.0.1:{network.port}/{info.dbname}?sslmode=disable"
        async with serving(connection, database_url=url, **settings) as server:
            try:
                yield server, network
            finally:
                network.flow()


def stall(network: Way, seconds: float) -> asyncio.TimerHandle:
    network.stall()
    return asyncio.get_running_loop().call_later(seconds, network.flow)


@pytest.mark.parametrize("moment", ["lobby", "open", "paused", "closed"])
async def test_a_stalled_network_changes_no_game_and_loses_no_acknowledged_answer(
    quizmaster: Quizmaster, table: Table, moment: Moment
) -> None:
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as far_table:

        async def stall_a_while() -> None:
            stall(network, STALL_S)

        game = await Game.seat(new_room(quizmaster), far_table, table)
        board = await game.play(**{moment: stall_a_while})
    assert_kept(game, quizmaster)
    assert board == await undisturbed(table)


async def test_what_came_in_time_counts_as_received_then_though_the_network_stalled_past_the_end(
    quizmaster: Quizmaster,
) -> None:
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 2000}, formula="linear")
    async with far_relay(quizmaster) as (far, network), table_at(far, quizmaster) as table:
        host = await table.host(room)
        players = await table.players(room, "Ada", "Bob")
        opened = await host.start()
        await asyncio.gather(*(player.wait_for(QuestionOpened) for player in players))
        stall(network, STALL_S)
        said = await players[0].answer(opened.number, response(opened, RIGHT))
        assert isinstance(said, AnswerAccepted)
        await host.wait_for(QuestionClosed)
        ended = await host.next()
        assert isinstance(ended, RoomEnded)
        assert ended.leaderboard[0].nickname == "Ada"
    elapsed_ms = quizmaster.sql.value("select elapsed_ms from core.live_answers")
    assert elapsed_ms < 2000
