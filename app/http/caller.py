"""The caller of a request, and calls of SQL functions with their rights."""

from collections.abc import AsyncIterator, Awaitable
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Header, Request, Response
from fastapi.security import OAuth2PasswordBearer

from app.database.pool import Claims, Database, Told
from app.database.reads import Reads
from app.http.bounded_reads import bounded
from app.http.problems import Problem
from app.http.tokens import InvalidToken, KeysUnavailable, Tokens

bearer = OAuth2PasswordBearer(tokenUrl="/login", auto_error=False)


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Your own text, such as a random UUID, for a request that you may have to repeat: then "
        "it makes nothing and gets the first answer again, with `Idempotency-Replayed: true`, for a day. "
        "The key is refused while the first is under way (409, `idempotency_key_in_use`), and for another "
        "request (422, `idempotency_key_reused`).",
        examples=["0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b"],
    ),
]
GuestToken = Annotated[
    str | None,
    Header(
        alias="Guest-Token",
        description="The token that a guest got when they began (`POST /quizzes/{quiz_id}/guests`), "
        "instead of signing in.",
        examples=["6f1c0e9a4b7d4c53a1e28f60b9d7c3e46f1c0e9a4b7d4c53a1e28f60b9d7c3e4"],
    ),
]
OF_TOKENS = ("401 invalid_token", "401 session_ended", "503 sign_in_unavailable")
OF_IDEMPOTENCY_KEYS = (  # core.call_once
    "409 idempotency_key_in_use", "422 bad_idempotency_key", "422 idempotency_key_reused",
    "429 too_many_idempotency_keys",
)  # fmt: skip
OF_GUESTS = ("401 unknown_guest_token", "401 guest_claimed")  # core.taker_id
OF_SIGNED_IN = ("401 not_signed_in", *OF_TOKENS)


class Made(msgspec.Struct):
    """What the address of a new object needs of its JSON."""

    id: str = ""
    room_code: str = ""
    code: str | None = None  # with details: a guess that SQL refused and counted, which an error would undo
    details: str | None = None
    message: str | None = None


class CallerContext:
    """The caller of a request: a person, or nobody (`claims` is None: role anon)."""

    def __init__(self, request: Request, claims: Claims | None = None) -> None:
        state = request.app.state
        self.database: Database = state.database
        self.reads: Reads = state.reads
        self.analytics: Database = state.analytics
        self.claims = claims
        self.root_path: str = request.scope.get("root_path", "")
        self._request = request
        self.idempotency_key: str | None = None
        self.guest_token: str | None = None  # the functions called take it as an argument
        self.replayed = False  # whether `result` returned the kept answer of a request before

    async def call(self, function: str, /, *, status: int = 200, **arguments: Any) -> Response:
        """Call public.<function> as this caller, with its named arguments, and answer with its JSON."""
        return self.answer(await self._as_asked(self.result(function, arguments)), status)

    async def create(self, function: str, /, *, location: str, **arguments: Any) -> Response:
        """Call public.<function>, which makes something, and answer with 201, its JSON and its address.

        `location`: the path of what was made, with `{id}` or `{room_code}` where the JSON has them.
        """
        body = await self.result(function, arguments)
        made = msgspec.json.decode(body, type=Made)
        if made.details and made.code and made.code.startswith("PT"):
            raise Problem(int(made.code[2:]), made.details, made.message or "")
        return self.answer(body, 201, location=location.format(id=made.id, room_code=made.room_code))

    async def result(
        self,
        function: str,
        arguments: dict[str, Any],
        request: dict[str, Any] | None = None,
        told: Told | None = None,
    ) -> bytes:
        """The JSON of public.<function>, which is called once for each Idempotency-Key, if there is one.

        `request`: what a repeated request has in common with the first, if that is not the arguments.
        `told` gets the progress of the function while it runs.
        """
        if self.guest_token is not None:
            arguments = arguments | {"guest_token": self.guest_token}
        if self.idempotency_key is None:
            return await self.database.call_as(self.claims, function, arguments, told)
        body, self.replayed = await self.database.call_once(
            self.claims, function, arguments, self.idempotency_key, request, told
        )
        return body

    def answer(self, body: bytes, status: int, *, location: str | None = None) -> Response:
        """The response with this JSON, and with the address of what was made."""
        headers = {"Location": self.root_path + location} if location else {}
        if self.replayed:
            headers["Idempotency-Replayed"] = "true"
        return Response(body, status, headers, "application/json")

    async def call_older(self, function: str, /, **arguments: Any) -> Response:
        """Call a function that only reads, and whose answer may be a moment old (READ_DATABASE_URL)."""
        body = await self._as_asked(self.reads.call_as(self.claims, function, arguments))
        return Response(body, media_type="application/json")

    async def analyse(self, function: str, /, **arguments: Any) -> Response:
        """Call a function that may read much, as `call_older` does, by a pool that no other request needs."""
        if self.guest_token is not None:
            arguments |= {"guest_token": self.guest_token}
        read = self.reads.call_as(self.claims, function, arguments, self.analytics)
        body = await self._as_asked(read)
        return Response(body, media_type="application/json")

    def rows(self, function: str, /, **arguments: Any) -> AsyncIterator[bytes]:
        """The rows of public.<function> for a signed-in caller, each as JSON; see `Database.rows_as`."""
        assert self.claims
        return self.database.rows_as(self.claims, function, arguments)

    async def read(self, function: str, /, **arguments: Any) -> Any:
        """Call public.<function> as this caller and decode its JSON."""
        return msgspec.json.decode(
            await self._as_asked(self.database.call_as(self.claims, function, arguments))
        )

    async def _as_asked(self, call: Awaitable[bytes]) -> bytes:
        """The result of a call: a read for as long as somebody waits for it, and a write in any case."""
        if self._request.method != "GET":
            return await call
        limit_s = self._request.app.state.settings.anonymous_read_seconds if self.claims is None else None
        return await bounded(call, self._request, limit_s)


async def caller_of(request: Request, token: str | None) -> CallerContext:
    """The caller with this token; None is nobody. Raises Problem: 401 for a token that is not valid."""
    if token is None:
        return CallerContext(request)
    tokens: Tokens = request.app.state.tokens
    try:
        claims = await tokens.decode(token)
    except KeysUnavailable as error:
        raise Problem(503, "sign_in_unavailable", str(error)) from error
    except InvalidToken as error:
        raise Problem(401, "invalid_token", str(error)) from error
    if request.method not in ("GET", "HEAD"):
        request.app.state.reads.note_write(claims)
    return CallerContext(request, claims)


class _CallerOf(OAuth2PasswordBearer):
    """The caller and the security scheme in one dependency, because each level costs every request time."""

    def __init__(self, *, signed_in: bool) -> None:
        super().__init__(tokenUrl="/login", scheme_name=bearer.scheme_name, auto_error=False)
        self.signed_in = signed_in
        self.fails_with: tuple[str, ...] = OF_SIGNED_IN if signed_in else OF_TOKENS

    async def __call__(self, request: Request) -> CallerContext:  # type: ignore[override]
        caller = await caller_of(request, await super().__call__(request))
        if self.signed_in and caller.claims is None:
            raise Problem(401, "not_signed_in", "Sign in first: send `Authorization: Bearer <access token>`.")
        return caller


class _CreatorOf(_CallerOf):
    """The signed-in caller of a request that makes something, which an Idempotency-Key makes once."""

    def __init__(self, *, signed_in: bool) -> None:
        super().__init__(signed_in=signed_in)
        self.fails_with = (*self.fails_with, *OF_IDEMPOTENCY_KEYS)

    async def __call__(  # type: ignore[override]
        self, request: Request, idempotency_key: IdempotencyKey = None
    ) -> CallerContext:
        caller = await super().__call__(request)
        caller.idempotency_key = idempotency_key
        return caller


class _TakerOf(_CallerOf):
    """Somebody who takes a quiz: a guest with their token, or else a signed-in caller.

    Without `required`, it may be nobody.
    """

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(signed_in=False)
        self.required = required
        self.fails_with = (*(OF_SIGNED_IN if required else OF_TOKENS), *OF_GUESTS)

    async def __call__(  # type: ignore[override]
        self, request: Request, guest_token: GuestToken = None
    ) -> CallerContext:
        caller = await super().__call__(request)
        caller.guest_token = guest_token
        if self.required and guest_token is None and caller.claims is None:
            raise Problem(
                401,
                "not_signed_in",
                "Sign in first: send `Authorization: Bearer <access token>`; a guest sends `Guest-Token`.",
            )
        return caller


class _StarterOf(_TakerOf):
    """Somebody who begins an attempt. A guest's is resumed, so it needs no Idempotency-Key."""

    def __init__(self) -> None:
        super().__init__()
        self.fails_with = (*self.fails_with, *OF_IDEMPOTENCY_KEYS)

    async def __call__(  # type: ignore[override]
        self, request: Request, guest_token: GuestToken = None, idempotency_key: IdempotencyKey = None
    ) -> CallerContext:
        caller = await super().__call__(request, guest_token)
        caller.idempotency_key = None if guest_token else idempotency_key
        return caller


Anyone = Annotated[CallerContext, Depends(_CallerOf(signed_in=False))]
Caller = Annotated[CallerContext, Depends(_CallerOf(signed_in=True))]
Creator = Annotated[CallerContext, Depends(_CreatorOf(signed_in=True))]
Taker = Annotated[CallerContext, Depends(_TakerOf())]
Looker = Annotated[CallerContext, Depends(_TakerOf(required=False))]
Starter = Annotated[CallerContext, Depends(_StarterOf())]
