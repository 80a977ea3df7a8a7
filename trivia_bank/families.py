"""Collects the questions of all families, checks them, and leaves out those that can't be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random

from trivia_bank.check import GIVEAWAY, bank_faults, question_faults
from trivia_bank.question import Question, normalised
from trivia_bank.report import Report
from trivia_bank.topics import (
    alphabets,
    arithmetic,
    borders,
    calendar,
    computing,
    geometry,
    numbers,
    sizes,
    tables,
    units,
    words,
    zones,
)

Family = Callable[[Random], Iterator[Question]]

MODULES = (
    alphabets,
    arithmetic,
    borders,
    calendar,
    computing,
    geometry,
    numbers,
    sizes,
    units,
    words,
    zones,
)


def families() -> dict[str, Family]:
    """Every family by its name. The name is part of its seed, so a new family does not change the others."""
    found: dict[str, Family] = {module.__name__.rsplit(".", 1)[1]: module.questions for module in MODULES}
    for path in sorted(tables.TABLES.glob("*.toml")):
        found[f"table {path.stem}"] = partial(tables.questions, path.stem)
    return found


def collect(seed: int) -> Report:
    """All good questions, sorted by subject and id.

    A question is left out if its stem gives the answer away or if its prompt was used before. Any other fault
    is a mistake of the family; it is listed in `faults`, and then the bank can't be built.
    """
    report = Report()
    seen: set[str] = set()
    for name, family in families().items():
        for question in family(Random(f"{seed} {name}")):  # noqa: S311
            draft = question.draft()
            faults = question_faults(question)
            key = normalised(question.prompt)
            if key in seen:
                report.refused.append(("the prompt was used before", question.prompt))
            elif faults == [GIVEAWAY]:
                report.refused.append((GIVEAWAY, question.prompt))
            elif faults:
                report.faults += [f"{name}: {question.prompt}: {fault}" for fault in faults]
            else:
                seen.add(key)
                report.drafts.append(draft)
    report.drafts.sort(key=lambda draft: (draft.get("subject", ""), draft.get("id", "")))
    report.faults += bank_faults(report.drafts)
    return report
