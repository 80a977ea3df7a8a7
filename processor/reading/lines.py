"""The lines of a page as pdfium reads them: text, place, size and typeface; of columns, one by one."""

import ctypes
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

SOFT_BREAK = "\ufffe"  # pdfium's mark for a word that was hyphenated at the end of a line
FIXED_PITCH = 1  # PDF 32000-1, table 123: font flags
FORCE_BOLD = 1 << 18
COLUMN_GAP = 1.6  # times the font size: wider than any space in justified text
LONGEST_LINE = 200  # characters; longer ones are no rows of a table
FEWEST_ROWS = 8  # lines with a gap at one place, from which a page is in two columns
MARK_OF_ITEM = re.compile(r"[•‣▪◦●∙·*–—-]|\(?[a-z0-9]{1,2}[.)]")  # a gap after it makes no table
ITEM = re.compile(rf"(?:{MARK_OF_ITEM.pattern}) +(?=\S)")
SHORTEST_CELL = 18  # characters of such a line on each side, on average; a table has less
# The signs of TeX's text fonts, by their codes: pdfium gives the codes where a file does not name the letters
OF_TEX = str.maketrans("\x10\x11\x12\x13\x14\x15\x16", "“”„«»–—")
LIGATURES = dict(zip("\x0b\x0c\r\x0e\x0f\x1b\x1c\x1d\x1e\x1f", "ﬀﬁﬂﬃﬄ" * 2, strict=True))
LIGATURE = re.compile(r"(?!\r\n)[\x0b-\x0f\x1b-\x1f](?:(?=[a-z]{2})|(?<=[a-z].))", re.DOTALL)  # within a word
UNNAMED = re.compile(r"[\x0b\x0c\x0e-\x16\x1b-\x1f]|\r(?!\n)")
# Bitmap fonts of TeX name a letter by its code, as a97. Ornaments have such names too, and pdfium gives those
ORNAMENTS = (
    "✁✂✄☎✆✝✞✟✠✡☛☞✌✍✎✏✑✒✓✔✕✖✗✘✙✚✛✜✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❑▲▼◆❖ "
    "◗❘❙❚❯❱❲❳❨❩❬❭❪❫❴❵❛❜❝❞❡❢❣❤✐❥❦❧♠♥♦♣    ✉✈✇①②③④⑤⑥⑦"
)  # from a1 to a126, with a space for names that no ornament has
OF_ORNAMENTS = {ord(sign): code for code, sign in enumerate(ORNAMENTS, start=1) if sign != " "}
ORNAMENT_IN_WORD = re.compile(r"[a-z][❛-❧♠-♦✈-✐①-⑦][a-z]|[❛-❧♠-♦✈-✐]{3}")
FIXED_FACES = (b"mono", b"cour", b"typewriter", b"cmtt", b"sltt")
BOLD_FACES = (b"bold", b"cmbx", b"-bx", b"heavy", b"black")


class Line(NamedTuple):
    """One line. Coordinates are in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    top: float  # the height of its first letter
    bottom: float  # that of its last letter, which is lower if pdfium has joined a word over two lines
    size: float
    fixed: bool  # in a typeface of fixed width, so probably code
    bold: bool
    columns: bool  # has a gap as wide as in a table


class _Boxes:
    """The places and typefaces of the letters of a page."""

    def __init__(self, page: "ctypes.c_void_p") -> None:
        self._page = page
        self._box = raw.FS_RECTF()
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._flags = ctypes.c_int(0)
        self._name = ctypes.create_string_buffer(128)

    def of(self, index: int) -> tuple[float, float, float, float]:
        """The left, lower, right and upper edge of a letter with the space that belongs to it."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._page, index, box)
        return box.left, box.bottom, box.right, box.top

    def tight(self, index: int) -> tuple[float, float]:
        """The left and the right edge of the ink of a letter."""
        left, right, low, high = self._edges
        raw.FPDFText_GetCharBox(self._page, index, left, right, low, high)
        return left.value, right.value

    def face(self, index: int) -> tuple[bool, bool]:
        """Whether the typeface of a letter is of fixed width, and whether it is bold."""
        raw.FPDFText_GetFontInfo(self._page, index, self._name, 128, self._flags)
        return _face(self._name.value, self._flags.value)

    def has_gap(self, first: int, count: int, gap: float) -> bool:
        """Whether the parts in which some text was drawn are further apart than that, in points."""
        parts = raw.FPDFText_CountRects(self._page, first, count)
        if parts < 2:
            return False
        left, right, low, high = self._edges
        end = None
        for part in range(parts):
            raw.FPDFText_GetRect(self._page, part, left, high, right, low)
            if end is not None and left.value - end > gap:
                return True
            end = right.value
        return False


@lru_cache(maxsize=1024)
def _face(name: bytes, flags: int) -> tuple[bool, bool]:
    face = name.lower()
    fixed = bool(flags & FIXED_PITCH) or any(part in face for part in FIXED_FACES)
    bold = bool(flags & FORCE_BOLD) or any(part in face for part in BOLD_FACES)
    return fixed, bold


def lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page in reading order, without empty ones."""
    text_page = page.get_textpage()
    try:
        return _lines(text_page)
    finally:
        text_page.close()


def _lines(text_page: pdfium.PdfTextPage) -> list[Line]:
    boxes = _Boxes(text_page.raw)
    rows: list[list[Line]] = []  # the parts of each line, which a wide gap separates
    start = 0
    for text in with_letters(text_page.get_text_range()).split("\r\n"):
        words = text.strip()
        if words:
            first = start + len(text) - len(text.lstrip())
            rows.append(_parts(text_page, boxes, words, first))
        start += len(text) + 2
    return by_column(rows)


def with_letters(text: str) -> str:
    """A text of the same length, with letters and quotes for the codes of TeX's fonts."""
    if not text.isascii() and ORNAMENT_IN_WORD.search(text):
        text = text.translate(OF_ORNAMENTS)
    if not UNNAMED.search(text):
        return text
    return LIGATURE.sub(lambda sign: LIGATURES[sign[0]], text.translate(OF_TEX))


def _parts(text_page: pdfium.PdfTextPage, boxes: _Boxes, words: str, first: int) -> list[Line]:
    size = _size(text_page, boxes, words, first)
    may_have_gap = len(words) <= LONGEST_LINE and " " in words and SOFT_BREAK not in words
    places = []
    if may_have_gap and boxes.has_gap(first, len(words), COLUMN_GAP * size):
        places = [at for at, letter in enumerate(words) if letter == " " and at > 0 and words[at + 1] != " "]
        places = [
            at
            for at in places
            if boxes.tight(first + at + 1)[0] - boxes.tight(first + at - 1)[1] > COLUMN_GAP * size
            and not MARK_OF_ITEM.fullmatch(words[:at])
        ]
    if not places:
        return [_line(boxes, words, first, size, False)]
    bounds = [0, *(at + 1 for at in places), len(words)]
    parts = [(words[start:end].rstrip(), first + start) for start, end in pairwise(bounds)]
    sizes = [size, *(_size(text_page, boxes, text, at) for text, at in parts[1:])]
    return [_line(boxes, text, at, own, True) for (text, at), own in zip(parts, sizes, strict=True)]


def _size(text_page: pdfium.PdfTextPage, boxes: _Boxes, words: str, first: int) -> float:
    """The size of a text in points: that after the mark of an item, which may be smaller."""
    mark = ITEM.match(words)
    measured = first + mark.end() if mark else first
    size: float = raw.FPDFText_GetFontSize(text_page.raw, measured)
    if size <= 1:  # the page's matrix scales it; the height of a letter shows the real size
        _, foot, _, high = boxes.of(measured)
        size = round((high - foot) * 0.8, 1)
    return size


def _line(boxes: _Boxes, words: str, first: int, size: float, columns: bool) -> Line:
    last = first + len(words) - 1
    left, top, _, _ = boxes.of(first)
    _, low, right, _ = boxes.of(last)
    fixed, bold = _faces(boxes, words, first)
    return Line(
        text=words,
        left=left,
        right=right,
        top=top,
        bottom=low if SOFT_BREAK in words else top,
        size=round(size, 1),
        fixed=fixed,
        bold=bold,
        columns=columns,
    )


def _faces(boxes: _Boxes, words: str, first: int) -> tuple[bool, bool]:
    """Whether a line is all of fixed width, and whether it is all bold, by some of its letters."""
    fixed, bold = boxes.face(first)
    for part in (8, 4, 2, 6, 1, 3, 5, 7):  # the last letter first
        if not fixed and not bold:
            break
        at = min(part * len(words) // 8, len(words) - 1)
        if not words[at].isspace():
            is_fixed, is_bold = boxes.face(first + at)
            fixed, bold = fixed and is_fixed, bold and is_bold
    return fixed, bold


def by_column(rows: list[list[Line]]) -> list[Line]:
    """The lines of a page; of two columns that were drawn row by row, the left one comes first."""
    gutter = gutter_of(rows)
    if gutter is None:
        return [_joined(parts) for parts in rows]
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for parts in rows:
        is_across = parts[0].left < gutter < parts[-1].right and not _is_split(parts, gutter)
        if is_across:
            lines += [*left, *right, _joined(parts)]
            left, right = [], []
            continue
        for part in parts:
            (left if part.left < gutter else right).append(part._replace(columns=False))
    return [*lines, *left, *right]


def gutter_of(rows: list[list[Line]]) -> float | None:
    """The place of the gap between two columns that were drawn row by row; None if there are none."""
    pairs = [parts for parts in rows if len(parts) == 2]
    if len(pairs) < FEWEST_ROWS or 2 * len(pairs) < len(rows):
        return None
    starts = Counter(round(right.left) for _, right in pairs)
    start, count = starts.most_common(1)[0]
    aligned = [(left, right) for left, right in pairs if abs(right.left - start) <= 2]
    letters = min(sum(len(pair[side].text) for pair in aligned) for side in (0, 1)) / len(aligned)
    return start - 2.0 if 2 * count >= len(pairs) and letters >= SHORTEST_CELL else None


def _is_split(parts: list[Line], gutter: float) -> bool:
    return any(one.right <= gutter <= other.left for one, other in pairwise(parts))


def _joined(parts: list[Line]) -> Line:
    """A line of which the parts were read apart."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first
    return first._replace(
        text=" ".join(part.text for part in parts),
        right=last.right,
        bottom=last.bottom,
        fixed=all(part.fixed for part in parts),
        bold=all(part.bold for part in parts),
    )
