"""ETags of what people edit: the version that Postgres counts, and a digest of what was sent."""

import re
from hashlib import blake2b
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Header, Response

from app.http.openapi_errors import fails_with
from app.http.problems import Problem

DIGEST_BYTES = 6
OF_NO_VERSION = 0  # an ETag of something else; versions count from 1
ANY_TAG = re.compile(r'"[^"]*"')
ONE_TAG = re.compile(r'(?:W/)?"(?:(\d{1,9})(?:-[0-9a-f]*)?|[^"]*)"')
ETAG_HEADER = {
    "ETag": {
        "description": "The version, as `If-Match` and `If-None-Match` take it.",
        "schema": {"type": "string", "examples": ['"3-5f1d7a84c9e2"']},
    }
}


class Versioned(msgspec.Struct):
    """The part of a document that says its version."""

    version: int


@fails_with("422 bad_if_match")
async def _if_match(
    tag: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag of what you read: the request is refused if it was changed since.",
        ),
    ] = None,
) -> int | None:
    if tag is None or tag.strip() == "*":
        return None
    found = ONE_TAG.fullmatch(tag.strip())
    if found is None:
        raise Problem(422, "bad_if_match", "If-Match takes one ETag, in its quotes, as you received it.")
    return int(found[1] or OF_NO_VERSION)


IfVersion = Annotated[int | None, Depends(_if_match)]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", description="The ETag of what you have: 304 if it is still the same."),
]


def versioned(model: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Document a response with an ETag."""
    return {status: {"model": model, "headers": ETAG_HEADER}}


def read_versioned(model: Any) -> dict[int | str, dict[str, Any]]:
    """Document a response with an ETag, to a request that may have If-None-Match."""
    return {**versioned(model), 304: {"description": "You have it already", "headers": ETAG_HEADER}}


def tagged(response: Response, known: str | None = None) -> Response:
    """Give a response with a version its ETag; 304 in its place if `known`, of If-None-Match, has it.

    The digest covers what is no edit: a name of another row, or the progress of a job.
    """
    version = msgspec.json.decode(response.body, type=Versioned).version
    tag = f'"{version}-{blake2b(response.body, digest_size=DIGEST_BYTES).hexdigest()}"'
    if known is not None and (known.strip() == "*" or tag in ANY_TAG.findall(known)):
        response = Response(status_code=304)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"  # kept, but asked for each time
    return response
