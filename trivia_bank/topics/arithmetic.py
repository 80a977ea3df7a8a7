"""Sums to be done in the head: the four operations, percentages, fractions, powers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import by_size
from trivia_bank.question import DRILLS, Maker, Question, among

SOURCE = "Computed: arithmetic"


def questions(random: Random) -> Iterator[Question]:
    """A few sums of each kind; nearly half of them are numeric, the others choices."""
    make = Maker(DRILLS, SOURCE, random)
    for kind, count in (
        (_times, 14),
        (_sum, 6),
        (_difference, 6),
        (_quotient, 8),
        (_percentage, 14),
        (_power, 12),
    ):
        for _ in range(count):
            yield kind(make)
    for _ in range(8):
        yield _precedence(make)
        yield _fraction(make)
    for turn in range(8):
        yield _claim(make, truth=turn % 2 == 0)
    for _ in range(6):
        yield _fractions_in_order(make)


def _number_question(
    make: Maker, prompt: str, answer: int, slips: Iterable[int], level: Difficulty, way: str
) -> Question:
    """A numeric question, or a choice between the answer and `slips`, the results of common mistakes.

    `way` is a way to work it out in the head.
    """
    if make.random.random() < 0.45:
        return make.numeric(prompt, answer, level, way)
    wrong = [slip for slip in dict.fromkeys(slips) if slip > 0 and slip != answer]
    return make.single(prompt, str(answer), map(str, wrong), level, among(str(answer)), way)


def _times(make: Maker) -> Question:
    """A multiplication. No operand ends in zero, which would be too easy."""
    a, b = (make.random.choice([n for n in range(*span) if n % 10]) for span in ((6, 40), (4, 20)))
    slips = [a * b + a, a * b - a, a * b + b, a * b - b, a * b + 10, a * b - 10]
    tens = a // 10 * 10
    way = f"{tens} × {b} = {tens * b}, and {a - tens} × {b} = {(a - tens) * b}." if tens else ""
    return _number_question(make, f"What is {a} × {b}?", a * b, slips, by_size(a * b, 110, 300), way)


def _sum(make: Maker) -> Question:
    a, b = make.random.randint(27, 899), make.random.randint(27, 499)
    slips = [a + b + 10, a + b - 10, a + b + 1, a + b - 1, a + b + 100, a + b - 100]
    way = f"{a} + {b // 10 * 10} = {a + b // 10 * 10}, and {b % 10} more."
    return _number_question(make, f"What is {a} + {b}?", a + b, slips, by_size(a + b, 200, 900), way)


def _difference(make: Maker) -> Question:
    b = make.random.randint(18, 389)
    a = b + make.random.randint(15, 499)
    slips = [a - b + 10, a - b - 10, a - b + 1, a - b + 2, a - b + 100, a - b - 1]
    way = f"{a} − {b // 10 * 10} = {a - b // 10 * 10}, less {b % 10}."
    return _number_question(make, f"What is {a} − {b}?", a - b, slips, by_size(a, 150, 600), way)


def _quotient(make: Maker) -> Question:
    b, answer = make.random.randint(3, 17), make.random.randint(6, 48)
    slips = [answer + 1, answer - 1, answer + 2, answer + 10, answer - 2, answer + b]
    return _number_question(
        make,
        f"What is {answer * b} ÷ {b}?",
        answer,
        slips,
        by_size(answer * b, 120, 350),
        f"{b} × {answer} = {answer * b}.",
    )


def _percentage(make: Maker) -> Question:
    percent = make.random.choice([5, 10, 15, 20, 25, 30, 35, 40, 60, 75, 80, 90, 12, 125])
    step = 100 // _greatest_common_divisor(percent, 100)
    whole = step * make.random.randint(max(2, 40 // step), 400 // step)
    answer = whole * percent // 100
    slips = [answer + 5, answer - 5, answer * 2, answer + 10, answer // 2, whole - answer, answer + 2]
    level = by_size(whole if percent in {10, 20, 25, 75} else whole + 150, 160, 340)
    way = f"1 % is {whole / 100:g}; {percent} times that."
    return _number_question(make, f"What is {percent} % of {whole}?", answer, slips, level, way)


def _greatest_common_divisor(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _power(make: Maker) -> Question:
    base, exponent = make.random.choice(
        [(n, 2) for n in range(11, 26)]
        + [(n, 3) for n in range(3, 12)]
        + [(2, n) for n in range(5, 13)]
        + [(3, 4), (3, 5), (5, 4)]
    )
    answer = base**exponent
    slips = [
        answer + base,
        answer - base,
        base * exponent,
        (base + 1) ** exponent,
        (base - 1) ** exponent,
        answer + 10,
    ]
    sign = {2: "²", 3: "³"}.get(exponent, "")
    text = f"{base}{sign}" if sign else f"{base} to the power of {exponent}"
    way = f"{' × '.join([str(base)] * exponent)}."
    return _number_question(make, f"What is {text}?", answer, slips, by_size(answer, 150, 500), way)


def _precedence(make: Maker) -> Question:
    """A sum with an addition before a multiplication. One distractor is the result from left to right."""
    a, b, c = make.random.randint(4, 25), make.random.randint(3, 12), make.random.randint(3, 12)
    answer = a + b * c
    slips = [(a + b) * c, a * b + c, answer + b, answer - c, answer + 10, a + b + c]
    wrong = [str(slip) for slip in dict.fromkeys(slips) if slip != answer and slip > 0]
    return make.single(
        f"What is {a} + {b} × {c}?",
        str(answer),
        wrong,
        by_size(answer, 60, 110),
        among(str(answer)),
        f"Multiplication comes first: {b} × {c} = {b * c}, and {a} more is {answer}.",
        always=str((a + b) * c),
    )


def _fraction(make: Maker) -> Question:
    operations: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
        "+": Fraction.__add__,
        "−": Fraction.__sub__,
        "×": Fraction.__mul__,
    }
    sign = make.random.choice(list(operations))
    first, second = sorted(
        make.random.sample([Fraction(n, d) for d in (2, 3, 4, 5, 6, 8) for n in range(1, d)], 2), reverse=True
    )
    answer = operations[sign](first, second)
    slips = [
        Fraction(first.numerator + second.numerator, first.denominator + second.denominator),
        *(operation(first, second) for operation in operations.values()),
        answer + Fraction(1, 12),
        answer + Fraction(1, 6),
        answer / 2,
        Fraction(2, 1) * answer,
    ]
    wrong = [str(slip) for slip in dict.fromkeys(slips) if slip != answer and slip > 0]
    return make.single(
        f"What is {first} {sign} {second}?",
        str(answer),
        wrong,
        by_size(answer.denominator, 5, 13),
        among(str(answer)),
    )


def _claim(make: Maker, *, truth: bool) -> Question:
    a, b = make.random.randint(12, 29), make.random.randint(6, 19)
    shown = a * b if truth else a * b + make.random.choice([-10, 10, a, -a, b, -b])
    return make.true_false(
        f"{a} × {b} = {shown}", truth, by_size(a * b, 150, 320), "" if truth else f"{a} × {b} = {a * b}."
    )


def _fractions_in_order(make: Maker) -> Question:
    pool = [Fraction(n, d) for d in (2, 3, 4, 5, 6, 7, 8, 9, 10) for n in range(1, d)]
    while True:
        some = sorted(make.random.sample(sorted(set(pool)), 4))
        if len({fraction.denominator for fraction in some}) == 4 and all(
            b - a > Fraction(1, 15) for a, b in itertools.pairwise(some)
        ):
            break
    level: Difficulty = "hard" if max(f.denominator for f in some) > 7 else "medium"
    return make.ordering(
        "Put these fractions in order, smallest first.", [str(fraction) for fraction in some], level
    )
