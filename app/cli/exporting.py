"""`quizzler export`, `results` and `certificate`: write what a running server has into a file."""

from pathlib import Path

import httpx
from rich.text import Text

from app.cli.console import console, give_up
from app.cli.session import require, signed_in

BY_END = {
    ".gift": "gift", ".xml": "moodle", ".zip": "qti", ".json": "json", ".csv": "csv", ".xlsx": "xlsx",
    ".aiken": "aiken", ".pdf": "pdf",
}  # fmt: skip


def write_results(
    quiz: str, to: Path, options: dict[str, str | None], *, url: str, email: str, password: str
) -> None:
    """Sign in, and write the table part by part as it arrives."""
    _download(f"/results/{quiz}/export", to, options, url=url, email=email, password=password)


def write_quiz(
    quiz: str,
    to: Path,
    file_format: str | None,
    key: bool,
    skip_problems: bool,
    version: str | None,
    *,
    url: str,
    email: str,
    password: str,
) -> None:
    """Sign in, and write the quiz in the format that is named or that the end of the file's name says."""
    options: dict[str, str | None] = {
        "format": file_format or _format_of(to),
        "key": str(key).lower(),
        "skip_problems": str(skip_problems).lower(),
        "version": version,
    }
    _download(f"/quizzes/{quiz}/download", to, options, url=url, email=email, password=password)


def write_certificate(
    quiz: str, to: Path, name: str | None, with_score: bool, *, url: str, email: str, password: str
) -> None:
    """Sign in, make the certificate of the newest attempt that was passed, and write it as a PDF."""
    with signed_in(url, email, password) as server:
        listed = server.get("/attempts", params={"quiz_id": quiz, "limit": 100})
        require(listed)
        passed = [attempt["id"] for attempt in listed.json()["items"] if attempt["passed"]]
        if not passed:
            give_up("You have passed no attempt at this quiz, so there is no certificate.")
        made = server.put(f"/attempts/{passed[0]}/certificate", json={"name": name, "with_score": with_score})
        require(made)
        _write(server, f"/certificates/{made.json()['code']}/pdf", to, {})


def _format_of(to: Path) -> str:
    """The format that the end of a file's name says."""
    if to.suffix.lower() not in BY_END:
        ends = ", ".join(BY_END)
        give_up(f"The name {to.name} does not say the format. End it with one of {ends}, or give --format.")
    return BY_END[to.suffix.lower()]


def _download(
    path: str, to: Path, options: dict[str, str | None], *, url: str, email: str, password: str
) -> None:
    with signed_in(url, email, password) as server:
        _write(server, path, to, options)


def _write(server: httpx.Client, path: str, to: Path, options: dict[str, str | None]) -> None:
    query = {name: value for name, value in options.items() if value is not None}
    with server.stream("GET", path, params=query) as answer:
        if answer.is_error:
            answer.read()
            require(answer)
        try:
            with to.open("wb") as file:
                for part in answer.iter_bytes():
                    file.write(part)
        except OSError as error:
            give_up(f"{to} can't be written: {error.strerror}.")
        lost = answer.headers.get("Quizzler-Left-Out")
    console.print(Text.assemble(("✓ ", "green"), str(to)), soft_wrap=True)
    if lost:
        console.print(f"Left out, because this format can't keep it: {lost}.", soft_wrap=True, markup=False)
