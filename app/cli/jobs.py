"""`quizzler jobs`: lists the jobs of the processing server, and tries failed ones again."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from app.cli.console import configuration, console, print_error

if TYPE_CHECKING:  # imported only where it is used, so that `quizzler --help` is quick
    from app.database.pool import Database

app = typer.Typer(name="jobs")

Work = Callable[["Database"], Awaitable[None]]
Json = dict[str, Any]

UNFINISHED, DEAD = ["waiting", "accepted"], ["failed"]


@app.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """List the jobs of the processing server, which reads PDFs and writes questions.

    Without a subcommand, it lists unfinished jobs. `quizzler jobs dead` lists those that failed; `quizzler
    jobs retry` tries them again.
    """
    if context.invoked_subcommand is None:
        _with_database(_unfinished)


@app.command()
def dead(
    most: Annotated[
        int, typer.Option("--limit", min=1, max=10_000, help="How many to list, newest first.")
    ] = 100,
) -> None:
    """List the jobs that failed, and why. Their credits were returned.

    - `quizzler jobs dead`
    """

    async def work(database: "Database") -> None:
        failed = await _listed(database, DEAD, most)
        if not failed:
            console.print("No job has failed.")
            return
        table = Table("job", "what", "about", "whose", "failed", "why")
        for job in failed:
            why = f"{job['reason']} (retried)" if job["retried"] else job["reason"]
            table.add_row(*_cells(job), job["finished_at"][:16], Text(why or ""))
        console.print(table)
        console.print("Try one again with: quizzler jobs retry JOB")

    _with_database(work)


@app.command()
def retry(jobs: Annotated[list[str], typer.Argument(help="Ids of jobs that failed.")]) -> None:
    """Try failed jobs again. Each becomes a new job and reserves credits again; the failed one is kept.

    Ends with status 1 if one can't be tried again.

    - `quizzler jobs retry JOB` with an id that `quizzler jobs dead` shows
    """

    async def work(database: "Database") -> None:
        from asyncpg import DataError, PostgresError

        refused = False
        for job in jobs:
            try:
                await database.fetch_value("select core.retry_job($1)", job)
                console.print(Text(f"{job}  is tried again"))
            except DataError:
                print_error(f"{job} is not the id of a job.")
                refused = True
            except PostgresError as error:
                print_error(f"{job}: {error.args[0]}")  # without the detail, which is the code
                refused = True
        if refused:
            raise typer.Exit(1)

    _with_database(work)


async def _unfinished(database: "Database") -> None:
    counts: Json = msgspec.json.decode(await database.fetch_json("select core.job_counts()"))
    under_way = await _listed(database, UNFINISHED, 100)
    if under_way:
        table = Table("job", "what", "about", "whose", "state", "attempts", "what went wrong so far")
        for job in under_way:
            table.add_row(*_cells(job), job["state"], str(job["attempts"]), Text(job["reason"] or ""))
        console.print(table)
    else:
        console.print("No job is unfinished.")
    console.print(f"{counts.get('done', 0)} done, {counts.get('failed', 0)} failed.")


async def _listed(database: "Database", states: list[str], most: int) -> list[Json]:
    listed: list[Json] = msgspec.json.decode(
        await database.fetch_json("select core.list_jobs($1::core.job_state[], $2)", states, most)
    )
    return listed


def _cells(job: Json) -> tuple[str | Text, ...]:
    return job["id"], job["kind"].replace("_", " "), Text(job["about"]), Text(job["owner"])


def _with_database(work: Work) -> None:
    from app.cli.serving import with_database

    with_database(configuration(), work)
