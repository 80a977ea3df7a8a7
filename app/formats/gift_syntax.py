"""Splits a GIFT file into blocks and tokens, and a question into its prompt, its answers and their parts.

The kinds of questions are known to `gift.py` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.formats.reading import Problem

CATEGORY = "$CATEGORY:"
COMMENT = "//"
SNIFFED_CHARS = 20_000

# No token spans lines, so that each problem has a line. #### begins the general feedback.
_TOKEN = re.compile(r"\\(?P<escaped>[~=#{}:\\n])|(?P<mark>::|####(?!#)|[{}~=#])|[^\\~=#{}:\n]+|[\\:\n]")
_CONTEXT = re.compile(r"\$[a-z0-9]+\$")

Line = tuple[int, str]  # its number in the file, from 1, and its text


class GiftSyntaxError(Exception):
    """A problem because of which a block can't be split."""

    def __init__(self, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, code, message)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of one line: a mark, or text that stands for itself. An escaped mark is text."""

    kind: str  # "text", or the mark itself
    text: str
    line: int


@dataclass(slots=True)
class Answer:
    """One answer as it is written, with its weight still in the text."""

    line: int
    mark: str  # "=", "~", or "" for text before the first of them
    text: str = ""
    feedback: str = ""
    commented: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a question. `answers` begins with the first token that is not white space."""

    before: list[Token]
    answers: list[Token]
    general_feedback: list[Token]
    after: list[Token]


def blocks(text: str) -> Iterator[list[Line]]:
    """Yield each question's lines, and each category line by itself, without comments and blank lines."""
    block: list[Line] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        content = line.strip()
        if content.startswith(COMMENT):
            continue
        is_category = content.startswith(CATEGORY)
        if block and (is_category or not content):
            yield block
            block = []
        if is_category:
            yield [(number, content)]
        elif content:
            block.append((number, line if block else content))
    if block:
        yield block


def looks_like_gift(text: str) -> bool:
    """Whether a category, a title or a pair of braces is among the text's first lines."""
    start = text[:SNIFFED_CHARS]
    first = (block[0][1] for block in blocks(start))
    opening = start.find("{")
    return any(line.startswith((CATEGORY, "::")) for line in first) or -1 < opening < start.find("}", opening)


def category_name(line: Line) -> str:
    """The last name of a path such as $course$/top/Biology/Cells; // is a slash within a name."""
    number, text = line
    path = join(_tokens([(number, text.removeprefix(CATEGORY))])).strip()
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path)]
    if _CONTEXT.fullmatch(names[0]):
        del names[0]
    if names and names[0] == "top":
        del names[0]
    return next((name for name in reversed(names) if name), "")


def cut(block: list[Line]) -> Parts:
    """Split a question's lines and drop its title. Raises GiftSyntaxError for marks that are not closed."""
    tokens = _without_title(_tokens(block))
    braces = [(index, token) for index, token in enumerate(tokens) if token.kind in ("{", "}")]
    if not braces:
        raise GiftSyntaxError(
            block[0][0],
            "description",
            "This has no answers in braces, so it is not a question. Add {…} after it, or delete it.",
        )
    start, end = _pair(braces)
    answers = tokens[start + 1 : end]
    while answers and not answers[0].text.strip():
        del answers[0]
    general = next((index for index, token in enumerate(answers) if token.kind == "####"), len(answers))
    return Parts(tokens[:start], answers[:general], answers[general + 1 :], tokens[end + 1 :])


def split_answers(tokens: list[Token]) -> list[Answer]:
    """Split tokens at = and ~, and each answer at its first #, after which its feedback begins."""
    answers = [Answer(next((token.line for token in tokens if token.text.strip()), 0), "")]
    for token in tokens:
        answer = answers[-1]
        if token.kind in ("=", "~"):
            answers.append(Answer(token.line, token.kind))
        elif answer.commented:
            answer.feedback += token.text
        elif token.kind == "#":
            answer.commented = True
        else:
            answer.text += token.text
    lead = answers[0]
    return answers if lead.text.strip() or lead.commented else answers[1:]


def split_comments(tokens: list[Token]) -> tuple[str, list[list[Token]]]:
    """Split a true or false answer into its word and at most two comments."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "#" and len(parts) <= 2:
            parts.append([])
        else:
            parts[-1].append(token)
    return join(parts[0]).strip(), parts[1:]


def join(tokens: list[Token]) -> str:
    """The tokens' text, with escapes resolved."""
    return "".join(token.text for token in tokens)


def _tokens(block: list[Line]) -> list[Token]:
    tokens = []
    last = len(block) - 1
    for index, (number, line) in enumerate(block):
        for match in _TOKEN.finditer(line if index == last else line + "\n"):
            if escaped := match["escaped"]:
                tokens.append(Token("text", "\n" if escaped == "n" else escaped, number))
            else:
                tokens.append(Token(match["mark"] or "text", match[0], number))
    return tokens


def _without_title(tokens: list[Token]) -> list[Token]:
    if tokens[0].kind != "::":
        return tokens
    for index in range(1, len(tokens)):
        if tokens[index].kind == "::":
            return tokens[index + 1 :]
    raise GiftSyntaxError(tokens[0].line, "unclosed_title", "This title has no end. Write :: after it.")


def _pair(braces: list[tuple[int, Token]]) -> tuple[int, int]:
    """The positions of the only { and the only }."""
    (start, opening), *rest = braces
    if opening.kind == "}":
        message = r"This } has no { before it. Add one, or write \} for a brace in the text."
        raise GiftSyntaxError(opening.line, "unopened_brace", message)
    if not rest:
        message = "The answers that begin here have no end. Add a }, with no blank line before it."
        raise GiftSyntaxError(opening.line, "unclosed_brace", message)
    (end, closing), *more = rest
    if closing.kind == "{":
        message = r"There is a { among the answers. Write a } before it, or \{ for a brace in the text."
        raise GiftSyntaxError(closing.line, "nested_brace", message)
    if more:
        message = r"Braces after the answers. Put a blank line between questions; in text, write \{ and \}."
        raise GiftSyntaxError(more[0][1].line, "second_answers", message)
    return start, end
