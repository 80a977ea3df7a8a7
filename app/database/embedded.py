"""The embedded Postgres: real binaries from a wheel, run in the data folder, shared by all who use it.

Each process that uses the server holds a shared lock on `users.lock`. The process that can turn its lock into
an exclusive one is the last, and stops the server. The kernel releases the lock of a process that dies, so
nothing has to be cleaned up after `kill -9`.
"""

import fcntl
import hashlib
import os
import re
import secrets
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Event, Thread
from typing import IO
from urllib.parse import quote

import psutil
import psycopg

from app.data_folder import Account, postgres_account, prepare, real_path, run_as, try_out, unusable
from app.database.programs import EmbeddedPostgresError, environment, program_folder

PORT = 5432  # part of the socket's name; nothing listens on the network unless `open_tcp` says so
# Paths that a Postgres URL can name: a comma separates hosts, and every system allows at least 103 bytes.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._+-]{1,100}")
LONGEST_HOME = 76  # characters; the path of a socket in it then has 100
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - the same for all processes, whatever their TMPDIR
START_TIMEOUT_S = 120  # crash recovery may take a while
STOP_TIMEOUT_S = 60
CONNECT_TIMEOUT_S = 10
WATCH_INTERVAL_S = 0.5
LOG_LINES_SHOWN = 5
TCP_HOST = "127.0.0.1"
# Over TCP only dashboards, with a password. Who reaches the socket has the rights of the data folder's owner.
ACCESS = f"""\
# Written by Quizzler at each start.
local all all trust
local replication all trust
host all dashboard_reader {TCP_HOST}/32 scram-sha-256
"""
INITDB = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--username=postgres")
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",  # queries are short; compiling them costs more than it saves
    "max_wal_size": "2GB",
    "log_min_messages": "log",  # no errors: each refusal is one, and who causes it may be anybody on the web
    "log_min_error_statement": "panic",  # a statement may hold a password or an answer
}


class EmbeddedPostgres:
    """A Postgres server in `<data_dir>/postgres`.

    `start()` joins the server that runs there or starts one. `stop()` leaves it, and the last process that
    leaves stops it. Each object can be started and stopped only once.
    """

    def __init__(self, data_dir: Path, version: int = 18, options: dict[str, str] | None = None) -> None:
        self.home = real_path(data_dir)
        self.pgdata = self.home / "postgres"
        self.log = self.home / "postgres.log"
        self._version = version
        self._options = SERVER_OPTIONS | (options or {})
        self._users: IO[str] | None = None
        self._left = Event()

    def start(self) -> None:
        """Start or join the server. Raises EmbeddedPostgresError, DataFolderError."""
        prepare(self.home)
        try:
            with self._alone():
                self._users = open(self.home / "users.lock", "a")  # noqa: SIM115 - held until stop()
                fcntl.flock(self._users, fcntl.LOCK_SH)
                try:
                    self._ensure_running()
                except BaseException:
                    self._leave()
                    raise
        except OSError as error:
            raise unusable(self.home, error) from error

    def try_out(self) -> None:
        """Check that a start would work, and leave nothing behind. Raises what `start` raises."""
        try_out(self.home)
        self._program("postgres")
        try:
            with self._alone() if self.home.exists() else nullcontext():
                there_already = self.socket_dir.exists()
                self._make_socket_dir()
                if not there_already and self.socket_dir != self.pgdata:
                    self.socket_dir.rmdir()
        except OSError as error:
            raise unusable(self.home, error) from error

    def stop(self) -> None:
        """Leave the server. The last process that leaves stops it."""
        self._left.set()
        if self._users is not None:
            with self._alone():
                self._leave()

    def watch(self) -> None:
        """Start the server again whenever it has died, until `stop()`."""

        def keep_running() -> None:
            while not self._left.wait(WATCH_INTERVAL_S):
                if self._postmaster() is None:
                    with (
                        suppress(EmbeddedPostgresError, OSError),
                        self._alone(),
                    ):  # the next round tries again
                        if not self._left.is_set():
                            self._ensure_running()

        Thread(target=keep_running, name="postgres-watch", daemon=True).start()

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        """A URL that reaches this server over its socket, for psycopg and asyncpg alike."""
        socket = quote(str(self.socket_dir))
        return f"postgresql://{quote(user)}@/{quote(database)}?host={socket}&port={self._port}"

    @property
    def tcp_port(self) -> int | None:
        """The port of 127.0.0.1 for SQL dashboards, from the next start on; None: there is none."""
        try:
            return int(self._tcp_file.read_text())
        except (FileNotFoundError, ValueError):
            return None

    def open_tcp(self, port: int | None) -> None:
        """Listen on this port of 127.0.0.1 from the next start on; None: on none. Raises DataFolderError."""
        prepare(self.home)
        if port is None:
            self._tcp_file.unlink(missing_ok=True)
        else:
            self._tcp_file.write_text(f"{port}\n")

    @property
    def _tcp_file(self) -> Path:
        return self.home / "tcp-port"

    @property
    def _port(self) -> int:
        """The port of the server that runs, else that of its next start."""
        with suppress(OSError, ValueError, IndexError):
            return int((self.pgdata / "postmaster.pid").read_text().split("\n")[3])
        return self.tcp_port or PORT

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket: `pgdata`, or a private folder in /tmp if that path is not plain."""
        if PLAIN_PATH.fullmatch(str(self._socket_in(self.pgdata, PORT))):
            return self.pgdata
        digest = hashlib.sha256(os.fsencode(self.pgdata)).hexdigest()[:12]
        return SHORT_FOLDER / f"quizzler-{digest}"

    @property
    def postmaster_pid(self) -> int | None:
        """The server's process id, or None if there is no pid file."""
        try:
            return int((self.pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _program(self, name: str) -> Path:
        """A program of Postgres: of the version that made the data folder, else of the given version."""
        made_with = self.pgdata / "PG_VERSION"
        version = int(made_with.read_text()) if made_with.exists() else self._version
        return program_folder(version, self._account) / name

    @staticmethod
    def _socket_in(folder: Path, port: int) -> Path:
        return folder / f".s.PGSQL.{port}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock under which one process at a time starts or stops the server."""
        with open(self.home / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leave(self) -> None:
        """Release `users.lock`, and stop the server if no other process holds it. Needs `_alone`."""
        assert self._users is not None
        with self._users as users:
            self._users = None
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            postmaster = self._postmaster()
            if postmaster is not None:
                self._shut_down(postmaster)
                if self.socket_dir != self.pgdata:
                    with suppress(OSError):
                        self.socket_dir.rmdir()

    def _shut_down(self, postmaster: psutil.Process) -> None:
        """Fast shutdown: Postgres rolls back open transactions, writes everything to disk and ends."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        with suppress(psutil.NoSuchProcess):
            postmaster.send_signal(signal.SIGINT)
            while postmaster.is_running() and postmaster.status() != psutil.STATUS_ZOMBIE:
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(f"Postgres did not stop; its log is {self.log}")
                time.sleep(0.02)

    def _ensure_running(self) -> None:
        """Make and start the server unless it answers. Needs `_alone` and the lock on `users.lock`."""
        if not (self.pgdata / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if self._postmaster() is None:
                self._launch(deadline)
                return
            # It is starting, recovering or stopping.
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"Postgres runs but does not answer; its log is {self.log}")
            time.sleep(0.1)

    def _postmaster(self) -> psutil.Process | None:
        """The process of the pid file, if it is this server. Another process may have that id by now."""
        pid = self.postmaster_pid
        try:
            process = psutil.Process(pid) if pid else None
            # cwd() fails for a zombie, and for a process of another user.
            return process if process and Path(process.cwd()) == self.pgdata else None
        except psutil.Error:
            return None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=CONNECT_TIMEOUT_S).close()
        except psycopg.OperationalError:
            return False
        return True

    def _initialise(self) -> None:
        """Make the cluster in another folder and rename that, so that an incomplete one is never used."""
        for half in self.home.glob("postgres.new-*"):
            shutil.rmtree(half, ignore_errors=True)
        fresh = self.home / f"postgres.new-{secrets.token_hex(4)}"
        fresh.mkdir(mode=0o700)
        self._hand_over(fresh)
        with tempfile.TemporaryFile() as output:
            done = run_as(
                self._account, [self._program("initdb"), *INITDB, "-D", fresh],
                stdout=output, stderr=subprocess.STDOUT, env=environment(),
            )  # fmt: skip
            if done.returncode != 0:
                raise EmbeddedPostgresError(
                    f"Postgres could not make its files in {self.home}:\n{_last_lines(output)}"
                )
        fresh.rename(self.pgdata)

    def _launch(self, deadline: float) -> None:
        self._make_socket_dir()
        self.log.touch(mode=0o600)
        # A crash leaves these behind. Postgres would refuse to start if another process, or the dead one that
        # nobody has waited for yet, has the process id in them.
        port = self.tcp_port or PORT
        for left_behind in (
            self.pgdata / "postmaster.pid",
            Path(f"{self._socket_in(self.socket_dir, port)}.lock"),
        ):
            left_behind.unlink(missing_ok=True)
        options = {**self._options, "port": str(port), "unix_socket_directories": str(self.socket_dir)}
        if self.tcp_port:
            options["listen_addresses"] = TCP_HOST
        (self.pgdata / "pg_hba.conf").write_text(ACCESS)
        command: list[str | Path] = [
            self._program("pg_ctl"), "start", "--silent", "--wait", "--timeout", str(START_TIMEOUT_S),
            "--options", " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items()),
        ]  # fmt: skip
        while True:
            with open(self.log, "ab+") as log:
                size = log.seek(0, os.SEEK_END)
                # No path is an argument, because pg_ctl would pass it to a shell.
                # The new session keeps Ctrl-C away from Postgres.
                started = run_as(
                    self._account, command, stdout=log, stderr=subprocess.DEVNULL,
                    start_new_session=True, env=environment(PGDATA=str(self.pgdata)),
                )  # fmt: skip
                if started.returncode == 0:
                    return
                said = _last_lines(log, size)
            # After a kill -9 its backends may still run, and keep its shared memory until they notice.
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"Postgres did not start; its log {self.log} ends with:\n{said}")
            time.sleep(0.5)

    def _make_socket_dir(self) -> None:
        """Make the folder of the socket, private: another owner of it could answer in place of Postgres."""
        folder = self.socket_dir
        if folder == self.pgdata:
            return
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self._hand_over(folder)
        found = folder.lstat()
        owner = self._account.uid if self._account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or found.st_uid != owner:
            raise EmbeddedPostgresError(
                f"The folder of Postgres's socket, {folder}, belongs to another user or is open to others. "
                "Remove it, or choose a data folder that does not need it: at most "
                f"{LONGEST_HOME} characters, each a letter, a digit or one of / . _ + -"
            )

    def _hand_over(self, path: Path) -> None:
        """Make the user that Postgres runs as the owner of a new file or folder."""
        if self._account:
            os.chown(path, self._account.uid, self._account.gid, follow_symlinks=False)

    @property
    def _account(self) -> Account | None:
        return postgres_account(self.home)


def _last_lines(output: IO[bytes], start: int = 0) -> str:
    """The last lines of the output after this position."""
    output.seek(start)
    said = output.read().decode(errors="replace").strip()
    return "\n".join(said.splitlines()[-LOG_LINES_SHOWN:])
