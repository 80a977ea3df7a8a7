"""Quizzler as a user starts it: real processes, in a data folder of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from app import demo
from app.database.provision import provision
from app.database.sql_files import ROOT
from app.settings import Settings
from app.trivia.load import load_bank
from tests import folders, node
from tests.ports import free_port

tmp_path, session_folder = folders.tmp_path, folders.session_folder
node_packages, postgrest_installed = node.node_packages, node.postgrest_installed

LISTENS = "Ctrl-C stops everything"
PATIENCE_S = 120


class Instance:
    """`quizzler dev` or another program, in this data folder and on a port of its own."""

    def __init__(self, data_dir: Path, *command: str, port: int | None = None, **settings: str) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        program = command or ("app.cli", "dev")
        self.process = subprocess.Popen(
            [sys.executable, "-m", *(part.format(port=self.port) for part in program)],
            env={**quizzler_environment(data_dir), "PORT": str(self.port), **settings},
            cwd=data_dir.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_until_it_says(self, words: str, times: int = 1) -> None:
        assert self.process.stdout is not None
        while self.said.count(words) < times:
            line = self.process.stdout.readline()
            self.said += line
            assert line, self.said  # it ended instead

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send it this signal, wait for its end, and return its exit status."""
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=PATIENCE_S)[0]
        return self.process.returncode

    @property
    def postmaster(self) -> psutil.Process | None:
        """Its Postgres, if that runs."""
        try:
            pid = int((self.data_dir / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
            return psutil.Process(pid)
        except (FileNotFoundError, psutil.NoSuchProcess):
            return None

    @property
    def demo_password(self) -> str | None:
        """The demo host's password, which was made at the start."""
        return demo.password(Settings(_env_file=None, quizzler_data_dir=self.data_dir))

    @contextmanager
    def demo_host(self) -> Iterator[httpx.Client]:
        """A client that is signed in as the demo host."""
        with httpx.Client(base_url=self.url, timeout=30) as client:
            answer = client.post("/auth/signin", json={"email": demo.EMAIL, "password": self.demo_password})
            assert answer.status_code == 200, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield client


def quizzler_environment(data_dir: Path) -> dict[str, str]:
    """The environment without any setting except the data folder."""
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in names}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "QUIZZLER_DATA_DIR": str(data_dir),
        "PASSWORD_HASH_MEMORY_KIB": "1024",
    }


@pytest.fixture(scope="session")
def used_data_dir(session_folder: Path) -> Path:
    """A data folder in which Quizzler has run, to be copied."""
    folder = session_folder / "used"
    config = Settings(_env_file=None, quizzler_data_dir=folder)
    place = provision(config)
    load_bank(place.migration_url)
    demo.load_at_first_start(config, place.migration_url)
    place.leave()
    return folder


@pytest.fixture
def data_dir(used_data_dir: Path, tmp_path: Path) -> Path:
    """A data folder in which Quizzler has run before, whose name is hard to write into a URL."""
    folder = tmp_path / 'my [x] quizzes, #1? 100%&ü "a" b\'s'
    subprocess.run(["cp", "-a", used_data_dir, folder], check=True)
    return folder


@pytest.fixture
def quizzler() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of `quizzler` in a data folder and waits for its end."""

    def quizzler(
        data_dir: Path, *arguments: str, cwd: Path | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *arguments],
            env={**quizzler_environment(data_dir), "COLUMNS": "200", **settings},
            cwd=cwd or data_dir.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_S,
        )

    return quizzler


def end(instance: Instance) -> None:
    """End the instance and everything that it started."""
    if instance.process.poll() is None:
        instance.end(signal.SIGTERM)
    assert instance.process.stdout is not None
    instance.process.stdout.close()
    left_behind = instance.postmaster
    if left_behind is not None:
        left_behind.send_signal(signal.SIGQUIT)


@pytest.fixture(scope="session")
def running(used_data_dir: Path, session_folder: Path) -> Iterator[Instance]:
    """A running `quizzler dev`, shared by tests that change nothing but add quizzes."""
    subprocess.run(["cp", "-a", used_data_dir, session_folder / "running"], check=True)
    instance = Instance(session_folder / "running")
    instance.wait_until_it_says(LISTENS)
    yield instance
    end(instance)


@pytest.fixture
def start() -> Iterator[Callable[..., Instance]]:
    """Starts instances, and ends those that a test leaves running."""
    started: list[Instance] = []

    def start(data_dir: Path, *command: str, **settings: str) -> Instance:
        started.append(Instance(data_dir, *command, **settings))
        return started[-1]

    yield start
    for instance in started:
        end(instance)
