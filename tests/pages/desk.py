"""What tests of the desk's pages share: a browser in which somebody is signed in, and axe."""

import asyncio
import json

from playwright.async_api import Browser, Page

from app.database.sql_files import ROOT
from tests.fixtures import Client, Server

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


async def open_as(
    browser: Browser,
    server: Server,
    person: Client | None,
    path: str,
    *,
    language: str = "en",
    size: dict[str, int] = LAPTOP,
) -> Page:
    """A page of the server in a fresh context, where this person is signed in."""
    context = await browser.new_context(locale=language, viewport=size)
    page = await context.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    if person:
        about = (await person.get("/auth/me")).json()
        session = {"access_token": person.access_token, "refresh_token": person.refresh_token, "user": about}
        script = f"localStorage['quizzler.session'] ??= {json.dumps(json.dumps(session))}"
        await page.add_init_script(script)
    await page.goto(server.url + path)
    return page


async def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice, in a line each."""
    await page.evaluate(await asyncio.to_thread(AXE.read_text))
    found = await page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
