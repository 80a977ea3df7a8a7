"""`kill -9` of all of Postgres, and its start again; the relays stay."""

import pytest

from app.live.client import Refused
from app.live.protocol import Error
from tests.fixtures import serving
from tests.live.conftest import CAPITAL, Table, table_at
from tests.live_faults.conftest import MortalPostgres
from tests.live_faults.game import Game, Moment, assert_kept, new_room, undisturbed


@pytest.mark.parametrize("moment", ["open", "paused"])
async def test_killing_postgres_mid_question_changes_no_game_and_loses_no_acknowledged_answer(
    mortal_postgres: MortalPostgres, table: Table, moment: Moment
) -> None:
    async def kill_and_start_again() -> None:
        await mortal_postgres.kill()
        await mortal_postgres.start_again()

    quizmaster = mortal_postgres.quizmaster
    connection = quizmaster.sql.connection
    async with (
        serving(connection) as one,
        serving(connection) as two,
        table_at(one, quizmaster) as here,
        table_at(two, quizmaster) as there,
    ):
        game = await Game.seat(new_room(quizmaster), here, there)
        board = await game.play(**{moment: kill_and_start_again})
    assert_kept(game, mortal_postgres.quizmaster)
    assert board == await undisturbed(table)


async def test_while_postgres_is_away_commands_are_refused_clearly_and_health_says_so(
    mortal_postgres: MortalPostgres,
) -> None:
    quizmaster = mortal_postgres.quizmaster
    room = quizmaster.room(CAPITAL)
    async with (
        serving(quizmaster.sql.connection) as server,
        server.client() as api,
        table_at(server, quizmaster) as table,
    ):
        host = await table.host(room)
        await mortal_postgres.kill()
        await host.send_text('{"type": "start", "id": 7}')
        refused = await host.wait_for(Error)
        assert (refused.code, refused.id) == ("database_unavailable", 7)
        health = await api.get("/realtime/health")
        assert (health.status_code, health.json()["healthy"]) == (503, False)
        with pytest.raises(Refused) as outside:
            await table.player(room, "Ada", comes_back=False)
        assert (outside.value.code, outside.value.close_code) == ("database_unavailable", 4503)
        await mortal_postgres.start_again()
        assert (await host.start()).number == 1
