"""Writes a quiz as a PDF: the questions, and on separate pages the answer key with citations."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from app.formats.quiz_csv import is_right, right_answer
from app.quizzes.models import Draft

# DejaVu covers more scripts; Vera comes with reportlab
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
VERA = Path(reportlab.__file__).parent / "fonts"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TO_WRITE_ON = "_" * 30
HEAD = f"Name: {TO_WRITE_ON} &nbsp; Date: {'_' * 14} &nbsp; Points: {'_' * 8}"


def write_pdf(title: str, questions: list[Draft], *, with_key: bool) -> bytes:
    """The PDF. Characters that the font lacks show as boxes."""
    styles = _styles()
    story: list[Flowable] = [Paragraph(escape(title), styles["title"])]
    story.append(Paragraph(HEAD, styles["prompt"]))
    story.append(Spacer(0, 4 * mm))
    for number, draft in enumerate(questions, start=1):
        story.append(
            KeepTogether([_prompt(number, draft, styles), *_answers(draft, styles), Spacer(0, 5 * mm)])
        )
    if with_key:
        story += [PageBreak(), Paragraph("Key", styles["title"])]
        for number, draft in enumerate(questions, start=1):
            story.append(KeepTogether(_key(number, draft, styles)))
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=20 * mm,
        title=title, creator="Quizzler",
    )  # fmt: skip
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return file.getvalue()


def _prompt(number: int, draft: Draft, styles: dict[str, ParagraphStyle]) -> Paragraph:
    points = draft.get("points", 1)
    worth = (
        f' <font size="8">(____ of {points:g} {"point" if points == 1 else "points"})</font>'
        if points
        else ""
    )
    return Paragraph(f"<b>{number}.</b> {_written(draft['prompt'])}{worth}", styles["prompt"])


def _answers(draft: Draft, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    kind = draft["kind"]
    if kind == "true_false":
        return [Paragraph("☐ True &nbsp;&nbsp; ☐ False", styles["answer"])]
    if kind == "slide":
        return []
    if kind == "cloze":
        return [_gap(number, gap, styles) for number, gap in enumerate(draft["gaps"], start=1)]
    if kind == "ordering":
        texts = sorted(
            (choice["text"] for choice in draft["choices"]), key=_hash
        )  # a draft has the right order
        return [Paragraph(f"___ {_written(text)}", styles["answer"]) for text in texts]
    if kind == "matching":
        return _matching(draft, styles)
    if "choices" in draft:
        return [
            Paragraph(f"{_letter(place)}) {_written(choice['text'])}", styles["answer"])
            for place, choice in enumerate(draft["choices"])
        ]
    if kind == "slider":
        return [Paragraph(f"{draft['min']} … {draft['max']}: {TO_WRITE_ON}", styles["answer"])]
    return [Paragraph(TO_WRITE_ON, styles["answer"])]


def _matching(draft: Draft, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    """The items, and below them by alphabet what they are to be matched with."""
    items = draft.get("items") or draft["pairs"]
    texts = [choice["text"] for choice in draft.get("choices", ())] or [
        *(pair["match"] for pair in draft["pairs"]),
        *draft.get("distractors", ()),
    ]
    lines = [f"___ {_written(item['text'])}" for item in items]
    lines += [
        f"{_letter(place)}) {_written(text)}"
        for place, text in enumerate(sorted({*texts}, key=lambda text: (text.casefold(), text)))
    ]
    return [Paragraph(line, styles["answer"]) for line in lines]


def _gap(number: int, gap: Draft, styles: dict[str, ParagraphStyle]) -> Flowable:
    """What may be chosen in a gap, or a line to write on."""
    texts = sorted(choice["text"] for choice in gap.get("choices", ()))
    offered = " / ".join(_written(text) for text in texts) or TO_WRITE_ON
    return Paragraph(f"[[{number}]] {offered}", styles["answer"])


def _key(number: int, draft: Draft, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    letters = [
        _letter(place)
        for place, choice in enumerate(draft.get("choices", ()))
        if draft["kind"] != "ordering" and is_right(choice)
    ]
    right = f"{', '.join(letters)}: " if letters else ""
    lines = [Paragraph(f"<b>{number}.</b> {right}{_written(right_answer(draft) or '-')}", styles["prompt"])]
    if draft.get("explanation"):
        lines.append(Paragraph(_written(draft["explanation"]), styles["answer"]))
    if cited := draft.get("citation"):
        page = cited.get("page_label") or cited["page"]
        where = ", ".join(filter(None, [cited.get("name"), f"page {page}"]))
        lines.append(Paragraph(f"{_written(where)}: “{_written(cited['sentence'])}”", styles["small"]))
    return [*lines, Spacer(0, 2 * mm)]


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def _written(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def _page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_fonts()[0], 8)
    canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, str(document.page))


@cache
def _fonts() -> tuple[str, str]:
    folder, plain, bold = (
        (DEJAVU, "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
        if (DEJAVU / "DejaVuSans-Bold.ttf").exists()
        else (VERA, "Vera.ttf", "VeraBd.ttf")
    )
    pdfmetrics.registerFont(TTFont("Quiz", str(folder / plain)))
    pdfmetrics.registerFont(TTFont("Quiz-Bold", str(folder / bold)))
    pdfmetrics.registerFontFamily(
        "Quiz", normal="Quiz", bold="Quiz-Bold", italic="Quiz", boldItalic="Quiz-Bold"
    )
    return "Quiz", "Quiz-Bold"


def _styles() -> dict[str, ParagraphStyle]:
    font, bold = _fonts()
    text = ParagraphStyle(
        "text", fontName=font, fontSize=10.5, leading=14, alignment=TA_LEFT, splitLongWords=1
    )
    return {
        "title": ParagraphStyle("title", text, fontName=bold, fontSize=17, leading=22, spaceAfter=6 * mm),
        "prompt": ParagraphStyle("prompt", text, spaceAfter=1.5 * mm),
        "answer": ParagraphStyle("answer", text, leftIndent=7 * mm, spaceAfter=1 * mm),
        "small": ParagraphStyle("small", text, leftIndent=7 * mm, fontSize=8.5, leading=11),
    }
