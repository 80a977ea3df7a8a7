"""HTML as elements of XML, for formats that have XHTML in their texts."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = frozenset({"br", "hr", "img"})
NO_XHTML = {"s": "span"}  # what XHTML lacks


def append_html(parent: Element, html: str) -> None:
    """Add what app/markdown makes of a text to an element that is empty."""
    builder = _Builder(parent)
    builder.feed(html)
    builder.close()


class _Builder(HTMLParser):
    """Adds elements and texts in the order of the HTML."""

    def __init__(self, parent: Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [parent]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        element = SubElement(self.open[-1], NO_XHTML.get(tag, tag), given)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        element = self.open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + data
        else:
            element.text = (element.text or "") + data
