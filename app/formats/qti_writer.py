"""Writes a package of QTI 2.1 as `qti2.py` reads it: a manifest, a test, and an item for each question."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from app.formats.embedded import file_name
from app.formats.html_elements import append_html
from app.formats.reading import FEEDBACK, made_name
from app.formats.texts import as_html, as_plain
from app.media.files import MediaFile
from app.quizzes.models import Draft

KINDS = (
    "single_choice",
    "multiple_choice",
    "true_false",
    "numeric",
    "short_text",
    "ordering",
    "matching",
    "essay",
    "slide",
    "slider",
)
ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same quiz is the same bytes


def write_qti(title: str, questions: Iterable[Draft], media: Mapping[str, MediaFile] | None = None) -> bytes:
    """Write drafts with their keys and the uploaded files. QTI has no polls."""
    items = {
        f"item{number:04}": _item(f"item{number:04}", draft)
        for number, draft in enumerate((each for each in questions if each["kind"] in KINDS), start=1)
    }
    files = {name: _embed(item, media or {}) for name, item in items.items()}
    members = {"imsmanifest.xml": _manifest(files), "test.xml": _test(title, items)}
    members |= {f"{name}.xml": item for name, item in items.items()}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in members.items():
            text = tostring(root, encoding="UTF-8", xml_declaration=True)
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text, zipfile.ZIP_DEFLATED)
        for name, content in {name: data for each in files.values() for name, data in each.items()}.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content)
    return data.getvalue()


def _embed(item: Element, media: Mapping[str, MediaFile]) -> dict[str, bytes]:
    """Name the uploaded files of an item by their places in the package, and return them by these."""
    files: dict[str, bytes] = {}
    for element in item.iter("img"):
        address = element.attrib["src"]
        if address in media:
            name = f"media/{file_name(address, media)}"
            files[name] = media[address].data
            element.attrib["src"] = name
            if media[address].width is None:
                element.tag = "object"
                element.text = element.attrib.pop("alt", "")
                element.attrib = {"data": name, "type": media[address].media_type}
    return files


def _manifest(items: Mapping[str, Iterable[str]]) -> Element:
    root = Element("manifest", {"xmlns": PACKAGE, "identifier": "quiz"})
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for name, kind in [("test", "test"), *((name, "item") for name in items)]:
        given = {"identifier": name, "type": f"imsqti_{kind}_xmlv2p1", "href": f"{name}.xml"}
        resource = SubElement(resources, "resource", given)
        for file in (f"{name}.xml", *items.get(name, ())):
            SubElement(resource, "file", href=file)
    return root


def _test(title: str, items: Iterable[str]) -> Element:
    root = Element("assessmentTest", {"xmlns": ITEM, "identifier": "test", "title": title})
    part = SubElement(
        root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous"
    )
    section = SubElement(part, "assessmentSection", identifier="section", title=title, visible="true")
    for name in items:
        SubElement(section, "assessmentItemRef", identifier=name, href=f"{name}.xml")
    return root


def _item(name: str, draft: Draft) -> Element:
    made = made_name(int(name.removeprefix("item")), as_plain(draft)["prompt"])
    title, draft = draft.get("name") or made, as_html(draft)
    given = {"identifier": name, "title": title, "adaptive": "false", "timeDependent": "false"}
    root = Element("assessmentItem", {"xmlns": ITEM} | given)
    kind = draft["kind"]
    declared = None
    if kind != "slide":
        cardinality = {"multiple_choice": "multiple", "ordering": "ordered", "matching": "multiple"}.get(
            kind, "single"
        )
        base = {
            "numeric": "float",
            "short_text": "string",
            "essay": "string",
            "matching": "directedPair",
            "slider": "float",
        }.get(kind, "identifier")
        declared = SubElement(
            root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base
        )
        _outcome(root, "SCORE", "0")
        _outcome(root, "MAXSCORE", str(draft.get("points", 1)))
    body = SubElement(root, "itemBody")
    append_html(SubElement(body, "div"), draft["prompt"])
    _add_picture(body, draft)
    if kind == "essay":
        if draft.get("marking_notes"):
            notes = SubElement(SubElement(body, "rubricBlock", view="scorer"), "div")
            append_html(notes, draft["marking_notes"])
        length = {"expectedLength": str(draft["max_length"])} if "max_length" in draft else {}
        SubElement(body, "extendedTextInteraction", {"responseIdentifier": "RESPONSE"} | length)
    elif declared is not None and kind in ("numeric", "short_text"):
        SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
        _declare_answers(root, declared, draft)
    elif declared is not None and kind == "slider":
        bounds = {"lowerBound": str(draft["min"]), "upperBound": str(draft["max"])}
        given = {"responseIdentifier": "RESPONSE", **bounds, "step": str(draft.get("step", 1))}
        SubElement(body, "sliderInteraction", given)
        _declare_range(root, declared, draft, draft)
    elif declared is not None and kind == "matching":
        _add_pairs(body, declared, draft)
        SubElement(root, "responseProcessing", template=TEMPLATES + "map_response")
    elif declared is not None:
        _add_choices(body, declared, draft)
        template = "map_response" if declared.find("mapping") is not None else "match_correct"
        SubElement(root, "responseProcessing", template=TEMPLATES + template)
    if draft.get("explanation"):
        feedback = SubElement(
            root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="explanation", showHide="show"
        )
        append_html(feedback, draft["explanation"])
    return root


def beyond_qti(draft: Draft) -> str | None:
    """What of a question a file can't say, in a few words; None if it says all."""
    answers = draft.get("answers", ())
    ranges = len(answers) > 1 and any(answer.get("tolerance") or "min" in answer for answer in answers)
    has = {
        "units": draft.get("units"),
        "a rubric": draft.get("rubric"),
        "points for what is near": draft.get("partial_within") or draft.get("nearest"),
        "wildcards": any(answer.get("wildcards") for answer in answers),
        "several ranges of numbers": ranges,
    }
    return " and ".join(name for name, there in has.items() if there) or None


def _outcome(root: Element, name: str, value: str) -> None:
    declared = SubElement(root, "outcomeDeclaration", identifier=name, cardinality="single", baseType="float")
    SubElement(SubElement(declared, "defaultValue"), "value").text = value


def _add_choices(body: Element, declared: Element, draft: Draft) -> None:
    choices: list[Draft] = draft.get("choices") or [
        {"text": str(truth), "correct": truth == draft["correct"], "feedback": draft.get(field)}
        for truth, field in FEEDBACK.items()
    ]
    several = draft["kind"] == "multiple_choice"
    name = "orderInteraction" if draft["kind"] == "ordering" else "choiceInteraction"
    given = {} if draft["kind"] == "ordering" else {"maxChoices": "0" if several else "1"}
    interaction = SubElement(body, name, {"responseIdentifier": "RESPONSE", "shuffle": "true"} | given)
    scores: dict[str, float] = {}
    right = []
    for number, choice in enumerate(choices, start=1):
        ident = f"choice{number}"
        element = SubElement(interaction, "simpleChoice", identifier=ident)
        append_html(element, choice["text"])
        _add_picture(element, choice)
        if choice.get("feedback"):
            feedback = SubElement(
                element, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=ident, showHide="show"
            )
            append_html(feedback, choice["feedback"])
        weight = choice.get("weight")
        if weight is not None:
            scores[ident] = weight
        if draft["kind"] == "ordering" or choice.get("correct") or (weight or 0) > 0:
            right.append(ident)
    _declare(declared, right, scores, draft)


def _add_pairs(body: Element, declared: Element, draft: Draft) -> None:
    pairs: list[Draft] = draft["pairs"]
    texts = [*dict.fromkeys([*(pair["match"] for pair in pairs), *draft.get("distractors", ())])]
    choices = [{"text": text} for text in texts]
    interaction = SubElement(
        body,
        "matchInteraction",
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(pairs)),
    )
    for name, listed, most in (("item", pairs, "1"), ("choice", choices, "0")):
        offered = SubElement(interaction, "simpleMatchSet")
        for number, each in enumerate(listed, start=1):
            element = SubElement(
                offered, "simpleAssociableChoice", identifier=f"{name}{number}", matchMax=most
            )
            append_html(element, each["text"])
            _add_picture(element, each)
    right = [f"item{n} choice{texts.index(pair['match']) + 1}" for n, pair in enumerate(pairs, start=1)]
    _declare(declared, right, dict.fromkeys(right, 1 / len(right)), draft)


def _declare(declared: Element, right: Iterable[str], scores: dict[str, float], draft: Draft) -> None:
    """The right response and, if there are scores, how much of the points each earns."""
    correct = SubElement(declared, "correctResponse")
    for value in right:
        SubElement(correct, "value").text = value
    if scores:
        mapping = SubElement(declared, "mapping", defaultValue="0")
        for key, score in scores.items():
            given = {"mapKey": key, "mappedValue": f"{score * (draft.get('points') or 1):.12g}"}
            if draft["kind"] == "short_text":
                given["caseSensitive"] = str(bool(draft.get("case_sensitive"))).lower()
            SubElement(mapping, "mapEntry", given)


def _declare_answers(root: Element, declared: Element, draft: Draft) -> None:
    answers = [answer for answer in draft["answers"] if not answer.get("wildcards")]
    first = answers[0] if answers else {}
    if draft["kind"] == "numeric" and (first.get("tolerance") or "min" in first):
        _declare_range(root, declared, first, draft)
        return
    scores = {str(answer.get("text", answer.get("value"))): answer.get("weight", 1) for answer in answers}
    _declare(declared, list(scores)[:1], scores, draft)
    SubElement(root, "responseProcessing", template=TEMPLATES + "map_response")


def _declare_range(root: Element, declared: Element, answer: Draft, draft: Draft) -> None:
    """A number with its tolerance, or both ends of a range, which earns all of the points."""
    _declare(declared, [str(answer["value"])] if "value" in answer else [], {}, draft)
    condition = SubElement(SubElement(root, "responseProcessing"), "responseCondition")
    found = SubElement(condition, "responseIf")
    if "value" in answer:
        given = {"toleranceMode": "absolute", "tolerance": str(answer.get("tolerance", 0))}
        _compare(found, "equal", given).append(Element("correct", identifier="RESPONSE"))
    else:
        both = SubElement(found, "and")
        for name, end in (("gte", "min"), ("lte", "max")):
            SubElement(_compare(both, name, {}), "baseValue", baseType="float").text = str(answer[end])
    outcome = SubElement(found, "setOutcomeValue", identifier="SCORE")
    SubElement(outcome, "variable", identifier="MAXSCORE")


def _compare(parent: Element, name: str, given: dict[str, str]) -> Element:
    comparison = SubElement(parent, name, given)
    SubElement(comparison, "variable", identifier="RESPONSE")
    return comparison


def _add_picture(parent: Element, item: Draft) -> None:
    """The picture of a question or a choice, if it has one. QTI has no picture without an alt text."""
    if item.get("media_url"):
        SubElement(parent, "img", src=item["media_url"], alt=item.get("media_alt", ""))
