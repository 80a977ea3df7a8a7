"""The OpenAPI document: operation ids and problems in forms that generators of clients understand."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from app.http.openapi_examples import example_of
from app.http.problems import ProblemDetails

Json = dict[str, Any]

PROBLEM = "application/problem+json"
REF = "#/components/schemas/"
PROBLEM_RESPONSE: Json = {
    "description": "A problem (RFC 9457)",
    "content": {
        PROBLEM: {
            "schema": {"$ref": f"{REF}ProblemDetails"},
            "example": {
                "type": "urn:quizzler:problem:not_signed_in",
                "title": "Unauthorized",
                "status": 401,
                "detail": "Sign in first: send `Authorization: Bearer <access token>`.",
                "code": "not_signed_in",
            },
        }
    },
}


def operation_id(route: APIRoute) -> str:
    """The operation id of a route: the name of its function, so that generated clients have short names."""
    return route.name


def install(app: FastAPI) -> None:
    """Serve the document of this app's routes at `/openapi.json`. It is made when it is first requested."""

    def document() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> Json:
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
    for response in _responses(document["paths"]):
        for content in response.get("content", {}).values():
            if "schema" in content and "example" not in content:
                content["example"] = example_of(content["schema"], schemas)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _responses(paths: Json) -> Iterator[Json]:
    for path in paths.values():
        for operation in path.values():
            yield from operation["responses"].values()
