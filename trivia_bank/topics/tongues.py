"""Languages: their own names, the countries where they are official, and names of countries in them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from random import Random

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from trivia_bank.levels import by_rank
from trivia_bank.question import Maker, Question, among, normalised
from trivia_bank.topics.world import Country, countries, levels, similar

SUBJECT = "languages"

# Languages that well-read people have heard of, by CLDR code.
_KNOWN = """
fi hr hu sq et de eu ga cy sw cs fo el ka hy ko ja he zh is sv da nl pl pt ro ru uk bg sr mk sl sk
lt lv mt tr fa ar hi bn ta te ur th vi km lo my mn ne si am so ha yo zu xh af mi haw gd br ca gl lb
eo la es fr it id ms fil uz kk az
"""
KNOWN = tuple(_KNOWN.split())
# Countries whose own names are used although most people can't read them: they are on stamps or in the news.
# fmt: off
OTHER_LETTERS = {
    "EG", "MA", "DZ", "GR", "CY", "JP", "CN", "KR", "GE", "AM", "IL", "IN", "RU", "UA", "RS", "BG",
    "TH", "ET", "ME",
}
# fmt: on
# Countries for which CLDR's list of official languages is outdated or disputed.
# fmt: off
UNSETTLED = {
    "BF", "ML", "NE", "IQ", "ET", "MK", "ZA", "NA", "ME", "BA", "CN", "BD", "PH", "MX", "US", "AU",
    "UY", "RU",
}
# fmt: on


def questions(random: Random) -> Iterator[Question]:
    """Endonyms of languages and countries, and official languages."""
    yield from _language_endonyms(Maker(SUBJECT, "Babel (CLDR): names of languages in themselves", random))
    yield from _country_endonyms(
        Maker(SUBJECT, "Babel (CLDR): names of territories in their languages", random)
    )
    yield from _official(Maker(SUBJECT, "Babel (CLDR): official languages of territories", random))


@cache
def speakers() -> dict[str, float]:
    """Millions of speakers of each language by CLDR code, from its share of each territory's population."""
    people = {country.iso: country.population for country in countries()}
    total: dict[str, float] = {}
    for territory, languages in get_global("territory_languages").items():
        for code, entry in languages.items():
            share = people.get(territory, 0) * entry["population_percent"] / 100e6
            total[code] = total.get(code, 0) + share
    return total


def _english(code: str) -> str:
    return "Bengali" if code == "bn" else str(Locale("en").languages.get(code, ""))


def _gives_away(one: str, other: str) -> bool:
    """Whether a foreign name is so similar to the English one that it gives the answer away."""
    foreign, english = normalised(one), normalised(other)
    if foreign[:3] == english[:3] or english in foreign:
        return True
    return SequenceMatcher(None, foreign, english).ratio() > 0.65


def _language_endonyms(make: Maker) -> Iterator[Question]:
    names = {code: Locale.parse(code).languages.get(code, "") for code in KNOWN}
    usable = {
        c: name
        for c, name in names.items()
        if name and not _gives_away(name.split()[-1], _english(c)) and not _gives_away(name, _english(c))
    }
    level = by_rank(usable, lambda code: speakers().get(code, 0), easy=0.35, hard=0.2)
    for code, name in usable.items():
        alphabet = [
            other for other in KNOWN if other != code and names[other][:1].isascii() == name[:1].isascii()
        ]
        yield make.single(
            f"Which language is called “{name}” by its own speakers?",
            _english(code),
            map(_english, make.random.sample(alphabet, 12)),
            level[code],
            among(*(_english(other) for other in KNOWN if names[other] == name)),
        )


def _country_endonyms(make: Maker) -> Iterator[Question]:
    for country in countries():
        official = _official_languages(country)
        if not official:
            continue
        code = max(official, key=official.__getitem__)
        try:
            name = Locale.parse(code).territories.get(country.iso, "")
        except (UnknownLocaleError, ValueError):
            continue
        readable = name[:1] in "ABCDEFGHIJKLMNOPQRSTUVWXYZÖÉÍŠČ"
        if (
            not name
            or code == "en"
            or not (readable or country.iso in OTHER_LETTERS)
            or _gives_away(name.split()[-1], country.title)
            or _gives_away(name, country.title)
        ):
            continue
        yield make.single(
            f"Which country is called “{name}” in its own language?",
            country.title,
            (other.title for other in similar(country)),
            levels()[country.iso] if readable else "hard",
            among(country.title),
            near=9,
        )


def _official_languages(country: Country) -> dict[str, float]:
    """The share of the people that speak each official language, by CLDR code without its script."""
    entries = get_global("territory_languages").get(country.iso, {})
    return {
        code.split("_")[0]: entry["population_percent"]
        for code, entry in sorted(entries.items(), reverse=True)
        if entry["official_status"] in {"official", "de_facto_official"}
    }


def _official(make: Maker) -> Iterator[Question]:
    """The official language of countries that have only one, unless their name tells it; then countries in
    which a world language is official.
    """
    settled = [country for country in countries() if country.iso not in UNSETTLED]
    alone = []
    for country in settled:
        languages = _official_languages(country)
        if len(languages) == 1 and max(languages.values()) >= 50:
            [code] = languages
            islands = code == "en" and levels()[country.iso] == "hard"
            if code != "ar" and not islands and not _alike(_english(code), country.title):
                alone.append((country, code))
    for country, code in make.random.sample(alone, min(34, len(alone))):
        around = [next(iter(_official_languages(other)), "en") for other in similar(country)]
        spoken = get_global("territory_languages")[country.iso]
        common = {other for other, entry in spoken.items() if entry["population_percent"] >= 10}
        yield make.single(
            f"What is the official language of {country.name}?",
            _english(code),
            [
                _english(other)
                for other in [*around, "fr", "pt", "es"]
                if other not in common and _english(other)
            ],
            levels()[country.iso],
            among(_english(code)),
            near=7,
        )
    for code in ("pt", "es", "fr", "ar", "nl", "de", "sw", "it"):
        speaking = [country for country in settled if code in _official_languages(country)]
        plain = [c for c in speaking if not _alike(_english(code), c.title) and levels()[c.iso] != "hard"]
        for country in make.random.sample(plain, min(3, len(plain))):
            foreign = [
                other
                for other in similar(country)
                if code not in get_global("territory_languages")[other.iso]
            ]
            yield make.single(
                f"In which of these countries is {_english(code)} an official language?",
                country.title,
                (other.title for other in foreign),
                levels()[country.iso],
                among(*(c.title for c in speaking)),
                near=8,
            )


def _alike(language: str, country: str) -> bool:
    return language[:3] == country[:3] or (language, country) in {
        ("Dutch", "Netherlands"),
        ("English", "United Kingdom"),
        ("Danish", "Denmark"),
        ("French", "France"),
        ("Korean", "North Korea"),
        ("Korean", "South Korea"),
        ("Spanish", "Spain"),
        ("Polish", "Poland"),
    }
