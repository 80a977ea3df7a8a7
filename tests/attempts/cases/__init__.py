"""Responses that were marked wrongly once, in this and in other programs."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def numbers() -> list[tuple[float, str, str]]:
    """The right number, what was typed, and what is to come of it: 1, told, or 1 or told."""
    with (HERE / "C13_numbers.tsv").open(encoding="utf-8") as file:
        return [(float(key), given, wanted) for key, given, wanted in [*csv.reader(file, delimiter="\t")][1:]]


def stars() -> list[tuple[dict[str, Any], str, int]]:
    """Drafts, a response to each, and what it earns. The draft may be refused, too, if it earns 0 only."""
    cases = json.loads((HERE / "C08_stars.json").read_text(encoding="utf-8"))
    return [
        (case["draft"], response, 1 if fraction == 1 else 0)
        for case in cases
        for response, fraction in case["give"].items()
    ]
