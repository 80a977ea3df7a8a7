"""Distractors for numbers and years."""

import random
import re


def neighbouring(text: str, year: bool, sentence: str, count: int, chance: random.Random) -> list[str]:
    """Up to `count` plausible numbers near this one, written in the same way and not in the sentence."""
    decimals = len(text.split(".", 1)[1]) if "." in text else 0
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return []
    stated = set(re.findall(r"\d+(?:[.,]\d+)*", sentence))
    near = [number for number in _near(value, year, decimals) if number > 0]
    written = [f"{number:,.{decimals}f}" if "," in text else f"{number:.{decimals}f}" for number in near]
    fit = [number for number in dict.fromkeys(written) if number != text and number not in stated]
    return sorted(chance.sample(fit, min(count, len(fit))), key=lambda number: float(number.replace(",", "")))


def _near(value: float, year: bool, decimals: int) -> list[float]:
    whole = int(value)
    if year:
        return [value + offset for offset in (-7, -5, -3, -2, 2, 3, 5, 7)]
    if decimals:
        return [value + 10**-decimals * steps for steps in (-3, -2, -1, 1, 2, 3, 5)]
    if value >= 8 and whole & (whole - 1) == 0:  # for a power of two, other powers of two
        return [value / 4, value / 2, value * 2, value * 4]
    if value >= 10 and whole % 10 == 0:
        step = 10 ** (len(str(whole)) - 1)
        return [value - step, value + step, value / 2, value * 2, value + 2 * step]
    if value < 100:
        return [value + steps for steps in (-3, -2, -1, 1, 2, 3, 4)]
    if whole % 10:  # a number that is not round, such as a port or a mode
        return [value + steps for steps in (-100, -20, -10, 10, 20, 100)]
    return [value * factor for factor in (0.5, 0.8, 1.2, 1.5, 2)]
