"""`quizzler processor`: replaces this process with the processing server, a separate program."""

import os
import sys

import typer

app = typer.Typer()


@app.command(
    name="processor",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def processor(context: typer.Context) -> None:
    """Run the processing server, or check another one against the contract: `quizzler processor --help`."""
    os.execv(sys.executable, [sys.executable, "-m", "processor", *context.args])  # noqa: S606 - our own program
