"""`quizzler import`: sends a file to a running server over REST."""

from pathlib import Path

from rich.text import Text

from app.cli.console import console, print_error, step
from app.cli.session import read_json, require, signed_in


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
    with signed_in(url, email, password) as server:
        answer = server.post(
            "/quizzes/import",
            params={**query, "skip_problems": skip_problems},
            files={"file": (file.name, file.read_bytes(), "text/plain")},
        )
    body = read_json(answer)
    for note in body.get("notes", []):
        step(f"{file.name}:{note['line']}: {note['message']}")
    for problem in body.get("problems", []):
        question = f"“{problem['question']}”: " if problem["question"] else ""
        print_error(f"{file.name}:{problem['line']}: {question}{problem['message']}")
    require(answer)
    quiz, imported = body["quiz"], body["imported"]
    count = "1 question" if imported == 1 else f"{imported} questions"
    line = Text.assemble(("✓ ", "green"), f"{count} in “{quiz['title']}”: {url}/edit?quiz={quiz['id']}")
    console.print(line, soft_wrap=True)
