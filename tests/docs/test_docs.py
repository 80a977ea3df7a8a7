"""The documents: links lead somewhere, lines fit, commands exist, the picture of the imports is true."""

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
def test_a_line_of_a_document_fits_on_the_screen(name: str) -> None:
    prose = CODE.sub("", (ROOT / name).read_text(encoding="utf-8")).splitlines()
    long = [line for line in prose if len(line) > LONGEST_LINE and not line.startswith("|")]
    assert not long


@pytest.mark.parametrize("name", NAMES)
def test_a_link_of_a_document_leads_to_a_file(name: str) -> None:
    path = ROOT / name
    links = [link for link, _ in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))]
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_a_document_names_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_command_of_make_that_a_document_names_is_there(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([\w-]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert set(named) <= targets


def test_the_picture_of_the_imports_is_true() -> None:
    assert picture() in PAGE.read_text(encoding="utf-8"), "draw it anew with: make imports"
