"""The `quizzler` command."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from app.cli import admin, dashboards, database, files, jobs, payments, processor, rooms
from app.cli.console import Commands, configuration, console, give_up, print_error
from app.cli.options import Email, Password, Url, one_of, quiz_id
from app.demo import EMAIL
from app.start_errors import explain

app = typer.Typer(
    name="quizzler",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,  # it would print local variables, and so secrets
    help="The quiz platform whose backend is Postgres. "
    "Settings are environment variables or lines of `.env`; `.env.example` describes them.",
)
trivia = typer.Typer(name="trivia", no_args_is_help=True, help="The built-in bank of trivia questions.")
app.add_typer(trivia)
app.command()(database.migrate)
app.command()(database.sql)
app.command()(database.docs)
app.command(name="dashboards")(dashboards.give_access)
app.command(name="import")(files.import_file)
app.command(name="export")(files.export_file)
app.command()(files.certificate)
app.command()(files.results)
app.add_typer(payments.app)
app.add_typer(jobs.app)
app.add_typer(rooms.app)
app.add_typer(admin.app)
app.add_typer(processor.app)

Port = Annotated[
    int | None, typer.Option(min=1, max=65535, help="Where to listen; by default PORT, or 8000.")
]
Host = Annotated[
    str | None,
    typer.Option(
        help="Where to listen: 0.0.0.0 for the whole network, 127.0.0.1 for this machine only. By default "
        "HOST, or the whole network for `dev` and this machine for `serve`."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log every request.")]


@app.command()
def dev(
    port: Port = None,
    host: Host = None,
    supabase: Annotated[
        bool, typer.Option("--supabase", help="Serve Supabase clients as well, and print their URL and key.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Start all of Quizzler on this machine: Postgres, the API, live rooms, and the pages.

    Data is kept in the folder `.quizzler` (QUIZZLER_DATA_DIR). Ctrl-C stops everything.

    - `quizzler dev --port 8001` beside another instance (set QUIZZLER_DATA_DIR to another folder as well)
    - `quizzler dev --host 127.0.0.1` so that nobody else on the network can open it
    - `quizzler dev --supabase` for a front-end with supabase-js: PostgREST runs beside the app
    """
    from app.cli.serving import beside_postgrest
    from app.cli.serving import serve as serve_until_stopped

    if supabase:
        beside_postgrest()
    config = configuration(port=str(port) if port else None, host=host)
    serve_until_stopped(config, workers=1, verbose=verbose, with_postgrest=supabase)


@app.command()
def serve(
    port: Port = None,
    host: Host = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Number of processes, best one for each core.")
    ] = 1,
    verbose: Verbose = False,
) -> None:
    """Serve in production: without demo content, and with weak secrets refused.

    - `quizzler serve --host 0.0.0.0 --workers 4`
    - `DATABASE_URL=postgresql://… JWT_SECRET_KEY=… quizzler serve` with a Postgres of your own
    """
    from app.cli.serving import serve as serve_until_stopped

    config = configuration(port=str(port) if port else None, host=host, environment="production")
    serve_until_stopped(config, workers=workers, verbose=verbose)


@app.command()
def demo() -> None:
    """Load the demo host and the demo quizzes that are missing.

    The first start with an embedded database does this too. It is refused in production.

    - `quizzler demo` to restore what was deleted
    - `DATABASE_URL=postgresql://… quizzler demo` into a database of your own
    """
    from app import demo as content
    from app.cli.serving import provisioned

    config = configuration()
    with provisioned(config) as place:
        for title in content.load(config, place.migration_url):
            console.print(Text.assemble(("✓ ", "green"), title))
        console.print("The demo content is complete.")
        known = content.password(config)
        console.print(f"Sign in as {content.EMAIL}, password {known or 'as it was shown when it was made'}")


@app.command()
def doctor() -> None:
    """Check this machine, the settings and the database, and say how to correct what is wrong.

    Ends with status 1 if something is wrong.

    - `quizzler doctor` in the folder that Quizzler is started in
    - `PORT=8001 quizzler doctor` with the settings of another instance
    """
    from app.cli.doctor import examine

    raise typer.Exit(0 if examine() else 1)


@app.command()
def grade(
    quiz: Annotated[
        str | None,
        typer.Argument(
            help="The id of a quiz of yours, or the address of its page; left out, all your quizzes.",
            parser=quiz_id,
        ),
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="Only this question: its place in the quiz, from 1, or its id.")
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            help="What comes after each other: one question, or one person.", **one_of("question", "person")
        ),
    ] = "question",
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Without the names of the takers.")] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Write the answers into a .csv or .xlsx to fill in.", dir_okay=False),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="Send the marks of such a file.", exists=True, dir_okay=False),
    ] = None,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Mark answers by hand, on a running server: at the terminal, or in a spreadsheet.

    Shows each answer that waits, with its rubric and notes, and asks for points and a comment. In a table,
    fill in the columns `points` and `comment`; rows without points are left as they are. A mark that somebody
    else set in the meantime is not overwritten. docs/marking.md has more.

    - `quizzler grade` through all that waits in your quizzes
    - `quizzler grade 6f9619ff-8b86-4d01-b42d-00cf4fc964ff --question 3 --anonymous`
    - `quizzler grade 6f9619ff-8b86-4d01-b42d-00cf4fc964ff --to marks.xlsx` for a spreadsheet
    - `quizzler grade --from marks.xlsx` when it is filled in
    """
    from app.cli import marking
    from app.cli.session import password_of

    if question is not None and quiz is None:
        give_up("--question needs the quiz that the question is in.")
    with marking.owner_at(url, email, password_of(email, password, url)) as owner:
        if source is not None:
            marking.import_marks(owner, source)
            return
        options = {"sort": by, "anonymous": anonymous}
        if question is not None and quiz is not None:
            options["question_id"] = marking.question_id(owner, quiz, question)
        if to is not None:
            marking.export_queue(owner, quiz, options, to)
        else:
            marking.grade_at_terminal(owner, quiz, options)


@app.command()
def regrade(
    quiz: Annotated[
        str,
        typer.Argument(help="The id of a quiz of yours, or the address of its page.", parser=quiz_id),
    ],
    question: Annotated[
        list[str] | None,
        typer.Option(
            help="Its place in the quiz, from 1, or its id; several times for several. By default all."
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            help="key: by the current key; full_points: for all who had it; void: for nobody.",
            **one_of("key", "full_points", "void"),
        ),
    ] = "key",
    by_hand: Annotated[bool, typer.Option("--by-hand", help="Replace marks set by hand, too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before changing anything.")] = False,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Mark attempts anew, on a running server, after an answer key was corrected.

    Shows what changes for whom, asks, and applies it. Takers whose score changes are told. docs/regrading.md
    has more.

    - `quizzler regrade 6f9619ff-8b86-4d01-b42d-00cf4fc964ff --dry-run` by all current keys
    - `quizzler regrade 6f9619ff-8b86-4d01-b42d-00cf4fc964ff --question 3 --method full_points`
    """
    from app.cli import marking
    from app.cli.session import password_of

    if method != "key" and not question:
        give_up(f"--method {method} needs --question: it is not meant for all questions.")
    with marking.owner_at(url, email, password_of(email, password, url)) as owner:
        wanted: dict[str, Any] = {"by_hand": by_hand}
        if question:
            ids = [marking.question_id(owner, quiz, each) for each in question]
            wanted["questions"] = [{"question_id": each, "method": method} for each in ids]
        marking.regrade(owner, quiz, wanted, dry_run=dry_run, yes=yes)


@app.command()
def play(
    quiz: Annotated[
        str | None, typer.Option(help="Id or part of the title; by default the newest quiz.")
    ] = None,
    players: Annotated[int, typer.Option(min=1, help="Bots in each room.")] = 50,
    rooms: Annotated[int, typer.Option(min=1, help="Games at the same time.")] = 1,
    think: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds within which all bots answer.")
    ] = 2.0,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Let bots play real games on a running server, and measure how fast it is.

    Prints the leaderboard, the time from an answer to its acknowledgement, and what was lost. Ends with
    status 1 if anything was lost. The account that signs in is the host.

    - `quizzler play` for one game of the newest quiz with 50 bots
    - `quizzler play --quiz science --players 50 --rooms 4` for four games of the quiz about science
    """
    from app.cli.session import password_of
    from client.play import PlayError
    from client.play import play as play_games

    try:
        report = asyncio.run(
            play_games(
                url,
                quiz,
                players,
                rooms,
                email=email,
                password=password_of(email, password, url),
                think_s=think,
                console=console,
            )
        )
    except PlayError as error:
        give_up(str(error))
    raise typer.Exit(0 if report.nothing_lost else 1)


@trivia.command()
def build() -> None:
    """Build the bank from the fact libraries. The same libraries give the same file.

    This needs a clone of the repository and the dependency group `bank`.

    - `quizzler trivia build`, or `make bank`, which first installs that group
    """
    try:
        from trivia_bank.__main__ import main as build_bank
    except ImportError:
        give_up("The bank is built in a clone of the repository, from its top folder: make bank")
    raise typer.Exit(build_bank())


def main() -> None:
    """Run the command line. A command that can't do its work ends with a sentence and status 1."""
    try:
        app()
    except Exception as error:
        sentence = explain(error)
        if sentence is None:
            raise
        print_error(sentence)
    sys.exit(1)  # app() exits by itself if there was no error
