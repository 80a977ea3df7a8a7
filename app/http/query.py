"""Refuses unknown query parameters: a misspelled one would otherwise be ignored without a word."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from app.http.problems import Problem


class KnownParameters:
    """A dependency of all routes. It remembers the parameters of each route of the API, by its function."""

    fails_with = ("422 unknown_parameter",)

    def __init__(self) -> None:
        self._names: dict[Callable[..., Any], frozenset[str]] = {}

    async def __call__(self, request: Request) -> None:
        """Raises Problem (422) if the request has a query parameter that its route doesn't have."""
        if not request.scope["query_string"]:
            return
        route: APIRoute = request.scope["route"]
        if not route.include_in_schema:
            return  # a page, whose script reads them
        unknown = sorted(request.query_params.keys() - self._of(route))
        if unknown:
            raise Problem(
                422,
                "unknown_parameter",
                f"There is no parameter {unknown[0]!r:.60} here.",
                parameters=unknown,
            )

    def _of(self, route: APIRoute) -> frozenset[str]:
        names = self._names.get(route.endpoint)
        if names is None:
            fields = get_flat_params(route.dependant)
            names = frozenset(field.alias for field in fields if isinstance(field.field_info, Query))
            self._names[route.endpoint] = names
        return names
