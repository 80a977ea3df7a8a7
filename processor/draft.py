"""A question while it is being written, with or without a model; `as_json` makes it a CitedDraft."""

import re
from dataclasses import dataclass, field
from typing import Any

from processor.contract.drafts import Citation, Difficulty, Kind

# The kinds of question that can be made from a PDF
KINDS: tuple[Kind, ...] = (
    "single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "matching",
)  # fmt: skip


# Asks which of four sentences is false; the key is the cited sentence with a word or two exchanged
NOT_TRUE = "Which of these statements is not true?"


@dataclass
class RoughDraft:
    """One question, before its checks."""

    kind: Kind
    prompt: str
    citation: Citation
    # right options; or accepted answers, the best first; or texts in the right order; or terms to match
    right: list[str] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)  # matching: what belongs to each of the terms
    wrong: list[str] = field(default_factory=list)
    correct: bool | None = None  # true_false: whether the statement is true
    value: float | None = None  # numeric: the right number
    level: Difficulty = "medium"
    subject: str | None = None
    setting: str | None = None  # what the prompt is about, where it can't be understood without that
    ordered_options: list[str] = field(default_factory=list)  # set by checks.arrange_options

    @property
    def options(self) -> list[str]:
        """All options, in the order in which they are shown if that has been set."""
        return self.ordered_options or [*self.right, *self.wrong]

    @property
    def shown_prompt(self) -> str:
        """The prompt, after what it is about."""
        return f"{self.setting}: {self.prompt}" if self.setting else self.prompt

    def as_json(self) -> dict[str, Any]:
        """The draft with its citation, as a CitedDraft of the contract."""
        shown: dict[str, Any] = {"kind": self.kind, "prompt": self.shown_prompt}
        if self.kind in ("single_choice", "multiple_choice"):
            shown["choices"] = [{"text": text, "correct": text in self.right} for text in self.options]
        elif self.kind == "ordering":
            shown["choices"] = [{"text": text} for text in self.right]
        elif self.kind == "matching":
            pairs = zip(self.right, self.matches, strict=True)
            shown["pairs"] = [{"text": text, "match": match} for text, match in pairs]
        elif self.kind == "true_false":
            shown["correct"] = bool(self.correct)
        elif self.kind == "numeric":
            value = float(self.value or 0)
            shown["answers"] = [{"value": int(value) if value.is_integer() else value}]
        else:
            shown["answers"] = [{"text": text} for text in self.right]
        shown |= {"explanation": self.explanation, "difficulty": self.level}
        if self.subject:
            shown["subject"] = self.subject
        return shown | {"citation": self.citation.model_dump(mode="json")}

    @property
    def explanation(self) -> str:
        """The cited sentence and its page."""
        return (
            f"Page {self.citation.page_label or self.citation.page}: “{inner_quotes(self.citation.sentence)}”"
        )


def inner_quotes(text: str) -> str:
    """A text for use within double quotes: its own double quotes become single ones."""
    text = re.sub(r"(^|[\s(])[\"“”„]", r"\1‘", text)
    return re.sub(r"[\"“”„]", "’", text)
