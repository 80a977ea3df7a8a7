"""Markdown as a tree of plain data, for what is not HTML: printed papers and texts without markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from app.markdown.parsing import MATH, MOST_CHARACTERS, parser

# {"kind", and "text", "children", or what else the kind has}
Node = dict[str, Any]
SAME = {
    "paragraph": "paragraph",
    "blockquote": "quote",
    "strong": "strong",
    "em": "emph",
    "s": "strike",
}


def to_tree(text: str) -> list[Node]:
    """The blocks of a text in Markdown; a text of more than MOST_CHARACTERS is one paragraph as it stands."""
    if len(text) > MOST_CHARACTERS:
        return plain_tree(text)
    return [*_nodes(SyntaxTreeNode(parser().parse(text)).children)]


def plain_tree(text: str) -> list[Node]:
    """A plain text as the same kind of tree."""
    return [{"kind": "paragraph", "children": [{"kind": "text", "text": text}]}]


def to_plain(text: str) -> str:
    """The words of a text in Markdown, with its line ends, and its formulas as they are written."""
    return words_of(to_tree(text))


def words_of(blocks: list[Node]) -> str:
    """The words of a tree, as to_plain has them."""
    return "\n".join(_lines(blocks))


def _nodes(found: Iterable[SyntaxTreeNode]) -> Iterator[Node]:
    for node in found:
        kind = node.type
        if kind == "inline":
            yield from _nodes(node.children)
        elif kind in SAME:
            yield {"kind": SAME[kind], "children": [*_nodes(node.children)]}
        elif kind == "link":
            inner = [*_nodes(node.children)]
            address = str(node.attrs.get("href", ""))
            yield {"kind": "link", "address": address, "words": "".join(_words(inner)), "children": inner}
        elif kind == "heading":
            yield {"kind": "heading", "level": int(node.tag[1:]), "children": [*_nodes(node.children)]}
        elif kind in ("bullet_list", "ordered_list"):
            start = int(node.attrs.get("start", 1)) if kind == "ordered_list" else None
            yield {
                "kind": "list",
                "start": start,
                "items": [[*_nodes(item.children)] for item in node.children],
            }
        elif kind == "table":
            rows = [row for part in node.children for row in part.children]
            yield {
                "kind": "table",
                "rows": [[[*_nodes(cell.children)] for cell in row.children] for row in rows],
            }
        elif kind == "image":
            source = str(node.attrs.get("src", ""))
            yield {"kind": "image", "source": source, "text": "".join(_words(_nodes(node.children)))}
        elif kind in ("softbreak", "hardbreak"):
            yield {"kind": "break"} if kind == "hardbreak" else {"kind": "text", "text": " "}
        elif kind in ("fence", "code_block"):
            yield {"kind": "code_block", "text": node.content.rstrip("\n")}
        elif kind == "code_inline":
            yield {"kind": "code", "text": node.content}
        elif kind == "hr":
            yield {"kind": "rule"}
        elif kind in MATH:
            block = kind in ("math_block", "amsmath")
            yield {"kind": "math_block" if block else "math", "text": node.content.strip()}
        else:
            yield {"kind": "text", "text": node.content}


def _lines(blocks: Iterable[Node]) -> Iterator[str]:
    for node in blocks:
        kind = node["kind"]
        if kind == "list":
            for number, item in enumerate(node["items"], start=node["start"] or 1):
                first, *rest = [*_lines(item)] or [""]
                yield f"{number}. {first}" if node["start"] is not None else f"• {first}"
                yield from rest
        elif kind == "table":
            yield from ("\t".join("".join(_words(cell)) for cell in row) for row in node["rows"])
        elif kind == "quote":
            yield from _lines(node["children"])
        elif kind == "math_block":
            yield f"$${node['text']}$$"
        elif kind == "code_block":
            yield node["text"]
        elif kind != "rule":
            yield "".join(_words(node["children"]))


def _words(inline: Iterable[Node]) -> Iterator[str]:
    for node in inline:
        if node["kind"] == "break":
            yield "\n"
        elif node["kind"] == "math":
            yield f"${node['text']}$"
        elif "children" in node:
            yield from _words(node["children"])
        else:
            yield node.get("text", "")
