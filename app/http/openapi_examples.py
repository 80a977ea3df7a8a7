"""Examples of responses, made from their schemas, so that each has one and it can't become wrong."""

from typing import Any

Json = dict[str, Any]

OF_FORMAT = {
    "uuid": "0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b",
    "date-time": "2026-09-01T08:00:00Z",
    "email": "ada@example.com",
    "uri": "https://example.com/biology.pdf",
}
OF_TYPE: Json = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}


def example_of(schema: Json, schemas: Json) -> Any:
    """A value that this schema allows: its own example where it has one, with all of its properties.

    `schemas`: those that its references name. An object within itself is left out.
    """
    return _example(schema, schemas, frozenset())


def _example(schema: Json, schemas: Json, within: frozenset[str]) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {} if name in within else _example(schemas[name], schemas, within | {name})
    given = schema.get("examples", [None])[0]
    if schema.get("type") == "object":
        required = schema.get("required", []) if given else schema.get("properties", {})
        made = {name: _example(schema["properties"][name], schemas, within) for name in required}
        return made | (given or {})
    if given is not None:
        return given
    for fixed in ("const", "default"):
        if schema.get(fixed) is not None:
            return schema[fixed]
    if "enum" in schema:
        return schema["enum"][0]
    for alternatives in ("anyOf", "oneOf"):
        if alternatives in schema:
            return _example(schema[alternatives][0], schemas, within)
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas, within)] if schema.get("items") else []
    return OF_FORMAT.get(schema.get("format", ""), OF_TYPE.get(schema.get("type", "null")))
