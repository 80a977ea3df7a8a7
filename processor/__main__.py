"""`python -m processor` and `quizzler processor`: serve, or check whether a server keeps the contract."""

import asyncio
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:  # imported when it is needed, so that `--help` stays quick
    import uvicorn

    from processor.settings import ProcessorSettings

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
app = typer.Typer(
    name="processor", add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False
)


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8100,
    beside: Annotated[str | None, typer.Option(hidden=True)] = None,
    url_file: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Serve as a processing server: PDF in, questions out.

    `quizzler dev` and `quizzler serve` start one beside themselves, unless PROCESSING_URL names another. This
    command is for a machine of its own. It needs PROCESSING_SECRETS, the same as Quizzler has.

    - `PROCESSING_SECRETS=whsec_… quizzler processor --host 0.0.0.0`
    """
    if context.invoked_subcommand is not None:
        return
    from processor.settings import ProcessorConfigurationError, processor_settings

    try:
        settings = processor_settings()
        if beside and url_file:  # started by Quizzler, which is found at `beside`
            settings.processor_allowed_hosts.append(urlsplit(beside).netloc.lower())
            asyncio.run(_serve(settings, "127.0.0.1", 0, url_file))
        else:
            asyncio.run(_serve(settings, host, port))
    except ProcessorConfigurationError as error:
        _give_up(str(error))


async def _serve(settings: "ProcessorSettings", host: str, port: int, url_file: Path | None = None) -> None:
    """Serve until a signal comes or, with `url_file`, until standard input ends."""
    import uvicorn

    from processor.server import create_app

    app = create_app(settings)
    config = uvicorn.Config(app, host, port, log_level="warning", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    if url_file:
        _stop_at_end_of_input(server)
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    if server.started:
        url = f"http://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
        console.print(f"The processing server listens on {url}")
        if url_file:
            whole = url_file.with_suffix(".new")  # others may be reading
            whole.write_text(url)
            whole.replace(url_file)
    await serving


def _stop_at_end_of_input(server: "uvicorn.Server") -> None:
    loop = asyncio.get_running_loop()

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        loop.call_soon_threadsafe(setattr, server, "should_exit", True)

    threading.Thread(target=wait, daemon=True).start()


@app.command()
def check(
    url: Annotated[str, typer.Argument(help="The processing server, such as http://localhost:8100")],
    secrets: Annotated[
        str,
        typer.Option(
            help="The secret that it shares with Quizzler.", envvar="PROCESSING_SECRETS", show_envvar=True
        ),
    ],
    host: Annotated[
        str, typer.Option(help="An address of this machine that the server can reach.")
    ] = "127.0.0.1",
    patience: Annotated[float, typer.Option(min=1, help="Seconds to wait for an event.")] = 120,
) -> None:
    """Test whether a processing server keeps the contract of docs/processing.md.

    It posts a small PDF and a quiz as Quizzler would, waits for the events, and says what is wrong. The
    server must be able to fetch from this machine: the built-in one needs PROCESSOR_ALLOWED_HOSTS=127.0.0.1
    for that. Ends with status 1 where something is wrong.

    - `quizzler processor check http://localhost:8100`
    """
    from processor import conformance

    def show(good: bool, sentence: str) -> None:
        console.print(Text.assemble(("✓ ", "green") if good else ("✗ ", "bold red"), sentence))

    try:
        report = conformance.check(url, secrets, host=host, patience_s=patience, show=show)
    except ValueError as error:
        _give_up(f"The secret can't be used: {error}.")
    if not report.passed:
        raise typer.Exit(1)
    console.print("It keeps the contract.")


def _give_up(sentence: str) -> NoReturn:
    errors.print(Text.assemble(("✗ ", "bold red"), sentence), soft_wrap=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="quizzler processor")
