"""Quizzler behind pgbouncer: session mode works, transaction mode with LISTEN_DATABASE_URL."""

from pathlib import Path

import pytest

from app.cli.database_checks import pooling
from app.cli.findings import Verdict
from app.database import pooler
from app.database.provision import provision
from app.settings import ConfigurationError, Settings
from tests.fixtures import JWT_SECRET, database_url, serving
from tests.rooms.conftest import Quizmaster, Table, table_at
from tests.rooms.faults.game import Game, assert_kept, new_room, undisturbed
from tests.rooms.faults.pgbouncer import needs_pgbouncer, pgbouncer

pytestmark = needs_pgbouncer


async def test_a_game_behind_a_pooler_in_session_mode_is_undisturbed(
    quizmaster: Quizmaster, table: Table, tmp_path: Path
) -> None:
    async with (
        pgbouncer(quizmaster.sql.connection, tmp_path, "session") as url,
        serving(quizmaster.sql.connection, database_url=url) as server,
        table_at(server, quizmaster) as here,
    ):
        game = await Game.seat(new_room(quizmaster), here)
        assert await game.play() == await undisturbed(table)
        timeout = await server.app.state.database.fetch_value("select current_setting('statement_timeout')")
        assert timeout == "30s"
    assert_kept(game, quizmaster)


async def test_a_game_behind_a_pooler_in_transaction_mode_is_undisturbed_with_a_direct_url_for_listen(
    quizmaster: Quizmaster, table: Table, tmp_path: Path
) -> None:
    connection = quizmaster.sql.connection
    async with (
        pgbouncer(connection, tmp_path, "transaction") as url,
        serving(connection, database_url=url, listen_database_url=database_url(connection)) as one,
        serving(connection, database_url=url, listen_database_url=database_url(connection)) as two,
        table_at(one, quizmaster) as here,
        table_at(two, quizmaster) as there,
    ):
        game = await Game.seat(new_room(quizmaster), here, there)
        assert await game.play() == await undisturbed(table)
    assert_kept(game, quizmaster)


@pytest.mark.parametrize("name", ["database_url", "listen_database_url", "migration_database_url"])
async def test_a_start_that_needs_a_session_refuses_a_pooler_in_transaction_mode_in_one_sentence(
    quizmaster: Quizmaster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(pooler, "NOTIFIED_WITHIN_S", 0.5)
    connection = quizmaster.sql.connection
    async with pgbouncer(connection, tmp_path, "transaction") as url:
        urls = {"database_url": database_url(connection), name: url}
        with pytest.raises(ConfigurationError, match=f"^{name.upper()} .* transaction mode"):
            provision(Settings(_env_file=None, jwt_secret_key=JWT_SECRET, **urls))


@pytest.mark.parametrize(
    ("mode", "direct", "verdict"),
    [
        ("session", False, Verdict.GOOD),
        ("transaction", False, Verdict.WRONG),
        ("transaction", True, Verdict.GOOD),
    ],
)
async def test_the_doctor_tries_listen_and_a_prepared_statement_through_the_pooler(
    quizmaster: Quizmaster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    direct: bool,
    verdict: Verdict,
) -> None:
    monkeypatch.setattr(pooler, "NOTIFIED_WITHIN_S", 0.5)
    connection = quizmaster.sql.connection
    async with pgbouncer(connection, tmp_path, mode) as url:
        listen = {"listen_database_url": database_url(connection)} if direct else {}
        found = list(pooling(Settings(_env_file=None, database_url=url, **listen)))
    assert {finding.verdict for finding in found} == {verdict}, found
    assert len(found) == (1 if direct else 2)
