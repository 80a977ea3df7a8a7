"""`quizzler import`: sends a file to a running server over REST, and shows how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from app.cli.console import console, counted, errors, give_up, print_error, step
from app.cli.session import give_up_with, read_json, require, signed_in

LINES = "application/x-ndjson"
STEPS = {"checked": "checking", "stored": "storing"}


def import_into(
    file: Path,
    title: str | None,
    into: str | None,
    file_format: str | None,
    skip_problems: bool,
    *,
    url: str,
    email: str,
    password: str,
) -> None:
    """Sign in, send the file, and print what was imported and the problems by line."""
    options = {"title": title, "into": into, "format": file_format}
    query = {name: value for name, value in options.items() if value is not None}
    with (
        signed_in(url, email, password) as server,
        server.stream(
            "POST",
            "/quizzes/import",
            params={**query, "skip_problems": skip_problems},
            files={"file": (file.name, file.read_bytes(), "text/plain")},
            headers={"Accept": LINES},
        ) as answer,
    ):
        body, problem = _followed(answer)
    for note in (body or problem).get("notes", []):
        step(f"{file.name}:{note['line']}: {note['message']}")
    for each in (body or problem).get("problems", []):
        question = f"“{each['question']}”: " if each["question"] else ""
        print_error(f"{file.name}:{each['line']}: {question}{each['message']}")
    if problem:
        give_up_with(problem)
    for quiz in body["quizzes"]:
        count = counted(body["imported"] if into else quiz["question_count"], "question")
        line = Text.assemble(("✓ ", "green"), f"{count} in “{quiz['title']}”: {url}/edit?quiz={quiz['id']}")
        console.print(line, soft_wrap=True)


def _followed(answer: httpx.Response) -> tuple[dict[str, Any], dict[str, Any]]:
    """The result or the problem at the end of the server's lines, each of which moves the bar."""
    if answer.is_error:
        answer.read()
        problem = read_json(answer)
        if "problems" not in problem:
            require(answer)
        return {}, problem
    with _bar() as show:
        for text in answer.iter_lines():
            line = msgspec.json.decode(text)
            if "result" in line or "problem" in line:
                return line.get("result", {}), line.get("problem", {})
            show(line)
    give_up("The server ended its answer too early. Look whether the quiz was imported, then try again.")


@contextmanager
def _bar() -> Iterator[Any]:
    """A progress bar on a terminal, where it does not mix with what is printed."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def show(line: dict[str, Any]) -> None:
            if name := STEPS.get(line["step"]):
                if name not in bars:
                    bars[name] = progress.add_task(name, total=line["of"])
                progress.update(bars[name], completed=line["done"])

        yield show
