"""The forms of questions: what each asks of the mind, and how much it is worth beside the others."""

from typing import Literal

from processor.contract.drafts import Difficulty

Form = Literal[
    "term", "define", "called", "subject", "object", "where", "when", "gap", "count", "list", "example",
    "why", "how", "use", "effect", "contrast", "truth", "untrue", "name", "order", "match",
]  # fmt: skip
# What each form asks of the mind: to recall, to understand, or to apply and to reason
LEVEL_OF: dict[Form, Difficulty] = {
    "term": "easy", "subject": "easy", "object": "easy", "where": "easy", "when": "easy", "called": "easy",
    "gap": "easy", "count": "easy", "name": "easy", "list": "medium", "define": "medium", "how": "medium",
    "use": "medium", "truth": "medium", "untrue": "medium",
    "order": "medium", "match": "medium", "example": "hard", "why": "hard", "effect": "hard",
    "contrast": "hard",
}  # fmt: skip
WORTH_OF: dict[Form, float] = {
    "why": 7.5, "effect": 6.5, "define": 6.5, "term": 6.0, "called": 6.5, "how": 6.5, "example": 6.0,
    "list": 6.0, "object": 4.5, "subject": 5.0, "where": 4.0, "when": 3.5, "gap": 4.2, "count": 4.5,
    "contrast": 7.5, "truth": 5.2, "untrue": 3.2, "use": 6.5, "name": 3.8, "order": 6.5, "match": 6.5,
}  # fmt: skip
