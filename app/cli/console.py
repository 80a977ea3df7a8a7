"""Output of the commands, and how they end when they fail."""

import os
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

from app.settings import ConfigurationError, Settings, settings

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def step(line: str) -> None:
    """Print a step of a longer command."""
    console.print(Text(f"  {line}", style="dim"), soft_wrap=True)


def print_error(sentence: str) -> None:
    """Print a sentence that says what is wrong and what to do about it."""
    errors.print(Text.assemble(("✗ ", "bold red"), sentence), soft_wrap=True)


def give_up(sentence: str) -> NoReturn:
    """End the command with a sentence that says what to do."""
    print_error(sentence)
    raise typer.Exit(1)


def configuration(**overrides: str | None) -> Settings:
    """The settings, overridden by those of the command line. Worker processes get the same ones."""
    for name, value in overrides.items():
        if value is not None:
            os.environ[name.upper()] = value
    try:
        return settings()
    except ConfigurationError as error:
        give_up(str(error))
