"""`python -m trivia_bank`: builds the question bank and reports what it contains."""

from __future__ import annotations

import sys
from collections import Counter

from rich.console import Console

from trivia_bank import BANK, BankError, build


def main() -> int:
    """Build the bank and replace the committed file. Returns the exit status: 1 if it could not be built."""
    console = Console()
    try:
        report = build(BANK)
    except BankError as problem:
        console.print(str(problem), markup=False)
        return 1
    console.print(report.table())
    for reason, count in Counter(reason for reason, _ in report.refused).most_common():
        console.print(f"left out {count}: {reason}")
    console.print(f"written to {BANK}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
