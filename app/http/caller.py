"""The caller of a request, and calls of SQL functions with their rights."""

from typing import Annotated, Any

import msgspec
from fastapi import Depends, Request, Response
from fastapi.security import OAuth2PasswordBearer

from app.database.pool import Claims, Database
from app.database.reads import Reads
from app.http.problems import Problem
from app.http.published_keys import KeysUnavailable
from app.http.tokens import InvalidToken, Tokens

bearer = OAuth2PasswordBearer(tokenUrl="/login", auto_error=False)


class Made(msgspec.Struct):
    """What the address of a new object needs of its JSON."""

    id: str


class CallerContext:
    """The caller of a request: a person, or nobody (`claims` is None: role anon)."""

    def __init__(self, database: Database, reads: Reads, claims: Claims | None) -> None:
        self.database = database
        self.reads = reads
        self.claims = claims

    async def call(self, function: str, /, *, status: int = 200, **arguments: Any) -> Response:
        """Call public.<function> as this caller, with its named arguments, and answer with its JSON."""
        body = await self.database.call_as(self.claims, function, arguments)
        return Response(body, status, media_type="application/json")

    async def create(self, function: str, /, *, location: str, **arguments: Any) -> Response:
        """Call public.<function>, which makes something, and answer with 201, its JSON and its address.

        `location`: the path of what was made, in which `{id}` is replaced by the id in the JSON.
        """
        response = await self.call(function, status=201, **arguments)
        made = msgspec.json.decode(response.body, type=Made)
        response.headers["Location"] = location.replace("{id}", made.id)
        return response

    async def call_older(self, function: str, /, **arguments: Any) -> Response:
        """Call a function that only reads, and whose answer may be a moment old (READ_DATABASE_URL)."""
        body = await self.reads.call_as(self.claims, function, arguments)
        return Response(body, media_type="application/json")

    async def read(self, function: str, /, **arguments: Any) -> Any:
        """Call public.<function> as this caller and decode its JSON."""
        return msgspec.json.decode(await self.database.call_as(self.claims, function, arguments))


async def caller_of(request: Request, token: str | None) -> CallerContext:
    """The caller with this token; None is nobody. Raises Problem: 401 for a token that is not valid."""
    database: Database = request.app.state.database
    reads: Reads = request.app.state.reads
    if token is None:
        return CallerContext(database, reads, None)
    tokens: Tokens = request.app.state.tokens
    try:
        claims = await tokens.decode(token)
    except KeysUnavailable as error:
        raise Problem(503, "sign_in_unavailable", str(error)) from error
    except InvalidToken as error:
        raise Problem(401, "invalid_token", str(error)) from error
    if request.method not in ("GET", "HEAD"):
        reads.note_write(claims)
    return CallerContext(database, reads, claims)


class _CallerOf(OAuth2PasswordBearer):
    """The caller and the security scheme in one dependency, because each level costs every request time."""

    def __init__(self, *, signed_in: bool) -> None:
        super().__init__(tokenUrl="/login", scheme_name=bearer.scheme_name, auto_error=False)
        self.signed_in = signed_in

    async def __call__(self, request: Request) -> CallerContext:  # type: ignore[override]
        caller = await caller_of(request, await super().__call__(request))
        if self.signed_in and caller.claims is None:
            raise Problem(401, "not_signed_in", "Sign in first: send `Authorization: Bearer <access token>`.")
        return caller


Anyone = Annotated[CallerContext, Depends(_CallerOf(signed_in=False))]
Caller = Annotated[CallerContext, Depends(_CallerOf(signed_in=True))]
