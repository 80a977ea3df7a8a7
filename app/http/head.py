"""HEAD on every route that has GET: the same status and headers, without the body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Answers HEAD like GET. A stream ends with its headers. HEAD below `except_below` is passed on."""

    def __init__(self, app: ASGIApp, except_below: str) -> None:
        self.app = app
        self._except_below = f"{except_below}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; without the body if it is a HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or self._is_excepted(scope):
            await self.app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body"})

        asked = {**scope, "method": "GET"}
        try:
            await self.app(asked, receive, send_headers)
        finally:
            if "route" in asked:  # which the figures of requests name
                scope["route"] = asked["route"]

    def _is_excepted(self, scope: Scope) -> bool:
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.startswith(self._except_below)
