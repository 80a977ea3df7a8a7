"""A test run that is killed leaves no server of Postgres and no files behind."""

import subprocess
import sys
from pathlib import Path

import psutil

from tests import leftovers

RUN = """
import sys
from pathlib import Path
from app.database.embedded import EmbeddedPostgres
from tests import leftovers
home = Path(sys.argv[1])
watcher = leftovers.watch(home)
held = leftovers.hold(home)
server = EmbeddedPostgres(home / "18", options={"fsync": "off", "shared_buffers": "16MB"})
server.start()
print(watcher.pid, server.postmaster_pid, flush=True)
sys.stdin.read()
"""


def test_the_server_and_the_files_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    home = tmp_path / "run"
    with subprocess.Popen(
        [sys.executable, "-c", RUN, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        left = [psutil.Process(int(pid)) for pid in run.stdout.readline().split()]
        run.kill()
    assert psutil.wait_procs(left, 60)[1] == []
    assert not home.exists()


def test_the_next_run_removes_folders_that_no_run_holds_any_more(tmp_path: Path) -> None:
    ended, running, starting = (tmp_path / f"{leftovers.PREFIX}{name}" for name in ("a", "b", "c"))
    leftovers.hold(ended).close()
    starting.mkdir()
    with leftovers.hold(running):
        leftovers.remove_unused(tmp_path)
        assert sorted(tmp_path.iterdir()) == [running, starting]
