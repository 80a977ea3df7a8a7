"""The shape of a question draft, as trivia produces it and `POST /quizzes/{id}/questions` takes it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Kind = Literal["single_choice", "true_false", "numeric", "ordering"]
Difficulty = Literal["easy", "medium", "hard"]

KINDS: tuple[Kind, ...] = ("single_choice", "true_false", "numeric", "ordering")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")


class ChoiceDraft(TypedDict):
    """One choice. `correct` is there for single_choice only; an ordering lists its choices in the right
    order."""

    text: str
    correct: NotRequired[bool]


class AnswerDraft(TypedDict):
    """One accepted number; anything within `tolerance` of it (default 0) is right too."""

    value: int | float
    tolerance: NotRequired[int | float]


class Draft(TypedDict):
    """A question that is not in the database yet. Fields that do not apply are left out, never null."""

    id: NotRequired[str]
    kind: Kind
    prompt: str
    choices: NotRequired[list[ChoiceDraft]]
    correct: NotRequired[bool]
    answers: NotRequired[list[AnswerDraft]]
    explanation: NotRequired[str]
    subject: NotRequired[str]
    difficulty: NotRequired[Difficulty]
    source: NotRequired[str]
