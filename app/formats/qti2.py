"""Reads an `<assessmentItem>` of QTI 2.1 and 2.2: an interaction in a text, and its right response."""

from __future__ import annotations

from collections.abc import Iterator

from app.formats.markup import html_to_text
from app.formats.qti_item import Answer, Choice, Item, NotPossible, other_type
from app.formats.xml_nodes import Node

FEEDBACK = frozenset({"feedbackInline", "feedbackBlock", "rubricBlock"})
KINDS = {
    "choiceInteraction": "choice",
    "orderInteraction": "order",
    "textEntryInteraction": "text",
    "matchInteraction": "matching",
    "extendedTextInteraction": "essay",
    "sliderInteraction": "slider",
}
OTHER_WAYS = {
    "associateInteraction": "matching",
    "gapMatchInteraction": "gaps", "inlineChoiceInteraction": "gaps",
}  # fmt: skip
LONGEST_ESSAY = 10_000
NUMBERS = ("float", "integer")


def read_item(node: Node) -> Item:
    """Read an item. Raises NotPossible."""
    body = node.first("itemBody") or Node("itemBody", {}, node.line)
    interactions = [each for each in _within(body) if each.name.endswith("Interaction")]
    names = frozenset(each.name for each in interactions)
    for name in sorted(names):
        if name not in KINDS:
            raise other_type(name, OTHER_WAYS.get(name, ""))
    if len(interactions) > 1:
        raise other_type("several interactions", "gaps")
    prompts = [each.html(FEEDBACK) for each in _within(body) if each.name == "prompt"]
    prompt = html_to_text("<br>".join([body.html(FEEDBACK | names), *prompts]))
    item = Item(node.line, prompt, KINDS[interactions[0].name] if interactions else "slide")
    item.points = _points(node)
    for each in node.all("modalFeedback"):
        if each.attributes.get("identifier") not in ("correct", "incorrect"):
            item.explanation = item.explanation or html_to_text(each.html()).text
    if interactions:
        (interaction,) = interactions
        declared = next(
            (
                each
                for each in node.all("responseDeclaration")
                if each.attributes.get("identifier") == interaction.attributes.get("responseIdentifier")
            ),
            Node("responseDeclaration", {}, node.line),
        )
        if item.kind == "essay":
            _add_limits(item, interaction, body)
        elif item.kind == "slider":
            _add_slider(item, interaction, declared, node)
        elif item.kind == "text":
            _add_answers(item, declared, node)
        elif item.kind == "matching":
            _add_pairs(item, interaction, declared)
        else:
            _add_choices(item, interaction, declared)
    return item


def _add_limits(item: Item, interaction: Node, body: Node) -> None:
    length = interaction.attributes.get("expectedLength", "")
    if length.isdecimal() and 1 <= int(length) <= LONGEST_ESSAY:
        item.max_length = int(length)
    notes = [each.html() for each in _within(body) if each.name == "rubricBlock" and _is_for_markers(each)]
    item.marking_notes = html_to_text("<br>".join(notes)).text


def _is_for_markers(block: Node) -> bool:
    return "scorer" in block.attributes.get("view", "").split()


def _add_choices(item: Item, interaction: Node, declared: Node) -> None:
    for node in interaction.all("simpleChoice"):
        feedback = "\n".join(html_to_text(each.html()).text for each in node.all(*FEEDBACK))
        item.choices.append(
            Choice(
                node.attributes.get("identifier", ""), html_to_text(node.html(FEEDBACK)), feedback=feedback
            )
        )
    right = [value.text.strip() for value in _values(declared)]
    if item.kind == "order":
        by_id = {choice.id: choice for choice in item.choices}
        if sorted(right) != sorted(by_id):
            raise NotPossible("no_right_answer", "The right order does not name each of the choices.")
        item.choices = [by_id[ident] for ident in right]
        return
    item.several = declared.attributes.get("cardinality") == "multiple"
    scores = {key: score for key, score, _ in _mapped(declared)}
    item.together = not scores
    for choice in item.choices:
        choice.score = scores.get(choice.id, 0) if scores else float(choice.id in right)


def _add_pairs(item: Item, interaction: Node, declared: Node) -> None:
    """Two sets, and pairs of one of each. The items are those of the set of which each has one partner."""
    sets = [
        [
            Choice(each.attributes.get("identifier", ""), html_to_text(each.html(FEEDBACK)))
            for each in listed.all("simpleAssociableChoice")
        ]
        for listed in interaction.all("simpleMatchSet")
    ]
    pairs = [value.text.split() for value in _values(declared)]
    if len(sets) != 2 or not pairs or any(len(pair) != 2 for pair in pairs):
        raise NotPossible("no_right_answer", "The right pairs must be of two sets.")
    for place in (0, 1):
        item.items, item.choices = sets[place], sets[1 - place]
        item.matches = {pair[place]: pair[1 - place] for pair in pairs}
        if len(item.matches) == len(pairs) and item.matches.keys() == {each.id for each in item.items}:
            return
    raise other_type("matchInteraction with several partners", "matching")


def _add_answers(item: Item, declared: Node, node: Node) -> None:
    mapped = [*_mapped(declared)]
    right = [value.text.strip() for value in _values(declared)]
    if declared.attributes.get("baseType") in NUMBERS:
        item.kind = "number"
        _add_numbers(item, right, mapped, node)
        return
    item.case_sensitive = any(case for _, score, case in mapped if score > 0)
    item.answers = [Answer(key, score=score) for key, score, _ in mapped if score > 0]
    item.answers = item.answers or [Answer(text) for text in right]


def _add_slider(item: Item, interaction: Node, declared: Node, node: Node) -> None:
    """The ends and the step of a slider, and its right value. Without a step it has a hundred."""
    given = [_float(interaction.attributes.get(name, "")) for name in ("lowerBound", "upperBound", "step")]
    lowest, highest, step = given
    if lowest is None or highest is None:
        raise NotPossible("no_bounds", "A slider needs both its bounds, as numbers.")
    if not step:
        step = 1.0 if declared.attributes.get("baseType") == "integer" else (highest - lowest) / 100
    item.bounds = (lowest, highest, step)
    _add_numbers(item, [value.text.strip() for value in _values(declared)], [], node)


def _add_numbers(item: Item, right: list[str], mapped: list[tuple[str, float, bool]], node: Node) -> None:
    """Numbers, with the tolerance of a comparison or with both ends of a range."""
    if mapped:
        item.answers = [Answer(key, score=score) for key, score, _ in mapped if score > 0]
        return
    lowest = highest = ""
    for each in _within(node.first("responseProcessing") or node):
        constant = next((child.text.strip() for child in each.children if child.name == "baseValue"), "")
        if each.name in ("gte", "gt"):
            lowest = lowest or constant
        elif each.name in ("lte", "lt"):
            highest = highest or constant
        elif each.name == "equal" and each.attributes.get("toleranceMode") == "absolute" and right:
            below, *above = (each.attributes.get("tolerance") or "0").split()
            middle = _float(right[0]) or 0
            lowest = f"{middle - (_float(below) or 0):.15g}"
            highest = f"{middle + (_float(above[0] if above else below) or 0):.15g}"
    if lowest and highest:
        item.answers = [Answer(right[0] if right else "", lowest, highest)]
    else:
        item.answers = [Answer(text) for text in right]


def _points(node: Node) -> float | None:
    for each in node.all("outcomeDeclaration"):
        if each.attributes.get("identifier") == "MAXSCORE":
            return _float(each.words("defaultValue", "value"))
        if each.attributes.get("identifier") == "SCORE" and "normalMaximum" in each.attributes:
            return _float(each.attributes["normalMaximum"])
    return None


def _values(declared: Node) -> Iterator[Node]:
    correct = declared.first("correctResponse")
    return correct.all("value") if correct else iter(())


def _mapped(declared: Node) -> Iterator[tuple[str, float, bool]]:
    """The key, the score and whether case counts, of each entry of the mapping."""
    mapping = declared.first("mapping")
    for each in mapping.all("mapEntry") if mapping else ():
        case = each.attributes.get("caseSensitive", "false").lower() == "true"
        yield each.attributes.get("mapKey", ""), _float(each.attributes.get("mappedValue", "")) or 0, case


def _within(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _within(child)


def _float(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None
