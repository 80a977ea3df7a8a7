"""`quizzler processor`: replaces this process by the processing server, a separate program."""

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
    """Serve as a processing server, or check whether one keeps the contract: `quizzler processor --help`."""
    os.execv(sys.executable, [sys.executable, "-m", "processor", *context.args])  # noqa: S606 - our own program
