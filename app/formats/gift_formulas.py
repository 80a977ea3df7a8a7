r"""Tells the commands of LaTeX in GIFT from its escapes: \neq in a formula is no line end before "eq"."""

import re

_FORMULA = re.compile(
    r"\\?\\\((?P<inline>.*?)\\?\\\)|\\?\\\[(?P<block>.*?)\\?\\\]|\$\$(?P<dollars>.*?)\$\$|\$(?P<dollar>[^$\n]+)\$",
    re.DOTALL,
)
_COMMANDS = (
    "nabla natural ncong ne nearrow neg neq newline nexists ngeq ni nleftarrow nleq nmid not notin nparallel"
    " nprec nrightarrow nsim nsubseteq nsucc nsupseteq nu nwarrow"
)
_COMMAND = re.compile(rf"(?<!\\)\\({'|'.join(_COMMANDS.split())})(?![a-zA-Z])")
_ESCAPED_COMMAND = re.compile(r"\\\\[a-zA-Z]")  # whoever escapes one command has escaped them all


def keep_commands(text: str) -> tuple[str, list[tuple[int, str]]]:
    r"""The text with \\neq for \neq in its formulas, and where each was, with its name."""
    found: list[tuple[int, str]] = []

    def escaped(formula: re.Match[str]) -> str:
        if _ESCAPED_COMMAND.search(formula[0]):
            return formula[0]
        found.extend((formula.start() + each.start(), each[1]) for each in _COMMAND.finditer(formula[0]))
        return _COMMAND.sub(r"\\\\\1", formula[0])

    return _FORMULA.sub(escaped, text), found
