"""`quizzler payments`: lists and replays Stripe's events, and repairs payments whose events were lost."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from app.cli.console import configuration, console, give_up
from app.settings import Settings

if TYPE_CHECKING:  # imported only where it is used, so that `quizzler --help` is quick
    from app.database.pool import Database

app = typer.Typer(name="payments")

Work = Callable[["Database", Settings], Awaitable[None]]
Json = dict[str, Any]


@app.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """List Stripe's events that could not be applied, and repair payments whose events were lost.

    Without a subcommand, it lists the events and the reasons. Each event is stored unchanged. When its reason
    no longer applies, `quizzler payments replay` tries it again.
    """
    if context.invoked_subcommand is None:
        _with_database(_list)


@app.command()
def replay(
    events: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of events (evt_…); by default all of them."),
    ] = None,
) -> None:
    """Try again to apply events that could not be applied.

    Nothing is ever applied twice, so this is safe at any time. Ends with status 1 if some still can't be
    applied.

    - `quizzler payments replay` for all of them, or with ids (`evt_…`) for some
    """

    async def work(database: "Database", config: Settings) -> None:
        waiting = events or [event["id"] for event in await _unapplied(database)]
        if not waiting:
            console.print("Every event is applied.")
        stuck = [event_id for event_id in waiting if not await _replayed(database, event_id)]
        if stuck:
            raise typer.Exit(1)

    _with_database(work)


@app.command()
def reconcile(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How far back to look.")] = 7,
) -> None:
    """Compare recent payments with Stripe, and repair those whose webhooks were lost.

    Run it daily: Stripe stops sending a webhook after three days.

    - `quizzler payments reconcile --days 30`
    """

    async def work(database: "Database", config: Settings) -> None:
        from app.credits.gateway import Gateway, PaymentTrouble
        from app.credits.reconcile import reconcile as compare

        compared = refused = 0
        async with Gateway.open(config) as gateway:
            if gateway is None:
                give_up("Payments are not configured. docs/stripe.md explains how.")
            try:
                async for found in compare(database, gateway, days):
                    compared += 1
                    refused += found.outcome == "refused"
                    if found.outcome == "repaired":
                        change = f"{_described(found.before)} → {_described(found.after)}"
                        console.print(Text(f"repaired {found.intent_id}: {change}"))
                    elif found.outcome == "refused":
                        console.print(Text(f"refused  {found.intent_id}: {found.reason}"))
            except PaymentTrouble as trouble:
                give_up(str(trouble))
        console.print(f"Compared {compared} payments of the last {days} days.")
        if refused:
            raise typer.Exit(1)

    _with_database(work)


async def _replayed(database: "Database", event_id: str) -> bool:
    """Try one event again and print the outcome. Returns whether it is settled now."""
    from asyncpg import PostgresError

    try:
        answer = await database.fetch_json("select core.replay_stripe_event($1)", event_id)
    except PostgresError as error:
        give_up(str(error.args[0]))  # without the detail, which is the code
    outcome: Json = msgspec.json.decode(answer)
    console.print(Text(f"{event_id}  {outcome['state']}: {outcome.get('reason') or outcome['code']}"))
    return bool(outcome["state"] != "unapplied")


async def _unapplied(database: "Database") -> list[Json]:
    listed: list[Json] = msgspec.json.decode(
        await database.fetch_json("select core.unapplied_stripe_events()")
    )
    return listed


async def _list(database: "Database", config: Settings) -> None:
    waiting = await _unapplied(database)
    if not waiting:
        console.print("Every event is applied.")
        return
    table = Table("event", "what", "about", "received", "times", "why it could not be applied")
    for event in waiting:
        about, times = event["intent_id"] or "", str(event["deliveries"])
        why = event["reason"] or event["code"]
        table.add_row(event["id"], event["type"], about, event["received_at"][:16], times, why)
    console.print(table)
    console.print("Try them again with: quizzler payments replay")


def _described(state: Json | None) -> str:
    return f"{state['status']}, {state['credits']:.2f} credits" if state else "unknown"


def _with_database(work: Work) -> None:
    from app.cli.serving import with_database

    config = configuration()
    with_database(config, lambda database: work(database, config))
