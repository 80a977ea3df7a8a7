"""docs/settings.md and .env.example, made from the fields of the settings and their docstrings."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import psycopg
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from app.cli.docs import markdown
from app.setting_fields import Section
from app.settings import Settings
from processor.settings import ProcessorSettings

WIDTH = 119  # of .env.example
SECTIONS: list[type[BaseModel]] = [
    *(section for section in Settings.__bases__ if issubclass(section, Section)),
    ProcessorSettings,
]
MADE = """
Made by `make docs` from `app/setting_fields.py`, `processor/settings.py` and the table `core.settings`; do
not edit.
"""
OF_ENVIRONMENT = """
Quizzler reads them from the environment, then from `.env` in the folder in which it is started.
[.env.example](../.env.example) lists them with their defaults: copy it and uncomment what you change.
`quizzler doctor` checks them. If one of them can't be used, the start ends with a sentence that names it.
"""
OF_DATABASE = """
Durations, limits and prices that SQL uses. They apply to all processes at once. Change one as the database's
owner: `update core.settings set value = '50' where key = 'page.default_size'`.
"""
HEAD_OF_EXAMPLE = """
Copy this file to .env and uncomment what you want to change. Each line shows the default; nothing has to be
set. The environment takes precedence over .env. `quizzler doctor` checks both. Made by `make docs`.
"""


def page(connection: psycopg.Connection) -> str:
    """The environment variables, and the settings that a new database has."""
    of_environment: list[str] = []
    for heading, fields in _sections():
        rows = (
            (f"`{name}`", _kind(field), _default(field), field.description or "") for name, field in fields
        )
        of_environment += [f"### {heading}", markdown.table(("name", "type", "default", "meaning"), rows)]
    query = "select format('`%s`', key), value::text, description from core.settings order by key"
    of_database = markdown.table(("key", "default", "meaning"), connection.execute(query).fetchall())
    return markdown.page(
        "# Settings", MADE, "## Environment variables", OF_ENVIRONMENT, *of_environment,
        "## In the database", OF_DATABASE, of_database,
    )  # fmt: skip


def example() -> str:
    """.env.example: every name with its default, as a comment."""
    parts = [_commented(HEAD_OF_EXAMPLE)]
    for heading, fields in _sections():
        parts.append(f"# --- {heading} ".ljust(WIDTH, "-"))
        parts += [
            f"{_commented(field.description or '')}\n#{name}={_written(field)}" for name, field in fields
        ]
    return "\n\n".join(parts) + "\n"


def _sections() -> Iterator[tuple[str, list[tuple[str, FieldInfo]]]]:
    """The heading and the fields of each section. A field that two sections have is only in the first."""
    seen: set[str] = set()
    for section in SECTIONS:
        fields = {name: field for name, field in section.model_fields.items() if name not in seen}
        seen |= fields.keys()
        yield (section.__doc__ or "").rstrip("."), [(name.upper(), field) for name, field in fields.items()]


def _commented(text: str) -> str:
    return markdown.paragraph(text, first="# ", indent="# ", width=WIDTH)


def _default(field: FieldInfo) -> str:
    written = _written(field)
    return f"`{written}`" if written else ""


def _written(field: FieldInfo) -> str:
    return "" if field.default in (None, []) else str(field.default)


def _kind(field: FieldInfo) -> str:
    """The type of a setting with its bounds."""
    bounds = {
        name: f"{value:,}"
        for bound in field.metadata
        for name in ("ge", "gt", "le")
        if (value := getattr(bound, name, None)) is not None
    }
    match bounds:
        case {"ge": least, "le": most}:
            return f"{_type(field.annotation)}, {least} to {most}"
        case {"ge": least}:
            return f"{_type(field.annotation)}, at least {least}"
        case {"gt": least}:
            return f"{_type(field.annotation)}, more than {least}"
    return _type(field.annotation)


def _type(annotation: Any) -> str:
    arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
    if get_origin(annotation) is list:
        return "list"
    if arguments and all(isinstance(argument, str) for argument in arguments):
        return " or ".join(f"`{argument}`" for argument in arguments)
    plain = arguments[0] if arguments else annotation
    return {int: "whole number", float: "number", SecretStr: "secret"}.get(plain, "text")
