"""Request bodies in a form that generated clients can use: without defaults.

A generated client may send the default of each field that its caller left out; a PATCH would then reset them.
Another generator makes each field that has a default a required one.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def leave_out_defaults(document: Json) -> None:
    """Take the defaults out of all bodies; those of a POST are told in the description of their field."""
    schemas = document["components"]["schemas"]
    for told in (True, False):
        for name in _of_bodies(document["paths"], schemas, posted=told):
            for field in schemas[name].get("properties", {}).values():
                default = field.pop("default", None)
                if told and default not in (None, "", []):
                    sentence = (
                        f"By default `{str(default).lower() if isinstance(default, bool) else default}`."
                    )
                    field["description"] = " ".join(filter(None, [field.get("description"), sentence]))


def _of_bodies(paths: Json, schemas: Json, *, posted: bool) -> set[str]:
    """The names of the schemas in the bodies of POST, or of the other methods."""
    bodies = [
        operation.get("requestBody")
        for path in paths.values()
        for method, operation in path.items()
        if (method == "post") is posted
    ]
    found: set[str] = set()
    waiting = list(_references(bodies))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)
