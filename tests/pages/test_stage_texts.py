"""Texts on walls and phones: code, formulas, crowds, and another script than the page's."""

import asyncio
from contextlib import AsyncExitStack

import psycopg
import pytest
from playwright.async_api import Browser, expect

from client import Host, Player
from client.bots import nickname
from tests.fixtures import Server, Sql
from tests.pages.narrow import WIDER
from tests.pages.test_stage import CLIPPED, hosting, projecting
from tests.rooms.conftest import EVERY_KIND, Quizmaster

WALLS = {"16:9": {"width": 1920, "height": 1080}, "4:3": {"width": 1024, "height": 768}}
CODE = {
    "kind": "poll",
    "text_format": "markdown",
    "prompt": "What does this print?\n\n```python\ndef odd(numbers):\n    "
    + "return [number * number for number in numbers if number % 2]\n\nprint(odd(range(6)))\n```",
    "choices": [{"text": "`[1, 9, 25]`"}, {"text": r"$\frac{\sqrt{\pi}}{2}$"}, {"text": "Neither"}],
}
SMALLEST = (
    """(all) => Math.min(...all.map((one) => parseFloat(getComputedStyle(one).fontSize))) / innerHeight"""
)
READABLE = 0.017  # of the height of the wall: 18 px of 1080


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


@pytest.mark.parametrize("size", WALLS)
async def test_code_keeps_its_lines_on_the_wall_and_nothing_is_clipped(
    browser: Browser, server: Server, quizmaster: Quizmaster, size: str
) -> None:
    room = quizmaster.room(CODE, announce_seconds=0)
    async with (
        await Player.join(server.url, room, "Ada"),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        wall = await projecting(browser, server, room, viewport=WALLS[size], reduced_motion="reduce")
        host = await hosting(browser, server, quizmaster, room, viewport={"width": 390, "height": 844})
        await lead.start()
        for page in (wall, host):
            code = page.locator(".prompt pre")
            await expect(code).to_be_visible()
            assert (await code.inner_text()).count("\n") >= 3
        await expect(wall.locator(".option .katex").first).to_be_visible()
        assert await wall.evaluate(CLIPPED) == []
        assert await host.evaluate(WIDER) == []
        boxes = [await option.bounding_box() for option in await wall.locator(".option").all()]
        assert len({round(box["width"]) for box in boxes if box}) == 1  # so that their bars can be compared
        await lead.close_question()
        await expect(wall.locator(".share").first).to_be_attached()
        assert await wall.evaluate(CLIPPED) == []


@pytest.mark.parametrize("size", WALLS)
async def test_the_names_of_sixty_players_can_be_read_in_the_lobby(
    browser: Browser, server: Server, quizmaster: Quizmaster, size: str
) -> None:
    room = quizmaster.room()
    names = [nickname(number) for number in range(60)]
    async with AsyncExitStack() as stack:
        for player in await asyncio.gather(*(Player.join(server.url, room, name) for name in names)):
            await stack.enter_async_context(player)
        wall = await projecting(browser, server, room, viewport=WALLS[size], reduced_motion="reduce")
        await expect(wall.locator(".names li")).to_have_count(60)
        assert await wall.evaluate(CLIPPED) == []
        assert await wall.locator(".names li").evaluate_all(SMALLEST) >= READABLE


async def test_a_name_stands_beside_its_face_in_whatever_script(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(announce_seconds=0)
    async with (
        await Player.join(server.url, room, "ليلى"),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        await lead.start()
        await lead.close_question()
        page = await hosting(browser, server, quizmaster, room, locale="en")
        face, name = page.locator(".board .avatar"), page.locator(".board .name")
        await expect(name).to_have_text("ليلى")
        beside, text = await face.bounding_box(), await name.bounding_box()
        assert beside
        assert text
        assert text["width"] < 100  # as wide as the name, so not at the other end of the row
        assert 0 <= text["x"] - (beside["x"] + beside["width"]) < 40


async def test_on_a_phone_in_arabic_what_is_in_english_reads_from_the_left(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    cloze = next(one for one in EVERY_KIND if one["kind"] == "cloze")
    room = quizmaster.room(cloze, announce_seconds=0)
    context = await browser.new_context(locale="ar", viewport={"width": 390, "height": 844})
    phone = await context.new_page()
    await phone.goto(f"{server.url}/play?code={room}")
    await phone.locator("[name=username]").fill("Ada")
    await phone.locator("[type=submit]").click()
    await expect(phone.locator(".beat")).to_be_visible()
    async with await Host.enter(server.url, room, quizmaster.token) as lead:
        await lead.start()
        await expect(phone.locator(".cloze")).to_have_css("direction", "ltr")
        await lead.end()
        face, name = phone.locator(".best .avatar"), phone.locator(".best bdi")
        beside, text = await face.bounding_box(), await name.bounding_box()
        assert beside
        assert text
        assert 0 <= beside["x"] - (text["x"] + text["width"]) < 40
