"""The embedded Postgres: shared by processes, stopped by the last, and up again after any kill -9."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app.data_folder import UNPRIVILEGED_USER, DataFolderError
from app.database.embedded import EmbeddedPostgres
from app.database.listen import Listener
from app.database.pool import Database
from app.database.programs import EmbeddedPostgresError

ODD_NAMES = {
    "blanks": "my quizzes  2026",
    "quotes": 'a b\'s (1) "c"',
    "comma": "a,b",
    "brackets": "[x] {y} <z>",
    "per cent": "100%25",
    "of addresses": "#1?a=b&c=d@e:f",
    "of the shell": "$HOME`id`\\;*~",
    "umlauts": "Übungen für Größen",
    "another script": "测验 викторина",
    "long": "quiz" * 30,
    "deep": "/".join(["folder"] * 18),
}
UNSAFE_BUT_QUICK = {"fsync": "off", "shared_buffers": "16MB"}
AS_ROOT = os.geteuid() == 0
HOLD = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
import sys
from pathlib import Path
from app.database.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), options={"fsync": "off", "shared_buffers": "16MB"})
server.start()
print(server.postmaster_pid, flush=True)
sys.stdin.read()
server.stop()
"""


class Holder:
    """Another process that uses the server."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def postmaster(self) -> psutil.Process:
        """The server that it uses. Waits until it uses one."""
        return psutil.Process(int(self.process.stdout.readline()))

    def leave(self) -> None:
        self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def cluster(session_folder: Path) -> Path:
    """A data folder with a stopped server, to be copied."""
    home = session_folder / "cluster"
    server = EmbeddedPostgres(home, options=UNSAFE_BUT_QUICK)
    server.start()
    server.stop()
    return home


@pytest.fixture
def data_dir(cluster: Path, tmp_path: Path) -> Path:
    """A data folder in which a server has run before."""
    copy = tmp_path / "data"
    subprocess.run(["cp", "-a", cluster, copy], check=True)
    return copy


@pytest.fixture
def server_in() -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Makes servers that are stopped after the test."""
    made: list[EmbeddedPostgres] = []

    def server_in(folder: Path, version: int = 18) -> EmbeddedPostgres:
        made.append(EmbeddedPostgres(folder, version, UNSAFE_BUT_QUICK))
        return made[-1]

    yield server_in
    for server in made:
        server.stop()


@pytest.fixture
def hold() -> Iterator[Callable[[Path], Holder]]:
    """Makes other processes that use a server."""
    made: list[Holder] = []

    def hold(folder: Path) -> Holder:
        made.append(Holder(folder))
        return made[-1]

    yield hold
    for holder in made:
        if holder.process.poll() is None:
            holder.leave()


def ask(server: EmbeddedPostgres, query: str = "select 1") -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(server: EmbeddedPostgres) -> psutil.Process:
    return psutil.Process(server.postmaster_pid)


def gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_second_process_joins_the_server_of_the_first(data_dir, server_in, hold) -> None:
    server = server_in(data_dir)
    server.start()
    assert hold(data_dir).postmaster() == postmaster(server)


def test_the_last_process_that_leaves_stops_the_server(data_dir, hold) -> None:
    first, second = hold(data_dir), hold(data_dir)
    running = first.postmaster()
    assert second.postmaster() == running
    first.leave()
    assert not gone(running)
    second.leave()
    assert gone(running)


def test_processes_that_start_at_once_in_an_empty_folder_share_one_server(tmp_path, hold) -> None:
    holders = [hold(tmp_path / "new") for _ in range(3)]
    assert len({holder.postmaster().pid for holder in holders}) == 1


def test_after_a_kill_of_its_only_user_the_next_start_joins_the_server_and_stops_it(
    data_dir, hold, server_in
) -> None:
    killed = hold(data_dir)
    left_behind = killed.postmaster()
    killed.kill()
    assert not gone(left_behind)
    server = server_in(data_dir)
    server.start()
    assert postmaster(server) == left_behind
    server.stop()
    assert gone(left_behind)


def test_killing_postgres_loses_nothing_that_was_committed(data_dir, server_in) -> None:
    server = server_in(data_dir)
    server.start()
    ask(server, "create table kept as select 42 as answer")
    busy = psycopg.connect(server.url())
    busy.pgconn.send_query(b"select count(*) from generate_series(1, 20000000)")  # notices the kill late
    postmaster(server).kill()
    again = server_in(data_dir)
    again.start()
    assert ask(again, "select answer from kept") == 42
    busy.close()


def test_what_is_refused_to_anybody_does_not_fill_the_log(data_dir, server_in) -> None:
    server = server_in(data_dir)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        before = server.log.stat().st_size
        with pytest.raises(psycopg.Error):
            connection.execute("do $$ begin raise sqlstate 'PT404' using message = 'There is none.'; end $$")
    assert server.log.stat().st_size == before


def test_a_watched_server_comes_back_by_itself(data_dir, server_in) -> None:
    server = server_in(data_dir)
    server.start()
    server.watch()
    before = postmaster(server)
    before.kill()
    deadline = time.monotonic() + 60
    while True:
        try:
            assert ask(server) == 1
            break
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
    assert postmaster(server) != before


def test_a_stopped_server_is_not_brought_back_by_its_watch(data_dir, server_in) -> None:
    server = server_in(data_dir)
    server.start()
    server.watch()
    running = postmaster(server)
    server.stop()
    assert gone(running)
    assert server.postmaster_pid is None


@pytest.mark.parametrize("number_went_to", ["nobody", "another process"])
def test_a_pid_file_left_by_a_crash_does_not_stop_the_start(data_dir, server_in, number_went_to) -> None:
    other = subprocess.Popen(["sleep", "1000"], user=UNPRIVILEGED_USER if AS_ROOT else None)
    try:
        if number_went_to == "nobody":
            other.kill()
            other.wait()
        for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            stale = data_dir / "postgres" / name
            stale.write_text(
                f"{other.pid}\n{data_dir / 'postgres'}\n1700000000\n5432\n{data_dir / 'postgres'}\n\n"
            )
            if AS_ROOT:
                owner = pwd.getpwnam(UNPRIVILEGED_USER)
                os.chown(stale, owner.pw_uid, owner.pw_gid)
        server = server_in(data_dir)
        server.start()
        assert ask(server) == 1
        assert server.postmaster_pid != other.pid
    finally:
        other.kill()
        other.wait()


def test_half_a_cluster_left_by_an_interrupted_start_is_not_used(data_dir, tmp_path, server_in) -> None:
    home = tmp_path / "interrupted"
    home.mkdir()
    shutil.copytree(data_dir / "postgres" / "base", home / "postgres.new-0123abcd")
    server = server_in(home)
    server.start()
    assert ask(server) == 1
    assert not list(home.glob("postgres.new-*"))


@pytest.mark.parametrize("name", ODD_NAMES, ids=ODD_NAMES.keys())
async def test_a_data_folder_of_any_name_works(data_dir, tmp_path, server_in, hold, name) -> None:
    folder = tmp_path / ODD_NAMES[name]
    folder.parent.mkdir(parents=True, exist_ok=True)
    data_dir.rename(folder)
    server = server_in(folder)
    server.start()
    running = postmaster(server)
    assert ask(server, "show data_directory") == str(folder / "postgres")
    heard, connected = asyncio.Event(), asyncio.Event()
    listener = Listener(server.url(), lambda channel, payload: heard.set(), connected.set)
    async with Database.connect(server.url(), 2) as database, listener.running():
        await listener.listen("odd")
        await connected.wait()
        await database.fetch_value("select pg_notify('odd', '')")
        await heard.wait()
    other = hold(folder)
    assert other.postmaster() == running
    server.stop()
    assert not gone(running)
    other.leave()
    assert gone(running)
    assert server.socket_dir == folder / "postgres" or not server.socket_dir.exists()


@pytest.mark.parametrize("name", ['a "b"', "a$HOME`id`", "a,b's #1? 100%&ü"])
def test_a_database_is_made_in_a_data_folder_of_any_name(tmp_path, server_in, name) -> None:
    server = server_in(tmp_path / name)
    server.start()
    assert ask(server) == 1


def test_a_data_folder_and_a_symbolic_link_to_it_share_a_server(data_dir, tmp_path, server_in, hold) -> None:
    link = tmp_path / "link"
    link.symlink_to(data_dir)
    server = server_in(link)
    server.start()
    assert ask(server) == 1
    assert hold(data_dir).postmaster() == postmaster(server)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("line\nbreak", "has a line break or another control character"),
        ("\udcff", "is not in UTF-8"),
        ("/".join(["quiz" * 20] * 12), "is longer than 900 bytes"),
        ("file/data", "is not a folder"),
        ("loop/data", "is not a folder"),
    ],
    ids=["line break", "not UTF-8", "too long", "below a file", "below a link to itself"],
)
def test_a_data_folder_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path, server_in, name, reason
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(DataFolderError) as refused:
        server_in(tmp_path / name).start()
    assert reason in str(refused.value)
    assert str(refused.value).endswith("Set QUIZZLER_DATA_DIR to a folder of your own.")
    assert str(refused.value).isprintable()
    assert {path.name for path in tmp_path.iterdir()} == {"file", "loop"}


def test_settings_for_clients_of_postgres_do_not_reach_the_server(data_dir, server_in, monkeypatch) -> None:
    monkeypatch.setenv("PGPORT", "5999")
    monkeypatch.setenv("PGDATA", "/nowhere")
    server = server_in(data_dir)
    server.start()
    assert ask(server) == 1


@pytest.fixture
def long_data_dir(data_dir: Path, tmp_path: Path) -> Path:
    """A data folder whose path is too long for a socket."""
    return data_dir.rename(tmp_path / ("quiz" * 30))


@pytest.mark.parametrize("trap", ["open to others", "somebody else's", "a link"])
def test_a_socket_folder_that_another_user_could_have_made_is_refused(
    tmp_path, long_data_dir, server_in, trap
) -> None:
    server = server_in(long_data_dir)
    bait = tmp_path / "bait"
    bait.mkdir()
    if trap == "a link":
        server.socket_dir.symlink_to(bait)
    else:
        server.socket_dir.mkdir()
        server.socket_dir.chmod(0o777 if trap == "open to others" else 0o700)
    before = bait.stat()
    try:
        if trap == "somebody else's" and not AS_ROOT:
            pytest.skip("only root can make a folder that is not this user's")
        with pytest.raises(EmbeddedPostgresError, match="belongs to another user or is open to others"):
            server.start()
    finally:
        assert (bait.stat().st_uid, bait.stat().st_mode) == (before.st_uid, before.st_mode)
        server.socket_dir.unlink() if trap == "a link" else server.socket_dir.rmdir()


def test_a_data_folder_made_by_postgres_16_keeps_it(tmp_path, server_in) -> None:
    older = server_in(tmp_path / "data", version=16)
    older.start()
    older.stop()
    server = server_in(tmp_path / "data", version=18)
    server.start()
    assert str(ask(server, "show server_version_num")).startswith("16")


def test_a_data_folder_of_a_missing_version_is_refused_with_that_version(data_dir, server_in) -> None:
    (data_dir / "postgres" / "PG_VERSION").write_text("11\n")
    with pytest.raises(EmbeddedPostgresError, match="was made by Postgres 11"):
        server_in(data_dir).start()


def test_a_path_that_cannot_be_a_data_folder_is_refused_with_the_setting(tmp_path, server_in) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match="QUIZZLER_DATA_DIR"):
        server_in(tmp_path / "file").start()


def test_the_error_of_a_server_that_cannot_start_quotes_its_log(data_dir, server_in) -> None:
    with open(data_dir / "postgres" / "postgresql.conf", "a") as settings:
        settings.write("no_such_setting = on\n")
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        server_in(data_dir).start()


def test_interrupting_the_app_does_not_reach_postgres(data_dir, hold) -> None:
    holder = hold(data_dir)
    running = holder.postmaster()
    assert os.getsid(running.pid) != os.getsid(holder.process.pid)
    holder.process.send_signal(signal.SIGINT)
    holder.process.wait(60)
    assert not gone(running)
    hold(data_dir).postmaster()  # the next process stops it
