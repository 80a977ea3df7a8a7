"""`quizzler results`: writes the results of a quiz on a running server into a file."""

from pathlib import Path

from rich.text import Text

from app.cli.console import console, give_up
from app.cli.session import require, signed_in


def write_results(
    quiz: str, to: Path, options: dict[str, str | None], *, url: str, email: str, password: str
) -> None:
    """Sign in, and write the table part by part as it arrives."""
    query = {name: value for name, value in options.items() if value is not None}
    with (
        signed_in(url, email, password) as server,
        server.stream("GET", f"/results/{quiz}/export", params=query) as answer,
    ):
        if answer.is_error:
            answer.read()
            require(answer)
        try:
            with to.open("wb") as file:
                for part in answer.iter_bytes():
                    file.write(part)
        except OSError as error:
            give_up(f"{to} can't be written: {error.strerror}.")
    console.print(Text.assemble(("✓ ", "green"), str(to)), soft_wrap=True)
