"""PostgREST as a program: where it is missing or can't start, a sentence says so."""

import socket
from pathlib import Path

import psycopg
import pytest

from app.database.postgrest import PostgrestError, postgrest, postgrest_program
from tests.fixtures import JWT_SECRET, database_url


def test_where_postgrest_is_missing_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.postgrest.INSTALLED", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgrestError, match="make node"):
        postgrest_program()


@pytest.mark.usefixtures("postgrest_installed")
def test_where_it_can_not_start_its_last_line_says_why(database: psycopg.Connection) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with (
            pytest.raises(PostgrestError, match="Address in use"),
            postgrest(database_url(database), JWT_SECRET, taken.getsockname()[1]),
        ):
            pass
