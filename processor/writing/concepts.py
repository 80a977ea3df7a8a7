"""The concepts of a document, which are its noun phrases, and the distractors among them."""

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from wordfreq import zipf_frequency

from processor.writing.likeness import content_of, may_mean_the_same, occurs_in, plural_of, singular
from processor.writing.phrasing import in_the_middle
from processor.writing.prose import Sentence
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST = 5  # words
WORD = re.compile(r"\w+")
TOO_MUCH_SHARED = 0.5  # of the content of a question with another sentence about a distractor
FEWEST_WRONG = 3
FAME_APART = 1.2  # on the Zipf scale, of a distractor that is not a word of the document from the answer
# WordNet's animals, artifacts, parts of bodies, foods, places, natural objects, plants and substances
VISIBLE = frozenset({5, 6, 8, 13, 15, 17, 20, 27})
COUNTED = frozenset({5, 20})  # its animals and plants, which nearly all have a plural
DEEDS = frozenset({4, 26})  # its acts and states: what is near to one may be another word for it
PLACE = 15
MOST_SIBLINGS = 50  # kinds of the same thing, of which more have too little in common
RAREST = 2.9  # on the Zipf scale, of a distractor that is not a word of the document
NEAR, NEAR_IN_THOUGHT = 0.7, 0.82  # the kinship of nouns from which they are of one sort
TWICE, OFTEN = 2, 3  # times
MOSTLY = 0.75  # of the labels of a name
OFTEN_ENOUGH = 0.05  # times a sentence
LEAST_LIKENESS = 3.0  # with less, a distractor is of another sort than the answer
PEOPLE, PLACES = frozenset({"PERSON"}), frozenset({"GPE", "LOC", "FAC"})
ONE_OF_MANY = frozenset({"a", "an", "another", "each", "every", "any", "one"})
TITLES = frozenset("Sir Lord Lady King Queen Prince Princess General President Pope Saint Dr. Mr.".split())
ACTS = (
    "write say marry argue believe study teach invent discover paint travel move return ask publish win "
    "defeat die found lead serve describe propose design build compose speak think report claim suggest "
    "become join live work command fight rule conquer declare order sail fly land visit leave arrive meet "
    "tell call overthrow capture seek try hold succeed establish unite create develop introduce observe "
    "show prove"
)
SUFFERED = "bear appoint elect invite kill crown exile"
# What people do and what is done to them, as roles with verbs
DEEDS_OF_PEOPLE = frozenset(
    [f"nsubj {verb}" for verb in ACTS.split()] + [f"nsubjpass {verb}" for verb in SUFFERED.split()]
)
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


class Concepts:
    """All concepts of a document."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.all: dict[str, Concept] = {}
        self.found: dict[tuple[object, Sentence], object] = {}  # by functions that are called once a sentence
        self.lemmas: Counter[str] = Counter()
        self._said: list[tuple[str, frozenset[str]]] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)  # the sentences with a word, by number
        self._with_trait: dict[tuple[object, ...], list[Concept]] = defaultdict(list)
        self._likes: dict[str, list[tuple[float, Concept]]] = {}  # what was asked for before
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        self._one_of_many: Counter[str] = Counter()  # how often a noun is in the plural, or one of several
        self._common: set[str] = set()  # nouns that stand in small letters
        self._definite: Counter[str] = Counter()  # how often it has `the`, and is in the singular
        self.has_topic = any(one.headings for one in sentences)
        self._titled = {word for one in sentences for text in one.headings for word in words_of(text)}
        for sentence in sentences:
            self.lemmas.update(
                token.lemma_.lower() for token in sentence.span if token.pos_ in ("NOUN", "PROPN")
            )
            self._common.update(
                token.lemma_ for token in sentence.span if token.pos_ == "NOUN" and token.text.islower()
            )
            lowered = sentence.text.lower()
            for word in set(WORD.findall(lowered)):
                self._with_word[word].append(len(self._said))
            self._said.append((lowered, content_of(sentence.text)))
            named: dict[int, Concept] = {}
            for chunk in sentence.chunks:
                self._count_reference(chunk)
                if (concept := self.add(chunk)) is not None:
                    concept.headings.update(sentence.headings[-1:])
                    named[chunk.root.i] = concept
                    if chunk.root.dep_ == "conj":
                        self._join(concept, chunk.root, named)
        self._unlabel_words()
        for concept in self.all.values():
            for trait in traits_of(concept):
                self._with_trait[trait].append(concept)

    def _count_reference(self, chunk: "Span") -> None:
        """Count whether a noun phrase means one thing that is known, or one of many."""
        lemma, first = chunk.root.lemma_.lower(), chunk[0].lower_
        if chunk.root.tag_ == "NNS" or first in ONE_OF_MANY:
            self._one_of_many[lemma] += 1
        elif first == "the":
            self._definite[lemma] += 1

    @staticmethod
    def _join(concept: Concept, word: "Token", named: dict[int, Concept]) -> None:
        """Note that a concept is listed with those before it."""
        while word.dep_ == "conj":
            word = word.head
            other = named.get(word.i)
            if other is not None and other is not concept:
                concept.mates.add(other.text)
                other.mates.add(concept.text)

    def is_one_of_many(self, lemma: str) -> bool:
        """Whether the document has several things of this name, so that `the` needs one named before."""
        return self._one_of_many[lemma] >= max(1, self._definite[lemma])

    def is_counted(self, lemma: str) -> bool:
        """Whether there is `a` before a noun, so that it stands alone only where an article was left out."""
        return self._one_of_many[lemma] > 0

    def _unlabel_words(self) -> None:
        """Take labels from words that are no names.

        The label of a person is taken from a single word that is no part of a whole name and not usual, and
        from what no sentence treats as a person; that of anything from what is a common noun as well.
        """
        for one in self.all.values():
            is_common = " " not in one.text and one.head in self._common
            if is_common or (one.label in PEOPLE and not self._acts_as_person(one)):
                one.label = ""
        people = [one for one in self.all.values() if one.label in PEOPLE]
        last = {one.text.split()[-1] for one in people if " " in one.text and one.text.istitle()}
        for one in people:
            is_common = _is_word(singular(one.head)) or one.plural
            if " " not in one.text and one.text not in last and (is_common or one.count < OFTEN):
                one.label = ""

    def _acts_as_person(self, concept: Concept) -> bool:
        """Whether a sentence says of a name what people do, or it begins with a title."""
        first, last = concept.text.split()[0], concept.text.split()[-1]
        if first in TITLES:
            return True
        named = [one for one in self.all.values() if one.label in PEOPLE and last in one.text.split()]
        return any(use in DEEDS_OF_PEOPLE for one in named for use in one.uses)

    def add(self, chunk: "Span") -> Concept | None:
        """Count a noun chunk as a concept, if it is one."""
        words = core(list(chunk))
        if not words:
            return None
        text, head = "".join(in_the_middle(w) + w.whitespace_ for w in words).strip(), words[-1]
        label = head.ent_type_
        key = text.lower()
        concept = self.all.get(key)
        if concept is None:
            proper = (words[0].i == head.i and text[:1].isupper()) or (
                len(words) > 1 and head.text[:1].isupper()
            )
            plural = head.tag_ in ("NNS", "NNPS") or has_plural_verb(head)
            label = label if proper and not (label in PEOPLE and not text.istitle()) else ""
            concept = self.all[key] = Concept(text, head.lemma_.lower(), label, plural, proper)
        concept.count += 1
        concept.adjectival |= any(word.tag_ == "JJ" for word in words[:-1])
        concept.bare += words[0].i == chunk.start
        if label and concept.proper and (label not in PEOPLE or text.istitle()):
            self._labels[key][label] += 1
            concept.label = self._labels[key].most_common(1)[0][0]
        root = chunk.root
        concept.uses[f"{root.dep_} {root.head.lemma_.lower()}"] += 1
        if root.dep_ in ("nsubj", "nsubjpass") and root.head.lemma_ == "be":
            concept.genera.update(
                child.lemma_.lower() for child in root.head.children if child.dep_ == "attr"
            )
        return concept

    def of(self, words: list["Token"]) -> Concept | None:
        """The concept that these words are, without the article."""
        inner = core(words)
        text = "".join(in_the_middle(w) + w.whitespace_ for w in inner).strip().lower()
        return self.all.get(text)

    def head_of(self, text: str) -> str:
        """The lemma of a term's last noun; "" if the term is not of the document."""
        concept = self.all.get(text.lower())
        return concept.head if concept else ""

    def salience(self, concept: Concept) -> float:
        """How much the document is about a concept: by its count, headings and rarity in general English."""
        titled = any(concept.head in heading.lower() for heading in concept.headings)
        rarity = max((6.5 - zipf_frequency(word, "en") for word in concept.text.lower().split()), default=0.0)
        return min(concept.count, 6) / 2 + titled + min(rarity, 4) / 2

    def is_known(self, lemma: str) -> bool:
        """Whether `the` noun is known to readers of the chapter: it occurs often, and less so in headings."""
        least = OFTEN if lemma in self._titled else max(OFTEN, OFTEN_ENOUGH * len(self._said))
        return lemma not in GENERIC and self.lemmas[lemma] >= least

    def is_of_topic(self, lemma: str) -> bool:
        """Whether a noun after `the` may mean the one thing of this name that the document is about."""
        return lemma in self._titled or (lemma not in POINTING_NOUNS and self.lemmas[lemma] >= OFTEN)

    def distractors(self, answer: Concept, sentence_text: str, predicate: frozenset[str], count: int,
                    chance: random.Random, near: tuple[str, ...] = (), *,
                    may_overlap: bool = True) -> list[str]:  # fmt: skip
        """Up to `count` concepts of the same sort as the answer that are wrong, the most plausible first.

        Without `may_overlap`, what has the same last noun is no wrong option: a modern amphibian may be a
        carnivorous one. Nor is what begins like it: what holds for brick walls may hold for brick roofs.
        """
        lowered = sentence_text.lower()
        ranked: list[tuple[float, str]] = []
        for alike, other in self._like(answer):
            likeness = alike + any(heading in other.headings for heading in near)
            overlaps = other.head == answer.head and (
                other.adjectival or answer.adjectival or not answer.proper
            )
            overlaps |= not answer.proper and answer.words > 1 and first_word(other) == first_word(answer)
            if (
                likeness >= LEAST_LIKENESS
                and (may_overlap or not overlaps)
                and not occurs_in(other.text, lowered)
                and not self._head_said(other, lowered)
            ):
                ranked.append((likeness + chance.random() / 2, other.text))
        chosen: list[str] = []
        for _, text in sorted(ranked, reverse=True):
            if len(chosen) == count:
                break
            if self._fits(text, answer, chosen) and not self.may_be_right(text, predicate):
                chosen.append(text)
        if len(chosen) < FEWEST_WRONG:
            chosen += self._from_wordnet(answer, lowered, chosen, predicate)[: count - len(chosen)]
        return chosen

    def _like(self, answer: Concept) -> list[tuple[float, Concept]]:
        """The concepts that may be wrong options beside an answer, with their likeness."""
        found = self._likes.get(answer.text)
        if found is None:
            others = {other: None for trait in traits_of(answer) for other in self._with_trait[trait]}
            ranked = ((self.likeness(answer, other), other) for other in others if other is not answer)
            found = self._likes[answer.text] = [one for one in ranked if one[0] >= LEAST_LIKENESS - 1]
        return found

    def _fits(self, text: str, answer: Concept, chosen: list[str]) -> bool:
        return not any(
            may_mean_the_same(text, other) or self._related(text, other) for other in (answer.text, *chosen)
        )

    def _related(self, one: str, other: str) -> bool:
        """Whether one term names a kind of the other, by its words or by WordNet."""
        first, second = set(one.lower().split()), set(other.lower().split())
        return first <= second or second <= first or nouns().are_related(one, other)

    def _head_said(self, other: Concept, lowered: str) -> bool:
        return " " not in other.text and re.search(rf"\b{re.escape(other.head)}", lowered) is not None

    def _from_wordnet(
        self, answer: Concept, lowered: str, chosen: list[str], predicate: frozenset[str]
    ) -> list[str]:
        """Co-hyponyms of a noun of things that one can see, which are about as well known as it is."""
        table = nouns()
        lemma = singular(answer.text.lower()) if answer.plural else answer.text.lower()
        if table.sort(lemma) not in VISIBLE or table.is_name(lemma) != answer.proper:
            return []
        if not table.is_plain(lemma):
            return []  # a bug is an insect, and an assembly a part of a machine
        if answer.plural and table.sort(lemma) not in COUNTED:
            return []
        known = zipf_frequency(lemma, "en")
        found: list[str] = []
        siblings = table.siblings(lemma)
        if len(siblings) > MOST_SIBLINGS and not answer.proper:
            return []  # all kinds of material, or of equipment
        near = sorted(
            (word for word in siblings if len(word) > 2 and word.isalpha()),
            key=lambda word: abs(zipf_frequency(word, "en") - known) - (word in self.lemmas),
        )
        for word in near[:20]:
            if abs(zipf_frequency(word, "en") - known) > FAME_APART or zipf_frequency(word, "en") < RAREST:
                continue
            text = plural_of(word) if answer.plural else word.title() if answer.proper else word
            if text is None or occurs_in(word, lowered) or table.is_name(word) != answer.proper:
                continue
            if self._fits(text, answer, [*chosen, *found]) and not self.may_be_right(text, predicate):
                found.append(text)
        return found

    def likeness(self, answer: Concept, other: Concept) -> float:
        """How alike two concepts are in sort; 0 if a reader could tell them apart by their form."""
        words, others = answer.words, other.words
        if abs(words - others) > 2 or form_of(answer) != form_of(other):
            return 0.0
        if other.label in NUMBERS or (" " not in other.text and other.head in VAGUE):
            return 0.0
        if not answer.proper and not answer.plural and (answer.bare > 0) != (other.bare > 0):
            return 0.0
        table = nouns()
        sort, other_sort = _sort_of(answer.text, answer.head), _sort_of(other.text, other.head)
        kin = self.are_kin(answer, other)
        if not self.are_of_one_sort(answer, other):
            return 0.0
        if answer.proper and not kin and not group(answer):
            return 0.0
        if answer.proper and words == others == 1 and _is_word(answer.head) != _is_word(other.head):
            return 0.0  # Department among the names of programs
        if not kin and sort is not None and other_sort is not None and sort != other_sort:
            return 0.0
        likeness = 0.0
        if group(answer) == "PLACE" and None not in (sort, other_sort):
            likeness -= 0 if table.are_siblings(answer.text, other.text) else 5  # a city among countries
        if answer.label and answer.label == other.label:
            likeness += 3.5
        if answer.proper and group(answer) in ("", "GROUP"):
            likeness += 0.5 if answer.label == other.label else -2
        if answer.head == other.head and answer.text != other.text:
            likeness += 3
        if answer.genera & other.genera:
            likeness += 3
        if are_mates(answer, other):
            likeness += 3
        if sort is not None and sort == other_sort:
            likeness += 2
        if kin and table.are_siblings(answer.head, other.head):
            likeness += 2
        likeness += min(2, len(answer.uses.keys() & other.uses.keys()))
        likeness += 0.7 * (words == others) + min(other.count, 4) / 4
        if answer.text[-4:] == other.text[-4:] and words == others == 1:
            likeness += 0.7
        return likeness

    def are_kin(self, one: Concept, other: Concept) -> bool:
        """Whether two concepts are of one kind: by their last noun, by the document, or by WordNet."""
        labelled = bool(one.label) and one.label == other.label
        named = one.head == other.head or bool(one.genera & other.genera) or labelled or are_mates(one, other)
        return named or nouns().are_siblings(one.head, other.head)

    def are_of_one_sort(self, one: Concept, other: Concept) -> bool:
        """Whether both may answer the same question, as two metals or two battles may."""
        if group(one) == "PERSON":
            return group(other) == "PERSON" and not set(one.text.split()) & set(other.text.split())
        if one.head == other.head and not (one.proper and named_sort(one) != named_sort(other)):
            return True
        if one.genera & other.genera or are_mates(one, other) or nouns().are_siblings(one.text, other.text):
            return True
        if one.proper:
            is_alike = looks_of(one.text) == looks_of(other.text) and named_sort(one) == named_sort(other)
            return bool(one.label) and one.label == other.label and is_alike and self._is_sure(one, other)
        if one.genera and other.genera and not one.headings.keys().isdisjoint(other.headings):
            return True  # one section says what both are
        if _sort_of(one.text, one.head) in DEEDS:
            return False
        is_seen = _sort_of(one.text, one.head) in VISIBLE
        least = NEAR if is_seen else NEAR_IN_THOUGHT
        return nouns().are_siblings(one.head, other.head) or nouns().kinship(one.head, other.head) >= least

    def _is_sure(self, *concepts: Concept) -> bool:
        """Whether the labels of names can be relied on: WordNet has the place, or each recurs."""
        return all(map(self._is_sure_of, concepts))

    def _is_sure_of(self, concept: Concept) -> bool:
        labels = self._labels[concept.text.lower()]
        is_known = group(concept) == "PLACE" and nouns().sort(concept.text) == PLACE
        is_settled = labels[concept.label] >= MOSTLY * sum(labels.values())
        return is_known or (labels[concept.label] >= TWICE and is_settled)

    def may_be_right(self, text: str, predicate: frozenset[str]) -> bool:
        """Whether the document says nearly the same of a distractor, which may then be right as well."""
        if not predicate:
            return False
        rarest = min(
            (self._with_word.get(word, []) for word in WORD.findall(text.lower())), key=len, default=[]
        )
        least = max(2, TOO_MUCH_SHARED * len(predicate))
        return any(
            len(predicate & content) >= least and occurs_in(text, lowered)
            for lowered, content in (self._said[number] for number in rarest)
        )


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
    return [(*form, *trait) for trait in traits]


def has_plural_verb(noun: "Token") -> bool:
    """Whether a noun is the subject of a verb in the plural."""
    if any(child.dep_ == "conj" for child in noun.children):
        return False  # coal and oil are
    verbs = (noun.head, *noun.head.lefts) if noun.dep_ in ("nsubj", "nsubjpass") else ()
    return any(verb.lower_ in ("are", "were", "have") or verb.tag_ == "VBP" for verb in verbs)


@lru_cache(maxsize=65536)
def _sort_of(term: str, head: str) -> int | None:
    """The sort of thing by WordNet, of the whole term or else of its last noun."""
    table = nouns()
    whole = table.sort(term)
    return whole if whole is not None else table.sort(head)


def _is_word(lemma: str) -> bool:
    """Whether a noun is in WordNet, and not as a name only."""
    return nouns().sort(lemma) is not None and not nouns().is_name(lemma)


def group(concept: Concept) -> str:
    """Which entities can be told apart at once: people, places, groups, and the rest."""
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
