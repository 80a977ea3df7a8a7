"""Enumerations in a sentence, such as `A, B, and C`, for questions that ask which items belong to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from processor.writing.distractors import Distractors
from processor.writing.grammar import OPENS_OBJECT, Word, clause_of, is_code, is_finite, tagged
from processor.writing.likeness import is_plural, may_mean_the_same, occurs_in, singular
from processor.writing.sentences import Sentence, stands_alone
from processor.writing.subjects import subject_is_clear
from processor.writing.terms import ADJECTIVE, FUNCTION_WORDS, INVENTED, NOT_CLASSES, VAGUE, Vocabulary

NOUNS = ("NN", "NNS", "NNP", "NNPS")
IN_ITEM = frozenset({*NOUNS, "JJ", "VBG", "VBN", "VB", "FW", "RB"})
LONGEST_ITEM = 3  # words
LONGEST_SENTENCE = 45  # words; a list makes a sentence longer without making it harder
ARTICLE = re.compile(r"^(the|a|an) ")
LEAST_SPECIFIC = 0.6  # specificity of the text around the gap; with less, anything would fit into it
# Kinds of terms whose form shows that they are names
RECOGNISABLE = frozenset({"path", "option", "command", "variable"})
NOUNS_OF_KIND = frozenset("path file directory variable command program option".split())
# Lists that are not complete, so that other items may belong to them too
OPEN_LIST = re.compile(r"\b(such as|like|including|e\.g\.|for example|especially)(?: the)? $")
OPEN_END = re.compile(r"\b(others?|so on|so forth|more|similar|et al|related)\b")


@dataclass(frozen=True)
class Enumeration:
    """A list in the text: its items, all of one sort, and its sentence with a gap in their place."""

    sentence: Sentence
    items: tuple[str, ...]
    gapped: str
    noun: str  # the class of all items, in the singular ("builtin", "signal"), if the sentence names it
    context: str  # the text around it; an item that occurs there may belong to the list
    worth: float

    @property
    def sort(self) -> str:
        """How its items are written; items of lists of the same sort can be distractors for each other."""
        return sort_of(self.items)


def sort_of(items: tuple[str, ...]) -> str:
    """How items are written: as code, as names, or as words or phrases in the singular or plural."""
    if all(" " not in item for item in items) and any(is_code(item) for item in items):
        return "code"
    if all(item[:1].isupper() for item in items):
        return "name"
    number = "many" if all(is_plural(item) for item in items) else "one"
    return f"{number} {'phrase' if any(' ' in item for item in items) else 'word'}"


def enumeration_of(sentence: Sentence, context: str, vocabulary: Vocabulary) -> Enumeration | None:
    """The enumeration of a sentence that stands alone; `context` is the text around it."""
    text = re.sub(r"^Both (the )?", lambda match: "The " if match[1] else "", sentence.text)
    if not sentence.alone and not stands_alone(text, LONGEST_SENTENCE):
        return None
    words = tagged(text)
    for place, word in enumerate(words):
        if word.text not in ("and", "or"):
            continue
        for found in _lists_at(words, place, vocabulary):
            start, end = words[found.items[0][0]].start, _end(words[found.items[-1][1]])
            items = tuple(text[words[first].start : _end(words[last])] for first, last in found.items)
            before, after = text[:start], text[end:]
            specificity = vocabulary.specificity(before + after)
            gapped = re.sub(r"\b([Aa])n? $", r"\1(n) ", before) + "_____" + after
            if (
                specificity < LEAST_SPECIFIC * (0.3 if found.noun else 1)
                or len(gapped.split()) < 5
                or not _is_known(text, start, vocabulary)
            ):
                continue
            if _is_fair(before, after, items, found.noun):
                worth = 3.0 + 0.2 * min(specificity, 5) + 0.4 * bool(found.noun) + 0.1 * min(len(items), 5)
                items = tuple(ARTICLE.sub("", item) for item in items)
                return Enumeration(sentence, items, gapped, found.noun, context, worth)
    return None


def _end(word: Word) -> int:
    return word.start + len(word.text)


@dataclass(frozen=True)
class _Found:
    items: list[tuple[int, int]]  # the first and last word of each
    noun: str


def _lists_at(words: tuple[Word, ...], place: int, vocabulary: Vocabulary) -> Iterator[_Found]:
    """The lists of names, and then those of noun phrases, whose `and` or `or` is at this place."""
    if place < 1 or place + 1 >= len(words):
        return
    names = _names(words, place)
    if len(names) >= 2:
        noun = _noun_around(words, names, vocabulary)
        follows = words[names[-1][1] + 1].tag if names[-1][1] + 1 < len(words) else ""
        whole = noun or follows not in NOUNS  # else they are part of a longer name
        if whole and _are_names([words[first] for first, _ in names], noun, vocabulary):
            yield _Found(names, noun)
    phrases = _phrases(words, place)
    if len(phrases) >= 3 and _are_phrases(words, phrases, vocabulary):
        yield _Found(phrases, "")


def _are_names(names: list[Word], noun: str, vocabulary: Vocabulary) -> bool:
    texts = [name.text for name in names]
    kinds = {vocabulary.kind_of(text) for text in texts}
    if any(name.text.isalpha() and name.text.islower() and name.tag == "NNS" for name in names):
        return False
    if kinds & RECOGNISABLE:
        return len(kinds) == 1
    members = sum(_is_member(text, noun, vocabulary) for text in texts)
    if noun and (members == len(texts) or (members >= 2 and 2 * members > len(texts))):
        return all(text in vocabulary.classes[noun] or not ADJECTIVE.search(text) for text in texts)
    return len(texts) >= 3 and all(is_code(text) or text[:1].isupper() for text in texts)


def _are_phrases(words: tuple[Word, ...], phrases: list[tuple[int, int]], vocabulary: Vocabulary) -> bool:
    """Whether the items are certainly nouns, and all in the singular or all in the plural."""
    for first, last in phrases:
        own = words[first : last + 1]
        if own[0].tag == "DT":
            own = own[1:]
        text = " ".join(word.text for word in own)
        compound = own[0].tag == "VB" and len(own) == 2 and own[1].tag == "NN"
        sure = first > 0 and (own[0].tag not in ("VB", "VBG", "RB") or compound)
        if not sure and not vocabulary.is_noun(text.lower()):
            return False
    lengths = [last - first for first, last in phrases]
    if lengths[0] > max(lengths[1:]) or max(lengths) == 0:
        return False  # it is unclear where the first item begins, or the items are common words
    ends = [words[last] for _, last in phrases]
    if ends[-1].tag == "NNS" and phrases[-1][0] < phrases[-1][1] and all(a == b for a, b in phrases[:-1]):
        return False  # the noun at the end belongs to all items
    return len({is_plural(word.text) for word in ends}) == 1


def _names(words: tuple[Word, ...], place: int) -> list[tuple[int, int]]:
    """The places of single words joined by commas that may be names."""
    found = [place + 1]
    at = place - 1
    while at >= 0:
        if words[at].text == "," and found == [place + 1]:
            at -= 1
        if not _may_be_name(words[at]):
            break
        found.insert(0, at)
        if at < 2 or words[at - 1].text != ",":
            break
        at -= 2
    return [(index, index) for index in found] if _may_be_name(words[place + 1]) else []


def _may_be_name(word: Word) -> bool:
    return (
        re.fullmatch(r"[\w/.~$+-][\w/.+:()-]*", word.text) is not None
        and word.text.lower() not in FUNCTION_WORDS
        and not word.text.isdigit()
        and len(word.text) > 1
    )


def _is_member(text: str, noun: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_identifier(text) or text in vocabulary.classes.get(noun, ())


def _noun_around(words: tuple[Word, ...], names: list[tuple[int, int]], vocabulary: Vocabulary) -> str:
    """What the names are, from a plural noun directly after or before them."""
    first, last = names[0][0], names[-1][1]
    after = last + 1
    while (
        after < len(words)
        and words[after].tag in ("JJ", "NN")
        and after < last + 3
        and words[after].text.isalpha()
    ):
        after += 1
    before = first - 1
    while before > 0 and words[before].text in (",", "namely", ":"):
        before -= 1
    for index in (after, before):
        if (
            0 <= index < len(words)
            and words[index].tag in ("NNS", "NN", "VBZ")
            and words[index].text.islower()
        ):
            noun = singular(words[index].text)
            if (
                noun != words[index].text
                and noun not in NOT_CLASSES
                and vocabulary.is_noun(words[index].text)
            ):
                return noun
    return ""


def _phrases(words: tuple[Word, ...], place: int) -> list[tuple[int, int]]:
    """The places of noun phrases joined by commas, all with a determiner or all without."""
    last = place + 1
    bare = words[last].tag != "DT"
    last += not bare
    first = last
    while last < len(words) and words[last].tag in IN_ITEM and last < first + LONGEST_ITEM + 1:
        last += 1
    last -= 1
    if not first <= last < first + LONGEST_ITEM or words[last].tag not in NOUNS:
        return []
    found = [(first - (not bare), last)]
    at = place - 1 - (words[place - 1].text == ",")
    while at >= 0:
        end = at
        while at >= 0 and words[at].tag in IN_ITEM and end - at < LONGEST_ITEM and not _is_verb(words, at):
            at -= 1
        begins = at + 1
        if begins > end or (words[end].tag not in NOUNS and begins != end):
            break
        determined = at >= 0 and words[at].tag == "DT"
        if determined is bare and not (determined and at >= 0 and words[at - 1].text != ","):
            break
        if bare and words[begins].tag in ("VB", "RB") and at >= 0 and words[at].text != ",":
            begins += 1
        if begins > end:
            break
        found.insert(0, (begins - (not bare), end))
        at -= determined
        if at < 1 or words[at].text != ",":
            break
        at -= 1
    return found


def _is_verb(words: tuple[Word, ...], at: int) -> bool:
    following = words[at + 1]
    return (
        at > 0
        and words[at - 1].text != ","
        and (is_finite(words[at], following) or following.text in OPENS_OBJECT)
    )


def _is_fair(before: str, after: str, items: tuple[str, ...], noun: str) -> bool:
    """Whether a list is complete and its items differ clearly from each other."""
    if OPEN_LIST.search(before) or OPEN_END.search(" ".join(items)) or OPEN_END.match(after[1:]):
        return False
    if re.match(r"\s?[(/]|[\w-]| (it|them) |, (?:and|or|\w+,) ", after) or re.search(
        r"[“‘(\"'/-]$|\b(?:between|and|or) $", before
    ):
        return False
    if before.endswith(", ") and not noun and not ARTICLE.match(items[0]):
        return False  # it is unclear where the first item begins
    bare = [ARTICLE.sub("", item) for item in items]
    if any(may_mean_the_same(one, other) for one, other in combinations(bare, 2)):
        return False
    if any(
        item.split()[-1].lower() in VAGUE | FUNCTION_WORDS or not re.search(r"[A-Za-z]{2}", item)
        for item in bare
    ):
        return False
    return bool(noun) or not (sort_of(tuple(bare)) == "one word" and len(items) < 3)


def _is_known(text: str, start: int, vocabulary: Vocabulary) -> bool:
    """Whether it is clear what the sentence is about: it has a clear subject, or the list is its subject."""
    clause = clause_of(text)
    if clause:
        return subject_is_clear(clause, vocabulary) or vocabulary.is_subject(clause.subject)
    led = re.match(r"(The |All |Only )?([a-z]+ ){0,3}$", text[:start]) is not None
    return (
        led
        or re.match(
            r"(If|When|In|For|To|Unlike|By|With|On|Under|After|Before|All|Each|Every|Unless|While) ", text
        )
        is not None
    )


def wrong_items(
    enumeration: Enumeration,
    others: list[Enumeration],
    vocabulary: Vocabulary,
    distractors: Distractors,
    count: int,
) -> list[str]:
    """Up to `count` plausible items that don't belong to this enumeration, the most plausible first.

    They come from other enumerations and from the terms of the document.
    """
    own = enumeration.items
    context = f"{enumeration.context} {enumeration.sentence.quote} {' '.join(own)}".lower()
    listed = {
        item
        for other in others
        if other.sort == enumeration.sort and other.noun == enumeration.noun
        for item in other.items
    }
    near = {heading for item in own if (entry := vocabulary.entries.get(item)) for heading in entry.headings}
    sure = bool(enumeration.noun) or {vocabulary.kind_of(item) for item in own} <= RECOGNISABLE
    phrases, ends = enumeration.sort.endswith("phrase"), {one.split()[-1] for one in own}
    near.update(enumeration.sentence.headings[:2])

    appearances = {appearance(one) for one in own}

    def is_wrong(item: str) -> bool:
        entry = vocabulary.entries.get(item)
        return (
            appearance(item) in appearances
            and (sure or (item in listed and not phrases) or bool(entry and near & entry.headings))
            and (not phrases or item.split()[-1] in ends)
            and not occurs_in(item, context)
            and not any(may_mean_the_same(item, one) for one in own)
            and not vocabulary.is_subject(item)
            and not INVENTED.search(item)
            and not distractors.may_be_right(item, enumeration.gapped)
        )

    def rank(item: str) -> tuple[float, str]:
        likeness = sum(distractors.likeness(one, item) for one in own) / len(own)
        return -likeness - 1.5 * (item in listed), item

    chosen: list[str] = []
    pool = listed.union(_terms_like(enumeration, vocabulary))
    for item in sorted(filter(is_wrong, pool), key=rank):
        if len(chosen) < count and not any(may_mean_the_same(item, other) for other in chosen):
            chosen.append(item)
    return chosen


def _terms_like(enumeration: Enumeration, vocabulary: Vocabulary) -> Iterator[str]:
    """The terms of the document that are of the same kind as the items of an enumeration."""
    noun, items = enumeration.noun, enumeration.items
    if noun:
        yield from vocabulary.classes[noun]
    kinds = {vocabulary.kind_of(item) for item in items}
    if len(kinds) == 1 and kinds <= RECOGNISABLE and (not noun or noun in NOUNS_OF_KIND):
        yield from vocabulary.kinds[kinds.pop()]
    elif not noun and kinds <= {"name", "acronym"}:
        for kind in kinds:
            yield from vocabulary.kinds[kind]
    elif not noun and enumeration.sort.endswith("phrase"):
        yield from (term for term in vocabulary.kinds["phrase"] if len(term.split()) <= LONGEST_ITEM)


def appearance(item: str) -> tuple[bool, ...]:
    """How an item looks; a wrong item must look like one of the right ones."""
    capitals = (item.isupper(), item[:1].isupper(), " " in item)
    return (
        *capitals,
        item.startswith("/"),
        "/" in item,
        "(" in item,
        "@" in item,
        "-" in item and item[:1].isupper(),
        is_plural(item) and " " in item,
    )
