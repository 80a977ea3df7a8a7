"""Computing: web status codes, binary and hexadecimal, ports, Python."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator
from http import HTTPStatus
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import by_size
from trivia_bank.question import DRILLS, Maker, Question, among

KNOWN_STATUS: dict[int, Difficulty] = {
    200: "easy",
    404: "easy",
    500: "easy",
    403: "easy",
    301: "medium",
    401: "medium",
    201: "medium",
    204: "medium",
    304: "medium",
    400: "easy",
    429: "medium",
    503: "medium",
    418: "medium",
    502: "medium",
    405: "hard",
    409: "hard",
    410: "hard",
    302: "hard",
    504: "hard",
    422: "hard",
    451: "hard",
    501: "hard",
    413: "hard",
    202: "medium",
    206: "hard",
}

OTHER_STATUS = (
    203,
    205,
    303,
    307,
    308,
    402,
    406,
    408,
    411,
    412,
    415,
    417,
    423,
    426,
    428,
    431,
    505,
    507,
    508,
    511,
)

# The port numbers that IANA has assigned to well-known services.
PORTS: dict[str, tuple[int, Difficulty]] = {
    "HTTP": (80, "easy"),
    "HTTPS": (443, "easy"),
    "SSH": (22, "medium"),
    "FTP (control)": (21, "medium"),
    "SMTP": (25, "medium"),
    "DNS": (53, "medium"),
    "Telnet": (23, "hard"),
    "POP3": (110, "hard"),
    "IMAP": (143, "hard"),
    "LDAP": (389, "hard"),
    "NTP": (123, "hard"),
    "PostgreSQL": (5432, "hard"),
    "MySQL": (3306, "hard"),
}

# A Python expression, three wrong results that somebody might expect, and the level. The right result is
# computed by evaluating the expression.
PYTHON: tuple[tuple[str, str, Difficulty], ...] = (
    ("len('quiz')", "3 5 6", "easy"),
    ("7 // 2", "3.5 4 1", "easy"),
    ("7 % 3", "2 2.33 4", "easy"),
    ("2 ** 5", "10 25 64", "easy"),
    ("'ab' * 3", "'ab3' 'aabbbb' 'ababab3'", "easy"),
    ("sorted('cab')[0]", "'c' 'b' 'abc'", "medium"),
    ("sum(range(5))", "15 5 14", "medium"),
    ("[4, 5, 6][-1]", "4 5 -6", "easy"),
    ("'python'[1:3]", "'py' 'pyt' 'yth'", "medium"),
    ("int('101', 2)", "101 10 202", "medium"),
    ("-7 // 2", "-3 -3.5 3", "hard"),
    ("round(2.5)", "3 2.5 2.0", "hard"),
    ("bool('False')", "False None 1", "hard"),
    ("[] or 'empty'", "[] True False", "medium"),
    ("3 and 7", "3 True 10", "hard"),
    ("'abc'[::-1]", "'abc' 'c' 'ab'", "medium"),
    ("max('hello')", "'h' 'l' 'hello'", "hard"),
    ("len(range(0, 10, 3))", "3 5 10", "medium"),
    ("10 == 10.0", "False None 0", "medium"),
    ("True + True", "True 1 11", "medium"),
    ("'b' in 'abc'", "False 1 'b'", "easy"),
    ("0.1 + 0.2 == 0.3", "True None 0.3", "medium"),
    ("'a,b,c'.split(',')[2]", "'a' 'b' 'a,b'", "easy"),
    ("ord('A')", "1 64 97", "hard"),
    ("chr(97)", "'z' '97' 'b'", "hard"),
    ("5 & 3", "True 8 7", "hard"),
    ("1 << 4", "5 14 8", "medium"),
    ("6 ^ 3", "216 9 2", "hard"),
    ("hex(255)", "'ff' '0x255' '0x100'", "medium"),
    ("divmod(17, 5)", "(2,3) 3.4 (5,17)", "medium"),
)


def questions(random: Random) -> Iterator[Question]:
    """Status codes, number systems, ports, keywords of Python, and values of expressions."""
    yield from _status(
        Maker(DRILLS, "Python http.HTTPStatus: status codes and their phrases (RFC 9110)", random)
    )
    yield from _number_systems(Maker(DRILLS, "Computed: number systems", random))
    yield from _ports(Maker(DRILLS, "IANA: service names and port numbers", random))
    yield from _keywords(Maker(DRILLS, "Python keyword", random))
    yield from _python(Maker(DRILLS, "Python: evaluated when the bank is built", random))


def _status(make: Maker) -> Iterator[Question]:
    phrases = {code: _phrase(HTTPStatus(code)) for code in sorted({*KNOWN_STATUS, *OTHER_STATUS})}
    for code, level in KNOWN_STATUS.items():
        phrase = phrases[code]
        near = sorted(phrases, key=lambda other: (other // 100 != code // 100, abs(other - code)))
        if make.random.random() < 0.5:
            yield make.single(
                f"What does the HTTP status code {code} mean?",
                phrase,
                (phrases[other] for other in near if other != code),
                level,
                among(phrase),
                _reason(code),
                near=9,
            )
        else:
            yield make.single(
                f"Which HTTP status code means “{phrase}”?",
                str(code),
                (str(other) for other in near if other != code),
                level,
                among(*(str(other) for other, text in phrases.items() if text == phrase)),
                _reason(code),
                near=9,
            )


def _reason(code: int) -> str:
    """What Python's documentation says of a status, as a sentence; "" where it says nothing more."""
    said = {413: "Content is too large"}.get(code, HTTPStatus(code).description)  # until 3.12: "Entity"
    return f"{said}." if said else ""


def _phrase(status: HTTPStatus) -> str:
    """The phrase of a status in RFC 9110. Earlier versions of Python have some phrases of older RFCs."""
    return {
        413: "Content Too Large",
        414: "URI Too Long",
        416: "Range Not Satisfiable",
        422: "Unprocessable Content",
    }.get(status.value, status.phrase.replace("'", "’"))


def _number_systems(make: Maker) -> Iterator[Question]:
    for turn in range(14):
        number = make.random.randint(5, 31) if turn < 7 else make.random.randint(33, 200)
        level = by_size(number, 16, 64)
        if turn % 2:
            yield make.numeric(f"Which decimal number is {number:b} in binary?", number, level, _bits(number))
        else:
            slips = [number + 1, number - 1, number + 2, number ^ 4, number ^ 8, number + 4]
            yield make.single(
                f"What is {number} in binary?",
                f"{number:b}",
                (f"{slip:b}" for slip in slips if slip > 3),
                level,
                among(f"{number:b}"),
                _bits(number),
            )
    for turn in range(10):
        number = make.random.randint(17, 255)
        if turn % 2:
            yield make.numeric(
                f"Which decimal number is the hexadecimal 0x{number:X}?", number, "hard", _digits(number)
            )
        else:
            slips = [number + 1, number - 1, number + 16, number - 16, number ^ 15, number + 6]
            yield make.single(
                f"What is {number} in hexadecimal?",
                f"0x{number:X}",
                (f"0x{slip:X}" for slip in slips if slip > 0),
                "hard",
                among(f"0x{number:X}"),
                _digits(number),
            )
    for bits, level in (
        (3, "easy"),
        (4, "easy"),
        (7, "medium"),
        (8, "easy"),
        (10, "medium"),
        (16, "medium"),
        (12, "hard"),
    ):
        yield make.numeric(
            f"How many different values can {bits} bits hold?", 2**bits, level, "Each bit doubles them."
        )
    colours = {
        "FF0000": "red",
        "00FF00": "green",
        "0000FF": "blue",
        "FFFF00": "yellow",
        "FF00FF": "magenta",
        "00FFFF": "cyan",
        "FFFFFF": "white",
        "000000": "black",
        "808080": "grey",
        "FFA500": "orange",
    }
    for code, colour in colours.items():
        yield make.single(
            f"Which colour is #{code} on a web page?", colour, colours.values(), "medium", among(colour)
        )


def _bits(number: int) -> str:
    parts = [str(1 << place) for place in range(number.bit_length()) if number >> place & 1]
    return f"{number} = {' + '.join(reversed(parts))}."


def _digits(number: int) -> str:
    return f"{number} = {number // 16} × 16 + {number % 16}."


def _ports(make: Maker) -> Iterator[Question]:
    numbers = [str(number) for number, _ in PORTS.values()] + ["8080", "20", "69", "161", "3389", "993"]
    for service, (number, level) in PORTS.items():
        near = sorted(numbers, key=lambda other: abs(len(other) - len(str(number))))
        yield make.single(
            f"Which port does {service} use by default?", str(number), near, level, among(str(number)), near=7
        )


def _keywords(make: Maker) -> Iterator[Question]:
    for turn, word in enumerate(
        ("lambda", "yield", "unless", "nonlocal", "switch", "assert", "goto", "with", "until", "finally")
    ):
        yield make.true_false(
            f"“{word}” is a keyword of Python.", keyword.iskeyword(word), "medium" if turn < 3 else "hard"
        )


def _python(make: Maker) -> Iterator[Question]:
    """Questions for the values of expressions. Only expressions from this file are evaluated."""
    for code, wrong, level in PYTHON:
        value = repr(eval(code, {"__builtins__": builtins}))  # noqa: S307
        others = [text.replace(",", ", ") if text.startswith("(") else text for text in wrong.split(" ")]
        yield make.single(
            f"What does this Python expression give? {code}", value, others, level, among(value)
        )
