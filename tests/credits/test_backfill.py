"""People who signed up before Quizzler came to their database are treated like everybody else."""

from collections.abc import Callable

import psycopg

from app.database.migrate import migrate
from app.database.sql_files import SHIM
from tests.conftest import alone_with_the_roles
from tests.database.conftest import each_server, empty_database

__all__ = ["each_server", "empty_database"]  # fixtures


def test_people_from_before_get_accounts_and_the_gift_unless_they_have_left(
    empty_database: Callable[[], str],
) -> None:
    url = empty_database()
    with alone_with_the_roles():
        with psycopg.connect(url) as connection:
            connection.execute(SHIM.read_bytes())
            connection.execute(
                "insert into auth.users (email, deleted_at) "
                "values ('Ada@example.com', null), ('bob@example.com', null), ('eve@example.com', now())"
            )
        migrate(url)
    with psycopg.connect(url) as connection:
        balances = connection.execute(
            "select u.email, a.kind::text, a.balance from core.credit_accounts as a "
            "join auth.users as u on u.id = a.owner_id order by 1, 2"
        ).fetchall()
        assert balances == [
            ("Ada@example.com", "reserved", 0),
            ("Ada@example.com", "user", 1000),
            ("bob@example.com", "reserved", 0),
            ("bob@example.com", "user", 1000),
        ]
        assert connection.execute("select core.check_ledger()").fetchall() == []
        had = (
            "select address_hash = core.address_hash('ada@example.com') from core.gifted_addresses order by 1"
        )
        assert connection.execute(had).fetchall() == [(False,), (True,)]
