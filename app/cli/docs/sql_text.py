"""Reads calls and texts out of SQL."""

import re

LITERAL = re.compile(r"'((?:[^']|'')*)'")
VARIES = "…"  # what a text has in a place that differs


def arguments(text: str, start: int) -> list[str]:
    """The arguments of a call whose parenthesis opens just before `start`."""
    given, depth, place = [""], 0, start
    while True:
        literal = LITERAL.match(text, place)
        part = literal[0] if literal else text[place]
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth < 0:
            return [argument.strip() for argument in given]
        if part == "," and depth == 0:
            given.append("")
        else:
            given[-1] += part
        place += len(part)


def text_of(expression: str) -> str:
    """What an expression says, as far as it is written there."""
    if expression.startswith("case"):
        return tidy(" Or: ".join(text for text in LITERAL.findall(expression) if text.endswith(".")))
    if expression.startswith("format("):
        return text_of(arguments(expression, len("format("))[0])
    parts = (LITERAL.fullmatch(part) for part in re.split(r"\s*\|\|\s*", expression))
    return tidy("".join(part[1] if part else VARIES for part in parts))


def tidy(text: str) -> str:
    """A doubled quote once, and one sign for what differs."""
    varies = re.sub(rf"%[sLI]|{VARIES}", VARIES, text.replace("''", "'")).replace("%%", "%")
    return re.sub(rf"{VARIES}(?: ?{VARIES})+", VARIES, varies)
