"""Computes the answers of the bank's questions again, from their prompts alone."""

import re
from collections.abc import Callable, Iterator

from app.quizzes.models import Draft
from trivia_bank import read

BANK = read()


def key(draft: Draft) -> str:
    """The right answer as text."""
    match draft["kind"]:
        case "single_choice":
            return next(choice["text"] for choice in draft["choices"] if choice["correct"])
        case "ordering":
            return " < ".join(choice["text"] for choice in draft["choices"])
        case "true_false":
            return str(draft["correct"])
        case "numeric":
            return str(draft["answers"][0]["value"])


class Recomputation:
    """Maps the pattern of a prompt to a function that computes the answer from the pattern's groups."""

    def __init__(self) -> None:
        self.checks: dict[str, Callable[..., str]] = {}

    def __call__(self, pattern: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
        def keep(check: Callable[..., str]) -> Callable[..., str]:
            self.checks[pattern] = check
            return check

        return keep

    def answers(self, pattern: str) -> Iterator[tuple[str, str, str]]:
        """The prompt, the key and the recomputed answer of every question with this pattern."""
        for draft in BANK:
            if found := re.fullmatch(pattern, draft["prompt"]):
                yield draft["prompt"], key(draft), self.checks[pattern](*found.groups())


def right_and_wrong(prompt: str) -> Iterator[tuple[str, list[str]]]:
    """The right and the wrong choices of every single choice with this prompt."""
    for draft in BANK:
        if draft["prompt"] == prompt and draft["kind"] == "single_choice":
            yield key(draft), [choice["text"] for choice in draft["choices"] if not choice["correct"]]
