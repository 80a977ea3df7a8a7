"""Serves the pages from memory, before the app's other middleware, so that a class opens them in no time."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.pages.library import ENCODINGS, File, Page, library

LANGUAGE_COOKIE = re.compile(rb"(?:^|;)\s*quizzler-language=([a-z]+)")
QUALITY = re.compile(rb"^\s*([A-Za-z]+)[^;]*(?:;\s*q=([\d.]+))?\s*$")
NOT_MODIFIED = {b"etag", b"cache-control", b"vary", b"content-security-policy"}


class Pages:
    """ASGI middleware: answers GET and HEAD for pages and their files, and hands the rest on.

    Whoever opens an address in a browser that no route knows is shown a page that says so.
    """

    def __init__(self, app: ASGIApp, root_path: str, pays: bool = False) -> None:
        self.app = app
        self._library = library(root_path, pays)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a page or a file of one."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        file = self._library.files.get(path)
        if file is None and (page := self._library.pages.get(path)):
            file = in_language(page, dict(scope["headers"]))
        if file is None and (there := self._without_slash(path)) is not None:
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            location = f"{scope.get('root_path', '')}{there}".encode() + query
            await send({"type": "http.response.start", "status": 307, "headers": [(b"location", location)]})
            return await send({"type": "http.response.body"})
        if file is None:
            return await self.app(scope, receive, self._or_missing(scope, send))
        await _send(file, scope, send)

    def _without_slash(self, path: str) -> str | None:
        """The path of the page that is meant by a slash too many, or by one too few for the home page."""
        there = path.rstrip("/") or "/"
        return there if there != path and there in self._library.pages else None

    def _or_missing(self, scope: Scope, send: Send) -> Send:
        """`send`, but a 404 of no route becomes the page for that, if a person asks."""
        headers = dict(scope["headers"])
        page = self._library.missing
        if page is None or b"text/html" not in headers.get(b"accept", b""):
            return send
        replaced = False

        async def send_or_replace(message: Message) -> None:
            nonlocal replaced
            unknown = "route" not in scope and "endpoint" not in scope
            if message["type"] == "http.response.start" and message["status"] == 404 and unknown:
                replaced = True
                await _send(in_language(page, headers), scope, send)
            elif not replaced:
                await send(message)

        return send_or_replace


async def _send(file: File, scope: Scope, send: Send) -> None:
    headers = dict(scope["headers"])
    accepted = headers.get(b"accept-encoding", b"").decode("latin-1")
    body = next(
        (file.bodies[one] for one in ENCODINGS if one in file.bodies and accepts(accepted, one)),
        file.bodies["identity"],
    )
    if file.status == 200 and file.etag in headers.get(b"if-none-match", b""):
        kept = [(name, value) for name, value in body.headers if name in NOT_MODIFIED]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body"})
        return
    await send({"type": "http.response.start", "status": file.status, "headers": body.headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body.content})


def accepts(accepted: str, encoding: str) -> bool:
    """Whether an Accept-Encoding has this encoding, and not with a quality of 0."""
    for part in accepted.split(","):
        name, _, quality = part.strip().partition(";")
        if name.strip() == encoding:
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality)
    return False


def in_language(page: Page, headers: dict[bytes, bytes]) -> File:
    """The page in the language that was chosen by cookie, else in the one that the browser likes best."""
    chosen = LANGUAGE_COOKIE.search(headers.get(b"cookie", b""))
    if chosen and chosen[1].decode() in page:
        return page[chosen[1].decode()]
    liked = [
        found for part in headers.get(b"accept-language", b"").split(b",") if (found := QUALITY.match(part))
    ]
    for language, _ in sorted(
        ((one[1].decode().lower(), _quality(one[2])) for one in liked), key=lambda one: -one[1]
    ):
        if language in page:
            return page[language]
    return page["en"]


def _quality(text: bytes | None) -> float:
    try:
        return float(text or b"1")
    except ValueError:
        return 0.0
