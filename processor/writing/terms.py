"""The terms of a document: words and names that it is about, with their kinds and places."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from wordfreq import zipf_frequency

from processor.writing.grammar import is_code, is_finite, tagged
from processor.writing.sentences import Sentence

TermKind = Literal[
    "path", "option", "command", "variable", "acronym", "name", "phrase", "word", "number", "year"
]

DETERMINERS = frozenset(
    "the a an each every any no its their his her your our this that these those which".split()
)
FUNCTION_WORDS = DETERMINERS | frozenset(
    "of in on at by for from to into onto with without within under over between among through "
    "during as than "
    "then and or but nor if when while where because although that which who whom whose is are was were be "
    "been being has have had do does did can could may might must shall should will would not no it they he "
    "she we you i also only even just more most less least very so too such same other another some "
    "many much "
    "few several all both either neither one two three up out off down about after before until "
    "since via per "
    "using used like unlike whether how what why there here".split()
)
VAGUE = frozenset(
    "way ways thing things case cases kind kinds sort type types number amount part parts lot bit "
    "set end use "
    "time times place point name names reason purpose result value values order example list item line word "
    "words user users people person information system systems fact something anything everything nothing "
    "someone user's section document text one ones others rest default addition general course particular "
    "order following need effect change changes version versions form forms level possible available "
    "different various certain own new old first last next more current same possibility need needs problem "
    "problems question answer work works way means instance group behavior behaviour page pages method "
    "methods feature features detail details step steps action actions".split()
)
# Words that may have a capital letter but are not names
NO_NAMES = FUNCTION_WORDS | frozenset(
    "section chapter figure table appendix part page note tip alternatively however mr mrs dr".split()
)
VARIABLE = re.compile(
    r"\b([A-Z][A-Z0-9]{2,}) (?:shell |environment |special )?variable|variables? ([A-Z][A-Z0-9]{2,})\b"
)
# Names in examples, and placeholders for names: /usr/share/package-name, /etc/rcn.d
INVENTED = re.compile(
    r"(?i)foo|(?<![a-z])ba[rz](?![a-z])|(package|program|file|user|font|lib(rary)?)-?name|/(package|program)\b|rcn\.d"
    r"|.-version$"
)
# Words with a hyphen that are adjectives, not names
ADJECTIVE = re.compile(
    r"^(non|pre|post|multi|low|high|well|self|single|double|run|so)-[a-z]+$"
    r"|-(on|ed|ing|level|wide|time|only|based|expected|known|specific|dependent|independent|like|style|related|driven|valued)$"
)
NOT_CLASSES = VAGUE | frozenset("maintainer developer project community team distribution string".split())
WORD = re.compile(r"/?[\w.+@-]+(?:[/:'’-][\w.+-]+)*(?:\(\d\w?\))?|--?[\w-]+")
SHAPES: list[tuple[TermKind, re.Pattern[str]]] = [
    ("path", re.compile(r"^(/[\w.+-]+){1,6}(?<!-)/?$|^~/[\w./-]+$|^[\w-]+/[\w./-]+(?<!-)$")),
    ("option", re.compile(r"^--?[a-zA-Z][\w-]*$")),
    ("command", re.compile(r"^[\w.+-]+\(\d\w?\)$")),
    ("year", re.compile(r"^(1[5-9]|20)\d\d$")),
    ("number", re.compile(r"^\d+([.,]\d+)*$")),
    ("variable", re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")),
    ("acronym", re.compile(r"^[A-Z][A-Z0-9]{1,7}s?$")),
]


@dataclass(frozen=True)
class Term:
    """A term in a sentence."""

    text: str
    kind: TermKind
    start: int  # in the sentence's text

    @property
    def end(self) -> int:
        """Where it ends in the sentence's text."""
        return self.start + len(self.text)


@dataclass
class Entry:
    """Where a term occurs in the whole document."""

    kind: TermKind
    count: int = 0
    blocks: set[int] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    left: Counter[str] = field(default_factory=Counter)  # the words before it
    right: Counter[str] = field(default_factory=Counter)  # the words after it


class Vocabulary:
    """All terms of a document, from all of its prose."""

    def __init__(self, sentences: list[Sentence], title: str | None = None) -> None:
        self._nouns = nouns_of(sentences)
        self._lower: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._variables = {
            name
            for sentence in sentences
            for names in VARIABLE.findall(sentence.text)
            for name in names
            if name
        }
        self._words: Counter[str] = Counter()
        self.entries: dict[str, Entry] = {}
        self.kinds: dict[TermKind, list[str]] = defaultdict(list)
        # Such as "shell variable" -> the names of shell variables
        self.classes: dict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            self._lower.update(re.findall(r"(?<=[ (])[a-z][\w-]+", sentence.text))
            self._capital.update(
                word.lower() for word in re.findall(r"(?<=[a-z,] )[A-Z][\w-]+", sentence.text)
            )
        for sentence in sentences:
            self._words.update({word.lower() for word in re.findall(r"[A-Za-z]{3,}", sentence.text)})
            self._add_classes(sentence.text)
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
        often = max(8, 0.06 * len(sentences))
        titled = set(re.findall(r"\w{3,}", (title or "").lower()))
        self._subjects = {
            word for word, count in self._words.items()
            if count > often and (zipf_frequency(word, "en") < 3.9 or word in titled)
        }  # fmt: skip

    def terms_in(self, sentence: Sentence) -> Iterator[Term]:
        """The terms of a sentence; of terms that overlap, the longest."""
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
        """How rare the rarest word of a term is in general English, from 0 (the) to 8 (unknown)."""
        words = re.findall(r"[a-zA-Z]{2,}", text.lower())
        return max((8 - zipf_frequency(word, "en") for word in words), default=4.0)

    def specificity(self, text: str) -> float:
        """How specific a text is: the sum of the rarity of its different words, without everyday ones."""
        words = set(re.findall(r"[a-zA-Z]{3,}", text.lower())) - FUNCTION_WORDS - VAGUE
        return sum(max(0.0, 5.2 - zipf_frequency(word, "en")) for word in words) / 2

    def is_noun(self, text: str) -> bool:
        """Whether a text is used as a noun more than once."""
        return text in self._nouns or text in self.entries

    def is_subject(self, text: str) -> bool:
        """Whether a term is what the whole document is about, and so too easy to guess as an answer."""
        words = re.findall(r"\w{3,}", text.lower())
        return bool(words) and all(word in self._subjects for word in words)

    def knows_lower(self, text: str) -> bool:
        """Whether each word is written in lower case more often than with a capital, within sentences."""
        return all(self._lower[word] > self._capital[word] for word in text.split())

    def is_class(self, noun: str) -> bool:
        """Whether a noun is a class of which the document names at least four members."""
        return len(self.classes.get(noun, ())) >= 4 and noun.split()[-1] not in NOT_CLASSES

    def is_identifier(self, word: str) -> bool:
        """Whether a word is a name rather than an ordinary word."""
        if (
            len(word) < 2
            or word[0].isdigit()
            or INVENTED.search(word)
            or word.lower() in FUNCTION_WORDS
            or not re.search(r"[A-Za-z]{2}", word)
        ):
            return False
        if is_code(word) or word[:1].isupper():
            return True
        return zipf_frequency(word, "en") < 3.0 and not re.search(r"(ed|ing|ly|s)$", word)

    def kind_of(self, text: str) -> TermKind:
        """What kind of term a text is."""
        for kind, shape in SHAPES:
            if shape.match(text):
                return kind
        if text in self.entries:
            return self.entries[text].kind
        if all(is_name(word) or is_code(word) for word in text.split()):
            return "name"
        return "phrase" if " " in text else "word"

    def _add_classes(self, text: str) -> None:
        words = tagged(text)
        for before, word, one, two, three in zip(
            words, words[1:], words[2:], words[3:], words[4:], strict=False
        ):
            if before.text.lower() not in DETERMINERS or not self.is_identifier(word.text):
                continue
            if word.text.islower() and (ADJECTIVE.search(word.text) or word.text in self._nouns):
                continue
            if one.tag not in ("NN", "JJ") or not (one.text.islower() and one.text.isalpha()):
                continue
            verb = is_finite(two, three)
            if two.tag == "NN" and two.text.islower() and two.text.isalpha() and not verb:
                self.classes[f"{one.text} {two.text}"][word.text] += 1
                self.classes[two.text][word.text] += 1
            elif (one.tag == "NN" or f"{one.text}s" in self._nouns) and (
                verb or two.tag not in ("NN", "NNS", "JJ")
            ):
                self.classes[one.text][word.text] += 1

    def _single_at(self, words: list[tuple[str, int]], index: int) -> Term | None:
        text, start = words[index]
        for kind, shape in SHAPES:
            if shape.match(text):
                if kind == "path" and not is_path(text):
                    return None
                if kind == "acronym" and text in self._variables:
                    kind = "variable"
                return Term(text, kind, start) if len(text) > 1 or kind == "number" else None
        if text in self._nouns and text not in VAGUE and len(text) > 3:
            return Term(text, "word", start)
        return None

    def _phrase_at(self, text: str, words: list[tuple[str, int]], index: int) -> Term | None:
        for length in (4, 3, 2, 1):
            part = words[index : index + length]
            if len(part) < length:
                continue
            start = part[0][1]
            phrase = text[start : part[-1][1] + len(part[-1][0])]
            if re.search(r"[^\w\s'’+.-]", phrase) or not phrase[:1].isalpha():
                continue
            if (
                index > 0
                and all(is_name(word) for word, _ in part)
                and not (length == 1 and self.knows_lower(phrase.lower()))
            ):
                following = words[index + length][0] if index + length < len(words) else ""
                if not is_name(following):
                    return Term(phrase, "name", start)
            if length > 1 and phrase in self._nouns and part[-1][0] not in VAGUE:
                return Term(phrase, "phrase", start)
        return None


def is_name(word: str) -> bool:
    """Whether a word is written like a name: with a capital letter, and not one of NO_NAMES."""
    return bool(re.match(r"^[A-Z][a-zA-Z]*[a-z][a-zA-Z]*$", word)) and word.lower() not in NO_NAMES


def is_path(text: str) -> bool:
    """Whether words with slashes are a path: debian/rules is one, and/or and GNU/Linux are not."""
    if re.search(r"www\.|\.(org|com|net|html?)\b", text):
        return False
    if text.startswith(("/", "~")):
        return True
    if "-/" in text:
        return False
    first = text.split("/")[0]
    return text == text.lower() and ("." in text or zipf_frequency(first, "en") < 4.0)


def nouns_of(sentences: list[Sentence]) -> frozenset[str]:
    """The nouns in lower case, and the phrases that end with one, that a document uses more than once."""
    seen: Counter[str] = Counter()
    for sentence in sentences:
        run: list[str] = []
        for word in (*tagged(sentence.text), None):
            plain = word is not None and re.fullmatch(r"[a-z][a-z-]{2,}", word.text) is not None
            if (
                word is not None
                and plain
                and word.tag in ("NN", "NNS", "JJ")
                and word.text not in FUNCTION_WORDS
            ):
                run.append(f"{word.text}\t{word.tag}")
                continue
            if run and run[-1].endswith(("NN", "NNS")):
                words = [entry.split("\t")[0] for entry in run][-3:]
                seen[" ".join(words)] += 1
                seen[words[-1]] += len(words) > 1
            run = []
    return frozenset(text for text, count in seen.items() if count >= 2)


def neighbours(text: str, term: Term) -> tuple[str, str]:
    """The words just before and after a term, in lower case."""
    before = re.findall(r"[\w'’-]+|[.,()]", text[: term.start])
    after = re.findall(r"[\w'’-]+|[.,()]", text[term.end :])
    return (before[-1].lower() if before else ""), (after[0].lower() if after else "")
