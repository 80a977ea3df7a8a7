"""`python -m processor` and `quizzler processor`: serve, or check whether a server keeps the contract."""

import os
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:  # imported when it is needed, so that `--help` stays quick
    import uvicorn

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
    beside: Annotated[
        str | None,
        typer.Option(hidden=True, help="The address of the Quizzler that starts this server as its child."),
    ] = None,
    url_file: Annotated[Path | None, typer.Option(hidden=True, help="Where to write the address.")] = None,
) -> None:
    """Serve as a processing server: PDF in, questions out.

    `quizzler dev` and `quizzler serve` start one themselves, unless PROCESSING_URL is set. Use this command
    to run one on a separate machine. It needs the same PROCESSING_SECRETS as Quizzler.

    - `PROCESSING_SECRETS=whsec_… quizzler processor --host 0.0.0.0`
    """
    if context.invoked_subcommand is not None:
        return
    import uvicorn

    from processor.server import create_app
    from processor.settings import ProcessorConfigurationError, processor_settings

    try:
        settings = processor_settings()
        if beside:
            settings.processor_allowed_hosts.append(urlsplit(beside).netloc.lower())
        config = uvicorn.Config(create_app(settings), log_level="warning", timeout_graceful_shutdown=2)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, 0 if beside else port), family=family)
    except ProcessorConfigurationError as error:
        _give_up(str(error))
    except OSError as error:
        _give_up(f"The address {host}, port {port}, can't be used: {str(error.strerror).partition(' (')[0]}.")
    server = uvicorn.Server(config)
    url = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
    console.print(f"The processing server listens on {url}")
    if url_file:
        whole = url_file.with_suffix(".new")  # replaced at once, because others may be reading the file
        whole.write_text(url)
        whole.replace(url_file)
    if beside:
        threading.Thread(target=_stop_at_end_of_input, args=[server], daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run([listening])


def _stop_at_end_of_input(server: "uvicorn.Server") -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    server.should_exit = True


@app.command()
def check(
    url: Annotated[str, typer.Argument(help="The processing server, such as http://localhost:8100")],
    secrets: Annotated[
        str,
        typer.Option(
            help="The secret that the server shares with Quizzler.",
            envvar="PROCESSING_SECRETS",
            show_envvar=True,
        ),
    ],
    host: Annotated[
        str, typer.Option(help="An address of this machine that the server can reach.")
    ] = "127.0.0.1",
    patience: Annotated[float, typer.Option(min=1, help="Seconds to wait for an event.")] = 120,
) -> None:
    """Test whether a processing server keeps the contract of docs/processing.md.

    The command posts a small PDF and a quiz as Quizzler would, waits for the events, and reports what is
    wrong. The server must be able to fetch from this machine; the built-in one needs
    PROCESSOR_ALLOWED_HOSTS=127.0.0.1 for that. The exit status is 1 if anything is wrong.

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
    console.print("The server keeps the contract.")


@app.command()
def ask(
    file: Annotated[Path, typer.Argument(help="A PDF", exists=True, dir_okay=False)],
    questions: Annotated[int, typer.Option(min=1, help="How many to write.")] = 20,
) -> None:
    """Write questions from a PDF without a server and print them, to judge what the generator makes of it.

    - `quizzler processor ask chapter.pdf --questions 20`
    """
    from processor.ask import lines_of
    from processor.failure import JobFailure

    try:
        for line in lines_of(file, questions, max_pages=5000):
            console.print(Text(line), soft_wrap=True)
    except JobFailure as failure:
        _give_up(failure.reason)


def _give_up(sentence: str) -> NoReturn:
    errors.print(Text.assemble(("✗ ", "bold red"), sentence), soft_wrap=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="quizzler processor")
