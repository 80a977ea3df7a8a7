"""Reads calls and texts out of SQL."""

import re

LITERAL = re.compile(r"'((?:[^']|'')*)'")
VARIES = "…"  # stands for a part that differs from case to case
OR = " Or: "  # between the texts that an expression may have


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


def assigned(name: str, text: str) -> str:
    """The expression with which a function declares a variable of type text; else the name itself."""
    declared = re.search(rf"(?m)^ +{re.escape(name)} (?:text )?:= ([^;]+);", text)
    return declared[1] if declared else name


def text_of(expression: str) -> str:
    """The text of an expression, with `…` for what is not written there."""
    if expression.startswith("case"):
        return tidy(OR.join(text for text in LITERAL.findall(expression) if text.endswith(".")))
    if expression.startswith("coalesce("):
        texts = map(text_of, arguments(expression, len("coalesce(")))
        return OR.join(text for text in texts if text != VARIES)
    if expression.startswith("format("):
        return text_of(arguments(expression, len("format("))[0])
    parts = (LITERAL.fullmatch(part) for part in re.split(r"\s*\|\|\s*", expression))
    return tidy("".join(part[1] if part else VARIES for part in parts))


def tidy(text: str) -> str:
    """A text with each doubled quote written once, and one `…` for adjacent parts that differ."""
    varies = re.sub(rf"%[sLI]|{VARIES}", VARIES, text.replace("''", "'")).replace("%%", "%")
    return re.sub(rf"{VARIES}(?: ?{VARIES})+", VARIES, varies)
