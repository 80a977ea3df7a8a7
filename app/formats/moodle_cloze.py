"""The gaps of Moodle's Cloze questions, `{2:SHORTANSWER:=Rome#Yes.~%50%Roma}`, read and written."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from app.formats.markup import html_to_text
from app.formats.reading import Problem, read_number
from app.quizzes.models import Draft

KINDS = {
    "SHORTANSWER": "short_text", "SA": "short_text", "MW": "short_text",
    "SHORTANSWER_C": "short_text", "SAC": "short_text", "MWC": "short_text",
    "NUMERICAL": "numeric", "NM": "numeric",
    "MULTICHOICE": "single_choice", "MC": "single_choice",
    "MULTICHOICE_V": "single_choice", "MCV": "single_choice",
    "MULTICHOICE_H": "single_choice", "MCH": "single_choice",
    "MULTICHOICE_S": "single_choice", "MCS": "single_choice",
    "MULTICHOICE_VS": "single_choice", "MCVS": "single_choice",
    "MULTICHOICE_HS": "single_choice", "MCHS": "single_choice",
}  # fmt: skip
CASE_COUNTS = ("SHORTANSWER_C", "SAC", "MWC")
SENTENCES = {
    "unknown_gap": "Quizzler has no gaps of Moodle's type “{}”. Write a choice, a number or a text.",
    "no_gaps": "This Cloze question has no gap such as {{1:SHORTANSWER:=Rome}}.",
    "bracketed_number": "“{}” in the text would be read as a gap. Put a space between its brackets.",
    "accepts_anything": "An answer that is only * accepts any text. Write the accepted answers.",
}
_GAP = re.compile(r"\{\s*(\d*)\s*:\s*([A-Z_]+)\s*:((?:\\.|[^\\}])*)\}", re.DOTALL)
_ANSWER = re.compile(r"((?:\\.|[^\\~])*)(?:~|$)", re.DOTALL)
_PARTS = re.compile(r"\s*(?:(=)|%(-?\d+(?:\.\d+)?)%)?((?:\\.|[^\\#])*)(?:#(.*))?", re.DOTALL)
_BRACKETED = re.compile(r"\[\[\d+\]\]")


class _Answer(NamedTuple):
    text: str
    weight: float
    feedback: str


def is_gap(text: str) -> bool:
    """Whether this is what Moodle writes between the braces of a gap, as 1:SHORTANSWER:=Rome."""
    return bool(_GAP.fullmatch(f"{{{text}}}"))


def read_cloze(text: str, line: int, problems: list[Problem]) -> tuple[str, list[Draft]]:
    """The text with `[[1]]` for the first gap, and the drafts of the gaps. `text`: HTML."""
    gaps: list[Draft] = []
    if found := _BRACKETED.search(text):
        problems.append(_problem(line, "bracketed_number", found[0]))

    def gap(match: re.Match[str]) -> str:
        gaps.append(_read_gap(match, line, problems))
        return f"[[{len(gaps)}]]"

    text = _GAP.sub(gap, text)
    if not gaps:
        problems.append(_problem(line, "no_gaps"))
    return text, gaps


def write_cloze(draft: Draft) -> str:
    """The prompt, which is HTML, with its gaps as Moodle writes them."""
    text: str = draft["prompt"]
    for number, gap in enumerate(draft["gaps"], start=1):
        text = text.replace(f"[[{number}]]", f"{{{gap.get('weight', 1)}:{_written(gap)}}}", 1)
    return text


def _problem(line: int, code: str, what: str = "") -> Problem:
    return Problem(line, code, SENTENCES[code].format(what))


def _read_gap(match: re.Match[str], line: int, problems: list[Problem]) -> Draft:
    weight, kind, written = match.groups()
    gap: Draft = {"kind": KINDS.get(kind, "short_text")}
    if kind not in KINDS:
        problems.append(_problem(line, "unknown_gap", kind))
    if int(weight or 1) != 1:
        gap["weight"] = int(weight)
    if kind in CASE_COUNTS:
        gap["case_sensitive"] = True
    answers = [_read_answer(each[1]) for each in _ANSWER.finditer(written) if each[1].strip()]
    if gap["kind"] == "single_choice":
        gap["choices"] = [{"text": each.text, "weight": each.weight} | _said(each) for each in answers]
        return gap
    gap["answers"] = []
    for each in answers:
        if each.text in ("*", "") and each.weight <= 0:
            continue  # feedback for any other answer
        item = _number(each.text, line, problems) if gap["kind"] == "numeric" else _text(each, line, problems)
        gap["answers"].append(item | ({"weight": each.weight} if each.weight != 1 else {}) | _said(each))
    return gap


def _read_answer(written: str) -> _Answer:
    match = _PARTS.fullmatch(written)
    right, percent, text, feedback = match.groups() if match else ("", None, written, None)
    weight = 1.0 if right else round(float(percent or 0) / 100, 5)
    text, feedback = (html_to_text(_unescaped(part or "")).text for part in (text, feedback))
    return _Answer(text, int(weight) if weight.is_integer() else weight, feedback)


def _text(answer: _Answer, line: int, problems: list[Problem]) -> Draft:
    if "*" not in answer.text:
        return {"text": answer.text}
    if not answer.text.strip("* "):
        problems.append(_problem(line, "accepts_anything"))
    return {"text": answer.text, "wildcards": True}


def _number(text: str, line: int, problems: list[Problem]) -> Draft:
    value, _, tolerance = text.partition(":")
    item: Draft = {"value": read_number(value, line, problems)}
    return item | ({"tolerance": read_number(tolerance, line, problems)} if tolerance.strip("0. ") else {})


def _said(answer: _Answer) -> Draft:
    return {"feedback": answer.feedback} if answer.feedback else {}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _written(gap: Draft) -> str:
    name = {"numeric": "NUMERICAL", "single_choice": "MULTICHOICE"}.get(gap["kind"], "SHORTANSWER")
    if gap.get("case_sensitive"):
        name += "_C"
    answers = []
    for item in gap.get("choices") or gap["answers"]:
        right = item.get("weight", 1 if "answers" in gap or item.get("correct") else 0)
        mark = "=" if right == 1 else f"%{right * 100:.5f}".rstrip("0").rstrip(".") + "%" if right else ""
        mark = mark or ("%0%" if "answers" in gap else "")
        feedback = f"#{_escaped(item['feedback'])}" if item.get("feedback") else ""
        answers.append(mark + _escaped(_content(item)) + feedback)
    return f"{name}:{'~'.join(answers)}"


def _content(item: Draft) -> str:
    if "text" in item:
        return str(item["text"])
    if "value" in item:
        return f"{item['value']}:{item.get('tolerance', 0)}"
    return f"{(item['min'] + item['max']) / 2:.15g}:{(item['max'] - item['min']) / 2:.15g}"


def _escaped(text: str) -> str:
    return re.sub(r"([}#~/\"\\])", r"\\\1", html.escape(text, quote=False).replace("\n", "<br>"))
