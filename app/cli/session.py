"""Requests of commands to a running server, signed in over REST."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import typer

from app import demo
from app.cli.console import configuration, give_up

TIMEOUT_S = 60
EXAMPLE_ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def quiz_id(text: str) -> str:
    """The id of a quiz: as it is, or out of the address of one of its pages. Raises typer.BadParameter."""
    shown = parse_qs(urlsplit(text).query).get("quiz", [text])[0]
    try:
        return str(UUID(shown))
    except ValueError:
        raise typer.BadParameter(
            f"{text!r:.60} is not the id of a quiz. Copy the address of its page, which has the id: "
            f"http://localhost:8000/edit?quiz={EXAMPLE_ID}."
        ) from None


def one_of(*names: str) -> Any:
    """How an option is read that is one of these names: what typer.Option takes. Others are refused."""

    def read(text: str) -> str:
        if text not in names:
            raise typer.BadParameter(f"{text!r:.60} is not one of: {', '.join(names)}.")
        return text

    return {"parser": read, "metavar": "|".join(names)}


def server_address(text: str) -> str:
    """The address of a server, without a slash at its end. Raises typer.BadParameter."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise typer.BadParameter(f"{text!r:.60} is not an address such as http://localhost:8000.")
    return text.rstrip("/")


Url = Annotated[
    str,
    typer.Option(
        help="The address of the running server.",
        envvar="QUIZZLER_URL",
        parser=server_address,
        metavar="<address>",
    ),
]
Email = Annotated[str, typer.Option(help="The account to sign in with.", envvar="QUIZZLER_EMAIL")]
Password = Annotated[
    str | None,
    typer.Option(help="Prompted for if left out.", envvar="QUIZZLER_PASSWORD", show_envvar=True),
]


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
