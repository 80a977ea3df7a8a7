"""Refuses a request body that is too large before it is held in memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem


class BodyLimit:
    """ASGI middleware: at most `limit` bytes a body, or the limit of the longest path prefix in `larger`."""

    def __init__(self, app: ASGIApp, limit: int, larger: dict[str, int]) -> None:
        self.app = app
        self.limit = limit
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what the body holds as it arrives; Content-Length is believed only when it is too large."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = next((size for prefix, size in self.larger.items() if scope["path"].startswith(prefix)), self.limit)
        too_large = Problem(413, "body_too_large", f"The body is larger than {limit:,} bytes.")
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            return await _refuse(too_large, send)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise too_large
            return message

        await self.app(scope, counted, send)


async def _refuse(problem: Problem, send: Send) -> None:
    from starlette.responses import JSONResponse

    response = JSONResponse(problem.body, problem.status, {"Connection": "close"}, "application/problem+json")
    await response({"type": "http"}, None, send)  # type: ignore[arg-type]
