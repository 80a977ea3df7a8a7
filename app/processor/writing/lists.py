"""Enumerations: `A, B, and C`. Which of these belong to it?"""

import re
from dataclasses import dataclass

from app.processor.writing.distractors import Distractors
from app.processor.writing.grammar import clause_of, is_code, tagged
from app.processor.writing.sentences import Sentence
from app.processor.writing.subjects import asks_about
from app.processor.writing.terms import VAGUE, Vocabulary

ITEM = r"[\w./+:()-]*[\w)]+(?: [\w./+-]*\w){0,2}"
LIST = re.compile(
    rf"(?P<items>{ITEM}(?:, {ITEM}){{1,7}},? (?P<last>and|or) {ITEM})(?P<after>[.,]| "
    rf"(?:is|are|may|must|should|can)\b)"
)
BEFORE = re.compile(
    r"\b(are|is|include|includes|including|contains|either|like|of|by|from|to|for|the|with|than|using|in|:)"
    r"(?: the)? $"
)
MOST_RIGHT = 3


@dataclass(frozen=True)
class Enumeration:
    """A sentence with a list in it, its items, and the sentence with a gap instead."""

    sentence: Sentence
    items: tuple[str, ...]
    gapped: str
    worth: float


def enumeration_of(sentence: Sentence, vocabulary: Vocabulary) -> Enumeration | None:
    """The enumeration of a sentence that stands alone, where its items are all of one sort."""
    clause = clause_of(sentence.text)
    if not clause or not asks_about(clause, vocabulary):
        return None
    match = LIST.search(sentence.text)
    if not match or (match.start() > 0 and not BEFORE.search(sentence.text[: match.start()])):
        match = next(
            (
                found
                for found in LIST.finditer(sentence.text)
                if BEFORE.search(sentence.text[: found.start()])
            ),
            None,
        )
    if not match:
        return None
    items = tuple(re.split(r", (?:and |or )?| (?:and|or) ", match["items"]))
    if len(items) < 3 or len(set(items)) < len(items) or not _of_one_sort(items):
        return None
    text = sentence.text
    gapped = f"{text[: match.start()]}_____{text[match.end('items') :]}"
    if len(gapped.split()) < 6:
        return None
    return Enumeration(sentence, items, gapped, 3.0 + 0.2 * min(vocabulary.specificity(gapped), 5))


def _of_one_sort(items: tuple[str, ...]) -> bool:
    if all(is_code(item) or item[:1].isupper() for item in items):
        return all(len(item.split()) <= 3 for item in items)
    for item in items:
        words = tagged(item)
        if (
            not words
            or words[-1].tag not in ("NN", "NNS")
            or words[-1].text in VAGUE
            or is_code(item)
            or item[:1].isupper()
        ):
            return False
        if any(word.tag not in ("NN", "NNS", "JJ", "VBG", "VBN") for word in words):
            return False
    lengths = [len(item.split()) for item in items]
    return max(lengths) - min(lengths) <= 1


def strangers(
    enumeration: Enumeration, others: list[Enumeration], vocabulary: Vocabulary, distractors: Distractors
) -> list[str]:
    """Items of other enumerations that could be of this one and aren't, the likeliest first."""
    first = enumeration.items[0]
    sort = (is_code(first), first[:1].isupper(), first.split()[-1].endswith("s"))
    said = enumeration.gapped
    found = {
        item
        for other in others if other.sentence.block != enumeration.sentence.block
        for item in other.items
        if (is_code(item), item[:1].isupper(), item.split()[-1].endswith("s")) == sort
        and item.lower() not in enumeration.sentence.text.lower()
        and not vocabulary.is_subject(item)
        and not distractors.may_be_right(item, said)
    }  # fmt: skip
    return sorted(found, key=lambda item: (-distractors.likeness(first, item), item))
