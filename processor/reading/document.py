"""A document that has been read: pages of blocks, each block with the headings above it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

BlockKind = Literal["heading", "paragraph", "item", "other"]


class Progress(Protocol):
    """Hears how much of the work is done."""

    def __call__(self, share: float, message: str, pages: tuple[int, int] | None = None) -> None:
        """`share`: 0 to 1; `message`: a sentence; `pages`: how many have been read, and of how many."""


def unheard(share: float, message: str, pages: tuple[int, int] | None = None) -> None:
    """The progress of work whose progress nobody wants to know."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, or something other than prose (code, a table, contents)."""

    kind: BlockKind
    text: str
    page: int  # from 1
    headings: tuple[str, ...] = ()  # from the outermost to the nearest


@dataclass
class Page:
    """One page. `text` is its text in one line, which contains every cited sentence word for word."""

    number: int
    label: str | None
    blocks: list[Block] = field(default_factory=list)
    scanned: bool = False

    @property
    def text(self) -> str:
        """The page's blocks as one line."""
        return " ".join(block.text for block in self.blocks)


@dataclass
class Document:
    """A PDF that has been read."""

    pdf_id: str  # SHA-256 of the file, hex
    title: str | None
    size_bytes: int
    pages: list[Page]

    @property
    def labels(self) -> list[str] | None:
        """The labels of the pages, where the document has its own."""
        labels = [page.label or str(page.number) for page in self.pages]
        return labels if any(page.label for page in self.pages) else None

    @property
    def text_pages(self) -> int:
        """Pages with text on them."""
        return sum(1 for page in self.pages if page.blocks)

    @property
    def pictures(self) -> list[int]:
        """The numbers of the pages that are pictures of which no text is known."""
        return [page.number for page in self.pages if page.scanned and not page.blocks]

    @property
    def scanned_pages(self) -> int:
        """Pages that are pictures."""
        return sum(1 for page in self.pages if page.scanned)
