"""`quizzler admin`: whoever runs the server says who its admins are."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures import JWT_SECRET, Person, Refused, Sql, database_url

Admin = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def admin(sql18: Sql, tmp_path: Path) -> Admin:
    """Runs `quizzler admin` on the test's database."""
    environment = os.environ | {
        "DATABASE_URL": database_url(sql18.connection),
        "MIGRATION_DATABASE_URL": database_url(sql18.connection, "postgres"),
        "JWT_SECRET_KEY": JWT_SECRET,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "COLUMNS": "250",
    }

    def admin(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", "admin", *arguments],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    return admin


def may_clean_up(sql: Sql, person: Person) -> bool:
    try:
        sql.call(person, "clean_up")
    except Refused:
        return False
    return True


def test_an_admin_is_added_listed_and_removed(sql18: Sql, admin: Admin) -> None:
    ada, bob = sql18.person("ada"), sql18.person("bob")
    assert "There are no admins yet" in admin("list").stdout
    added = admin("add", ada.email.upper())
    assert (added.returncode, "is now an admin" in added.stdout) == (0, True), added.stderr
    assert (may_clean_up(sql18, ada), may_clean_up(sql18, bob)) == (True, False)
    assert "is already an admin" in admin("add", ada.id).stdout
    listed = admin("list").stdout
    assert (ada.email in listed, bob.email in listed) == (True, False)
    assert "is no admin any more" in admin("remove", ada.email).stdout
    assert not may_clean_up(sql18, ada)
    assert "was no admin" in admin("remove", ada.email).stdout


def test_nobody_unknown_becomes_an_admin(sql18: Sql, admin: Admin) -> None:
    gone = sql18.person("gone")
    sql18.connection.execute("update auth.users set deleted_at = now() where id = %s", [gone.id])
    for command, person in (
        ("add", "nobody@example.com"),
        ("add", gone.id),
        ("remove", "nobody@example.com"),
    ):
        ended = admin(command, person)
        assert (ended.returncode, "There is no such account." in ended.stderr) == (1, True), ended.stderr


@pytest.mark.parametrize("function", ["add_admin", "remove_admin", "list_admins"])
def test_nobody_makes_admins_through_the_api(sql: Sql, function: str) -> None:
    argument = "" if function == "list_admins" else "'ada@example.com'"
    for person in (None, sql.person()):
        with pytest.raises(Refused) as refused:
            sql.select(person, f"select public.{function}({argument})")
        assert refused.value.sqlstate == "42501"


def test_a_deleted_account_is_no_admin_any_more(sql: Sql) -> None:
    ada = sql.person("ada")
    sql.connection.execute("insert into core.admins (person_id) values (%s)", [ada.id])
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert sql.value("select count(*) from core.admins") == 0
