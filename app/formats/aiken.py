"""Reads and writes Aiken: a question, its choices as "A. …" or "A) …", and then "ANSWER: B".

As in Moodle's importer, blank lines count for nothing. Several letters, "ANSWER: A, C", make a question
with several right choices, which some programs write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.database.storable import UNSTORABLE
from app.formats.reading import Problem, Reading, text_lines
from app.formats.tables import chosen
from app.quizzes.models import Draft

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SENTENCES = {
    "bad_character": "There is a NUL or a broken character in this line. Delete it.",
    "no_questions": "The file has no questions.",
    "no_answer_line": "After its choices, this question needs a line such as “ANSWER: B”.",
    "no_choices": "This question has no choices. Write each on a line of its own: “A. …”, “B. …”.",
    "no_prompt": "These choices have no question before them.",
    "letters_out_of_order": "The choices must have the letters A, B, C and so on, in this order.",
    "unknown_letter": "This letter is not one of the question's choices.",
}
_CHOICE = re.compile(r"([A-Z])[.)](?:\s+(.*)|)$")
_INITIALS = re.compile(r"[A-Z]\.[A-Z]\.")  # A.D. is no choice
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)$", re.IGNORECASE)


def read_aiken(text: str) -> Reading:
    """Read an Aiken file. Never raises: what can't be read is listed as problems, in the file's order."""
    reading = Reading()
    question = _Question()
    for number, line in enumerate(text_lines(text), start=1):
        content = line.strip()
        if not content:
            continue
        if UNSTORABLE.search(content):
            question.refuse(number, "bad_character")
        if answer := _ANSWER.match(content):
            question.end(number, answer[1])
            question.add_to(reading)
            question = _Question()
        elif choice := _CHOICE.match(content):
            question.add_choice(number, choice[1], (choice[2] or "").strip())
        elif question.expects(content):
            question.add_choice(number, content[0], content[2:].strip())
        elif question.letters:  # a new question, although the last one has not been answered
            question.refuse(question.lines[0], "no_answer_line")
            question.add_to(reading)
            question = _Question()
            question.add_prompt(number, content)
        else:
            question.add_prompt(number, content)
    if question.lines or question.letters:
        question.refuse(question.lines[0], "no_answer_line" if question.letters else "no_choices")
        question.add_to(reading)
    if not reading.questions and not reading.problems:
        reading.problems.append(Problem(1, "no_questions", SENTENCES["no_questions"]))
    return reading


def looks_like_aiken(text: str) -> bool:
    """Whether choice A, choice B and an answer are near the beginning, each on a line of its own."""
    lines = iter(line.strip() for line in text_lines(text[:20_000]))
    wanted = (re.compile(r"A[.)]"), re.compile(r"B[.)]"), re.compile(r"ANSWER\s*:\s*[A-Z]\b", re.IGNORECASE))
    return all(any(pattern.match(line) for line in lines) for pattern in wanted)


def write_aiken(questions: Iterable[Draft]) -> str:
    """Write drafts of the kinds single_choice, multiple_choice and true_false; the others are left out."""
    return "\n".join(_written(draft) for draft in questions if draft["kind"] in KINDS)


KINDS = ("single_choice", "multiple_choice", "true_false")


class _Question:
    """A question as it is read, line by line."""

    def __init__(self) -> None:
        self.lines: list[int] = []  # where it begins, and then the line of each choice
        self.prompt: list[str] = []
        self.letters: list[str] = []
        self.choices: list[Draft] = []
        self.problems: list[Problem] = []

    def refuse(self, line: int, code: str) -> None:
        self.problems.append(Problem(line, code, SENTENCES[code]))

    def add_prompt(self, line: int, text: str) -> None:
        if not self.lines:
            self.lines.append(line)
        self.prompt.append(text)

    def expects(self, line: str) -> bool:
        """Whether this is the next choice, without a space after its letter."""
        following = LETTERS[len(self.letters) : len(self.letters) + 1]
        return bool(self.prompt and line[0] == following and line[1:2] in (".", ")")) and not _INITIALS.match(
            line
        )

    def add_choice(self, line: int, letter: str, text: str) -> None:
        if not self.lines:
            self.lines.append(line)
            self.refuse(line, "no_prompt")
        if letter != LETTERS[len(self.letters) : len(self.letters) + 1]:
            self.refuse(line, "letters_out_of_order")
        self.letters.append(letter)
        self.choices.append({"text": text})
        self.lines.append(line)

    def end(self, line: int, answer: str) -> None:
        if not self.letters:
            self.refuse(self.lines[0] if self.lines else line, "no_choices")
            return
        right = re.findall(r"[A-Z]", answer.upper())
        if not right or not set(right) <= set(self.letters) or re.search(r"[A-Za-z]{2}", answer):
            self.refuse(line, "unknown_letter")
        for letter, choice in zip(self.letters, self.choices, strict=True):
            if letter in right:
                choice["correct"] = True

    def add_to(self, reading: Reading) -> None:
        if self.problems:
            reading.leave_out(self.problems, "\n".join(self.prompt))
            return
        texts = {n: choice["text"] for n, choice in enumerate(self.choices)}
        right = {n for n, choice in enumerate(self.choices) if "correct" in choice}
        reading.questions.append(chosen("\n".join(self.prompt), texts, right))
        reading.lines.append(self.lines)


def _written(draft: Draft) -> str:
    prompt = " ".join(draft["prompt"].split())
    return "\n".join([prompt, *_choices(draft), ""])


def _choices(draft: Draft) -> Iterator[str]:
    choices = draft.get("choices") or [
        {"text": "True", "correct": draft["correct"]},
        {"text": "False", "correct": not draft["correct"]},
    ]
    for letter, choice in zip(LETTERS, choices, strict=False):
        yield f"{letter}. {' '.join(choice['text'].split())}"
    right = [
        letter
        for letter, choice in zip(LETTERS, choices, strict=False)
        if choice.get("correct") or choice.get("weight", 0) > 0
    ]
    yield f"ANSWER: {', '.join(right)}"
