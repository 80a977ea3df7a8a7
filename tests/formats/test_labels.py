"""Papers, answer sheets and certificates have their labels in the quiz's language."""

from dataclasses import asdict
from datetime import date
from string import Formatter

import pypdfium2
import pytest

from app.formats.answer_sheet import write_answer_sheet
from app.formats.labels import LANGUAGES, Labels, labels_of
from app.formats.printing import printed
from app.formats.quiz_pdf import write_pdf
from tests.attempts.taking import make_quiz, single, true_false
from tests.fixtures import SignUp, Sql

SAID = {
    "de": ("Klasse: Datum: Punkte:", "von 1,5 Punkten", "Richtig", "Lösungen", "Antwortbogen", "R F"),
    "fr-CA": ("Classe: Date: Points:", "sur 1,5 points", "Vrai", "Corrigé", "Feuille de réponses", "V F"),
    "es": ("Clase: Fecha: Puntos:", "de 1,5 puntos", "Verdadero", "Soluciones", "Hoja de respuestas", "V F"),
    "nl": ("Class: Date: Points:", "of 1.5 points", "True", "Key", "Answer sheet", "T F"),
}


def words_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def export_in(language: str | None) -> dict[str, object]:
    quiz = {"title": "Quiz", "language": language}
    return {"quiz": quiz, "version": "B", "questions": [true_false(points=1.5), single()]}


@pytest.mark.parametrize("language", SAID)
def test_a_paper_and_its_answer_sheet_speak_the_language_of_the_quiz(language: str) -> None:
    fields, worth, true, key, sheet, letters = SAID[language]
    paper = words_of(write_pdf(export_in(language), with_key=True))
    for said in (fields, worth, true, f"{key} 1. {true}"):
        assert said in paper
    keyed = words_of(write_answer_sheet(export_in(language), with_key=True))
    assert sheet in keyed
    assert f"1 {letters}" in keyed


def test_a_page_in_arabic_begins_on_the_right() -> None:
    page = pypdfium2.PdfDocument(write_answer_sheet(export_in("ar"), with_key=False))[0]
    text = page.get_textpage()
    left = [
        text.get_charbox(place)[0]
        for place in range(text.count_chars())
        if text.get_text_range(place, 1) == "1"
    ]
    assert min(left) < page.get_width() / 2 < max(left)  # the page's number, and that of the question


def test_a_certificate_is_dated_in_the_language_of_the_quiz() -> None:
    march = date(2026, 3, 1)
    assert [labels.said_date(march) for labels in LANGUAGES.values()] == [
        "1 March 2026", "1. März 2026", "1 mars 2026", "1 de marzo de 2026", "1 مارس 2026",
    ]  # fmt: skip
    labels = labels_of("fr")
    pdf = printed(
        "certificate", labels, name="Zoé", title="Fleuves", percent=labels.said_percent(87.5),
        date=labels.said_date(march), code="9B2E", check=labels.check.format("http://localhost"),
    )  # fmt: skip
    for said in ("Certificat", "a réussi le quiz", "avec 87,5 % des points", "1 mars 2026", "À vérifier sur"):
        assert said in words_of(pdf)


async def test_a_certificate_names_the_language_of_its_quiz(sign_up: SignUp, sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("teacher"), single(), pass_mark=50, language="es")
    ada = await sign_up("ada")
    assert ada.person
    attempt = quiz.take(ada.person, right=1)
    made = (await ada.put(f"/attempts/{attempt['id']}/certificate", json={})).json()
    assert made["language"] == "es"
    assert "ha aprobado el cuestionario" in words_of(
        (await ada.get(f"/certificates/{made['code']}/pdf")).content
    )


@pytest.mark.parametrize("labels", LANGUAGES.values(), ids=LANGUAGES)
def test_each_language_has_every_label_with_the_same_gaps(labels: Labels) -> None:
    def gaps(text: object) -> int:
        return len([field for _, field, *_ in Formatter().parse(str(text)) if field is not None])

    english = asdict(LANGUAGES["en"])
    for name, text in asdict(labels).items():
        assert text, name
        assert gaps(text) == gaps(english[name]), name
    assert len(labels.months) == 12
    assert len(labels.letters) == 2
