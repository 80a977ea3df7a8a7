"""Output of the commands, and how they end when they fail."""

import os
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

from app.http.plain_words import explain
from app.settings import ConfigurationError, Settings, settings

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class Commands(TyperGroup):
    """Commands that refuse a value in Quizzler's words where typer would print pydantic's."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. Raises typer.BadParameter if an option of it, or of one below it, can't be used."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            if isinstance(error.__cause__, ValidationError):
                found = explain([dict(each) for each in error.__cause__.errors()])
                error.message = " ".join(each["message"] for each in found)
            raise


def step(line: str) -> None:
    """Print a step of a longer command."""
    console.print(Text(f"  {line}", style="dim"), soft_wrap=True)


def counted(number: int, thing: str) -> str:
    """A number of things: "1 answer", "2 answers"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


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
