"""Reads XML into nodes that know their lines. Entities and document types are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from app.formats.encodings import xml_in_utf8

MAX_DEPTH = 100


class BadXml(Exception):
    """The file is not the XML that it should be, at this line."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


# &nbsp; and the like, which people write into XML; what stands in CDATA is text. A CDATA that never ends is
# read once, to the end; the parser refuses it.
HTML_ENTITY = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!amp;|lt;|gt;|quot;|apos;)([A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL
)


@dataclass(slots=True)
class Node:
    """An element: its name without a namespace's prefix, its attributes, its own text and its children."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # the part of the text before each child

    def all(self, *names: str) -> Iterator[Node]:
        """The children with one of these names, in the file's order."""
        return (child for child in self.children if child.name in names)

    def first(self, *path: str) -> Node | None:
        """The first element at this path of names."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node else None
        return node

    def words(self, *path: str) -> str:
        """The text of the first element at this path, without white space around it; "" if there is none."""
        node = self.first(*path)
        return node.text.strip() if node else ""

    def html(self, leave_out: frozenset[str] = frozenset()) -> str:
        """The content as HTML, without the elements of these names."""
        parts, position = [], 0
        for text, child in zip(self.before, self.children, strict=True):
            parts.append(escape(text, quote=False))
            position += len(text)
            if child.name not in leave_out:
                given = "".join(f' {name}="{escape(value)}"' for name, value in child.attributes.items())
                parts.append(f"<{child.name}{given}>{child.html(leave_out)}</{child.name}>")
        return "".join(parts) + escape(self.text[position:], quote=False)


def read_xml(data: bytes, take: Callable[[Node], None] | None = None) -> Node:
    """The root of an XML document. Raises BadXml.

    With `take`, each child of the root is handed to it as soon as it ends, and then forgotten.
    """
    handler = _Nodes(take)
    try:
        parseString(HTML_ENTITY.sub(_numeric, xml_in_utf8(data)), handler)
    except SAXParseException as error:
        raise BadXml(error.getLineNumber() or 1, f"This is not XML: {error.getMessage()}.") from error
    except DefusedXmlException as error:
        raise BadXml(handler.line(), "A document type or an entity is defined here. Delete it.") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadXml(line, f"This XML is not in the encoding that it declares, {error.encoding}.") from error
    except (ValueError, LookupError) as error:
        raise BadXml(1, "The encoding of this XML is not supported. Save it as UTF-8.") from error
    return handler.root.children[0]


def _numeric(found: re.Match[bytes]) -> bytes:
    """A named character of HTML, which XML does not know, by its number; anything else as it stands."""
    character = html5.get(f"{(found[1] or b'').decode()};")
    return "".join(f"&#{ord(each)};" for each in character).encode() if character else found[0]


class _Nodes(ContentHandler):
    """Builds the nodes as the parser meets them."""

    def __init__(self, take: Callable[[Node], None] | None) -> None:
        super().__init__()
        self.take = take
        self.root = Node("", {}, 1)
        self.open = [self.root]
        self.taken = [0]  # of the text of each open element, how much stands before its last child
        self.locator: Locator | None = None

    def line(self) -> int:
        """The line that the parser has reached."""
        return (self.locator and self.locator.getLineNumber()) or 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX calls it so
        if len(self.open) > MAX_DEPTH:
            raise BadXml(self.line(), "The elements of this XML are nested too deeply.")
        node = Node(name.rpartition(":")[2], dict(attrs.items()), self.line())
        parent = self.open[-1]
        parent.before.append(parent.text[self.taken[-1] :])
        self.taken[-1] = len(parent.text)
        parent.children.append(node)
        self.open.append(node)
        self.taken.append(0)

    def endElement(self, name: str) -> None:  # noqa: N802
        node = self.open.pop()
        self.taken.pop()
        if self.take and len(self.open) == 2:  # the document and its root
            root = self.open[-1]
            root.children.clear()
            root.before.clear()
            root.text, self.taken[-1] = "", 0
            self.take(node)

    def characters(self, content: str) -> None:
        self.open[-1].text += content
