"""The stage where the system chooses the colours, as for people with little sight."""

import psycopg
import pytest
from playwright.async_api import Browser, Page, expect

from client import Host, Player
from tests.fixtures import Server, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.test_stage import hosting, projecting
from tests.rooms.conftest import CAPITAL, EVERY_KIND, Quizmaster

SLIDER = next(question for question in EVERY_KIND if question["kind"] == "slider")
# Whether a box is drawn in another colour than what is around it
SEEN = """(node) => {
    const around = getComputedStyle(node.closest(".option, .scale, .round, body"));
    return getComputedStyle(node).backgroundColor !== around.backgroundColor;
}"""


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


async def test_every_beat_of_the_stage_is_readable_in_the_colours_of_the_system(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, SLIDER)
    options = {"forced_colors": "active", "locale": "en", "reduced_motion": "reduce"}
    phone = await (await browser.new_context(viewport={"width": 390, "height": 844}, **options)).new_page()
    pages: list[Page] = [
        phone,
        await projecting(browser, server, room, **options),
        await hosting(browser, server, quizmaster, room, **options),
    ]

    async def look(beat: str) -> None:
        for page in pages:
            await assert_accessible(page, beat)

    async with (
        await Player.join(server.url, room, "Bob") as bob,
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        await phone.goto(f"{server.url}/play?code={room}")
        await assert_accessible(phone, "door")
        await phone.get_by_label("Nickname").fill("Ada")
        await phone.get_by_label("Nickname").press("Enter")
        await expect(pages[1].get_by_text("Ada")).to_be_visible()
        await expect(phone.get_by_role("heading", name="You're in, Ada!")).to_be_visible()
        await look("lobby")
        opened = await lead.start()
        for page in pages:
            await expect(page.get_by_role("timer")).to_be_visible()
        await look("open")
        await phone.get_by_role("button", name="Lima").click()
        await bob.answer(opened.number, [opened.choices[0].id])
        for page in pages[1:]:
            bars = page.locator(".option .share")
            await expect(bars.first).to_be_attached()
            assert await bars.first.evaluate(SEEN)
        await expect(phone.get_by_role("region", name="Right!")).to_be_visible()
        await look("closed")
        following = await lead.next()
        await bob.answer(following.number, 27)
        await phone.get_by_role("slider").fill("27")
        await phone.get_by_role("button", name="Send answer").click()
        for page in pages[1:]:
            for part in (".scale .stack", ".scale .zone"):
                assert await page.locator(part).first.evaluate(SEEN), part
        await look("slider closed")
        await lead.end()
        await expect(pages[1].locator(".podium")).to_be_visible()
        await look("end")
