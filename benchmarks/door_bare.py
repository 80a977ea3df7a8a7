"""The reference of door: the files of the player's page from a dictionary, with the fewest headers."""

from starlette.types import Receive, Scope, Send

from app.pages import BUILT


def _files() -> dict[str, bytes]:
    files = {
        f"/static/built/assets/{path.name.removesuffix('.gz')}": path.read_bytes()
        for path in (BUILT / "assets").glob("play*.gz")
    }
    return {"/play": (BUILT / "play.en.html").read_bytes(), **files}


FILES = _files()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Send the file of this path."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return await send({"type": "lifespan.shutdown.complete"})
    body = FILES[scope["path"]]
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
