"""A page of the desk, opened by somebody who is signed in."""

from playwright.async_api import Browser, Page

from tests.fixtures import Client, Server
from tests.pages.signed_in import signed_in

LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


async def open_as(
    browser: Browser,
    server: Server,
    person: Client | None,
    path: str,
    *,
    language: str = "en",
    size: dict[str, int] = LAPTOP,
    zone: str | None = None,
) -> Page:
    """A page of the server in a fresh context, where this person is signed in; `zone` is the device's."""
    session = None
    if person:
        about = (await person.get("/auth/me")).json()
        session = {"access_token": person.access_token, "refresh_token": person.refresh_token, "user": about}
    context = await signed_in(browser, session, locale=language, viewport=size, timezone_id=zone)
    page = await context.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    await page.goto(server.url + path)
    return page
