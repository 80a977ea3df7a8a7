"""The grammar that is needed to make questions: subject, verb and rest of a sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from processor.writing.parsing import pipeline

AUXILIARIES = frozenset(
    "is are was were can could may might must shall should will would has have had does do".split()
)
# Words that end like a verb in the third person, but are nouns
NOT_VERBS = frozenset(
    "files lists sets names uses packages options rules scripts changes links bugs builds types".split()
)
OPENS_OBJECT = frozenset("the a an which who what how whether its all each every any that when where".split())
IN_SUBJECT = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "CD", "VBN", "VBG", "FW", "NNP-PERS", "NNP-ORG", "NNP-LOC", "PRP$"}
)
TOKEN = re.compile(r"[\w/~.+@$:%'’-]*[\w/~+@$%](?:\(\d\w?\))?|[^\w\s]")


class Word(NamedTuple):
    """A word with its part of speech (Penn Treebank's tags) and where it starts."""

    text: str
    tag: str
    start: int


@dataclass(frozen=True)
class Clause:
    """`determiner subject verb rest.`: a sentence that begins with its subject."""

    determiner: str  # "The", "A", "An" or ""
    subject: str
    verb: str
    rest: str
    subject_start: int

    @property
    def plural(self) -> bool:
        """Whether its subject is in the plural."""
        return self.verb in ("are", "were", "have", "do")


@lru_cache(maxsize=8192)
def tagged(text: str) -> tuple[Word, ...]:
    """The words of a text with their tags."""
    spans = [(match.group(), match.start()) for match in TOKEN.finditer(text)]
    nlp = pipeline()
    words = Doc(nlp.vocab, [word for word, _ in spans])
    with nlp.select_pipes(enable=["tok2vec", "tagger"]):
        tags = [token.tag_ for token in nlp(words)]
    return tuple(Word(word, tag, start) for (word, start), tag in zip(spans, tags, strict=True))


def clause_of(text: str) -> Clause | None:
    """A whole sentence as a clause, if it begins with its subject; else None."""
    words = tagged(text)
    if len(words) < 5 or not text.endswith("."):
        return None
    index = 1 if words[0].text in ("The", "A", "An") else 0
    determiner = words[0].text if index else ""
    first = index
    while index < min(len(words) - 3, first + 8):
        word = words[index]
        if index > first and is_finite(word, words[index + 1]):
            subject = text[words[first].start : word.start].strip()
            rest = text[word.start + len(word.text) : -1].strip()
            return Clause(determiner, subject, word.text, rest, words[first].start)
        joins = index > first and (word.text == "of" or (word.tag == "DT" and words[index - 1].text == "of"))
        if not joins and word.tag not in IN_SUBJECT and not is_code(word.text):
            return None
        index += 1
    return None


def is_finite(word: Word, following: Word) -> bool:
    """Whether a word after a subject is its verb; `following` is the word after it."""
    if word.text in AUXILIARIES:
        return True
    if not word.text.islower() or not re.search(r"[a-z]{2}s$", word.text) or following.text in AUXILIARIES:
        return False
    if following.text in OPENS_OBJECT or following.tag == "CD":
        return word.tag in ("VBZ", "NNS")  # before `the` it is not a noun, even if the tagger says so
    return word.tag == "VBZ" and word.text not in NOT_VERBS and following.tag != "VBZ"


def is_code(word: str) -> bool:
    """Whether a word is written like a name in programs: a path, a variable, a file, a command."""
    return bool(re.search(r"[/_\d]|\w\.\w|\w-\w|\w\(\d|[a-z][A-Z]|^[A-Z]{2,}", word))


def base(verb: str) -> str:
    """The base form of a verb in the third person: applies → apply."""
    if verb in ("has", "does"):
        return {"has": "have", "does": "do"}[verb]
    if re.search(r"(ss|sh|ch|x|zz)es$", verb):
        return verb[:-2]
    return verb[:-3] + "y" if verb.endswith("ies") else verb.removesuffix("s")
