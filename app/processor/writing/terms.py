"""The terms of a document: the words and names that it is about, of what kind each is, and where it stands."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from wordfreq import zipf_frequency

from app.processor.writing.sentences import Sentence

TermKind = Literal["path", "option", "command", "variable", "acronym", "name", "phrase", "word", "number", "year"]

DETERMINERS = frozenset("the a an each every any no its their his her your our this that these those which".split())
FUNCTION_WORDS = DETERMINERS | frozenset(
    "of in on at by for from to into onto with without within under over between among through during as than then and or "
    "but nor if when while where because although that which who whom whose is are was were be been being has have had do "
    "does did can could may might must shall should will would not no it they he she we you i also only even just more most "
    "less least very so too such same other another some many much few several all both either neither one two three up "
    "out off down about after before until since via per using used like unlike whether how what why there here".split()
)
# A noun's neighbours: it comes after the first and before the second.
BEFORE_NOUN = DETERMINERS | frozenset("of in on by for from to with without via as into under using".split())
VERB_OR_ADVERB = re.compile(r"\w+(ly|ed|ing)$")
VAGUE = frozenset(
    "way ways thing things case cases kind kinds sort type types number amount part parts lot bit set end use time times "
    "place point name names reason purpose result value values order example list item line word words user users people "
    "person information system systems fact something anything everything nothing someone user's section document text "
    "one ones others rest default addition general course particular order following need effect change changes "
    "version versions form forms level possible available different various certain own new old first last next more "
    "current same possibility need needs problem problems question answer work works way means instance group "
    "behavior behaviour page pages method methods feature features detail details step steps action actions".split()
)
WORD = re.compile(r"/?[\w.+@-]+(?:[/:'’-][\w.+-]+)*(?:\(\d\w?\))?|--?[\w-]+")
SHAPES: list[tuple[TermKind, re.Pattern[str]]] = [
    ("path", re.compile(r"^(/[\w.+-]+){1,6}/?$|^~/[\w./-]+$|^[\w-]+/[\w./-]+$")),
    ("option", re.compile(r"^--?[a-zA-Z][\w-]*$")),
    ("command", re.compile(r"^[\w.+-]+\(\d\w?\)$")),
    ("year", re.compile(r"^(1[5-9]|20)\d\d$")),
    ("number", re.compile(r"^\d+([.,]\d+)*$")),
    ("variable", re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")),
    ("acronym", re.compile(r"^[A-Z][A-Z0-9]{1,7}s?$")),
]


@dataclass(frozen=True)
class Term:
    """A term as it stands in a sentence."""

    text: str
    kind: TermKind
    start: int  # in the sentence's text

    @property
    def end(self) -> int:
        """Where it ends in the sentence's text."""
        return self.start + len(self.text)


@dataclass
class Entry:
    """What the whole document says of a term."""

    kind: TermKind
    count: int = 0
    blocks: set[int] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    left: Counter[str] = field(default_factory=Counter)  # the words before it
    right: Counter[str] = field(default_factory=Counter)  # the words after it


class Vocabulary:
    """All terms of a document."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self._nouns = nouns_of(sentences)
        self.entries: dict[str, Entry] = {}
        self.kinds: dict[TermKind, list[str]] = defaultdict(list)
        for sentence in sentences:
            for term in self.terms_in(sentence):
                entry = self.entries.get(term.text)
                if entry is None:
                    entry = self.entries[term.text] = Entry(term.kind)
                    self.kinds[term.kind].append(term.text)
                entry.count += 1
                entry.blocks.add(sentence.block)
                entry.headings.update(sentence.headings[:2])
                before, after = neighbours(sentence.text, term)
                entry.left[before] += 1
                entry.right[after] += 1

    def terms_in(self, sentence: Sentence) -> Iterator[Term]:
        """The terms of a sentence, the longest where they overlap."""
        words = [(match.group().rstrip(".,:"), match.start()) for match in WORD.finditer(sentence.text)]
        index = 0
        while index < len(words):
            term = self._phrase_at(sentence.text, words, index) or self._single_at(words, index)
            if term:
                yield term
                while index < len(words) and words[index][1] < term.end:
                    index += 1
            else:
                index += 1

    def rarity(self, text: str) -> float:
        """How unusual a term is in general English, 0 (the) to 8 (never seen): its rarest word."""
        words = [word for word in re.findall(r"[a-zA-Z]{2,}", text.lower())]
        return max((8 - zipf_frequency(word, "en") for word in words), default=4.0)

    def _single_at(self, words: list[tuple[str, int]], index: int) -> Term | None:
        text, start = words[index]
        for kind, shape in SHAPES:
            if shape.match(text):
                return Term(text, kind, start) if len(text) > 1 or kind == "number" else None
        if text in self._nouns and text not in VAGUE and len(text) > 3:
            return Term(text, "word", start)
        return None

    def _phrase_at(self, text: str, words: list[tuple[str, int]], index: int) -> Term | None:
        for length in (3, 2, 1):
            part = words[index : index + length]
            if len(part) < length:
                continue
            start = part[0][1]
            phrase = text[start : part[-1][1] + len(part[-1][0])]
            if re.search(r"[^\w\s'’+.-]", phrase) or not phrase[:1].isalpha():
                continue
            if index > 0 and all(is_name(word) for word, _ in part):
                following = words[index + length][0] if index + length < len(words) else ""
                if not is_name(following):
                    return Term(phrase, "name", start)
            if length > 1 and phrase in self._nouns and part[-1][0] not in VAGUE:
                return Term(phrase, "phrase", start)
        return None


def is_name(word: str) -> bool:
    """A word with a capital letter that is more than a sentence's first."""
    return bool(re.match(r"^[A-Z][a-zA-Z]*[a-z][a-zA-Z]*$", word)) and word.lower() not in FUNCTION_WORDS


def nouns_of(sentences: list[Sentence]) -> frozenset[str]:
    """Lower-case words, and pairs of them, that the document uses as nouns more than once.

    No tagger: a noun is what comes after a determiner or a preposition and before a function word or the sentence's end.
    """
    seen: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for sentence in sentences:
        tokens = [*re.findall(r"[\w'’-]+|[.,()]", sentence.text), "."]
        for index, token in enumerate(tokens[:-1]):
            lowered = token.lower()
            if not re.fullmatch(r"[a-z][a-z-]{2,}[a-z]", token) or lowered in FUNCTION_WORDS:
                continue
            after = tokens[index + 1].lower()
            closes = after in FUNCTION_WORDS or not after[0].isalnum()
            before = tokens[index - 1].lower() if index else ""
            if closes and before in BEFORE_NOUN and not (VERB_OR_ADVERB.match(token) and before not in DETERMINERS):
                seen[token] += 1
            elif closes and index > 1 and tokens[index - 2].lower() in BEFORE_NOUN and is_plain(tokens[index - 1]):
                seen[f"{tokens[index - 1]} {token}"] += 1
            else:
                elsewhere[token] += 1
    return frozenset(text for text, count in seen.items() if count >= 2 and count >= 0.15 * elsewhere[text])


def is_plain(word: str) -> bool:
    """A lower-case word that may stand before a noun as part of a term."""
    return (
        bool(re.fullmatch(r"[a-z][a-z-]{2,}", word))
        and word not in FUNCTION_WORDS
        and word not in VAGUE
        and not word.endswith("ly")
        and (not word.endswith(("ed", "ing")) or zipf_frequency(word, "en") < 4)
    )


def neighbours(text: str, term: Term) -> tuple[str, str]:
    """The words just before and after a term, in lower case."""
    before = re.findall(r"[\w'’-]+|[.,()]", text[: term.start])
    after = re.findall(r"[\w'’-]+|[.,()]", text[term.end :])
    return (before[-1].lower() if before else ""), (after[0].lower() if after else "")
