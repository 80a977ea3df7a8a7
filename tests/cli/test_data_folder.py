"""Where the data is kept when root starts Quizzler. Folders of other users are never changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app import data_folder
from app.data_folder import UNPRIVILEGED_USER, DataFolderError, default_folder, postgres_account
from app.database import programs
from app.database.embedded import EmbeddedPostgres
from app.database.programs import program_folder
from app.settings import Settings
from tests.cli.conftest import quizzler_environment

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs Postgres as another user")
STRANGER = 54_321  # a user id without a name

Start = Callable[[Path], EmbeddedPostgres]


@pytest.fixture
def started() -> Iterator[Start]:
    """Starts the server of a data folder, and stops it after the test."""
    servers: list[EmbeddedPostgres] = []

    def started(folder: Path) -> EmbeddedPostgres:
        servers.append(EmbeddedPostgres(folder, options={"fsync": "off", "shared_buffers": "16MB"}))
        servers[-1].start()
        return servers[-1]

    yield started
    for server in servers:
        server.stop()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder that only root may pass through, as root's home often is."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def system_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for /var/lib/quizzler."""
    folder = tmp_path / "system"
    for module in (data_folder, programs):
        monkeypatch.setattr(module, "SYSTEM_FOLDER", folder)
    return folder


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def user_of(server: EmbeddedPostgres) -> int:
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    return psutil.Process(server.postmaster_pid).uids().real


def test_a_closed_folder_above_the_data_folder_is_named_and_left_as_it_is(
    closed: Path, started: Start
) -> None:
    with pytest.raises(DataFolderError) as refused:
        started(closed / "deep" / "data")
    assert f"may not pass through {closed} to the data folder" in str(refused.value)
    assert "QUIZZLER_DATA_DIR=/var/lib/quizzler" in str(refused.value)
    assert rights(closed) == 0o700
    assert not list(closed.iterdir())


def test_a_closed_data_folder_that_holds_other_files_is_left_as_it_is(closed: Path, started: Start) -> None:
    (closed / "letter.txt").touch()
    with pytest.raises(DataFolderError, match="may not pass through"):
        started(closed)
    assert rights(closed) == 0o700


def test_a_closed_data_folder_without_other_files_is_opened_to_pass_through(
    closed: Path, started: Start
) -> None:
    assert user_of(started(closed)) == postgres_account(closed).uid
    assert rights(closed) == 0o711


def test_folders_that_the_start_makes_can_be_passed_through_whatever_the_umask(
    tmp_path: Path, started: Start
) -> None:
    before = os.umask(0o077)
    try:
        server = started(tmp_path / "new" / "data")
    finally:
        os.umask(before)
    assert user_of(server) == postgres_account(tmp_path / "new").uid


def test_a_database_of_an_ordinary_user_is_run_as_that_user(
    tmp_path: Path, used_data_dir: Path, started: Start
) -> None:
    subprocess.run(["cp", "-a", used_data_dir, tmp_path / "data"], check=True)
    subprocess.run(["chown", "-R", f"{STRANGER}:{STRANGER}", tmp_path / "data"], check=True)
    assert user_of(started(tmp_path / "data")) == STRANGER


def test_where_postgres_cannot_reach_the_usual_folder_the_default_is_another_one(
    closed: Path, system_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed)
    elsewhere = default_folder()
    assert elsewhere.parent == system_folder
    assert Settings(_env_file=None).quizzler_data_dir == elsewhere
    other = closed / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert default_folder().parent == system_folder
    assert default_folder() != elsewhere


def test_the_usual_folder_stays_the_default_where_it_can_be_reached_or_holds_a_database_or_none_is_needed(
    tmp_path: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert default_folder() == Path(".quizzler")
    monkeypatch.chdir(closed)
    config = Settings(_env_file=None, database_url="postgresql:///quizzler")
    assert config.quizzler_data_dir == Path(".quizzler")
    (closed / ".quizzler" / "postgres").mkdir(parents=True)
    assert default_folder() == Path(".quizzler")


def test_the_doctor_and_a_start_say_where_the_data_is(closed: Path, system_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from app import cli, data_folder; from app.database import programs\n"
        "data_folder.SYSTEM_FOLDER = programs.SYSTEM_FOLDER = Path(sys.argv.pop(1)); cli.main()"
    )
    environment = quizzler_environment(closed) | {"COLUMNS": "300"}
    del environment["QUIZZLER_DATA_DIR"]
    for command in ("migrate", "doctor"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(system_folder), command],
            cwd=closed, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert f"The data is in {system_folder}/" in done.stdout, done.stdout + done.stderr
    assert rights(closed) == 0o700
    assert not list(closed.iterdir())


def test_programs_that_postgres_cannot_reach_are_copied_once_for_everybody(
    closed: Path, system_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started: Start
) -> None:
    installed = program_folder(18, None).parents[2]
    for folder in (programs.PACKAGE, f"{programs.PACKAGE}.libs"):
        if (installed / folder).exists():
            shutil.copytree(installed / folder, closed / folder, symlinks=True)
    monkeypatch.syspath_prepend(closed)
    before = os.umask(0o077)
    try:
        server = started(tmp_path / "data")
    finally:
        os.umask(before)
    assert user_of(server) == postgres_account(tmp_path / "data").uid
    assert program_folder(18, postgres_account(tmp_path / "data")).is_relative_to(system_folder)
    assert len(list(system_folder.iterdir())) == 1
    assert rights(closed) == 0o700


def test_the_user_that_postgres_runs_as_is_not_root(tmp_path: Path) -> None:
    account = postgres_account(tmp_path)
    assert account is not None
    assert account.name == UNPRIVILEGED_USER
    assert account.uid != 0


def test_root_that_cannot_become_another_user_gets_advice(
    tmp_path: Path, started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(data_folder, "run_as", refused)
    with pytest.raises(DataFolderError, match="Start Quizzler as an ordinary user, or set DATABASE_URL"):
        started(tmp_path / "data")
