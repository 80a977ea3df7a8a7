"""The documents: links, files and commands exist, lines fit, and the picture of the imports is up to date."""

import re

import pytest

from app.database.sql_files import ROOT
from docs.draw_imports import PAGE, picture

DOCUMENTS = [
    path
    for pattern in ("*.md", "*/*.md", ".github/*.md")
    for path in sorted(ROOT.glob(pattern))
    if not any(part.startswith(".venv") for part in path.parts)
]
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
CODE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]+)?\)")
LONGEST_LINE = 120
FOLDERS = ("app", "client", "processor", "supabase", "tests", "benchmarks", "docs", "examples", "deployment")


@pytest.mark.parametrize("name", NAMES)
def test_lines_of_a_document_are_not_too_long(name: str) -> None:
    prose = CODE.sub("", (ROOT / name).read_text(encoding="utf-8")).splitlines()
    long = [line for line in prose if len(line) > LONGEST_LINE and not line.startswith("|")]
    assert not long


@pytest.mark.parametrize("name", NAMES)
def test_the_links_of_a_document_lead_to_files(name: str) -> None:
    path = ROOT / name
    links = [link for link, _ in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))]
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_a_document_names_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_make_commands_that_a_document_names_exist(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([\w-]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert set(named) <= targets


def test_the_picture_of_the_imports_is_up_to_date() -> None:
    assert picture() in PAGE.read_text(encoding="utf-8"), "run: make imports"
