"""Writes Moodle's GIFT as `gift.py` reads it.

Kinds that GIFT lacks become comments, and so does a slide's explanation.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from app.formats.reading import FEEDBACK
from app.formats.texts import is_markdown, picture
from app.markdown.writing import from_plain
from app.quizzes.models import Draft

KINDS = (
    "single_choice",
    "multiple_choice",
    "true_false",
    "numeric",
    "short_text",
    "matching",
    "slide",
    "essay",
)
_MARKS = re.compile(r"([~=#{}:\\])")
_BEGINS_LIKE_A_MARK = re.compile(r"\s*[%\[]")


def write_gift(questions: Iterable[Draft]) -> str:
    """Write drafts with their keys. A citation (with `name`, that of its upload) becomes a comment."""
    parts: list[str] = []
    subject = ""
    for number, draft in enumerate(questions, start=1):
        if (draft.get("subject") or "") != subject:
            subject = draft.get("subject") or ""
            parts.append(f"$CATEGORY: {_escaped(subject.replace('/', '//')) or 'top'}")
        name = f"::{_escaped(draft['name'])}::" if draft.get("name") and draft["kind"] in KINDS else ""
        parts.append("".join(f"// {line}\n" for line in _comments(number, draft)) + name + _question(draft))
    return "\n\n".join(parts) + "\n"


def _comments(number: int, draft: Draft) -> Iterator[str]:
    yield str(number)
    if cited := draft.get("citation"):
        where = [cited.get("name"), f"page {cited.get('page_label') or cited['page']}"]
        yield _comment(f"{', '.join(filter(None, where))}: {cited['sentence']}")
    if draft["kind"] == "slide" and draft.get("explanation"):
        yield _comment(draft["explanation"])
    filing = [("id", draft["external_id"])] if draft.get("external_id") else []
    filing += [("tag", tag) for tag in draft.get("tags", ())]
    if filing:
        yield " ".join(f"[{field}:{value.replace(']', chr(92) + ']')}]" for field, value in filing)


def _question(draft: Draft) -> str:
    if draft["kind"] not in KINDS:
        return f"// GIFT has no questions of the kind {draft['kind']}: {_comment(draft['prompt'])}"
    prompt = f"[plain]{_escaped(draft['prompt'])}"
    if is_markdown(draft):
        prompt = f"[markdown]{_escaped(draft['prompt'] + _in_markdown(draft))}"
    elif draft.get("media_url"):
        prompt = _html(draft["prompt"], picture(draft))
    if draft["kind"] == "slide":
        return prompt
    if draft["kind"] == "matching":
        answers = "".join(f"\n\t={line}" for line in _pairs(draft)) + "\n"
    elif draft["kind"] == "essay":
        answers = ""
    elif draft["kind"] == "true_false":
        answers = _truth(draft)
    else:
        mark = "#" if draft["kind"] == "numeric" else ""
        answers = f"{mark}{''.join(_answers(draft))}\n"
    general = f"####{_text(draft['explanation'], draft)}" if draft.get("explanation") else ""
    return f"{prompt} {{{answers}{general}}}"


def _truth(draft: Draft) -> str:
    """TRUE or FALSE, with the feedback on the wrong answer and then on the right one."""
    truth = draft["correct"]
    comments = [_text(draft.get(FEEDBACK[answered]) or "", draft) for answered in (not truth, truth)]
    given = [*comments[: 2 if draft.get(FEEDBACK[truth]) else 1 if draft.get(FEEDBACK[not truth]) else 0]]
    return "".join(["TRUE" if truth else "FALSE", *(f"#{comment}" for comment in given)])


def _answers(draft: Draft) -> Iterator[str]:
    for answer in draft.get("choices") or draft["answers"]:
        weight = weight_of(answer, draft)
        if draft["kind"] == "multiple_choice" or (draft["kind"] == "single_choice" and weight != 1):
            mark = "~" + (_percent(weight) if weight else "")
        else:
            mark = "=" + (_percent(weight) if weight != 1 else "")
        feedback = f"#{_text(answer['feedback'], draft)}" if answer.get("feedback") else ""
        yield f"\n\t{mark}{_content(answer, draft)}{feedback}"


def _pairs(draft: Draft) -> Iterator[str]:
    for pair in draft["pairs"]:
        yield f"{_side(pair['text'], draft)} -> {_side(pair['match'], draft)}"
    for distractor in draft.get("distractors", ()):
        yield f" -> {_side(distractor, draft)}"


def _side(text: str, draft: Draft) -> str:
    return _html(text) if "->" in text else _text(text, draft)


def weight_of(answer: Draft, draft: Draft) -> float:
    """The part of the points that an answer earns, also if the draft only says which choices are right."""
    weight: float | None = answer.get("weight")
    if weight is not None or "choices" not in draft:
        return 1 if weight is None else weight
    if draft["kind"] == "single_choice":
        return int(bool(answer.get("correct")))
    return (1 if answer.get("correct") else -1) / (sum(bool(c.get("correct")) for c in draft["choices"]) or 1)


def _content(answer: Draft, draft: Draft) -> str:
    if draft["kind"] == "numeric":
        if "value" not in answer:
            return f"{answer['min']}..{answer['max']}"
        return f"{answer['value']}" + (f":{answer['tolerance']}" if answer.get("tolerance") else "")
    if draft["kind"] == "short_text":
        accepted = answer["text"] if answer.get("wildcards") else answer["text"].replace("*", r"\*")
        # an arrow would be read as a pair to be matched
        return _html(accepted) if "->" in accepted else _text(accepted, {})
    return _text(answer["text"], draft)


def _text(text: str, draft: Draft) -> str:
    """A text that is read back unchanged: marked as [plain] if it would be read as anything else."""
    if is_markdown(draft):
        return ("[markdown]" if _BEGINS_LIKE_A_MARK.match(text) else "") + _escaped(text)
    needs_mark = draft.get("media_url") or _BEGINS_LIKE_A_MARK.match(text)
    return ("[plain]" if needs_mark else "") + _escaped(text)


def _in_markdown(draft: Draft) -> str:
    """The picture of a question in Markdown, in a paragraph of its own."""
    if not draft.get("media_url"):
        return ""
    return f"\n\n![{from_plain(draft.get('media_alt') or '')}](<{draft['media_url']}>)"


def _html(text: str, more: str = "") -> str:
    return "[html]" + _escaped(html.escape(text, quote=False).replace("\n", "<br>") + more)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\\n")


def _percent(part: float) -> str:
    return f"%{part * 100:.5f}".rstrip("0").rstrip(".") + "%"


def _comment(text: str) -> str:
    """A text in one line, in which nothing is read as an id or a tag."""
    return re.sub(r"\[(?=id:|tag:)", "[ ", " ".join(text.split()))
