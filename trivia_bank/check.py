"""The checks of the bank: what makes a single question unfit, and what the whole bank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from app.quizzes.models import Draft
from trivia_bank.kinds import DIFFICULTIES
from trivia_bank.question import Question, normalised

MIN_QUESTIONS = 2000
MIN_SUBJECTS = 8
MAX_SUBJECT_SHARE = 0.25
MAX_PROMPT = 300
MAX_CHOICE = 120


def question_faults(question: Question) -> list[str]:
    """What is wrong with one question, by its predicate as well; empty if it is good."""
    faults = draft_faults(question.draft())
    if question.is_right is not None:
        right = [choice for choice in question.choices if question.is_right(choice)]
        if right != [question.right]:
            faults.append(f"the facts say that {right} are right, the key says {question.right!r}")
    return faults


def draft_faults(draft: Draft) -> list[str]:
    """What is wrong with one draft of the bank, as far as that can be checked without its facts."""
    faults = []
    prompt = draft["prompt"]
    if not prompt or len(prompt) > MAX_PROMPT or prompt != prompt.strip() or "  " in prompt:
        faults.append("the prompt is empty, too long or badly spaced")
    for name in ("id", "template", "family", "subject", "source"):
        if not draft.get(name):
            faults += [f"no {name}"]
    if draft.get("difficulty") not in DIFFICULTIES:
        faults.append("the difficulty is unknown")
    match draft["kind"]:
        case "single_choice":
            faults += _choice_faults(draft, 4, 4)
            faults += _key_faults(draft)
        case "ordering":
            faults += _choice_faults(draft, 3, 6)
        case "true_false":
            if not isinstance(draft.get("correct"), bool):
                faults.append("a statement does not say whether it is true")
        case "numeric":
            if len(draft.get("answers", [])) != 1:
                faults.append("a numeric question has not exactly one answer")
    return faults


def _choice_faults(draft: Draft, least: int, most: int) -> list[str]:
    texts = [choice["text"] for choice in draft.get("choices", [])]
    faults = []
    if not least <= len(texts) <= most:
        faults.append(f"{len(texts)} choices")
    if len({normalised(text) for text in texts}) < len(texts):
        faults.append("two equal choices")
    if any(not text or len(text) > MAX_CHOICE or text != text.strip() for text in texts):
        faults.append("a choice is empty, too long or badly spaced")
    return faults


def _key_faults(draft: Draft) -> list[str]:
    right = [choice["text"] for choice in draft.get("choices", []) if choice.get("correct")]
    if len(right) != 1:
        return [f"{len(right)} right choices"]
    if gives_away(draft["prompt"], right[0], [c["text"] for c in draft["choices"] if not c.get("correct")]):
        return [GIVEAWAY]
    return []


GIVEAWAY = "the stem gives the answer away"


def gives_away(prompt: str, right: str, wrong: Iterable[str]) -> bool:
    """Whether the stem points at the right choice only: by the choice itself or a word of the same root.

    “Peruvian” has the root of “Peru”.
    """
    stem = normalised(prompt)
    words = set(re.findall(r"\w+", stem))

    def points_at(choice: str) -> bool:
        text = normalised(choice)
        whole = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", stem)
        return bool(whole) or any(_same_root(a, b) for a in re.findall(r"\w+", text) for b in words)

    return points_at(right) and not any(points_at(choice) for choice in wrong)


def _same_root(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit():
        return False
    needed = max(4, min(len(one), len(other)) - 1)
    return one[:needed] == other[:needed] and min(len(one), len(other)) >= needed


def bank_faults(drafts: Sequence[Draft]) -> list[str]:
    """What is wrong with a whole bank, such as too few questions, repetitions or keys that can be guessed."""
    faults = []
    if len(drafts) < MIN_QUESTIONS:
        faults.append(f"only {len(drafts)} questions")
    subjects = Counter(draft.get("subject", "") for draft in drafts)
    if len(subjects) < MIN_SUBJECTS:
        faults.append(f"only {len(subjects)} subjects")
    faults += [
        f"{subject} is {count / len(drafts):.0%} of the bank"
        for subject, count in subjects.items()
        if count > MAX_SUBJECT_SHARE * len(drafts)
    ]
    faults += _repeated("the same prompt twice", (normalised(draft["prompt"]) for draft in drafts))
    faults += _repeated("the same id twice", (draft.get("id", "") for draft in drafts))
    return faults + _position_faults(drafts) + _length_faults(drafts) + _truth_faults(drafts)


def _repeated(what: str, keys: Iterable[str]) -> list[str]:
    return [f"{what}: {key!r}" for key, count in Counter(keys).items() if count > 1]


def _position_faults(drafts: Sequence[Draft]) -> list[str]:
    places = Counter(
        index
        for draft in drafts
        if draft["kind"] == "single_choice"
        for index, choice in enumerate(draft["choices"])
        if choice.get("correct")
    )
    total = sum(places.values())
    return [
        f"choice {place + 1} is right in {count / total:.0%}"
        for place, count in places.items()
        if not 0.21 < count / total < 0.29
    ]


def _length_faults(drafts: Sequence[Draft]) -> list[str]:
    """Faults if the right choice is the longest or the shortest more often than by chance."""
    singles = [draft["choices"] for draft in drafts if draft["kind"] == "single_choice"]
    faults = []
    for word, sign in (("longest", 1), ("shortest", -1)):
        standing_out = 0
        for choices in singles:
            lengths = [sign * len(choice["text"]) for choice in choices]
            right = next(sign * len(choice["text"]) for choice in choices if choice.get("correct"))
            standing_out += right == max(lengths) and lengths.count(right) == 1
        share = standing_out / max(1, len(singles))
        if share > 0.27:
            faults.append(f"the right choice is the one {word} in {share:.0%}")
    return faults


def _truth_faults(drafts: Sequence[Draft]) -> list[str]:
    truths = [draft["correct"] for draft in drafts if draft["kind"] == "true_false"]
    share = sum(truths) / max(1, len(truths))
    return [] if 0.4 <= share <= 0.6 else [f"{share:.0%} of the statements are true"]
