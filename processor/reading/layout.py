"""Turns lines into blocks: drops running heads, joins paragraphs, marks code, tables and contents."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from wordfreq import zipf_frequency

from processor.reading.document import Block, BlockKind
from processor.reading.lines import SOFT_BREAK, Line

EDGE_LINES = 2  # lines at the top and at the bottom that may be running heads
SHORT_PAGE = 6  # lines; on pages with fewer, a running head is recognised by its text only
COMMON_EDGE = 0.3  # a line at the same height on this share of the pages is a running head
PARAGRAPH_GAP = 1.25  # in usual line distances; a wider gap separates two paragraphs
REFERENCES = re.compile(
    r"^(\d+\.?\s+)?(references|bibliography|works cited|literature|index)$", re.IGNORECASE
)
LEADERS = re.compile(r"(\. ?){4,}|…{2,}|\s\.{3,}\s")
CONTENTS_ENTRY = re.compile(r"^(\d+(\.\d+)*|[A-Z](\.\d+)+)?\.?\s?\S.*\s\d{1,4}$")
BULLET = re.compile(r"^([•‣▪◦●∙·*–—-]|\(?[a-z0-9]{1,2}[.)])\s+(?=\S)")
NUMBERED_HEADING = re.compile(
    r"^(chapter|appendix|part|section)\s+[\dA-Z]+|^(\d+|[A-Z])(\.\d+)*\.?\s+\S", re.IGNORECASE
)
NUMBER = re.compile(
    r"^((chapter|appendix|part|section)\s+[\dA-Z]+[.:]?|(\d+|[A-Z])(\.\d+)+\.?|\d+\.?)\s*", re.IGNORECASE
)
BROKEN = re.compile(rf"([A-Za-z]+){SOFT_BREAK}\s*([A-Za-z]+)")
OPEN_END = re.compile(r"[a-z,]")
# The last word of a line after which a sentence goes on, even with a name
UNFINISHED = frozenset(
    "the a an of in on at by for from to with and or that which between into under over as than is are was "
    "were".split()
)
# The mark of a footnote, which has come down to the line
NOTE_MARK = re.compile(r"[.,](?<=[a-z)”].)\d{1,2}(?= [A-Z]|$)")
COMBINING = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c"}
LOOSE_ACCENT = re.compile(r"([¨´ˆ˜ˇ])([aeiouyncszrAEIOUYNCSZRıȷ])")
FOOTNOTE = re.compile(r"^\d{1,2}\s+[A-Z(h]")


def blocks_of(pages: list[list[Line]]) -> Iterator[list[Block]]:
    """The blocks of each page. A heading applies to later pages too; text under `References` is not prose."""
    bodies = without_running_heads(pages)
    body_size = usual_size(bodies)
    leading = usual_leading(bodies)
    path: list[tuple[float, str]] = []
    in_references = False
    for number, lines in enumerate(bodies, start=1):
        blocks: list[Block] = []
        contents = is_contents(lines)
        for group in grouped(lines, leading, body_size):
            kind = "other" if contents else kind_of(group, body_size)
            text = joined(group)
            if not text:
                continue
            if kind == "paragraph" and blocks and goes_on(blocks[-1], text):
                blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {text}")
                continue
            if kind == "heading":
                size = group[0].size + (0.5 if group[0].bold else 0)
                path = [(s, h) for s, h in path if s > size] + [(size, without_number(text))]
                in_references = bool(REFERENCES.match(text))
            elif in_references:
                kind = "other"
            headings = tuple(heading for _, heading in (path[:-1] if kind == "heading" else path))
            blocks.append(Block(kind, BULLET.sub("", text) if kind == "item" else text, number, headings))
        yield blocks


def goes_on(before: Block, text: str) -> bool:
    """Whether a paragraph was broken off within a sentence, which this text goes on with."""
    if before.kind not in ("paragraph", "item"):
        return False
    continues = text[:1].islower() and OPEN_END.match(before.text[-1])
    return bool(continues or (text[:1].isalpha() and before.text.rsplit(" ", 1)[-1] in UNFINISHED))


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop lines at the edge of a page that are at the same height on many pages, and page numbers."""
    heights: Counter[tuple[str, int]] = Counter()
    texts: Counter[str] = Counter()
    for lines in pages:
        heights.update({(edge, round(line.bottom)) for edge, line in edges(lines)})
        texts.update({without_digits(line.text) for _, line in edges(lines)})
    often = max(3, COMMON_EDGE * len(pages))
    common = {place for place, count in heights.items() if count >= often}

    def is_head(lines: list[Line], edge: str, line: Line) -> bool:
        if re.fullmatch(r"[\divxlc]{1,6}", line.text.lower()):
            return True  # a page number
        if len(lines) < SHORT_PAGE and texts[without_digits(line.text)] < often:
            return False  # on a slide or a short page, the text is at the edge
        return (edge, round(line.bottom)) in common and stands_apart(lines, edge, line)

    bodies = []
    for lines in pages:
        heads = {id(line) for edge, line in edges(lines) if is_head(lines, edge, line)}
        bodies.append([line for line in lines if id(line) not in heads] if heads else lines)
    return bodies


def without_digits(text: str) -> str:
    """The text of a line without its digits."""
    return re.sub(r"\d+", "", text)


def edges(lines: list[Line]) -> Iterator[tuple[str, Line]]:
    """The topmost and the lowest lines of a page."""
    by_height = sorted(lines, key=lambda line: -line.bottom)
    for line in by_height[:EDGE_LINES]:
        yield "top", line
    for line in by_height[-EDGE_LINES:]:
        yield "bottom", line


def stands_apart(lines: list[Line], edge: str, line: Line) -> bool:
    """Whether the gap between an edge line and the text of the page is wider than that between lines."""
    others = [other.bottom for other in lines if abs(other.bottom - line.bottom) > 2]
    if not others:
        return True
    nearest = (
        max(o for o in others if o < line.bottom) if edge == "top" and min(others) < line.bottom else None
    )
    if edge == "bottom" and max(others) > line.bottom:
        nearest = min(o for o in others if o > line.bottom)
    return nearest is None or abs(nearest - line.bottom) > 1.6 * line.size


def is_contents(lines: list[Line]) -> bool:
    """Whether a page is a table of contents or an index: most of its lines end with a page number."""
    leaders = sum(has_leaders(line.text) for line in lines)
    entries = leaders + sum(
        line.text[-1].isdigit() and not has_leaders(line.text) and bool(CONTENTS_ENTRY.match(line.text))
        for line in lines
    )
    return len(lines) >= 5 and (entries > 0.5 * len(lines) or leaders > 0.25 * len(lines))


def has_leaders(text: str) -> bool:
    """Whether a line has dots that lead to a page number."""
    return (". ." in text or ".." in text or "…" in text) and bool(LEADERS.search(text))


def usual_leading(pages: Iterable[list[Line]]) -> float:
    """The distance between two lines of running text, in points."""
    distances = Counter(
        round(above.bottom - below.top, 0)
        for lines in pages
        for above, below in pairwise(lines)
        if above.size == below.size and 0 < above.bottom - below.top < 3 * above.size
    )
    return distances.most_common(1)[0][0] if distances else 12.0


def grouped(lines: list[Line], leading: float, body_size: float) -> Iterator[list[Line]]:
    """Lines that belong together: a paragraph, an item, a heading over two lines, a run of code."""
    group: list[Line] = []
    for line in lines:
        if group and begins_group(group, line, leading, body_size):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def begins_group(group: list[Line], line: Line, leading: float, body_size: float) -> bool:
    """Whether a line begins the next group, and does not belong to this one."""
    above = group[-1]
    gap = above.bottom - line.top
    scale = max(1.0, line.size / body_size)
    if abs(above.size - line.size) > 0.6 or above.fixed != line.fixed or above.columns != line.columns:
        return True
    if gap < -2 or gap > PARAGRAPH_GAP * leading * scale:
        return True
    if BULLET.match(line.text) and not above.text.endswith(("-", ",")):
        return True
    ended = above.text.endswith((".", "!", "?", ":", ".)", ".”", ".’"))
    if above.bold and not line.bold and len(group) == 1 and not ended:
        return True
    if not ended:
        return False
    indented = line.left - above.left > 8 and not BULLET.match(group[0].text) and len(group) > 1
    short = above.right < max(other.right for other in (*group, line)) - 0.15 * (above.right - above.left + 1)
    return indented or (short and line.text[:1].isupper() and line.left <= group[0].left + 1)


def kind_of(group: list[Line], body_size: float) -> BlockKind:
    """The kind of a group of lines, by its typography."""
    text = " ".join(line.text for line in group)
    first = group[0]
    ends_open = not text.rstrip().endswith((".", ",", ";", ":"))
    larger = first.size > body_size * 1.08
    if (
        len(group) <= 3
        and len(text) < 160
        and ends_open
        and (larger or (first.bold and NUMBERED_HEADING.match(text)))
    ):
        return "heading"
    if first.size < body_size * 0.85 and not FOOTNOTE.match(text):
        return "other"
    if first.fixed or first.columns or has_leaders(text):
        return "other"
    return "item" if BULLET.match(first.text) else "paragraph"


# A year or a name that goes on after its hyphen, as in 1990-1995 and Franco-German.
KEEPS_HYPHEN = re.compile(r"\w[-\u2013]")


def joined(group: list[Line]) -> str:
    """The text of a group in one line; words that were hyphenated at the end of a line are joined."""
    text = ""
    for line in group:
        words = line.text
        if text.endswith("-") and words[:1].islower() and not text.endswith(" -"):
            text = text[:-1] + words if hyphen_breaks_word(text, words) else text + words
        elif (KEEPS_HYPHEN.fullmatch(text[-2:]) and words[:1].isalnum()) or (
            text.endswith(("/", "://")) and re.search(r"https?:\S*$", text)
        ):
            text += words
        else:
            text = f"{text} {words}" if text else words
    return tidy(text)


def hyphen_breaks_word(before: str, after: str) -> bool:
    """Whether a hyphen at the end of a line only breaks a word: the word is more usual without it."""
    head = before[:-1].rsplit(" ", 1)[-1].lower()
    tail = after.split(" ", 1)[0].strip(".,;:)").lower()
    whole, compound = (
        zipf_frequency(head + tail, "en"),
        min(zipf_frequency(head, "en"), zipf_frequency(tail, "en")),
    )
    return whole > 0 and whole >= compound - 3


def tidy(text: str) -> str:
    """The text without soft breaks, ligatures, odd spaces and the loose accents of TeX."""
    text = NOTE_MARK.sub(lambda match: match[0][0], text)
    if text.isascii():
        return " ".join(text.split())
    if SOFT_BREAK in text:
        text = BROKEN.sub(lambda match: rejoined(match[1], match[2]), text).replace(SOFT_BREAK, "")
    text = text.replace("\u00ad", "")
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    text = re.sub(r"[\u0300\u0301]|\u00a0(?=\w*[’'])", "", text)
    text = LOOSE_ACCENT.sub(lambda match: accented(match[1], match[2]), text)
    return " ".join(text.split())


def accented(accent: str, letter: str) -> str:
    """A letter with the accent that TeX set before it."""
    return unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(letter, letter) + COMBINING[accent])


def rejoined(head: str, tail: str) -> str:
    """A word that was broken over two lines. A hyphen that belongs to it, as in Half-Installed, is kept."""
    belongs = tail[:1].isupper() or not hyphen_breaks_word(f"{head}-", tail)
    return f"{head}-{tail}" if belongs else head + tail


def without_number(heading: str) -> str:
    """A heading without its number."""
    return NUMBER.sub("", heading) or heading


def usual_size(pages: Iterable[list[Line]]) -> float:
    """The size of most of the text; 10 if there is none."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return max(letters, key=letters.__getitem__, default=10.0)
