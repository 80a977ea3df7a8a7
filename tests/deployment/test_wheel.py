"""A wheel has everything that Quizzler needs when it runs: pages, SQL, the bank, the quizzes of the demo."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app import demo
from app.database.sql_files import ROOT
from tests import node
from tests.cli import conftest as cli

tmp_path, session_folder, start = cli.tmp_path, cli.session_folder, cli.start
built_pages, web_packages = node.built_pages, node.web_packages

PACKAGES = ("app", "client", "processor")
MADE_BY_OTHERS = shutil.ignore_patterns("__pycache__", "node_modules")


@pytest.fixture(scope="session")
def installed(session_folder: Path, built_pages: None) -> Path:
    """A folder into which a wheel of Quizzler was unpacked, which is all that an installer does with it."""
    sources, place = session_folder / "sources", session_folder / "installed"
    sources.mkdir()
    for folder in (*PACKAGES, "supabase"):
        shutil.copytree(ROOT / folder, sources / folder, ignore=MADE_BY_OTHERS)
    for file in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, sources)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(session_folder)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=sources, check=True, capture_output=True)
    with zipfile.ZipFile(next(session_folder.glob("*.whl"))) as wheel:
        wheel.extractall(place)
    return place


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_a_wheel_has_every_file_of_its_packages(installed: Path) -> None:
    for package in PACKAGES:
        missing = files(ROOT / package) - files(installed / package)
        assert {name for name in missing if not name.endswith("README.md")} == set()


def test_a_wheel_has_the_sql_and_nothing_else_beside_its_packages(installed: Path) -> None:
    for folder in ("migrations", "functions_sql"):
        assert files(installed / "app" / "supabase" / folder) == {
            name for name in files(ROOT / "supabase" / folder) if name.endswith(".sql")
        }
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == set(PACKAGES)


def test_quizzler_starts_from_a_wheel_in_an_empty_folder(
    installed: Path, tmp_path: Path, start: Callable[..., cli.Instance]
) -> None:
    instance = start(tmp_path / "new", PYTHONPATH=str(installed))
    instance.wait_until_it_says(cli.LISTENS)
    with instance.demo_host() as host:
        assert len(host.get("/quizzes").json()["items"]) == len(list(demo.quizzes()))
        assert host.get("/quizzes/topics/list").json()["topics"] != []
        for page in ("/", "/play", "/docs", "/static/icon.svg", "/openapi.json"):
            assert host.get(page).status_code == 200
