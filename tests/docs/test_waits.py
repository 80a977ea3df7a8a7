"""No test waits for ever: waits have limits, and a test that hangs all the same fails by its name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
WITHOUT_LIMIT = re.compile(r"await (?:self\.)?\w+\.recv\(\)|while not \w+\.started:")
MAY = {
    "waiting.py",
    "fixtures.py",
    "scripted.py",
    "fake_supabase.py",
}  # these wait with a limit, or end themselves


def test_messages_are_waited_for_with_a_limit() -> None:
    found = [
        f"{path.relative_to(TESTS)}: {line.strip()}"
        for path in TESTS.rglob("*.py")
        if path.name not in MAY and path != Path(__file__)
        for line in path.read_text().splitlines()
        if WITHOUT_LIMIT.search(line)
    ]
    assert found == [], "Use tests/waiting.py."


@pytest.mark.parametrize(
    "hanging",
    [
        "async def test_hangs():\n    await asyncio.Event().wait()",
        "def test_hangs():\n    threading.Event().wait()",
    ],
    ids=["async", "plain"],
)
def test_a_test_that_hangs_is_ended_by_its_name_and_the_others_go_on(tmp_path: Path, hanging: str) -> None:
    source = f"import asyncio\nimport threading\n\n\n{hanging}\n\n\ndef test_goes_on():\n    pass\n"
    (tmp_path / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-c", TESTS.parent / "pyproject.toml", "--rootdir", tmp_path]
    options = ["-p", "no:cacheprovider", "--timeout", "0.2", "-n", "0", tmp_path / "test_it.py"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60)
    assert re.search(r"FAILED \S*test_it\.py::test_hangs", run.stdout)
    assert "1 failed, 1 passed" in run.stdout
