"""A browser in which somebody is signed in."""

import json
from typing import Any

from playwright.async_api import Browser, BrowserContext

from tests.fixtures import Client


async def sign_up(api: Client, name: str) -> dict[str, Any]:
    """Make an account. Returns its session."""
    account = {"email": f"{name}@example.com", "password": "a long enough password", "display_name": name}
    session: dict[str, Any] = (await api.post("/auth/signup", json=account)).json()
    return session


async def signed_in(browser: Browser, session: dict[str, Any] | None, **options: Any) -> BrowserContext:
    """A device with this session, until it has a newer one; without one, of nobody."""
    context = await browser.new_context(**{"locale": "en", "reduced_motion": "reduce", **options})
    if session is None:
        return context
    stored = json.dumps(json.dumps(session))
    await context.add_init_script(
        f"localStorage.getItem('quizzler.session') ?? localStorage.setItem('quizzler.session', {stored})"
    )
    return context
