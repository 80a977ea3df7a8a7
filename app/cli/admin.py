"""`quizzler admin`: who may do what concerns the whole server."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from app.cli.console import configuration, console, print_error

if TYPE_CHECKING:  # imported only where it is used, so that `quizzler --help` is quick
    from app.database.pool import Database

app = typer.Typer(
    name="admin", no_args_is_help=True, help="Admins, who may do what concerns the whole server."
)

Person = Annotated[str, typer.Argument(help="The e-mail address or the id of an account.")]
Call = Callable[..., Awaitable[dict[str, Any]]]


@app.command()
def add(person: Person) -> None:
    """Make a person an admin.

    Admins may clean up (`POST /realtime/admin/cleanup`). It takes effect at once, without a new sign-in. Ends
    with status 1 if there is no such account.

    - `quizzler admin add ada@example.com`
    """

    async def work(call: Call) -> None:
        added = await call("add_admin", person=person)
        console.print(Text(f"{person} is {'now' if added['added'] else 'already'} an admin."))

    _with_calls(person, work)


@app.command()
def remove(person: Person) -> None:
    """Make an admin an ordinary person again. It takes effect at once.

    Ends with status 1 if there is no such account.

    - `quizzler admin remove ada@example.com`
    """

    async def work(call: Call) -> None:
        removed = await call("remove_admin", person=person)
        console.print(Text(f"{person} {'is no admin any more' if removed['removed'] else 'was no admin'}."))

    _with_calls(person, work)


@app.command(name="list")
def list_admins() -> None:
    """List the admins, in the order in which they were added.

    - `quizzler admin list`
    """

    async def work(call: Call) -> None:
        admins = (await call("list_admins"))["items"]
        for admin in admins:
            console.print(Text(f"{admin['email']}  {admin['id']}  {admin['added_at']}"), soft_wrap=True)
        if not admins:
            console.print("There are no admins yet: quizzler admin add EMAIL")

    _with_calls("admins", work)


def _with_calls(about: str, work: Callable[[Call], Awaitable[None]]) -> None:
    """Do this work with a function that calls SQL as the service role. A refusal ends with status 1."""

    async def with_database_open(database: "Database") -> None:
        from asyncpg import PostgresError

        async def call(function: str, **arguments: str) -> dict[str, Any]:
            made: dict[str, Any] = json.loads(
                await database.call_as({"role": "service_role"}, function, arguments)
            )
            return made

        try:
            await work(call)
        except PostgresError as error:
            print_error(f"{about}: {error}")
            raise typer.Exit(1) from error

    from app.cli.serving import with_database

    with_database(configuration(), with_database_open)
