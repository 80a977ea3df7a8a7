"""The result of reading a file of questions, whatever its format: drafts, and problems by line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from app.formats.embedded import EmbeddedFiles
from app.formats.markup import Image
from app.quizzes.models import Draft

MAX_QUESTIONS = 10_000  # of a file
FEEDBACK = {True: "feedback_true", False: "feedback_false"}  # of a true_false, by its answer
LONGEST_NAME = 255  # of a question
TOO_MANY = f"A file may have {MAX_QUESTIONS} questions; the rest of this one was not read."

_NUMBER = re.compile(r"(?=.{1,40}$)[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_ITEM = re.compile(r"/(?:choices|answers|pairs|gaps)/(\d+)")  # as places in a draft begin


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something in the file can't be stored.

    `line` counts from 1, `code` is stable and meant for programs, `message` tells a person what to do.
    `question` is the beginning of the question's text; it is empty if the problem is not of one question.
    `pointer` is the place in the draft of the question that SQL refused, as a JSON Pointer.
    """

    line: int
    code: str
    message: str
    question: str = ""
    pointer: str = ""


@dataclass(slots=True)
class Reading:
    """The questions of a file. A question with a problem is left out, and the problem is listed.

    `lines[i]` has the line where `questions[i]` begins, and then the line of each of its choices or answers.
    """

    questions: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[list[int]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # of each question, where lines may not tell it
    skipped: int = 0  # questions that were left out
    notes: list[Problem] = field(default_factory=list)  # what was changed in questions that were taken
    files: EmbeddedFiles = field(default_factory=EmbeddedFiles)  # that questions name
    hints: Mapping[str, str] = field(default_factory=dict)  # by code: what the format adds to SQL's sentences
    quiz: dict[str, Any] = field(
        default_factory=dict
    )  # the title and the options of a quiz that the file is of

    def leave_out(self, problems: Iterable[Problem], text: str) -> None:
        """Count a question as skipped, and list its problems with the beginning of its text."""
        question = beginning(text)
        self.problems += [replace(problem, question=question) for problem in problems]
        self.skipped += 1

    def refused(self, index: int, code: str, message: str, pointer: str = "") -> Problem:
        """The problem of a question that SQL refuses, at the line of the choice or answer that it names."""
        first, *items = self.lines[index]
        named = _ITEM.match(pointer)
        place = int(named[1]) if named else len(items)
        place_in_file = self.places[index] if self.places else ""
        sentences = place_in_file + " ".join(filter(None, [message, self.hints.get(code)]))
        line = items[place] if place < len(items) else first
        question = beginning(self.questions[index].get("prompt"))
        return Problem(line, code, sentences, question, pointer)


def beginning(text: object) -> str:
    """The first 60 characters of a question's text, in one line; "" if it is no text."""
    words = " ".join(text[:1_000].split()) if isinstance(text, str) else ""
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def made_name(number: int, prompt: str) -> str:
    """The name that a file gets for a question without one, because its format needs one."""
    return " ".join(f"{number:04} {prompt[:60]}".split())


def given_name(name: str, prompt: str) -> str:
    """The name that somebody gave a question, cut where it is too long; "" if `made_name` made it."""
    name = " ".join(name.split())
    digits = name.partition(" ")[0]
    if digits.isdecimal() and len(digits) < 10 and name == made_name(int(digits), prompt):
        return ""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


class Block(NamedTuple):
    """Lines of a file that belong together."""

    numbers: list[int]  # of each line in the file, from 1
    text: str
    comments: str = ""  # the lines of comments above and within

    def line(self, position: int) -> int:
        """The number of the line of this position in the text."""
        return self.numbers[self.text.count("\n", 0, position)]


def text_lines(text: str) -> list[str]:
    """The lines of a text, without byte order marks, which also stand between two files glued together."""
    return text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks(text: str, comment: str, alone: str) -> Iterator[Block]:
    """Yield the blocks between blank lines. Lines that begin with `comment` are kept apart from the text.

    A line that begins with `alone` is a block.
    """
    block: list[tuple[int, str]] = []
    comments: list[str] = []
    for number, line in enumerate([*text_lines(text), ""], start=1):
        content = line.strip()
        if content.startswith(comment):
            comments.append(content)
            continue
        is_alone = content.startswith(alone)
        if block and (is_alone or not content):
            yield Block(
                [number for number, _ in block], "\n".join(line for _, line in block), "\n".join(comments)
            )
            block = []
        if is_alone or not content:
            comments = []
        if is_alone:
            yield Block([number], content)
        elif content:
            block.append((number, line if block else content))


def picture_of(image: Image) -> Draft:
    """The fields of a draft that say which picture it has, and what that shows."""
    return {"media_url": image.address} | ({} if image.alt is None else {"media_alt": image.alt})


def read_number(text: str, line: int, problems: list[Problem]) -> int | float:
    """Read 5, -5, 1e5, 1.5 or 1,5. Anything else, such as 5 m, is one more problem."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else math.nan
    if _THOUSANDS.fullmatch(text):
        message = f"“{text:.40}” can be read in two ways. Write it without a comma, or with a point."
        problems.append(Problem(line, "ambiguous_number", message))
    elif not math.isfinite(number):
        message = f"“{text:.40}” is not a number. Put a unit into the question's text."
        problems.append(Problem(line, "not_a_number", message))
    return int(number) if number.is_integer() and abs(number) <= 2**53 else number
