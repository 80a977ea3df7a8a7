"""Words of other languages that a guest may know: the days of the week and the months."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from babel import Locale, localedata

from trivia_bank.kinds import Difficulty
from trivia_bank.question import DRILLS, Maker, Question, among, normalised

SOURCE = "Babel (CLDR): names of days and months"

EASY = {"fr", "es", "it", "de"}
MEDIUM = {"pt", "nl", "sv", "da", "pl", "cs", "hr", "fi", "tr", "ru", "el", "hu", "la", "eo", "ro"}
# Languages whose names of months don't come from Latin, so that they can't be guessed.
OWN_MONTHS = {"cs", "pl", "hr", "fi", "uk", "lt", "eu", "cy", "ga", "tr"}
HARD = {"cy", "ga", "eu", "lt", "lv", "et", "is", "sw", "id", "sq", "sk", "sl", "uk", "haw", "mt", "af", "ca"}


def questions(random: Random) -> Iterator[Question]:
    """What a word for a day or a month means, and to which language a word for a day belongs."""
    make = Maker(DRILLS, SOURCE, random)
    for code in sorted(EASY | MEDIUM | HARD):
        yield from _meanings(make, code, "days", "which day of the week", 2 if code in EASY | MEDIUM else 1)
        if code in OWN_MONTHS:
            yield from _meanings(make, code, "months", "which month", 1)
    for code in sorted(EASY | MEDIUM):
        yield _which_language(make, code)


def _english(code: str) -> str:
    return str(Locale("en").languages[code])


@cache
def _names_of(code: str, what: str) -> dict[int, str]:
    """The names of days or months in a language, by number; empty if CLDR has none.

    Inherited data is left out, because it can contain names of another language.
    """
    own = localedata.load(code, merge_inherited=False)[what]
    for context in ("stand-alone", "format"):
        names = own.get(context, {})
        wide = names.get("wide", {}) if isinstance(names, dict) else {}
        if isinstance(wide, dict) and len(wide) >= 7:
            return {number: str(name) for number, name in wide.items()}
    return {}


def _english_names(what: str) -> dict[int, str]:
    return _names_of("en", what)


def _in_order(names: dict[int, str]) -> str:
    """All names in a sentence, from Monday or from January."""
    return f"In order: {', '.join(names[number] for number in sorted(names))}."


def _begins_like(word: str, english: str) -> bool:
    return normalised(word)[:2] == normalised(english)[:2]


def _level(code: str) -> Difficulty:
    return "easy" if code in EASY else "medium" if code in MEDIUM else "hard"


def _meanings(make: Maker, code: str, what: str, which: str, count: int) -> Iterator[Question]:
    names, english = _names_of(code, what), _english_names(what)
    for number in make.random.sample(
        [n for n, name in names.items() if not _begins_like(name, english[n])], count
    ):
        word = names[number]
        yield make.single(
            f"In {_english(code)}, {which} is “{word}”?",
            english[number],
            english.values(),
            _level(code),
            among(*(english[n] for n, name in names.items() if name == word)),
            _in_order(names),
        )


def _which_language(make: Maker, code: str) -> Question:
    """To which language a word for a day belongs. The distractors are languages that have another word for
    that day, even without accents.
    """
    number = make.random.choice(range(7))
    word = _names_of(code, "days")[number]
    others = [
        c for c in sorted(EASY | MEDIUM) if normalised(_names_of(c, "days")[number]) != normalised(word)
    ]
    make.random.shuffle(others)
    family = sorted(
        others, key=lambda other: _names_of(other, "days")[number][:1].lower() != word[:1].lower()
    )
    return make.single(
        f"In which language is {_english_names('days')[number]} called “{word}”?",
        _english(code),
        map(_english, family),
        "medium" if code in EASY else "hard",
        among(
            *(
                _english(c)
                for c in EASY | MEDIUM | HARD
                if normalised(_names_of(c, "days")[number]) == normalised(word)
            )
        ),
        _in_order(_names_of(code, "days")),
        near=8,
    )
