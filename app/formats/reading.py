"""The result of reading a file of questions in any format: drafts, and problems by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict

Kind = Literal[
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll", "slide"
]  # fmt: skip


class ChoiceDraft(TypedDict):
    """A choice. Its weight is the part of the points that it earns, from -1 to 1."""

    text: str
    weight: NotRequired[float]
    feedback: NotRequired[str]


class TextAnswerDraft(TypedDict):
    """An accepted text. Its weight is the part of the points that it earns, from 0 to 1."""

    text: str
    weight: NotRequired[float]
    feedback: NotRequired[str]


class NumberAnswerDraft(TypedDict, total=False):
    """An accepted number: `value` ± `tolerance`, or from `min` to `max`."""

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
    """Something in the file that can't be imported.

    `line` counts from 1, `code` is stable and for programs, `message` says what to do.
    """

    line: int
    code: str
    message: str


@dataclass(slots=True)
class Reading:
    """The content of a file. Questions with problems are left out of `questions`.

    `lines[i]` is the line where `questions[i]` begins, to report what the database refuses by line as well.
    If there are problems, a caller stores the questions only if its user chose to skip problems.
    """

    questions: list[QuestionDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    skipped: int = 0  # questions that were left out
