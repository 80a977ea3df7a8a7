"""Finds the errors that Python raises: calls and tuples that have a status, a code and a sentence."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.cli.docs.sql_text import VARIES, tidy
from app.database.sql_files import ROOT
from app.rooms.protocol import RELAY_CODES

CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")


@dataclass(frozen=True)
class Failure:
    """One place that raises an error."""

    code: str
    status: str
    sentence: str
    place: str


class _Names:
    """What the names of a module stand for."""

    def __init__(self, tree: ast.Module) -> None:
        self._assigned = [
            (node.lineno, target.id, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]

    def value(self, name: ast.expr) -> ast.expr | None:
        """What was assigned to a name last before this use of it, as the text goes."""
        if not isinstance(name, ast.Name):
            return None
        before = [each for each in self._assigned if each[1] == name.id and each[0] <= name.lineno]
        return max(before, key=lambda each: each[0])[2] if before else None


def of_requests() -> Iterator[Failure]:
    """What ends a request: HTTP status, code, sentence."""
    for place, names, (status, code, sentence) in _triples(ROOT / "app"):
        if _is_status(status):
            yield Failure(code, ast.unparse(status), _said(sentence, names), place)


def of_files() -> Iterator[Failure]:
    """What is wrong with an imported file: line, code, sentence."""
    for place, names, (line, code, sentence) in _triples(ROOT / "app" / "formats"):
        said = _said(sentence, names)
        if not _is_status(line) and " " in said:  # a sentence
            yield Failure(code, "", said, place)


def _is_status(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and expression.value in range(400, 600)


def _triples(folder: Path) -> Iterator[tuple[str, _Names, tuple[ast.expr, str, ast.expr]]]:
    """The first three arguments of each call, or elements of each tuple, of which the second is a code."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = _Names(tree)
        for node in ast.walk(tree):
            match node:
                case ast.Call(args=given) | ast.Tuple(elts=given):
                    elements = [element for one in given for element in _unpacked(one, names)]
                case _:
                    continue
            match elements:
                case [first, ast.Constant(value=str(code)), sentence, *_] if CODE.fullmatch(code):
                    yield path.relative_to(ROOT).as_posix(), names, (first, code, sentence)


def _unpacked(element: ast.expr, names: _Names) -> list[ast.expr]:
    value = names.value(element.value) if isinstance(element, ast.Starred) else None
    return value.elts if isinstance(value, ast.Tuple) else [element]


def _said(sentence: ast.expr, names: _Names) -> str:
    """What an expression says, as far as it is written there."""
    match sentence:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return tidy(
                "".join(str(part.value) if isinstance(part, ast.Constant) else VARIES for part in parts)
            )
        case ast.Subscript(value=ast.Name(id="RELAY_CODES"), slice=ast.Constant(value=str(code))):
            return RELAY_CODES[code]
    value = names.value(sentence)
    return _said(value, names) if value else VARIES
