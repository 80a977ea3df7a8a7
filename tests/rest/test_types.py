"""docs/database.types.ts is what the database is now."""

import pytest

from docs.database_types import TYPES, text
from tests.conftest import Copies


@pytest.fixture(scope="module")
def made(copies18: Copies, node_packages: None) -> str:
    """The types of a database as it is now."""
    with copies18.lasting() as connection:
        return text(connection.info.host, connection.info.port, connection.info.dbname)


def test_the_types_are_not_stale(made: str) -> None:
    assert TYPES.read_text(encoding="utf-8") == made, "run: make types"


def test_a_column_that_is_never_null_is_typed_so(made: str) -> None:
    view = made.partition("\n      payments: {")[2].partition("\n      }")[0]
    assert "          amount_cents: number\n" in view
    assert "          failure: string | null\n" in view


def test_no_view_can_be_written_by_its_types(made: str) -> None:
    assert "Insert: {" not in made.partition("    Functions: {")[0]
