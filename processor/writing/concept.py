"""One concept, which is a noun phrase of a document, and what sort of thing it names."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from wordfreq import zipf_frequency

from processor.writing.likeness import singular
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 5  # words
WORD = re.compile(r"\w+")
ABBREVIATION = re.compile(r"[A-Z](?:-?[A-Z0-9]){1,7}s?")
PLACE, PERSON = 15, 18
# Acts, attributes, thoughts, events, feelings, groups, motives, phenomena, processes, relations and states
ABSTRACT = frozenset({4, 7, 9, 11, 12, 14, 16, 19, 22, 24, 26})
RAREST = 2.9  # on the Zipf scale, of a distractor that is not a word of the document
PEOPLE, PLACES = frozenset({"PERSON"}), frozenset({"GPE", "LOC", "FAC"})
ONE_OF_MANY = frozenset({"a", "an", "another", "each", "every", "any", "one"})
GROUPS = frozenset({"ORG", "NORP"})
NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY"})
# Nouns that mean something only with what was said before
GENERIC = frozenset(
    "process method author result case way example figure approach problem study reason effect "
    "change difference step "
    "fact idea thing amount number kind type sort form part set lot group member feature factor "
    "level point place time "
    "period order use role purpose question answer view term name word one ones other others "
    "something anything "
    "everything nothing someone people person man woman year day month century decade age end "
    "beginning side top bottom "
    "rest majority minority range variety series means addition course turn detail percent "
    "percentage section chapter "
    "figure table text value condition situation issue matter event action activity result outcome "
    "consequence "
    "advantage disadvantage benefit cost example instance article aspect element item piece stage "
    "phase position "
    "literature paper picture appendix world support surface work release default project "
    "effort following alternative half third quarter couple pair bit sum total average mean rate "
    "pattern model".split()
)
# Nouns that with `the` mean one that was named before, however often they occur
POINTING_NOUNS = frozenset(
    "area region state city country territory land site place town village island district novel book film "
    "story crew team mission board company colony program plan proposal document act agreement committee "
    "author article face archive caption section group body order system class package user machine command "
    "file image list line character name object table".split()
)
RELATIVE = frozenset(
    "same other such little new next previous last latter former following resulting remaining entire whole "
    "first second "
    "third fourth final main certain different various several many few more most less own another "
    "only very early "
    "late later earlier recent current above overall particular specific given similar opposite "
    "additional further "
    "important great large small good common possible appropriate respective actual".split()
)
VAGUE = GENERIC | POINTING_NOUNS


@dataclass(eq=False)
class Concept:
    """A noun phrase of the document, without its article."""

    text: str
    head: str  # the lemma of its last noun
    label: str  # that of the named entity; ""
    plural: bool
    proper: bool
    count: int = 0
    adjectival: bool = False  # whether an adjective narrows it down
    bare: int = 0  # how often it stands without an article
    headings: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)  # its roles with verbs: "nsubj carry"
    words: int = field(init=False)
    mates: set[str] = field(default_factory=set)  # what it is listed with: sand, silt and clay
    genera: set[str] = field(default_factory=set)  # what it is, by the document: "a lysosome is an organelle"

    def __post_init__(self) -> None:
        self.words = self.text.count(" ") + 1


def is_name(text: str) -> bool:
    """Whether each word begins with a capital letter, and no word is an abbreviation: George McGovern."""
    return all(word[0].isupper() and (len(word) <= 2 or not word.isupper()) for word in text.split())


def is_whole_name(concept: Concept) -> bool:
    """Whether a name has several words, as those of people, and never an article."""
    return is_name(concept.text) and concept.words > 1 and concept.bare == concept.count


def words_of(heading: str) -> set[str]:
    """The words of a heading in lower case, and their singulars."""
    words = WORD.findall(heading.lower())
    return {*words, *map(singular, words)}


def first_word(concept: Concept) -> str:
    """The word that the name of a concept begins with, in lower case."""
    return concept.text.split(" ", 1)[0].lower()


def are_mates(one: Concept, other: Concept) -> bool:
    """Whether the document lists two concepts together, or both with a third."""
    return other.text in one.mates or not one.mates.isdisjoint(other.mates)


def is_abbreviation(name: str) -> bool:
    """Whether a name consists of capital letters: FBI, C-TCB, MMPI-2."""
    return ABBREVIATION.fullmatch(name) is not None


@lru_cache(maxsize=65536)
def is_rare_term(text: str) -> bool:
    """Whether a word of one field is meant, which general English hardly has: compluvium."""
    return " " not in text and zipf_frequency(text, "en") < RAREST and not nouns().is_name(text)


def are_terms_of_section(one: Concept, other: Concept) -> bool:
    """Whether two concepts are rare words of one field, which one section explains."""
    are_rare = is_rare_term(one.text) and is_rare_term(other.text) and not (one.proper or other.proper)
    return are_rare and not one.headings.keys().isdisjoint(other.headings)


def looks_of(name: str) -> tuple[bool, bool]:
    """What shows at once that names are not of one sort: whether one is an abbreviation, and has digits."""
    return name.isupper(), any(letter.isdigit() for letter in name)


def named_sort(concept: Concept) -> int | None:
    """What sort of thing WordNet knows under a name, such as a place; None if it does not know it."""
    table, last = nouns(), concept.text.split()[-1]
    if (sort := table.sort(concept.text)) is not None:
        return sort
    is_place = table.sort(last) == PLACE and concept.text != last
    return table.sort(last) if table.is_name(last) or is_place else None


def form_of(concept: Concept) -> tuple[object, ...]:
    """What all options of a question have in common, since a reader could tell them apart by it."""
    return concept.plural, concept.proper, group(concept)


def traits_of(concept: Concept) -> list[tuple[object, ...]]:
    """What a concept has one of in common with each that may be of one sort with it."""
    table, form = nouns(), form_of(concept)
    traits: list[tuple[object, ...]] = [("head", concept.head), *(("genus", one) for one in concept.genera)]
    traits += [("kind", one) for one in table.parents(concept.text) | table.parents(concept.head)]
    traits += [("broad", one) for one in table.broad_kinds(concept.head)]
    traits += [("defined", one) for one in concept.headings if concept.genera]
    traits += [("mate", one) for one in (concept.text, *concept.mates)]
    traits += [("label", concept.label)] if concept.label else []
    traits += [("abbreviation",)] if is_abbreviation(concept.text) else []
    traits += [("rare", one) for one in concept.headings if is_rare_term(concept.text)]
    traits += [("person",)] if sort_of(concept.text, concept.head) == PERSON else []
    return [(*form, *trait) for trait in traits]


def has_plural_verb(noun: "Token") -> bool:
    """Whether a noun is the subject of a verb in the plural."""
    if any(child.dep_ == "conj" for child in noun.children):
        return False  # coal and oil are
    verbs = (noun.head, *noun.head.lefts) if noun.dep_ in ("nsubj", "nsubjpass") else ()
    return any(verb.lower_ in ("are", "were", "have") or verb.tag_ == "VBP" for verb in verbs)


@lru_cache(maxsize=65536)
def sort_of(term: str, head: str) -> int | None:
    """The sort of thing by WordNet, of the whole term or else of its last noun."""
    table = nouns()
    whole = table.sort(term)
    return whole if whole is not None else table.sort(head)


def is_word(lemma: str) -> bool:
    """Whether a noun is in WordNet, and not as a name only."""
    return nouns().sort(lemma) is not None and not nouns().is_name(lemma)


def group(concept: Concept) -> str:
    """Which entities can be told apart at once: people, places, groups, and the rest."""
    if is_abbreviation(concept.text) and concept.label not in PLACES:
        return ""
    if concept.label in PEOPLE and not concept.plural:
        return "PERSON"
    if concept.label in PLACES:
        return "PLACE"
    return "GROUP" if concept.label in GROUPS | PEOPLE else ""


def core(words: list["Token"]) -> list["Token"]:
    """A noun phrase without its article; nothing if it is no concept."""
    inner = list(words)
    while inner and (
        inner[0].pos_ in ("DET", "PRON", "PUNCT", "CCONJ", "ADP", "SCONJ") or inner[0].tag_ in ("PRP$", "PDT")
    ):
        if inner[0].lower_ not in ("the", "a", "an") and inner[0].pos_ != "PUNCT":
            return []
        inner.pop(0)
    while inner and inner[-1].is_punct:
        inner.pop()
    if inner and inner[-1].ent_type_ == "PERSON" and any(token.ent_iob_ == "B" for token in inner[1:]):
        first = max(place for place, token in enumerate(inner) if token.ent_iob_ == "B")
        inner = inner[first:]  # Soviet premier Leonid Brezhnev
    if not 0 < len(inner) <= LONGEST or inner[-1].pos_ not in ("NOUN", "PROPN"):
        return []
    if any(
        token.pos_ in ("PRON", "VERB", "ADV", "NUM", "SCONJ") or token.lower_ in RELATIVE
        for token in inner[:-1]
    ):
        return []
    if any(not re.fullmatch(r"[\w’'.-]+", token.text) for token in inner) or inner[-1].like_num:
        return []
    if inner[-1].pos_ == "PROPN" and any(letter.isdigit() for token in inner[:-1] for letter in token.text):
        return []
    if inner[-1].ent_type_ in NUMBERS or inner[0].tag_ in ("JJR", "JJS"):
        return []
    if inner[-1].pos_ == "NOUN" and any(token.tag_ == "POS" for token in inner):
        return []  # the king's protection
    if len(inner[-1].text) < 3 or (len(inner) == 1 and inner[0].lemma_.lower() in GENERIC):
        return []
    return inner
