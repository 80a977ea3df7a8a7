"""Shapes: their names, angles, areas and volumes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from trivia_bank.kinds import Difficulty
from trivia_bank.levels import by_size
from trivia_bank.question import DRILLS, Maker, Question, among

SOURCE = "Computed: geometry"

POLYGONS: dict[int, tuple[str, Difficulty]] = {
    5: ("pentagon", "easy"),
    6: ("hexagon", "easy"),
    7: ("heptagon", "medium"),
    8: ("octagon", "easy"),
    9: ("nonagon", "medium"),
    10: ("decagon", "medium"),
    11: ("hendecagon", "hard"),
    12: ("dodecagon", "hard"),
}
# Faces, edges and corners of solids. By Euler's formula, faces + corners = edges + 2.
SOLIDS: dict[str, tuple[int, int, int, Difficulty]] = {
    "cube": (6, 12, 8, "easy"),
    "tetrahedron": (4, 6, 4, "medium"),
    "octahedron": (8, 12, 6, "medium"),
    "dodecahedron": (12, 30, 20, "hard"),
    "icosahedron": (20, 30, 12, "hard"),
    "square pyramid": (5, 8, 5, "medium"),
    "triangular prism": (5, 9, 6, "medium"),
    "hexagonal prism": (8, 18, 12, "hard"),
}
TRIPLES = (
    (3, 4, 5),
    (5, 12, 13),
    (8, 15, 17),
    (7, 24, 25),
    (6, 8, 10),
    (9, 12, 15),
    (20, 21, 29),
    (12, 16, 20),
)


def questions(random: Random) -> Iterator[Question]:
    """Names and angles of polygons, parts of solids, areas, volumes and right triangles."""
    make = Maker(DRILLS, SOURCE, random)
    names = [name for name, _ in POLYGONS.values()]
    for sides, (name, level) in POLYGONS.items():
        yield make.single(f"What is a polygon with {sides} sides called?", name, names, level, among(name))
        if sides in {5, 6, 8, 9, 10, 12}:
            yield make.numeric(
                f"How many degrees is each inner angle of a regular {name}?",
                (sides - 2) * 180 // sides,
                "hard",
                f"The angles add up to {sides - 2} × 180°.",
            )
    for solid, (*parts, level) in SOLIDS.items():
        article = "an" if solid[0] in "aeio" else "a"
        for what, count in zip(("faces", "edges", "corners"), parts, strict=True):
            if make.random.random() < 0.6:
                yield make.numeric(f"How many {what} does {article} {solid} have?", count, level)
    for a, b, c in TRIPLES:
        yield make.numeric(
            f"The short sides of a right triangle are {a} cm and {b} cm long. How many cm is the longest?",
            c,
            by_size(c, 6, 16),
            f"{a}² + {b}² = {c}².",
        )
    for _ in range(5):
        yield from _measured(make)
    for _ in range(5):
        first, second = make.random.randint(25, 85), make.random.randint(25, 85)
        yield make.numeric(
            f"Two angles of a triangle are {first}° and {second}°. How many degrees is the third?",
            180 - first - second,
            "easy",
            "The three add up to 180°.",
        )


def _measured(make: Maker) -> Iterator[Question]:
    a, b = make.random.randint(3, 19), make.random.randint(4, 24)
    if make.random.random() < 0.5:
        yield make.numeric(
            f"What is the area, in cm², of a rectangle of {a} cm by {b} cm?",
            a * b,
            by_size(a * b, 90, 260),
            f"{a} × {b}.",
        )
    else:
        yield make.numeric(
            f"What is the perimeter, in cm, of a rectangle of {a} cm by {b} cm?",
            2 * (a + b),
            "easy",
            f"Twice {a} + {b}.",
        )
    base, height = 2 * make.random.randint(2, 12), make.random.randint(3, 15)
    area = base * height // 2
    wrong = [base * height, base + height, area + base, area + height, area - height, area + 10]
    yield make.single(
        f"What is the area of a triangle with a base of {base} cm and a height of {height} cm?",
        f"{area} cm²",
        [f"{w} cm²" for w in wrong if w > 0 and w != area],
        by_size(area, 40, 100),
        among(f"{area} cm²"),
        f"Half of {base} × {height}.",
        always=f"{base * height} cm²",
    )
