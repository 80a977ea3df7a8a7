"""Whether two terms, or two texts, are nearly the same."""

import re
from functools import lru_cache

DETERMINERS = frozenset(
    "the a an each every any no its their his her your our this that these those which".split()
)
LONG = 7  # letters
CONTENT = re.compile(r"[\w/.-]{3,}")
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


@lru_cache(maxsize=65536)
def content_of(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(word) for word in CONTENT.findall(text.lower()) if word not in FUNCTION_WORDS)


def may_mean_the_same(one: str, other: str) -> bool:
    """Whether two terms may mean the same: by form, by abbreviation, or because one contains the other."""
    first, second = stem(one).removesuffix("s"), stem(other).removesuffix("s")
    if (
        first.replace(" ", "") == second.replace(" ", "")
        or has_in_one_word(first, second)
        or has_in_one_word(second, first)
        or f" {first} " in f" {second} "
        or f" {second} " in f" {first} "
    ):
        return True
    return initials(one) == other.lower() or initials(other) == one.lower()


def has_in_one_word(one: str, other: str) -> bool:
    """Whether the words of a term stand in another as one word: black body, blackbody."""
    return " " in one and len(one) >= LONG and one.replace(" ", "") in other.split()


@lru_cache(maxsize=32768)
def stem(text: str) -> str:
    """A term without case, hyphens and endings."""
    words = re.sub(r"[-_/.()]+", " ", text.lower()).split()
    return " ".join(_stem(word) for word in words) or text.lower()


def _stem(word: str) -> str:
    if len(word) <= 4:
        return re.sub(r"(?<=\w\w[^s])s$", "", word)
    return re.sub(r"(ies|es|s|ing|ed|e)$", "", word)


def initials(text: str) -> str:
    """The first letters of a text's words, in lower case; "" if it has only one word."""
    words = re.findall(r"[A-Za-z]+", text)
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""


def is_plural(text: str) -> bool:
    """Whether the last word of a text looks like a plural."""
    return bool(re.search(r"[^s'’iu]s$", text)) and not re.search(r"(sis|ness|less|ous|us)$", text)


def singular(noun: str) -> str:
    """The singular of a plural noun: directories → directory."""
    if not is_plural(noun):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(ss|sh|ch|x)es$", noun) else noun[:-1]


def plural_of(noun: str) -> str | None:
    """The plural of a noun that has a regular one, or None."""
    if re.search(r"(f|fe|o|is|us|um|men|man|on|foot|tooth|mouse|goose|fish|sheep|deer|child)$", noun):
        return None
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return noun + "es"
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + "s"


def occurs_in(term: str, lowered: str) -> bool:
    """Whether a term occurs as a whole word, or words, in a text in lower case."""
    term = term.lower()
    return term in lowered and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", lowered) is not None
