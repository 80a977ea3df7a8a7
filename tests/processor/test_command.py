"""`quizzler processor`, which runs `python -m processor`."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.processor.conftest import SECRET

ROOT = Path(__file__).parents[2]


def quizzler_processor(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PROCESSING_SECRETS"}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "processor", *words],
        env={**environment, "PYTHONPATH": str(ROOT), "COLUMNS": "250", **settings},
        cwd=folder, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_quizzler_processor_passes_its_arguments_on(tmp_path: Path) -> None:
    ended = quizzler_processor(tmp_path, "check", "--help")
    assert ended.returncode == 0
    assert "quizzler processor check http://localhost:8100" in ended.stdout


def test_without_a_secret_it_names_the_variable_to_set(tmp_path: Path) -> None:
    ended = quizzler_processor(tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "PROCESSING_SECRETS is not set." in ended.stderr


def test_the_error_names_a_port_that_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = quizzler_processor(tmp_path, "--port", port, PROCESSING_SECRETS=SECRET)
    assert ended.returncode == 1
    assert f"port {port}, can't be used: Address already in use." in ended.stderr
    assert "Traceback" not in ended.stderr
