"""The kinds and the difficulties that questions of the bank have."""

from typing import Literal

Kind = Literal["single_choice", "true_false", "numeric", "ordering"]
Difficulty = Literal["easy", "medium", "hard"]

KINDS: tuple[Kind, ...] = ("single_choice", "true_false", "numeric", "ordering")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
