"""Words of questions: parts of a sentence as text, and its main clause with the verb turned round."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.likeness import singular
from processor.writing.prose import Sentence, auxiliaries, subject_of, subtree
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Words at the beginning or after a comma that only connect a sentence with the one before
CONNECTIVES = frozenset(
    "however also therefore thus hence moreover furthermore additionally also similarly likewise instead "
    "consequently "
    "nevertheless nonetheless indeed finally conversely meanwhile accordingly otherwise besides "
    "still then so "
    "unfortunately fortunately obviously today now again first secondly thirdly next lastly".split()
)
# They connect after the verb as well, and what is said is as true without them
CONCLUDING = frozenset({"therefore", "consequently", "however", "also"})
CONNECTING_PHRASES = (
    "in addition", "as a result", "for example", "for instance", "in fact", "in other words", "of course",
    "in contrast", "by contrast", "on the other hand", "as a consequence", "in particular", "in general",
    "for this reason", "that is why", "in turn", "after all", "in short",
)  # fmt: skip


def text_of(tokens: list["Token"], first: bool = False) -> str:
    """Words as text, without punctuation at the ends; with `first`, it begins with a capital letter."""
    words = list(tokens)
    while words and (words[-1].is_punct and words[-1].text not in (")", "”", "’")):
        words.pop()
    while words and (words[0].is_punct and words[0].text not in ("(", "“", "‘")):
        words.pop(0)
    text = ""
    for place, token in enumerate(words):
        shown = in_the_middle(token)
        follows = place + 1 < len(words) and words[place + 1].i == token.i + 1
        text += shown + (token.whitespace_ if follows else " ")
    text = " ".join(text.split()).replace(" ,", ",").replace(",,", ",")
    return capital(text) if first else text


def in_the_middle(token: "Token") -> str:
    """A word as it stands in the middle of a sentence: only names keep their capital letter."""
    text = str(token.text)
    if not token.is_sent_start or text[1:] != text[1:].lower():
        return text
    lowered = text.lower()
    block = text_of_block(token.doc)
    if f" {lowered}" not in block and re.search(rf"[a-z,] {re.escape(text)}\b", block):
        return text  # within a sentence it has its capital letter as well
    table, lemma = nouns(), token.lemma_.lower()
    in_table = table.sort(lemma) is not None and not table.is_name(lemma)
    named = token.ent_type_ or (token.pos_ == "PROPN" and not in_table)
    if lowered.endswith("s") and not (token.i + 1 < len(token.doc) and token.nbor(1).pos_ == "PROPN"):
        forms = (singular(lowered), lowered[:-1], token.lemma_.lower())
        named = named and all(table.sort(form) is None or table.is_name(form) for form in forms)
    named = named and f" {lowered}" not in block
    return text if named and token.pos_ not in ("DET", "ADP", "SCONJ", "PRON") else lowered


def text_of_block(doc: "Doc") -> str:
    """The text that was parsed, which spaCy would put together anew from its words each time."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return str(doc.user_data["text"])


def capital(text: str) -> str:
    """A text with a capital letter at its beginning; a name such as bootMer keeps its form."""
    first = text.split(" ", 1)[0]
    return text if first != first.lower() or not text[:1].isascii() else text[:1].upper() + text[1:]


def without(tokens: list["Token"], *heads: "Token | None") -> list["Token"]:
    """Words without these ones and all that depends on them."""
    gone = {token.i for head in heads if head is not None for token in head.subtree}
    return [token for token in tokens if token.i not in gone]


def connectives(verb: "Token") -> list["Token"]:
    """The parts of a clause that only connect it with the text before."""
    found = []
    for child in verb.children:
        words = " ".join(token.lower_ for token in child.subtree)
        if (
            (
                child.dep_ in ("advmod", "npadvmod", "cc")
                and child.lower_ in CONNECTIVES
                and (child.i < verb.i or child.lower_ in CONCLUDING)
                and words == child.lower_
            )
            or (child.dep_ in ("prep", "mark", "advcl", "advmod") and words in CONNECTING_PHRASES)
            or (child.dep_ == "cc" and child.i < verb.i)
        ):
            found.append(child)
    return found


def commas_around(left_out: list["Token"]) -> Iterator["Token"]:
    """The commas on both sides of words that are left out: the king, however, refused."""
    for head in left_out:
        before, after = head.left_edge.i - 1, head.right_edge.i + 1
        around = [head.doc[place] for place in (before, after) if 0 <= place < len(head.doc)]
        if len(around) == 2 and all(token.text == "," for token in around):
            yield from around


def adverbials_before(verb: "Token", subject: "Token") -> list["Token"]:
    """The heads of what stands before the subject, such as `In 1789,`."""
    return [child for child in verb.lefts if child.i < subject.i and not child.is_punct]


LONGEST_OPENING = 12  # words before the question word


class Clause:
    """A main clause in parts, from which questions are put together."""

    def __init__(self, verb: "Token") -> None:
        subject = subject_of(verb)
        assert subject is not None
        self.verb, self.subject = verb, subject
        left_out = connectives(verb)
        self.further = [
            child for child in verb.rights if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")
        ]
        joins = [child for child in verb.rights if child.dep_ == "cc"] if self.further else []
        if any(subject_of(other) for other in self.further):
            left_out += [*self.further, *joins]
        self.further += joins
        loose = {*commas_around(left_out), *(token for token in verb.subtree if token.lower_ == "also")}
        self.words = [
            token for token in without(subtree(verb), *left_out)
            if not _loose_mark(token, verb) and token not in loose
        ]  # fmt: skip
        self.opening_heads = [h for h in adverbials_before(verb, subject) if h not in left_out]
        self.auxiliaries = auxiliaries(verb)

    def begins_with_clause(self, *gone: "Token | None") -> bool:
        """Whether another main clause stands first, as in `The metal expands, so it needs a gap`."""
        return any(head.dep_ == "ccomp" and head not in gone for head in self.opening_heads)

    @property
    def is_plain(self) -> bool:
        """Whether what stands before the subject ends there, and the verb follows the subject."""
        across = any(head.right_edge.i > self.subject.left_edge.i for head in self.opening_heads)
        opening = self.opening()
        return not across and not (len(opening) == 1 and opening[0].pos_ == "ADP") and self._verb_follows()

    def _verb_follows(self) -> bool:
        if self.subject.right_edge.i > self.verb.i:
            return False  # what explains the subject stands after the verb, or the parse is wrong
        between = self.verb.doc[self.subject.right_edge.i + 1 : self.verb.i]
        return all(token.pos_ in ("AUX", "ADV", "PART", "PUNCT") for token in between)

    def opening(self, *gone: "Token | None") -> list["Token"]:
        """What stands before the subject."""
        tokens = [token for head in self.opening_heads for token in head.subtree if token.i < self.subject.i]
        return without(sorted(tokens, key=lambda token: token.i), *gone)

    def predicate(self, *gone: "Token | None") -> list["Token"]:
        """The verb with all that follows the subject."""
        before = {token.i for head in self.opening_heads for token in head.subtree}
        rest = [token for token in without(self.words, self.subject, *gone) if token.i not in before]
        return [token for token in rest if not (token.is_punct and token.i < self.verb.i)]

    def asked(self, word: str, *gone: "Token | None") -> str:
        """The question with this question word, without these parts: Why did the king call the estates?"""
        subject = text_of(without(subtree(self.subject), *gone))
        predicate = self.predicate(*gone, *self.further)
        helper, predicate = self._turned(predicate)
        opening = text_of(self.opening(*gone))
        question = f"{word} {helper} {subject} {text_of(predicate)}".strip()
        if self.begins_with_clause(*gone):
            return ""
        is_adverb = " " not in opening and any(token.pos_ == "ADV" for token in self.opening(*gone))
        if opening and (is_adverb or len(opening.split()) > LONGEST_OPENING):
            return ""
        return f"{capital(f'{opening}, {question[:1].lower()}{question[1:]}' if opening else question)}?"

    def _turned(self, predicate: list["Token"]) -> tuple[str, list["Token"]]:
        """The auxiliary that goes before the subject, and the rest; `do` if there is none."""
        if self.auxiliaries:
            helper = self.auxiliaries[0]
            return helper.text, [token for token in predicate if token.i != helper.i]
        if self.verb.lemma_ == "be":
            return self.verb.text, [token for token in predicate if token.i != self.verb.i]
        do = {"VBD": "did", "VBZ": "does"}.get(self.verb.tag_, "do")
        return do, [_Base(token) if token.i == self.verb.i else token for token in predicate]  # type: ignore[misc]

    def statement(self, *gone: "Token | None") -> str:
        """The clause without these parts, as text that begins with a small letter."""
        return text_of(without(self.words, *gone))


def clause_of(sentence: Sentence) -> Clause:
    """The main clause of a sentence, which is kept with the parse."""
    verb = sentence.root
    kept: dict[int, Clause] = verb.doc.user_data.setdefault("clauses", {})
    if verb.i not in kept:
        kept[verb.i] = Clause(verb)
    return kept[verb.i]


class _Base:
    """A verb in its base form, in place of the word in the sentence."""

    def __init__(self, token: "Token") -> None:
        self._token = token
        self.text = token.lemma_
        self.is_sent_start = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._token, name)


def _loose_mark(token: "Token", verb: "Token") -> bool:
    return token.is_punct and token.head == verb and token.text in (".", ";", ":", "—", "–")


# Answers that only guess, and traces of a wrong parse: a word twice, empty brackets, an open end
MALFORMED = re.compile(
    r"^(?:probably|perhaps|a last)\b|\bbecause (?:but|and|so|or)\b|(?-i:\bOne (?:reason|method|way)\b)"
    r"|\b(\w{2,}) \1\b|\(\s*\)|[,;:] ?\?|\s\?|--| , ,|—"
    r"|\b(?:is|are|was|were), |\b(?:hence|thus|similarly|furthermore|moreover)\b"
    r"|\b(?:and|or|but|of|the|a|an|because|which|to|with|for|as|than)\?",
    re.IGNORECASE,
)


def well_formed(text: str) -> bool:
    """Whether a prompt or an answer has no traces of a wrong parse."""
    return not MALFORMED.search(text)


def ends_whole(words: list["Token"]) -> bool:
    """Whether nothing that belongs to the last word was left out after it."""
    last = [word for word in words if not word.is_punct][-1:]
    if not last or last[0].pos_ in ("ADP", "SCONJ", "CCONJ", "DET", "AUX", "PART"):
        return False
    after = last[0].i + 1
    following = last[0].doc[after] if after < len(last[0].doc) else None
    return (
        following is None
        or following.is_punct
        or following.pos_ == "CCONJ"
        or following.is_sent_start is True
    )


def negated(verb: "Token") -> bool:
    """Whether a verb is denied."""
    return any(child.dep_ == "neg" for child in verb.children)


def is_purpose(verb: "Token") -> bool:
    """Whether a clause says what for: `to keep it cool`."""
    to = [child for child in verb.lefts if child.lower_ == "to" and child.dep_ == "aux"]
    return bool(to) and verb.tag_ == "VB" and subject_of(verb) is None and len(subtree(verb)) >= 4


# Verbs of ends that say little of what a thing is for
SAYING_LITTLE = frozenset("refer denote mean describe indicate be have find become do".split())


def article(noun: "Token") -> str:
    """The article of a noun with a space, or nothing."""
    first = noun.left_edge
    return f"{first.lower_} " if first.lower_ in ("a", "an", "the") else ""
