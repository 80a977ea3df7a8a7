"""What `quizzler doctor` finds: lines with a verdict and advice."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

PATIENCE_S = 5  # with whoever is asked


class Verdict(Enum):
    """The result of a check. Only WRONG makes the command end with status 1."""

    GOOD = ("✓", "green")
    WORTH_KNOWING = ("!", "yellow")
    WRONG = ("✗", "bold red")


@dataclass(frozen=True)
class Finding:
    """One line of the report, with advice."""

    verdict: Verdict
    what: str
    advice: str = ""


Findings = Iterator[Finding]


def good(what: str) -> Finding:
    """A finding that needs no action."""
    return Finding(Verdict.GOOD, what)


def note(what: str, advice: str = "") -> Finding:
    """A finding that is not wrong but worth knowing."""
    return Finding(Verdict.WORTH_KNOWING, what, advice)


def wrong(what: str, advice: str) -> Finding:
    """A finding that keeps Quizzler from running."""
    return Finding(Verdict.WRONG, what, advice)
