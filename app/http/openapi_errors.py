"""Which problems each operation can answer with, gathered from where they are raised.

- The SQL function that has the name of the route: `app/database/sql_errors.py` knows its errors.
- What `fails_with` says at the route's function or at a dependency of it.
- What every operation of its kind answers with: one with a body, or limited by rate, or asking the database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi.dependencies.models import Dependant
from fastapi.params import Depends
from fastapi.routing import APIRoute

from app.database.sql_errors import bodies, errors_of
from app.http.rate_limits import kind_of

Json = dict[str, Any]
Function = TypeVar("Function", bound=Callable[..., Any])

PROBLEM = "application/problem+json"
CODES = "x-codes"  # the codes of a response

OF_LIMITED = {"429 too_many_requests"}
OF_PARAMETERS = {"422 invalid_request", "422 invalid_text", "422 invalid_value"}
OF_BODIES = {"400 bad_request", "413 body_too_large", *OF_PARAMETERS}
OF_DATABASE = {"503 database_unavailable", "503 too_slow", "503 busy"}  # as app/http/problems.py has them


def fails_with(*errors: str) -> Callable[[Function], Function]:
    """Say at a route's function, or at a dependency, which problems it answers with.

    `errors`: of Python, such as "422 gift_has_key", and the names of the SQL functions that it calls, such as
    "public.export_quiz", for all of theirs. That of the route's own name need not be said.
    """

    def mark(function: Function) -> Function:
        function.fails_with = errors  # type: ignore[attr-defined]
        return function

    return mark


def errors_of_dependencies(dependencies: Iterable[Depends]) -> set[str]:
    """What these dependencies say with `fails_with`, or with an attribute of that name."""
    return {error for each in dependencies for error in getattr(each.dependency, "fails_with", ())}


def problems_of(route: APIRoute, method: str, operation: Json, everywhere: set[str]) -> dict[str, Json]:
    """The responses of an operation that are problems, by their status.

    `everywhere`: the errors of all operations.
    """
    said = everywhere.union(_said(route.dependant))
    functions = {each for each in said if " " not in each}
    if f"public.{route.name}" in bodies():
        functions.add(f"public.{route.name}")
    errors = (said - functions).union(*map(errors_of, functions))
    if functions:
        errors |= OF_DATABASE
    if "parameters" in operation:
        errors |= OF_PARAMETERS
    if "requestBody" in operation:
        errors |= OF_BODIES
    if kind_of(method.upper(), route.path):
        errors |= OF_LIMITED
    codes: dict[str, list[str]] = defaultdict(list)
    for error in sorted(errors):
        status, _, code = error.partition(" ")
        codes[status].append(code)
    return {status: _response(int(status), listed) for status, listed in codes.items()}


def _said(dependant: Dependant) -> Iterator[str]:
    """What the function of a route and its dependencies say."""
    yield from getattr(dependant.call, "fails_with", ())
    for other in dependant.dependencies:
        yield from _said(other)


def _response(status: int, codes: list[str]) -> Json:
    phrase = HTTPStatus(status).phrase
    example = {
        "type": f"urn:quizzler:problem:{codes[0]}",
        "title": phrase,
        "status": status,
        "detail": "A sentence for people.",
        "code": codes[0],
    }
    return {
        "description": f"{phrase}: {', '.join(f'`{code}`' for code in codes)}",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}, "example": example}},
        CODES: codes,
    }
