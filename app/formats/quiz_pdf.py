"""Writes a quiz as a PDF: the questions, and on separate pages the answer key with citations."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from app.formats.labels import Labels, labels_of
from app.formats.printed_texts import OF_A_CHOICE, OF_A_QUESTION, Sheet
from app.formats.printing import printed
from app.formats.quiz_csv import is_right, right_answer
from app.formats.texts import as_plain
from app.quizzes.models import Draft

ESSAY_LINES = 12
MOST_TOGETHER = 12  # choices that a page is not broken between
LONGEST_TOGETHER = 1_500  # characters, likewise
DOTS = "…………"  # no underscores, which Markdown reads
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Line = dict[str, Any]  # {"mark": a letter or "box", "text": None is a line to write on, "picture"?, "wide"?}


def write_pdf(export: dict[str, Any], with_key: bool) -> bytes:
    """The paper, with the version of its choices' order, and after it the key."""
    sheet = Sheet(export.get("media", {}))
    labels = labels_of(export["quiz"].get("language"))
    listed = in_sections(export)
    questions = [
        {
            "number": number,
            "section": _section(
                sheet, export["quiz"], section, listed[number - 2][0] if number > 1 else None
            ),
            "prompt": sheet.text(prompt_on_paper(draft), draft),
            "picture": sheet.picture(draft, OF_A_QUESTION),
            "worth": labels.worth(draft.get("points", 1)),
            "answers": _answers(sheet, draft, labels),
            "long": _is_long(draft),
        }
        for number, (section, draft) in enumerate(listed, start=1)
    ]
    key = None
    if with_key:
        key = [_key(sheet, number, draft, labels) for number, (_, draft) in enumerate(listed, start=1)]
    return printed(
        "paper",
        labels,
        sheet.files,
        title=export["quiz"]["title"],
        description=_description(sheet, export["quiz"]),
        version=export.get("version"),
        questions=questions,
        key=key,
    )


def in_sections(export: dict[str, Any]) -> list[tuple[int | None, Draft]]:
    """The questions as they are printed, each with the number of its section: those of none are the last."""
    questions: list[Draft] = export["questions"]
    sections: list[int | None] = export.get("sections") or [None] * len(questions)
    return sorted(
        zip(sections, questions, strict=True), key=lambda listed: (listed[0] is None, listed[0] or 0)
    )


def _description(sheet: Sheet, quiz: dict[str, Any]) -> dict[str, Any] | None:
    return sheet.text(quiz["description"], quiz) if quiz.get("description") else None


def _is_long(draft: Draft) -> bool:
    """Whether a question may go on over the end of a page."""
    choices = draft.get("choices", ())
    pictures = "![" in draft["prompt"] or any("media_url" in choice for choice in choices)
    return pictures or len(choices) > MOST_TOGETHER or len(draft["prompt"]) > LONGEST_TOGETHER


def _section(sheet: Sheet, quiz: dict[str, Any], section: int | None, before: int | None) -> Draft | None:
    """The title and the text of a section, before its first question."""
    if section is None or section == before:
        return None
    given = quiz["sections"][section - 1]
    return {"title": given["title"], "text": sheet.text(given["text"], quiz) if given.get("text") else None}


def in_telling_no_order(texts: list[str]) -> list[str]:
    """The items of an ordering as they are printed, because a draft has them in the right order."""
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())


def matches(draft: Draft) -> list[str]:
    """What the items of a matching question may be matched with, by alphabet; letters count them."""
    texts = [choice["text"] for choice in draft.get("choices", ())] or [
        *(pair["match"] for pair in draft["pairs"]),
        *draft.get("distractors", ()),
    ]
    return sorted({*texts}, key=lambda text: (text.casefold(), text))


def letter(place: int) -> str:
    """The letter of a choice, A for 0, or its number after Z."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def gap_mark(number: int | str) -> str:
    """What a gap is called on a paper and its answer sheet."""
    return f"({number})"


def prompt_on_paper(draft: Draft) -> str:
    """The prompt of a draft, in which each gap of a cloze is a dotted blank with its number."""
    if draft["kind"] != "cloze":
        return str(draft["prompt"])
    return re.sub(r"\[\[(\d+)\]\]", lambda found: f"{gap_mark(found[1])} {DOTS}", draft["prompt"])


def _answers(sheet: Sheet, draft: Draft, labels: Labels) -> list[Line]:
    kind = draft["kind"]
    if kind == "true_false":
        return [{"mark": "box", "text": sheet.text(text, {})} for text in (labels.true, labels.false)]
    if kind == "slide":
        return []
    if kind == "cloze":
        return [
            {"mark": gap_mark(number), "text": (offered := _offered(gap)) and sheet.text(offered, {})}
            for number, gap in enumerate(draft["gaps"], start=1)
        ]
    if kind == "ordering":
        order = _printed_order(draft)
        choices = sorted(draft["choices"], key=lambda choice: order.index(choice["text"]))
        return _lettered(sheet, draft, choices, "__ ")
    if kind == "matching":
        items: list[Line] = [
            _line(sheet, draft, item, f"{number}. __")
            for number, item in enumerate(draft.get("items") or draft["pairs"], start=1)
        ]
        return items + _lettered(sheet, draft, [{"text": text} for text in matches(draft)])
    if "choices" in draft:
        return _lettered(sheet, draft, draft["choices"])
    if kind == "essay":
        return [{"mark": None, "text": None, "wide": True}] * ESSAY_LINES
    if kind == "slider":
        return [{"mark": f"{draft['min']} … {draft['max']}:", "text": None}]
    return [{"mark": None, "text": None}]


def _lettered(sheet: Sheet, draft: Draft, items: list[Draft], before: str = "") -> list[Line]:
    return [_line(sheet, draft, item, f"{before}{letter(place)})") for place, item in enumerate(items)]


def _line(sheet: Sheet, draft: Draft, item: Draft, mark: str) -> Line:
    """A choice or an item, with its picture."""
    return {
        "mark": mark,
        "text": sheet.text(item["text"], draft),
        "picture": sheet.picture(item, OF_A_CHOICE),
    }


def _offered(gap: Draft) -> str | None:
    """What may be chosen in a gap; None: a line to write on."""
    return " / ".join(sorted(choice["text"] for choice in gap.get("choices", ()))) or None


def _printed_order(draft: Draft) -> list[str]:
    return in_telling_no_order([choice["text"] for choice in draft["choices"]])


def _right_letters(draft: Draft) -> list[str]:
    """The right answer in the letters of the paper; in a matching, each after the number of its item."""
    if draft["kind"] == "ordering":
        order = _printed_order(draft)
        return [letter(order.index(choice["text"])) for choice in draft["choices"]]
    if draft["kind"] == "matching":
        offered = matches(draft)
        return [
            f"{number} {letter(offered.index(pair['match']))}"
            for number, pair in enumerate(draft["pairs"], start=1)
        ]
    return [letter(place) for place, choice in enumerate(draft.get("choices", ())) if is_right(choice)]


def _key(sheet: Sheet, number: int, draft: Draft, labels: Labels) -> dict[str, Any]:
    letters = _right_letters(draft)
    right = f"{', '.join(letters)}: " if letters else ""
    if draft["kind"] == "true_false":
        said = labels.true if draft["correct"] else labels.false
    else:
        said = right_answer(as_plain(draft)) or "-"
    cited = draft.get("citation") or {}
    page = cited.get("page_label") or cited.get("page")
    return {
        "number": number,
        "right": right + said,
        "explanation": sheet.text(draft["explanation"], draft) if draft.get("explanation") else None,
        "source": ", ".join(filter(None, [cited.get("name"), labels.page.format(page)])) if cited else None,
        "sentence": cited.get("sentence"),
    }
