"""`quizzler grade` and `quizzler regrade`: marking by hand and marking anew, on a running server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import typer
from rich.markup import escape
from rich.table import Table

from app.cli.console import console, counted, give_up, print_error
from app.cli.mark_files import read_marks, write_queue
from app.cli.session import require, signed_in
from client.owner import Owner

Json = dict[str, Any]
SKIPPED = "Enter skips it, q stops."


@contextmanager
def owner_at(url: str, email: str, password: str) -> Iterator[Owner]:
    """The owner who signs in. What the server refuses ends the command with its sentence."""
    with signed_in(url, email, password) as server:
        token = server.headers["Authorization"].removeprefix("Bearer ")
        with Owner(url, token) as owner:
            try:
                yield owner
            except httpx.HTTPStatusError as error:
                require(error.response)


def question_id(owner: Owner, quiz: str, wanted: str) -> str:
    """The id of a question that is named by its place in the quiz, from 1, or by its id."""
    listed = {str(question["position"]): question["id"] for question in owner.questions(quiz)}
    if wanted in listed:
        return str(listed[wanted])
    if wanted.lower() in listed.values():
        return wanted.lower()
    give_up(f"The quiz has no question “{wanted}”. Give its place, 1 to {len(listed)}, or its id.")


def grade_at_terminal(owner: Owner, quiz: str | None, options: Json) -> None:
    """Show each answer of the queue, and ask for its mark."""
    marked, item = 0, None
    for item in owner.answers_to_mark(quiz, **options):
        console.rule(escape(f"{item['title']}, question {item['position']}"))
        console.print(escape(item["prompt"]), style="bold")
        if item["marking_notes"]:
            console.print(escape(item["marking_notes"]), style="dim")
        console.print(f"{escape(item['display_name'] or 'A taker')}:", style="cyan")
        console.print(escape(str(item["response"])), soft_wrap=True)
        mark = _asked(item)
        if mark is None:
            break
        if mark:
            marked += _marked(owner, item, mark, item["display_name"] or "This answer")
    console.print(f"{marked} marked." if item else "No answer waits to be marked by hand.")


def _asked(item: Json) -> Json | None:
    """The mark that the marker types; {} for none, None to stop."""
    given: Json = {}
    for criterion in item["rubric"] or ():
        levels = ", ".join(f"{level['points']}: {level['text']}" for level in criterion.get("levels", ()))
        hint = levels or f"0 to {criterion['points']}"
        points = _number(f"{criterion['text']} ({hint})")
        if points is None or points == "":
            return None if points is None else {}
        given[criterion["id"]] = points
    if given:
        mark: Json = {"rubric": given}
    else:
        points = _number(f"Points, 0 to {item['max_points']}. {SKIPPED}")
        if points is None or points == "":
            return None if points is None else {}
        mark = {"points": points}
    comment = typer.prompt("Comment for the taker", default="", show_default=False)
    return mark | ({"comment": comment} if comment else {})


def _number(question: str) -> float | str | None:
    """A number; "" for nothing, None for q."""
    while True:
        typed = typer.prompt(question, default="", show_default=False).strip().replace(",", ".")
        if typed in ("", "q"):
            return typed or "" if typed == "" else None
        try:
            return float(typed)
        except ValueError:
            console.print(f"“{escape(typed)}” is not a number. {SKIPPED}")


def _marked(owner: Owner, item: Json, mark: Json, name: str) -> bool:
    """Whether the server took a mark; what it refused is said, and the next one follows."""
    try:
        owner.mark(item, **mark)
    except httpx.HTTPStatusError as error:
        if error.response.status_code not in (404, 409, 412, 422):
            raise
        print_error(f"{name}: {error.response.json()['detail']}")
        return False
    return True


def export_queue(owner: Owner, quiz: str | None, options: Json, to: Path) -> None:
    """Write the queue into a table, to be marked elsewhere."""
    count = write_queue(to, owner.answers_to_mark(quiz, **options))
    console.print(
        f"{counted(count, 'answer')} to mark in {to}. Fill in points and comment, then --from {to}.",
        soft_wrap=True,
    )


def import_marks(owner: Owner, file: Path) -> None:
    """Send the marks of a table that was exported and filled in."""
    marked, wrong = 0, 0
    for line, item, mark in [*read_marks(file)]:  # all are read before the first is sent
        done = _marked(owner, item, mark, f"{file.name}:{line}")
        marked, wrong = marked + done, wrong + (not done)
    console.print(f"{marked} marked.")
    if wrong:
        raise typer.Exit(1)


def regrade(owner: Owner, quiz: str, wanted: Json, *, dry_run: bool, yes: bool) -> None:
    """Show what a regrade changes for whom, ask, and apply it."""
    counts, attempts = owner.preview_regrade(quiz, **wanted)
    table = Table("taker", "attempt", "score", "questions that change", box=None)
    for attempt in attempts:
        table.add_row(
            escape(attempt["display_name"]),
            str(attempt["number"]),
            f"{_shown(attempt['old_score'], attempt['old_max_score'])} → "
            f"{_shown(attempt['new_score'], attempt['new_max_score'])}",
            str(len([each for each in attempt["questions"] if not each["kept"]])),
        )
    if counts["changed_attempts"]:
        console.print(table)
    console.print(
        f"{counted(counts['attempts'], 'attempt')} looked at; {counts['changed_attempts']} change, "
        f"{counts['changed_scores']} of them in their score. Kept: {counts['kept_by_hand']} marks by hand, "
        f"{counts['not_offered']} responses that the corrected question does not take.",
        soft_wrap=True,
    )
    if dry_run or not counts["changed_attempts"]:
        return
    if not yes and not typer.confirm("Change these attempts?"):
        give_up("Nothing was changed.")
    done = owner.regrade(quiz, **wanted)
    console.print(f"✓ {counted(done['changed_attempts'], 'attempt')} changed; regrade {done['id']}.")


def _shown(score: float | None, most: float) -> str:
    return "in progress" if score is None else f"{score:g} of {most:g}"
