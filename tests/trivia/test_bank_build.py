"""Building the bank again, if the fact libraries are installed in the versions of the committed bank."""

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from trivia_bank import BANK, build

PINS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["dependency-groups"]["bank"]


@pytest.fixture(scope="module")
def libraries() -> None:
    for pin in PINS:
        name, version = pin.split("==")
        pytest.importorskip(name, reason=f"{name}, of the dependency group “bank”, is not installed")
        if importlib.metadata.version(name) != version:
            pytest.skip(f"{name} is not the version {version} that the committed bank is of")


@pytest.mark.usefixtures("libraries")
def test_a_rebuild_gives_the_committed_bank(tmp_path: Path):
    report = build(tmp_path / "bank.jsonl")
    assert (tmp_path / "bank.jsonl").read_bytes() == BANK.read_bytes()
    assert report.faults == []


@pytest.mark.usefixtures("libraries")
def test_another_seed_gives_another_bank(tmp_path: Path):
    build(tmp_path / "bank.jsonl", seed=7)
    assert (tmp_path / "bank.jsonl").read_bytes() != BANK.read_bytes()
