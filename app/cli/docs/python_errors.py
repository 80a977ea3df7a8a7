"""Finds the errors that Python raises: calls and tuples that have a status, a code and a sentence."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from app.cli.docs.sql_text import OR, VARIES, tidy
from app.database.sql_files import ROOT
from app.rooms.protocol import RELAY_CODES

CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
PLACEHOLDER = re.compile(r"(?<!\{)\{(:[^{}]*)?\}(?!\})")  # of str.format


@dataclass(frozen=True)
class Failure:
    """One place that raises an error."""

    code: str
    status: str
    sentence: str
    place: str


class _Names:
    """The values of the names in a module."""

    def __init__(self, tree: ast.Module, place: str) -> None:
        self._module = place.removesuffix(".py").replace("/", ".")
        self._assigned = [
            (node.lineno, target.id, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        self._imported = {
            alias.asname or alias.name: node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        self._handlers = [
            node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name is not None
        ]

    def exception(self, name: ast.expr) -> tuple[str, str] | None:
        """The module and the name of an exception class."""
        if not isinstance(name, ast.Name):
            return None
        return self._imported.get(name.id, self._module), name.id

    def caught(self, variable: ast.Name) -> tuple[str, str] | None:
        """The class of the exception that a handler has put into this variable."""
        for handler in self._handlers:
            within = handler.lineno <= variable.lineno <= (handler.end_lineno or 0)
            if within and handler.name == variable.id and handler.type is not None:
                return self.exception(handler.type)
        return None

    def value(self, name: ast.expr) -> ast.expr | None:
        """The value that was last assigned to a name above this use of it."""
        if not isinstance(name, ast.Name):
            return None
        before = [each for each in self._assigned if each[1] == name.id and each[0] <= name.lineno]
        return max(before, key=lambda each: each[0])[2] if before else None

    def imported_text(self, name: ast.Name) -> str | None:
        """The text that another module of app gives this name; None if it is none."""
        module = self._imported.get(name.id, "")
        text = getattr(import_module(module), name.id, None) if module.startswith("app.") else None
        return text if isinstance(text, str) else None


def of_requests() -> Iterator[Failure]:
    """The errors that end a request: calls with an HTTP status, a code and a sentence."""
    for place, names, (status, code, sentence) in _triples(ROOT / "app"):
        if _is_status(status):
            yield Failure(code, ast.unparse(status), _sentence(sentence, names), place)


def of_files() -> Iterator[Failure]:
    """The problems of an imported file.

    They are tuples and calls with a line, a code and a sentence; exceptions with a code and a sentence; and
    the sentences that a module of app/formats lists by their codes in `SENTENCES`.
    """
    formats = ROOT / "app" / "formats"
    for place, names, (line, code, sentence) in _triples(formats):
        text = _sentence(sentence, names)
        if not _is_status(line) and " " in text:  # otherwise the tuple is no problem of a file
            yield Failure(code, "", text, place)
    for path in sorted(formats.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(ROOT).as_posix()
        names = _Names(tree, place)
        for node in ast.walk(tree):
            for code, sentence in _coded(node):
                text = _formatted(_sentence(sentence, names))
                if " " in text:  # else it is one of SENTENCES
                    yield Failure(code, "", text, place)


def _coded(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Codes with their sentences: of an exception about a part of a file, or of a dictionary `SENTENCES`."""
    match node:
        case ast.Call(
            func=ast.Name(id="BadRow" | "NotPossible"), args=[ast.Constant(value=str(code)), sentence]
        ):
            yield code, sentence
        case ast.Call(func=ast.Name(id="BadXml"), args=[_, sentence]):
            yield "bad_xml", sentence
        case ast.Assign(targets=[ast.Name(id="SENTENCES")], value=ast.Dict(keys=codes, values=sentences)):
            for name, sentence in zip(codes, sentences, strict=True):
                if isinstance(name, ast.Constant):
                    yield str(name.value), sentence


def _formatted(text: str) -> str:
    """A text for str.format, with `…` for each of its placeholders."""
    return tidy(PLACEHOLDER.sub(VARIES, text).replace("{{", "{").replace("}}", "}"))


def _is_status(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and expression.value in range(400, 600)


def _triples(folder: Path) -> Iterator[tuple[str, _Names, tuple[ast.expr, str, ast.expr]]]:
    """The first three arguments of each call, or elements of each tuple, whose second one is a code."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(ROOT).as_posix()
        names = _Names(tree, place)
        for node in ast.walk(tree):
            match node:
                case ast.Call(args=given) | ast.Tuple(elts=given):
                    elements = [element for one in given for element in _unpacked(one, names)]
                case _:
                    continue
            match elements:
                case [first, ast.Constant(value=str(code)), sentence, *_] if CODE.fullmatch(code):
                    yield place, names, (first, code, sentence)


def _unpacked(element: ast.expr, names: _Names) -> list[ast.expr]:
    value = names.value(element.value) if isinstance(element, ast.Starred) else None
    return value.elts if isinstance(value, ast.Tuple) else [element]


@lru_cache
def _raised() -> dict[tuple[str, str], list[str]]:
    """The sentences with which each exception is raised, by the module and name of its class."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for folder in ("app", "processor"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = _Names(tree, path.relative_to(ROOT).as_posix())
            raises = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
            for node in sorted(raises, key=lambda each: each.lineno):
                match node:
                    case ast.Raise(exc=ast.Call(func=name, args=[sentence])):
                        exception = names.exception(name)
                        if exception:
                            found[exception].append(_sentence(sentence, names))
    return found


def _sentence(expression: ast.expr, names: _Names) -> str:
    """The text of an expression, with `…` for what is not written in the code."""
    match expression:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return tidy("".join(_sentence(part, names) for part in parts))
        case ast.FormattedValue(value=ast.Subscript() as part):
            return _sentence(part, names)
        case ast.Subscript(
            value=ast.Name(id="RELAY_CODES") | ast.Attribute(attr="RELAY_CODES"),
            slice=ast.Constant(value=str(code)),
        ):
            return RELAY_CODES[code]
        case ast.IfExp(body=one, orelse=other):
            return OR.join(_sentence(each, names) for each in (one, other))
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name() as variable]):
            exception = names.caught(variable)
            sentences = _raised().get(exception, []) if exception else []
            return OR.join(dict.fromkeys(sentences)) or VARIES
        case ast.Call(func=ast.Attribute(value=text, attr="format")):
            return _formatted(_sentence(text, names))
        case ast.Call(func=ast.Attribute(value=text, attr="strip")):
            return _sentence(text, names)
        case ast.Name():
            value = names.value(expression)
            return _sentence(value, names) if value else names.imported_text(expression) or VARIES
    return VARIES
