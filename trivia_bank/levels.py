"""Grades questions as easy, medium or hard, by how well known a thing is or by a magnitude."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from trivia_bank.kinds import Difficulty

T = TypeVar("T")


def by_rank(
    things: Iterable[T], fame: Callable[[T], float], easy: float = 0.3, hard: float = 0.35
) -> dict[T, Difficulty]:
    """The level of each thing: by fame, the first share `easy` is easy, and the last share `hard` is hard."""
    ranked = sorted(things, key=fame, reverse=True)
    levels: dict[T, Difficulty] = {}
    for rank, thing in enumerate(ranked):
        if rank < easy * len(ranked):
            levels[thing] = "easy"
        elif rank >= (1 - hard) * len(ranked):
            levels[thing] = "hard"
        else:
            levels[thing] = "medium"
    return levels


def by_size(size: float, easy_below: float, hard_from: float) -> Difficulty:
    """A level by a magnitude, such as that of an operand: small is easy."""
    if size < easy_below:
        return "easy"
    return "hard" if size >= hard_from else "medium"


def hardest(*levels: Difficulty) -> Difficulty:
    """The hardest of several levels, for a question whose parts must all be known."""
    return max(levels, key=("easy", "medium", "hard").index)
