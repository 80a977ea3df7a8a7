"""The sentences of a document, and which of them can be understood without the text around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex
from wordfreq import zipf_frequency

from processor.reading.document import Block, Document, Page
from processor.writing.grammar import clause_of, is_code, tagged

FEWEST_WORDS, MOST_WORDS = 7, 32
# First words of sentences that depend on the one before.
DEPENDENT_STARTS = frozenset(
    "this that these those it its they their them he she his her we our us i my such so thus hence "
    "however therefore also "
    "but and or nor yet otherwise instead moreover furthermore additionally besides here there then "
    "next finally now "
    "again similarly likewise conversely nevertheless nonetheless still too either neither both "
    "another others other "
    "first second third firstly secondly lastly fortunately unfortunately interestingly note notes "
    "nb tip warning caution "
    "please see refer consult let say suppose assume consider recall remember imagine yes no ok "
    "sorry obviously clearly "
    "actually basically anyway meanwhile afterwards later above below alternatively eventually "
    "accordingly consequently "
    "rather e.g i.e for-example most many some few several one two same not usually often sometimes "
    "historically currently recently today nowadays who what where why how which whose whether because since "
    "despite as further more additional".split()
)
# Words that refer to something that the reader does not have, anywhere in a sentence.
POINTING = re.compile(
    r"\b((?:just|do|does|doing|like) (?:that|so)|this|these|those|above|below|following|follows|"
    r"previous(ly)?|aforementioned|former|latter|hereafter|herein|"
    r"mentioned|described|discussed|section|sections|chapter|figure|appendix|annex|footnote|paragraph|example|examples|"
    r"see|here|there's|article|author|authors|reader|readers|rest "
    r"of|we|our|us|i|i'm|i've|i’m|i’ve|my|me|let's|let’s|"
    r"we’ll|tutorial|such(?! as)|so far|as well|too|otherwise|respectively|thus|hence|therefore|however)\b"
    r"|(?<=\w )there\b(?! (?:is|are|may|must|can|will|has))|(?<![/\w])etc\b|\b(this|the) "
    r"(document|manual|guide|faq|book|page)\b",
    re.IGNORECASE,
)
# Beginnings that only connect a sentence with the one before it, and can be left out
OPENING = re.compile(
    r"^((Note that|Notice that|Please note "
    r"that)\s+|(However|Thus|Therefore|Moreover|Furthermore|Additionally|In "
    r"addition|Also|Hence|Similarly|Likewise|Instead|"
    r"Nevertheless|Conversely|In particular|In general|Generally|Finally|Normally|In fact|"
    r"In other words|As a result|Consequently|That is|For example|For instance|Of course|Currently|On "
    r"the other hand|"
    r"Usually|In short|By the way|Besides|Traditionally|As usual|Specifically|Basically),\s+)(?=\S)"
)
LEFT_OUT = re.compile(
    r"\s\((?:see|cf\.?|https?:|ftp:|e\.g\.|i\.e\.)[^()]*\)|(?<=\w)(?<! but) also(?= )|(?<=\b(?:will|must)) "
    r"then(?= )|(?<=\bis) then(?= )|, (?:however|therefore|of course|thus)(?=,)",
    re.IGNORECASE,
)
URL = re.compile(r"https?:|www\.|\w@\w|mailto:|ftp:")
CODE = re.compile(r"[{}\\|^~`@#$<>=*\[\]]|&&|::|->|\+\+|\(\)")
# Words of statements that are true only for a time, or only since a change
PASSING = re.compile(
    r"\b(now|no longer|anymore|recently|currently|at present|nowadays|to date|at the moment|in the "
    r"(past|future)|will be "
    r"removed|obsolete|deprecated|in that case|in which case|that case|these days|corresponding|year "
    r"ago|years ago)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"(?<![\w’'.-])[b-hj-z](?![\w’'.-])|foo|\bfname\b|"
    r"\b(bar|baz|XYZ|xyz|blah|blurf|abc|ABC|[A-Z])\b(?<!\bA)(?<!\bI)(?<!\bC)|([A-Z])\2\2|\bmy_\w|PACKAGE\b"
)
LOOSE_QUOTE = re.compile(r"(?<!s)’(?=[\s.,)])|(^|\s)’|\?\?")
CUT = re.compile(
    r"\s[.,](\s|$)|\b(the|a|an|in|of|to|and|or|with|by|for|from|as|is|are)\.$|[a-z]\((?!\d|s\))|\w-\s(?!and|or)|\w_\s|\w/\s(?!or|and)|[a-z],\d"
    r"|[a-z]{3}s[1-9]\b|[a-z] [1-9] to [a-z]"  # the mark of a footnote
)
# Headings of sections about changes and about the document itself
NEWS = re.compile(
    r"^(version|release|changes?|what['’]?s "
    r"new|news|history|changelog|acknowledge?ments?|credits|authors?|copyright|"
    r"licen[cs]e|preface|foreword|about (this|the)|feedback|colophon|conventions)\b",
    re.IGNORECASE,
)
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
EARLY_PRONOUN = re.compile(r"^(\S+ ){0,5}(it|they|them|its|their|he|she|his|her)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A sentence and its place in the document."""

    text: str  # in a form that can stand alone: without `However,` and the like
    page: int
    page_label: str | None
    headings: tuple[str, ...]
    block: int  # the document's nth block: sentences of one block share a subject
    alone: bool  # whether a reader who has only this sentence understands it
    quote: str  # word for word as on the page


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
    parts = sentence_texts(block.text)
    for text, following in zip(parts, [*parts[1:], ""], strict=True):
        whole = previous.endswith((".", "!", "?", ":", ")", "”", '"')) and begins(following)
        if text:
            standalone = standalone_form(text)
            alone = whole and not news and stands_alone(standalone)
            yield Sentence(standalone, page.number, page.label, block.headings, number, alone, text)
            previous = text


def sentence_texts(text: str) -> list[str]:
    """The sentences of a block. Names such as /etc/cron.d that the segmenter has cut are joined again."""
    parts: list[str] = []
    place = 0
    for segment in sentencex.segment("en", text):
        words = segment.strip()
        start = text.find(words, place)
        if start < 0 or not words:
            continue
        cut = place > 0 and start == place and not words.startswith(("“", "(", "‘"))
        dotted = bool(parts) and parts[-1].endswith(" .")
        if parts and (cut or dotted):
            parts[-1] += text[place : start + len(words)]
        else:
            parts.append(words)
        place = start + len(words)
    return parts


def begins(following: str) -> bool:
    """Whether the text after a sentence begins another one and does not continue it."""
    if following[:1].islower():
        return is_named(following)
    return not following or following[:1].isalnum() or following[:1] in "“”‘’\"'(/•-"


def standalone_form(text: str) -> str:
    """A sentence without the parts that connect it with the text around it, or refer to other text."""
    rest = LEFT_OUT.sub("", OPENING.sub("", text))
    if rest != text and rest[:1].islower() and text[:1].isupper() and not is_code(rest.split()[0]):
        return rest[:1].upper() + rest[1:] if zipf_frequency(rest.split()[0], "en") > 3 else rest
    return rest


def stands_alone(text: str, most_words: int = MOST_WORDS) -> bool:
    """Whether a reader who has only this sentence understands it, as far as its form shows."""
    words = text.split()
    if not FEWEST_WORDS <= len(words) <= most_words or not text.endswith("."):
        return False
    first = re.sub(r"\W+$", "", words[0]).lower()
    if (
        not (text[0].isupper() or is_named(text))
        or first in DEPENDENT_STARTS
        or (text[:3].isupper() and len(first) == 1)
    ):
        return False
    if POINTING.search(text) or URL.search(text) or CODE.search(text) or EARLY_PRONOUN.match(text):
        return False
    if PASSING.search(text) or PLACEHOLDER.search(text) or LOOSE_QUOTE.search(text) or CUT.search(text):
        return False
    if "?" in text or "!" in text or ";" in text or ": " in text:
        return False
    return balanced(text) and letters_enough(text) and says_something(text)


def is_named(text: str) -> bool:
    """Whether a text begins with the name of a program or file, which keeps its small letter."""
    first = text.split()[0] if text.split() else ""
    return (
        len(first) > 2
        and first[:1].isalpha()
        and (is_code(first) or (zipf_frequency(first.lower(), "en") < 2.3 and not first.endswith("s")))
    )


def says_something(text: str) -> bool:
    """Whether a text has a finite verb, so that it is a statement."""
    return clause_of(text) is not None or any(word.tag in FINITE for word in tagged(text))


def balanced(text: str) -> bool:
    """Whether brackets and double quotes come in pairs."""
    quotes = sum(text.count(mark) for mark in '"“”„')
    return text.count("(") == text.count(")") and quotes % 2 == 0


def letters_enough(text: str) -> bool:
    """Whether a text consists mostly of letters, not of symbols or digits."""
    visible = [letter for letter in text if not letter.isspace()]
    return sum(letter.isalpha() for letter in visible) >= 0.85 * len(visible)
