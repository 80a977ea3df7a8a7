"""Options and arguments of commands that ask a running server. `quizzler serve` loads them too."""

from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import typer

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
