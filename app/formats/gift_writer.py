"""Writes Moodle's GIFT, as `gift.py` reads it. Kinds that GIFT lacks, such as polls, become comments."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

Draft = dict[str, Any]

_MARKS = re.compile(r"([~=#{}:\\])")
_STARTS_LIKE_A_MARK = re.compile(r"\s*[%\[]")


def write_gift(questions: Iterable[Draft]) -> str:
    """Write drafts with their keys. A `citation` becomes a comment above its question."""
    parts: list[str] = []
    subject = ""
    for number, draft in enumerate(questions, start=1):
        if (its_own := draft.get("subject") or "") != subject:
            subject = its_own
            parts.append(f"$CATEGORY: {_escaped(subject.replace('/', '//')) or 'top'}")
        parts.append(_comments(number, draft) + _question(draft))
    return "\n\n".join(parts) + "\n"


def _question(draft: Draft) -> str:
    writer = WRITERS.get(draft["kind"])
    if writer is None:
        return f"// GIFT has no questions of the kind {draft['kind']}: {_one_line(draft['prompt'])}"
    picture = draft.get("media_url")
    if picture:
        image = f'<img src="{html.escape(picture)}">'
        prompt = f"[html]{_escaped(_html(draft['prompt']) + image)}"
    else:
        prompt = f"[plain]{_escaped(draft['prompt'])}"
    general = f"####{_text(draft['explanation'], draft)}" if draft.get("explanation") else ""
    return f"{prompt} {{{writer(draft)}{general}}}"


def _comments(number: int, draft: Draft) -> str:
    lines = [f"// {number}"]
    if citation := draft.get("citation"):
        page = citation.get("page_label") or citation["page"]
        where = ", ".join(filter(None, [citation.get("name"), f"page {page}"]))
        lines.append(f"// {_one_line(where)}: {_one_line(citation['sentence'])}")
    return "".join(line + "\n" for line in lines)


def _choices(draft: Draft) -> str:
    right = sum(bool(choice.get("correct")) for choice in draft["choices"]) or 1
    lines = []
    for choice in draft["choices"]:
        weight = choice.get("weight")
        if draft["kind"] == "single_choice":
            worth = weight if weight is not None else int(bool(choice.get("correct")))
            mark = "=" if worth == 1 else "~" + _percent(worth)
        else:
            mark = "~" + _percent(
                weight if weight is not None else (1 if choice.get("correct") else -1) / right
            )
        lines.append(f"\n\t{mark}{_text(choice['text'], draft)}{_feedback(choice, draft)}")
    return "".join(lines) + "\n"


def _true_false(draft: Draft) -> str:
    return "TRUE" if draft["correct"] else "FALSE"


def _short_text(draft: Draft) -> str:
    lines = []
    for answer in draft["answers"]:
        text = _text(answer["text"], {})
        if "->" in answer["text"]:  # plain, it would be read as a matching pair
            text = f"[html]{_escaped(_html(answer['text']))}"
        lines.append(f"\n\t={_percent(answer.get('weight', 1), 1)}{text}{_feedback(answer, draft)}")
    return "".join(lines) + "\n"


def _numeric(draft: Draft) -> str:
    lines = []
    for answer in draft["answers"]:
        if "value" in answer:
            number = (
                f"{answer['value']}:{answer['tolerance']}"
                if answer.get("tolerance")
                else f"{answer['value']}"
            )
        else:
            number = f"{answer['min']}..{answer['max']}"
        lines.append(f"\n\t={_percent(answer.get('weight', 1), 1)}{number}{_feedback(answer, draft)}")
    return "#" + "".join(lines) + "\n"


WRITERS: dict[str, Callable[[Draft], str]] = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "short_text": _short_text,
    "numeric": _numeric,
}


def _feedback(answer: Draft, draft: Draft) -> str:
    return f"#{_text(answer['feedback'], draft)}" if answer.get("feedback") else ""


def _text(text: str, draft: Draft) -> str:
    """A text, marked as plain if it would be read in another way without the mark."""
    needs_mark = draft.get("media_url") or _STARTS_LIKE_A_MARK.match(text)
    return ("[plain]" if needs_mark else "") + _escaped(text)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\\n")


def _html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _percent(part: float, unsaid: float = 0) -> str:
    return "" if part == unsaid else f"%{part * 100:.5f}".rstrip("0").rstrip(".") + "%"


def _one_line(text: str) -> str:
    return " ".join(text.split())
