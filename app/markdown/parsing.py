"""Reads Markdown: CommonMark, tables, strikethrough and LaTeX between dollar signs. HTML in it is text."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

MOST_CHARACTERS = 5_000  # of any text of a quiz; a longer one is not read as Markdown, which bounds the time
DEEPEST = 20  # lists and quotes within each other
MATH = ("math_inline", "math_inline_double", "math_block", "amsmath")


@cache
def parser() -> MarkdownIt:
    """The one parser. It keeps nothing of what it reads, so threads may share it."""
    from mdit_py_plugins.amsmath import amsmath_plugin  # only here, because most servers never need them
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.dollarmath.index import math_inline_dollar

    md = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
        .enable(["table", "strikethrough"])
        .disable("reference")  # [[1]] is a gap, whatever [1] may be
        .use(
            dollarmath_plugin,
            allow_labels=False,
            allow_blank_lines=False,  # with them, its time grows by the square
        )
        .use(amsmath_plugin)
    )
    # $5 and $6 are no formula
    strict = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)

    def math_at_any_place(state: StateInline, silent: bool) -> bool:
        """The plugin's rule, which takes the last character of a text for the one before its first."""
        source = state.src
        state.src += " "
        try:
            found: bool = strict(state, silent)
            return found
        finally:
            state.src = source

    md.inline.ruler.at("math_inline", math_at_any_place)
    return md
