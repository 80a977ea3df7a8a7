"""Writes Moodle XML as `moodle_xml.py` reads it. It has no polls."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.formats.embedded import embed_in_moodle
from app.formats.gift_writer import weight_of
from app.formats.moodle_cloze import write_cloze
from app.formats.reading import FEEDBACK, made_name
from app.formats.texts import as_html, as_plain, picture
from app.media.files import MediaFile
from app.quizzes.models import Draft

Media = Mapping[str, MediaFile]
Shown = Callable[[Draft], str]  # from a draft, a choice or an item to its picture or sound in HTML

TYPES = {
    "single_choice": "multichoice",
    "multiple_choice": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "ordering": "ordering",
    "matching": "matching",
    "cloze": "cloze",
    "essay": "essay",
    "slide": "description",
}


def write_moodle_xml(questions: Iterable[Draft], media: Media | None = None) -> bytes:
    """Write drafts with their keys and the uploaded files; a change of subject is a change of category."""
    root = Element("quiz")
    subject = ""
    for number, draft in enumerate(questions, start=1):
        if draft["kind"] not in TYPES:
            continue
        if (draft.get("subject") or "") != subject:
            subject = draft.get("subject") or ""
            category = SubElement(SubElement(root, "question", type="category"), "category")
            SubElement(category, "text").text = "/".join(filter(None, ["top", subject.replace("/", "//")]))
        _add_question(root, number, draft, media or {})
    _embed(root, media or {})
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _embed(root: Element, media: Media) -> None:
    """Put the uploaded files that a text names beside it."""
    for parent in [*root.iter()]:
        text = parent.find("text")
        if text is None or not text.text:
            continue
        text.text, files = embed_in_moodle(text.text, media)
        for name, data in files.items():
            file = SubElement(parent, "file", name=name, path="/", encoding="base64")
            file.text = base64.b64encode(data).decode()


def _add_question(root: Element, number: int, draft: Draft, media: Media) -> None:
    def shown(item: Draft) -> str:
        file = media.get(item.get("media_url", ""))
        return picture(item, is_sound=file is not None and file.width is None)

    question = SubElement(root, "question", type=TYPES[draft["kind"]])
    plain, draft = as_plain(draft), as_html(draft)
    _add_text(question, "name", draft.get("name") or made_name(number, plain["prompt"]))
    prompt = write_cloze(draft) if draft["kind"] == "cloze" else draft["prompt"]
    _add_text(question, "questiontext", prompt + shown(draft), "html")
    _add_text(question, "generalfeedback", draft.get("explanation") or "", "html")
    if draft["kind"] != "slide":
        SubElement(question, "defaultgrade").text = str(draft.get("points", 1))
    if draft["kind"] in ("single_choice", "multiple_choice"):
        SubElement(question, "single").text = str(draft["kind"] == "single_choice").lower()
        SubElement(question, "shuffleanswers").text = "true"
        SubElement(question, "answernumbering").text = "abc"
    elif draft["kind"] == "short_text":
        SubElement(question, "usecase").text = str(int(bool(draft.get("case_sensitive"))))
    elif draft["kind"] == "ordering":
        SubElement(question, "layouttype").text = "VERTICAL"
    elif draft["kind"] == "matching":
        _add_pairs(question, draft, plain, shown)
    elif draft["kind"] == "essay":
        SubElement(question, "responseformat").text = "plain"
        SubElement(question, "responserequired").text = "1"
        SubElement(question, "responsefieldlines").text = "15"
        SubElement(question, "attachments").text = "0"
        _add_text(question, "graderinfo", draft.get("marking_notes") or "", "html")
    elif draft.get("units"):
        _add_units(question, draft)
    _add_answers(question, draft, shown)
    if draft.get("external_id"):
        SubElement(question, "idnumber").text = draft["external_id"]
    if draft.get("tags"):
        tags = SubElement(question, "tags")
        for tag in draft["tags"]:
            _add_text(tags, "tag", tag)


def _add_units(question: Element, draft: Draft) -> None:
    """The units that are right; Moodle takes any other for wrong."""
    listed = SubElement(question, "units")
    for number, unit in enumerate(draft["units"]):
        factor = unit.get("factor", 0 if number else 1)
        if factor:
            each = SubElement(listed, "unit")
            SubElement(each, "multiplier").text = f"{1 / factor:.12g}"
            SubElement(each, "unit_name").text = unit["unit"]
    SubElement(question, "unitgradingtype").text = str(int(draft.get("unit_required", True)))
    SubElement(question, "unitpenalty").text = str(draft.get("unit_share", 1))
    SubElement(question, "showunits").text = "0"


def _add_pairs(question: Element, draft: Draft, plain: Draft, picture: Shown) -> None:
    """The items in HTML, and what they are matched with, which Moodle has as plain text."""
    SubElement(question, "shuffleanswers").text = "true"
    items = [pair["text"] + picture(pair) for pair in draft["pairs"]]
    matches = [pair["match"] for pair in plain["pairs"]]
    distractors = [("", distractor) for distractor in plain.get("distractors", ())]
    for text, match in [*zip(items, matches, strict=True), *distractors]:
        pair = SubElement(question, "subquestion", format="html")
        SubElement(pair, "text").text = text
        _add_text(pair, "answer", match)


def _add_answers(question: Element, draft: Draft, picture: Shown) -> None:
    if draft["kind"] == "true_false":
        for truth in (True, False):
            _add_answer(
                question,
                str(truth).lower(),
                float(truth == draft["correct"]),
                {"feedback": draft.get(FEEDBACK[truth])},
                "moodle_auto_format",
            )
    for choice in draft.get("choices", ()):
        weight = 1 if draft["kind"] == "ordering" else weight_of(choice, draft)
        _add_answer(question, choice["text"] + picture(choice), weight, choice, "html")
    for item in draft.get("answers", ()):
        weight = item.get("weight", 1)
        if draft["kind"] == "numeric":
            value, tolerance = _middle(item)
            answer = _add_answer(question, value, weight, item, "moodle_auto_format")
            SubElement(answer, "tolerance").text = tolerance
        else:
            text = item["text"] if item.get("wildcards") else item["text"].replace("*", r"\*")
            _add_answer(question, text, weight, item, "moodle_auto_format")


def _add_answer(question: Element, text: str, weight: float, item: Draft, form: str) -> Element:
    answer = SubElement(
        question, "answer", fraction=f"{weight * 100:.5f}".rstrip("0").rstrip("."), format=form
    )
    SubElement(answer, "text").text = text
    _add_text(answer, "feedback", item.get("feedback") or "", "html")
    return answer


def _add_text(parent: Element, name: str, text: str, form: str | None = None) -> None:
    element = SubElement(parent, name, {"format": form} if form else {})
    SubElement(element, "text").text = text


def _middle(item: Draft) -> tuple[str, str]:
    """The value and the tolerance of a number; a range is the number in its middle, with half its width."""
    if "value" in item:
        return str(item["value"]), str(item.get("tolerance", 0))
    return f"{(item['min'] + item['max']) / 2:.15g}", f"{(item['max'] - item['min']) / 2:.15g}"
