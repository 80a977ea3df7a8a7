"""The sentences of a document that stand on their own: what can be asked about without the text around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pysbd

from app.processor.reading.document import Block, Document, Page

FEWEST_WORDS, MOST_WORDS = 7, 32
# What a sentence may not begin with: it leans on the one before.
LEANING_STARTS = frozenset(
    ["this", "that", "these", "those", "it", "its", "they", "their", "them", "he", "she", "his", "her", "we", "our", "us", "i", "my", "such", "so", "thus", "hence", "however", "therefore", "also", "but", "and", "or", "nor", "yet", "otherwise", "instead", "moreover", "furthermore", "additionally", "besides", "here", "there", "then", "next", "finally", "now", "again", "similarly", "likewise", "conversely", "nevertheless", "nonetheless", "still", "too", "either", "neither", "both", "another", "others", "other", "first", "second", "third", "firstly", "secondly", "lastly", "fortunately", "unfortunately", "interestingly", "note", "notes", "nb", "tip", "warning", "caution", "please", "see", "refer", "consult", "let", "say", "suppose", "assume", "consider", "recall", "remember", "imagine", "yes", "no", "ok", "sorry", "obviously", "clearly", "actually", "basically", "anyway", "meanwhile", "afterwards", "later", "above", "below", "alternatively", "eventually", "accordingly", "consequently", "instead", "rather", "e.g", "i.e", "for-example", "most", "many", "some", "few", "several", "all", "one", "two", "same", "not", "usually", "often", "sometimes", "historically", "currently", "recently", "today", "nowadays", "who", "what", "when", "where", "why", "how", "which", "whose", "whether", "because", "since", "while", "although", "though", "despite", "after", "before", "until", "unless", "once", "as"]
)
# What it may not hold anywhere: it points at something that the reader does not have.
POINTING = re.compile(
    r"\b(this|these|those|above|below|following|follows|previous(ly)?|aforementioned|former|latter|hereafter|herein|"
    r"mentioned|described|discussed|shown|listed|earlier|later in|next section|chapter|section|sections|figure|table|"
    r"appendix|annex|footnote|page|pages|paragraph|example|examples|e\.g|i\.e|etc|see|here|there's|document|manual|guide|"
    r"faq|book|article|author|authors|reader|readers|rest of|we|our|us|i|i'm|i've|my|me|let's|tutorial|"
    r"such|so far|as well|too|also|otherwise|respectively|another|thus|hence|therefore|however)\b",
    re.IGNORECASE,
)
URL = re.compile(r"https?:|www\.|\w@\w|mailto:|ftp:")
CODE = re.compile(r"[{}\\|^~`@#$<>=*\[\]]|&&|::|->|\+\+|\(\)")
# What holds for a while only, or since something changed
PASSING = re.compile(
    r"\b(now|no longer|anymore|recently|currently|at present|nowadays|to date|at the moment|in the (past|future)|will be "
    r"removed|obsolete|deprecated|in that case|in which case|that case|these days|corresponding|year ago|years ago)\b",
    re.IGNORECASE,
)
LOOSE_QUOTE = re.compile(r"(?<!s)’(?=[\s.,)])|(^|\s)’|\?\?")
CUT = re.compile(r"\s[.,]|\b(the|a|an|in|of|to|and|or|with|by|for|from|as|is|are)\.$|[a-z]\((?!\d|s\))|\w-\s(?!and|or)|\w_\s|\w/\s(?!or|and)|[a-z],\d")
# Headings of what has changed and of the document itself
NEWS = re.compile(
    r"^(version|release|changes?|what['’]?s new|news|history|changelog|acknowledge?ments?|credits|authors?|copyright|"
    r"licen[cs]e|preface|foreword|about (this|the)|feedback|colophon|conventions)\b",
    re.IGNORECASE,
)
VERBS = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did|became|become|becomes|"
    r"contains?|includes?|provides?|uses?|used|allows?|makes?|made|means?|requires?|needs?|gives?|takes?|holds?|keeps?|"
    r"returns?|specif(y|ies)|determines?|defines?|controls?|describes?|causes?|creates?|performs?|supports?|runs?|"
    r"consists?|refers?|represents?|displays?|prints?|reads?|writes?|sets?|removes?|stores?|starts?|begins?|ends?|"
    r"depends?|applies|apply|works?|exists?|belongs?|comes?|goes|happens?|occurs?|replaces?|produces?|expands?|installs?|"
    r"\w+(ises?|izes?|ates?|ifies))\b"
)
LEANING_PRONOUN = re.compile(r"^(\S+ ){0,5}(it|they|them|its|their|he|she|his|her)\b", re.IGNORECASE)
_segmenter = pysbd.Segmenter(language="en", clean=False)


@dataclass(frozen=True)
class Sentence:
    """A sentence with where it stands."""

    text: str
    page: int
    page_label: str | None
    headings: tuple[str, ...]
    block: int  # the document's nth block: sentences of one block share a subject
    alone: bool  # whether a reader who has only this sentence understands it


def sentences_of(document: Document, pages: list[tuple[int, int]] | None = None) -> Iterator[Sentence]:
    """Every sentence of the prose on these pages (first and last, from 1; None: all)."""
    block_number = 0
    for page in document.pages:
        wanted = pages is None or any(first <= page.number <= last for first, last in pages)
        for block in page.blocks:
            block_number += 1
            if wanted and block.kind in ("paragraph", "item"):
                yield from _of_block(block, page, block_number)


def _of_block(block: Block, page: Page, number: int) -> Iterator[Sentence]:
    news = bool(block.headings) and NEWS.match(block.headings[-1]) is not None
    previous = "."
    parts = [part.strip() for part in _segmenter.segment(block.text)]
    for text, following in zip(parts, [*parts[1:], ""], strict=True):
        whole = previous.endswith((".", "!", "?", ":", ")", "”", "\"")) and not following[:1].islower()
        if text:
            yield Sentence(text, page.number, page.label, block.headings, number, whole and not news and stands_alone(text))
            previous = text


def stands_alone(text: str) -> bool:
    """Whether a reader who has only this sentence understands it, as far as its form can tell."""
    words = text.split()
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or not text.endswith("."):
        return False
    first = re.sub(r"\W+$", "", words[0]).lower()
    if not text[0].isupper() or first in LEANING_STARTS or (text[:3].isupper() and len(first) == 1):
        return False
    if POINTING.search(text) or URL.search(text) or CODE.search(text) or LEANING_PRONOUN.match(text):
        return False
    if PASSING.search(text) or LOOSE_QUOTE.search(text) or CUT.search(text):
        return False
    if not VERBS.search(text) or "?" in text or "!" in text or ";" in text or ": " in text:
        return False
    return balanced(text) and letters_enough(text)


def balanced(text: str) -> bool:
    """Whether brackets and double quotes come in pairs."""
    quotes = sum(text.count(mark) for mark in "\"“”„")
    return text.count("(") == text.count(")") and quotes % 2 == 0


def letters_enough(text: str) -> bool:
    """Whether it is words for the most part, not symbols or numbers."""
    visible = [letter for letter in text if not letter.isspace()]
    return sum(letter.isalpha() for letter in visible) >= 0.85 * len(visible)
