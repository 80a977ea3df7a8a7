"""`quizzler rooms`: what whoever runs the server does about the rooms of others."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from app.cli.console import configuration, console, print_error

if TYPE_CHECKING:  # imported only where it is used, so that `quizzler --help` is quick
    from app.database.pool import Database

app = typer.Typer(name="rooms", no_args_is_help=True, help="Rooms, for whoever runs the server.")


@app.callback()
def rooms() -> None:
    """Rooms, for whoever runs the server."""


@app.command()
def end(person: Annotated[str, typer.Argument(help="The e-mail address or the id of an account.")]) -> None:
    """End all open games of an account. Their leaderboards and reports stay.

    Ends with status 1 if there is no such account.

    - `quizzler rooms end eve@example.com`
    """

    async def work(database: "Database") -> None:
        from asyncpg import PostgresError

        try:
            ended = json.loads(
                await database.call_as({"role": "service_role"}, "end_rooms_of", {"person": person})
            )
        except PostgresError as error:
            print_error(f"{person}: {error}")
            raise typer.Exit(1) from error
        for code in ended["room_codes"]:
            console.print(Text(f"{code}  has ended"))
        console.print(f"{len(ended['room_codes'])} games ended.")

    from app.cli.serving import with_database

    with_database(configuration(), work)
