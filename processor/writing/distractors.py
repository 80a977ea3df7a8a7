"""Distractors: terms of the same document, of the same kind, number and form as the answer."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator

from wordfreq import zipf_frequency

from processor.writing.expansions import other_expansions
from processor.writing.grammar import Clause, clause_of, is_code
from processor.writing.likeness import content_of, is_plural, may_mean_the_same, occurs_in
from processor.writing.numbers import neighbouring
from processor.writing.open_questions import OpenQuestion
from processor.writing.sentences import Sentence
from processor.writing.subjects import same_case, subject_is_clear
from processor.writing.terms import INVENTED, VAGUE, Vocabulary

SAME_KIND_ENOUGH = {
    "name": ("name", "acronym"),
    "acronym": ("acronym",),
    "word": ("word",),
    "phrase": ("phrase",),
}
SURE_BY_LOOK = ("path", "command", "variable", "option")
# A term may be right as well if another sentence about it has this share of the predicate's words
TOO_MUCH_SHARED = 0.5
# On the Zipf scale: lower-case words that are rarer are names of programs
NAME_RARITY = 3.4
COMMON_WORD = 4.0
EVERYWHERE = frozenset(["", ".", ",", "(", ")", "the", "a", "an", "of", "and", "or", "in", "to", "is"])


DOTTED = re.compile(r"\w\.\w")
GENUS = re.compile(
    r"(?:also )?(?:an?|the|any|one of the) (?:[\w'-]+ ){0,5}?([\w-]+)"
    r"(?= (?:that|which|of|for|to|in|by|used|who|from|on|with|designed|intended|provided)\b|$)"
)


class Distractors:
    """Finds distractors among the terms of a document."""

    def __init__(self, vocabulary: Vocabulary, sentences: list[Sentence]) -> None:
        self._vocabulary = vocabulary
        self._sentences = [(sentence.text.lower(), content_of(sentence.text)) for sentence in sentences]
        self._where: dict[str, list[int]] = defaultdict(list)  # a content word -> the sentences with it
        for number, (_, content) in enumerate(self._sentences):
            for word in content:
                self._where[word].append(number)
        self._subjects: dict[str, bool] = {}
        self._bare: set[str] = set()  # subjects without an article: names
        self._genus: dict[str, set[str]] = defaultdict(set)  # a subject -> what kind of thing it is
        for subject, clause in subjects_of(sentences, vocabulary):
            plural = clause.verb not in ("is", "was", "has") and is_plural(subject)
            self._subjects[subject] = clause.plural or plural
            if not clause.determiner:
                self._bare.add(subject)
            self._genus[subject].update(genus_of(clause.rest))

    def for_question(self, question: OpenQuestion, count: int, chance: random.Random) -> list[str]:
        """`count` distractors, the most plausible first; fewer if the document has no more."""
        if question.kind in ("number", "year"):
            return neighbouring(
                question.answer, question.kind == "year", question.sentence.text, count, chance
            )
        if question.form == "stands_for":
            return other_expansions(question.answer, count, chance)
        ranked = sorted(
            dict.fromkeys(self._candidates(question)),
            key=lambda text: (-self.fitness(question, text), chance.random()),
        )
        chosen: list[str] = []
        for text in ranked[:60]:
            if len(chosen) == count:
                break
            if not any(may_mean_the_same(text, other) for other in chosen) and not self.may_be_right(
                text, question.predicate
            ):
                chosen.append(text)
        return chosen

    def _candidates(self, question: OpenQuestion) -> Iterator[str]:
        lowered = question.sentence.text.lower()
        for text in self._pool(question):
            if may_mean_the_same(text, question.answer) or occurs_in(text, lowered):
                continue
            if INVENTED.search(text) or "PACKAGE" in text or not self._fits(text, question):
                continue
            if self._vocabulary.is_subject(text) or text[:1].isupper() != question.answer[:1].isupper():
                continue
            if (
                question.kind in ("phrase", "word", "name")
                and not question.noun
                and is_plural(text) != is_plural(question.answer)
            ):
                continue
            yield text

    def _fits(self, text: str, question: OpenQuestion) -> bool:
        """Whether a term looks like the answer and occurs in the same contexts."""
        answer = question.answer
        if question.kind == "path":
            return text.startswith("/") == answer.startswith("/")
        if question.noun or question.kind in ("variable", "command", "option"):
            return text.startswith("-") == answer.startswith("-")
        if (" " in text) != (" " in answer) or text.isupper() != answer.isupper():
            return False
        if ("/" in text) != ("/" in answer) or ("@" in text) != ("@" in answer):
            return False
        if " " not in answer and [text.endswith("ing"), bool(DOTTED.search(text))] != [
            answer.endswith("ing"),
            bool(DOTTED.search(answer)),
        ]:
            return False
        if answer[:1].isupper() and bool(re.search(r"[-_.\d]", text)) != bool(re.search(r"[-_.\d]", answer)):
            return False
        if answer.islower() and " " not in answer and self._is_name(text) != self._is_name(answer):
            return False
        return self._shares_context(text, question)

    def _is_name(self, text: str) -> bool:
        return is_code(text) or (text in self._bare and zipf_frequency(text, "en") < COMMON_WORD)

    def _shares_context(self, text: str, question: OpenQuestion) -> bool:
        one, other = self._vocabulary.entries.get(question.answer), self._vocabulary.entries.get(text)
        if not other:
            return text in self._subjects
        headings = {*question.sentence.headings[:2], *(one.headings if one else ())}
        beside = (
            one
            and ((one.left.keys() & other.left.keys()) | (one.right.keys() & other.right.keys())) - EVERYWHERE
        )
        return bool(beside) or bool(headings & other.headings)

    def _pool(self, question: OpenQuestion) -> Iterator[str]:
        classes = self._vocabulary.classes
        if question.noun:
            yield from classes[question.noun]
            if len(classes[question.noun]) < 8:
                yield from classes[question.noun.split()[-1]]
        elif question.form == "which" and question.kind in ("phrase", "word", "name"):
            yield from (text for text, plural in self._subjects.items() if plural == question.plural)
        if not question.noun and question.kind not in ("phrase", "word"):
            for kind in SAME_KIND_ENOUGH.get(question.kind, (question.kind,)):
                yield from self._vocabulary.kinds[kind]  # type: ignore[index]
        elif question.form == "gap":
            yield from self._vocabulary.kinds[question.kind]

    def may_be_right(self, text: str, predicate: str) -> bool:
        """Whether the document says much of a predicate, which is true of the answer, about this term too."""
        needed_words = content_of(predicate)
        lowered, needed = text.lower(), max(2.0, TOO_MUCH_SHARED * len(needed_words))
        own = content_of(text)
        places = min((self._where.get(word, []) for word in own), key=len, default=[])
        return any(
            lowered in sentence and len((needed_words & content) - own) >= needed
            for sentence, content in (self._sentences[number] for number in places)
        )

    def fitness(self, question: OpenQuestion, text: str) -> float:
        """How good a distractor is: its likeness to the answer, and more if it is the same kind of thing."""
        own = genus_of(question.predicate) if question.form == "which" else set()
        return self.likeness(question.answer, text) + 2.0 * bool(own & self._genus.get(text, set()))

    def are_of_same_sort(self, question: OpenQuestion, texts: list[str]) -> bool:
        """Whether these terms are the same kind of thing as the answer, as far as the document shows."""
        if (
            question.noun
            or (question.form != "which" and question.kind != "name")
            or question.kind in SURE_BY_LOOK
        ):
            return True
        if question.answer.islower() and self._is_name(question.answer):
            return True  # all of them are names of programs
        own, last = genus_of(question.predicate), question.answer.split()[-1]
        entry = self._vocabulary.entries.get(question.answer)
        named = question.kind in ("name", "acronym")
        fit = 0.0
        for text in texts:
            other = self._vocabulary.entries.get(text)
            beside = entry and other and (entry.left.keys() & other.left.keys()) - EVERYWHERE
            sure = own & self._genus.get(text, set()) or text.split()[-1] == last or beside
            near = not named and entry and other and entry.headings & other.headings
            fit += 1.0 if sure else 0.5 * bool(near)
        return 2 * fit >= len(texts)

    def likeness(self, answer: str, text: str) -> float:
        """How much a term is like the answer: in neighbours, headings, form, length, last word and rarity."""
        score = 1.5 * (answer.split()[-1] == text.split()[-1]) + common_start(answer, text)
        one, other = self._vocabulary.entries.get(answer), self._vocabulary.entries.get(text)
        if one and other:
            score += min(len((one.left.keys() & other.left.keys()) - {""}), 3)
            score += min(len((one.right.keys() & other.right.keys()) - {""}), 3)
            score += min(len(one.headings & other.headings), 3) + min(other.count, 5) / 5
        score -= 1.5 * (shape(answer) != shape(text))
        score -= 3 * abs(len(text) - len(answer)) / max(len(text), len(answer))
        score -= abs(len(text.split()) - len(answer.split()))
        return score - abs(self._vocabulary.rarity(text) - self._vocabulary.rarity(answer)) / 2


def shape(text: str) -> str:
    """The form of a term: its capitals, its signs, and whether it is a gerund."""
    signs = "".join(sorted(set(re.findall(r"[-_/.()+\d]", text))))
    capitals = "A" if text.isupper() else "a" if text.islower() else "Aa"
    return f"{capitals}{signs[:2]}{'ing' if text.split()[0].endswith('ing') else ''}"


def subjects_of(sentences: list[Sentence], vocabulary: Vocabulary) -> Iterator[tuple[str, Clause]]:
    """The subjects of the sentences, each with its clause."""
    for sentence in sentences:
        clause = clause_of(sentence.text)
        if (
            clause
            and subject_is_clear(clause, vocabulary)
            and " of " not in clause.subject
            and len(clause.subject.split()) <= 4
        ):
            subject = same_case(clause.subject, clause.determiner, vocabulary)
            if (
                not clause.determiner
                and subject.isalpha()
                and subject.islower()
                and not vocabulary.is_noun(subject)
                and zipf_frequency(subject, "en") >= NAME_RARITY
            ):
                continue
            yield subject, clause


def genus_of(predicate: str) -> set[str]:
    """The kind of thing that a predicate names: `a small tool that …` → tool."""
    match = GENUS.match(predicate)
    return {match[1].lower()} - VAGUE if match else set()


def common_start(one: str, other: str) -> float:
    """1 if two names share the first part of their path, or their prefix."""
    first, second = re.match(r"^\W?\w+[/_-]", one), re.match(r"^\W?\w+[/_-]", other)
    return float(bool(first and second and first.group() == second.group()))
