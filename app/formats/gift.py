"""Reads Moodle's GIFT: plain text, a question in each block, blocks separated by blank lines.

The marks between a question's braces say its kind, and one method for each kind writes the draft. Where
Moodle's documentation is silent, this follows Moodle's own importer. Feedback for any other answer, for which
a draft has no field, goes into the explanation, with a label. Ids and tags stand in comments: // [id:7]
[tag:cells]. A text without answers becomes a slide. This module knows the rules of the notation; SQL checks
what a draft may hold. A text with several pairs of braces is read as a cloze.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from app.database.storable import UNSTORABLE
from app.formats.gift_formulas import keep_commands
from app.formats.gift_sentences import HINTS, MAX_PROBLEMS, MAX_QUESTION_CHARS, SENTENCES
from app.formats.markup import Image, PlainText, read_text
from app.formats.moodle_cloze import is_gap, read_cloze
from app.formats.reading import (
    FEEDBACK,
    LONGEST_NAME,
    MAX_QUESTIONS,
    Block,
    Problem,
    Reading,
    beginning,
    blocks,
    given_name,
    picture_of,
    read_number,
)
from app.markdown.writing import from_plain
from app.quizzes.models import Draft

ANY_OTHER = "For any other answer: "
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
CATEGORY, COMMENT, BLANK = "$CATEGORY:", "//", "_____"

# An escaped mark is text. While a question is split, a lone surrogate replaces it, which no text contains.
ESCAPES = r"~=#{}:\n"
SHOWN_MARKS = [chr(0xDC00 + place) for place, mark in enumerate(ESCAPES) if mark != "n"]
SHOWN = {0xDC00 + place: "\n" if mark == "n" else mark for place, mark in enumerate(ESCAPES)}

_BEGINS_LIKE_GIFT = re.compile(r"\$CATEGORY:|::|\[(?:html|moodle|plain|markdown)\]")
_WILDCARD = re.compile(r"(?<!\\)\*")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_ANSWER = re.compile(r"([=~]?)([^=~#]*)(?:#([^=~]*))?")  # its mark, its text, its feedback
_GENERAL_FEEDBACK = re.compile(r"####(?!#)")
_LAST_PICTURE = re.compile(
    r"(?P<text>.*\S)\n\n!\[(?P<alt>(?:\\.|[^\]\\])*)\]\(<?(?P<address>https?://[^\s<>()]+)>?\)", re.DOTALL
)
_WEIGHT = re.compile(r"%([^%\s]*)%")
_ID = re.compile(r"\[id:((?:\\\]|[^]])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^]])+)\]")
_PERCENT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:[.,][0-9]{0,20})?|[.,][0-9]{1,20})")


class Answer(NamedTuple):
    """An answer as it is written, with its weight still in the text."""

    line: int
    mark: str  # "=", "~", or "" for what stands before the first of them
    text: str
    feedback: str | None


class Fault(Exception):
    """The problem that ends the reading of a question, or of the file."""

    def __init__(self, line: int, code: str) -> None:
        super().__init__(code)
        self.problem = Problem(line, code, SENTENCES[code])


def read_gift(text: str) -> Reading:
    """Read a GIFT file. Never raises: what can't be read is listed as problems, in the file's order."""
    reading, subject = Reading(hints=HINTS), ""
    try:
        for block in blocks(text, COMMENT, CATEGORY):
            if len(reading.problems) >= MAX_PROBLEMS:
                raise Fault(block.numbers[0], "too_many_problems")
            if block.text.startswith(CATEGORY):
                subject = _subject(block.text)
                if UNSTORABLE.search(subject):
                    subject = ""
                    reading.problems.append(Fault(block.numbers[0], "bad_character").problem)
                continue
            if len(reading.questions) == MAX_QUESTIONS:
                raise Fault(block.numbers[0], "too_many_questions")
            question = _Question(block)
            if not question.problems:
                named = beginning(question.draft["prompt"])
                reading.notes += [replace(note, question=named) for note in question.notes]
            if question.problems:
                found = sorted(question.problems, key=lambda problem: problem.line)[:MAX_PROBLEMS]
                reading.leave_out(found, _without_marks(block.text))
                continue
            reading.questions.append(question.draft | ({"subject": subject} if subject else {}))
            reading.lines.append(question.lines)
        if not reading.questions and not reading.problems:
            raise Fault(1, "no_questions")
        only_texts = not reading.problems and all(draft["kind"] == "slide" for draft in reading.questions)
        if only_texts and not looks_like_gift(text):
            return Reading(problems=[Fault(reading.lines[0][0], "no_answers").problem])
    except Fault as fault:
        reading.problems[MAX_PROBLEMS:] = [fault.problem]
    return reading


def looks_like_gift(text: str) -> bool:
    """Whether a category, a title, a text format or a pair of braces is near the beginning of the text."""
    start = text[:20_000]
    if start.lstrip().startswith("<?xml"):
        return False
    opening = start.find("{")
    titled = any(_BEGINS_LIKE_GIFT.match(block.text) for block in blocks(start, COMMENT, CATEGORY))
    return titled or -1 < opening < start.find("}", opening)


def _without_marks(question: str) -> str:
    """What a question begins with, without its title and its text format: what its author knows it by."""
    text = UNSTORABLE.sub("", re.sub(r"\A::.*?::", "", question[:MAX_QUESTION_CHARS], flags=re.DOTALL))
    return re.sub(r"\A\s*\[(?:html|moodle|plain|markdown)\]", "", text) or question[:80]


def _subject(category: str) -> str:
    """The last name of a path such as $course$/top/Biology/Cells; // is a slash within a name."""
    path = _hidden(category.removeprefix(CATEGORY)).translate(SHOWN).strip()
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path)]
    if re.fullmatch(r"\$[a-z0-9]+\$", names[0]):
        del names[0]
    if names and names[0] == "top":
        del names[0]
    return next((name for name in reversed(names) if name), "")


def _accepted_text(text: str) -> Draft:
    """An accepted text, in which * stands for any characters and \\* for an asterisk."""
    if _WILDCARD.search(text):
        return {"text": text, "wildcards": True}
    return {"text": text.replace(r"\*", "*")}


def _hidden(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(0xDC00 + ESCAPES.index(escape[1])), text)


class _Question:
    """A question that has been read: its draft, the lines of its parts, and its problems."""

    def __init__(self, block: Block) -> None:
        self.problems: list[Problem] = []
        text, commands = keep_commands(block.text)
        self.notes = [self._note(block.line(place), "command_or_line_end", name) for place, name in commands]
        self.block = Block(block.numbers, _hidden(text))
        self.lines = block.numbers[:1]
        self.draft: Draft = {}
        self.explanation: list[str] = []
        self.format = "moodle"
        self.name = ""
        try:
            if len(block.text) >= MAX_QUESTION_CHARS:
                raise Fault(self.lines[0], "question_too_long")
            if found := UNSTORABLE.search(block.text):
                raise Fault(block.line(found.start()), "bad_character")
            begin = self._title_end()
            if re.compile("[{}]").search(self.block.text, begin):
                places = self._cut(begin)
                if len(places) > 1 or is_gap(self.block.text[slice(*places[0])]):
                    self._read_gaps(begin, places)
                else:
                    self._read(begin, *places[0])
            else:
                self._read_prompt(self.block.text[begin:].translate(SHOWN), "")
                self.draft["kind"] = "slide"
                if not self.block.text[begin:].strip():  # a title that a blank line parts from its text
                    self.draft["prompt"] = self.name
                    self.name = ""
            self._add_filing(block.comments)
        except Fault as fault:
            self.problems.append(fault.problem)

    def _title_end(self) -> int:
        """Where the text begins, after the title if there is one."""
        text = self.block.text
        title = re.match("::.*?::", text, re.DOTALL)
        if text.startswith("::") and not title:
            raise Fault(self.lines[0], "unclosed_title")
        if not title:
            return 0
        self.name = " ".join(title[0][2:-2].translate(SHOWN).split())
        return title.end()

    def _add_filing(self, comments: str) -> None:
        """Add what a question is filed by: its name, its id and its tags."""
        if len(self.name) > LONGEST_NAME:
            self.name = given_name(self.name, "")
            self.notes.append(self._note(self.lines[0], "name_shortened", LONGEST_NAME))
        ids, tags = (
            [each.replace(r"\]", "]").strip() for each in pattern.findall(UNSTORABLE.sub("", comments))]
            for pattern in (_ID, _TAG)
        )
        filing = {"name": self.name, "external_id": next(iter(ids), ""), "tags": tags}
        self.draft |= {name: value for name, value in filing.items() if value}

    def _cut(self, begin: int) -> list[tuple[int, int]]:
        """Where the answers begin and end, for each pair of braces. Only a text with a brace has them."""
        text, line = self.block.text, self.block.line
        braces = [match.start() for match in re.compile("[{}]").finditer(text, begin)]
        if text[braces[0]] == "}":
            raise Fault(line(braces[0]), "unopened_brace")
        if len(braces) == 1:
            raise Fault(line(braces[0]), "unclosed_brace")
        if text[braces[1]] == "{":
            raise Fault(line(braces[1]), "nested_brace")
        if "".join(text[brace] for brace in braces) != "{}" * (len(braces) // 2):
            raise Fault(line(braces[2]), "second_answers")
        return [(start + 1, end) for start, end in zip(braces[::2], braces[1::2], strict=True)]

    def _read(self, begin: int, start: int, end: int) -> None:
        text = self.block.text
        self._read_prompt(text[begin : start - 1].translate(SHOWN), text[end + 1 :].translate(SHOWN))
        self._read_body(start, end)
        self._add_explanation()

    def _read_body(self, start: int, end: int) -> None:
        text = self.block.text
        general = _GENERAL_FEEDBACK.search(text, start, end)
        self._read_answers(start, general.start() if general else end)
        if general:
            feedback = text[general.end() : end].translate(SHOWN)
            self.explanation.insert(0, self._feedback(self.block.line(general.start()), feedback))

    def _add_explanation(self) -> None:
        if any(self.explanation):
            self.draft["explanation"] = "\n".join(filter(None, self.explanation))

    def _read_gaps(self, begin: int, places: list[tuple[int, int]]) -> None:
        """Several pairs of braces, or one as Moodle's Cloze has it: {1:SHORTANSWER:=Rome}."""
        text, lines, gaps = self.block.text, self.lines[:1], []
        parts = [text[begin : places[0][0] - 1]]
        ends = [*(start - 1 for start, _ in places[1:]), len(text)]
        for (start, end), until in zip(places, ends, strict=True):
            gaps.append(self._gap(start, end, self.block.line(places[min(1, len(places) - 1)][0])))
            parts += [f"[[{len(gaps)}]]", text[end + 1 : until]]
            lines.append(self.block.line(start))
        between = "".join(parts[::2])
        if re.search(r"\n\s*::", between):
            raise Fault(lines[min(2, len(gaps))], "second_answers")
        if found := re.search(r"\[\[\d+\]\]", between):
            self._refuse(lines[0], "bracketed_number", SENTENCES["bracketed_number"].format(found[0]))
        self.draft, self.lines = {"kind": "cloze"}, lines
        self._read_prompt("".join(parts).translate(SHOWN), "")
        self.draft["gaps"] = gaps
        self._add_explanation()
        if len(gaps) > 1:
            self.notes.append(self._note(lines[0], "read_as_gaps", len(gaps)))

    def _gap(self, start: int, end: int, line: int) -> Draft:
        if is_gap(body := self.block.text[start:end]):
            escaped = "".join("\\" * (each in SHOWN_MARKS) + each.translate(SHOWN) for each in body)
            _, (gap,) = read_cloze(f"{{{escaped}}}", line, self.problems)
            return gap
        self.draft = {}
        self._read_body(start, end)
        if self.draft["kind"] not in ("single_choice", "short_text", "numeric"):
            raise Fault(line, "second_answers")
        return self.draft

    def _read_prompt(self, before: str, after: str) -> None:
        """Read the text around the answers. If some stands after them, a blank (_____) replaces them."""
        plain, self.format = read_text(before + (BLANK + after if after.strip() else ""), self.format)
        self.draft["prompt"] = "" if plain.text == BLANK else plain.text
        if self.format == "markdown":
            self._read_markdown()
        if len(plain.images) == 1 and plain.images[0].address and not plain.embedded:
            self.draft |= picture_of(plain.images[0])
        else:
            self._refuse_embedded(self.lines[0], plain)

    def _read_markdown(self) -> None:
        """A picture at the end of a prompt in Markdown is that of the question."""
        self.draft["text_format"] = "markdown"
        if found := _LAST_PICTURE.fullmatch(self.draft["prompt"]):
            self.draft["prompt"] = found["text"]
            self.draft |= picture_of(Image(found["address"], re.sub(r"\\(.)", r"\1", found["alt"]) or None))

    def _read_answers(self, start: int, end: int) -> None:
        body = self.block.text[start:end]
        answers = [*self._answers(start, end)]
        marks = {answer.mark for answer in answers}
        word = body.partition("#")[0].strip().upper()
        if not body.strip():
            if not self.draft["prompt"]:
                raise Fault(self.lines[0], "no_text")
            self.draft["kind"] = "essay"
            return
        if word in TRUTH:
            self._read_true_false(TRUTH[word], start, body)
        elif body.lstrip().startswith("#"):
            self._read_typed("numeric", [*self._answers(self.block.text.index("#", start) + 1, end)])
        elif "~" not in marks and any(each.mark == "=" and "->" in each.text for each in answers):
            self._read_pairs(answers)
        elif not answers[0].mark and (len(answers) > 1 or not answers[0].text.strip()):
            raise Fault(answers[0].line, "stray_text")
        elif "~" in marks:
            self._read_choices(answers)
        else:
            self._read_typed("short_text", answers)

    def _answers(self, start: int, end: int) -> Iterator[Answer]:
        """The answers from here to there, each from its mark to the next one."""
        for match in _ANSWER.finditer(self.block.text, start, end):
            mark, text, feedback = match.groups()
            if mark or text.strip() or feedback is not None:
                position = match.end() - len(match[0].lstrip())
                line = self.block.line(position)
                yield Answer(line, mark, text.translate(SHOWN), feedback and feedback.translate(SHOWN))

    def _read_true_false(self, truth: bool, start: int, body: str) -> None:
        """{TRUE#feedback for the wrong answer#feedback for the right one}; both may be missing."""
        self.draft |= {"kind": "true_false", "correct": truth}
        word, *comments = body.split("#", 2)
        position = start + len(word) + 1
        for answered, comment in zip((not truth, truth), comments, strict=False):
            if text := self._feedback(self.block.line(position), comment.translate(SHOWN)):
                self.draft[FEEDBACK[answered]] = text
            position += len(comment) + 1

    def _read_choices(self, answers: list[Answer]) -> None:
        """~wrong, =right, ~%50%partly. One is to be chosen if a = is worth all of it, else several."""
        self.draft |= {"kind": "multiple_choice", "choices": []}
        for answer, following in zip_longest(answers, answers[1:]):
            if answer[1:] == ("~", "", None) and following and following[:2] == (answer.line, "="):
                continue  # the ~ of ~= is no choice, as in Moodle
            weight, text = self._weight(answer, 100 if answer.mark == "=" else 0)
            if answer.mark == "=" and weight == 1:
                self.draft["kind"] = "single_choice"
            self._add("choices", answer, {"text": self._text(answer.line, text), "weight": weight})

    def _read_pairs(self, answers: list[Answer]) -> None:
        """=France -> Paris; = -> Rome is a text that belongs to nothing. Feedback goes to the explanation."""
        self.draft |= {"kind": "matching", "pairs": []}
        for answer in answers:
            left, _, right = (self._text(answer.line, part) for part in answer.text.partition("->"))
            if not right:
                self._refuse(answer.line, "no_match", SENTENCES["no_match"])
            elif not left:
                self.draft.setdefault("distractors", []).append(right)
            else:
                feedback = self._feedback(answer.line, answer.feedback or "")
                self.explanation.append(feedback and f"{left}: {feedback}")
                self._add("pairs", answer._replace(feedback=None), {"text": left, "match": right})

    def _read_typed(self, kind: str, answers: list[Answer]) -> None:
        """=accepted =%50%partly =an*t, or {#3:0.5}, {#1..5}. A lone answer needs no =.

        =%0%* and ~ are feedback for any other answer; another * stands for any characters when marking.
        """
        self.draft |= {"kind": kind, "answers": []}
        for answer in answers:
            weight, text = self._weight(answer, 0 if answer.mark == "~" else 100)
            if weight == 0 and text in (("*", "") if kind == "numeric" else ("*",)):
                feedback = self._feedback(answer.line, answer.feedback or "")
                self.explanation.append(feedback and ANY_OTHER + feedback)
                continue
            if kind == "numeric":
                item = self._number_answer(answer.line, text)
            else:
                item = _accepted_text(self._text(answer.line, text, "plain"))
                if item.get("wildcards") and not item["text"].strip("* "):
                    self._refuse(answer.line, "accepts_anything", SENTENCES["accepts_anything"])
            self._add("answers", answer, item if weight == 1 else item | {"weight": weight})

    def _add(self, field: str, answer: Answer, item: Draft) -> None:
        if feedback := self._feedback(answer.line, answer.feedback or ""):
            item["feedback"] = feedback
        self.draft[field].append(item)
        self.lines.append(answer.line)

    def _number_answer(self, line: int, text: str) -> Draft:
        text = read_text(text, "plain")[0].text
        names, between = (("min", "max"), "..") if ".." in text else (("value", "tolerance"), ":")
        parts = zip(names, text.split(between, 1), strict=False)
        return {name: read_number(part, line, self.problems) for name, part in parts}

    def _weight(self, answer: Answer, default: int) -> tuple[float, str]:
        """The weight before an answer's text (%50% is 0.5), and that text. `default` is in percent."""
        text = answer.text.strip()
        match = _WEIGHT.match(text)
        if not match:
            return default / 100, text
        if not _PERCENT.fullmatch(match[1]):
            sentence = "Write a number between the % signs. If they are text, begin it with [plain]."
            self._refuse(answer.line, "bad_weight", f"“{match[0]:.40}” is not a weight. {sentence}")
            return 0, ""
        percent = float(match[1].replace(",", "."))
        return round(percent / 100, 5) + 0.0, text[match.end() :].strip()  # + 0.0: never -0

    def _text(self, line: int, raw: str, form: str | None = None) -> str:
        plain, found = read_text(raw, form or self.format)
        self._refuse_embedded(line, plain)
        return plain.text if form else self._as_the_prompt(plain, found)

    def _as_the_prompt(self, plain: PlainText, form: str) -> str:
        """A text that says another format than a prompt in Markdown, as Markdown."""
        if self.format == "markdown" and form != "markdown":
            return from_plain(plain.text)
        return plain.text

    def _feedback(self, line: int, raw: str) -> str:
        """The text of a feedback. Its pictures are no reason to refuse the question."""
        plain, form = read_text(raw, self.format)
        if plain.images or plain.embedded:
            self.notes.append(self._note(line, "left_out_of_feedback"))
        return self._as_the_prompt(plain, form)

    def _note(self, line: int, code: str, *details: object) -> Problem:
        return Problem(line, code, SENTENCES[code].format(*details))

    def _refuse_embedded(self, line: int, plain: PlainText) -> None:
        if plain.images:
            self._refuse(line, "picture", SENTENCES["picture"])
        if plain.embedded:
            sentence = (
                f"The content of <{plain.embedded[0]}> can't be imported. Describe it in words, or delete it."
            )
            self._refuse(line, "embedded_content", sentence)

    def _refuse(self, line: int, code: str, sentence: str) -> None:
        self.problems.append(Problem(line, code, sentence))
