"""How a case is written: a chain of calls of a Supabase client, and what it must bring.

The calls have the names that they have in supabase-js. A mapping as the last argument holds options.
`$name` stands for what tests/rest/content.py made under this name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Step = tuple[Any, ...]


@dataclass(frozen=True)
class Case:
    """One request, and its outcome. What is None here is not compared."""

    name: str
    who: str  # anon, ada, bob or eve
    steps: tuple[Step, ...]
    data: Any = None  # or a function that says whether the data is right
    count: int | None = None
    status: int | None = None
    error: str | tuple[str, ...] | None = None  # its code, or those of several versions of PostgREST
    local: bool = False  # needs rows that no call of a client makes

    def check(self, outcome: dict[str, Any], names: dict[str, str]) -> None:
        """Compare with what a client got."""
        codes = self.error if isinstance(self.error, tuple) else (self.error,)
        assert (outcome["error"] or {}).get("code") in codes, outcome
        if isinstance(self.data, Callable):  # type: ignore[arg-type]
            assert self.data(outcome["data"]), outcome
        elif self.data is not None:
            assert outcome["data"] == named(self.data, names)
        if self.count is not None:
            assert outcome["count"] == self.count
        if self.status is not None and outcome.get("status") is not None:
            assert outcome["status"] == self.status


def named(value: Any, names: dict[str, str]) -> Any:
    """The value with what its names stand for."""
    if isinstance(value, str):
        return re.sub(r"\$(\w+)", lambda found: names[found[1]], value)
    if isinstance(value, list | tuple):
        return [named(each, names) for each in value]
    if isinstance(value, dict):
        return {key: named(each, names) for key, each in value.items()}
    return value


def read(view: str, columns: str, *steps: Step, **options: Any) -> tuple[Step, ...]:
    """A chain that selects these columns of a view."""
    return (("from", view), ("select", columns, *([options] if options else [])), *steps)


def call(function: str, arguments: dict[str, Any], *steps: Step, **options: Any) -> tuple[Step, ...]:
    """A chain that calls a function."""
    return (("rpc", function, arguments, *([options] if options else [])), *steps)
