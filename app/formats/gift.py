"""Reads Moodle's GIFT: plain text, a question a block, blocks parted by blank lines.

A block is cut into tokens (an escaped character is text, never a mark), then split at its braces into the prompt
and the answers; the marks among the answers say the kind, and one function a kind writes the draft. Where Moodle's
documentation is silent, Moodle's own importer is followed. What a draft has no field for (feedback for true and for
false, feedback for every other answer) goes into the explanation, labelled; titles, ids and tags are dropped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from app.formats.markup import PlainText, html_to_text, moodle_to_text
from app.formats.reading import ChoiceDraft, NumberAnswerDraft, Problem, QuestionDraft, Reading, TextAnswerDraft

MAX_FILE_CHARS = 10_000_000
MAX_QUESTION_CHARS = 30_000  # with its markup and all of its answers
MAX_QUESTIONS = 5_000
MAX_PROBLEMS = 500
MAX_ANSWERS = 50
MAX_PROMPT_CHARS = 5_000
MAX_ANSWER_CHARS = 1_000
MAX_FEEDBACK_CHARS = 2_000
MAX_EXPLANATION_CHARS = 5_000
MAX_SUBJECT_CHARS = 200
MAX_URL_CHARS = 2_000
MAX_NUMBER_CHARS = 40
MAX_EXACT_INTEGER = 2**53  # beyond it, readers of JSON round
WEIGHT_SLACK = Decimal("0.01")  # by how much parts such as 33.33 % may miss 100 % together
WEIGHT_STEP = Decimal("0.00001")

CATEGORY = "$CATEGORY:"
BLANK = "_____"
ANSWERED = {True: "If you answered true: ", False: "If you answered false: "}
ANY_OTHER = "For any other answer: "
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}

# Every token lies on one line, so that each fault knows its own.
_TOKEN = re.compile(r"\\(?P<escaped>[~=#{}:\\n])|(?P<mark>::|####(?!#)|[{}~=#])|[^\\~=#{}:\n]+|[\\:\n]")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%([^%\s]*)%")
_PERCENT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:[.,][0-9]{0,20})?|[.,][0-9]{1,20})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_WILDCARD = re.compile(r"(?<!\\)\*")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # characters that Postgres' text does not hold
_CONTEXT = re.compile(r"\$[a-z0-9]+\$")

_Line = tuple[int, str]  # its number in the file, from 1, and its text


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "text", or the mark itself
    text: str
    line: int


@dataclass(slots=True)
class _Answer:
    line: int
    mark: str  # "=", "~", or "" for what stands before the first of them
    text: str = ""
    feedback: str = ""
    commented: bool = False


@dataclass(slots=True)
class _Question:
    """One question while it is read: its draft so far, and everything found wrong with it."""

    line: int
    format: str = "moodle"
    draft: QuestionDraft = field(default_factory=lambda: {"kind": "single_choice", "prompt": ""})
    explanation: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, code: str, message: str) -> None:
        self.problems.append(Problem(line, code, message))


def read_gift(text: str) -> Reading:
    """Read a GIFT file. Never raises: what cannot be taken is listed as problems, by line, in the file's order."""
    if len(text) > MAX_FILE_CHARS:
        message = f"The file is longer than {MAX_FILE_CHARS} characters. Split it into several files."
        return Reading(problems=[Problem(1, "file_too_long", message)])
    reading = Reading()
    subject = ""
    for block in _blocks(text):
        line, first = block[0]
        if len(reading.problems) >= MAX_PROBLEMS:
            message = "Too much of this file cannot be taken; it was not read from here on. Is it GIFT?"
            reading.problems.append(Problem(line, "too_many_problems", message))
            break
        if first.startswith(CATEGORY):
            subject = _subject(reading, line, first)
            continue
        if len(reading.questions) == MAX_QUESTIONS:
            message = f"A file may hold {MAX_QUESTIONS} questions; this one and those after it were not read."
            reading.problems.append(Problem(line, "too_many_questions", message))
            break
        question = _question(block)
        if question.problems:
            reading.problems += sorted(question.problems, key=lambda problem: problem.line)
            continue
        if subject:
            question.draft["subject"] = subject
        reading.questions.append(question.draft)
        reading.lines.append(question.line)
    if not reading.questions and not reading.problems:
        reading.problems.append(Problem(1, "no_questions", "The file holds no question."))
    return reading


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines of each question, and each category line by itself; without comments and blank lines."""
    block: list[_Line] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        content = line.strip()
        if content.startswith("//"):
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


def _tokens(block: list[_Line]) -> Iterator[_Token]:
    for index, (number, line) in enumerate(block):
        for match in _TOKEN.finditer(line if index == len(block) - 1 else line + "\n"):
            if escaped := match["escaped"]:
                yield _Token("text", "\n" if escaped == "n" else escaped, number)
            else:
                yield _Token(match["mark"] or "text", match[0], number)


def _subject(reading: Reading, line: int, text: str) -> str:
    """Give the last name of a category's path, such as $course$/top/Biology/Cells; // stands for a slash in a name."""
    path = _join(list(_tokens([(line, text.removeprefix(CATEGORY))]))).strip()
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path)]
    if _CONTEXT.fullmatch(names[0]):
        del names[0]
    if names and names[0] == "top":
        del names[0]
    subject = next((name for name in reversed(names) if name), "")
    if len(subject) > MAX_SUBJECT_CHARS or _UNSTORABLE.search(subject):
        message = f"A category's name may have {MAX_SUBJECT_CHARS} characters, all of them printable."
        reading.problems.append(Problem(line, "bad_category", message))
        return ""
    return subject


def _question(block: list[_Line]) -> _Question:
    question = _Question(block[0][0])
    if sum(len(line) + 1 for _, line in block) > MAX_QUESTION_CHARS:
        question.refuse(
            question.line,
            "question_too_long",
            f"A question may have {MAX_QUESTION_CHARS} characters. Is a blank line missing, or a picture embedded in it?",
        )
        return question
    for number, line in block:
        if _UNSTORABLE.search(line):
            question.refuse(number, "bad_character", "There is a NUL or a broken character here. Delete it.")
            return question
    tokens = _without_title(question, list(_tokens(block)))
    parts = _split_at_braces(question, tokens)
    if parts:
        before, answers, after = parts
        _read_prompt(question, before, after)
        _read_answers(question, answers)
    return question


def _without_title(question: _Question, tokens: list[_Token]) -> list[_Token]:
    if tokens[0].kind != "::":
        return tokens
    for index in range(1, len(tokens)):
        if tokens[index].kind == "::":
            return tokens[index + 1 :]
    question.refuse(question.line, "unclosed_title", "This title never ends. Write :: behind it as well.")
    return tokens[1:]


def _split_at_braces(
    question: _Question, tokens: list[_Token]
) -> tuple[list[_Token], list[_Token], list[_Token]] | None:
    """Part the tokens before, between and behind the braces; None, with a problem noted, where there is no such pair."""
    braces = [(index, token) for index, token in enumerate(tokens) if token.kind in ("{", "}")]
    if not braces:
        question.refuse(
            question.line,
            "description",
            "This has no answers in braces. Quizzler has questions only: add {…}, or delete the text.",
        )
        return None
    (start, opening), *others = braces
    if opening.kind == "}":
        question.refuse(
            opening.line, "unopened_brace", r"This } closes nothing. Write \} for a brace in the text, or add the {."
        )
        return None
    if not others:
        question.refuse(
            opening.line,
            "unclosed_brace",
            "The answers that begin here never end. Add the }, and leave no blank line before it.",
        )
        return None
    (end, closing), *others = others
    if closing.kind == "{":
        message = r"A { among the answers: close the answers before it with }, or write \{ for a brace in the text."
        question.refuse(closing.line, "nested_brace", message)
        return None
    for _, brace in others[:1]:
        message = "A second pair of braces. Leave a blank line between two questions, or write \\{ and \\} in the text."
        question.refuse(brace.line, "second_answers", message)
        return None
    return tokens[:start], tokens[start + 1 : end], tokens[end + 1 :]


def _read_prompt(question: _Question, before: list[_Token], after: list[_Token]) -> None:
    behind = _join(after)
    raw = _join(before) + (BLANK + behind if behind.strip() else "")
    question.format, raw = _format_of(raw, question.format)
    plain = _plain(raw, question.format)
    question.draft["prompt"] = plain.text
    if not plain.text or plain.text == BLANK:
        question.refuse(question.line, "empty_prompt", "The question has no text to read before or behind its answers.")
    _check_length(question, question.line, plain.text, MAX_PROMPT_CHARS, "question's text")
    if len(plain.images) == 1 and _is_web_address(plain.images[0]) and not plain.embedded:
        question.draft["media_url"] = plain.images[0]
    else:
        _refuse_embedded(question, question.line, plain)


def _read_answers(question: _Question, tokens: list[_Token]) -> None:
    """Read what stands between the braces, and decide the question's kind by it."""
    general = next((index for index, token in enumerate(tokens) if token.kind == "####"), len(tokens))
    feedback = tokens[general + 1 :]
    tokens = tokens[:general]
    while tokens and not tokens[0].text.strip():
        tokens = tokens[1:]
    parts = _parted(tokens, "#", 2)
    word = _join(parts[0]).strip().upper()
    if not tokens:
        question.refuse(
            question.line, "essay", "Quizzler has no essay questions. Write the accepted answers in the braces."
        )
    elif word in TRUTH:
        _true_false(question, TRUTH[word], parts[1:])
    elif tokens[0].kind == "#":
        _numeric(question, _answers(tokens[1:]), tokens[0].line)
    else:
        answers = _answers(tokens)
        if any(answer.mark == "~" for answer in answers):
            _choices(question, answers)
        elif any(answer.mark == "=" and "->" in answer.text for answer in answers):
            message = "Quizzler has no matching questions. Ask for each pair in a question of its own."
            question.refuse(question.line, "matching", message)
        else:
            _short_text(question, answers)
    if feedback:
        text = _text(question, feedback[0].line, _join(feedback), MAX_EXPLANATION_CHARS, "general feedback")
        question.explanation[:0] = [text] if text else []
    if explanation := "\n".join(question.explanation):
        question.draft["explanation"] = explanation
        _check_length(question, question.line, explanation, MAX_EXPLANATION_CHARS, "explanation")


def _answers(tokens: list[_Token]) -> list[_Answer]:
    """Split tokens at = and ~, and each answer at its first #, behind which its feedback stands."""
    answers = [_Answer(next((token.line for token in tokens if token.text.strip()), 0), "")]
    for token in tokens:
        answer = answers[-1]
        if token.kind in ("=", "~"):
            answers.append(_Answer(token.line, token.kind))
        elif answer.commented:
            answer.feedback += token.text
        elif token.kind == "#":
            answer.commented = True
        else:
            answer.text += token.text
    lead = answers[0]
    return answers if lead.text.strip() or lead.commented else answers[1:]


def _true_false(question: _Question, truth: bool, comments: list[list[_Token]]) -> None:
    """{TRUE#feedback for the wrong answer#feedback for the right one}; both may be missing."""
    question.draft["kind"] = "true_false"
    question.draft["correct"] = truth
    for tokens, answered in zip(comments, (not truth, truth), strict=False):
        if tokens and (text := _feedback(question, tokens[0].line, _join(tokens))):
            question.explanation.append(ANSWERED[answered] + text)


def _choices(question: _Question, answers: list[_Answer]) -> None:
    """~wrong, =right, ~%50%partly. One of them is to be chosen where a = is worth all of it, else several."""
    if not _check_answers(question, answers, at_least=2):
        return
    choices: list[ChoiceDraft] = []
    weights: list[Decimal] = []
    single = False
    for answer in answers:
        weight = _weight(question, answer, default=1 if answer.mark == "=" else 0, lowest=-100)
        weights.append(weight)
        single = single or (answer.mark == "=" and weight == 1)
        text = _text(question, answer.line, answer.text, MAX_ANSWER_CHARS, "choice", needed=True)
        choice: ChoiceDraft = {"text": text, "weight": 0}
        if feedback := _feedback(question, answer.line, answer.feedback):
            choice["feedback"] = feedback
        choices.append(choice)
    _refuse_repeats(question, [choice["text"] for choice in choices], answers)
    if max(weights) <= 0:
        message = "No choice is right. Mark the right one with =, or each of several with its part, as in ~%50%."
        question.refuse(question.line, "no_right_answer", message)
    elif not single:
        spread = _spread(weights)
        if not spread:
            total = float(sum(weight for weight in weights if weight > 0) * 100)
            message = f"The right choices are worth {total:g} % together. Make it 100 %, or mark the only right one with =."
            question.refuse(question.line, "weights_not_100", message)
        weights = spread or weights
    question.draft["kind"] = "single_choice" if single else "multiple_choice"
    question.draft["choices"] = choices
    for choice, weight in zip(choices, weights, strict=True):
        choice["weight"] = float(weight)


def _spread(weights: list[Decimal]) -> list[Decimal] | None:
    """Make parts that were rounded (three times 33.33 %) worth exactly 1 together; None where they are further off."""
    total = sum((weight for weight in weights if weight > 0), Decimal(0))
    if abs(total - 1) > WEIGHT_SLACK:
        return None
    if total == 1:
        return weights
    scaled = [(weight / total).quantize(WEIGHT_STEP) if weight > 0 else weight for weight in weights]
    largest = scaled.index(max(scaled))
    scaled[largest] += 1 - sum(weight for weight in scaled if weight > 0)
    return scaled


def _short_text(question: _Question, answers: list[_Answer]) -> None:
    """=accepted =%50%partly; a lone answer needs no =. Moodle's =%0%* is feedback for every other answer."""
    if not _check_answers(question, answers, at_least=1):
        return
    accepted: list[TextAnswerDraft] = []
    given: list[_Answer] = []
    for answer in answers:
        weight = _weight(question, answer, default=1, lowest=0)
        feedback = _feedback(question, answer.line, answer.feedback)
        text = _text(question, answer.line, answer.text, MAX_ANSWER_CHARS, "answer", "plain", needed=True)
        if text == "*" and weight == 0:
            question.explanation += [ANY_OTHER + feedback] if feedback else []
            continue
        if _WILDCARD.search(text):
            message = r"Quizzler has no wildcards. Write out what is accepted, or \* for a star itself."
            question.refuse(answer.line, "wildcard", message)
        draft: TextAnswerDraft = {"text": text.replace(r"\*", "*")}
        if weight != 1:
            draft["weight"] = float(weight)
        if feedback:
            draft["feedback"] = feedback
        accepted.append(draft)
        given.append(answer)
    _refuse_repeats(question, [draft["text"] for draft in accepted], given)
    _need_full_marks(question, [draft.get("weight", 1) for draft in accepted])
    question.draft["kind"] = "short_text"
    question.draft["answers"] = accepted


def _numeric(question: _Question, answers: list[_Answer], line: int) -> None:
    """{#3:0.5}, {#1..5}, {#=3:0 =%50%3:1}. Moodle's ~ or =%0%* is feedback for every other answer."""
    if not answers:
        question.refuse(line, "no_right_answer", "No number follows the #. Write one, as in {#3.14:0.01}.")
        return
    accepted: list[NumberAnswerDraft] = []
    for answer in answers[:MAX_ANSWERS]:
        weight = _weight(question, answer, default=0 if answer.mark == "~" else 1, lowest=0)
        feedback = _feedback(question, answer.line, answer.feedback)
        if weight == 0 and answer.text in ("", "*"):
            question.explanation += [ANY_OTHER + feedback] if feedback else []
            continue
        draft = _number_answer(question, answer)
        if weight != 1:
            draft["weight"] = float(weight)
        if feedback:
            draft["feedback"] = feedback
        accepted.append(draft)
    _check_count(question, answers)
    _need_full_marks(question, [draft.get("weight", 1) for draft in accepted])
    question.draft["kind"] = "numeric"
    question.draft["answers"] = accepted


def _number_answer(question: _Question, answer: _Answer) -> NumberAnswerDraft:
    text = _format_of(answer.text, "plain")[1]
    low, dots, high = text.partition("..")
    if dots:
        least, most = _number(question, answer.line, low), _number(question, answer.line, high)
        if least > most:
            message = f"The range {_quoted(text)} runs backwards. Write the smaller number first."
            question.refuse(answer.line, "bad_range", message)
        return {"min": least, "max": most}
    value, colon, margin = text.partition(":")
    if not colon:
        return {"value": _number(question, answer.line, value)}
    tolerance = _number(question, answer.line, margin)
    if tolerance < 0:
        question.refuse(answer.line, "bad_tolerance", "A tolerance cannot be negative.")
    return {"value": _number(question, answer.line, value), "tolerance": tolerance}


def _number(question: _Question, line: int, text: str) -> int | float:
    """Read 5, -5, 1e5, 1.5 or 1,5. Notes a problem and gives 0 for anything else, such as 5 m."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if _THOUSANDS.fullmatch(text):
        message = f"{_quoted(text)} can be read in two ways. Write it without the comma, or with a point."
        question.refuse(line, "ambiguous_number", message)
        return 0
    number = float(text.replace(",", ".")) if len(text) <= MAX_NUMBER_CHARS and _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        message = f"{_quoted(text)} is not a number that Quizzler can hold. Put a unit into the question's text."
        question.refuse(line, "not_a_number", message)
        return 0
    return int(number) if number.is_integer() and abs(number) <= MAX_EXACT_INTEGER else number


def _weight(question: _Question, answer: _Answer, *, default: int, lowest: int) -> Decimal:
    """Take the %50% off an answer's text, and give it as a part of 1."""
    answer.text = answer.text.strip()
    match = _WEIGHT.match(answer.text)
    if not match:
        return Decimal(default)
    answer.text = answer.text[match.end() :].strip()
    percent = Decimal(match[1].replace(",", ".")) if _PERCENT.fullmatch(match[1]) else Decimal(1000)
    if lowest <= percent <= 100:
        return percent / 100
    message = (
        f"{_quoted(match[0])} is no weight. Write a number from {lowest} to 100 between the signs;"
        " if they belong to the text, begin it with [plain]."
    )
    question.refuse(answer.line, "bad_weight", message)
    return Decimal(default)


def _text(
    question: _Question, line: int, raw: str, limit: int, what: str, form: str = "", *, needed: bool = False
) -> str:
    """Read a text other than the prompt: its own format mark counts, else `form`, else that of the question."""
    plain = _plain(*reversed(_format_of(raw, form or question.format)))
    if plain.images or plain.embedded:
        _refuse_embedded(question, line, plain)
    elif needed and not plain.text:
        hint = " Begin it with [plain] if its tags are meant to be read." if raw.strip() else ""
        question.refuse(line, "empty_answer", f"This {what} is empty.{hint}")
    _check_length(question, line, plain.text, limit, what)
    return plain.text


def _feedback(question: _Question, line: int, raw: str) -> str:
    return _text(question, line, raw, MAX_FEEDBACK_CHARS, "feedback")


def _format_of(raw: str, default: str) -> tuple[str, str]:
    raw = raw.strip()
    match = _FORMAT.match(raw)
    return (match[1].lower(), raw[match.end() :].strip()) if match else (default, raw)


def _plain(raw: str, form: str) -> PlainText:
    if form == "html":
        return html_to_text(raw)
    return moodle_to_text(raw) if form == "moodle" else PlainText(raw)


def _check_answers(question: _Question, answers: list[_Answer], *, at_least: int) -> bool:
    """Whether the answers can be read one by one. Text before the first mark is none of them."""
    if not answers[0].mark and (len(answers) > 1 or not answers[0].text.strip()):
        message = "This stands before the first = or ~, so it belongs to no answer. Mark it or delete it."
        question.refuse(answers[0].line, "stray_text", message)
        return False
    if len(answers) < at_least:
        message = "There is one choice only. Add another, or mark it with = if it is to be typed in."
        question.refuse(answers[0].line, "too_few_choices", message)
        return False
    return _check_count(question, answers)


def _check_count(question: _Question, answers: list[_Answer]) -> bool:
    if len(answers) > MAX_ANSWERS:
        message = f"A question may have {MAX_ANSWERS} answers; this is one too many."
        question.refuse(answers[MAX_ANSWERS].line, "too_many_answers", message)
    return len(answers) <= MAX_ANSWERS


def _check_length(question: _Question, line: int, text: str, limit: int, what: str) -> None:
    if len(text) > limit:
        question.refuse(line, "text_too_long", f"A {what} may have {limit} characters; this has {len(text)}.")


def _refuse_repeats(question: _Question, texts: list[str], answers: list[_Answer]) -> None:
    seen: set[str] = set()
    for text, answer in zip(texts, answers, strict=True):
        if text and text in seen:
            message = f"{_quoted(text)} is here twice. Delete one of them, or make them differ."
            question.refuse(answer.line, "repeated_answer", message)
        seen.add(text)


def _need_full_marks(question: _Question, weights: list[float]) -> None:
    if max(weights, default=0) < 1:
        question.refuse(question.line, "no_right_answer", "No answer is worth 100 %. Give one of them all of it.")


def _refuse_embedded(question: _Question, line: int, plain: PlainText) -> None:
    if plain.images:
        message = "Quizzler takes one picture a question, in its text and by a web address (https://…)."
        question.refuse(line, "picture", message)
    if plain.embedded:
        message = f"What <{plain.embedded[0]}> embeds cannot be taken. Put it into words, or delete it."
        question.refuse(line, "embedded_content", message)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    printable = address.isprintable() and " " not in address
    return parts.scheme in ("http", "https") and bool(parts.netloc) and printable and len(address) <= MAX_URL_CHARS


def _parted(tokens: list[_Token], mark: str, at_most: int) -> list[list[_Token]]:
    """Split tokens at the first `at_most` marks."""
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind == mark and len(parts) <= at_most:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _join(tokens: list[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"
