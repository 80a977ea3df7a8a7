"""Reads QTI 1.2 and 2.x: single XML files, and packages (zip) as Canvas, Blackboard and others export them.

`qti1.py` and `qti2.py` read an item of their version into an `Item`; what becomes of it is decided here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from app.formats.embedded import Find, in_package
from app.formats.files import File
from app.formats.qti1 import read_item as read_item_1
from app.formats.qti2 import read_item as read_item_2
from app.formats.qti_item import Item, NotPossible
from app.formats.reading import MAX_QUESTIONS, TOO_MANY, Reading, given_name
from app.formats.reading import Problem as FileProblem
from app.formats.xml_nodes import BadXml, Node, read_xml
from app.http.problems import Problem

TEXTS = (".xml", ".dat", ".qti")
MANIFEST = "imsmanifest.xml"
LONGEST_TITLE = 200
ROOTS = (b"<questestinterop", b"<assessmentItem", b":questestinterop", b":assessmentItem")


def looks_like_qti(file: File) -> bool:
    """Whether the file is a package of IMS, or XML with QTI's root element near its beginning."""
    if file.members:
        return MANIFEST in file.members
    start = file.data[:8000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16, too
    return start.startswith(b"<") and any(root in start for root in ROOTS)


def read_qti(file: File) -> Reading:
    """Read a package or an XML file. Raises Problem (422) if a package has no questions in QTI."""
    reading = Reading()
    if not file.members:
        _read_document(reading, file.data, "", in_package({}, ""))
        return reading
    members = file.unpack(lambda name: True)
    for name in _in_order(members, reading):
        if any(root in members[name].replace(b"\0", b"") for root in ROOTS):
            _read_document(reading, members[name], name, in_package(members, posixpath.dirname(name)))
    if not reading.questions and not reading.problems:
        sentence = "This package (IMS) has no questions in QTI. Export the quiz or the question bank itself."
        raise Problem(422, "unknown_format", sentence)
    return reading


def _in_order(members: dict[str, bytes], reading: Reading) -> list[str]:
    """The members in the order of the tests and of the manifest, which may name members that are missing."""
    found: dict[str, None] = {}
    tests = [
        name
        for name, data in members.items()
        if name.lower().endswith(TEXTS) and b"assessmentItemRef" in data
    ]
    for name in [*sorted(tests), *([MANIFEST] if MANIFEST in members else [])]:
        try:
            root = read_xml(members[name])
        except BadXml:
            continue
        if root.name == "assessmentTest":
            _add_title(reading, root)
        folder = posixpath.dirname(name)
        for node in _all(root):
            if node.name in ("assessmentItemRef", "file", "resource") and "href" in node.attributes:
                path = posixpath.normpath(posixpath.join(folder, unquote(node.attributes["href"])))
                found.setdefault(path)
    named = [*found, *sorted(members.keys() - found.keys())]
    return [name for name in named if name in members and name.lower().endswith(TEXTS)]


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _read_document(reading: Reading, data: bytes, member: str, find: Find) -> None:
    place = f"{member}: " if member else ""
    try:
        root = read_xml(data)
    except BadXml as error:
        reading.problems.append(FileProblem(error.line, "bad_xml", f"{place}{error}"))
        return
    items = [node for node in _all(root) if node.name in ("item", "assessmentItem")]
    if not items and not member:
        reading.problems.append(FileProblem(root.line, "no_questions", "The file has no questions."))
    for node in root.all("assessment"):
        _add_title(reading, node)
    for node in items:
        if len(reading.questions) == MAX_QUESTIONS:
            reading.problems.append(FileProblem(node.line, "too_many_questions", TOO_MANY))
            return
        _read_item(reading, node, place, find)


def _add_title(reading: Reading, node: Node) -> None:
    if title := node.attributes.get("title", "").strip()[:LONGEST_TITLE]:
        reading.quiz.setdefault("title", title)


def _read_item(reading: Reading, node: Node, place: str, find: Find) -> None:
    problems: list[FileProblem] = []
    try:
        item: Item = (read_item_1 if node.name == "item" else read_item_2)(node)
        draft = item.draft(problems, reading.files, find)
        if name := given_name(node.attributes.get("title", ""), draft["prompt"]):
            draft["name"] = name
    except NotPossible as error:
        problems.append(FileProblem(node.line, error.code, str(error)))
    if problems:
        placed = [FileProblem(each.line, each.code, place + each.message) for each in problems]
        reading.leave_out(placed, node.attributes.get("title", ""))
    else:
        reading.questions.append(draft)
        reading.lines.append([node.line] * (1 + len(item.choices or item.answers)))
