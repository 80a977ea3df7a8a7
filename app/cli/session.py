"""Requests of commands to a running server, signed in over REST."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import httpx

from app.cli.console import give_up

TIMEOUT_S = 60


@contextmanager
def signed_in(url: str, email: str, password: str) -> Iterator[httpx.Client]:
    """A client with the session of this account. If the server does not answer, the command ends."""
    with httpx.Client(base_url=url, timeout=TIMEOUT_S) as server:
        try:
            session = server.post("/auth/signin", json={"email": email, "password": password})
            require(session)
            server.headers["Authorization"] = f"Bearer {session.json()['access_token']}"
            yield server
        except httpx.HTTPError as error:
            give_up(
                f"Quizzler does not answer at {url} ({error}). Start it: quizzler dev. Or give another --url."
            )


def require(answer: httpx.Response) -> None:
    """End the command with the sentence of an error."""
    if answer.is_error:
        give_up_with({"detail": f"The server answered {answer.status_code}.", **read_json(answer)})


def give_up_with(problem: dict[str, Any]) -> NoReturn:
    """End the command with the sentence and the hint of problem JSON."""
    hint = problem.get("hint", "").replace("skip_problems=true", "--skip-problems")
    give_up(f"{problem['detail']} {hint}".strip())


def read_json(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of a response; an empty one if it has none."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
