"""Measures: the units of the SI and their prefixes, conversions, temperatures, and physical quantities."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.question import DRILLS, Maker, Question, among

SI = "BIPM: The International System of Units (SI Brochure, 9th edition)"

QUANTITIES: dict[str, tuple[str, Difficulty]] = {
    "force": ("newton", "easy"),
    "energy": ("joule", "easy"),
    "power": ("watt", "easy"),
    "pressure": ("pascal", "medium"),
    "frequency": ("hertz", "easy"),
    "electric charge": ("coulomb", "medium"),
    "voltage": ("volt", "easy"),
    "electrical resistance": ("ohm", "easy"),
    "electrical capacitance": ("farad", "medium"),
    "inductance": ("henry", "hard"),
    "magnetic flux": ("weber", "hard"),
    "magnetic flux density": ("tesla", "hard"),
    "electrical conductance": ("siemens", "hard"),
    "luminous flux": ("lumen", "hard"),
    "illuminance": ("lux", "hard"),
    "radioactivity": ("becquerel", "medium"),
    "electric current": ("ampere", "easy"),
    "thermodynamic temperature": ("kelvin", "medium"),
    "amount of substance": ("mole", "medium"),
    "luminous intensity": ("candela", "medium"),
    "catalytic activity": ("katal", "hard"),
}
SYMBOLS: dict[str, tuple[str, Difficulty]] = {
    "newton": ("N", "easy"),
    "joule": ("J", "easy"),
    "pascal": ("Pa", "medium"),
    "hertz": ("Hz", "easy"),
    "coulomb": ("C", "medium"),
    "ohm": ("Ω", "medium"),
    "farad": ("F", "medium"),
    "henry": ("H", "hard"),
    "weber": ("Wb", "hard"),
    "tesla": ("T", "medium"),
    "siemens": ("S", "hard"),
    "lumen": ("lm", "hard"),
    "becquerel": ("Bq", "medium"),
    "kelvin": ("K", "easy"),
    "candela": ("cd", "medium"),
    "mole": ("mol", "easy"),
    "sievert": ("Sv", "hard"),
}
# Each unit by others, as the brochure of the SI gives it.
DEFINED = {
    "newton": "1 N = 1 kg·m/s²",
    "joule": "1 J = 1 N·m",
    "watt": "1 W = 1 J/s",
    "pascal": "1 Pa = 1 N/m²",
    "hertz": "1 Hz = 1/s",
    "coulomb": "1 C = 1 A·s",
    "volt": "1 V = 1 W/A",
    "ohm": "1 Ω = 1 V/A",
    "farad": "1 F = 1 C/V",
    "henry": "1 H = 1 Wb/A",
    "weber": "1 Wb = 1 V·s",
    "tesla": "1 T = 1 Wb/m²",
    "siemens": "1 S = 1 A/V",
    "lumen": "1 lm = 1 cd·sr",
    "lux": "1 lx = 1 lm/m²",
    "becquerel": "1 Bq = 1 decay a second",
    "sievert": "1 Sv = 1 J/kg",
    "katal": "1 kat = 1 mol/s",
    "ampere": "It is one of the seven base units",
    "kelvin": "It is one of the seven base units",
    "mole": "It is one of the seven base units",
    "candela": "It is one of the seven base units",
}
PREFIXES: dict[str, tuple[int, str, Difficulty]] = {
    "kilo": (3, "k", "easy"),
    "mega": (6, "M", "easy"),
    "giga": (9, "G", "easy"),
    "tera": (12, "T", "medium"),
    "peta": (15, "P", "hard"),
    "exa": (18, "E", "hard"),
    "hecto": (2, "h", "medium"),
    "deca": (1, "da", "hard"),
    "deci": (-1, "d", "medium"),
    "centi": (-2, "c", "easy"),
    "milli": (-3, "m", "easy"),
    "micro": (-6, "µ", "medium"),
    "nano": (-9, "n", "medium"),
    "pico": (-12, "p", "hard"),
    "femto": (-15, "f", "hard"),
    "ronna": (27, "R", "hard"),
    "quetta": (30, "Q", "hard"),
    "yotta": (24, "Y", "hard"),
    "zetta": (21, "Z", "hard"),
}
# Question, answer, tolerance, level. Exact by definition (international yard and pound, 1959; knot; litre).
CONVERSIONS: tuple[tuple[str, float, float, Difficulty], ...] = (
    ("How many centimetres is one inch?", 2.54, 0, "medium"),
    ("How many millimetres is one foot, rounded to a whole number?", 305, 0, "hard"),
    ("How many inches are in a foot?", 12, 0, "easy"),
    ("How many feet are in a yard?", 3, 0, "easy"),
    ("How many yards are in a mile?", 1760, 0, "hard"),
    ("How many feet are in a mile?", 5280, 0, "hard"),
    ("How many metres is one mile, to within 10 metres?", 1609, 10, "medium"),
    ("How many metres is one nautical mile?", 1852, 0, "medium"),
    ("How many ounces are in a pound?", 16, 0, "medium"),
    ("How many grams is one pound, to the nearest ten?", 450, 4, "medium"),
    ("How many pounds are in a British stone?", 14, 0, "medium"),
    ("How many litres are in a cubic metre?", 1000, 0, "easy"),
    ("How many square metres are in a hectare?", 10_000, 0, "medium"),
    ("How many metres are in 3.5 kilometres?", 3500, 0, "easy"),
    ("How many grams are in a tonne?", 1_000_000, 0, "medium"),
    ("How many km/h are 10 metres a second?", 36, 0, "medium"),
    ("How many metres a second are 90 km/h?", 25, 0, "medium"),
    ("How many pints are in a gallon?", 8, 0, "medium"),
    ("How many hectares are in a square kilometre?", 100, 0, "medium"),
    ("How many megabytes are in a gigabyte, by the SI prefixes?", 1000, 0, "easy"),
    ("How many items are in a gross?", 144, 0, "medium"),
    ("How many items are in a score?", 20, 0, "easy"),
    ("How many degrees is a right angle?", 90, 0, "easy"),
    ("How many arcminutes are in a degree?", 60, 0, "medium"),
    ("How many cubic centimetres are in a litre?", 1000, 0, "easy"),
    ("How many sheets of paper are in a ream?", 500, 0, "hard"),
    ("How many furlongs are in a mile?", 8, 0, "hard"),
    ("How many feet are in a fathom?", 6, 0, "hard"),
    ("How many milligrams is a metric carat?", 200, 0, "hard"),
    ("How many joules are in a kilowatt hour?", 3_600_000, 0, "hard"),
)
MEASURED_IN: dict[str, tuple[str, Difficulty]] = {
    "newton": ("force", "easy"),
    "watt": ("power", "easy"),
    "ohm": ("electrical resistance", "easy"),
    "pascal": ("pressure", "medium"),
    "becquerel": ("radioactivity", "medium"),
    "tesla": ("magnetic flux density", "medium"),
    "hertz": ("frequency", "easy"),
    "farad": ("electrical capacitance", "hard"),
    "henry": ("inductance", "hard"),
    "lux": ("illuminance", "hard"),
    "joule": ("energy", "easy"),
    "coulomb": ("electric charge", "medium"),
}
# In metres. A question compares only lengths that differ by more than a tenth.
LENGTHS = (
    ("inch", 0.0254),
    ("foot", 0.3048),
    ("yard", 0.9144),
    ("fathom", 1.8288),
    ("furlong", 201.168),
    ("kilometre", 1000.0),
    ("mile", 1609.344),
    ("nautical mile", 1852.0),
    ("centimetre", 0.01),
    ("millimetre", 0.001),
    ("metre", 1.0),
    ("astronomical unit", 149_597_870_700.0),
    ("light year", 9.4607e15),
    ("parsec", 3.0857e16),
    ("micrometre", 1e-6),
)


def questions(random: Random) -> Iterator[Question]:
    """Units of quantities, symbols, prefixes, conversions and temperatures."""
    make = Maker(DRILLS, SI, random)
    units = [unit for unit, _ in QUANTITIES.values()]
    for quantity, (unit, level) in QUANTITIES.items():
        yield make.single(
            f"What is the SI unit of {quantity}?", unit, units, level, among(unit), _defined(unit)
        )
    for unit, (quantity, level) in MEASURED_IN.items():
        yield make.single(
            f"What is measured in {_plural(unit)}?",
            quantity,
            QUANTITIES,
            level,
            among(quantity),
            _defined(unit),
        )
    for unit, (symbol, level) in SYMBOLS.items():
        others = [other for other, _ in SYMBOLS.values()]
        if level != "easy":
            yield make.single(
                f"Which unit has the symbol {symbol}?", unit, SYMBOLS, level, among(unit), _defined(unit)
            )
        else:
            yield make.single(
                f"What is the symbol of the {unit}?", symbol, others, level, among(symbol), _defined(unit)
            )
    yield from _prefixes(make)
    make = Maker(DRILLS, "Exact definitions of units (international yard and pound, 1959; SI)", random)
    for prompt, answer, tolerance, level in CONVERSIONS:
        number = int(answer) if answer == int(answer) else answer
        yield make.numeric(prompt, number, level, tolerance=int(tolerance))
    yield from _temperatures(make)
    for _ in range(10):
        yield _lengths(make)


def _defined(unit: str) -> str:
    return f"{DEFINED[unit]}."


def _plural(unit: str) -> str:
    return {"henry": "henries", "hertz": "hertz", "lux": "lux"}.get(unit, f"{unit}s")


def _power(exponent: int) -> str:
    digits = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    return f"10{str(exponent).translate(digits)}"


def _prefixes(make: Maker) -> Iterator[Question]:
    for name, (exponent, symbol, level) in PREFIXES.items():
        near = sorted((other for other, _, _ in PREFIXES.values()), key=lambda other: abs(other - exponent))
        if make.random.random() < 0.5:
            yield make.single(
                f"Which factor does the prefix “{name}” stand for?",
                _power(exponent),
                map(_power, near),
                level,
                among(_power(exponent)),
                f"Its symbol is {symbol}.",
                near=6,
            )
        else:
            yield make.single(
                f"Which prefix stands for {_power(exponent)}?",
                name,
                sorted(PREFIXES, key=lambda other: abs(PREFIXES[other][0] - exponent)),
                level,
                among(*(other for other, (power, _, _) in PREFIXES.items() if power == exponent)),
                f"Its symbol is {symbol}.",
                near=6,
            )
    for _ in range(6):
        some = sorted(
            make.random.sample([name for name in PREFIXES if abs(PREFIXES[name][0]) < 19], 4),
            key=lambda n: PREFIXES[n][0],
        )
        yield make.ordering("Put these prefixes in order, smallest first.", some, "medium")


def _temperatures(make: Maker) -> Iterator[Question]:
    for celsius in (0, 10, 20, 25, 30, 35, 37.5, 40, 100, -40, 15, -10):
        fahrenheit = celsius * 9 / 5 + 32
        level: Difficulty = (
            "easy" if celsius in {0, 100} else "hard" if celsius in {37.5, -40, -10, 35} else "medium"
        )
        shown = f"{celsius} °C".replace("-", "−")
        yield make.numeric(
            f"How many degrees Fahrenheit are {shown}?",
            int(fahrenheit) if fahrenheit == int(fahrenheit) else fahrenheit,
            level,
            "Multiply by nine, divide by five and add 32.",
        )
    for celsius in (0, 100, 27, -73):
        shown = f"{celsius} °C".replace("-", "−")
        yield make.numeric(
            f"How many kelvins are {shown}, to the nearest whole number?",
            273 + celsius,
            "medium",
            tolerance=0.5,
        )


def _lengths(make: Maker) -> Question:
    sizes = dict(LENGTHS)
    while True:
        some = sorted(make.random.sample(list(sizes), 4), key=sizes.__getitem__)
        if all(sizes[b] / sizes[a] > 1.1 for a, b in itertools.pairwise(some)):
            break
    return make.ordering(
        "Put these lengths in order, shortest first.", [f"one {name}" for name in some], "medium"
    )
