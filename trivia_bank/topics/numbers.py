"""Properties of numbers: primes, squares, Roman numerals, sequences."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import by_size
from trivia_bank.question import DRILLS, Maker, Question, among

SOURCE = "Computed: number theory"
ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def questions(random: Random) -> Iterator[Question]:
    """Primes, divisors, squares, Roman numerals and sequences."""
    make = Maker(DRILLS, SOURCE, random)
    for turn in range(14):
        yield _prime(make, 30 + 15 * turn)
    for _ in range(7):
        yield _divisor(make)
        yield _of_two(make, "greatest common divisor", math.gcd)
        yield _of_two(make, "least common multiple", math.lcm)
    for _ in range(6):
        yield _square(make)
        yield _factors(make)
    yield from _roman(make)
    yield from _sequences(make)


def is_prime(number: int) -> bool:
    """Whether a number has exactly two divisors."""
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman numerals."""
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _prime(make: Maker, around: int) -> Question:
    """The distractors are odd and not multiples of five, so that they are not obvious."""
    near = [n for n in range(around, around + 60) if n % 2 and n % 5]
    right = make.random.choice([n for n in near if is_prime(n)])
    return make.single(
        "Which of these numbers is prime?",
        str(right),
        map(str, near),
        by_size(around, 60, 160),
        among(*(str(n) for n in near if is_prime(n))),
    )


def _divisor(make: Maker) -> Question:
    divisor = make.random.choice([3, 4, 6, 7, 8, 9, 11, 12, 13])
    right = divisor * make.random.randint(110 // divisor, 900 // divisor)
    near = [n for n in range(right - 30, right + 31) if n % 2 == right % 2]
    return make.single(
        f"Which of these numbers can be divided by {divisor} without remainder?",
        str(right),
        map(str, near),
        "easy" if divisor in {3, 4} else "medium" if divisor < 10 else "hard",
        among(*(str(n) for n in near if n % divisor == 0)),
        f"{right} = {divisor} × {right // divisor}.",
    )


def _of_two(make: Maker, what: str, function: Callable[..., int]) -> Question:
    greatest = function is math.gcd
    factor = make.random.randint(3, 15 if greatest else 6)
    a, b = make.random.choice(
        [(2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (2, 7), (3, 7), (5, 6), (4, 7), (5, 8)]
    )
    first, second = factor * min(a, b), factor * max(a, b)
    answer = function(first, second)
    way = f"{first} = {factor} × {min(a, b)}, and {second} = {factor} × {max(a, b)}."
    return make.numeric(f"What is the {what} of {first} and {second}?", answer, by_size(second, 40, 90), way)


def _square(make: Maker) -> Question:
    root = make.random.randint(11, 34)
    near = [
        n
        for n in range(root * root - 60, root * root + 60)
        if n % 10 in {0, 1, 4, 5, 6, 9} and n != root * root
    ]
    return make.single(
        "Which of these is a square number?",
        str(root * root),
        map(str, near),
        by_size(root, 16, 24),
        among(*(str(n) for n in [*near, root * root] if math.isqrt(n) ** 2 == n)),
    )


def _factors(make: Maker) -> Question:
    a, b, c = (make.random.choice([2, 3, 5, 7, 11]) for _ in range(3))
    number = a * b * c
    shown = " × ".join(map(str, sorted((a, b, c))))
    wrong: set[tuple[int, str]] = set()
    while len(wrong) < 6:
        other = sorted(make.random.choice([2, 3, 5, 7, 11]) for _ in range(3))
        if math.prod(other) != number:
            wrong.add((abs(math.prod(other) - number), " × ".join(map(str, other))))
    return make.single(
        f"What is {number} as a product of primes?",
        shown,
        (text for _, text in sorted(wrong)),
        by_size(number, 80, 250),
        among(shown),
        f"{number} = {a} × {b * c}.",
        near=4,
    )


def _roman(make: Maker) -> Iterator[Question]:
    small = make.random.sample(range(19, 90), 5)
    large = make.random.sample(range(140, 999), 5)
    years = make.random.sample(range(1450, 2025), 8)
    for number in [*small, *large, *years]:
        level = by_size(number, 100, 1000)
        if make.random.random() < 0.4:
            prompt = f"Which number is {roman(number)} in Roman numerals?"
            yield make.numeric(prompt, number, level, _by_place(number))
            continue
        slips = [
            n
            for n in (
                number + 1,
                number - 1,
                number + 10,
                number - 10,
                number + 40,
                number - 50,
                number + 100,
            )
            if n > 0
        ]
        yield make.single(
            f"How is {number} written in Roman numerals?",
            roman(number),
            map(roman, slips),
            level,
            among(roman(number)),
            _by_place(number),
        )


def _by_place(number: int) -> str:
    """The Roman numerals of each decimal place in a sentence."""
    places = [int(digit) * 10**place for place, digit in enumerate(reversed(str(number))) if digit != "0"]
    return f"{', '.join(f'{roman(part)} is {part}' for part in reversed(places))}."


def _sequences(make: Maker) -> Iterator[Question]:
    """The prompt names the rule of the sequence, so that only one number is right."""
    primes = [n for n in range(2, 120) if is_prime(n)]
    fibonacci = [1, 1]
    while len(fibonacci) < 18:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    triangular = [n * (n + 1) // 2 for n in range(1, 25)]
    factorials = [math.factorial(n) for n in range(1, 9)]
    rules: list[tuple[str, list[int], int, Difficulty, str]] = [
        ("prime numbers", primes, 5, "medium", "Nothing but 1 and itself divides a prime"),
        ("Fibonacci numbers", fibonacci, 5, "medium", "Each is the sum of the two before"),
        ("triangular numbers", triangular, 4, "hard", "Each step is longer by one"),
        ("square numbers", [n * n for n in range(1, 25)], 4, "easy", "Each is a number times itself"),
        ("cube numbers", [n**3 for n in range(1, 12)], 4, "medium", "Each is a number times itself, twice"),
        ("powers of two", [2**n for n in range(14)], 4, "easy", "Each is double the one before"),
        ("factorials", factorials, 4, "hard", "They are 1, 1 × 2, 1 × 2 × 3 and so on"),
    ]
    for name, terms, length, level, rule in rules:
        for start in make.random.sample(range(len(terms) - length), min(3, len(terms) - length)):
            shown, answer = terms[start : start + length], terms[start + length]
            text = ", ".join(map(str, shown))
            yield make.numeric(
                f"Which number comes next among the {name}: {text}, …?", answer, level, f"{rule}."
            )
    for turn in range(6):
        first, step = make.random.randint(3, 40), make.random.randint(3, 19) * (1 if turn % 3 else -1)
        shown = [first + 60 * (turn % 3 == 0) + step * n for n in range(5)]
        yield make.numeric(
            f"Which number comes next if the steps stay equal: {', '.join(map(str, shown[:4]))}, …?",
            shown[4],
            by_size(abs(step), 10, 30),
            f"Each step is {step:+}.".replace("-", "−"),
        )
