"""What a question may have beside its prompt and its key, and what of it a file leaves out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from app.formats.reading import FEEDBACK
from app.media.files import addresses
from app.quizzes.models import Draft

PARTS = {  # its name for people by the draft's field
    "explanation": "explanation",
    "feedback": "feedback on a choice",
    "weight": "weights",
    "points": "points",
    "subject": "subject",
    "difficulty": "difficulty",
    "time_limit_ms": "time limit",
    "media_url": "picture",
    "feedback_true": "feedback on true and false",
    "name": "name",
    "external_id": "id elsewhere",
    "tags": "tags",
    "case_sensitive": "case counts",
    "forgives": "what is forgiven",
    "source": "source",
    "text_format": "Markdown",
    "media_alt": "alt text of the picture",
    "choice_media_url": "picture of a choice",
    "pinned": "pinned choices",
    "sections": "sections of the quiz",
}
MOST_RANGES = 20  # of the numbers of questions in one list


def parts_of(draft: Draft) -> set[str]:
    """The fields of PARTS that a draft has, other than by default."""
    of_gaps = [choice for gap in draft.get("gaps", ()) for choice in gap.get("choices", ())]
    items: list[Draft] = [*draft.get("choices", ()), *draft.get("answers", ())]
    usual = (None,) if draft["kind"] == "multiple_choice" else (None, 0, 1)
    has = {
        "points": draft.get("points", 1) not in (0, 1),
        "text_format": draft.get("text_format", "plain") != "plain",
        "forgives": "forgives" in draft,
        "feedback_true": any(draft.get(field) for field in FEEDBACK.values()),
        "feedback": any(item.get("feedback") for item in items),
        "weight": any(item.get("weight") not in usual for item in items),
        "choice_media_url": any(
            item.get("media_url") for item in [*items, *of_gaps, *draft.get("pairs", ())]
        ),
        "pinned": any(item.get("pinned") for item in items),
    }
    return {part for part in PARTS if has.get(part, bool(draft.get(part)))}


def left_out(
    questions: Iterable[Draft],
    carries: Collection[str],
    kinds: Collection[str],
    lost: Collection[tuple[str, str]] = (),
    beyond: Callable[[Draft], str | None] = lambda draft: None,
) -> str:
    """What a file leaves out of these questions, and of which: "tags (2); time limit (1, 3-5)"; "": nothing.

    `carries`, `kinds`, `lost` and `beyond` are what the format says. Questions of other kinds are left out
    as a whole.
    """
    numbers: dict[str, list[int]] = {}
    for number, draft in enumerate(questions, start=1):
        if draft["kind"] not in kinds:
            numbers.setdefault(f"questions of the kind {draft['kind']}", []).append(number)
            continue
        if reason := beyond(draft):
            numbers.setdefault(reason, []).append(number)
        for part in parts_of(draft):
            if part not in carries or (draft["kind"], part) in lost:
                numbers.setdefault(PARTS[part], []).append(number)
    return "; ".join(f"{name} ({_ranges(numbers[name])})" for name in sorted(numbers))


def not_embedded(questions: Iterable[Draft], media: Collection[str]) -> str:
    """Which questions name uploaded pictures or sounds that are not among these; "": none."""
    numbers = [
        number
        for number, draft in enumerate(questions, start=1)
        if any(address not in media for address in addresses(draft))
    ]
    return f"pictures and sounds that are too large together ({_ranges(numbers)})" if numbers else ""


def _ranges(numbers: list[int]) -> str:
    """Numbers in rising order, with 3-5 for 3, 4, 5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [f"{first}-{last}" if last > first else f"{first}" for first, last in ranges]
    return ", ".join([*shown[:MOST_RANGES], *(["and more"] if len(shown) > MOST_RANGES else [])])
