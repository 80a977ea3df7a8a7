"""Currencies, by country, by name and by code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from babel import Locale
from babel.core import get_global

from trivia_bank.check import gives_away
from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import Country, countries, levels, similar

SUBJECT = "countries"
SOURCE = "Babel (CLDR): currencies that are legal tender today, by territory"

# Countries whose currency is changing, or that have two currencies in daily use, whatever the law says.
# fmt: off
UNSETTLED = {
    "BG", "ZW", "PA", "BT", "LS", "NA", "HT", "CU", "KH", "SV", "TL", "SL", "VE", "LB", "PS", "KI",
    "TV", "NR", "MR", "ST", "SZ",
}
# fmt: on
WORDS = {"Guarani": "guaraní", "Zloty": "złoty", "Tugrik": "tögrög", "Paʻanga": "pa'anga"}
# The same word in the spellings of several languages; such words are never choices of the same question.
FAMILIES = (
    {"krone", "krona", "króna", "koruna"},
    {"rial", "riyal"},
    {"dinar", "denar"},
    {"kwacha", "kwanza"},
)
_EU = """
AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE
"""
EU = frozenset(_EU.split())


def questions(random: Random) -> Iterator[Question]:
    """The currency of a country, countries whose currencies have the same name, the euro, and codes."""
    make = Maker(SUBJECT, SOURCE, random)
    for country in countries():
        if country.iso in currency_of() and _unit(country) not in {"dollar", "euro", "franc", "pound"}:
            yield from _named(make, country)
    for unit in ("dollar", "pound", "franc", "peso", "dinar", "rupee", "krone", "krona", "rial", "shilling"):
        yield from _sharing(make, unit)
    yield from _euro(make)
    yield from _codes(make)


@cache
def currency_of() -> dict[str, str]:
    """The currency code, by ISO code, of each country that has exactly one legal tender now."""
    found = {}
    for country in countries():
        tender = [
            entry[0]
            for entry in get_global("territory_currencies")[country.iso]
            if entry[2] is None and entry[3]
        ]
        if len(tender) == 1 and country.iso not in UNSETTLED:
            found[country.iso] = tender[0]
    return found


def _unit(country: Country) -> str:
    """The name of a currency without the nation's adjective: złoty, not Polish złoty."""
    name = Locale("en").currencies[currency_of()[country.iso]].split()[-1]
    return str(WORDS.get(name, name.lower()))


def _family(unit: str) -> set[str]:
    """The unit, and the same word in other languages."""
    return next((family for family in FAMILIES if unit in family), {unit})


def _named(make: Maker, country: Country) -> Iterator[Question]:
    unit = _unit(country)
    users = {other.title for other in countries() if other.iso in currency_of() and _unit(other) == unit}
    others = [
        other
        for other in similar(country)
        if other.iso in currency_of() and _unit(other) not in _family(unit) - {unit}
    ]
    if len(users) == 1 and make.random.random() < 0.5:
        if not gives_away(unit, country.title, []):
            yield make.single(
                f"Which country's currency is the {unit}?",
                country.title,
                (other.title for other in others),
                levels()[country.iso],
                among(*users),
                near=8,
            )
    else:
        yield make.single(
            f"What is the currency of {country.name}?",
            unit,
            map(_unit, others),
            levels()[country.iso],
            among(unit),
            near=8,
        )


def _sharing(make: Maker, unit: str) -> Iterator[Question]:
    """Which of four countries pays in dollars, pesos, …: up to four questions for each unit."""
    settled = [country for country in countries() if country.iso in currency_of()]
    users = [country for country in settled if _unit(country) == unit and levels()[country.iso] != "hard"]
    titles = [country.title for country in settled if _unit(country) == unit]
    for country in make.random.sample(users, min(4, len(users))):
        yield make.single(
            f"In which of these countries is the currency called “{unit}”?",
            country.title,
            (
                other.title
                for other in similar(country)
                if other in settled and _unit(other) not in _family(unit)
            ),
            levels()[country.iso],
            among(*titles),
            near=8,
        )


def _euro(make: Maker) -> Iterator[Question]:
    inside = [c for c in countries() if currency_of().get(c.iso) == "EUR" and c.iso in EU]
    outside = [c for c in countries() if currency_of().get(c.iso, "EUR") != "EUR" and c.continent == "Europe"]
    for country in make.random.sample(inside, 6):
        yield make.single(
            "Which of these countries uses the euro?",
            country.title,
            [c.title for c in outside],
            "easy",
            among(*(c.title for c in countries() if currency_of().get(c.iso) == "EUR")),
        )
    for country in (c for c in outside if c.iso in EU or c.iso in {"NO", "CH", "RS", "IS"}):
        yield make.single(
            "Which of these countries does not use the euro?",
            country.title,
            [c.title for c in inside],
            "medium",
            among(*(c.title for c in outside)),
        )


def _codes(make: Maker) -> Iterator[Question]:
    """Currencies of ISO codes. The distractors begin with the first letter of the code or of the currency."""
    english = Locale("en").currencies
    codes = {
        code: _full(english[code])
        for code in sorted(set(currency_of().values()))
        if code not in {"ILS", "EUR", "USD"}
    }
    for code, name in make.random.sample(list(codes.items()), len(codes) // 2):
        rivals = [other for other in codes.values() if other[0] in {code[0], name[0]} and other != name]
        users = [country for country in countries() if currency_of().get(country.iso) == code]
        level = min((levels()[country.iso] for country in users), key=("easy", "medium", "hard").index)
        if len(rivals) >= 3 and (level == "easy" or code in {"CHF", "XOF", "CZK", "DKK"}):
            yield make.single(
                f"Which currency has the code {code}?",
                name,
                rivals,
                "medium" if name[0] == code[0] else "hard",
                among(*(other for key, other in codes.items() if key == code)),
            )


def _full(name: str) -> str:
    *nation, unit = name.split()
    return (
        " ".join([*nation, WORDS.get(unit, unit.lower())])
        .replace("&", "and")
        .replace("Kyrgystani", "Kyrgyzstani")
    )
