"""A sentence with a gap, for a noun that can be asked for in no other way."""

import re
from collections.abc import Iterator

from processor.writing.asking.asked import Asked, Asker
from processor.writing.concept import VAGUE
from processor.writing.context import alone
from processor.writing.likeness import content_of
from processor.writing.phrasing import Clause, capital, negated
from processor.writing.prose import Sentence

GAP = "_____"
FEWEST, MOST = 8, 26  # words of the sentence
FEWEST_CONTENT = 5  # content words that are left
LEAST_SALIENCE = 2.2
MOST_GAPS = 3  # of a sentence
ROLES = frozenset({"pobj", "attr", "dobj", "nsubj", "nsubjpass"})
HEDGES = re.compile(
    r"\b(?:may|might|such as|perhaps|including|another|other|certain|various|several)\b",
    re.IGNORECASE,
)


def of_gap(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Which of these belongs in the gap? For the most salient noun that is named once."""
    words = clause.words
    is_fit = FEWEST <= len(words) <= MOST and not negated(clause.verb)
    shown = alone(sentence, clause, asker.concepts)
    if not is_fit or HEDGES.search(sentence.text) or shown is None:
        return
    text, both = shown
    lowered, ranked = text.lower(), []
    for chunk in sentence.chunks:
        head = chunk.root
        is_joined = head.dep_ not in ROLES or any(child.dep_ in ("conj", "appos") for child in head.children)
        concept = asker.concepts.of([token for token in head.subtree if token.i <= head.i])
        is_in_name = head.dep_ == "pobj" and head.head.head.pos_ == "PROPN"
        is_vague = concept is not None and concept.head in VAGUE
        if concept is None or is_joined or is_vague or is_in_name or lowered.count(concept.head) != 1:
            continue
        salience = asker.concepts.salience(concept)
        if salience >= LEAST_SALIENCE:
            ranked.append((salience, concept))
    for _, concept in sorted(ranked, key=lambda one: -one[0])[:MOST_GAPS]:
        pattern = re.compile(rf"(\b[Aa]n? )?\b{re.escape(concept.text)}(?!\w)", re.IGNORECASE)
        if len(pattern.findall(text)) != 1:
            continue
        left = pattern.sub(lambda found: f"{'a(n) ' if found[1] else ''}{GAP}", text)
        if len(content_of(left)) >= FEWEST_CONTENT:
            prompt = f"Which of these belongs in the gap? {capital(left)}"
            yield asker.asked(sentence, "gap", prompt, concept.text, concept, both=both)
