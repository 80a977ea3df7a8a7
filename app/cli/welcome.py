"""The text that is printed when the server is ready."""

import sys
from pathlib import Path

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app import demo
from app.cli.console import console
from app.network import EVERYWHERE, network_urls, url_of
from app.settings import Settings


def welcome(
    config: Settings, workers: int, demo_password: str | None = None, anon_key: str | None = None
) -> None:
    """Print the addresses of Quizzler, who can sign in, what Supabase clients need, and what to try next."""
    phones = [] if config.public_url else network_urls([config.host], config.port, config.root_path)
    url = local_url(config) + config.root_path
    facts = Table.grid(padding=(0, 2))
    facts.add_row("Open", Text(config.public_url or url, style="bold"))
    for index, address in enumerate(phones):
        facts.add_row("" if index else "On phones here", Text(address, style="bold"))
    facts.add_row("REST API", f"{url}/docs")
    if demo_password:
        facts.add_row("Sign in as", f"{demo.EMAIL}  password  {demo_password}")
    facts.add_row("Data", Text(_database(config)))
    if anon_key:
        facts.add_row("Supabase URL", url)
    if workers > 1:
        facts.add_row("Workers", str(workers))

    next_steps = Text()
    if anon_key:
        next_steps.append(f"Anon key: {anon_key}\n\n")
    first = "host a demo quiz" if demo_password else "make a quiz"
    next_steps.append(f"Open the first address and {first}. Or, from this folder in another terminal:\n\n")
    other = "" if config.port == 8000 else f" --url {url}"
    for command in (f"play --rooms 4{other}", f"import my-questions.gift{other}", "--help"):
        next_steps.append(f"  {_command()} {command}\n", style="cyan")
    included = "" if config.database_url else ", Postgres included"
    next_steps.append(f"\nCtrl-C stops everything{included}.", style="dim")
    title = "[bold]Quizzler is running"
    console.print(Panel(facts, title=title, expand=False, padding=(1, 2)))
    if phones and console.is_terminal:
        import segno  # with what it loads it takes 2 MiB

        segno.make(phones[0], error="l").terminal(out=sys.stdout, compact=True, border=2)
        console.print(f"  Phones on the same network open {phones[0]} by this code.\n", soft_wrap=True)
    if not phones and not config.public_url:
        console.print("Only this computer can open Quizzler. For phones: HOST=0.0.0.0\n", style="yellow")
    # Below the frame and unwrapped, so that a key or a command can be copied whole.
    console.print(next_steps, soft_wrap=True)


def local_url(config: Settings) -> str:
    """The address of the server for a browser on this machine."""
    host = "localhost" if config.host in (*EVERYWHERE, "127.0.0.1") else config.host
    return url_of(host, config.port)


def _database(config: Settings) -> str:
    if config.database_url:
        return "the database of DATABASE_URL"
    return f"{config.quizzler_data_dir} (Postgres and its data; delete it to start over)"


def _command() -> str:
    """How to call `quizzler` from the current folder."""
    beside = Path(sys.executable).with_name("quizzler")
    try:
        return str(beside.relative_to(Path.cwd()))
    except ValueError:
        return "quizzler"
