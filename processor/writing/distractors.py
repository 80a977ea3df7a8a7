"""Wrong answers that look right: terms of the same document, of the same kind, number and shape, and not
right too.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator

from wordfreq import zipf_frequency

from processor.writing.askings import Asking
from processor.writing.expansions import other_expansions
from processor.writing.grammar import Clause, clause_of, is_code
from processor.writing.likeness import akin, content_of, is_plural, stands_in
from processor.writing.numbers import neighbouring
from processor.writing.sentences import Sentence
from processor.writing.subjects import asks_about, same_case
from processor.writing.terms import INVENTED, VAGUE, Vocabulary

SAME_KIND_ENOUGH = {
    "name": ("name", "acronym"),
    "acronym": ("acronym",),
    "word": ("word",),
    "phrase": ("phrase",),
}
SURE_BY_LOOK = ("path", "command", "variable", "option")
TOO_MUCH_SHARED = (
    0.5  # of what is said: where another sentence says so much of a candidate, it may be right as well
)


NAME_RARITY = (
    3.4  # on the Zipf scale: rarer lower-case words are names of programs, more usual ones are words
)
COMMON_WORD = 4.0
EVERYWHERE = frozenset(["", ".", ",", "(", ")", "the", "a", "an", "of", "and", "or", "in", "to", "is"])


DOTTED = re.compile(r"\w\.\w")
GENUS = re.compile(
    r"(?:also )?(?:an?|the|any|one of the) (?:[\w'-]+ ){0,5}?([\w-]+)"
    r"(?= (?:that|which|of|for|to|in|by|used|who|from|on|with|designed|intended|provided)\b|$)"
)


class Distractors:
    """Draws distractors for an asking."""

    def __init__(self, vocabulary: Vocabulary, sentences: list[Sentence]) -> None:
        self._vocabulary = vocabulary
        self._sentences = [(sentence.text.lower(), content_of(sentence.text)) for sentence in sentences]
        self._where: dict[str, list[int]] = defaultdict(list)  # a content word -> the sentences that hold it
        for number, (_, content) in enumerate(self._sentences):
            for word in content:
                self._where[word].append(number)
        self._subjects: dict[str, bool] = {}
        self._bare: set[str] = set()  # subjects that stand without an article, as names do
        self._genus: dict[str, set[str]] = defaultdict(set)  # what the document says that a subject is
        for subject, clause in subjects_of(sentences, vocabulary):
            plural = clause.verb not in ("is", "was", "has") and is_plural(subject)
            self._subjects[subject] = clause.plural or plural
            if not clause.determiner:
                self._bare.add(subject)
            self._genus[subject].update(genus_of(clause.rest))

    def for_asking(self, asking: Asking, count: int, chance: random.Random) -> list[str]:
        """`count` distractors, the likeliest first; fewer where the document has no more."""
        if asking.kind in ("number", "year"):
            return neighbouring(asking.answer, asking.kind == "year", asking.sentence.text, count, chance)
        if asking.form == "stands_for":
            return other_expansions(asking.answer, count, chance)
        ranked = sorted(
            dict.fromkeys(self._candidates(asking)),
            key=lambda text: (-self.fitness(asking, text), chance.random()),
        )
        chosen: list[str] = []
        for text in ranked[:60]:
            if len(chosen) == count:
                break
            if not any(akin(text, other) for other in chosen) and not self.may_be_right(
                text, asking.predicate
            ):
                chosen.append(text)
        return chosen

    def _candidates(self, asking: Asking) -> Iterator[str]:
        lowered = asking.sentence.text.lower()
        for text in self._pool(asking):
            if akin(text, asking.answer) or stands_in(text, lowered):
                continue
            if INVENTED.search(text) or "PACKAGE" in text or not self._fits(text, asking):
                continue
            if self._vocabulary.is_subject(text) or text[:1].isupper() != asking.answer[:1].isupper():
                continue
            if (
                asking.kind in ("phrase", "word", "name")
                and not asking.noun
                and is_plural(text) != is_plural(asking.answer)
            ):
                continue
            yield text

    def _fits(self, text: str, asking: Asking) -> bool:
        """Whether a term looks like the answer, and is spoken of in its company: a name among names of the
        same sort, a place among places.
        """
        answer = asking.answer
        if asking.kind == "path":
            return text.startswith("/") == answer.startswith("/")
        if asking.noun or asking.kind in ("variable", "command", "option"):
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
        return self._in_company(text, asking)

    def _is_name(self, text: str) -> bool:
        return is_code(text) or (text in self._bare and zipf_frequency(text, "en") < COMMON_WORD)

    def _in_company(self, text: str, asking: Asking) -> bool:
        one, other = self._vocabulary.entries.get(asking.answer), self._vocabulary.entries.get(text)
        if not other:
            return text in self._subjects
        headings = {*asking.sentence.headings[:2], *(one.headings if one else ())}
        beside = (
            one
            and ((one.left.keys() & other.left.keys()) | (one.right.keys() & other.right.keys())) - EVERYWHERE
        )
        return bool(beside) or bool(headings & other.headings)

    def _pool(self, asking: Asking) -> Iterator[str]:
        classes = self._vocabulary.classes
        if asking.noun:
            yield from classes[asking.noun]
            if len(classes[asking.noun]) < 8:
                yield from classes[asking.noun.split()[-1]]
        elif asking.form == "which" and asking.kind in ("phrase", "word", "name"):
            yield from (text for text, plural in self._subjects.items() if plural == asking.plural)
        if not asking.noun and asking.kind not in ("phrase", "word"):
            for kind in SAME_KIND_ENOUGH.get(asking.kind, (asking.kind,)):
                yield from self._vocabulary.kinds[kind]  # type: ignore[index]
        elif asking.form == "gap":
            yield from self._vocabulary.kinds[asking.kind]

    def may_be_right(self, text: str, predicate: str) -> bool:
        """Whether the document says of a candidate much of what the sentence says of the answer."""
        said = content_of(predicate)
        lowered, needed = text.lower(), max(2.0, TOO_MUCH_SHARED * len(said))
        own = content_of(text)
        places = min((self._where.get(word, []) for word in own), key=len, default=[])
        return any(
            lowered in sentence and len((said & content) - own) >= needed
            for sentence, content in (self._sentences[number] for number in places)
        )

    def fitness(self, asking: Asking, text: str) -> float:
        """How good a wrong answer another term is: how like the right one, and whether of its kind."""
        own = genus_of(asking.predicate) if asking.form == "which" else set()
        return self.likeness(asking.answer, text) + 2.0 * bool(own & self._genus.get(text, set()))

    def are_of_its_kind(self, asking: Asking, texts: list[str]) -> bool:
        """Whether these are the kind of thing that the answer is, as far as the document shows."""
        if asking.noun or (asking.form != "which" and asking.kind != "name") or asking.kind in SURE_BY_LOOK:
            return True
        if asking.answer.islower() and self._is_name(asking.answer):
            return True  # names of programs, all of them
        own, last = genus_of(asking.predicate), asking.answer.split()[-1]
        entry = self._vocabulary.entries.get(asking.answer)
        named = asking.kind in ("name", "acronym")
        fit = 0.0
        for text in texts:
            other = self._vocabulary.entries.get(text)
            beside = entry and other and (entry.left.keys() & other.left.keys()) - EVERYWHERE
            sure = own & self._genus.get(text, set()) or text.split()[-1] == last or beside
            near = not named and entry and other and entry.headings & other.headings
            fit += 1.0 if sure else 0.5 * bool(near)
        return 2 * fit >= len(texts)

    def likeness(self, answer: str, text: str) -> float:
        """How much another term is like the answer: company, setting, size, head, and how usual it is."""
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
    """How a term is written: in capitals, with which signs, as a gerund."""
    signs = "".join(sorted(set(re.findall(r"[-_/.()+\d]", text))))
    capitals = "A" if text.isupper() else "a" if text.islower() else "Aa"
    return f"{capitals}{signs[:2]}{'ing' if text.split()[0].endswith('ing') else ''}"


def subjects_of(sentences: list[Sentence], vocabulary: Vocabulary) -> Iterator[tuple[str, Clause]]:
    """What the document's sentences are about, with what they say of it."""
    for sentence in sentences:
        clause = clause_of(sentence.text)
        if (
            clause
            and asks_about(clause, vocabulary)
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


def genus_of(said: str) -> set[str]:
    """What something is said to be a kind of: `a small tool that …` → tool."""
    match = GENUS.match(said)
    return {match[1].lower()} - VAGUE if match else set()


def common_start(one: str, other: str) -> float:
    """1 where two names share their first path part or prefix."""
    first, second = re.match(r"^\W?\w+[/_-]", one), re.match(r"^\W?\w+[/_-]", other)
    return float(bool(first and second and first.group() == second.group()))
