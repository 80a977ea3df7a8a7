"""What belongs to a thing: its parts, its examples, and how many there are."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.asking.asked import Asked, Asker
from processor.writing.concept import VAGUE, Concept, core
from processor.writing.phrasing import Clause, negated, text_of, without
from processor.writing.prose import Sentence, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

LISTING = frozenset({"include", "contain", "comprise", "consist", "be"})
OPEN_LIST = re.compile(r"\b(?:such as|including|for example|like|and so on|among|other)\b")
FEWEST_ITEMS = 3
LONGEST_KIND = 4  # words
# Kinds of which anything may be an example
EMPTY_KINDS = frozenset({"thing", "factor", "place", "country", "area", "way", "one", "term", "topic"})
COUNTING = frozenset({"have", "contain", "comprise", "include", "consist", "need", "require"})
INEXACT = re.compile(
    r"\b(?:about|around|nearly|almost|over|under|some|roughly|approximately|least|most|more|less|fewer|"
    r"up to)\b"
)
NUMERALS = {word: number for number, word in enumerate(
    "two three four five six seven eight nine ten eleven twelve".split(), start=2
)}  # fmt: skip
MOST_COUNTED = 1000


def of_list(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What does … consist of? Choose all that apply."""
    verb, subject = clause.verb, subtree(clause.subject)
    if verb.lemma_ not in LISTING or OPEN_LIST.search(sentence.text) or negated(verb):
        return
    first, gone = _first_item(verb)
    if first is None or not asker.is_clear(subject):
        return
    listed = _listed(asker, first)
    if len(listed) < FEWEST_ITEMS:
        return
    if verb.lemma_ == "be":
        if clause.subject.tag_ != "NNS":
            return
        prompt = f"Which of these are {text_of(subject)}? Choose all that apply."
    else:
        tail = " of" if verb.lemma_ == "consist" else ""
        prompt = clause.asked("What", gone).rstrip("?") + f"{tail}? Choose all that apply."
    texts = tuple(concept.text for concept in listed)
    yield asker.asked(sentence, "list", prompt, texts[0], listed[0], items=texts)


def _first_item(verb: "Token") -> tuple["Token | None", "Token | None"]:
    """The first item of a list, and the head of the whole list."""
    if verb.lemma_ == "consist":
        prep = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        inner = prep.children if prep is not None else ()
        return next((c for c in inner if c.dep_ == "pobj"), None), prep
    first = next((c for c in verb.rights if c.dep_ in ("dobj", "attr")), None)
    return first, first


def _listed(asker: Asker, first: "Token") -> list[Concept]:
    """The concepts of a list; none if one of its items is no concept."""
    items = [first]
    while following := [child for child in items[-1].children if child.dep_ == "conj"]:
        items.append(following[0])
    concepts = [asker.concept(item) for item in items]
    known = [concept for concept in concepts if concept is not None]
    return known if len(known) == len(items) else []


def of_examples(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Which of these is an example of metals? From `metals such as copper`."""
    for token in sentence.span:
        if token.lower_ != "as" or token.i == sentence.span.start or token.nbor(-1).lower_ != "such":
            continue
        item = next((c for c in token.children if c.dep_ == "pobj"), None)
        kind = token.head
        if item is None or kind.tag_ != "NNS" or kind.lemma_.lower() in EMPTY_KINDS | VAGUE:
            continue
        concept = asker.concept(item)
        name = without(subtree(kind), token, *[c for c in kind.rights if c.lower_ in ("such", "as")])
        inner = core(name) if len(name) <= LONGEST_KIND else []
        if concept is not None and inner and asker.is_clear(name):
            prompt = f"Which of these is an example of {text_of(inner)}?"
            yield asker.asked(sentence, "example", prompt, concept.text, concept)


def of_count(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """How many chambers does the heart have? Only where a thing has so many parts, exactly."""
    target = next((child for child in clause.verb.rights if child.dep_ == "dobj"), None)
    if clause.verb.lemma_ not in COUNTING or target is None or target.tag_ != "NNS":
        return
    number = _counted(target)
    is_open = INEXACT.search(sentence.text.lower()) is not None or clause.verb.tag_ == "VBD"
    is_narrowed = any(child.dep_ in ("relcl", "acl", "prep") for child in target.rights)
    is_clear = not is_narrowed and asker.is_clear(list(target.subtree), subtree(clause.subject))
    if number is None or is_open or not is_clear or clause.subject.pos_ not in ("NOUN", "PROPN"):
        return
    counted = text_of([t for t in target.subtree if t.i <= target.i and t.dep_ != "nummod"])
    yield from asker.turned(
        sentence, clause, "count", f"How many {counted}", f"{number:g}", None, target, number=number
    )


def _counted(noun: "Token") -> float | None:
    """How many of a noun there are, if the number is in front of it."""
    first = next((c for c in noun.lefts if c.dep_ == "nummod"), None)
    if first is None or first.i != noun.left_edge.i:
        return None
    if first.text.isdigit() and int(first.text) <= MOST_COUNTED:
        return float(first.text)
    return NUMERALS.get(first.lower_)
