"""Who, what, where and when: one part of a sentence is asked for."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.asking.asked import NAMING, Asked, Asker
from processor.writing.concept import PEOPLE, PLACES, POINTING_NOUNS, Concept, group
from processor.writing.context import person_before
from processor.writing.likeness import content_of
from processor.writing.phrasing import Clause, ends_whole, negated, text_of
from processor.writing.prose import Sentence, is_finite, subject_of, subtree
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

# Entities before the subject that say when or where, unlike `in the first case`
TELLING = frozenset({"DATE", "GPE", "LOC", "FAC", "ORG", "PERSON", "NORP", "EVENT", "WORK_OF_ART"})
NAMED = frozenset({"PERSON", "EVENT", "LAW", "GPE", "ORG", "NORP", "FAC", "WORK_OF_ART"})
HAPPENINGS = frozenset({4, 10, 11, 14, 18, 28})  # WordNet's acts, messages, events, groups, people and times
LONGEST_OF_YEAR = 8  # words of a subject
FEWEST_OF_OBJECT = 7  # content words that a sentence needs, to tell which object is asked for
FEWEST_TOLD = 4  # content words that a predicate needs, to tell of whom it is said
FEWEST_OF_PERSON = 6  # content words that tell who was something
SHORTEST_OPENING = 3  # words
LINKING = frozenset({"be", "have", "mean", "become", "seem"})  # verbs that say too little about their subject
LIGHT = frozenset({"have", "do", "take", "make", "give", "play"})  # verbs that say little about their object
# Verbs whose meaning their preposition completes
BOUND_VERBS = frozenset({
    ("depend", "on"), ("rely", "on"), ("lead", "to"), ("result", "in"), ("belong", "to"), ("turn", "into"),
    ("consist", "of"), ("react", "with"), ("combine", "with"), ("differ", "from"), ("derive", "from"),
    ("replace", "with"), ("convert", "into"), ("change", "into"), ("break", "into"), ("contribute", "to"),
    ("protect", "from"), ("develop", "from"), ("divide", "into"), ("split", "into"), ("suffer", "from"),
    ("come", "from"), ("develop", "into"), ("transform", "into"), ("respond", "to"), ("specialise", "in"),
})  # fmt: skip
YEAR = re.compile(r"^(?:1[0-9]|20)\d\d$")


def of_subject(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Who …? Which of these …? For the subject."""
    subject, verb = clause.subject, clause.verb
    person = person_before(sentence, asker.concepts, 1) if subject.lower_ in ("he", "she") else []
    concept = asker.concept(person[-1]) if person else asker.concept(subject)
    is_joined = any(child.dep_ == "conj" for child in subject.children)
    if concept is None or is_joined or _is_vague(subject) or _is_any(clause):
        return
    is_person = group(concept) == "PERSON" and not any(letter.isdigit() for letter in concept.text)
    is_linking = verb.lemma_ in LINKING
    if negated(verb) or verb.lemma_ in NAMING or (is_linking and not is_person):
        return
    predicate, opening = clause.predicate(), clause.opening()
    tells = len(content_of(text_of(predicate))) >= (FEWEST_OF_PERSON if is_linking else FEWEST_TOLD)
    says_when = any(token.ent_type_ in TELLING for token in opening)
    if opening and not says_when and (not is_person or len(opening) < SHORTEST_OPENING):
        return  # In a similar manner, by default
    if any(token.lemma_ == "do" for token in clause.auxiliaries):
        return
    says_subject = any(token.lemma_.lower() == concept.head for token in predicate)
    if (
        not tells
        or says_subject
        or not ends_whole(predicate)
        or not asker.is_clear([*opening, *predicate], [*person, *subtree(subject)])
    ):
        return
    asks = "Who" if is_person else "Which of these"
    start = text_of(opening, first=True)
    question = f"{start}, {asks.lower()} {text_of(predicate)}?" if start else f"{asks} {text_of(predicate)}?"
    yield asker.asked(sentence, "subject", question, concept.text, concept, both=bool(person))


def of_relative(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Who …? For what a clause says of a person: John Locke, who argued that people have rights."""
    for verb in sentence.span:
        subject = subject_of(verb) if verb.dep_ == "relcl" and is_finite(verb) else None
        if subject is None or subject.lower_ != "who" or verb.head.right_edge.i < subject.i:
            continue
        concept = asker.concepts.of([token for token in verb.head.subtree if token.i <= verb.head.i])
        words = [token for token in subtree(verb) if token.i > subject.i]
        if concept is None or group(concept) != "PERSON" or negated(verb):
            continue
        tells = len(content_of(text_of(words))) >= FEWEST_TOLD
        if tells and ends_whole(words) and asker.is_clear(words, subtree(verb.head)[:1]):
            yield asker.asked(sentence, "subject", f"Who {text_of(words)}?", concept.text, concept)


def _is_any(clause: Clause) -> bool:
    """Whether something happened once, to one of many that is not named: a fire that destroyed a studio."""
    is_past = any(verb.tag_ == "VBD" for verb in (clause.verb, *clause.auxiliaries))
    is_perfect = any(verb.lemma_ == "have" for verb in clause.auxiliaries)
    return clause.subject.left_edge.lower_ in ("a", "an", "another", "one") and (is_past or is_perfect)


def _is_vague(noun: "Token") -> bool:
    """Whether `the` noun would be an answer that says nothing, such as `the war` or `the capital city`."""
    is_definite = noun.left_edge.lower_ == "the"
    is_single = is_definite and noun.i - noun.left_edge.i == 1
    is_alone = is_definite or noun.i == noun.left_edge.i or noun.nbor(-1).pos_ == "DET"
    if is_alone and noun.pos_ == "NOUN" and noun.lemma_.lower() in POINTING_NOUNS:
        return True
    return is_single and nouns().sort(noun.lemma_) in HAPPENINGS


def of_object(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What did the assembly abolish? For the object."""
    target = next((child for child in clause.verb.rights if child.dep_ == "dobj"), None)
    if target is None or clause.verb.lemma_ in LIGHT:
        return
    concept = _whole_concept(asker, target)
    says_enough = len(content_of(text_of(clause.words))) >= FEWEST_OF_OBJECT
    if concept is not None and says_enough and not concept.adjectival:
        word = "Whom" if concept.label in PEOPLE else "What"
        yield from asker.turned(sentence, clause, "object", word, concept.text, concept, target)


def of_completion(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What do prices depend on? For the noun that completes a verb with its preposition."""
    for prep in clause.verb.rights:
        target = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if target is None or (clause.verb.lemma_, prep.lower_) not in BOUND_VERBS:
            continue
        concept = _whole_concept(asker, target)
        if concept is None:
            continue
        for asked in asker.turned(sentence, clause, "object", "What", concept.text, concept, prep):
            prompt = f"{asked.prompt.removesuffix('?')} {prep.lower_}?"
            yield asker.asked(
                sentence, "object", prompt, concept.text, concept, both=asked.quote != sentence.text
            )


def _whole_concept(asker: Asker, noun: "Token") -> Concept | None:
    """The concept of a noun that stands alone: not one of several, and not narrowed down."""
    is_joined = any(child.dep_ in ("conj", "appos") for child in noun.children)
    is_vague = noun.pos_ == "NOUN" and noun.lemma_.lower() in POINTING_NOUNS
    return None if is_joined or is_vague else asker.concept(noun)


def of_place(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Where …? For a place."""
    for prep in clause.verb.rights:
        place = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if prep.dep_ != "prep" or prep.lower_ not in ("in", "at", "near") or place is None:
            continue
        concept = asker.concept(place)
        rest = clause.predicate(prep)
        if any(token.ent_type_ in PLACES and token.head.lower_ == prep.lower_ for token in rest):
            continue  # in Ulm, in the German Empire
        if concept is not None and group(concept) == "PLACE":
            yield from asker.turned(sentence, clause, "where", "Where", concept.text, concept, prep)


def of_year(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """In which year …? For what one person or body did in one year, and only where one year is named."""
    years = [token for token in sentence.span if YEAR.match(token.text)]
    if len(years) != 1:
        return
    named = clause.subject.pos_ == "PROPN" or any(token.ent_type_ in NAMED for token in sentence.span)
    dates = [one for one in sentence.span.ents if one.label_ == "DATE"]
    is_long = len(subtree(clause.subject)) > LONGEST_OF_YEAR
    if len(dates) > 1 or is_long:
        return
    if clause.verb.lemma_ == "be" and not clause.auxiliaries:
        return  # the first woman in space was Sally Ride
    if not named or (clause.verb.tag_ != "VBD" and not clause.auxiliaries):
        return
    year = years[0]
    prep = next(
        (child for child in clause.verb.children if child.dep_ == "prep" and year in child.subtree), None
    )
    if prep is None or prep.lower_ not in ("in", "on"):
        return
    if not all(token.ent_type_ == "DATE" or token.is_punct for token in subtree(prep)[1:]):
        return
    yield from asker.turned(sentence, clause, "when", "In which year", year.text, None, prep)
