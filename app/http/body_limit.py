"""Refuses a request body that is too large before it is held in memory."""

import asyncio
from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import Problem

PATIENCE_S = 10  # for the rest of a refused body; a client cut off while sending reads no response


class BodyLimit:
    """ASGI middleware: a body may have `limit` bytes, or those of the first matching prefix in `larger`."""

    def __init__(self, app: ASGIApp, limit: int, larger: dict[str, int]) -> None:
        self.app = app
        self.limit = limit
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a body by its Content-Length, or when the bytes that arrive are too many."""
        if scope["type"] != "http" or scope["method"] == "GET":
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        larger = (size for prefix, size in self.larger.items() if path.startswith(prefix))
        limit = next(larger, self.limit)
        too_large = Problem(413, "body_too_large", f"The body is larger than {limit:,} bytes.")
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            await _pass_over(receive)
            return await _refuse(too_large, send)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                if message.get("more_body"):
                    await _pass_over(receive)
                return {"type": "http.disconnect"}  # the app stops reading; its answer is not sent
            return message

        async def send_within_limit(message: Message) -> None:
            if received <= limit:
                await send(message)

        try:
            await self.app(scope, counted, send_within_limit)
        finally:
            if received > limit:
                await _refuse(too_large, send)


async def _pass_over(receive: Receive) -> None:
    """Read and discard what the client still sends, for at most PATIENCE_S."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while (await receive()).get("more_body"):
                pass


async def _refuse(problem: Problem, send: Send) -> None:
    response = JSONResponse(problem.body, problem.status, {"Connection": "close"}, "application/problem+json")
    await response({"type": "http"}, None, send)  # type: ignore[arg-type]
