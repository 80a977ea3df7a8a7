"""What a reader thought of 250 questions of the bank that a seed drew (tests/trivia/judged/README.md)."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.trivia.recomputation import BANK

FILES = sorted((Path(__file__).parent / "judged").glob("*.tsv"))


def judged(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_four_of_five_are_read_aloud_gladly_and_none_is_wrong(path: Path):
    rows = judged(path)
    verdicts = Counter(row["verdict"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows) == 250
    assert verdicts.keys() <= {"gladly", "borderline", "no"}
    assert verdicts["gladly"] >= 0.8 * len(rows)
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nine_of_ten_judged_questions_are_still_in_the_bank(path: Path):
    there = {draft["id"] for draft in BANK}
    assert sum(row["id"] in there for row in judged(path)) >= 225, "judge a fresh draw"
