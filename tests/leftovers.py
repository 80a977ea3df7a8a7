"""What a killed test run leaves behind: servers of Postgres and a folder, perhaps in memory.

A watcher outlives each run and removes both. If it was killed too, the next run does.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

PREFIX = "quizzler-tests-"
LOCK = "run.lock"
OLD_S = 86_400.0  # a folder without a lock is left by a run that was killed before it made one
STOP_S = 30.0


def hold(home: Path) -> IO[str]:
    """Show that the folder is in use, as long as the file stays open. Each process of a run calls it."""
    home.mkdir(exist_ok=True)
    lock = open(home / LOCK, "a")  # noqa: SIM115 - the caller keeps it
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def watch(home: Path) -> subprocess.Popen[bytes]:
    """Start the watcher of this process. It removes what is left once its input is closed, as by a kill."""
    return subprocess.Popen(
        [sys.executable, __file__, str(home)], stdin=subprocess.PIPE, start_new_session=True
    )


def remove(home: Path) -> None:
    """Stop the servers whose data is in this folder, and delete it."""
    servers = list(_servers(home))
    for server in servers:
        with suppress(psutil.NoSuchProcess):
            server.send_signal(signal.SIGQUIT)  # at once, without writing anything
    for server in psutil.wait_procs(servers, STOP_S)[1]:
        with suppress(psutil.NoSuchProcess):
            server.kill()
    shutil.rmtree(home, ignore_errors=True)


def remove_unused(place: Path) -> None:
    """Remove the folders of runs in this place that have ended."""
    for home in place.glob(f"{PREFIX}*"):
        try:
            with open(home / LOCK, "a" if (home / LOCK).exists() else "r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(home)
        except BlockingIOError:
            continue
        except OSError:
            with suppress(OSError):
                if time.time() - home.stat().st_mtime > OLD_S:
                    remove(home)


def _servers(home: Path) -> Iterator[psutil.Process]:
    """The running servers. Another process may have got the id in a pid file."""
    for file in home.rglob("postmaster.pid"):
        with suppress(OSError, ValueError, psutil.Error):
            server = psutil.Process(int(file.read_text().split("\n", 1)[0]))
            if Path(server.cwd()) == file.parent.resolve():
                yield server


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watched = Path(sys.argv[1])
    with hold(watched):
        os.read(sys.stdin.fileno(), 1)
    if watched.exists():
        remove(watched)
