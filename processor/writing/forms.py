"""The forms of questions: what each asks of the mind, and how much it is worth beside the others."""

from typing import Literal

from processor.contract import Difficulty

Form = Literal[
    "term", "define", "subject", "object", "why", "how", "effect", "where", "list", "example", "called"
]
# What each form asks of the mind: to recall, to understand, or to apply and to reason
LEVEL_OF: dict[Form, Difficulty] = {
    "term": "easy", "subject": "easy", "object": "easy", "where": "easy", "called": "easy", "list": "medium",
    "define": "medium", "how": "medium", "example": "hard", "why": "hard", "effect": "hard",
}  # fmt: skip
WORTH_OF: dict[Form, float] = {
    "why": 7.5, "effect": 6.5, "define": 6.5, "term": 6.0, "called": 6.5, "how": 6.5, "example": 6.0,
    "list": 6.0, "object": 4.5, "subject": 5.0, "where": 4.0,
}  # fmt: skip
