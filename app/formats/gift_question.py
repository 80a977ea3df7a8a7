"""One question of a GIFT file while it is read: its texts, numbers and weights, and their problems."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal

from app.formats.gift_syntax import Answer
from app.formats.markup import PlainText, html_to_text, moodle_to_text
from app.formats.reading import Problem, QuestionDraft

MAX_QUESTION_CHARS = 30_000  # including its markup and answers
MAX_ANSWERS = 50
MAX_PROMPT_CHARS = 5_000
MAX_ANSWER_CHARS = 1_000
MAX_FEEDBACK_CHARS = 2_000
MAX_EXPLANATION_CHARS = 5_000
MAX_URL_CHARS = 2_000
MAX_NUMBER_CHARS = 40
MAX_QUOTED_CHARS = 40
LARGEST_NUMBER, SMALLEST_NUMBER = 1e50, 1e-50  # except 0; written out, they have fewer than 100 digits
MAX_EXACT_INTEGER = 2**53  # above it, JSON readers round
WEIGHT_STEP = Decimal("0.00001")  # weights are rounded to it

BLANK = "_____"

_WEB_ADDRESS = re.compile(r"https?://[^/?#\s<>\"][^\s<>\"]*")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%([^%\s]*)%")
_PERCENT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:[.,][0-9]{0,20})?|[.,][0-9]{1,20})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")


@dataclass(slots=True)
class Question:
    """A draft in the making. For a wrong value, its methods note a problem and return a harmless value."""

    line: int
    draft: QuestionDraft
    problems: list[Problem] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    format: str = "moodle"

    def refuse(self, line: int, code: str, message: str) -> None:
        """Note a problem. A question with problems is left out."""
        self.problems.append(Problem(line, code, message))

    def read_prompt(self, before: str, after: str) -> None:
        """Take the text around the answers. If there is text after them, a blank takes their place."""
        raw = before + (BLANK + after if after.strip() else "")
        self.format, raw = _format_of(raw, self.format)
        plain = _plain(raw, self.format)
        self.draft["prompt"] = plain.text
        if plain.text in ("", BLANK):
            self.refuse(self.line, "empty_prompt", "The question has no text around its answers.")
        self._check_length(self.line, plain.text, MAX_PROMPT_CHARS, "question's text")
        if len(plain.images) == 1 and is_web_address(plain.images[0]) and not plain.embedded:
            self.draft["media_url"] = plain.images[0]
        else:
            self._refuse_embedded(self.line, plain)

    def read_explanation(self, line: int, general_feedback: str) -> None:
        """Take the general feedback, followed by the labelled feedback of the answers."""
        general = self._text(line, general_feedback, self.format)
        self.explanation.insert(0, general)
        explanation = "\n".join(filter(None, self.explanation))
        self._check_length(self.line, explanation, MAX_EXPLANATION_CHARS, "explanation")
        if explanation:
            self.draft["explanation"] = explanation

    def feedback(self, line: int, raw: str) -> str:
        """The text of a feedback, or ""."""
        text = self._text(line, raw, self.format)
        self._check_length(line, text, MAX_FEEDBACK_CHARS, "feedback")
        return text

    def answer_text(self, answer: Answer, form: str) -> str:
        """The text of an answer, read in `form` unless it has a format mark."""
        text = self._text(answer.line, answer.text, form, needed=True)
        self._check_length(answer.line, text, MAX_ANSWER_CHARS, "answer")
        return text

    def weight(self, answer: Answer, *, default: int, lowest: int) -> Decimal:
        """Remove the %50% from an answer's text and return it as 0.5. `default`, `lowest`: in percent."""
        answer.text = answer.text.strip()
        match = _WEIGHT.match(answer.text)
        if not match:
            return Decimal(default) / 100
        answer.text = answer.text[match.end() :].strip()
        percent = Decimal(match[1].replace(",", ".")) if _PERCENT.fullmatch(match[1]) else None
        if percent is not None and lowest <= percent <= 100:
            return (percent / 100).quantize(WEIGHT_STEP) or Decimal(0)  # never -0
        self.refuse(
            answer.line,
            "bad_weight",
            f"{quoted(match[0])} is not a weight. Write a number from {lowest} to 100 between the % signs,"
            " or begin the text with [plain] if they belong to it.",
        )
        return Decimal(default) / 100

    def number(self, line: int, text: str) -> int | float:
        """Read 5, -5, 1e5, 1.5 or 1,5. Refuse anything else, such as 5 m, and return NaN."""
        text = text.strip().replace("\N{MINUS SIGN}", "-")
        if _THOUSANDS.fullmatch(text):
            message = f"{quoted(text)} can be read in two ways. Remove the comma, or write a point instead."
            self.refuse(line, "ambiguous_number", message)
            return math.nan
        written = len(text) <= MAX_NUMBER_CHARS and _NUMBER.fullmatch(text)
        number = float(text.replace(",", ".")) if written else math.nan
        if number != 0 and not SMALLEST_NUMBER <= abs(number) <= LARGEST_NUMBER:
            message = f"{quoted(text)} is no number within range. Put a unit into the question's text."
            self.refuse(line, "not_a_number", message)
            return math.nan
        return int(number) if number.is_integer() and abs(number) <= MAX_EXACT_INTEGER else number

    def can_read(self, answers: list[Answer], *, at_least: int) -> bool:
        """Whether the answers can be read one by one. Text before the first mark belongs to none of them."""
        if not answers[0].mark and (len(answers) > 1 or not answers[0].text.strip()):
            message = "This text before the first = or ~ is not an answer. Mark it, or delete it."
            self.refuse(answers[0].line, "stray_text", message)
            return False
        if len(answers) < at_least:
            message = "There is only one choice. Add another, or mark it with = if it is to be typed."
            self.refuse(answers[0].line, "too_few_choices", message)
            return False
        return self.are_few(answers)

    def are_few(self, answers: list[Answer]) -> bool:
        """Whether there are no more answers than a question may have."""
        if len(answers) > MAX_ANSWERS:
            message = f"A question may have {MAX_ANSWERS} answers, and this is one more."
            self.refuse(answers[MAX_ANSWERS].line, "too_many_answers", message)
        return len(answers) <= MAX_ANSWERS

    def refuse_repeats(self, texts: list[str], answers: list[Answer]) -> None:
        """Note each text that occurs again."""
        seen: set[str] = set()
        for text, answer in zip(texts, answers, strict=True):
            if text and text in seen:
                message = f"{quoted(text)} occurs twice. Delete one, or make them differ."
                self.refuse(answer.line, "repeated_answer", message)
            seen.add(text)

    def _text(self, line: int, raw: str, form: str, *, needed: bool = False) -> str:
        form, marked = _format_of(raw, form)
        plain = _plain(marked, form)
        self._refuse_embedded(line, plain)
        if needed and not (plain.text or plain.images or plain.embedded):
            hint = " Begin it with [plain] if its tags are part of the text." if marked else ""
            self.refuse(line, "empty_answer", f"This answer is empty.{hint}")
        return plain.text

    def _check_length(self, line: int, text: str, limit: int, what: str) -> None:
        if len(text) > limit:
            message = f"This {what} has {len(text)} characters; {limit} are allowed."
            self.refuse(line, "text_too_long", message)

    def _refuse_embedded(self, line: int, plain: PlainText) -> None:
        if plain.images:
            message = "A question can have one picture, in its text and by web address."
            self.refuse(line, "picture", message)
        if plain.embedded:
            message = (
                f"Content of <{plain.embedded[0]}> can't be imported. Describe it in words, or delete it."
            )
            self.refuse(line, "embedded_content", message)


def is_web_address(address: str) -> bool:
    """Whether this is an absolute http or https address that can be stored."""
    return len(address) <= MAX_URL_CHARS and address.isprintable() and bool(_WEB_ADDRESS.fullmatch(address))


def unmarked(text: str) -> str:
    """The text without its format mark."""
    return _format_of(text, "plain")[1]


def quoted(text: str) -> str:
    """The text in quotation marks, shortened if it is long."""
    return f"“{text if len(text) <= MAX_QUOTED_CHARS else text[: MAX_QUOTED_CHARS - 1] + '…'}”"


def _format_of(raw: str, default: str) -> tuple[str, str]:
    raw = raw.strip()
    match = _FORMAT.match(raw)
    return (match[1].lower(), raw[match.end() :].strip()) if match else (default, raw)


def _plain(raw: str, form: str) -> PlainText:
    if form == "html":
        return html_to_text(raw)
    return moodle_to_text(raw) if form == "moodle" else PlainText(raw)
