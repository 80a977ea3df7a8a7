"""The parsed sentences of a document's prose, and which of them can be asked about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from processor.reading.document import Block, Document, Page, Progress, unheard
from processor.writing.parsing import parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FEWEST_WORDS, MOST_WORDS = 5, 42
MOST_LETTERS = 240_000  # that are parsed of one document; of more, blocks are chosen from all its pages
PARSED = 0.6  # the share of the work that is done when all sentences are parsed
REPORTED_EVERY = 32  # blocks
SHORTEST_BLOCK = 40  # letters
URL = re.compile(r"https?:|www\.|\w@\w|mailto:|ftp:|\.(?:com|org|net)\b")
CODE = re.compile(r"[{}\\|^~`@<>=*\[\]_]|[#$](?!\d)|&&|::|->|\+\+|\(\)|\w/\w+/|\w/\(|\w ?− ?\w")
# A power of ten or a unit whose raised digits have come down to the line
LOST_SUPERSCRIPT = re.compile(r"[×x·] ?10[−–-]?\d|\b10[−–-]\d|\b10[3-9]\b|\b(?:cm|km|m|s|mol)[−–-]?[23]\b")
PARTS = (
    r"(?:sections?|chapters?|figures?|figs?|tables?|equations?|pages?|appendi(?:x|ces)|annex|footnotes?|"
    r"paragraphs?)"
)
# Words that point to another part of the text, or to who wrote or reads it
POINTING = re.compile(
    r"\b(?:previous|aforementioned|abovementioned|hereafter|herein|here|still|foo|very same|otherwise|"
    r"elsewhere|respectively|et al|ibid|nowadays|currently|recently|now|steps? \d|as well(?! as)|as follows|"
    r"i|my|me|(?:the|our) (?:author|reader)s?|(?:the|in) following|"
    r"(?:we|you)(?:’ve|’ll|’d| can| may| might| will| could| have)?(?: just| already| now| also)? "
    r"(?:saw|seen?|discuss|learn|look|read|not|mention|describ|examin|consider|introduc|study|studi|think|imagin|recall|"
    r"remember|ask|call|wonder)\w*|in our|our (?:discussion|study|text|exampl)\w*|let us|"
    r"(?:as|the|shown|given|listed|described|mentioned|discussed) (?:above|below)|"
    r"(?:as|just|already|previously) (?:mentioned|described|discussed|noted|shown|seen|stated|explained)|"
    r"(?:mentioned|described|discussed) (?:earlier|before|in (?:the|this))|"
    rf"(?:examples?|instances?)(?! of)|this (?:example|instance)|see (?:also|above|below|{PARTS})|"
    rf"(?:this|these|the|each|next|last|our) (?:{PARTS}|documents?|books?|manuals?|guides?)|in {PARTS})\b"
    rf"|\b{PARTS} \W?(?:\d|[A-Z]\b)|\b(?:following|follows):|\(see\b|^(?:see|let)\b"
    r"|\b(?:above|below|mentioned|described|discussed)(?=[.,;)]|$)"
    r"|\bthe (?:former|latter)(?= (?:is|are|was|were|has|had|can|may|of|and|or)\b|[.,;]|$)",
    re.IGNORECASE,
)
GLUED = re.compile(
    r"[’']s[a-z]|[a-z],[a-z]|[a-z]\)[a-z]|[a-z]\([a-z]{2,}\)?[a-z]"
)  # words without a space between them
SPOILED = re.compile(r"[^\W\d_]{2}\.\w|\b[A-Z] [A-Z]\b|\w \.")  # a dot without a space, and letters apart
CITED = re.compile(r"\[\d+(?:[,–-]\s?\d+)*\]|\bet al\b")
IN_BRACKETS = re.compile(r" ?\([^()]*\)")  # which no question repeats
CAPTION = re.compile(
    r"^(?:fig(?:ure)?|table|box|exhibit|listing|source|photo|image|plate|map)\b[ .:]*\d*", re.I
)
NUMBERED_CAPTION = re.compile(r"^(?:fig(?:ure)?|table|box|exhibit|listing|plate|map)\b[ .:]*\d", re.I)
RIGHTS = re.compile(
    r"\b(?:copyright|licen[cs]e[ds]?|all rights reserved|isbn|issn|doi|trademarks?|warrant(?:y|ies)|"
    r"redistribut\w+|"
    r"published by|retrieved|acknowledge\w*|disclaimer)\b|©",
    re.IGNORECASE,
)
NOT_PROSE_HEADINGS = re.compile(
    r"^(?:references|bibliography|works cited|literature|index|further reading|acknowledge?ments?|"
    r"credits|authors?|"
    r"copyright|licen[cs]e|preface|foreword|contents|table of contents|changes?|changelog|history of changes|"
    r"release notes|exercises|questions|review questions|problems|answers|colophon|version|"
    r"about (?:this|the))\b"
    r"|\blicen[cs]es?\b"
    r"|^(?:short|long|annotated|selected|related|suggested) (?:literature|bibliography|readings?)\b"
    r"|^\d+(?:\.\d+)+$",
    re.IGNORECASE,
)
# A name before a year in brackets is a reference, except that of a thing: the Battle of Waterloo (1815)
REFERRED = frozenset({"PERSON", "ORG"})
OF_A_LICENCE = 6  # words about rights on a page, from which the page is a licence
# Words of sentences about which much can be asked
TELLING = re.compile(
    r"\b(?:because|due to|so that|in order to|therefore|used to|called|known as|by \w+ing|whereas|unlike|"
    r"while|(?:is|are) (?:an?|the) \w+|consists? of|such as|if|when)\b"
)
# What a picture shows that stands beside the text
SHOWING = re.compile(
    r"\b(?:diagram|cladogram|graph|chart|map|image|picture|plot|illustration|listing)s? "
    r"(?:shows?|depicts?|illustrates?|lists?)\b",
    re.IGNORECASE,
)
NEWS = re.compile(
    r"\b(?:has|have) (?:\w+ )?been (?:changed|removed|added|renamed|fixed|updated|dropped|deprecated|moved)\b"
)


@dataclass(eq=False)
class Sentence:
    """A parsed sentence and its place in the document."""

    span: "Span"
    page: int
    page_label: str | None
    headings: tuple[str, ...]
    block: int  # the document's nth block
    number: int  # the sentence's place in its block, from 0
    before: "Sentence | None"  # the sentence before it in its block
    chunks: list["Span"] = field(default_factory=list)  # its noun phrases
    askable: bool = field(default=False)

    @cached_property
    def text(self) -> str:
        """Word for word as on the page."""
        return self.span.text.strip()

    @cached_property
    def root(self) -> "Token":
        """The main verb."""
        return self.span.root


def sentences_of(
    document: Document,
    wants: Callable[[int], bool] = lambda _: True,
    letters: int = MOST_LETTERS,
    progress: Progress = unheard,
    kept: dict[int, list[Sentence]] | None = None,
) -> list[Sentence]:
    """The sentences of the prose of a document, parsed.

    Of more than so many letters, the blocks that read most like prose are parsed: from all pages alike that
    are wanted, and as far as these have fewer letters, from the others, which tell what terms there are.
    `kept` has the sentences of the blocks that were parsed before, and gets those of the others.
    """
    kept = {} if kept is None else kept
    licences = {page.number for page in document.pages if len(RIGHTS.findall(page.text)) >= OF_A_LICENCE}
    blocks = [
        (block, page, number)
        for number, (block, page) in enumerate((b, p) for p in document.pages for b in p.blocks)
        if block.kind in ("paragraph", "item") and len(block.text) >= SHORTEST_BLOCK
        if not any(NOT_PROSE_HEADINGS.search(heading) for heading in block.headings)
        if not NUMBERED_CAPTION.match(block.text) and page.number not in licences
    ]
    wanted = _chosen([entry for entry in blocks if wants(entry[1].number)], letters)
    left = letters - sum(len(block.text) for block, _, _ in wanted)
    others = _chosen([entry for entry in blocks if not wants(entry[1].number)], left)
    chosen = sorted([*wanted, *others], key=lambda entry: entry[2])
    missing = [(block, page, number) for block, page, number in chosen if number not in kept]
    docs = parsed(block.text for block, _, _ in missing)
    for done, (doc, (block, page, number)) in enumerate(zip(docs, missing, strict=True)):
        if done % REPORTED_EVERY == 0:
            progress(PARSED * done / len(missing), "Reading the sentences")
        kept[number] = _sentences_in(doc, block, page, number)
    return [sentence for _, _, number in chosen for sentence in kept[number]]


def _sentences_in(doc: "Doc", block: Block, page: Page, number: int) -> list[Sentence]:
    """The sentences of a block, the document's nth."""
    found: list[Sentence] = []
    chunks = list(doc.noun_chunks)
    for place, span in enumerate(doc.sents):
        before = found[-1] if found else None
        own = [chunk for chunk in chunks if span.start <= chunk.start < span.end]
        found.append(Sentence(span, page.number, page.label, block.headings, number, place, before, own))
        found[-1].askable = is_askable(found[-1])
    return found


def _chosen(blocks: list[tuple[Block, Page, int]], letters: int) -> list[tuple[Block, Page, int]]:
    """The blocks to parse: all, or the ones that read most like prose, from all pages alike."""
    whole = sum(len(block.text) for block, _, _ in blocks)
    if whole <= letters:
        return blocks
    share = letters / whole
    by_page: dict[int, list[tuple[Block, Page, int]]] = {}
    for entry in blocks:
        by_page.setdefault(entry[1].number, []).append(entry)
    kept: list[tuple[Block, Page, int]] = []
    budget = 0.0
    for entries in by_page.values():
        budget += share * sum(len(block.text) for block, _, _ in entries)
        for entry in sorted(entries, key=lambda entry: -proseness(entry[0].text)):
            if budget < len(entry[0].text):
                break
            budget -= len(entry[0].text)
            kept.append(entry)
    return sorted(kept, key=lambda entry: entry[2])


def proseness(text: str) -> float:
    """How much a text reads like prose that explains: by its letters, whole sentences and telling words."""
    letters = sum(letter.isalpha() or letter == " " for letter in text) / len(text)
    telling = min(3, len(TELLING.findall(text))) / 10
    return (
        letters + telling + min(3, text.count(". ") + text.endswith(".")) / 10 - 0.2 * len(CODE.findall(text))
    )


def with_the_one_before(sentence: Sentence) -> str:
    """A sentence and the one before it in its block, word for word as on the page."""
    first = sentence.before or sentence
    return str(sentence.span.doc.text[first.span.start_char : sentence.span.end_char]).strip()


def is_askable(sentence: Sentence) -> bool:
    """Whether a sentence, without what is in brackets, is a whole statement that can be asked about."""
    text = IN_BRACKETS.sub("", sentence.text)
    words = sum(token.is_alpha for token in sentence.span)
    if (
        not FEWEST_WORDS <= words <= MOST_WORDS
        or not text.endswith((".", ".”", ".’"))
        or not text[0].isupper()
    ):
        return False
    if URL.search(text) or CODE.search(text) or LOST_SUPERSCRIPT.search(text) or CAPTION.match(text):
        return False
    if RIGHTS.search(text) or CITED.search(text) or "?" in text or "!" in text or "\ufffd" in text:
        return False
    if NEWS.search(text) or SHOWING.search(text) or _refers(sentence.span) or not _is_english(sentence.span):
        return False
    if GLUED.search(text) or (text.count("”") > text.count("“") and '"' not in text):
        return False
    if ": " in text or not balanced(text) or not letters_enough(text) or SPOILED.search(text):
        return False
    if any(token.lemma_ == "do" and token.dep_ == "aux" and not _is_denied(token) for token in sentence.span):
        return False  # a network card does exist
    root = sentence.root
    if root.text[:1].isupper() or _joins_nothing(root) or _is_subordinate(root):
        return False
    return root.pos_ in ("VERB", "AUX") and is_finite(root) and subject_of(root) is not None


def _joins_nothing(verb: "Token") -> bool:
    """Whether `and` follows a verb, but no second verb does: the parse or the sentence is wrong."""
    joins = any(child.dep_ == "cc" and child.i > verb.i for child in verb.children)
    return joins and not any(child.dep_ == "conj" and not _has_determiner(child) for child in verb.rights)


def _has_determiner(word: "Token") -> bool:
    return any(child.dep_ in ("det", "poss") for child in word.lefts)


def _is_subordinate(verb: "Token") -> bool:
    """Whether the only clause is one that belongs to another: after the forces invaded India."""
    return any(child.dep_ == "mark" and child.i < verb.i for child in verb.children)


def _is_denied(auxiliary: "Token") -> bool:
    return any(child.dep_ == "neg" for child in auxiliary.head.children)


def _refers(span: "Span") -> bool:
    """Whether a sentence refers to a work by its author and year: as Arellano (1987) proposed."""
    return any(
        token.text == "(" and token.nbor().text.isdigit() and token.nbor(2).text in (")", ",", ";")
        and _is_author(token.nbor(-1))
        for token in span[1:-2]
    )  # fmt: skip


def _is_author(token: "Token") -> bool:
    is_subject = token.pos_ == "PROPN" and token.dep_ in ("nsubj", "nsubjpass", "conj")
    return token.ent_type_ in REFERRED or is_subject


def _is_english(span: "Span") -> bool:
    """Whether a sentence has the small words that no English sentence lacks."""
    small = sum(token.is_stop for token in span)
    return small > 0 and 10 * small >= sum(token.is_alpha for token in span)


def is_finite(verb: "Token") -> bool:
    """Whether a verb, with its auxiliaries, is in a tense."""
    return any(token.tag_ in ("VBD", "VBP", "VBZ", "MD") for token in (verb, *auxiliaries(verb)))


def subject_of(verb: "Token") -> "Token | None":
    """The head of the verb's subject, if it stands before the verb."""
    return next(
        (token for token in verb.lefts if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ != "EX"), None
    )


def auxiliaries(verb: "Token") -> list["Token"]:
    """The verb's auxiliaries, in order."""
    return [token for token in verb.lefts if token.dep_ in ("aux", "auxpass")]


def subtree(head: "Token") -> list["Token"]:
    """A word with all that depends on it, in order, but what is in brackets."""
    inside = in_brackets(head.doc)
    words = list(head.subtree)
    return words if head.i in inside or not inside else [word for word in words if word.i not in inside]


def in_brackets(doc: "Doc") -> frozenset[int]:
    """The places of the words of a block that stand in brackets, with the brackets."""
    if "in brackets" not in doc.user_data:
        inside: set[int] = set()
        for sentence in doc.sents if "(" in doc.text else ():
            depth = 0
            for token in sentence if balanced(sentence.text) else ():
                depth += token.text == "("
                if depth > 0:
                    inside.add(token.i)
                depth -= token.text == ")"
        doc.user_data["in brackets"] = frozenset(inside)
    return frozenset(doc.user_data["in brackets"])


def balanced(text: str) -> bool:
    """Whether brackets and double quotes come in pairs."""
    quotes = sum(text.count(mark) for mark in '"“”„')
    return text.count("(") == text.count(")") and quotes % 2 == 0


def letters_enough(text: str) -> bool:
    """Whether a text consists mostly of letters, not of symbols or digits."""
    visible = [letter for letter in text if not letter.isspace()]
    return sum(letter.isalpha() for letter in visible) >= 0.85 * len(visible)


def paired(sentences: list[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Each askable sentence that follows another askable one, with that one."""
    for sentence in sentences:
        if sentence.askable and sentence.before and sentence.before.askable:
            yield sentence.before, sentence
