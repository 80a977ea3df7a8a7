"""Time zones and the differences between them. Only zones with the same offset all year are used."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import tzdata

from trivia_bank.kinds import Difficulty
from trivia_bank.question import DRILLS, Maker, Question, among
from trivia_bank.topics.world import countries

SOURCE = "tzdata (IANA time zone database)"

# Well-known cities without summer time, by zone.
CITIES: dict[str, tuple[str, Difficulty]] = {
    "Asia/Tokyo": ("Tokyo", "easy"),
    "Asia/Shanghai": ("Beijing", "easy"),
    "Asia/Kolkata": ("Mumbai", "easy"),
    "Asia/Dubai": ("Dubai", "easy"),
    "Asia/Singapore": ("Singapore", "easy"),
    "Asia/Hong_Kong": ("Hong Kong", "easy"),
    "Asia/Seoul": ("Seoul", "easy"),
    "Asia/Bangkok": ("Bangkok", "medium"),
    "Asia/Jakarta": ("Jakarta", "medium"),
    "Asia/Kathmandu": ("Kathmandu", "hard"),
    "Asia/Karachi": ("Karachi", "medium"),
    "Asia/Dhaka": ("Dhaka", "hard"),
    "Asia/Colombo": ("Colombo", "hard"),
    "Asia/Yangon": ("Yangon", "hard"),
    "Asia/Kabul": ("Kabul", "hard"),
    "Asia/Riyadh": ("Riyadh", "medium"),
    "Asia/Tashkent": ("Tashkent", "hard"),
    "Asia/Manila": ("Manila", "medium"),
    "Africa/Nairobi": ("Nairobi", "medium"),
    "Africa/Johannesburg": ("Johannesburg", "medium"),
    "Africa/Lagos": ("Lagos", "medium"),
    "Africa/Accra": ("Accra", "hard"),
    "Africa/Algiers": ("Algiers", "hard"),
    "Atlantic/Reykjavik": ("Reykjavik", "medium"),
    "America/Bogota": ("Bogotá", "medium"),
    "America/Lima": ("Lima", "medium"),
    "America/Caracas": ("Caracas", "hard"),
    "America/Argentina/Buenos_Aires": ("Buenos Aires", "medium"),
    "Australia/Brisbane": ("Brisbane", "medium"),
    "Australia/Darwin": ("Darwin", "hard"),
    "Pacific/Honolulu": ("Honolulu", "medium"),
    "Pacific/Kiritimati": ("Kiritimati (Kiribati)", "hard"),
    "America/Phoenix": ("Phoenix", "medium"),
    "America/Panama": ("Panama City", "hard"),
    "Pacific/Fiji": ("Suva", "hard"),
    "Europe/Istanbul": ("Istanbul", "medium"),
    "Europe/Moscow": ("Moscow", "easy"),
    "Europe/Minsk": ("Minsk", "hard"),
}


def questions(random: Random) -> Iterator[Question]:
    """The offset of a city, the time in another city, the earliest of four, and offsets of countries."""
    make = Maker(DRILLS, f"{SOURCE} {tzdata.IANA_VERSION[:4]}", random)
    steady = {zone: city for zone, city in CITIES.items() if offset(zone) is not None}
    for zone in random.sample(sorted(steady), 12):
        yield _offset_question(make, zone)
    for _ in range(14):
        yield _difference(make, steady)
    for _ in range(10):
        yield _earliest(make, steady)
    yield from _zones_of_countries(make)


@cache
def offset(zone: str) -> timedelta | None:
    """The zone's offset from UTC; None if it has changed within the last four years of the data."""
    year = int(tzdata.IANA_VERSION[:4])
    days = (datetime(year - 3, 1, 1, tzinfo=UTC) + timedelta(days=9 * step) for step in range(160))
    offsets = {day.astimezone(ZoneInfo(zone)).utcoffset() for day in days}
    return offsets.pop() if len(offsets) == 1 else None


def _hours(zone: str) -> float:
    return (offset(zone) or timedelta(0)) / timedelta(hours=1)


def _shown(hours: float) -> str:
    minutes = round(abs(hours) * 60)
    return f"UTC{'+' if hours >= 0 else '−'}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def _offset_question(make: Maker, zone: str) -> Question:
    hours = _hours(zone)
    near = [hours + step for step in (1, -1, 2, -2, 0.5, -0.5, 3)]
    if hours < 0:
        near.append(-hours)
    level = CITIES[zone][1]
    return make.single(
        f"Which offset from UTC does {CITIES[zone][0]} keep all year?",
        _shown(hours),
        map(_shown, near),
        "hard" if hours % 1 else "medium" if level == "easy" else "hard",
        among(_shown(hours)),
    )


def _difference(make: Maker, steady: dict[str, tuple[str, Difficulty]]) -> Question:
    pool = [zone for zone, (_, level) in steady.items() if level != "hard"]
    while True:
        here, there = make.random.sample(pool, 2)
        ahead = _hours(there) - _hours(here)
        if 1 <= abs(ahead) <= 14 and ahead % 1 == 0 and not _hours(here) % 1:
            break
    clock = make.random.randint(1, 22)
    right = (clock + int(ahead)) % 24
    slips = [right + 1, right - 1, right + 2, clock - int(ahead), right - 2, right + 12]
    return make.single(
        f"It is {clock}:00 in {steady[here][0]}. What time is it in {steady[there][0]}?",
        f"{right}:00",
        (f"{slip % 24}:00" for slip in slips),
        "medium" if abs(ahead) < 5 else "hard",
        among(f"{right}:00"),
        f"{steady[here][0]} is at {_shown(_hours(here))}, {steady[there][0]} at {_shown(_hours(there))}.",
    )


def _earliest(make: Maker, steady: dict[str, tuple[str, Difficulty]]) -> Question:
    """In which city the new year begins first. The offsets are at least an hour apart."""
    while True:
        some = sorted(make.random.sample(sorted(steady), 4), key=_hours, reverse=True)
        if all(_hours(a) - _hours(b) >= 1 for a, b in itertools.pairwise(some)):
            break
    names = [steady[zone][0] for zone in some]
    if make.random.random() < 0.4:
        return make.ordering(
            "Where does the new year begin first? Put these cities in order, earliest first.", names, "hard"
        )
    first = max(some, key=_hours)
    return make.single(
        "In which of these cities does the new year begin first?",
        steady[first][0],
        names,
        "medium",
        among(*(steady[zone][0] for zone in some if _hours(zone) == _hours(first))),
    )


def _zones_of_countries(make: Maker) -> Iterator[Question]:
    """Countries whose offset from UTC is not a whole number of hours."""
    odd = {"India": 5.5, "Nepal": 5.75, "Iran": 3.5, "Afghanistan": 4.5, "Myanmar": 6.5, "Sri Lanka": 5.5}
    whole = [
        c.title
        for c in countries()
        if c.iso in {"JP", "CN", "TH", "PK", "BD", "SA", "TR", "KR", "VN", "AE", "KE", "ZA", "EG"}
    ]
    for name, hours in odd.items():
        yield make.single(
            "Which of these countries has a time zone that is not a whole number of hours from UTC?",
            name,
            whole,
            "hard" if name in {"Myanmar", "Afghanistan", "Sri Lanka"} else "medium",
            among(*odd),
            f"{name} keeps {_shown(hours)}.",
        )
