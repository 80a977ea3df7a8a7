"""What reading a file of questions gives, whatever its format: drafts, and the problems line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict

Kind = Literal[
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll", "slide"
]  # fmt: skip


class ChoiceDraft(TypedDict):
    """A choice. Its weight is the part of the points it earns, from -1 to 1."""

    text: str
    weight: NotRequired[float]
    feedback: NotRequired[str]


class TextAnswerDraft(TypedDict):
    """An accepted text. Its weight is the part of the points it earns, from 0 to 1."""

    text: str
    weight: NotRequired[float]
    feedback: NotRequired[str]


class NumberAnswerDraft(TypedDict, total=False):
    """An accepted number: `value` give or take `tolerance`, or anything from `min` to `max`."""

    value: int | float
    tolerance: int | float
    min: int | float
    max: int | float
    weight: float
    feedback: str


class QuestionDraft(TypedDict):
    """A question that is not in the database yet. A field that does not apply is left out, never null."""

    kind: Kind
    prompt: str
    choices: NotRequired[list[ChoiceDraft]]
    correct: NotRequired[bool]
    answers: NotRequired[list[TextAnswerDraft] | list[NumberAnswerDraft]]
    explanation: NotRequired[str]
    subject: NotRequired[str]
    media_url: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that could not be taken.

    `line` counts from 1, `code` is stable and meant for programs, `message` tells a person what to do.
    """

    line: int
    code: str
    message: str


@dataclass(slots=True)
class Reading:
    """A file, read. Each question here is whole: one with a problem is left out, and its problems are listed.

    `lines[i]` is the line where `questions[i]` begins, so that a later refusal can be shown by its line too.
    A caller stores nothing unless there are no problems, or its user asked to skip what was not taken.
    """

    questions: list[QuestionDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    skipped: int = 0  # questions that were left out
