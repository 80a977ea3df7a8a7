"""`quizzler import`: sends a file to a running server over REST."""

from pathlib import Path
from typing import Any

import httpx
from rich.text import Text

from app.cli.console import console, give_up, print_error

TIMEOUT_S = 60


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
    with httpx.Client(base_url=url, timeout=TIMEOUT_S) as server:
        try:
            session = server.post("/auth/signin", json={"email": email, "password": password})
            _require(session)
            answer = server.post(
                "/quizzes/import",
                params={**query, "skip_problems": skip_problems},
                files={"file": (file.name, file.read_bytes(), "text/plain")},
                headers={"Authorization": f"Bearer {session.json()['access_token']}"},
            )
        except httpx.HTTPError as error:
            give_up(
                f"Quizzler does not answer at {url} ({error}). Start it: quizzler dev. Or give another --url."
            )
    body = _read(answer)
    for problem in body.get("problems", []):
        print_error(f"{file.name}:{problem['line']}: {problem['message']}")
    _require(answer)
    quiz, imported = body["quiz"], body["imported"]
    count = "1 question" if imported == 1 else f"{imported} questions"
    line = Text.assemble(("✓ ", "green"), f"{count} in “{quiz['title']}”: {url}/edit?quiz={quiz['id']}")
    console.print(line, soft_wrap=True)


def _require(answer: httpx.Response) -> None:
    if answer.is_error:
        problem = _read(answer)
        sentence = problem.get("detail") or f"The server answered {answer.status_code}."
        hint = problem.get("hint", "").replace("skip_problems=true", "--skip-problems")
        give_up(f"{sentence} {hint}".strip())


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
