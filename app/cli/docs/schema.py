"""docs/schema.md: tables, views and functions by feature, read from the catalog of a migrated database."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from app.cli.docs import catalog, markdown
from app.database.sql_files import FUNCTIONS, function_files, migrations

MAKES = re.compile(r"(?im)^create (?:or replace )?(?:unlogged )?(?:table|view|type) (\w+\.\w+)")
FEATURES = sorted(folder.name for folder in FUNCTIONS.iterdir() if folder.is_dir())
CAST = r"(?<=')::[\w ]+(?:\[\])?$"
MADE = "Made by `make docs` from the comments in `supabase/`; do not edit."
HOW_TO_READ = """
By feature: a diagram of the tables, the tables in schema `core`, the views and functions in schema `public`
that clients use, and the internal functions of `core`. Clients read views with their own rights, so row-level
security of the tables decides which rows they see. Each view names the roles that may read it. A function
says if callers need not be signed in. Schema `dashboards` is for SQL tools.
"""

Row = Any  # a named tuple of what a query selects
Rows = dict[str, list[Row]]


def page(connection: psycopg.Connection) -> str:
    """All features, in the order of their migrations."""
    connection.execute("set search_path = core, public")
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        rows: Rows = {kind: cursor.execute(query).fetchall() for kind, query in catalog.QUERIES.items()}
    connection.execute("reset search_path")
    columns, keys = _grouped(rows["columns"], "relation"), _grouped(rows["foreign_keys"], "relation")
    features = _features()
    parts: list[str] = []
    for feature in dict.fromkeys(features.values()):
        own = {
            kind: [row for row in rows[kind] if features[row.name] == feature]
            for kind in ("enums", "relations", "routines")
        }
        parts += _feature(feature, own, columns, keys)
    return markdown.page("# The database", MADE, HOW_TO_READ, *parts)


def _features() -> dict[str, str]:
    """The feature of each table, view, type and function, from the file that makes it."""
    found: dict[str, str] = {}
    for migration in migrations():
        feature = next((name for name in FEATURES if migration.name.startswith(name)), "database")
        for name in MAKES.findall(migration.text):
            found[name] = "dashboards" if name.startswith("dashboards.") else feature
    return found | {file.name: file.path.partition("/")[0] for file in function_files()}


def _feature(feature: str, rows: Rows, columns: Rows, keys: Rows) -> Iterator[str]:
    tables = [row for row in rows["relations"] if not row.is_view and row.schema == "core"]
    views = [row for row in rows["relations"] if row.is_view]
    yield f"## {feature}"
    yield _diagram(tables, columns, keys)
    yield _bullets(*((f"Type `{row.bare_name}`: ", row.labels) for row in rows["enums"]))
    for table in tables:
        yield f"### {table.bare_name}"
        yield from _described(table)
        yield _columns(columns[table.name], keys[table.name])
        yield _bullets(
            ("Unique: ", [key.removeprefix("UNIQUE ") for key in table.unique_keys]),
            ("Row-level security: ", table.policies or ["no client reads it"]),
        )
    for view in views:
        yield f"### View {view.name}"
        yield from _described(view)
        yield markdown.table(
            ("column", "type", "meaning"),
            ((f"`{c.name}`", f"`{c.type}`", markdown.prose(c.comment)) for c in columns[view.name]),
        )
        yield _bullets(("Read by: ", view.readers))
    for heading, of_the_api in (("Functions", True), ("Internal functions", False)):
        listed = [row for row in rows["routines"] if row.of_the_api is of_the_api]
        yield f"### {heading} of {feature}" if listed else ""
        yield "\n".join(map(_routine, listed))


def _diagram(tables: list[Row], columns: Rows, keys: Rows) -> str:
    """An entity diagram in Mermaid: keys, and which table refers to which by which columns."""
    lines = ["```mermaid", "erDiagram"]
    for table in tables:
        foreign = {column for key in keys[table.name] for column in key.columns}
        lines.append(f"    {table.bare_name} {{")
        for column in columns[table.name]:
            marks = ", ".join(["PK"] * column.is_key + ["FK"] * (column.name in foreign))
            if marks:
                lines.append(f"        {column.type.split('(')[0]} {column.name} {marks}")
        lines.append("    }")
        lines += (
            f'    {key.parent} ||--o{{ {key.child} : "{", ".join(key.columns)}"' for key in keys[table.name]
        )
    return "\n".join([*lines, "```"]) if tables else ""


def _columns(columns: list[Row], keys: list[Row]) -> str:
    # If a column is in two keys, show the table of the shorter one.
    longest_first = sorted(keys, key=lambda key: -len(key.columns))
    refers = {column: f" → `{key.parent}`" for key in longest_first for column in key.columns}
    rows = (
        (
            f"**`{column.name}`**" if column.is_key else f"`{column.name}`",
            f"`{column.type}`" + (", null" if column.nullable else ""),
            f"`{re.sub(CAST, '', column.default_value)}`" if column.default_value else "",
            markdown.prose(column.comment) + refers.get(column.name, ""),
        )
        for column in columns
    )
    return markdown.table(("column", "type", "default", "meaning"), rows)


def _routine(routine: Row) -> str:
    """A list item: the call, what it returns, its comment, and the examples of the comment as code."""
    arguments = re.sub(r" DEFAULT (.+?)(?:::[\w\[\] ]+)?(?=, \w+ |$)", r" = \1", routine.arguments)
    arguments = arguments.replace("= NULL", "= null")
    text, _, examples = routine.comment.partition("\n> ")
    call = f"- **{routine.bare_name}**({arguments}) → {routine.result}."
    anyone = " *Anyone may call it.*" if routine.of_the_api and routine.for_anyone else ""
    item = markdown.paragraph(f"{call}{anyone} {markdown.prose(text)}", indent="  ")
    code = "".join(f"\n  {line}".rstrip() for line in f"> {examples}".splitlines())
    return f"{item}\n  ```sql{code}\n  ```" if examples else item


def _described(relation: Row) -> Iterator[str]:
    yield markdown.prose(relation.comment)


def _bullets(*labelled: tuple[str, Iterable[str]]) -> str:
    return "\n".join(
        markdown.paragraph(label + ", ".join(texts), first="- ", indent="  ")
        for label, texts in labelled
        if texts
    )


def _grouped(rows: list[Row], by: str) -> Rows:
    groups: Rows = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups
