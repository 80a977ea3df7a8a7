"""Reads a table of questions under headings: ours, or any with a question, choices and what is right."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from app.formats.headings import Columns
from app.formats.reading import FEEDBACK, MAX_QUESTIONS, Problem, Reading, read_number
from app.formats.tables import (
    SENTENCES,
    BadRow,
    Row,
    add_row,
    chosen,
    refuse_row,
    require_storable,
    seconds,
)
from app.quizzes.models import Draft

KINDS = {
    "single choice": "single_choice", "multiple choice": "", "checkbox": "", "true false": "true_false",
    "numeric": "numeric", "short text": "short_text", "fill in the blank": "short_text",
    "short answer": "short_text", "ordering": "ordering", "poll": "poll", "slide": "slide",
}  # fmt: skip
OTHERS = {
    "open ended": "Write the accepted answers.",
    "essay": "Write it as Moodle XML, GIFT or JSON, or add it by hand.",
    "matching": "Write a question for each pair.",
    "cloze": "Write a question for each gap.",
    "word cloud": "Write a poll, or add it by hand.",
    "slider": "Write a numeric question, or add it by hand.",
}
TRUE = (
    "true",
    "t",
    "yes",
    "wahr",
    "richtig",
    "ja",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "vero",
    "verdadeiro",
    "да",
)
FALSE = ("false", "f", "no", "falsch", "nein", "faux", "non", "falso", "нет")
NO_RIGHT = "This row does not say which answer is right. Write it into the column of the right answers."
UNKNOWN = "“{:.60}” is none of the choices. Write the choice's letter or its text."
TWO_WAYS = (
    "“{:.60}” is the text of one choice and the number of another. Write the choice's letter, such as B."
)
_RANGE = re.compile(r"(.+?) to (.+)")
_PLACE = re.compile(r"(?:choice |option |answer |antwort )?(?:(\d{1,2})|([a-z]))[.)]?")
_BETWEEN = re.compile(r"\s*[,;/&+|\n]\s*|\s+(?:and|und|y|et|e)\s+|\s+")


class _Read(NamedTuple):
    """A row, the texts of its choices by number, and how its cell of the right answers can be read."""

    row: Row
    texts: dict[int, str]
    by_text: set[int] | None
    by_place: set[int] | None


def read_table(rows: Sequence[Row], headings: int, columns: Columns) -> Reading:
    """The questions below the row of the headings."""
    reading = Reading()
    read = [_read(row, columns) for row in rows[headings + 1 :] if any(row.cells)]
    # Where the choices are numbers themselves, the other rows show whether numbers of choices are meant.
    places = sum(each.by_text is None and each.by_place is not None for each in read)
    texts = sum(each.by_text is not None and each.by_place is None for each in read) + columns.own
    for each in read[:MAX_QUESTIONS]:
        try:
            require_storable(each.row)
            add_row(reading, each.row, _draft(each, columns, places - texts))
        except BadRow as error:
            refuse_row(reading, each.row, error, columns.fields["prompt"])
    if len(read) > MAX_QUESTIONS:
        reading.problems.append(
            Problem(read[MAX_QUESTIONS].row.line, "too_many_questions", SENTENCES["too_many_questions"])
        )
    if not read:
        reading.problems.append(Problem(rows[headings].line, "no_questions", SENTENCES["no_questions"]))
    return reading


def items(cell: str) -> list[str]:
    """The texts between semicolons; one in double quotes may have semicolons too."""
    rows = csv.reader(io.StringIO(cell, newline=""), delimiter=";", skipinitialspace=True)
    return [item if item.strip() != item and '"' in cell else item.strip() for row in rows for item in row]


def _read(row: Row, columns: Columns) -> _Read:
    listed = [row.cell(column) for column in columns.choices]
    texts = {number: text for number, text in enumerate(listed, start=1) if text}
    right = row.cell(columns.fields["right"]) if "right" in columns.fields else ""
    return _Read(row, texts, _by_text(right, texts), _by_place(right, texts))


def _by_text(cell: str, texts: dict[int, str]) -> set[int] | None:
    numbers = {" ".join(text.split()).casefold(): number for number, text in texts.items()}
    for parts in ([cell], items(cell), re.split(r"[,|\n]", cell)):
        found = [numbers.get(" ".join(part.split()).casefold()) for part in parts]
        if found and all(found):
            return {number for number in found if number}
    return None


def _by_place(cell: str, texts: dict[int, str]) -> set[int] | None:
    found = set()
    for part in _BETWEEN.split(cell.casefold().strip()) if not _PLACE.fullmatch(cell.casefold()) else [cell]:
        place = _PLACE.fullmatch(part.casefold())
        if place is None:
            return None
        found.add(int(place[1]) if place[1] else ord(place[2]) - ord("a") + 1)
    return found if found <= texts.keys() else None


def _draft(each: _Read, columns: Columns, places_win: int) -> Draft:
    cells = {name: each.row.cell(column) for name, column in columns.fields.items()}
    kind = re.sub(r"[\W_]+", " ", cells.get("kind", "").casefold()).strip()
    prompt, right = cells["prompt"], cells.get("right", "")
    if not prompt:
        raise BadRow("no_prompt")
    if kind in OTHERS:
        raise BadRow("unknown_type", f"A table can't have questions of the kind “{kind}”. {OTHERS[kind]}")
    draft: Draft = {"kind": KINDS.get(kind, ""), "prompt": prompt}
    choices = [{"text": text} for text in each.texts.values()]
    match draft["kind"]:
        case "slide":
            pass
        case "poll":
            draft["choices"] = choices
        case "true_false":
            draft["correct"] = _truth(right)
        case "ordering":
            draft["choices"] = [{"text": text} for text in _required(right)]
        case "numeric":
            draft["answers"] = [_number(text, each.row.line) for text in _required(right)]
        case "short_text":
            accepted = _required(right) if right else [choice["text"] for choice in choices]
            draft["answers"] = [{"text": text} for text in accepted]
        case _ if choices:
            own = kind.replace(" ", "_") if columns.own else None
            draft = chosen(prompt, each.texts, _right(each, right, places_win), own)
        case _:
            draft |= _without_choices(right)
    if "answers" in draft and not draft["answers"]:
        raise BadRow("no_right_answer", NO_RIGHT)
    _add_rest(draft, each.row, cells, columns)
    return draft


def _right(each: _Read, cell: str, places_win: int) -> set[int]:
    """The numbers of the right choices."""
    if not cell:
        raise BadRow("no_right_answer", NO_RIGHT)
    if each.by_text is None and each.by_place is None:
        raise BadRow("unknown_answer", UNKNOWN.format(cell))
    if each.by_text and each.by_place and each.by_text != each.by_place and not places_win:
        raise BadRow("ambiguous_answer", TWO_WAYS.format(cell))
    ways = (each.by_place, each.by_text) if places_win > 0 else (each.by_text, each.by_place)
    return next(way for way in ways if way)


def _required(cell: str) -> list[str]:
    if not cell:
        raise BadRow("no_right_answer", NO_RIGHT)
    return items(cell)


def _truth(cell: str) -> bool:
    if cell.casefold() in (*TRUE, *FALSE):
        return cell.casefold() in TRUE
    raise BadRow("no_right_answer", NO_RIGHT)


def _without_choices(right: str) -> Draft:
    """A question with an answer and no choices: true or false, else a text."""
    if not right:
        raise BadRow("no_right_answer", NO_RIGHT)
    if right.casefold() in ("true", "false"):
        return {"kind": "true_false", "correct": _truth(right)}
    return {"kind": "short_text", "answers": [{"text": right}]}


def _number(text: str, line: int) -> Draft:
    """Read 3.14, 3.14 ± 0.01 or 1 to 5."""
    problems: list[Problem] = []
    value, _, tolerance = text.partition("±")
    if ends := _RANGE.fullmatch(text):
        answer = {
            name: read_number(end, line, problems)
            for name, end in zip(("min", "max"), ends.groups(), strict=True)
        }
    else:
        answer = {"value": read_number(value, line, problems)}
        if tolerance:
            answer["tolerance"] = read_number(tolerance, line, problems)
    if problems:
        raise BadRow(problems[0].code, problems[0].message)
    return answer


def _add_rest(draft: Draft, row: Row, cells: dict[str, str], columns: Columns) -> None:
    """Add the fields that any kind may have, weights, feedback and options."""
    draft |= {
        name: cells[name]
        for name in ("subject", "media_url", "media_alt", "explanation", "source", "name", "external_id")
        if cells.get(name)
    }
    if form := cells.get("text_format"):
        draft["text_format"] = form.casefold()
    if tags := cells.get("tags"):
        draft["tags"] = items(tags)
    if difficulty := cells.get("difficulty"):
        draft["difficulty"] = difficulty.casefold()
    if (points := cells.get("points")) and draft["kind"] not in ("slide", "poll"):
        draft["points"] = _number(points, row.line)["value"]
    draft |= seconds(cells.get("time", ""))
    listed: list[Draft] = draft.get("choices") or draft.get("answers") or []
    if weights := cells.get("weights"):
        for item, weight in zip(listed, items(weights), strict=False):
            item.pop("correct", None)
            if (value := _number(weight, row.line)["value"]) != 1 or "choices" in draft:
                item["weight"] = value
    for item, column in zip(listed, columns.feedback, strict=False):
        if feedback := row.cell(column):
            item["feedback"] = feedback
    if draft["kind"] == "true_false":
        said = zip(FEEDBACK.values(), map(row.cell, columns.feedback), strict=False)
        draft |= {field: feedback for field, feedback in said if feedback}
    for option in cells.get("options", "").split(";") if draft["kind"] == "short_text" else ():
        match option.split():
            case ["case", "sensitive"]:
                draft["case_sensitive"] = True
            case ["wildcards", *numbers]:
                for number in numbers:
                    if number.isdecimal() and 0 < int(number) <= len(listed):
                        listed[int(number) - 1]["wildcards"] = True
            case ["forgives", *words]:
                draft["forgives"] = [word for word in words if word != "nothing"]
