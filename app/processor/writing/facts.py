"""What a document states that is worth asking: sentences with a term in them that carries the point, ranked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.processor.writing.sentences import Sentence
from app.processor.writing.terms import Term, Vocabulary

DEFINITION = re.compile(
    r"^(?P<subject>(?:(?:The|A|An)\s)?[\w/.+-]+(?:\s[\w/.()+-]+){0,4}?)\s(?:\([^)]*\)\s)?"
    r"(?P<verb>is|are|means|refers to|stands for|is called|consists of|contains|provides|defines|controls|determines|specifies|"
    r"is used to|is used for|allows)\s(?P<rest>.+)\.$"
)
HEDGES = re.compile(
    r"\b(maybe|perhaps|probably|possibly|might|usually|sometimes|often|generally|typically|most|some|may want|you can|"
    r"you may|should probably|not necessarily|fairly|quite|rather|very|really|good|bad|nice|useful|important|easy)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fact:
    """A sentence, the term to ask for, and how much it is worth asking."""

    sentence: Sentence
    term: Term
    definition: bool  # the term is what the sentence defines
    worth: float


def facts_of(sentences: list[Sentence], vocabulary: Vocabulary) -> list[Fact]:
    """The facts of these sentences, the most worth asking first; at most two of one sentence."""
    found: list[Fact] = []
    for sentence in sentences:
        ranked = sorted(_of_sentence(sentence, vocabulary), key=lambda fact: -fact.worth)
        found.extend(ranked[:2])
    return sorted(found, key=lambda fact: -fact.worth)


def _of_sentence(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Fact]:
    terms = list(vocabulary.terms_in(sentence))
    definition = DEFINITION.match(sentence.text)
    heading_words = set(re.findall(r"\w{4,}", " ".join(sentence.headings[-2:]).lower()))
    for term in terms:
        if sentence.text.count(term.text) > 1 or not _asks_well(sentence.text, term):
            continue
        entry = vocabulary.entries[term.text]
        defines = bool(definition) and term.end <= definition.end("subject") and definition["subject"].endswith(term.text)
        worth = 1.5 * defines + 0.4 * min(entry.count, 5) + 0.35 * min(vocabulary.rarity(term.text), 6)
        worth += 0.8 * bool(heading_words & set(term.text.lower().split()))
        worth += {"number": 0.6, "year": 0.8, "path": 1.0, "option": 0.4, "command": 0.8, "variable": 1.0, "acronym": 0.6,
                  "name": 0.6, "phrase": 0.8, "word": -0.6}[term.kind]  # fmt: skip
        worth -= 0.5 * len(HEDGES.findall(sentence.text)) + 0.04 * abs(len(sentence.text.split()) - 16)
        worth -= 0.7 * (len(terms) < 2)  # nothing left in the sentence to know it by
        yield Fact(sentence, term, defines, worth)


def _asks_well(text: str, term: Term) -> bool:
    """Whether the gap can be filled from knowledge: not half of a name, not beside a bracket, not in a list of its like."""
    before, after = text[: term.start], text[term.end :]
    if re.search(r"[\w/-]$", before) or re.match(r"[\w/(\[-]", after):
        return False
    if re.search(r"(\bor|\band|,|/)\s?$", before) or re.match(r"\s?(,|/|\bor\b|\band\b)", after):
        return False  # one of several: which one can't be told
    return not before.endswith(("“", "”", "(", "’", "‘", '"', "'"))
