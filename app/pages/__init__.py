"""The web pages: static files that use the same REST API and WebSockets as any other client."""

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
PAGES = ("index", "play", "host", "projector", "report", "take", "edit", "results", "account", "docs")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' https: http: data:; connect-src 'self' ws: wss:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class _Files(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


def install(app: FastAPI) -> None:
    """Serve `/`, `/play`, `/host` and the other pages, and their scripts and styles under `/static`."""
    app.mount("/static", _Files(directory=STATIC), name="static")
    for page in PAGES:
        _serve(app, "/" if page == "index" else f"/{page}", STATIC / f"{page}.html")


def _serve(app: FastAPI, path: str, file: Path) -> None:
    html = file.read_text(encoding="utf-8")

    @app.get(path, include_in_schema=False)
    async def page(request: Request) -> Response:
        static = f'"{request.scope.get("root_path", "")}/static/'
        return HTMLResponse(html.replace('"/static/', static), headers=HEADERS)
