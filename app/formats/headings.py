"""Finds the headings of a table of questions, in several languages and as other quiz programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.formats.tables import Row

HEADINGS_WITHIN = 10  # rows


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split("|")]


FIELDS = {
    phrase: name
    for name, phrases in {
        "prompt": "prompt | question | question text | question title | frage | fragetext | énoncé |"
        " pregunta | domanda | pergunta | questão | вопрос | vraag | pytanie | fråga |"
        " spørgsmål | soru | 問題 | 题目 | 문제",
        "right": "right answer | right answers | right | correct | correct answer | correct answers |"
        " correct option | correct choice | answer | answers | answer key | key | solution |"
        " antwort | richtig | richtige antwort | richtige antworten | lösung | réponse | bonne"
        " réponse | réponse correcte | respuesta | respuesta correcta | solución | risposta |"
        " risposta corretta | resposta | resposta correta | ответ | правильный ответ |"
        " antwoord | juiste antwoord | odpowiedź | poprawna odpowiedź | svar | rätt svar |"
        " doğru cevap | 正解 | 答案 | 정답",
        "kind": "kind | type | question type | typ | fragetyp | tipo",
        "points": "points | point value | punkte | puntos | punti | pontos | баллы",
        "time": "time limit | time | time in seconds | seconds | zeit | zeitlimit | tiempo | temps",
        "difficulty": "difficulty | level | schwierigkeit | dificultad | difficulté",
        "subject": "subject | category | topic | fach | thema | kategorie | categoría | catégorie | tema",
        "media_url": "picture | image | image link | image url | bild | imagen",
        "media_alt": "alt text | alternative text | alternativtext | texte alternatif | texto alternativo",
        "text_format": "text format",
        "explanation": "explanation | answer explanation | general feedback | erklärung | explicación |"
        " explication",
        "source": "source | quelle | fuente",
        "weights": "weights",
        "options": "options",
        "name": "name | question name",
        "external_id": "external id",
        "tags": "tags",
    }.items()
    for phrase in _phrases(phrases)
}
CHOICE = _phrases(
    "choice | option | answer | answer choice | answer option | alternative | antwort |"
    " antwortmöglichkeit | réponse | choix | respuesta | opción | alternativa | risposta |"
    " opzione | resposta | opção | ответ | вариант | antwoord | optie | odpowiedź | svar | seçenek"
    " | 選択肢 | 选项 | 보기|"
)
_NUMBERED = re.compile(r"(?P<words>.*?) ?(?P<number>\d{1,2}|\b[a-z])")


@dataclass
class Columns:
    """Which column has what."""

    fields: dict[str, int] = field(default_factory=dict)
    choices: list[int] = field(default_factory=list)
    feedback: list[int] = field(default_factory=list)
    own: bool = False  # our own table, whose right answers are always in words


def find_headings(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """The index of the row of the headings and what they say; None if there are none near the beginning."""
    for index, row in enumerate(rows[:HEADINGS_WITHIN]):
        columns = _columns(row)
        if "prompt" in columns.fields and (
            "right" in columns.fields or len(columns.choices) > 1 or "kind" in columns.fields
        ):
            return index, columns
    return None


def _columns(row: Row) -> Columns:
    columns = Columns()
    for column, cell in enumerate(row.cells):
        heading = _normal(cell)
        if heading in FIELDS:
            columns.fields.setdefault(FIELDS[heading], column)
        elif numbered := _NUMBERED.fullmatch(heading):
            if numbered["words"] in CHOICE:
                columns.choices.append(column)
            elif numbered["words"] == "feedback":
                columns.feedback.append(column)
    right = columns.fields.get("right")
    columns.own = right is not None and _normal(row.cells[right]) == "right answer"
    return columns


def _normal(heading: str) -> str:
    """The words of a heading, without what stands in brackets or after a dash."""
    words = re.sub(r"\(.*?\)|\[.*?\]| [-\u2013\u2014] .*", " ", heading.casefold().replace("#", " number"))
    return " ".join(re.sub(r"[^\w]|_", " ", words).split())
