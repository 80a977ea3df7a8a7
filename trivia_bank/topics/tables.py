"""Questions from Quizzler's own tables of facts that no free package has, such as who wrote a book.

A table is a TOML file in `trivia_bank/tables`. Its sections have a row on each line, with `|` between cells:

- `pairs`: left | right | level | group | story. A question asks for right (`forward`) or left (`backward`).
  Its distractors are of the same group; a group with `;` lists the distractors of a row that needs its own.
- `years`: event | year | level | story. For questions about the year, the order, and which came first.
- `choices`: question | right | wrong; wrong; wrong | level | story.
- `numbers`: question | number | level | story, or question | number ± tolerance | level | story.
- `statements`: sentence | true or false | level | story.

A level is 1, 2 or 3: known to most guests, to some, to few. The story is the line that a host reads out after
the answer: why, when or who.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import hardest
from trivia_bank.question import Maker, Question, among

TABLES = Path(__file__).parent.parent / "tables"
KEYS = {"subject", "pairs", "years", "choices", "numbers", "statements"}
LEVELS: dict[str, Difficulty] = {"1": "easy", "2": "medium", "3": "hard"}


def questions(table: str, random: Random) -> Iterator[Question]:
    """All questions of one table, by its file name without `.toml`."""
    content: dict[str, Any] = tomllib.loads((TABLES / f"{table}.toml").read_text(encoding="utf-8"))
    _refuse_unknown(content)
    make = Maker(content["subject"], f"Quizzler's table of facts: {table}", random, family="")
    for section in content.get("pairs", []):
        yield from _pairs(replace(make, family=f"{table}: {section['forward']}"), section)
    for section in content.get("years", []):
        yield from _years(replace(make, family=f"{table}: {section['prompt']}"), section)
    for question, right, wrong, level, story in _rows(content.get("choices", ""), 5):
        others = [w.strip() for w in wrong.split(";")]
        yield make.single(question, right, others, LEVELS[level], among(right), story)
    for question, answer, level, story in _rows(content.get("numbers", ""), 4):
        number, _, tolerance = answer.partition("±")
        yield make.numeric(
            question, _number(number), LEVELS[level], story, tolerance=_number(tolerance or "0")
        )
    for sentence, truth, level, story in _rows(content.get("statements", ""), 4):
        yield make.true_false(sentence, {"true": True, "false": False}[truth], LEVELS[level], story)


def _refuse_unknown(content: dict[str, Any]) -> None:
    """Raise ValueError for a key in the wrong place: in TOML, a key below a section belongs to it."""
    known = {"": KEYS, "pairs": {"forward", "backward", "share", "rows"}, "years": {"prompt", "gap", "rows"}}
    found = [
        ("", content),
        *((name, section) for name in ("pairs", "years") for section in content.get(name, [])),
    ]
    for name, section in found:
        if unknown := set(section) - known[name]:
            raise ValueError(f"a table has {sorted(unknown)} where it does not belong ({name or 'top'})")


def _rows(text: str, cells: int) -> list[list[str]]:
    """The cells of each row; the last ones of a row may be missing, and are empty then."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return [row + [""] * (cells - len(row)) for row in rows]


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _pairs(make: Maker, section: dict[str, Any]) -> Iterator[Question]:
    """One question for each row, in one direction only: one of both would give the other away."""
    rows = _rows(section["rows"], 5)
    for left, right, level, group, story in rows:
        forward = make.random.random() < section.get("share", 0.6) or "backward" not in section
        answer, given = (right, left) if forward else (left, right)
        column = 1 if forward else 0
        rights = {row[column] for row in rows if row[1 - column] == given}
        pool = [row[column] for row in rows if row[3] == group]
        if forward and ";" in group:
            pool = [name.strip() for name in group.split(";")]
        elif len(set(pool) - rights) < 3:
            pool = [row[column] for row in rows]
        prompt = str(section["forward" if forward else "backward"]).format(left=left, right=right)
        prompt = re.sub(r"( \([^)]*\))”", r"”\1", prompt)  # a year behind the title, not in it
        yield make.single(prompt, answer, pool, LEVELS[level], among(*rights), story)


def _years(make: Maker, section: dict[str, Any]) -> Iterator[Question]:
    """The year of each event; orders and comparisons of events that are at least `gap` years apart."""
    rows = _rows(section["rows"], 4)
    for event, written, known, story in rows:
        year, level = int(written), LEVELS[known]
        spread = 3 if year > 1900 else 8 if year > 1500 else 25
        steps = [spread * step for step in (-4, -3, -2, -1, 1, 2, 3, 4)]
        near = [str(year + step) for step in steps if year + step < 2025]
        yield make.single(
            section["prompt"].format(event=event), str(year), near, level, among(str(year)), story
        )
    events = [(event, int(year), LEVELS[level]) for event, year, level, _ in rows]
    gap = int(section.get("gap", 8))
    for turn in range(len(events) // 5):
        some = _apart(make, events, 4, gap)
        names = [_capital(event) for event, _, _ in some]
        level = hardest(*(level for _, _, level in some))
        when = "; ".join(f"{name}: {year}" for name, (_, year, _) in zip(names, some, strict=True))
        yield make.ordering("Put these in order, earliest first.", names, level, f"{when}.")
        (first, early, _), (second, late, _) = _apart(make, events, 2, gap, most=4 * gap)
        told = f"{_capital(first)}: {early}; {second}: {late}."
        if turn % 2:
            first, second = second, first
        yield make.true_false(f"{_capital(first)} came before {second}.", not turn % 2, "medium", told)


def _apart(
    make: Maker, events: list[tuple[str, int, Difficulty]], count: int, gap: int, most: int = 10_000
) -> list[tuple[str, int, Difficulty]]:
    """Events in order, each at least `gap` years after the one before, and all within `most` years."""
    while True:
        some = sorted(make.random.sample(events, count), key=lambda event: event[1])
        within = some[-1][1] - some[0][1] <= most
        if within and all(b[1] - a[1] >= gap for a, b in itertools.pairwise(some)):
            return some


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
