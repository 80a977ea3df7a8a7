"""Hands requests under /rest/v1 to PostgREST, where Supabase clients expect it."""

from collections.abc import Iterable, Sequence
from typing import Self

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.http.client_address import Network, client_address

PREFIX = "/rest/v1"
TIMEOUT_S = 60
OF_ONE_CONNECTION = {  # RFC 9110, 7.6.1
    "connection",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}

FORWARDED = "x-forwarded-for"
OF_THE_SERVER = {"date", "server"}  # each answer gets those of the app's server

# PostgREST closes a connection after it has answered HEAD, without saying so.
CLOSED = [(b"connection", b"close")]


class DirectReads:
    """An ASGI app to mount at PREFIX. PostgREST verifies the token.

    Requests and answers pass unchanged but for X-Forwarded-For, which names the client that Postgres counts.
    """

    def __init__(self, postgrest_url: str, trusted_proxies: Sequence[Network] = ()) -> None:
        import httpx  # 5 MiB, which a process without PostgREST saves

        self._trusted_proxies = trusted_proxies
        self._client = httpx.AsyncClient(base_url=postgrest_url, timeout=TIMEOUT_S)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request. 502 where PostgREST does not answer."""
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        import httpx

        path = request.url.path.removeprefix(request.scope.get("root_path", "")) or "/"
        headers = _without(OF_ONE_CONNECTION | {FORWARDED}, request.headers.raw)
        if address := client_address(request, self._trusted_proxies):
            headers.append((FORWARDED.encode(), address.encode()))
        forwarded = self._client.build_request(
            request.method,
            httpx.URL(path=path, query=request.url.query.encode() or None),
            headers=headers + (CLOSED if request.method == "HEAD" else []),
            content=await request.body(),
        )
        try:
            answer = await self._client.send(forwarded, stream=True)
        except httpx.TransportError:
            return JSONResponse(
                {"code": "postgrest_unavailable", "message": "PostgREST does not answer.", "details": None},
                status_code=502,
            )
        response = StreamingResponse(
            answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = _without(OF_ONE_CONNECTION | OF_THE_SERVER, answer.headers.raw)
        return response


def _without(names: set[str], headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [each for each in headers if each[0].lower().decode("latin-1") not in names]
