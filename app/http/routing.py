"""Routers that are passed over at once where none of their paths is like that of the request."""

from functools import cached_property

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

Shape = tuple[str, int]  # the first part of a path, and how many parts it has


def shape_of(path: str) -> Shape:
    """What the paths of a route have in common, whatever its parameters are."""
    return path[1:].partition("/")[0], path.count("/")


class Router(APIRouter):
    """A part of the API, whose paths begin with a fixed part and have no parameter of several parts.

    FastAPI tries the routes of all routers one after the other. There are 200, each of which takes some µs.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As FastAPI's, for what may be in this router."""
        if shape_of(scope["path"].removeprefix(scope.get("root_path", ""))) not in self._shapes:
            return Match.NONE, {}
        return super().matches(scope)

    @cached_property
    def _shapes(self) -> frozenset[Shape]:
        return frozenset(shape_of(path_of(route)) for route in self.routes)


def path_of(route: BaseRoute) -> str:
    """The path of a route, with its parameters in braces."""
    path = getattr(route, "path", "")
    assert isinstance(path, str)
    return path
