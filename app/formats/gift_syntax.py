"""How a GIFT file is cut up: into blocks, tokens, the prompt and its answers, and each answer's parts.

Nothing here knows the kinds of questions; `gift.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.formats.reading import Problem

CATEGORY = "$CATEGORY:"
COMMENT = "//"
SNIFFED_CHARS = 20_000

# Every token lies on one line, so that each fault knows its own. A mark of four is general feedback.
_TOKEN = re.compile(r"\\(?P<escaped>[~=#{}:\\n])|(?P<mark>::|####(?!#)|[{}~=#])|[^\\~=#{}:\n]+|[\\:\n]")
_CONTEXT = re.compile(r"\$[a-z0-9]+\$")

Line = tuple[int, str]  # its number in the file, from 1, and its text


class GiftSyntaxError(Exception):
    """The one problem that keeps a block from being cut up."""

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
    mark: str  # "=", "~", or "" for what stands before the first of them
    text: str = ""
    feedback: str = ""
    commented: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """A question, cut up; `answers` begins with its first token that is not white space."""

    before: list[Token]
    answers: list[Token]
    general_feedback: list[Token]
    after: list[Token]


def blocks(text: str) -> Iterator[list[Line]]:
    """Yield each question's lines, and each category line by itself; no comments, no blank lines."""
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
    """Give the last name of a path such as $course$/top/Biology/Cells; // is a slash within a name."""
    number, text = line
    path = join(_tokens([(number, text.removeprefix(CATEGORY))])).strip()
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path)]
    if _CONTEXT.fullmatch(names[0]):
        del names[0]
    if names and names[0] == "top":
        del names[0]
    return next((name for name in reversed(names) if name), "")


def cut(block: list[Line]) -> Parts:
    """Cut a question's lines up, dropping its title. Raises GiftSyntaxError where marks have no partner."""
    tokens = _without_title(_tokens(block))
    braces = [(index, token) for index, token in enumerate(tokens) if token.kind in ("{", "}")]
    if not braces:
        raise GiftSyntaxError(
            block[0][0],
            "description",
            "This has no answers in braces. Quizzler has questions only: add {…} behind it, or delete it.",
        )
    start, end = _pair(braces)
    answers = tokens[start + 1 : end]
    while answers and not answers[0].text.strip():
        del answers[0]
    general = next((index for index, token in enumerate(answers) if token.kind == "####"), len(answers))
    return Parts(tokens[:start], answers[:general], answers[general + 1 :], tokens[end + 1 :])


def split_answers(tokens: list[Token]) -> list[Answer]:
    """Split tokens at = and ~, and each answer at its first #, behind which its feedback stands."""
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
    """Give the tokens' text, with escapes resolved."""
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
    raise GiftSyntaxError(
        tokens[0].line, "unclosed_title", "This title never ends. Write :: behind it as well."
    )


def _pair(braces: list[tuple[int, Token]]) -> tuple[int, int]:
    """Give the places of the only { and the only }."""
    (start, opening), *rest = braces
    if opening.kind == "}":
        message = r"This } closes nothing. Add the {, or write \} for a brace in the text."
        raise GiftSyntaxError(opening.line, "unopened_brace", message)
    if not rest:
        message = "The answers that begin here never end. Add the }, and leave no blank line before it."
        raise GiftSyntaxError(opening.line, "unclosed_brace", message)
    (end, closing), *more = rest
    if closing.kind == "{":
        message = r"A { among the answers. Close them before it with }, or write \{ for a brace in the text."
        raise GiftSyntaxError(closing.line, "nested_brace", message)
    if more:
        message = (
            r"Braces behind the answers. Part two questions by a blank line; in the text, write \{ and \}."
        )
        raise GiftSyntaxError(more[0][1].line, "second_answers", message)
    return start, end
