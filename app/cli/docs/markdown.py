"""Markdown, wrapped as the documents are."""

import inspect
import re
import textwrap
from collections.abc import Iterable

WIDTH = 120
HARD_SPACE = "\N{NO-BREAK SPACE}"


def page(*parts: str) -> str:
    """A document of headings, paragraphs and tables; paragraphs are wrapped."""
    kept = ("|", "```", "- ", "#")
    return "\n\n".join(part if part.startswith(kept) else paragraph(part) for part in parts if part) + "\n"


def blocks(docstring: str | None) -> list[str]:
    """The paragraphs and tables of a docstring."""
    return re.split(r"\n\s*\n", inspect.cleandoc(docstring or ""))


def paragraph(text: str, first: str = "", indent: str = "", width: int = WIDTH) -> str:
    """Text wrapped at this width, with one indent for the first line and one for the others.

    Code between backticks is not broken.
    """
    held = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", HARD_SPACE), " ".join(text.split()))
    return textwrap.fill(
        held,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace(HARD_SPACE, " ")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table. Characters that would end a cell are escaped."""
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def prose(text: str) -> str:
    """A text with < and * escaped, so that they are shown as they are, except within backticks."""
    return re.sub(r"`[^`]*`|[<*\\]", lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", text)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
