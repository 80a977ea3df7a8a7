"""What `make` does before Quizzler starts: finds a Python, makes .venv, installs what the lock pins."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.database.sql_files import ROOT

FAKE_PYTHON = """#!/bin/sh
# Stands in for Python: it records its arguments, and installs nothing.
echo "$*" >> "$CALLS"
case "$1 $2" in
    "-c "*) exit "${TOO_OLD:-0}" ;;
    "-m venv") [ -z "${NO_VENV:-}" ] || exit 1; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip") [ "$3" = --version ] || exit "${NO_NETWORK:-0}" ;;
esac
"""


class Clone:
    """A fresh clone on a machine that has only this fake Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        shutil.copytree(ROOT / ".ci", folder / ".ci")
        for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, folder)
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.add_python("python3")

    def add_python(self, name: str) -> None:
        (self.bin / name).write_text(FAKE_PYTHON)
        (self.bin / name).chmod(0o755)

    def make(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        self.calls.write_text("")
        return subprocess.run(
            command or ("make", "venv"),
            cwd=self.folder,
            env={
                "PATH": f"{self.bin}:/usr/bin:/bin",
                "CALLS": str(self.calls),
                "PYTHON": "python3",
                **settings,
            },
            capture_output=True,
            text=True,
        )

    @property
    def installed(self) -> list[str]:
        """The locks that were installed by the last command."""
        return re.findall(r"-m pip install .*-r (\S+)", self.calls.read_text())


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def locked(name: str) -> dict[str, str]:
    """Each package of a lock with the rest of its entry."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {m[1]: m[0] for m in re.finditer(r"^([\w.-]+)==(?:.*\\\n)*.*$", text, re.MULTILINE)}


def test_a_fresh_clone_installs_what_running_needs_and_no_more(clone: Clone) -> None:
    assert clone.make().returncode == 0
    assert clone.installed == ["requirements.lock"]


def test_what_is_installed_is_not_installed_again(clone: Clone) -> None:
    clone.make()
    assert clone.make().returncode == 0
    assert clone.installed == []


def test_tests_and_lint_install_what_they_need_besides(clone: Clone) -> None:
    clone.make()
    assert clone.make("make", "dev-venv").returncode == 0
    assert clone.installed == ["requirements-dev.lock"]


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed(clone: Clone, changed: str) -> None:
    clone.make()
    with open(clone.folder / changed, "a") as file:
        file.write("# newer\n")
    clone.make()
    assert clone.installed == ["requirements.lock"]


def test_a_python_that_is_too_old_is_reported_in_one_sentence(clone: Clone) -> None:
    ended = clone.make(TOO_OLD="1")
    assert ended.returncode != 0
    assert "Quizzler needs Python 3.11 or newer; these are missing or older: python3." in ended.stderr
    assert not (clone.folder / ".venv").exists()


def test_where_python3_is_too_old_a_newer_one_beside_it_is_used(clone: Clone) -> None:
    clone.add_python("python3.12")
    (clone.bin / "python3").write_text("#!/bin/sh\nexit 1\n")
    assert clone.make(PYTHON="").returncode == 0
    assert "-m venv" in clone.calls.read_text()


def test_a_python_that_cannot_make_environments_is_reported_with_what_is_missing(clone: Clone) -> None:
    ended = clone.make(NO_VENV="1")
    assert ended.returncode != 0
    assert "apt install python3-venv" in ended.stderr


def test_an_installation_that_fails_is_reported_and_tried_again_the_next_time(clone: Clone) -> None:
    ended = clone.make(NO_NETWORK="1")
    assert ended.returncode != 0
    assert "Installing failed" in ended.stderr
    assert clone.make().returncode == 0
    assert clone.installed == ["requirements.lock"]


def test_make_alone_lists_the_targets(clone: Clone) -> None:
    said = clone.make("make").stdout
    for target in ("run", "test", "lint", "bench", "sql", "lock"):
        assert f"make {target} " in said


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-client-generator.lock"]
)
def test_every_package_of_a_lock_has_hashes_and_none_an_address(name: str) -> None:
    for package, entry in locked(name).items():
        assert "--hash=sha256:" in entry, package
    assert not re.search(r"://|^-|file:", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    for name, wanted in (
        ("requirements.lock", project["project"]["dependencies"] + groups["build"]),
        ("requirements-client-generator.lock", groups.pop("client-generator")),
        (
            "requirements-dev.lock",
            [line for group in groups.values() for line in group if isinstance(line, str)],
        ),
    ):
        entries = locked(name)
        for requirement in map(Requirement, wanted):
            entry = entries.get(canonicalize_name(requirement.name), "")
            version = re.match(r"[\w.-]+==([^\s;\\]+)", entry)
            assert version, f"{requirement} is not in {name}; run: make lock"
            assert requirement.specifier.contains(version[1]), f"{requirement} in {name}; run: make lock"


def test_tests_run_with_the_versions_that_users_get() -> None:
    versions = [
        {package: entry.split()[0] for package, entry in locked(name).items()}
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert versions[0].items() <= versions[1].items()
