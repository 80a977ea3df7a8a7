"""Makes the built-in question bank, `app/trivia/bank.jsonl`: thousands of drafts.

Reading the bank needs no libraries. Building it needs those of the dependency group `bank`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from app.quizzes.models import Draft

if TYPE_CHECKING:
    from trivia_bank.report import Report

BANK = Path(__file__).parents[1] / "app" / "trivia" / "bank.jsonl"
SEED = 2026


class BankError(Exception):
    """The bank can't be built; the message is a sentence for people."""


def read(path: Path = BANK) -> list[Draft]:
    """All drafts of a bank file, each with its `id`. Raises OSError if the file can't be read."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def build(path: Path = BANK, seed: int = SEED) -> Report:
    """Make the bank, write it to `path` as a line of JSON for each draft, and return the report.

    The same libraries and seed give the same file.

    Raises BankError, and writes nothing, if a library is missing or the bank fails its checks.
    """
    try:
        from trivia_bank.families import collect
    except ImportError as missing:
        raise BankError(
            f"{missing.name} is not installed: the bank needs the dependency group “bank”."
        ) from missing
    report = collect(seed)
    if report.faults:
        raise BankError("The bank is not fit to be used:\n" + "\n".join(report.faults))
    lines = "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in report.drafts)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(lines, encoding="utf-8", newline="\n")
    unfinished.replace(path)
    return report
