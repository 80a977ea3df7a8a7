"""docs/requirements.md: each promise names a test or a benchmark that exists."""

import re

import pytest

from app.database.sql_files import ROOT

PAGE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:tests|benchmarks)/[\w/]+\.py)(?:::(\w+))?`")
PROMISES = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.partition("\n## Quizzy\n")[2].splitlines()
    if line.startswith("| ") and not line.startswith("| promise ")
]


def missing(file: str, test: str) -> bool:
    """Whether there is no such file, or no such test in it."""
    path = ROOT / file
    if not path.is_file():
        return True
    return bool(test) and not re.search(rf"^(?:async )?def {test}\(", path.read_text("utf-8"), re.MULTILINE)


def test_every_test_and_benchmark_that_the_requirements_name_exists() -> None:
    assert [f"{file}::{test}" for file, test in NAMED.findall(PAGE) if missing(file, test)] == []


def test_every_promise_says_where_it_is_kept_and_what_holds_it() -> None:
    assert len(PROMISES) > 70
    unheld = [
        cells
        for cells in PROMISES
        if len(cells) != 3 or not (NAMED.search(cells[2]) or cells[2] == "the file")
    ]
    assert unheld == []


@pytest.mark.parametrize(
    ("file", "test"), [("tests/docs/test_none.py", ""), ("tests/docs/test_requirements.py", "test_none")]
)
def test_a_file_or_a_test_that_is_gone_is_noticed(file: str, test: str) -> None:
    assert missing(file, test)


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`((?:core|public)\.[a-z_]+)`", PAGE))))
def test_the_functions_and_tables_that_the_requirements_name_exist(named: str) -> None:
    made = (ROOT / "create_tables.sql").read_text(encoding="utf-8")
    assert re.search(rf"(?:function|table|view) {re.escape(named)}\b", made)
