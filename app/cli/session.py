"""Requests of commands to a running server, signed in over REST."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx
import typer

from app import demo
from app.cli.console import configuration, give_up

TIMEOUT_S = 60


def password_of(email: str, given: str | None, url: str) -> str:
    """The password that was given, or that of the demo host of this machine, or one from a prompt.

    Before it asks for one, it ends the command if no server answers at `url`.
    """
    if given is not None:
        return given
    local = email == demo.EMAIL and urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    known = demo.password(configuration()) if local else None
    if known:
        return known
    try:
        httpx.get(f"{url}/health/live", timeout=TIMEOUT_S)
    except httpx.HTTPError as error:
        _give_up_on(url, error)
    return str(typer.prompt(f"Password of {email}", hide_input=True))


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
            _give_up_on(url, error)


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


def _give_up_on(url: str, error: httpx.HTTPError) -> NoReturn:
    give_up(f"Quizzler does not answer at {url} ({error}). Start it: quizzler dev. Or give another --url.")
