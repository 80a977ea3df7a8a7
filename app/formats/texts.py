"""The texts of a draft in the form that a file can have: as they are written, as plain text, or as HTML."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from app.quizzes.models import Draft

SOUNDS = (".mp3", ".ogg", ".wav", ".m4a")  # by which an address on the web is known to be of a sound
OWN = ("prompt", "explanation", "marking_notes", "feedback_true", "feedback_false")
OF_LISTS = {
    "choices": ("text", "feedback"),
    "answers": ("feedback",),  # an accepted text is what somebody types
    "pairs": ("text", "match"),
    "items": ("text",),
    "rubric": ("text", "description"),
    "levels": ("text",),
}


def is_markdown(draft: Draft) -> bool:
    """Whether the texts of the draft are Markdown."""
    return draft.get("text_format") == "markdown"


def as_plain(draft: Draft) -> Draft:
    """The draft with its texts as plain text, for files that know nothing else."""
    if not is_markdown(draft):
        return draft
    from app.markdown.tree import to_plain  # only where it is needed

    return _changed(draft, lambda text: to_plain(text) or text)


def as_html(draft: Draft) -> Draft:
    """The draft with its texts as HTML, for files of programs that show HTML."""
    from app.markdown.html import plain_to_html, to_html

    return _changed(draft, to_html if is_markdown(draft) else plain_to_html)


def picture(item: Draft, is_sound: bool = False) -> str:
    """The picture or the sound of a question or a choice as HTML; "" if it has none."""
    if not item.get("media_url"):
        return ""
    if PurePosixPath(item["media_url"]).suffix in SOUNDS or is_sound:
        title = f' title="{html.escape(item["media_alt"])}"' if item.get("media_alt") else ""
        return f'<audio controls="" src="{html.escape(item["media_url"])}"{title}></audio>'
    alt = f' alt="{html.escape(item["media_alt"])}"' if "media_alt" in item else ""
    return f'<img src="{html.escape(item["media_url"])}"{alt}>'


def _changed(draft: Draft, change: Callable[[str], str]) -> Draft:
    changed = _items(draft, OWN, change)
    if "distractors" in draft:
        changed["distractors"] = [change(text) for text in draft["distractors"]]
    return {name: value for name, value in changed.items() if name != "text_format"}


def _items(item: dict[str, Any], own: tuple[str, ...], change: Callable[[str], str]) -> dict[str, Any]:
    """The fields of these names changed, and those of the lists in OF_LISTS."""
    changed = {name: change(value) if name in own and value else value for name, value in item.items()}
    for name, fields in OF_LISTS.items():
        if name in item:
            changed[name] = [_items(each, fields, change) for each in item[name]]
    return changed
