"""The OpenAPI document: operation ids and problems in forms that generators of clients understand."""

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from app.http.caller import bearer
from app.http.openapi_bodies import leave_out_defaults
from app.http.openapi_errors import errors_of_dependencies, problems_of
from app.http.openapi_examples import example_of
from app.http.problems import ProblemDetails

Json = dict[str, Any]

REF = "#/components/schemas/"
# A response of this status keeps FastAPI from adding its own, which Quizzler does not send.
RESPONSES: dict[int | str, Json] = {422: {"description": "A problem (RFC 9457)"}}


def operation_id(route: APIRoute) -> str:
    """The operation id of a route: the name of its function, so that generated clients have short names."""
    return route.name


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Serve the document of these routers at `/openapi.json`.

    It is made when it is first requested, in a thread, because that may take seconds, in which rooms would
    stand still. Only its JSON is kept, which takes a tenth of its memory.
    """
    app.openapi = partial(_document, app, routers)  # type: ignore[method-assign]
    app.state.openapi = Served()

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        served: Served = request.app.state.openapi
        body = await served.json(request.app, request.scope.get("root_path", ""))
        return Response(body, media_type="application/json")


class Served:
    """The JSON of the document, once somebody has requested it."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}  # by root path, which is a setting
        self._making = asyncio.Lock()

    async def json(self, app: FastAPI, root_path: str) -> bytes:
        """The JSON for clients that reach the app under this path; requests at the same time wait for one."""
        async with self._making:
            if root_path not in self._bodies:
                self._bodies[root_path] = await asyncio.to_thread(_json, app, root_path)
            return self._bodies[root_path]


def _json(app: FastAPI, root_path: str) -> bytes:
    document = app.openapi()
    return msgspec.json.encode(_below(root_path, document) if root_path else document)


def methods_of(routers: Sequence[APIRouter]) -> dict[str, list[str]]:
    """The methods of each path that the document describes."""
    found: dict[str, list[str]] = {}
    for route in _routes(routers):
        for method in route.methods or ():
            found.setdefault(route.path_format, []).extend(["GET", "HEAD"] if method == "GET" else [method])
    return {path: sorted(methods) for path, methods in found.items()}


def _document(app: FastAPI, routers: Sequence[APIRouter]) -> Json:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        webhooks=app.webhooks.routes,
    )
    schemas = document["components"]["schemas"]
    _, problems = models_json_schema([(ProblemDetails, "serialization")], ref_template=REF + "{model}")
    schemas |= problems["$defs"]
    leave_out_defaults(document)
    everywhere = errors_of_dependencies(app.router.dependencies)
    for route in _routes(routers):
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            operation["responses"] |= problems_of(route, method, operation, everywhere)
    for response in _responses(document["paths"]):
        for content in response.get("content", {}).values():
            if "schema" in content and "example" not in content:
                content["example"] = example_of(content["schema"], schemas)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _routes(routers: Sequence[APIRouter]) -> Iterator[APIRoute]:
    """The routes that the document describes."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                yield route


def _below(root_path: str, document: Json) -> Json:
    """The document for clients that reach the app under a sub-path."""
    schemes = document["components"]["securitySchemes"]
    flow = {"scopes": {}, "tokenUrl": f"{root_path}/login"}
    schemes = schemes | {bearer.scheme_name: {"type": "oauth2", "flows": {"password": flow}}}
    return document | {
        "servers": [{"url": root_path}],
        "components": document["components"] | {"securitySchemes": schemes},
    }


def _responses(paths: Json) -> Iterator[Json]:
    for path in paths.values():
        for operation in path.values():
            yield from operation["responses"].values()
