"""Whoever registered before there were credits is treated like everybody else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg

from app.database.migrate import MIGRATIONS, migrate
from tests.conftest import alone_with_the_roles, each_server, empty_database

__all__ = ["each_server", "empty_database"]  # fixtures

CREDITS = "20261121001000"


def test_people_from_before_get_accounts_and_the_gift_unless_they_have_left(
    empty_database: Callable[[], str],
    tmp_path: Path,
) -> None:
    (tmp_path / "functions_sql").mkdir()
    (tmp_path / "migrations").mkdir()
    for file in MIGRATIONS.glob("*.sql"):
        if file.name < CREDITS:
            shutil.copy(file, tmp_path / "migrations")
    url = empty_database()
    with alone_with_the_roles():
        migrate(url, source=tmp_path)
        with psycopg.connect(url) as connection:
            connection.execute(
                "insert into core.profiles (id, display_name, deleted_at) "
                "select gen_random_uuid(), name, left_at "
                "from (values ('ada', null), ('bob', null), ('eve', now())) as people (name, left_at)"
            )
            connection.execute("insert into auth.users (email) values ('Ada@example.com')")
        migrate(url)
    with psycopg.connect(url) as connection:
        balances = connection.execute(
            "select p.display_name, a.kind::text, a.balance from core.credit_accounts as a "
            "join core.profiles as p on p.id = a.owner_id order by 1, 2"
        ).fetchall()
        assert [row for row in balances if row[2]] == [("ada", "user", 1000), ("bob", "user", 1000)]
        assert len(balances) == 6
        assert connection.execute("select core.check_ledger()").fetchall() == []
        had = "select address_hash = core.address_hash('ada@example.com') from core.gifted_addresses"
        assert connection.execute(had).fetchall() == [(True,)]
