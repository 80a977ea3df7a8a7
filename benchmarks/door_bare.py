"""The reference of door and joins: what a class needs, from memory, with the fewest headers."""

from starlette.types import Receive, Scope, Send

from app.pages import BUILT


def _files() -> dict[str, bytes]:
    files = {
        f"/static/built/assets/{path.name.removesuffix('.gz')}": path.read_bytes()
        for path in (BUILT / "assets").glob("play*.gz")
    }
    return {"/play": (BUILT / "play.en.html").read_bytes(), **files}


FILES = _files()
ROOM = b'{"valid":true,"state":"lobby","title":"Around the world","team_mode":"none","teams":[]}'
WELCOME = '{"type":"welcome","state":"lobby","more":"' + "." * 900 + '"}'  # as long as that of a real room


def of_its_type(path: str) -> list[tuple[bytes, bytes]]:
    """The headers without which a browser can't read what is at this path."""
    types = {".js": b"text/javascript", ".css": b"text/css"}
    found = [kind for ending, kind in types.items() if path.endswith(ending)]
    if found:
        return [(b"content-type", found[0]), (b"content-encoding", b"gzip")]
    return [(b"content-type", b"text/html; charset=utf-8" if path == "/play" else b"application/json")]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Send the file of this path, the same about any room, and the same message over any WebSocket."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return await send({"type": "lifespan.shutdown.complete"})
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": WELCOME})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    body = FILES.get(scope["path"], ROOM)
    headers = [(b"content-length", str(len(body)).encode()), *of_its_type(scope["path"])]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
