"""A question of the bank while it is made, with the predicate that says which choices are right."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from app.quizzes.models import Draft
from trivia_bank.kinds import Difficulty, Kind

# The subject of what is computed or is a code to be known: practice, drawn only when it is asked for by name.
DRILLS = "drills"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `is_right` comes from the facts and `right` is the key, so a check can compare them.

    `family` names the questions that are made of the same kind of fact; "" for a question of its own.
    """

    subject: str
    kind: Kind
    prompt: str
    difficulty: Difficulty
    source: str
    choices: tuple[str, ...] = ()
    right: str = ""
    truth: bool | None = None
    number: int | float | None = None
    tolerance: int | float = 0
    explanation: str = ""
    family: str = ""
    is_right: Callable[[str], bool] | None = None

    @property
    def key(self) -> str:
        """The right answer as text; two questions with the same prompt and key are the same."""
        match self.kind:
            case "single_choice":
                return self.right
            case "true_false":
                return str(self.truth).lower()
            case "numeric":
                return str(self.number)
            case "ordering":
                return " < ".join(self.choices)

    @property
    def id(self) -> str:
        """A slug that depends on the prompt and the right answer, but not on the distractors."""
        content = f"{normalised(self.prompt)}\n{normalised(self.key)}"
        return f"{self.subject}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"

    @property
    def template(self) -> str:
        """How it begins: its first three words. Two questions of one template sound alike in a quiz."""
        return " ".join(normalised(self.prompt).split()[:3])

    def draft(self) -> Draft:
        """The question as it stands in the bank: a draft, with its `id`, its `template` and its `family`."""
        draft: Draft = {
            "id": self.id,
            "template": self.template,
            "family": self.family or self.id,
            "kind": self.kind,
            "prompt": self.prompt,
        }
        if self.kind == "single_choice":
            draft["choices"] = [{"text": text, "correct": text == self.right} for text in self.choices]
        elif self.kind == "ordering":
            draft["choices"] = [{"text": text} for text in self.choices]
        elif self.truth is not None:
            draft["correct"] = self.truth
        elif self.number is not None:
            answer = {"value": self.number}
            if self.tolerance:
                answer["tolerance"] = self.tolerance
            draft["answers"] = [answer]
        if self.explanation:
            draft["explanation"] = self.explanation
        draft["subject"] = self.subject
        draft["difficulty"] = self.difficulty
        draft["source"] = self.source
        return draft


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes questions of one subject from one source, and of one family: by default, that of the source."""

    subject: str
    source: str
    random: Random
    family: str | None = None

    def single(
        self,
        prompt: str,
        right: str,
        wrong: Iterable[str],
        difficulty: Difficulty,
        is_right: Callable[[str], bool],
        explanation: str = "",
        *,
        near: int | None = None,
        always: str = "",
    ) -> Question:
        """A single choice of four.

        Three distractors are drawn from the first `near` of `wrong` that are not right (by default from all),
        so list the most plausible first. `always`, if given, is one of them. Raises ValueError if there are
        too few.
        """
        distractors = pick_distractors(self.random, right, wrong, is_right, near)
        if always and normalised(always) not in map(normalised, [right, *distractors]):
            distractors[0] = always
        choices = [right, *distractors]
        self.random.shuffle(choices)
        return Question(
            subject=self.subject,
            family=self.source if self.family is None else self.family,
            kind="single_choice",
            prompt=prompt,
            difficulty=difficulty,
            source=self.source,
            choices=tuple(choices),
            right=right,
            explanation=explanation,
            is_right=is_right,
        )

    def fixed(
        self,
        prompt: str,
        choices: Sequence[str],
        right: str,
        difficulty: Difficulty,
        is_right: Callable[[str], bool],
        explanation: str = "",
    ) -> Question:
        """A single choice whose choices are given in the order in which they are shown."""
        return Question(
            subject=self.subject,
            family=self.source if self.family is None else self.family,
            kind="single_choice",
            prompt=prompt,
            difficulty=difficulty,
            source=self.source,
            choices=tuple(choices),
            right=right,
            explanation=explanation,
            is_right=is_right,
        )

    def true_false(self, prompt: str, truth: bool, difficulty: Difficulty, explanation: str = "") -> Question:
        """A statement that is true or false."""
        return Question(
            subject=self.subject,
            family=self.source if self.family is None else self.family,
            kind="true_false",
            prompt=prompt,
            difficulty=difficulty,
            source=self.source,
            truth=truth,
            explanation=explanation,
        )

    def numeric(
        self,
        prompt: str,
        number: int | float,
        difficulty: Difficulty,
        explanation: str = "",
        *,
        tolerance: int | float = 0,
    ) -> Question:
        """A question whose answer is a number; a response may differ from it by `tolerance`."""
        return Question(
            subject=self.subject,
            family=self.source if self.family is None else self.family,
            kind="numeric",
            prompt=prompt,
            difficulty=difficulty,
            source=self.source,
            number=number,
            tolerance=tolerance,
            explanation=explanation,
        )

    def ordering(
        self, prompt: str, in_order: Sequence[str], difficulty: Difficulty, explanation: str = ""
    ) -> Question:
        """Things to put in order, listed in the right order."""
        return Question(
            subject=self.subject,
            family=self.source if self.family is None else self.family,
            kind="ordering",
            prompt=prompt,
            difficulty=difficulty,
            source=self.source,
            choices=tuple(in_order),
            explanation=explanation,
        )


def among(*texts: str) -> Callable[[str], bool]:
    """The predicate that is true for these texts only."""
    return frozenset(texts).__contains__


def pick_distractors(
    random: Random,
    right: str,
    candidates: Iterable[str],
    is_right: Callable[[str], bool],
    near: int | None = None,
) -> list[str]:
    """Three different wrong choices from the first `near` usable candidates.

    Raises ValueError if fewer than three are usable.
    """
    seen = {normalised(right)}
    usable: list[str] = []
    for candidate in candidates:
        name = normalised(candidate)
        if name in seen or is_right(candidate):
            continue
        seen.add(name)
        usable.append(candidate)
        if near is not None and len(usable) == near:
            break
    if len(usable) < 3:
        raise ValueError(f"only {len(usable)} distractors for {right!r}")
    return random.sample(usable, 3)


def normalised(text: str) -> str:
    """Text for comparisons: without accents, case, outer punctuation and repeated spaces; symbols stay."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\s“”\"'’?.!,:;]+", " ", bare).strip()
