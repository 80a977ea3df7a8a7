"""Letters: Greek, Morse, the radio alphabet, and the scripts of the world."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from random import Random
from string import ascii_uppercase

from trivia_bank.kinds import Difficulty
from trivia_bank.question import DRILLS, Maker, Question, among

GREEK = [chr(code) for code in range(0x3B1, 0x3CA) if code != 0x3C2]
FAMILIAR_GREEK = set("αβγδπω")
OBSCURE_GREEK = set("ζηικνξουχυ")

_MORSE = """
.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..
"""
MORSE = dict(zip(ascii_uppercase, _MORSE.split(), strict=True))

# The radio alphabet of ICAO and NATO, each word with words of the same letter from other and older alphabets.
RADIO = {
    "A": "Alfa Able Amber Apple",
    "B": "Bravo Baker Beta Boston",
    "C": "Charlie Castle Cobra Carol",
    "D": "Delta Dog Diana Dover",
    "E": "Echo Easy Eagle Edward",
    "F": "Foxtrot Falcon Frank Freddie",
    "G": "Golf George Gamma Gold",
    "H": "Hotel Henry Harbour Harry",
    "I": "India Item Igloo Ivory",
    "J": "Juliett Jig Jupiter Johnny",
    "K": "Kilo King Karate Kansas",
    "L": "Lima Love London Lotus",
    "M": "Mike Mars Monkey Metro",
    "N": "November Nectar Nickel Nancy",
    "O": "Oscar Oboe Orange Olive",
    "P": "Papa Peter Piano Polo",
    "Q": "Quebec Queen Quartz Quiz",
    "R": "Romeo Roger Radio Robert",
    "S": "Sierra Sugar Santiago Samba",
    "T": "Tango Tare Texas Tennis",
    "U": "Uniform Uncle Union Umbrella",
    "V": "Victor Viking Venice Vega",
    "W": "Whiskey William Winter Waltz",
    "X": "X-ray Xylophone Xenon Xavier",
    "Y": "Yankee Yoke Yellow York",
    "Z": "Zulu Zebra Zero Zurich",
}

SCRIPTS: dict[str, tuple[str, Difficulty]] = {
    "日曜日": ("Chinese characters", "medium"),
    "ひらがな": ("Hiragana", "medium"),
    "カメラ": ("Katakana", "medium"),
    "한글": ("Hangul", "easy"),
    "наука": ("Cyrillic", "easy"),
    "Ελλάδα": ("Greek", "easy"),
    "שלום": ("Hebrew", "easy"),
    "سلام": ("Arabic", "easy"),
    "ภาษา": ("Thai", "medium"),
    "नमस्ते": ("Devanagari", "medium"),
    "ქართული": ("Georgian", "hard"),
    "հայերեն": ("Armenian", "hard"),
    "አማርኛ": ("Ethiopic", "hard"),
    "தமிழ்": ("Tamil", "hard"),
    "বাংলা": ("Bengali", "hard"),
    "ខ្មែរ": ("Khmer", "hard"),
    "မြန်မာ": ("Myanmar (Burmese)", "hard"),
    "བོད་ཡིག": ("Tibetan", "hard"),
    "ᚱᚢᚾᛖ": ("Runic", "medium"),
    "ᏣᎳᎩ": ("Cherokee", "hard"),
    "ᐃᓄᒃᑎᑐᑦ": ("Canadian Aboriginal syllabics", "hard"),
    "ਪੰਜਾਬੀ": ("Gurmukhi", "hard"),
    "සිංහල": ("Sinhala", "hard"),
}


def questions(random: Random) -> Iterator[Question]:
    """Greek letters by sign and place, Morse code in both directions, radio words, and scripts of words."""
    yield from _greek(Maker(DRILLS, "Unicode: names of the Greek letters", random))
    yield from _morse(Maker(DRILLS, "ITU-R M.1677: the Morse code", random))
    make = Maker(DRILLS, "ICAO Annex 10: the radiotelephony alphabet", random)
    for letter, words in RADIO.items():
        right, *wrong = words.split()
        easy = letter in "ABCDEFHJLORTVZ"
        yield make.single(
            f"Which word stands for {letter} in the NATO phonetic alphabet?",
            right,
            wrong,
            "easy" if easy else "medium",
            among(right),
            f"The whole alphabet: {', '.join(word.split()[0] for word in RADIO.values())}.",
        )
    make = Maker(DRILLS, "Unicode: scripts", random)
    for word, (script, level) in SCRIPTS.items():
        others = [other for other, _ in SCRIPTS.values()]
        yield make.single(f"In which script is “{word}” written?", script, others, level, among(script))


def greek_name(letter: str) -> str:
    """The English name of a small Greek letter, by Unicode, whose "lamda" is spelled "lambda"."""
    return unicodedata.name(letter).removeprefix("GREEK SMALL LETTER ").lower().replace("lamda", "lambda")


def _greek(make: Maker) -> Iterator[Question]:
    names = [greek_name(letter) for letter in GREEK]
    for letter in GREEK:
        level: Difficulty = (
            "easy" if letter in FAMILIAR_GREEK else "hard" if letter in OBSCURE_GREEK else "medium"
        )
        yield make.single(
            f"Which Greek letter is this: {letter}",
            greek_name(letter),
            names,
            level,
            among(greek_name(letter)),
            f"It is number {GREEK.index(letter) + 1} of 24; its capital is {letter.upper()}.",
        )
    for place in make.random.sample(range(1, 23), 8):
        after = names[place + 1]
        near = names[max(0, place - 3) : place] + names[place + 2 : place + 5]
        yield make.single(
            f"Which letter comes right after {names[place]} in the Greek alphabet?",
            after,
            near,
            "medium" if place < 5 else "hard",
            among(after),
            f"They are numbers {place + 1} and {place + 2} of 24.",
        )


def _spoken(code: str) -> str:
    """How operators say a sign: a dot is di, or dit at the end, and a dash is dah."""
    said = "-".join("di" if sign == "." else "dah" for sign in code)
    return f"Spoken, it is {said + 't' if code.endswith('.') else said}."


def _morse(make: Maker) -> Iterator[Question]:
    def shown(code: str) -> str:
        return " ".join(code.replace(".", "•").replace("-", "—"))

    for letter, code in MORSE.items():
        level: Difficulty = "easy" if letter in "EOST" else "medium" if len(code) < 4 else "hard"
        if make.random.random() < 0.5:
            alike = sorted(MORSE, key=lambda other: abs(len(MORSE[other]) - len(code)))
            yield make.single(
                f"Which letter is this in Morse code?  {shown(code)}".replace("  ", " "),
                letter,
                alike,
                level,
                among(letter),
                _spoken(code),
                near=9,
            )
        else:
            others = sorted(MORSE.values(), key=lambda other: abs(len(other) - len(code)))
            yield make.single(
                f"What is the letter {letter} in Morse code?",
                shown(code),
                map(shown, others),
                level,
                among(shown(code)),
                _spoken(code),
                near=9,
            )
