"""How two things differ, and what is true of one of them and not of others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.asking.asked import LONGEST_ANSWER, NAMING, Asked, Asker, Said
from processor.writing.concept import GENERIC
from processor.writing.context import UNIQUE, lacks_standard
from processor.writing.likeness import content_of, may_mean_the_same
from processor.writing.phrasing import Clause, article, capital, ends_whole, negated, text_of
from processor.writing.prose import Sentence, balanced, subject_of, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

OF_ONE, OF_SEVERAL = frozenset({"is", "was", "has"}), frozenset({"are", "were", "have"})
CONTRASTING = frozenset({"while", "whereas"})
FEWEST_SAID, MOST_SAID = 4, 16  # words of what is said of a thing
FEWEST_TOLD = 3  # content words of that
LONGEST_NAME = 7  # words of a subject
FEWEST_NAMED = 2  # how often a thing must be named
MOST_NAMED = 9  # of what the whole document is about, too much may be true
LEAST_SALIENCE = 2.0


def of_contrast(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """How do acids differ from bases? From `Acids …, whereas bases …`; a wrong answer exchanges the two."""
    other = next((c for c in clause.verb.rights if _contrasts(c)), None)
    second = subject_of(other) if other is not None else None
    if other is None or second is None or clause.opening():
        return
    one, two = asker.concept(clause.subject), asker.concept(second)
    if one is None or two is None or one.plural != two.plural or may_mean_the_same(one.text, two.text):
        return
    said = [token for token in clause.predicate(other) if token.i < other.left_edge.i]
    other_said = [token for token in other.subtree if token.i > second.right_edge.i]
    known = [*subtree(clause.subject), *subtree(second)]
    if not said or not other_said or not asker.is_clear([*said, *other_said], known):
        return
    texts = text_of(said), text_of(other_said)
    if sum(len(text.split()) for text in texts) > LONGEST_ANSWER or not all(texts):
        return
    names = f"{article(clause.subject)}{one.text}", f"{article(second)}{two.text}"
    do = "did" if clause.verb.tag_ == "VBD" else "do" if one.plural else "does"
    all_of = "Both" if one.plural else "Each of the two"
    yield asker.asked(
        sentence, "contrast", f"How {do} {names[0]} differ from {names[1]}?",
        f"{capital(names[0])} {texts[0]}, while {names[1]} {texts[1]}", subject=one,
        wrong=(
            f"{capital(names[0])} {texts[1]}, while {names[1]} {texts[0]}",
            f"{all_of} {texts[0]}", f"{all_of} {texts[1]}",
        ),
    )  # fmt: skip


def _contrasts(part: "Token") -> bool:
    return part.dep_ == "advcl" and part.left_edge.lower_ in CONTRASTING


def said_in(asker: Asker, sentence: Sentence, clause: Clause) -> Said | None:
    """What a sentence says of its subject, if that can be understood alone."""
    subject, verb = clause.subject, clause.verb
    is_joined = any(child.dep_ == "conj" for child in subject.children)
    if says_little(verb):
        return None
    if subject.pos_ not in ("NOUN", "PROPN") or is_joined or clause.opening() or negated(verb):
        return None
    predicate, words = clause.predicate(), subtree(subject)
    text = text_of(predicate)
    begins = bool(predicate) and predicate[0].i > subject.i and predicate[0].pos_ in ("VERB", "AUX")
    fits = FEWEST_SAID <= len(text.split()) <= MOST_SAID and len(content_of(text)) >= FEWEST_TOLD
    is_named = len(words) <= LONGEST_NAME and asker.is_clear(words)
    other_number = OF_ONE if subject.tag_ in ("NNS", "NNPS") else OF_SEVERAL
    if (
        not begins
        or not balanced(text)
        or predicate[0].lower_ in other_number
        or not fits
        or not ends_whole(predicate)
        or lacks_standard(predicate)
        or not is_named
        or not asker.is_clear(predicate, words)
    ):
        return None
    is_plural = subject.tag_ in ("NNS", "NNPS")
    if predicate[0].tag_ == ("VBZ" if is_plural else "VBP") or predicate[0].tag_ == "VB":
        return None  # a fish of which many are meant
    is_past = predicate[0].tag_ == "VBD"
    is_person = subject.ent_type_ == "PERSON"
    return Said(sentence, subject, text_of(words), text, is_plural, is_past, is_person)


def says_little(verb: "Token") -> bool:
    """Whether `is` is followed by a clause, which can be said of its subject only: the goal is to …"""
    return verb.lemma_ == "be" and any(child.dep_ in ("xcomp", "ccomp", "advcl") for child in verb.rights)


def of_truth(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Which of these is true of mitochondria? For what a sentence says of a salient thing."""
    said = said_in(asker, sentence, clause)
    if said is None or clause.verb.lemma_ in NAMING or not _is_salient(asker, said.subject):
        return
    concept = asker.concept(said.subject)
    prompt = f"Which of these is true of {said.name}?"
    answer = f"{said.lead} {said.predicate}"
    yield asker.asked(sentence, "truth", prompt, answer, subject=concept, said=said)


def _is_salient(asker: Asker, noun: "Token") -> bool:
    """Whether one can know what is true of a thing: it is named often, or narrowed down."""
    concept = asker.concept(noun)
    if noun.lemma_.lower() in GENERIC:
        return False  # of a value of 2 or 3
    if noun.left_edge.lower_ == "one" or any(child.tag_ in ("JJ", "JJR", "JJS") for child in noun.lefts):
        return concept is not None and FEWEST_NAMED <= concept.count <= MOST_NAMED  # not the large constant
    if concept is None:
        return any(child.dep_ == "prep" for child in noun.rights)
    is_bare_definite = noun.left_edge.lower_ == "the" and noun.i - noun.left_edge.i == 1
    if is_bare_definite and noun.pos_ != "PROPN" and concept.head not in UNIQUE:
        return False
    return FEWEST_NAMED <= concept.count <= MOST_NAMED and asker.concepts.salience(concept) >= LEAST_SALIENCE
