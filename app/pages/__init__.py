"""The web pages: files that use the same REST API and WebSockets as any other client.

`web/` is built into `static/built` (`make web`); what is in `static` itself is served as it is.
"""

from starlette.applications import Starlette

from app.pages.library import BUILT, PAGES, PATHS, STATIC
from app.pages.serving import Pages

__all__ = ("BUILT", "PAGES", "PATHS", "STATIC", "install")


def install(app: Starlette, root_path: str, pays: bool) -> None:
    """Serve `/`, `/play`, `/host` and the other pages, and what they consist of under `/static`.

    With `pays`, the page of an account may show Stripe's fields for cards. Nothing else of the app sees these
    requests, so middleware that counts or limits requests is added before.
    """
    app.add_middleware(Pages, root_path=root_path, pays=pays)
