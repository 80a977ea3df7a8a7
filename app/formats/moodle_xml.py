"""Reads Moodle XML: `<quiz>` with a `<question type="…">` for each question and each change of category.

One method for each type writes the draft. Moodle's feedback for right, partly right and wrong responses,
penalties and hints have no field in a draft; general feedback is the explanation.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.formats.embedded import EmbeddedFiles, in_moodle, is_address
from app.formats.markup import PlainText, html_to_text, moodle_to_text
from app.formats.moodle_cloze import read_cloze
from app.formats.reading import (
    FEEDBACK,
    MAX_QUESTIONS,
    TOO_MANY,
    Problem,
    Reading,
    given_name,
    picture_of,
    read_number,
)
from app.formats.texts import is_markdown
from app.formats.xml_nodes import BadXml, Node, read_xml
from app.markdown.writing import from_plain
from app.quizzes.models import Draft

SENTENCES = {
    "not_moodle_xml": "This XML is not Moodle's: its first element must be <quiz>.",
    "no_questions": "The file has no questions.",
    "too_many_questions": TOO_MANY,
    "bad_weight": "The fraction of an answer must be a number in percent, such as 100 or -33.333.",
    "accepts_anything": "An answer that is only * accepts any text. Write the accepted answers.",
    "picture": "A text can have one picture, which is in the file or has a web address (https://…).",
    "no_truth": "A true/false question needs one answer with the fraction 100: true or false.",
}
_FILE = re.compile(r"@@PLUGINFILE@@/[^\s)\"'>]+")
UNKNOWN = "Quizzler has no questions of Moodle's type “{:.40}”."
NO_TYPE = 'This question does not say its type. Add it to its first line: “<question type="multichoice">”.'


def read_moodle_xml(data: bytes) -> Reading:
    """Read Moodle XML. Never raises: what can't be read is listed as problems, in the file's order."""
    reading = Reading()
    subject = ""
    is_full = False

    def take(node: Node) -> None:
        nonlocal subject, is_full
        if node.name != "question" or is_full:
            return
        if node.attributes.get("type") == "category":
            subject = _subject(node.words("category", "text"))
        elif is_full := len(reading.questions) == MAX_QUESTIONS:
            reading.problems.append(_problem(node, "too_many_questions"))
        else:
            _Question(node, subject, reading.files).add_to(reading)

    try:
        root = read_xml(data, take)
    except BadXml as error:
        return Reading(problems=[Problem(error.line, "bad_xml", str(error))])
    if root.name != "quiz":
        return Reading(problems=[Problem(root.line, "not_moodle_xml", SENTENCES["not_moodle_xml"])])
    if not reading.questions and not reading.problems:
        reading.problems.append(_problem(root, "no_questions"))
    return reading


def looks_like_moodle_xml(data: bytes) -> bool:
    """Whether the root element `<quiz>` is near the beginning, and a `<question` after it."""
    start = data[:4000].replace(b"\0", b"")  # of UTF-16
    quiz = start.find(b"<quiz")
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and -1 < quiz < start.find(
        b"<question"
    )


def _subject(path: str) -> str:
    """The last name of a path such as $course$/top/Biology/Cells; // is a slash within a name."""
    names = path.replace("//", "\0").split("/")
    names = [name.replace("\0", "/").strip() for name in names]
    return next((name for name in reversed(names) if name and name != "top" and name[0] != "$"), "")


def _problem(node: Node, code: str) -> Problem:
    return Problem(node.line, code, SENTENCES[code])


class _Question:
    """A question that has been read: its draft, the lines of its parts, and its problems."""

    def __init__(self, node: Node, subject: str, files: EmbeddedFiles) -> None:
        self.node = node
        self.files = files
        self.lines = [node.line]
        self.problems: list[Problem] = []
        self.draft: Draft = {}
        kind = node.attributes.get("type", "")
        read = READERS.get(kind)
        if read is None:
            sentence = UNKNOWN.format(kind) if kind.strip() else NO_TYPE
            self.problems.append(Problem(node.line, "unknown_type", sentence))
            return
        self._read_prompt()
        read(self)
        self._read_rest(subject)

    def add_to(self, reading: Reading) -> None:
        """Add the question to what was read, or its problems."""
        if self.problems:
            reading.leave_out(self.problems, self.draft.get("prompt") or self.node.words("name"))
        else:
            reading.questions.append(self.draft)
            reading.lines.append(self.lines)

    def _read_prompt(self) -> None:
        node = self.node.first("questiontext")
        if node and node.attributes.get("format") == "markdown":
            self.draft["text_format"] = "markdown"
        plain = self._plain(node)
        self.draft["prompt"] = plain.text
        if len(plain.images) == 1 and is_address(plain.images[0].address) and not plain.embedded:
            self.draft |= picture_of(plain.images[0])
        else:
            self._refuse_embedded(self.node.first("questiontext") or self.node, plain)

    def _read_rest(self, subject: str) -> None:
        feedback = self.node.first("generalfeedback")
        if explanation := self._plain(feedback).text:  # its pictures are no reason to refuse the question
            self.draft["explanation"] = explanation
        if subject:
            self.draft["subject"] = subject
        self._add_filing()
        if (grade := self.node.words("defaultgrade")) and self.draft["kind"] != "slide":
            self.draft["points"] = read_number(grade, self.node.line, self.problems)

    def _add_filing(self) -> None:
        """Add what it is filed by."""
        tags = self.node.first("tags")
        filing = {
            "name": given_name(self.node.words("name", "text"), self.draft["prompt"]),
            "external_id": self.node.words("idnumber"),
            "tags": [tag.words("text") for tag in tags.all("tag")] if tags else [],
        }
        self.draft |= {field: value for field, value in filing.items() if value}

    def read_choices(self) -> None:
        single = self.node.words("single").lower() not in ("false", "0")
        self.draft |= {"kind": "single_choice" if single else "multiple_choice", "choices": []}
        for answer in self.node.all("answer"):
            self._add("choices", answer, self._pictured(answer) | {"weight": self._weight(answer)})

    def read_true_false(self) -> None:
        answers = {answer.words("text").lower(): answer for answer in self.node.all("answer")}
        right = [word for word, answer in answers.items() if self._weight(answer) == 1]
        if len(right) != 1 or right[0] not in ("true", "false"):
            self.problems.append(_problem(self.node, "no_truth"))
        self.draft |= {"kind": "true_false", "correct": right[:1] == ["true"]}
        for truth, field in FEEDBACK.items():
            answer = answers.get(str(truth).lower())
            if answer and (feedback := self._plain(answer.first("feedback")).text):
                self.draft[field] = feedback

    def read_short_answers(self) -> None:
        self.draft |= {"kind": "short_text", "answers": []}
        if self.node.words("usecase") == "1":
            self.draft["case_sensitive"] = True
        for answer in self.node.all("answer"):
            text, weight = answer.words("text"), self._weight(answer)
            if text == "*" and weight == 0:
                continue  # feedback for any other answer
            item: Draft = {"text": text.replace(r"\*", "*")}
            if "*" in text.replace(r"\*", ""):
                item = {"text": text, "wildcards": True}
                if not text.strip("* "):
                    self.problems.append(_problem(answer, "accepts_anything"))
            self._add("answers", answer, item if weight == 1 else item | {"weight": weight})

    def read_numbers(self) -> None:
        self.draft |= {"kind": "numeric", "answers": []}
        for answer in self.node.all("answer"):
            text, weight = answer.words("text"), self._weight(answer)
            if text in ("*", "") and weight == 0:
                continue  # feedback for any other answer
            item: Draft = {"value": read_number(text, answer.line, self.problems)}
            if (tolerance := answer.words("tolerance")) and tolerance != "0":
                item["tolerance"] = read_number(tolerance, answer.line, self.problems)
            self._add("answers", answer, item if weight == 1 else item | {"weight": weight})
        self._read_units()

    def _read_units(self) -> None:
        """Moodle's multiplier is how many of a unit one of the first unit is."""
        units = self.node.first("units")
        for unit in units.all("unit") if units else ():
            multiplier = read_number(unit.words("multiplier") or "1", unit.line, self.problems)
            factor = float(f"{1 / multiplier:.12g}") if multiplier >= 1e-50 else 0
            item: Draft = {"unit": unit.words("unit_name")}
            item["factor"] = int(factor) if factor == int(factor) else factor
            self.draft.setdefault("units", []).append(item)
        if "units" not in self.draft:
            return
        if self.node.words("unitgradingtype") in ("", "0"):
            self.draft["unit_required"] = False
        elif (
            share := read_number(self.node.words("unitpenalty") or "1", self.node.line, self.problems)
        ) != 1:
            self.draft["unit_share"] = share

    def read_order(self) -> None:
        self.draft |= {"kind": "ordering", "choices": []}
        for answer in self.node.all("answer"):
            self._add("choices", answer, self._pictured(answer))

    def read_pairs(self) -> None:
        self.draft |= {"kind": "matching", "pairs": []}
        for pair in self.node.all("subquestion"):
            match = self._written(pair.words("answer", "text"))
            item = self._pictured(pair)
            if not item["text"]:
                self.draft.setdefault("distractors", []).append(match)
                continue
            self.draft["pairs"].append(item | {"match": match})
            self.lines.append(pair.line)

    def read_gaps(self) -> None:
        node = self.node.first("questiontext") or self.node
        text, gaps = read_cloze(node.words("text"), node.line, self.problems)
        self.draft |= {"kind": "cloze", "prompt": self._formatted(node, text).text, "gaps": gaps}

    def read_essay(self) -> None:
        self.draft["kind"] = "essay"
        if notes := self._plain(self.node.first("graderinfo")).text:
            self.draft["marking_notes"] = notes

    def read_description(self) -> None:
        self.draft["kind"] = "slide"

    def _add(self, field: str, answer: Node, item: Draft) -> None:
        if feedback := self._plain(answer.first("feedback")).text:
            item["feedback"] = feedback
        self.draft[field].append(item)
        self.lines.append(answer.line)

    def _weight(self, answer: Node) -> float:
        try:
            return round(float(answer.attributes.get("fraction", "0") or 0) / 100, 5) + 0.0  # + 0.0: never -0
        except ValueError:
            self.problems.append(_problem(answer, "bad_weight"))
            return 0

    def _plain(self, node: Node | None) -> PlainText:
        """The text of an element in the format that its attribute names."""
        if node is None:
            return PlainText("")
        plain = self._formatted(node, node.words("text"))
        find = in_moodle(node)
        if node.attributes.get("format") == "markdown":
            named = _FILE.sub(lambda found: self.files.address(found[0], find), plain.text)
            return replace(plain, text=named)
        plain = replace(plain, images=tuple(self.files.image(image, find) for image in plain.images))
        return replace(plain, text=self._written(plain.text))

    def _written(self, text: str) -> str:
        """A plain text as it is written beside a prompt in Markdown, or as it is."""
        return from_plain(text) if is_markdown(self.draft) else text

    def _pictured(self, node: Node) -> Draft:
        """A choice or an item with its picture; a picture alone has what it shows as its text."""
        plain = self._plain(node)
        if len(plain.images) != 1 or not is_address(plain.images[0].address) or plain.embedded:
            self._refuse_embedded(node, plain)
            return {"text": plain.text}
        return {"text": plain.text or self._written(plain.images[0].name)} | picture_of(plain.images[0])

    def _formatted(self, node: Node, text: str) -> PlainText:
        match node.attributes.get("format", "html"):
            case "html":
                return html_to_text(text)
            case "moodle_auto_format":
                return moodle_to_text(text)
            case _:
                return PlainText(text)

    def _refuse_embedded(self, node: Node, plain: PlainText) -> None:
        if plain.images:
            self.problems.append(_problem(node, "picture"))
        if plain.embedded:
            sentence = (
                f"The content of <{plain.embedded[0]}> can't be imported. Describe it in words, or delete it."
            )
            self.problems.append(Problem(node.line, "embedded_content", sentence))


READERS = {
    "multichoice": _Question.read_choices,
    "truefalse": _Question.read_true_false,
    "shortanswer": _Question.read_short_answers,
    "numerical": _Question.read_numbers,
    "ordering": _Question.read_order,
    "matching": _Question.read_pairs,
    "cloze": _Question.read_gaps,
    "essay": _Question.read_essay,
    "description": _Question.read_description,
}
