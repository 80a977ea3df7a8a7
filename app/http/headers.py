"""Headers that keep browsers and caches from doing harm with a response."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Their responses have tokens, or a secret for one payment.
SECRET = re.compile(r"/(auth/.*|login|register|payments/create-intent|realtime/rooms/[^/]*/(players|invite))")


class SafeHeaders:
    """ASGI middleware: no browser guesses the type of a response, and no cache keeps a secret."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers that the app has not set."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                if SECRET.fullmatch(path):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_safely)
