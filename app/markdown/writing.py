"""Plain text as Markdown that shows it as it was."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$&])")


def from_plain(text: str) -> str:
    """Markdown in which no character of the text is a mark, and the lines end where they did."""
    return _SIGNS.sub(r"\\\1", text).replace("\n", "  \n")
