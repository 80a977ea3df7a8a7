"""The calendar: days of the week, leap years, days between dates, lengths of time."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.question import DRILLS, Maker, Question, among

SOURCE = "Computed: Gregorian calendar (Python datetime)"

# Dates of well-known events. Few people know the days of the week.
REMEMBERED = {
    "the Moon landing of Apollo 11": date(1969, 7, 20),
    "the fall of the Berlin Wall": date(1989, 11, 9),
    "the sinking of the Titanic": date(1912, 4, 15),
    "the storming of the Bastille": date(1789, 7, 14),
    "the D-Day landings": date(1944, 6, 6),
    "Yuri Gagarin's space flight": date(1961, 4, 12),
    "the first flight of the Wright brothers": date(1903, 12, 17),
    "the attack on Pearl Harbor": date(1941, 12, 7),
    "the Declaration of Independence of the USA": date(1776, 7, 4),
    "the Battle of Waterloo": date(1815, 6, 18),
    "Martin Luther King's speech “I have a dream”": date(1963, 8, 28),
    "the Chernobyl disaster": date(1986, 4, 26),
    "the assassination of John F. Kennedy": date(1963, 11, 22),
    "the coronation of Elizabeth II": date(1953, 6, 2),
}


def questions(random: Random) -> Iterator[Question]:
    """Weekdays of dates, leap years, days between, months in order, and lengths of time."""
    make = Maker(DRILLS, SOURCE, random)
    yield from _weekdays(make)
    yield from _leap_years(make)
    yield from _spans(make)
    yield from _months(make)
    yield from _durations(make)


def _spoken(day: date, *, year: bool = True) -> str:
    text = f"{day.day} {calendar.month_name[day.month]}"
    return f"{text} {day.year}" if year else text


def _weekdays(make: Maker) -> Iterator[Question]:
    names = list(calendar.day_name)
    for event, day in REMEMBERED.items():
        right = names[day.weekday()]
        yield make.single(
            f"Which day of the week was {_spoken(day)}, the day of {event}?",
            right,
            names,
            "hard",
            among(right),
        )
    for _ in range(12):
        start = date(2001, 1, 1) + timedelta(days=make.random.randint(0, 9000))
        days = make.random.choice([10, 12, 15, 17, 20, 24, 25, 30, 38, 45, 50, 60, 72, 100])
        right = names[(start.weekday() + days) % 7]
        yield make.single(
            f"Today is {names[start.weekday()]}. Which day of the week is it in {days} days?",
            right,
            names,
            "easy" if days < 20 else "medium" if days < 50 else "hard",
            among(right),
            f"{days} = {days // 7} × 7 + {days % 7}.",
        )


def _leap_years(make: Maker) -> Iterator[Question]:
    for year in make.random.sample([1600, 1700, 1800, 1900, 2000, 2100, 2200, 2400], 6):
        rule = "A year that ends in 00 is a leap year only if 400 divides it."
        yield make.true_false(
            f"The year {year} is a leap year in the Gregorian calendar.", calendar.isleap(year), "hard", rule
        )
    for _ in range(5):
        leap = 4 * make.random.randint(480, 515)
        near = [
            year
            for year in range(leap - 14, leap + 15)
            if year != leap and (year % 2 == 0 or make.random.random() < 0.3)
        ]
        if calendar.isleap(leap):
            yield make.single(
                "Which of these years is a leap year?",
                str(leap),
                map(str, near),
                "easy",
                among(*(str(year) for year in [*near, leap] if calendar.isleap(year))),
            )


def _spans(make: Maker) -> Iterator[Question]:
    for _ in range(12):
        start = date(2023, 1, 1) + timedelta(days=make.random.randint(0, 300))
        length = make.random.randint(16, 75)
        end = start + timedelta(days=length)
        if end.year > start.year or (start < date(2023, 3, 1) <= end):
            continue
        crossed = end.month - start.month
        level: Difficulty = "easy" if not crossed else "medium" if crossed == 1 else "hard"
        yield make.numeric(
            f"How many days after {_spoken(start, year=False)} is {_spoken(end, year=False)}?", length, level
        )


def _months(make: Maker) -> Iterator[Question]:
    names = list(calendar.month_name)[1:]
    short = {name for number, name in enumerate(names, 1) if calendar.monthrange(2023, number)[1] == 30}
    for name in sorted(short):
        yield make.single(
            "Which of these months has 30 days?",
            name,
            [n for n in names if n != "February"],
            "easy",
            among(*short),
        )
    for number in make.random.sample(range(2, 13), 5):
        days = (date(2023, number, 1) - date(2023, 1, 1)).days + 1
        yield make.numeric(
            f"In a year without a leap day, which day of the year is 1 {names[number - 1]}? "
            "(1 January is 1.)",
            days,
            "medium" if number < 5 else "hard",
            f"The months before have {days - 1} days.",
        )


def _durations(make: Maker) -> Iterator[Question]:
    facts: tuple[tuple[str, int, Difficulty], ...] = (
        ("How many minutes are in a day?", 24 * 60, "medium"),
        ("How many seconds are in an hour?", 3600, "easy"),
        ("How many hours are in a week?", 24 * 7, "easy"),
        ("How many seconds are in a day?", 86_400, "hard"),
        ("How many minutes are in a week?", 7 * 24 * 60, "hard"),
        ("How many hours are in the month of January?", 31 * 24, "medium"),
        ("How many hours are in a year of 365 days?", 365 * 24, "hard"),
        ("How many years are in a millennium?", 1000, "easy"),
        ("How many days has a leap year?", 366, "easy"),
        ("How many minutes are in two and a half hours?", 150, "easy"),
        ("How many months are in a decade?", 120, "easy"),
        ("How many leap days fall into 400 years of the Gregorian calendar?", 97, "hard"),
        ("How many days old is somebody on their first birthday, with no leap day between?", 365, "easy"),
        ("How many years are in half a century?", 50, "easy"),
        ("How many seconds are in a quarter of an hour?", 900, "medium"),
    )
    for prompt, answer, level in facts:
        yield make.numeric(prompt, answer, level)
    for _ in range(8):
        start, minutes = make.random.randint(15 * 12, 21 * 12) * 5, make.random.randint(17, 40) * 5
        end = start + minutes
        right = f"{end // 60 % 24}:{end % 60:02}"
        slips = [
            f"{slip // 60 % 24}:{slip % 60:02}"
            for slip in (end + 10, end - 10, end + 60, end - 60, end + 30, end - 5, end + 40)
        ]
        yield make.single(
            f"A film starts at {start // 60}:{start % 60:02} and lasts {minutes} minutes. When does it end?",
            right,
            slips,
            "easy" if minutes < 125 else "medium",
            among(right),
        )
