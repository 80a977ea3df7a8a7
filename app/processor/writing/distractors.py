"""Wrong answers that look right: terms of the same document, of the same kind, number and shape."""

import random
import re
from collections.abc import Iterator

from app.processor.writing.sentences import Sentence
from app.processor.writing.terms import Term, Vocabulary

SAME_KIND_ENOUGH = {"name": ("name", "acronym"), "word": ("word",), "phrase": ("phrase",)}
COORDINATE = re.compile(r"\b(and|or|nor|,)\b|/")


class Distractors:
    """Draws distractors for a term of a sentence."""

    def __init__(self, vocabulary: Vocabulary, sentences: list[Sentence]) -> None:
        self._vocabulary = vocabulary
        self._texts = {sentence.text for sentence in sentences}

    def for_term(self, sentence: Sentence, term: Term, count: int, chance: random.Random) -> list[str]:
        """`count` distractors, the likeliest first; fewer where the document has no more."""
        if term.kind in ("number", "year"):
            return list(self._numbers(sentence.text, term, count, chance))
        ranked = sorted(
            self._candidates(sentence, term), key=lambda text: (-self._likeness(term, text), chance.random())
        )
        chosen: list[str] = []
        for text in ranked:
            if len(chosen) < count and not any(akin(text, other) for other in chosen):
                chosen.append(text)
        return chosen

    def _candidates(self, sentence: Sentence, term: Term) -> Iterator[str]:
        entry = self._vocabulary.entries[term.text]
        lowered = sentence.text.lower()
        for kind in SAME_KIND_ENOUGH.get(term.kind, (term.kind,)):
            for text in self._vocabulary.kinds[kind]:  # type: ignore[index]
                other = self._vocabulary.entries[text]
                if akin(text, term.text) or text.lower() in lowered or sentence.block in other.blocks:
                    continue
                if is_plural(text) != is_plural(term.text) or text[:1].isupper() != term.text[:1].isupper():
                    continue
                if sentence.text[: term.start] + text + sentence.text[term.end :] in self._texts:
                    continue
                if entry.blocks == other.blocks:
                    continue
                yield text

    def _likeness(self, term: Term, text: str) -> float:
        """How much another term is like this one: company, setting, size, and how usual it is."""
        one, other = self._vocabulary.entries[term.text], self._vocabulary.entries[text]
        company = len((one.left.keys() & other.left.keys()) - {""}) + len((one.right.keys() & other.right.keys()) - {""})
        setting = len(one.headings & other.headings)
        size = abs(len(text) - len(term.text)) / max(len(text), len(term.text))
        usual = abs(self._vocabulary.rarity(text) - self._vocabulary.rarity(term.text))
        return min(company, 6) + min(setting, 3) - 3 * size - usual + min(other.count, 5) / 5

    def _numbers(self, sentence: str, term: Term, count: int, chance: random.Random) -> Iterator[str]:
        """Neighbours that somebody who half remembers would give, written like the right one."""
        text = term.text
        decimals = len(text.split(".", 1)[1]) if "." in text else 0
        try:
            value = float(text.replace(",", ""))
        except ValueError:
            return
        if term.kind == "year":
            offsets = [-12, -7, -5, -3, -2, 2, 3, 5, 7, 12]
            near = [value + offset for offset in offsets]
        elif value and value == int(value) and (int(value) & (int(value) - 1)) == 0 and value >= 8:
            near = [value / 4, value / 2, value * 2, value * 4]  # a power of two among powers of two
        elif value >= 10 and value % 10 == 0:
            step = 10 ** (len(str(int(value))) - 1)
            near = [value - step, value + step, value / 2, value * 2, value + 2 * step]
        elif decimals:
            step = 10**-decimals
            near = [value + step * n for n in (-3, -2, -1, 1, 2, 3, 5)]
        else:
            near = [value + n for n in (-3, -2, -1, 1, 2, 3, 4)] if value < 100 else [value * f for f in (0.5, 0.8, 1.2, 1.5, 2)]
        stated = set(re.findall(r"\d+(?:\.\d+)?", sentence))
        written = [f"{number:,.{decimals}f}" if "," in text else f"{number:.{decimals}f}" for number in near if number > 0]
        fit = [number for number in dict.fromkeys(written) if number != text and number not in stated]
        yield from chance.sample(fit, min(count, len(fit)))


def akin(one: str, other: str) -> bool:
    """Whether two terms could name the same thing: equal but for form, one inside the other, or one an abbreviation."""
    first, second = stem(one), stem(other)
    if first == second or first in second or second in first:
        return True
    return initials(one) == other.lower() or initials(other) == one.lower() or first.split()[-1] == second.split()[-1] and " " in first + second


def stem(text: str) -> str:
    """A term without case, hyphens and plural."""
    words = re.sub(r"[-_/.()]+", " ", text.lower()).split()
    return " ".join(re.sub(r"(ies|es|s|ing|ed)$", "", word) if len(word) > 4 else word for word in words) or text.lower()


def initials(text: str) -> str:
    """The first letters of its words."""
    words = re.findall(r"[A-Za-z]+", text)
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""


def is_plural(text: str) -> bool:
    """Whether its last word looks like a plural."""
    return bool(re.search(r"[^s'’iu]s$", text)) and not re.search(r"(sis|ness|less|ous|us)$", text)
