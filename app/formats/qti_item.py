"""What an item of QTI says, whatever its version, and the draft that it becomes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from app.formats.embedded import EmbeddedFiles, Find, is_address
from app.formats.markup import Image, PlainText
from app.formats.reading import FEEDBACK, Problem, picture_of, read_number
from app.quizzes.models import Draft

SENTENCES = {
    "picture": "A text can have one picture, which is in the package or has a web address (https://…).",
    "no_right_answer": "This question has no right answer. Mark one, and export it again.",
}
OTHER_WAYS = {
    "matching": "Write it as a matching: each item with one answer.",
    "gaps": "Write a separate question for each gap.",
}


class NotPossible(Exception):
    """Why an item can't become a question."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def other_type(name: str, way: str = "") -> NotPossible:
    """The refusal of an item of a type that Quizzler lacks."""
    sentence = f"Quizzler has no questions of QTI's type “{name:.40}”. {OTHER_WAYS.get(way, '')}"
    return NotPossible("unknown_type", sentence.strip())


@dataclass
class Choice:
    """A choice: its id in the item, its text, its score, and the feedback on it."""

    id: str
    text: PlainText
    score: float = 0
    feedback: str = ""


@dataclass
class Answer:
    """An accepted text, or the number or the range that is accepted."""

    text: str = ""
    lowest: str = ""
    highest: str = ""
    score: float = 1
    feedback: str = ""


@dataclass
class Item:
    """An item with its answer key. `several`: several choices may be chosen."""

    line: int
    prompt: PlainText
    kind: str  # as the cases of `draft`
    choices: list[Choice] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    items: list[Choice] = field(default_factory=list)  # of a matching
    matches: dict[str, str] = field(default_factory=dict)  # the id of a choice by that of an item
    gaps: list[Draft] = field(default_factory=list)  # of a cloze
    several: bool = False
    together: bool = False  # the right choices earn points only together
    case_sensitive: bool = False
    explanation: str = ""
    bounds: tuple[float, float, float] | None = None  # the ends and the step of a slider
    max_length: int | None = None  # of an essay
    marking_notes: str = ""
    points: float | None = None

    def draft(self, problems: list[Problem], files: EmbeddedFiles, find: Find) -> Draft:
        """The draft of the question. Raises NotPossible; numbers that can't be read are problems.

        `find` finds the files of the package that texts name.
        """
        self.prompt = _with_files(self.prompt, files, find)
        for each in (*self.choices, *self.items):
            each.text = _with_files(each.text, files, find)
        draft: Draft = {"prompt": self._prompt()}
        if self.kind == "text" and not self.answers:
            self.kind = "essay"  # a text without a key is read by people
        match self.kind:
            case "slide" | "essay":
                draft["kind"] = self.kind
            case "order":
                draft |= {
                    "kind": "ordering",
                    "choices": [_pictured(each.text) for each in self.choices],
                }
            case "matching":
                draft |= self._pairs()
            case "choice":
                draft |= self._choices()
            case "cloze":
                draft |= {"kind": "cloze", "gaps": self.gaps}
            case "slider":
                draft |= self._slider(problems)
            case "text":
                draft |= {"kind": "short_text", "answers": self._texts()}
                if self.case_sensitive:
                    draft["case_sensitive"] = True
            case _:
                draft |= {"kind": "numeric", "answers": self._numbers(problems)}
        if self.max_length:
            draft["max_length"] = self.max_length
        if self.marking_notes:
            draft["marking_notes"] = self.marking_notes
        if self.explanation:
            draft["explanation"] = self.explanation
        if self.points is not None and math.isfinite(self.points) and draft["kind"] != "slide":
            draft["points"] = int(self.points) if self.points.is_integer() else self.points
        return draft | (_picture(self.prompt.images[0]) if self.prompt.images else {})

    def _prompt(self) -> str:
        images = self.prompt.images
        if len(images) > 1 or (images and not is_address(images[0].address)):
            raise NotPossible("picture", SENTENCES["picture"])
        _refuse_embedded(self.prompt)
        return self.prompt.text

    def _pairs(self) -> Draft:
        texts = {each.id: _plain(each.text) for each in self.choices}
        if not all(texts.get(self.matches.get(item.id, "")) for item in self.items):
            raise NotPossible("no_right_answer", SENTENCES["no_right_answer"])
        matched = {texts[self.matches[item.id]] for item in self.items}
        draft: Draft = {
            "kind": "matching",
            "pairs": [_pictured(item.text) | {"match": texts[self.matches[item.id]]} for item in self.items],
        }
        distractors = [text for text in texts.values() if text not in matched]
        return draft | ({"distractors": distractors} if distractors else {})

    def _choices(self) -> Draft:
        listed = [_pictured(each.text) for each in self.choices]
        texts = [item["text"] for item in listed]
        positive = [each.score for each in self.choices if each.score > 0]
        if not positive:
            raise NotPossible("no_right_answer", SENTENCES["no_right_answer"])
        if (
            not self.several
            and sorted(text.casefold() for text in texts) == ["false", "true"]
            and len(positive) == 1
        ):
            right = next(text for text, each in zip(texts, self.choices, strict=True) if each.score > 0)
            return {"kind": "true_false", "correct": right.casefold() == "true"} | {
                FEEDBACK[text.casefold() == "true"]: each.feedback
                for text, each in zip(texts, self.choices, strict=True)
                if each.feedback
            }
        whole = sum(positive) if self.several else max(positive)
        # A multiple_choice that only says what is right takes points off for what is wrong.
        simple = len(set(positive)) == 1 and all(each.score >= 0 for each in self.choices)
        simple = simple and (self.together or not self.several)
        choices: list[Draft] = []
        for choice, each in zip(listed, self.choices, strict=True):
            if not simple:
                choice["weight"] = round(each.score / whole, 5) + 0.0
            elif each.score > 0:
                choice["correct"] = True
            choices.append(choice | ({"feedback": each.feedback} if each.feedback else {}))
        return {"kind": "multiple_choice" if self.several else "single_choice", "choices": choices}

    def _texts(self) -> list[Draft]:
        return [{"text": each.text} | self._rest(each) for each in self.answers]

    def _numbers(self, problems: list[Problem]) -> list[Draft]:
        if not self.answers:
            raise NotPossible("no_right_answer", SENTENCES["no_right_answer"])
        return [self._number(each, problems) | self._rest(each) for each in self.answers]

    def _slider(self, problems: list[Problem]) -> Draft:
        """A range without a value has it in its middle."""
        (right, *_) = self._numbers(problems)
        assert self.bounds
        lowest, highest, step = map(_whole, self.bounds)
        if "min" in right:
            ends = (right["min"], right["max"])
            right = {"value": _whole(sum(ends) / 2), "tolerance": _whole((ends[1] - ends[0]) / 2)}
        return {"kind": "slider", "min": lowest, "max": highest, "step": step} | right

    def _number(self, answer: Answer, problems: list[Problem]) -> Draft:
        value, lowest, highest = (
            read_number(text, self.line, problems) if text else None
            for text in (answer.text, answer.lowest, answer.highest)
        )
        if value is None:
            if lowest is None or highest is None:
                raise NotPossible("no_right_answer", "A range of numbers needs both its ends.")
            return {"min": lowest, "max": highest}
        if lowest is None or highest is None or lowest == highest:
            return {"value": value}
        above, below = highest - value, value - lowest
        if math.isclose(above, below, rel_tol=1e-6, abs_tol=1e-12):
            return {"value": value, "tolerance": float(f"{above:.12g}")}
        return {"min": lowest, "max": highest}

    def _rest(self, answer: Answer) -> Draft:
        best = max(each.score for each in self.answers)
        rest: Draft = {} if answer.score == best else {"weight": round(answer.score / best, 5)}
        return rest | ({"feedback": answer.feedback} if answer.feedback else {})


def _whole(number: float) -> int | float:
    number = float(f"{number:.12g}")
    return int(number) if number.is_integer() else number


def _with_files(text: PlainText, files: EmbeddedFiles, find: Find) -> PlainText:
    return replace(text, images=tuple(files.image(image, find) for image in text.images))


def _picture(image: Image) -> Draft:
    """QTI has no picture without an alt text, so an empty one says nothing."""
    return picture_of(image._replace(alt=image.alt or None))


def _pictured(text: PlainText) -> Draft:
    """A choice or an item with its picture; a picture alone has what it shows as its text."""
    if len(text.images) != 1 or not is_address(text.images[0].address):
        return {"text": _plain(text)}
    _refuse_embedded(text)
    return {"text": text.text or text.images[0].name} | _picture(text.images[0])


def _plain(text: PlainText) -> str:
    if text.images:
        raise NotPossible("picture", SENTENCES["picture"])
    _refuse_embedded(text)
    return text.text


def _refuse_embedded(text: PlainText) -> None:
    if text.embedded:
        sentence = (
            f"The content of <{text.embedded[0]}> can't be imported. Describe it in words, or delete it."
        )
        raise NotPossible("embedded_content", sentence)
