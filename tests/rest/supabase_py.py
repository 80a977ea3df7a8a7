"""Runs a case with supabase-py, whose calls have other names and options than those of supabase-js."""

import re
from functools import lru_cache
from typing import Any

from postgrest import APIError
from supabase.lib.client_options import SyncClientOptions

from supabase import Client, create_client
from tests.rest.project import Project

NAMES = {"in": "in_", "is": "is_", "or": "or_", "from": "from_"}
SEARCHES = {"websearch": "web_search"}
OPERATORS = {"in": "in_", "is": "is_", "cs": "contains", "cd": "contained_by", "ov": "overlaps"}


def run_case(project: Project, token: str, steps: list[list[Any]]) -> dict[str, Any]:
    """Data, count and error, as run_cases.mjs returns them."""
    request: Any = client(project.url, project.anon_key, token)
    for method, *values in steps:
        request = apply(request, method, values)
    try:
        answer = request.execute()
    except APIError as error:
        return {"data": None, "count": None, "error": {"code": error.code}}
    if answer is None:  # maybe_single() that found nothing
        return {"data": None, "count": None, "error": None}
    return {"data": answer.data, "count": answer.count, "error": None}


@lru_cache
def client(url: str, anon_key: str, token: str) -> Client:
    options = SyncClientOptions(headers={"Authorization": f"Bearer {token}"}, auto_refresh_token=False)
    return create_client(url, anon_key, options)


def apply(request: Any, method: str, values: list[Any]) -> Any:
    if method == "not":
        column, operator, value = values
        return getattr(request.not_, OPERATORS.get(operator, operator))(column, value)
    if method == "textSearch":
        options = {
            name: SEARCHES.get(value, value) for name, value in (values[2] if values[2:] else {}).items()
        }
        return request.text_search(values[0], values[1], options)
    options = values.pop() if len(values) > 1 and isinstance(values[-1], dict) and method != "rpc" else {}
    if method == "rpc":
        options = values.pop() if len(values) == 3 else {}
    return getattr(request, snake_case(method))(*values, **renamed(method, options))


def snake_case(method: str) -> str:
    return NAMES.get(method) or re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", method)


def renamed(method: str, options: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for name, value in options.items():
        if name == "ascending":
            made["desc"] = not value
        elif name == "nullsFirst":
            made["nullsfirst"] = value
        elif name == "referencedTable":
            made["reference_table" if method == "or" else "foreign_table"] = value
        else:
            made[name] = value
    return made
