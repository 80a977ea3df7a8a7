"""Reads an `<item>` of QTI 1.2, as Canvas, Blackboard, Respondus and others write it.

Whether a choice is right is said by conditions: `<respcondition>` with the responses that it is about, the
score that they earn, and the feedback that they get.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.formats.markup import Image, PlainText, html_to_text
from app.formats.qti_item import Answer, Choice, Item, NotPossible, other_type
from app.formats.xml_nodes import Node

NAMES = {"question_type", "qmd_itemtype", "cc_profile", "bbmd_questiontype"}
POINTS = {"points_possible", "cc_weighting", "qmd_absolutescore_max", "qmd_weighting"}
RESPONSES = (
    "response_lid",
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "response_extension",
)
GAPS = {"fill_in_multiple_blanks_question": "short_text", "multiple_dropdowns_question": "single_choice"}
NOT_POSSIBLE = {
    "file_upload": "", "file upload": "", "fill in the blank plus": "gaps", "calculated": "",
    "jumbled": "gaps", "hot spot": "", "opinion": "", "either/or": "",
}  # fmt: skip


def read_item(node: Node) -> Item:
    """Read an item. Raises NotPossible."""
    facts = dict(_facts(node))
    name = next((facts[label].lower() for label in facts if label in NAMES), "")
    for part, way in NOT_POSSIBLE.items():
        if part in name:
            raise other_type(name, way)
    presentation = node.first("presentation") or Node("presentation", {}, node.line)
    responses = [each for each in _within(presentation) if each.name in RESPONSES]
    if name in GAPS:
        item = Item(node.line, _material(presentation, stop=RESPONSES), "cloze")
        item.points = _points(node, facts)
        _add_gaps(item, responses, GAPS[name], set(_right(node)))
        return item
    if "matching" in name and {each.name for each in responses} == {"response_lid"}:
        item = Item(node.line, _material(presentation, stop=RESPONSES), "matching")
        item.points = _points(node, facts)
        _add_pairs(item, responses, [each for each in _within(node) if each.name == "varequal"])
        return item
    if len(responses) > 1 or "matching" in name:
        way = "gaps" if responses and responses[0].name != "response_lid" else "matching"
        raise other_type(name or "several responses", way)
    kind = _kind(name, responses, node)
    item = Item(node.line, _material(presentation, stop=RESPONSES), kind)
    item.points = _points(node, facts)
    feedback = {each.attributes.get("ident", ""): _material(each).text for each in node.all("itemfeedback")}
    item.explanation = next(
        (text for ident, text in feedback.items() if text and ident in ("general_fb", "solution")), ""
    )
    conditions = [_Condition(each) for each in _within(node) if each.name == "respcondition"]
    if responses:
        (response,) = responses
        item.several = response.attributes.get("rcardinality", "").lower() == "multiple"
        if kind == "choice":
            _add_choices(item, response, conditions, feedback)
        elif kind == "order":
            raise other_type("ordering")
        elif kind != "essay":
            _add_answers(item, conditions, feedback)
    return item


class _Condition:
    """A `<respcondition>`: which responses it is about, and what follows."""

    def __init__(self, node: Node) -> None:
        self.equal: list[str] = []
        self.bounds: dict[str, str] = {}
        self.case = False
        self._read(node.first("conditionvar") or node)
        self.score = sum(
            _float(each.text, 0)
            for each in node.all("setvar")
            if each.attributes.get("varname", "SCORE").lower() in ("score", "que_score", "d2l_correct")
            and each.attributes.get("action", "Set").lower() in ("set", "add")
        )
        # Blackboard writes SCORE.max for all the points
        if any("score.max" in each.text.lower() for each in node.all("setvar")):
            self.score = 100
        self.links = [each.attributes.get("linkrefid", "") for each in node.all("displayfeedback")]

    def _read(self, node: Node) -> None:
        for child in node.children:
            match child.name:
                case "varequal" | "varsubset":
                    self.equal.append(child.text.strip())
                    self.case = self.case or child.attributes.get("case", "").lower() == "yes"
                case "vargte" | "vargt":
                    self.bounds["lowest"] = child.text.strip()
                case "varlte" | "varlt":
                    self.bounds["highest"] = child.text.strip()
                case "and" | "or" | "unanswered":
                    self._read(child)


def _kind(name: str, responses: list[Node], node: Node) -> str:
    if not responses:
        if "text_only" in name:
            return "slide"
        if "essay" in name:
            return "essay"
        raise other_type(name or "no response")
    (response,) = responses
    if response.name == "response_lid":
        return "order" if response.attributes.get("rcardinality", "").lower() == "ordered" else "choice"
    if "essay" in name:
        return "essay"
    if response.name == "response_num" or "numeric" in name:
        return "number"
    if response.name == "response_str":
        ranges = any(each.name in ("vargte", "varlte", "vargt", "varlt") for each in _within(node))
        return "number" if ranges else "text"
    raise other_type(name or response.name, "matching")


def _add_pairs(item: Item, responses: list[Node], equal: list[Node]) -> None:
    """An item for each response, which all have the same labels to choose from."""
    for label in _within(responses[0]):
        if label.name == "response_label":
            item.choices.append(Choice(label.attributes.get("ident", ""), _material(label)))
    for response in responses:
        item.items.append(
            Choice(response.attributes.get("ident", ""), _material(response, stop=("render_choice",)))
        )
    item.matches = {each.attributes.get("respident", ""): each.text.strip() for each in equal}


def _with_gaps(text: str, places: dict[str, list[int]]) -> str:
    """The text with its gaps where they stand; in one pass, because a name may be a number."""

    def gap(found: re.Match[str]) -> str:
        numbers = places[found[0]]
        return f"[[{numbers.pop(0)}]]" if numbers else found[0]

    return re.sub("|".join(map(re.escape, places)), gap, text) if places else text


def _add_gaps(item: Item, responses: list[Node], kind: str, right: set[tuple[str, str]]) -> None:
    """A gap for each response, whose name stands in brackets in the text. All texts of a blank are right."""
    text = item.prompt.text
    places: dict[str, list[int]] = {}  # the gaps that stand at a place
    for number, response in enumerate(responses, start=1):
        name = _material(response, stop=("render_choice",)).text
        place = f"[{name}]"
        gaps = places.setdefault(place, [])
        if text.count(place) == len(gaps):
            raise NotPossible(
                "gap_without_place", f"The text has no place “{place:.40}” for one of its gaps."
            )
        gaps.append(number)
        labels = [
            (
                (response.attributes.get("ident", ""), each.attributes.get("ident", "")) in right,
                _material(each).text,
            )
            for each in _within(response)
            if each.name == "response_label"
        ]
        if kind == "short_text":
            answers = list(dict.fromkeys(words for _, words in labels))
            item.gaps.append({"kind": kind, "answers": [{"text": words} for words in answers]})
        else:
            choices = [{"text": words} | ({"correct": True} if good else {}) for good, words in labels]
            item.gaps.append({"kind": kind, "choices": choices})
    item.prompt = replace(item.prompt, text=_with_gaps(text, places))


def _right(node: Node) -> Iterator[tuple[str, str]]:
    """The ids of each response and of a choice that earns points in it."""
    for condition in _within(node):
        if condition.name == "respcondition" and _Condition(condition).score > 0:
            for each in _within(condition):
                if each.name == "varequal":
                    yield each.attributes.get("respident", ""), each.text.strip()


def _add_choices(item: Item, response: Node, conditions: list[_Condition], feedback: dict[str, str]) -> None:
    for label in _within(response):
        if label.name == "response_label":
            item.choices.append(Choice(label.attributes.get("ident", ""), _material(label)))
    by_id = {choice.id: choice for choice in item.choices}
    for condition in conditions:
        named = [by_id[ident] for ident in condition.equal if ident in by_id]
        for choice in named:
            if condition.score:
                choice.score = condition.score
        item.together = item.together or (condition.score > 0 and len(named) > 1)
        if len(named) == 1:
            named[0].feedback = _said(condition, feedback) or named[0].feedback


def _add_answers(item: Item, conditions: list[_Condition], feedback: dict[str, str]) -> None:
    for condition in conditions:
        said = _said(condition, feedback)
        if condition.score <= 0:
            continue
        item.case_sensitive = item.case_sensitive or condition.case
        if item.kind == "number":
            text = condition.equal[0] if condition.equal else ""
            item.answers.append(Answer(text, **condition.bounds, score=condition.score, feedback=said))
        else:
            item.answers += [Answer(text, score=condition.score, feedback=said) for text in condition.equal]


def _said(condition: _Condition, feedback: dict[str, str]) -> str:
    return next((feedback[link] for link in condition.links if feedback.get(link)), "")


def _facts(node: Node) -> Iterator[tuple[str, str]]:
    """The metadata of an item: fields with a label and an entry, and Blackboard's elements."""
    for metadata in node.all("itemmetadata"):
        for each in _within(metadata):
            if each.name == "qtimetadatafield":
                yield each.words("fieldlabel").lower(), each.words("fieldentry")
            elif not each.children and each.text.strip():
                yield each.name.lower(), each.text.strip()


def _points(node: Node, facts: dict[str, str]) -> float | None:
    for label in POINTS & facts.keys():
        if (points := _float(facts[label], -1)) >= 0:
            return points
    for each in _within(node):
        most = _float(each.attributes.get("maxvalue", ""), 0) if each.name == "decvar" else 0
        if most > 0 and most != 100:  # which is Canvas's for percent
            return most
    return None


def _material(node: Node, stop: tuple[str, ...] = ()) -> PlainText:
    """All texts in an element, as one; its pictures, too."""
    texts: list[str] = []
    images: list[Image] = []
    embedded: list[str] = []
    for each in _within(node, stop):
        if each.name in ("mattext", "mat_formattedtext", "matimage"):
            if each.name == "matimage":
                images.append(Image(each.attributes.get("uri", "")))
                continue
            kind = each.attributes.get("texttype") or each.attributes.get("type") or "text/plain"
            is_plain = kind.lower() == "text/plain" and "<" not in each.text
            plain = PlainText(each.text.strip()) if is_plain else html_to_text(each.text)
            texts.append(plain.text)
            images += plain.images
            embedded += plain.embedded
    return PlainText("\n".join(filter(None, texts)), tuple(images), tuple(embedded))


def _within(node: Node, stop: tuple[str, ...] = ()) -> Iterator[Node]:
    """The elements in an element, in the file's order; not those within elements of the names in `stop`."""
    for child in node.children:
        if child.name not in stop:
            yield child
            yield from _within(child, stop)


def _float(text: str, otherwise: float) -> float:
    try:
        return float(text.strip())
    except ValueError:
        return otherwise
