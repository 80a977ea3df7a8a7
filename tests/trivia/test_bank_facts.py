"""The computed answers of the bank, computed again from the prompts alone and in another way."""

import ast
import calendar
import itertools
import math
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tests.trivia.recomputation import BANK, Recomputation, right_and_wrong

recompute = Recomputation()


@recompute(r"What is ([\d/]+) ([×÷+−]) ([\d/]+)\?")
def operation(left: str, sign: str, right: str) -> str:
    one, other = Fraction(left), Fraction(right)
    return str({"×": one * other, "÷": one / other, "+": one + other, "−": one - other}[sign])


@recompute(r"What is (\d+) \+ (\d+) × (\d+)\?")
def precedence(a: str, b: str, c: str) -> str:
    return str(int(a) + int(b) * int(c))


@recompute(r"(\d+) × (\d+) = (\d+)")
def claim(a: str, b: str, shown: str) -> str:
    return str(int(a) * int(b) == int(shown))


@recompute(r"What is (\d+) % of (\d+)\?")
def percentage(percent: str, whole: str) -> str:
    return str(Fraction(percent) / 100 * int(whole))


@recompute(r"What is (\d+)([²³])\?")
def small_power(base: str, exponent: str) -> str:
    return str(int(base) ** "²³".index(exponent) * int(base) ** 2)


@recompute(r"What is (\d+) to the power of (\d+)\?")
def power(base: str, exponent: str) -> str:
    return str(math.prod([int(base)] * int(exponent)))


@recompute(r"What is the greatest common divisor of (\d+) and (\d+)\?")
def greatest(a: str, b: str) -> str:
    return str(max(d for d in range(1, int(a) + 1) if int(a) % d == 0 == int(b) % d))


@recompute(r"What is the least common multiple of (\d+) and (\d+)\?")
def least(a: str, b: str) -> str:
    return str(next(m for m in range(int(a), int(a) * int(b) + 1, int(a)) if m % int(b) == 0))


@recompute(r"Which number is ([IVXLCDM]+) in Roman numerals\?")
def from_roman(letters: str) -> str:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[letter] for letter in letters]
    return str(sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values)))


@recompute(r"How is (\d+) written in Roman numerals\?")
def to_roman(number: str) -> str:
    digits = [
        ["", *"I II III IV V VI VII VIII IX".split()],
        ["", *"X XX XXX XL L LX LXX LXXX XC".split()],
        ["", *"C CC CCC CD D DC DCC DCCC CM".split()],
        ["", *"M MM MMM".split()],
    ]
    return "".join(digits[place][int(digit)] for place, digit in reversed(list(enumerate(number[::-1]))))


@recompute(r"What is (\d+) as a product of primes\?")
def factors(number: str) -> str:
    rest, found = int(number), []
    while rest > 1:
        found.append(next(d for d in range(2, rest + 1) if rest % d == 0))
        rest //= found[-1]
    return " × ".join(map(str, found))


@recompute(r"What is (\d+) in binary\?")
def to_binary(number: str) -> str:
    return format(int(number), "b")


@recompute(r"Which decimal number is ([01]+) in binary\?")
def from_binary(bits: str) -> str:
    return str(sum(2**place for place, bit in enumerate(reversed(bits)) if bit == "1"))


@recompute(r"What is (\d+) in hexadecimal\?")
def to_hexadecimal(number: str) -> str:
    return "0x" + "".join("0123456789ABCDEF"[digit] for digit in divmod(int(number), 16)).lstrip("0")


@recompute(r"Which decimal number is the hexadecimal (0x[\dA-F]+)\?")
def from_hexadecimal(text: str) -> str:
    return str(ast.literal_eval(text))


@recompute(r"How many different values can (\d+) bits hold\?")
def values(bits: str) -> str:
    return str(1 << int(bits))


@recompute(r"Two angles of a triangle are (\d+)° and (\d+)°\. How many degrees is the third\?")
def third_angle(a: str, b: str) -> str:
    return str(180 - int(a) - int(b))


@recompute(
    r"The short sides of a right triangle are (\d+) cm and (\d+) cm long\. How many cm is the longest\?"
)
def hypotenuse(a: str, b: str) -> str:
    return str(round(math.hypot(int(a), int(b)), 9)).removesuffix(".0")


@recompute(r"What is the area of a triangle with a base of (\d+) cm and a height of (\d+) cm\?")
def triangle(base: str, height: str) -> str:
    return f"{Fraction(int(base) * int(height), 2)} cm²"


@recompute(r"Which number comes next if the steps stay equal: (\d+), (\d+), (\d+), (\d+), …\?")
def next_step(*terms: str) -> str:
    steps = {int(b) - int(a) for a, b in itertools.pairwise(terms)}
    assert len(steps) == 1
    return str(int(terms[-1]) + steps.pop())


@recompute(r"Which number comes next among the Fibonacci numbers: .*, (\d+), (\d+), …\?")
def fibonacci(a: str, b: str) -> str:
    return str(int(a) + int(b))


@recompute(r"Which number comes next among the prime numbers: .*, (\d+), …\?")
def next_prime(last: str) -> str:
    return str(next(n for n in range(int(last) + 1, 1000) if all(n % d for d in range(2, n))))


@recompute(r"Which day of the week was (\d+ \w+ \d+), the day of .*\?")
def weekday(day: str) -> str:
    return datetime.strptime(day, "%d %B %Y").strftime("%A")


@recompute(r"Today is (\w+)\. Which day of the week is it in (\d+) days\?")
def weekday_after(today: str, days: str) -> str:
    start = next(date(2024, 1, d) for d in range(1, 8) if date(2024, 1, d).strftime("%A") == today)
    return (start + timedelta(days=int(days))).strftime("%A")


@recompute(r"How many days after (\d+ \w+) is (\d+ \w+)\?")
def days_after(start: str, end: str) -> str:
    first, last = (datetime.strptime(f"{day} 2023", "%d %B %Y") for day in (start, end))
    return str((last - first).days)


@recompute(r"The year (\d+) is a leap year in the Gregorian calendar\.")
def leap(year: str) -> str:
    return str(calendar.monthrange(int(year), 2)[1] == 29)


@recompute(r"In a year without a leap day, which day of the year is 1 (\w+)\? \(1 January is 1\.\)")
def day_of_year(month: str) -> str:
    return str(datetime.strptime(f"1 {month} 2023", "%d %B %Y").timetuple().tm_yday)


@recompute(r"A film starts at (\d+):(\d+) and lasts (\d+) minutes\. When does it end\?")
def film_end(hour: str, minute: str, length: str) -> str:
    end = datetime(2024, 1, 1, int(hour), int(minute)) + timedelta(minutes=int(length))
    return f"{end.hour}:{end:%M}"


ZONES = {
    "Tokyo": "Asia/Tokyo",
    "Beijing": "Asia/Shanghai",
    "Mumbai": "Asia/Kolkata",
    "Dubai": "Asia/Dubai",
    "Singapore": "Asia/Singapore",
    "Hong Kong": "Asia/Hong_Kong",
    "Seoul": "Asia/Seoul",
    "Moscow": "Europe/Moscow",
    "Bangkok": "Asia/Bangkok",
    "Jakarta": "Asia/Jakarta",
    "Karachi": "Asia/Karachi",
    "Riyadh": "Asia/Riyadh",
    "Manila": "Asia/Manila",
    "Nairobi": "Africa/Nairobi",
    "Johannesburg": "Africa/Johannesburg",
    "Lagos": "Africa/Lagos",
    "Reykjavik": "Atlantic/Reykjavik",
    "Bogotá": "America/Bogota",
    "Lima": "America/Lima",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Brisbane": "Australia/Brisbane",
    "Honolulu": "Pacific/Honolulu",
    "Phoenix": "America/Phoenix",
    "Istanbul": "Europe/Istanbul",
}


@recompute(r"It is (\d+):00 in (.*)\. What time is it in (.*)\?")
def time_there(hour: str, here: str, there: str) -> str:
    summer_and_winter = [
        datetime(2025, month, 15, int(hour), tzinfo=ZoneInfo(ZONES[here])).astimezone(ZoneInfo(ZONES[there]))
        for month in (1, 7)
    ]
    assert summer_and_winter[0].hour == summer_and_winter[1].hour
    return f"{summer_and_winter[0].hour}:{summer_and_winter[0]:%M}"


@recompute(r"How many degrees Fahrenheit are (−?[\d.]+) °C\?")
def fahrenheit(celsius: str) -> str:
    return str(float(celsius.replace("−", "-")) * 1.8 + 32).removesuffix(".0")


@pytest.mark.parametrize("pattern", recompute.checks)
def test_the_key_is_the_recomputed_answer(pattern: str):
    answers = list(recompute.answers(pattern))
    assert answers, "no question has this pattern any more"
    for prompt, right, recomputed in answers:
        assert right == recomputed, prompt


def test_only_one_number_is_prime():
    asked = list(right_and_wrong("Which of these numbers is prime?"))
    assert asked
    for right, wrong in asked:
        assert [n for n in (right, *wrong) if all(int(n) % d for d in range(2, int(n)))] == [right]


def test_only_one_number_is_a_square():
    asked = list(right_and_wrong("Which of these is a square number?"))
    assert asked
    for right, wrong in asked:
        assert [n for n in (right, *wrong) if math.isqrt(int(n)) ** 2 == int(n)] == [right]


def test_only_one_year_is_a_leap_year():
    asked = list(right_and_wrong("Which of these years is a leap year?"))
    assert asked
    for right, wrong in asked:
        assert [year for year in (right, *wrong) if calendar.isleap(int(year))] == [right]


@pytest.mark.parametrize("divisor", [3, 4, 6, 7, 8, 9, 11, 12, 13])
def test_only_one_number_can_be_divided(divisor: int):
    for right, wrong in right_and_wrong(
        f"Which of these numbers can be divided by {divisor} without remainder?"
    ):
        assert [number for number in (right, *wrong) if int(number) % divisor == 0] == [right]


def test_orders_of_fractions_are_ascending():
    asked = [d for d in BANK if d["prompt"] == "Put these fractions in order, smallest first."]
    assert asked
    for draft in asked:
        values = [Fraction(choice["text"]) for choice in draft["choices"]]
        assert values == sorted(values)
