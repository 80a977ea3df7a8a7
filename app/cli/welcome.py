"""The text that is printed when the server is ready."""

import socket
import sys
from pathlib import Path

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app import demo
from app.cli.console import console
from app.settings import Settings

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only compared


def welcome(config: Settings, workers: int, anon_key: str | None = None) -> None:
    """Print the addresses of Quizzler, who can sign in, what Supabase clients need, and what to try next."""
    url = local_url(config) + config.root_path
    facts = Table.grid(padding=(0, 2))
    facts.add_row("Open", Text(config.public_url or url, style="bold"))
    if config.host in EVERYWHERE:
        facts.add_row("On phones here", f"http://{_own_address()}:{config.port}{config.root_path}")
    facts.add_row("REST API", f"{url}/docs")
    if config.environment == "development" and not config.database_url:
        facts.add_row("Sign in as", f"{demo.EMAIL}  password  {demo.PASSWORD}")
    facts.add_row("Data", Text(_database(config)))
    if anon_key:
        facts.add_row("Supabase URL", url)
    if workers > 1:
        facts.add_row("Workers", str(workers))

    next_steps = Text()
    if anon_key:
        next_steps.append(f"Anon key: {anon_key}\n\n")
    next_steps.append(
        "Open the first address and host a demo quiz. Or, from this folder in another terminal:\n\n"
    )
    other = "" if config.port == 8000 else f" --url {url}"
    for command in (f"play --rooms 4{other}", f"import my-questions.gift{other}", "--help"):
        next_steps.append(f"  {_command()} {command}\n", style="cyan")
    next_steps.append("\nCtrl-C stops everything, Postgres included.", style="dim")
    title = "[bold]Quizzler is running"
    console.print(Panel(facts, title=title, expand=False, padding=(1, 2)))
    # Below the frame and unwrapped, so that a key or a command can be copied whole.
    console.print(next_steps, soft_wrap=True)


def local_url(config: Settings) -> str:
    """The address of the server for a browser on this machine."""
    host = "localhost" if config.host in (*EVERYWHERE, "127.0.0.1") else config.host
    return f"http://{f'[{host}]' if ':' in host else host}:{config.port}"


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


def _own_address() -> str:
    """This machine's address on its network. Nothing is sent: connecting this socket only picks a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
