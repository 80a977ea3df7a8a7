"""The report of a build of the bank: what it made and what it left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rich.table import Table

from app.quizzes.models import Draft
from trivia_bank.kinds import DIFFICULTIES, KINDS


@dataclass
class Report:
    """`drafts`, in the order of the file; `refused`, as (reason, prompt); any `faults` prevent the bank."""

    drafts: list[Draft] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def table(self) -> Table:
        """The drafts counted by subject, kind and difficulty, for a terminal."""
        table = Table(title=f"{len(self.drafts)} questions", title_justify="left", show_footer=True)
        columns = (*KINDS, *DIFFICULTIES)
        counts: dict[str, Counter[str]] = {}
        for draft in self.drafts:
            counts.setdefault(draft.get("subject", ""), Counter()).update(
                [draft["kind"], draft.get("difficulty", ""), "all"]
            )
        whole = sum(counts.values(), Counter[str]())
        table.add_column("subject", footer="all")
        for column in (*columns, "all"):
            table.add_column(column.replace("_", " "), justify="right", footer=str(whole[column]))
        table.add_column("share", justify="right")
        for subject, count in sorted(counts.items(), key=lambda entry: -entry[1]["all"]):
            share = f"{count['all'] / len(self.drafts):.1%}"
            table.add_row(subject, *(str(count[column]) for column in columns), str(count["all"]), share)
        return table
