"""The sky: stars, their constellations and brightness; planets, their distances, sizes and years."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import ephem
import ephem.stars

from trivia_bank.kinds import Difficulty
from trivia_bank.question import Maker, Question, among

SUBJECT = "astronomy"
STARS = "ephem: the catalogue's named stars, their magnitudes and constellations"
PLANETS = "NASA planetary fact sheet: mean distances, diameters and years of the planets"

# Other spellings of stars in the catalogue, and the fainter stars of the Pleiades.
# fmt: off
OTHER_NAMES = {
    "Adara", "Agena", "Albereo", "Alcaid", "Etamin", "Formalhaut", "Gienah Corvi", "Hadar", "Sirrah",
    "Atlas", "Electra", "Maia", "Merope", "Taygeta", "Arkab Prior", "Arkab Posterior", "Unukalhai",
    "Gienah",
}
# fmt: on
HOUSEHOLD_NAMES = {
    "Sirius",
    "Betelgeuse",
    "Rigel",
    "Polaris",
    "Vega",
    "Castor",
    "Pollux",
    "Aldebaran",
    "Antares",
}
ENGLISH = {"Bootes": "Boötes"}

# Distance from the Sun in million km, equatorial diameter in km, year in Earth days.
PLANET_FACTS: dict[str, tuple[float, float, float]] = {
    "Mercury": (57.9, 4_879, 88.0),
    "Venus": (108.2, 12_104, 224.7),
    "Earth": (149.6, 12_756, 365.2),
    "Mars": (228.0, 6_792, 687.0),
    "Jupiter": (778.5, 142_984, 4_331),
    "Saturn": (1_432.0, 120_536, 10_747),
    "Uranus": (2_867.0, 51_118, 30_589),
    "Neptune": (4_515.0, 49_528, 59_800),
}


def questions(random: Random) -> Iterator[Question]:
    """The constellations of stars, the brightest of several stars, and planets in several orders."""
    make = Maker(SUBJECT, STARS, random)
    stars = constellations()
    homes = sorted(set(stars.values()))
    for star, home in stars.items():
        level: Difficulty = (
            "easy" if star in HOUSEHOLD_NAMES else "medium" if magnitude(star) < 1.7 else "hard"
        )
        yield make.single(f"In which constellation is the star {star}?", home, homes, level, among(home))
    yield from _brightest(make)
    yield from _planets(Maker(SUBJECT, PLANETS, random))


@cache
def constellations() -> dict[str, str]:
    """The named stars of the first and second magnitude, and the constellation that each lies in."""
    found = {}
    for name in sorted(set(ephem.stars.stars) - OTHER_NAMES):
        star = _star(name)
        if star.mag < 2.05 or name in HOUSEHOLD_NAMES | {"Algol", "Thuban", "Albireo", "Mizar"}:
            home = ephem.constellation(star)[1]
            found[name] = ENGLISH.get(home, home)
    return found


def magnitude(name: str) -> float:
    """Apparent magnitude; brighter stars have smaller ones."""
    return float(_star(name).mag)


def _star(name: str) -> ephem.Body:
    star = ephem.star(name)
    star.compute("2000/1/1")
    return star


def _brightest(make: Maker) -> Iterator[Question]:
    """Questions about bright stars that aren't variable. The brightest leads by over half a magnitude."""
    steady = [
        star
        for star in constellations()
        if star not in {"Betelgeuse", "Algol", "Antares"} and magnitude(star) < 2.3
    ]
    for _ in range(12):
        while True:
            some = sorted(make.random.sample(steady, 4), key=magnitude)
            if magnitude(some[1]) - magnitude(some[0]) > 0.5 and magnitude(some[0]) < 1.3:
                break
        brightest = min(map(magnitude, some))
        yield make.single(
            "Which of these stars looks brightest from Earth?",
            some[0],
            some,
            "medium" if brightest < 0.2 else "hard",
            among(*(star for star in some if magnitude(star) == brightest)),
        )


def _planets(make: Maker) -> Iterator[Question]:
    names = list(PLANET_FACTS)
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    for place, name in enumerate(names):
        near = sorted(names, key=lambda other: abs(names.index(other) - place))
        yield make.single(
            f"Which planet is the {ordinals[place]} from the Sun?",
            name,
            near,
            "easy" if place in {0, 2, 3} else "medium",
            among(names[place]),
            near=6,
        )
    facts: tuple[tuple[int, str, str, str], ...] = (
        (0, "nearest to the Sun first", "is farther from the Sun than", "is farthest from the Sun"),
        (1, "smallest first", "has a larger diameter than", "has the largest diameter"),
        (
            2,
            "shortest year first",
            "takes longer for one orbit of the Sun than",
            "takes longest for one orbit of the Sun",
        ),
    )
    for index, order, comparison, extreme in facts:
        for turn in range(6):
            some = _apart(make, index, 4)
            level: Difficulty = "easy" if index == 0 else "medium"
            if turn < 3:
                yield make.ordering(f"Put these planets in order, {order}.", some, level)
            else:
                yield make.single(
                    f"Which of these planets {extreme}?", some[-1], some, level, _has_most(index, some)
                )
        for truth in (True, False):
            less, more = _apart(make, index, 2)
            first, second = (more, less) if truth else (less, more)
            yield make.true_false(
                f"{first} {comparison} {second}.", truth, "easy" if index == 0 else "medium"
            )
    for name, (_, _, year) in PLANET_FACTS.items():
        if name in {"Mercury", "Venus", "Mars"}:
            yield make.numeric(
                f"How many Earth days does {name} take for one orbit of the Sun, to within 10?",
                round(year),
                "hard",
                tolerance=10,
            )


def _apart(make: Maker, index: int, count: int) -> list[str]:
    """Planets in ascending order of one of their facts, each more than 5 % above the one before."""
    while True:
        some = sorted(
            make.random.sample(list(PLANET_FACTS), count), key=lambda name: PLANET_FACTS[name][index]
        )
        sizes = [PLANET_FACTS[name][index] for name in some]
        if all(b > 1.05 * a for a, b in itertools.pairwise(sizes)):
            return some


def _has_most(index: int, some: list[str]) -> Callable[[str], bool]:
    most = max(PLANET_FACTS[name][index] for name in some)
    return among(*(name for name in some if PLANET_FACTS[name][index] == most))
