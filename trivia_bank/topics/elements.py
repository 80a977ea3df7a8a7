"""The chemical elements: symbols, numbers, weights, families."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

import periodictable

from trivia_bank.kinds import Difficulty
from trivia_bank.question import Maker, Question, among

SUBJECT = "chemistry"
SOURCE = "periodictable: elements"

# Atomic numbers of the elements that people meet in everyday life.
# fmt: off
EVERYDAY = {
    1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 22, 24, 26, 27, 28, 29, 30, 47, 50,
    53, 78, 79, 80, 82, 92,
}
# fmt: on
# These, and those that are in the news or in lessons.
KNOWN = EVERYDAY | {
    4,
    18,
    23,
    25,
    33,
    34,
    35,
    36,
    38,
    48,
    51,
    54,
    55,
    56,
    74,
    76,
    77,
    83,
    84,
    86,
    88,
    90,
    94,
    95,
}

FAMILIES: dict[str, tuple[set[int], Difficulty]] = {
    "a noble gas": ({2, 10, 18, 36, 54, 86}, "easy"),
    "a halogen": ({9, 17, 35, 53, 85}, "medium"),
    "an alkali metal": ({3, 11, 19, 37, 55, 87}, "medium"),
    "an alkaline earth metal": ({4, 12, 20, 38, 56, 88}, "hard"),
}
# Distractors for noble gases: other gases.
GASES = {1, 2, 7, 8, 9, 10, 17, 18, 36, 54, 86}
# Elements whose family is disputed or that have hardly been studied; they are not used as distractors either.
UNCLEAR = {1, 85, 117, 118}


@dataclass(frozen=True)
class Element:
    """One element; mass in unified atomic mass units."""

    number: int
    symbol: str
    name: str
    mass: float


@cache
def elements() -> dict[int, Element]:
    """All elements by atomic number, spelled as IUPAC spells them."""
    spelling = {"aluminum": "aluminium", "cesium": "caesium"}
    return {
        e.number: Element(e.number, e.symbol, spelling.get(e.name, e.name), e.mass)
        for e in periodictable.elements
        if e.number > 0
    }


def questions(random: Random) -> Iterator[Question]:
    """Symbols of elements and elements of symbols, atomic numbers, weights, families."""
    make = Maker(SUBJECT, SOURCE, random)
    yield from _symbols(make)
    yield from _numbers(make)
    yield from _weights(make)
    yield from _families(make)


def level(number: int) -> Difficulty:
    """The level of an element by its atomic number: elements of everyday life are easy, unknown ones hard."""
    return "easy" if number in EVERYDAY else "medium" if number in KNOWN else "hard"


def _near(element: Element) -> list[Element]:
    """The other elements: those with the same first letter first, then well-known ones, then near ones."""
    return sorted(
        (other for other in elements().values() if other != element and other.number < 104),
        key=lambda other: (
            element.name[0] != other.name[0] and element.symbol[0] != other.symbol[0],
            other.number not in KNOWN,
            abs(other.number - element.number),
        ),
    )


def _symbols(make: Maker) -> Iterator[Question]:
    obvious = {
        e.number
        for e in elements().values()
        if e.name.lower().startswith(e.symbol.lower()) and e.number in EVERYDAY
    }
    for element in elements().values():
        if element.number > 103 or (element.number in obvious and element.number % 2):
            continue
        if element.number % 2 and element.number not in KNOWN and make.random.random() < 0.5:
            continue
        if make.random.random() < 0.5:
            yield make.single(
                f"Which element has the chemical symbol {element.symbol}?",
                element.name,
                (o.name for o in _near(element)),
                level(element.number),
                among(*(e.name for e in elements().values() if e.symbol == element.symbol)),
                near=7,
            )
        else:
            yield make.single(
                f"What is the chemical symbol of {element.name}?",
                element.symbol,
                [*_tempting(element), *(o.symbol for o in _near(element))],
                level(element.number),
                among(*(e.symbol for e in elements().values() if e.name == element.name)),
                near=6,
            )


def _tempting(element: Element) -> list[str]:
    """Wrong symbols that the English name suggests."""
    letters = [c for c in element.name if c.isalpha()]
    return [f"{letters[0].upper()}{other}" for other in dict.fromkeys(letters[1:4])]


def _numbers(make: Maker) -> Iterator[Question]:
    for number in sorted(KNOWN):
        element = elements()[number]
        if number <= 20 and number % 2:
            yield make.numeric(
                f"What is the atomic number of {element.name}?", number, "easy" if number < 11 else "medium"
            )
        elif number <= 36 or number in {47, 50, 79, 80, 82, 92}:
            yield make.single(
                f"Which element has the atomic number {number}?",
                element.name,
                (
                    elements()[other].name
                    for other in sorted(KNOWN, key=lambda o: abs(o - number))
                    if other != number
                ),
                "easy" if number < 9 else "medium" if number < 31 else "hard",
                among(*(e.name for e in elements().values() if e.number == number)),
                near=6,
            )


def _weights(make: Maker) -> Iterator[Question]:
    """Each atom is a fifth heavier than the one before, so the order can be worked out from the table."""
    pool = [elements()[number] for number in sorted(EVERYDAY)]
    for turn in range(24):
        while True:
            some = sorted(make.random.sample(pool, 4), key=lambda e: e.mass)
            if all(b.mass / a.mass > 1.2 for a, b in itertools.pairwise(some)):
                break
        names = [element.name for element in some]
        if turn % 2:
            yield make.ordering(
                "Put these elements in order of atomic weight, lightest first.", names, "medium"
            )
        else:
            heaviest = max(some, key=lambda e: e.mass)
            yield make.single(
                "Which of these elements has the heaviest atoms?",
                heaviest.name,
                names,
                "medium",
                among(*(e.name for e in some if e.mass == heaviest.mass)),
            )


def _families(make: Maker) -> Iterator[Question]:
    for family, (members, hardness) in FAMILIES.items():
        outsiders = sorted((GASES if "gas" in family else KNOWN) - members - UNCLEAR)
        inside = {elements()[number].name for number in members}
        for number in sorted(members):
            if number in KNOWN and number != 88:
                yield make.single(
                    f"Which of these elements is {family}?",
                    elements()[number].name,
                    [elements()[other].name for other in outsiders],
                    hardness,
                    among(*inside),
                )
    for turn, number in enumerate((2, 17, 20, 19, 3, 53, 35, 10, 11, 12)):
        own = next(family for family, (members, _) in FAMILIES.items() if number in members)
        truth = turn % 2 == 0
        claim = own if truth else make.random.choice([family for family in FAMILIES if family != own])
        name = elements()[number].name.capitalize()
        yield make.true_false(
            f"{name} is {claim}.", truth, FAMILIES[claim][1], "" if truth else f"{name} is {own}."
        )
