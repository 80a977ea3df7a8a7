"""Statements to judge: a sentence as it is, and with one concept in place of its sibling, which is false."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.writing.concept import Concept, group, is_abbreviation
from processor.writing.concepts import Concepts
from processor.writing.context import alone
from processor.writing.likeness import content_of
from processor.writing.once import once
from processor.writing.opposites import denied_at_first, turned_round
from processor.writing.phrasing import Clause, capital, clause_of, text_of
from processor.writing.prose import Sentence, balanced, subject_of
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

FEWEST, MOST = 7, 26  # words
FEWEST_CONTENT = 5
LEAST_SALIENCE = 2.0
LEAST_LIKENESS = 4.5  # more than wrong options need: an odd word shows that a statement is false
HEDGES = re.compile(r"\b(?:may|might|could|some|sometimes|such as|perhaps)\b")


# A comparison with what only other sentences name
COMPARES = re.compile(r"\b(?:more|less|fewer|larger|smaller|greater|higher|lower) (?!.*\bthan\b)")


@dataclass(frozen=True)
class Statement:
    """A statement, whether it is true, and how much it is worth."""

    text: str
    correct: bool
    worth: float
    both: bool  # whether the sentence before is needed as evidence


def statements_of(sentence: Sentence, concepts: Concepts, chance: random.Random) -> Iterator[Statement]:
    """The statements that a sentence gives: none, or a true one and false ones."""
    shown = true_statement(sentence, concepts)
    if shown is None:
        return
    true, both = shown
    swaps = list(_swaps(true, sentence, clause_of(sentence), concepts, chance))
    if not swaps:
        return
    best = max(worth for _, worth in swaps)
    yield Statement(true, True, best - 0.4, both)
    for text, worth in swaps:
        yield Statement(text, False, worth, both)


@once
def true_statement(sentence: Sentence, concepts: Concepts) -> tuple[str, bool] | None:
    """A sentence that can be judged alone, and whether the one before it is needed as evidence."""
    clause = clause_of(sentence)
    words = clause.words
    if (
        ";" in sentence.text
        or COMPARES.search(sentence.text)
        or not clause.is_plain
        or not FEWEST <= len(words) <= MOST
    ):
        return None
    if (
        len(content_of(text_of(words))) < FEWEST_CONTENT
        or HEDGES.search(sentence.text)
        or any(child.dep_ == "neg" for child in sentence.root.children)
    ):
        return None
    shown = alone(sentence, clause, concepts)
    return shown if shown is not None and balanced(shown[0]) else None


def _swaps(
    text: str, sentence: Sentence, clause: Clause, concepts: Concepts, chance: random.Random
) -> Iterator[tuple[str, float]]:
    other = next(
        (
            c
            for c in sentence.root.children
            if c.dep_ == "advcl" and c.left_edge.lower_ in ("while", "whereas")
        ),
        None,
    )
    second = subject_of(other) if other is not None else None
    if second is not None:
        yield from _exchanged(clause, second, concepts)
    for turned in (*turned_round(text), *denied_at_first(text)):
        yield turned, 1.6
    predicate = content_of(text_of(clause.predicate()))
    for token in (clause.subject, *(c for c in sentence.root.rights if c.dep_ in ("dobj", "attr"))):
        words = [word for word in token.subtree if word.i <= token.i]
        concept = concepts.of(words)
        if concept is not None and group(concept) == "PLACE":
            continue  # Paris may stand for France
        if (
            concept is None
            or concepts.salience(concept) < LEAST_SALIENCE
            or any(c.dep_ == "conj" for c in token.children)
        ):
            continue
        if any(c.dep_ in ("relcl", "acl", "prep", "appos") for c in token.rights):
            continue
        about = predicate if token is clause.subject else content_of(text_of(list(clause.subject.subtree)))
        near = sentence.headings[-1:]
        siblings = [
            text
            for text in concepts.distractors(concept, sentence.text, about, 9, chance, near)
            if (known := concepts.all.get(text.lower())) and known.headings.keys() >= set(near)
            if _is_close(concept, known, concepts)
        ]
        if siblings and sentence.root.lemma_ != "have":
            changed = _with(text, concept.text, siblings[0])
            if changed:
                yield changed, 0.3 * min(5.0, concepts.salience(concept)) - 0.6


def _is_close(concept: Concept, other: Concept, concepts: Concepts) -> bool:
    if is_abbreviation(concept.text):
        return False  # what it stands for is not known, and one has an article where another has none
    if not concept.proper and concept.head != other.head and not nouns().kinship(concept.head, other.head):
        return False  # both are defined in one section, and may be as far apart as an acid and a plastic
    if concept.head == other.head and (concept.adjectival or other.adjectival):
        return False
    return concepts.are_kin(concept, other) and concepts.likeness(concept, other) >= LEAST_LIKENESS


def _exchanged(clause: Clause, second: "Token", concepts: Concepts) -> Iterator[tuple[str, float]]:
    """The sentence in which two things that are compared have changed places."""
    one = concepts.of([w for w in clause.subject.subtree if w.i <= clause.subject.i])
    two = concepts.of([w for w in second.subtree if w.i <= second.i])
    if (
        one is None
        or two is None
        or one.plural != two.plural
        or any(c.dep_ == "prep" for c in second.children)
    ):
        return
    text = text_of(clause.words)
    places = [re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in (one.text, two.text)]
    if places[0] is None or places[1] is None or places[0].start() > places[1].start():
        return
    first, last = places[0], places[1]
    changed = (
        text[: first.start()] + two.text + text[first.end() : last.start()] + one.text + text[last.end() :]
    )
    yield capital(changed) + ".", 1.6


def _with(text: str, name: str, sibling: str) -> str | None:
    """A sentence in which one concept stands in place of another, with the right article."""
    found = re.search(rf"\b((?:an?) )?{re.escape(name)}\b", text, re.IGNORECASE)
    if found is None or len(re.findall(re.escape(name), text, re.IGNORECASE)) > 1:
        return None
    article = ("an " if sibling[:1].lower() in "aeiou" else "a ") if found[1] else ""
    return capital(text[: found.start()] + article + sibling + text[found.end() :])
