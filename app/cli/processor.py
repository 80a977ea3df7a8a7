"""`quizzler processor`: the processing server, and the test whether one keeps the contract."""

from typing import Annotated

import typer
from rich.text import Text

from app.cli.console import console, give_up

app = typer.Typer(name="processor")


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8100,
) -> None:
    """Serve as a processing server: PDF in, questions out.

    `quizzler dev` and `quizzler serve` run one beside them by themselves, unless PROCESSING_URL names
    another. This is for a machine of its own. It needs PROCESSING_SECRETS, the same as Quizzler has.

    - `PROCESSING_SECRETS=whsec_… quizzler processor --host 0.0.0.0`
    """
    if context.invoked_subcommand is not None:
        return
    import uvicorn

    from processor.server import create_app
    from processor.settings import ProcessorConfigurationError

    try:
        server = create_app()
    except ProcessorConfigurationError as error:
        give_up(str(error))
    console.print(f"The processing server listens on http://{host}:{port}")
    uvicorn.run(server, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)


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
    from processor.conformance import check as examine

    def tell(good: bool, sentence: str) -> None:
        console.print(Text.assemble(("✓ ", "green") if good else ("✗ ", "bold red"), sentence))

    try:
        report = examine(url, secrets, host=host, patience_s=patience, tell=tell)
    except ValueError:
        give_up("The secret is not whsec_ and random bytes in base64.")
    if not report.passed:
        raise typer.Exit(1)
    console.print("It keeps the contract.")
