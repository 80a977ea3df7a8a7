"""What a term means, and how a thing is called."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.asking.asked import NAMING, Asked, Asker
from processor.writing.concept import VAGUE, Concept, group, is_rare_term
from processor.writing.likeness import content_of
from processor.writing.phrasing import Clause, article, capital, ends_whole, negated, text_of, without
from processor.writing.prose import Sentence, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORTEST_DEFINITION = 5  # words
FEWEST_TOLD = 4  # content words of a definition
# Nouns that say nothing of what a thing is
EMPTY_GENERA = frozenset(
    "reason example result part way complement activity member source quantity successor hazard "
    "component issue factor concern alternative concept idea stage step topic subject type kind point "
    "count array cause source provision matter sign symptom success failure problem challenge".split()
)
# Words that praise a thing and do not tell it from others
PRAISING = frozenset(
    "important major main key common popular significant notable famous essential useful good great typical "
    "prominent integral vital crucial serious real".split()
)
APPOSED = frozenset({"appos", "attr", "dobj", "pobj"})  # roles of a noun that follows another one and a comma
LONGEST_BEFORE = 4  # words between its article and it
NAMING_GENERA = frozenset(
    {"term", "name", "word", "expression"}
)  # a term for …, of which only the rest is asked


def of_definition(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Which of these is …? and What is …? From `A cache is a memory that …`."""
    attribute = _attribute_of(clause)
    concept = asker.concept(clause.subject)
    if attribute is None or concept is None or attribute.lemma_.lower() == concept.head:
        return
    if any(child.dep_ == "conj" for child in clause.subject.children):
        return  # dilation and curettage
    if concept.head in VAGUE or _is_one_of_its_kind(concept, attribute):
        return
    words = without([t for t in sentence.span if t.i >= attribute.left_edge.i], *clause.further)
    if not _defines(attribute, words) or not asker.is_clear(words, subtree(clause.subject)):
        return
    named = next((c for c in attribute.rights if c.dep_ == "prep" and c.lower_ in ("for", "of")), None)
    if attribute.lemma_.lower() in NAMING_GENERA and named is not None:
        words = [token for token in words if token.i > named.i]
    definition, are = text_of(words), clause.verb.text
    if group(concept) == "PERSON":
        yield asker.asked(sentence, "subject", f"Who {are} {definition}?", concept.text, concept)
        return
    yield asker.asked(sentence, "term", f"Which of these {are} {definition}?", concept.text, concept)
    prompt = f"What {are} {article(clause.subject)}{concept.text}?"
    yield asker.asked(sentence, "define", prompt, capital(definition), concept)


def _is_one_of_its_kind(concept: Concept, attribute: "Token") -> bool:
    """Whether a name is only said to be one of several: Algeria is a member of the League."""
    return concept.proper and attribute.left_edge.lower_ != "the"


def _attribute_of(clause: Clause) -> "Token | None":
    """The noun that says what the subject is, of a plain sentence; of the past, for names and rare terms."""
    verb = clause.verb
    if verb.lemma_ != "be" or clause.auxiliaries or clause.opening() or negated(verb):
        return None
    if (
        verb.tag_ == "VBD"
        and clause.subject.pos_ != "PROPN"
        and not is_rare_term(clause.subject.lemma_.lower())
    ):
        return None
    attribute = next((child for child in verb.rights if child.dep_ == "attr"), None)
    is_noun = attribute is not None and attribute.pos_ in ("NOUN", "PROPN")
    return attribute if is_noun else None


def _defines(attribute: "Token", words: list["Token"]) -> bool:
    """Whether words narrow a noun down so far that they may define a term."""
    is_narrowed = any(child.dep_ in ("relcl", "prep", "acl") for child in attribute.rights)
    is_introduced = attribute.left_edge.lower_ in ("a", "an", "the", "any") or attribute.tag_ == "NNS"
    is_long = len(words) >= SHORTEST_DEFINITION and len(content_of(text_of(words))) >= FEWEST_TOLD
    praises = any(child.lower_ in PRAISING for child in attribute.lefts)
    return is_narrowed and is_introduced and is_long and not praises and attribute.lemma_ not in EMPTY_GENERA


def of_apposition(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Which of these is …? From `histology, the study of tissues, …`."""
    for noun, attribute in _apposed(sentence):
        words = _up_to_comma(subtree(attribute), attribute)
        concept = asker.concepts.of([token for token in noun.subtree if token.i <= noun.i])
        if concept is None or concept.head in VAGUE or attribute.lemma_.lower() == concept.head:
            continue
        is_one = _is_one_of_its_kind(concept, attribute) or group(concept) in ("PLACE", "PERSON")
        is_listed = noun.dep_ == "conj" or any(
            child.dep_ == "conj" for one in (noun, attribute) for child in one.children
        )
        if (
            is_one
            or is_listed
            or concept.plural != (attribute.tag_ == "NNS")
            or not _defines(attribute, words)
            or not asker.is_clear(words)
            or not ends_whole(words)
        ):
            continue
        definition = text_of(words)
        are = "are" if concept.plural else "is"
        yield asker.asked(sentence, "term", f"Which of these {are} {definition}?", concept.text, concept)
        prompt = f"What {are} {article(noun)}{concept.text}?"
        yield asker.asked(sentence, "define", prompt, capital(definition), concept)


def _apposed(sentence: Sentence) -> Iterator[tuple["Token", "Token"]]:
    """Each noun with the noun after its comma that says what it is, however the parse attaches that."""
    for comma in sentence.span[1:-1]:
        noun, first = comma.nbor(-1), comma.nbor(1)
        attribute = first.head
        if comma.text != "," or noun.pos_ not in ("NOUN", "PROPN") or first.lower_ not in ("a", "an", "the"):
            continue
        is_phrase = attribute.left_edge == first and attribute.pos_ == "NOUN" and attribute.i > comma.i
        if is_phrase and attribute.dep_ in APPOSED and attribute.i - first.i <= LONGEST_BEFORE:
            yield noun, attribute


def _up_to_comma(words: list["Token"], noun: "Token") -> list["Token"]:
    """The words up to the first comma after a noun."""
    end = next((token.i for token in words if token.text == "," and token.i > noun.i), None)
    return words if end is None else [token for token in words if token.i < end]


def of_name(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What is … called? From `X is called Y`, and from `This is called Y` with the sentence before."""
    concept, subject = _name_in(asker, clause), clause.subject
    if concept is None:
        return
    if clause.auxiliaries[0].lemma_ != "be":
        return
    words = subtree(subject)
    says_enough = len(content_of(text_of(words))) > 1
    if says_enough and subject.pos_ in ("NOUN", "PROPN") and asker.is_clear(words):
        prompt = f"What {clause.auxiliaries[0].text} {text_of(words)} called?"
        yield asker.asked(sentence, "called", prompt, concept.text, concept)
    points_back = subject.lower_ in ("this", "it") or subject.left_edge.lower_ == "this"
    before = sentence.before
    if points_back and before is not None and before.askable and asker.is_clear(list(before.span)):
        prompt = f"What is this called? “{before.text}”"
        yield asker.asked(sentence, "called", prompt, concept.text, concept, both=True)


def _name_in(asker: Asker, clause: Clause) -> Concept | None:
    """The name that `is called`, `is known as` or `is referred to as` gives."""
    verb = clause.verb
    if verb.lemma_ not in NAMING or not any(child.dep_ == "auxpass" for child in verb.children):
        return None
    name = _name_after(verb)
    return asker.concept(name) if name is not None else None


def _name_after(verb: "Token") -> "Token | None":
    """The name that `called`, `known as` or `referred to as` gives."""
    name = next((c for c in verb.rights if c.dep_ in ("oprd", "attr", "dobj")), None)
    if name is None:
        by = next((c for c in verb.rights if c.lower_ in ("as", "to")), None)
        inner = by.subtree if by is not None else ()
        name = next((c for c in inner if c.dep_ == "pobj" and c.head.lower_ == "as"), None)
    return name
