"""What is printed beside the texts of a quiz, in its language where that is one of these, else in English."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The printed words of one language. `{}` stands for what differs."""

    language: str  # for Typst, which sets the direction and the hyphens of it
    name: str
    group: str
    date: str
    points: str
    version: str
    worth_one: str
    worth_many: str
    true: str
    false: str
    letters: str  # of true and false on an answer sheet
    key: str
    page: str
    sheet: str
    keyed_sheet: str
    certificate: str
    passed: str
    with_percent: str
    check: str
    months: tuple[str, ...]
    day: str  # day, month and year
    decimal: str = ","

    def worth(self, points: float) -> str | None:
        """What a question is worth, after a gap for the points that were earned; None for nothing."""
        said = f"{points:g}".replace(".", self.decimal)
        return (self.worth_one if points == 1 else self.worth_many).format(said) if points else None

    def said_date(self, day: datetime.date) -> str:
        """A date in words."""
        return self.day.format(day.day, self.months[day.month - 1], day.year)

    def said_percent(self, percent: float) -> str:
        """A share of the points in words."""
        return self.with_percent.format(f"{percent:g}".replace(".", self.decimal))


ENGLISH = Labels(
    language="en",
    name="Name", group="Class", date="Date", points="Points", version="Version",
    worth_one="of {} point", worth_many="of {} points",
    true="True", false="False", letters="TF",
    key="Key", page="page {}", sheet="Answer sheet", keyed_sheet="Answer sheet with the key",
    certificate="Certificate", passed="has passed the quiz", with_percent="with {} % of the points",
    check="Check it at {}",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    day="{} {} {}", decimal=".",
)  # fmt: skip
GERMAN = Labels(
    language="de",
    name="Name", group="Klasse", date="Datum", points="Punkte", version="Fassung",
    worth_one="von {} Punkt", worth_many="von {} Punkten",
    true="Richtig", false="Falsch", letters="RF",
    key="Lösungen", page="Seite {}", sheet="Antwortbogen", keyed_sheet="Antwortbogen mit Lösungen",
    certificate="Urkunde", passed="hat das Quiz bestanden:", with_percent="mit {} % der Punkte",
    check="Zu prüfen unter {}",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    day="{}. {} {}",
)  # fmt: skip
FRENCH = Labels(
    language="fr",
    name="Nom", group="Classe", date="Date", points="Points", version="Version",
    worth_one="sur {} point", worth_many="sur {} points",
    true="Vrai", false="Faux", letters="VF",
    key="Corrigé", page="page {}", sheet="Feuille de réponses",
    keyed_sheet="Feuille de réponses avec corrigé",
    certificate="Certificat", passed="a réussi le quiz", with_percent="avec {} % des points",
    check="À vérifier sur {}",
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    day="{} {} {}",
)  # fmt: skip
SPANISH = Labels(
    language="es",
    name="Nombre", group="Clase", date="Fecha", points="Puntos", version="Versión",
    worth_one="de {} punto", worth_many="de {} puntos",
    true="Verdadero", false="Falso", letters="VF",
    key="Soluciones", page="página {}", sheet="Hoja de respuestas",
    keyed_sheet="Hoja de respuestas con soluciones",
    certificate="Certificado", passed="ha aprobado el cuestionario", with_percent="con el {} % de los puntos",
    check="Se puede comprobar en {}",
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    day="{} de {} de {}",
)  # fmt: skip
ARABIC = Labels(
    language="ar",
    name="الاسم", group="الصف", date="التاريخ", points="الدرجة", version="النموذج",
    worth_one="من {}", worth_many="من {}",
    true="صح", false="خطأ", letters="صخ",
    key="الحل", page="صفحة {}", sheet="ورقة الإجابة", keyed_sheet="ورقة الإجابة مع الحل",
    certificate="شهادة", passed="اجتاز الاختبار", with_percent="بنسبة {}% من الدرجات",
    check="يمكن التحقق منها على {}",
    months=(
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    day="{} {} {}", decimal=".",
)  # fmt: skip
LANGUAGES = {labels.language: labels for labels in (ENGLISH, GERMAN, FRENCH, SPANISH, ARABIC)}


def labels_of(language: str | None) -> Labels:
    """The labels of a language tag such as de or pt-BR; null: English."""
    return LANGUAGES.get((language or "").partition("-")[0].lower(), ENGLISH)
