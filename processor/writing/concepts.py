"""The concepts of a document, and the distractors among them."""

import random
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from wordfreq import zipf_frequency

from processor.writing.concept import (
    ABSTRACT,
    GENERIC,
    NUMBERS,
    ONE_OF_MANY,
    PEOPLE,
    PERSON,
    PLACE,
    POINTING_NOUNS,
    RAREST,
    VAGUE,
    WORD,
    Concept,
    are_mates,
    are_terms_of_section,
    core,
    first_word,
    form_of,
    group,
    has_plural_verb,
    is_abbreviation,
    is_name,
    is_word,
    looks_of,
    named_sort,
    sort_of,
    traits_of,
    words_of,
)
from processor.writing.likeness import content_of, may_mean_the_same, occurs_in, plural_of, singular
from processor.writing.people import settle_people
from processor.writing.phrasing import in_the_middle
from processor.writing.prose import Sentence
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

TOO_MUCH_SHARED = 0.5  # of the content of a question with another sentence about a distractor
FEWEST_WRONG = 3
FAME_APART = 1.2  # on the Zipf scale, of a distractor that is not a word of the document from the answer
# WordNet's animals, artifacts, parts of bodies, foods, places, natural objects, plants and substances
VISIBLE = frozenset({5, 6, 8, 13, 15, 17, 20, 27})
COUNTED = frozenset({5, 20})  # its animals and plants, which nearly all have a plural
DEEDS = frozenset({4, 26})  # its acts and states: what is near to one may be another word for it
LEAST_OF_MATTER = 3.0  # the salience of what a document is much about
MOST_SIBLINGS = 50  # kinds of the same thing, of which more have too little in common
NEAR, NEAR_IN_THOUGHT = 0.7, 0.82  # the kinship of nouns from which they are of one sort
TWICE, OFTEN = 2, 3  # times
MOSTLY = 0.75  # of the labels of a name
OFTEN_ENOUGH = 0.05  # times a sentence
LEAST_LIKENESS = 3.0  # with less, a distractor is of another sort than the answer


class Concepts:
    """All concepts of a document."""

    def __init__(self, sentences: list[Sentence], title: str | None = None) -> None:
        self._title = (title or "").lower()
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
        self._pronouns = sum(
            token.lower_ in ("he", "she", "his", "her") for one in sentences for token in one.span
        )
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
        self.last_names = settle_people(list(self.all.values()), self._common, self._pronouns)
        self.people = self.last_names | {one.text for one in self.all.values() if group(one) == "PERSON"}
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

    def is_mostly_counted(self, lemma: str) -> bool:
        """Whether a noun is more often one of several than without an article."""
        concept = self.all.get(lemma)
        return self._one_of_many[lemma] > (concept.bare if concept else 0)

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
            label = label if proper and not (label in PEOPLE and not is_name(text)) else ""
            concept = self.all[key] = Concept(text, head.lemma_.lower(), label, plural, proper)
        concept.count += 1
        concept.adjectival |= any(word.tag_ == "JJ" for word in words[:-1])
        concept.bare += words[0].i == chunk.start or words[0].nbor(-1).pos_ not in ("DET", "PRON")
        if label and concept.proper and (label not in PEOPLE or is_name(text)):
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

    def is_kind_of_topic(self, lemma: str) -> bool:
        """Whether a noun says what the whole document is about, as `state` does of Alabama."""
        subject = self.all.get(self._title)
        return subject is not None and lemma in subject.genera

    def is_of_topic(self, lemma: str) -> bool:
        """Whether a noun after `the` may mean the one thing of this name that the document is about."""
        if self.is_kind_of_topic(lemma):
            return True
        return lemma in self._titled or (lemma not in POINTING_NOUNS and self.lemmas[lemma] >= OFTEN)

    def distractors(self, answer: Concept, sentence_text: str, predicate: frozenset[str], count: int,
                    chance: random.Random, near: tuple[str, ...] = (), *,
                    may_overlap: bool = True) -> list[str]:  # fmt: skip
        """Up to `count` concepts of the same sort as the answer that are wrong, the most plausible first.

        Without `may_overlap`, what has the same last noun is no wrong option: a modern amphibian may be a
        carnivorous one. Nor is what begins like it: what holds for brick walls may hold for brick roofs.
        Terms that recur in the document are told from each other: aggregate demand and aggregate supply.
        """
        if group(answer) == "PERSON":
            return self._other_people(answer, sentence_text, predicate, count, chance, near)
        lowered = sentence_text.lower()
        ranked: list[tuple[float, str]] = []
        for alike, other in self._like(answer):
            likeness = alike + any(heading in other.headings for heading in near)
            overlaps = other.head == answer.head and (
                other.adjectival or answer.adjectival or not answer.proper
            )
            overlaps |= not answer.proper and answer.words > 1 and first_word(other) == first_word(answer)
            overlaps &= answer.words != other.words or min(answer.count, other.count) < TWICE
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
        if len(chosen) < FEWEST_WRONG:
            chosen += self._of_subject_matter(answer, lowered, chosen, predicate, near)[: count - len(chosen)]
        return chosen

    def _of_subject_matter(
        self,
        answer: Concept,
        lowered: str,
        chosen: list[str],
        predicate: frozenset[str],
        near: tuple[str, ...],
    ) -> list[str]:
        """Other terms that the document is much about, beside one that it is much about, by their salience.

        Both are nouns of thought, not names; what can be seen is told from it by what is said.
        """
        if not self._is_matter(answer):
            return []
        others = [
            (any(heading in one.headings for heading in near), self.salience(one), one.text)
            for one in self.all.values()
            if one is not answer and self._is_matter(one) and form_of(one) == form_of(answer)
            and (one.words > 1) == (answer.words > 1) and (one.bare > 0) == (answer.bare > 0)
            and one.head != answer.head
            and not occurs_in(one.text, lowered) and not self._head_said(one, lowered)
        ]  # fmt: skip
        found: list[str] = []
        for _, _, text in sorted(others, reverse=True):
            if self._fits(text, answer, [*chosen, *found]) and not self.may_be_right(text, predicate):
                found.append(text)
        return found

    def _is_matter(self, concept: Concept) -> bool:
        """Whether a term of thought is what the document is much about."""
        is_thought = sort_of(concept.text, concept.head) in ABSTRACT and not concept.proper
        is_named = concept.count >= TWICE and concept.head not in VAGUE
        return is_thought and is_named and self.salience(concept) >= LEAST_OF_MATTER

    def _other_people(
        self, answer: Concept, sentence_text: str, predicate: frozenset[str], count: int,
        chance: random.Random, near: tuple[str, ...],
    ) -> list[str]:  # fmt: skip
        """Other people of the document, whose names are as whole as that of the answer; the nearest first."""
        named: dict[str, list[Concept]] = defaultdict(list)
        for one in self.all.values():
            if group(one) == "PERSON":
                named[one.text.split()[-1]].append(one)
        own, cited = set(answer.text.split()), set(WORD.findall(sentence_text))
        ranked = []
        for last, names in named.items():
            longest = max((one.text for one in names), key=len)
            text = last if answer.words == 1 else longest
            if last in own | cited or (answer.words > 1) != (" " in text) or own & set(longest.split()):
                continue
            is_near = any(heading in one.headings for one in names for heading in near)
            ranked.append((2 * is_near + min(sum(one.count for one in names), 4) / 4 + chance.random(), text))
        fitting = [text for _, text in sorted(ranked, reverse=True) if not self.may_be_right(text, predicate)]
        return fitting[:count]

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
        sort, other_sort = sort_of(answer.text, answer.head), sort_of(other.text, other.head)
        kin = self.are_kin(answer, other)
        if not self.are_of_one_sort(answer, other):
            return 0.0
        if answer.proper and not kin and not group(answer):
            return 0.0
        if answer.proper and words == others == 1 and is_word(answer.head) != is_word(other.head):
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
        if are_terms_of_section(answer, other):
            likeness += 2.5
        if is_abbreviation(answer.text) and is_abbreviation(other.text):
            likeness += 4
        likeness += min(2, len(answer.uses.keys() & other.uses.keys()))
        likeness += 0.7 * (words == others) + min(other.count, 4) / 4
        if answer.text[-4:] == other.text[-4:] and words == others == 1:
            likeness += 0.7
        return likeness

    def are_kin(self, one: Concept, other: Concept) -> bool:
        """Whether two concepts are of one kind: by their last noun, by the document, or by WordNet."""
        if is_abbreviation(one.text) and is_abbreviation(other.text):
            return True
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
        if is_abbreviation(one.text) and is_abbreviation(other.text):
            return True
        if are_terms_of_section(one, other):
            return True
        if one.proper:
            is_alike = looks_of(one.text) == looks_of(other.text) and named_sort(one) == named_sort(other)
            return bool(one.label) and one.label == other.label and is_alike and self._is_sure(one, other)
        if one.genera and other.genera and not one.headings.keys().isdisjoint(other.headings):
            return True  # one section says what both are
        if sort_of(one.text, one.head) == sort_of(other.text, other.head) == PERSON:
            return True  # voters, candidates and reporters
        if sort_of(one.text, one.head) in DEEDS:
            return False
        is_seen = sort_of(one.text, one.head) in VISIBLE
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
