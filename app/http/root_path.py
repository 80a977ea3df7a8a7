"""Serves the app under a sub-path of a site, such as https://example.com/quizzler (ROOT_PATH)."""

from collections.abc import Iterable

from starlette.datastructures import URL, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import ConfigurationError


class RootPath:
    """ASGI middleware outside of all others: each path has the root path, even if a proxy has removed it.

    Redirects name no host, because a proxy may have replaced the one that the client asked for.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a WebSocket; the start and end of the app pass through."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if self.root_path:
            scope = _below(self.root_path, scope)
        if scope["type"] == "websocket":
            return await self.app(scope, receive, send)

        async def send_relative(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                site = URL(scope=scope).replace(path="", query="", fragment="")
                headers["Location"] = headers.get("Location", "").removeprefix(str(site))
            await send(message)

        await self.app(scope, receive, send_relative)


def _below(root_path: str, scope: Scope) -> Scope:
    path: str = scope["path"]
    if path == root_path or path.startswith(f"{root_path}/"):
        return {**scope, "root_path": root_path}
    raw_path = root_path.encode() + (scope.get("raw_path") or b"")
    return {**scope, "root_path": root_path, "path": root_path + path, "raw_path": raw_path}


def require_unambiguous(root_path: str, paths: Iterable[str]) -> None:
    """Raises ConfigurationError if Quizzler itself has paths that begin like the root path.

    Then nobody could say whether a proxy has removed it.
    """
    first = root_path.split("/")[1:2]
    if any(path.split("/")[1:2] == first for path in paths):
        raise ConfigurationError(
            f"ROOT_PATH can't begin with /{first[0]}, because Quizzler has addresses that begin so. "
            "Choose another, such as /quizzler."
        )
