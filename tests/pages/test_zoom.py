"""The stage on narrow screens, and zoomed to 200 % and 400 %."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import psycopg
import pytest
from playwright.async_api import Browser, Page, expect

from app.rooms.protocol import QuestionOpened
from client import Host, Player
from tests.fixtures import Server, Sql
from tests.pages.narrow import SIZES, WIDER
from tests.pages.test_stage import LONG, hosting, projecting, signed_in
from tests.rooms.conftest import EVERY_KIND, Quizmaster

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
LONG_NAME = "Wolfeschlegelsteinhausenberger"
TOO_WIDE = "(box) => box.scrollWidth - box.clientWidth"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


async def wider_than(page: Page, width: int, height: int) -> list[str]:
    """What is wider than the page when it is this large, once the page has fitted what it shows."""
    await page.set_viewport_size({"width": width, "height": height})
    await page.evaluate(DRAWN)
    wider: list[str] = await page.evaluate(WIDER)
    return wider


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


async def game(
    browser: Browser, server: Server, quizmaster: Quizmaster, **options: Any
) -> AsyncIterator[tuple[str, dict[str, Page]]]:
    """Play a game with long texts. Yields each beat's name, and the pages as they show it."""
    named = {"kind": "short_text", "prompt": f"What is a {LONG_WORD}?", "answers": [{"text": LONG_WORD}]}
    room = quizmaster.room(LONG, named, *EVERY_KIND[1:], team_mode="manual", teams=[LONG_NAME, "B"])
    form = await (await signed_in(browser, quizmaster, **options)).new_page()
    quiz = quizmaster.sql.value("select quiz_id from core.rooms where code = %s", room)
    await form.goto(f"{server.url}/host?quiz={quiz}")
    await expect(form.locator("form")).to_be_visible()
    phone = await (await browser.new_context(**options)).new_page()
    await phone.goto(f"{server.url}/play?code={room}")
    await expect(phone.locator("[name=username]")).to_be_visible()
    yield "door", {"phone": phone, "form": form}
    pages = {
        "phone": phone,
        "host": await hosting(browser, server, quizmaster, room, **options),
        "wall": await projecting(browser, server, room, **options),
    }
    async with (
        await Player.join(server.url, room, LONG_NAME) as other,
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        await phone.locator("[name=username]").fill("W" * 30)
        await phone.locator("[type=submit]").click()
        await expect(phone.locator(".beat")).to_be_visible()
        await expect(pages["wall"].get_by_text(LONG_NAME).first).to_be_visible()
        yield "lobby", pages
        await pages["host"].locator(".bar [aria-expanded]").first.click()
        await expect(pages["host"].locator(".panel li").first).to_be_visible()
        yield "players", {"host": pages["host"]}
        await pages["host"].keyboard.press("Escape")
        asked: Any = await lead.start()
        while isinstance(asked, QuestionOpened):
            await expect(phone.locator(".round.open")).to_be_visible()
            await expect(pages["wall"].locator("[role=timer], .kind-slide").first).to_be_visible()
            yield f"{asked.number} {asked.kind} open", pages
            if asked.kind == "short_text":
                await other.answer(asked.number, LONG_WORD)
            await lead.close_question()
            await expect(pages["host"].locator(".question[data-over]")).to_be_visible()
            await expect(phone.locator(".round.closed")).to_be_visible()
            yield f"{asked.number} {asked.kind} over", pages
            asked = await lead.next()
        await expect(phone.locator(".ended")).to_be_visible()
        await expect(pages["wall"].locator(".podium")).to_be_visible()
        yield "end", pages


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_nothing_is_wider_than_a_narrow_or_zoomed_page(
    browser: Browser, server: Server, quizmaster: Quizmaster, language: str
) -> None:
    options: dict[str, Any] = {"locale": language, "reduced_motion": "reduce"}
    faults = {
        f"{name} at {size}, {beat}": wider
        async for beat, pages in game(browser, server, quizmaster, **options)
        for name, page in pages.items()
        for size, (width, height) in SIZES.items()
        if (wider := await wider_than(page, width, height))
    }
    assert faults == {}, faults


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
async def test_the_lobby_and_the_podium_of_a_wall_have_room_for_long_names(
    browser: Browser, server: Server, quizmaster: Quizmaster, size: tuple[int, int]
) -> None:
    room = quizmaster.room(EVERY_KIND[0])
    options: dict[str, Any] = {
        "viewport": {"width": size[0], "height": size[1]}, "locale": "de", "reduced_motion": "reduce",
    }  # fmt: skip
    wall = await projecting(browser, server, room, **options)
    names = ["W" * 30, LONG_NAME, "Maximilian von und zu Guttenberg"[:30], "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD"]
    async with AsyncExitStack() as stack:
        players = [
            await stack.enter_async_context(await Player.join(server.url, room, name)) for name in names
        ]
        lead = await stack.enter_async_context(await Host.enter(server.url, room, quizmaster.token))
        await expect(wall.get_by_text(names[-1])).to_be_visible()
        assert await wall.locator(".invitation").evaluate(TOO_WIDE) == 0
        assert await wall.evaluate(WIDER) == []
        asked = await lead.start()
        right = [choice.id for choice in asked.choices if choice.text == "Lima"]
        for player in players:
            await player.answer(asked.number, right)
        await lead.end()
        await expect(wall.locator(".podium")).to_be_visible()
        assert await wall.evaluate(WIDER) == []
        name = wall.locator(".winners bdi", has_text=LONG_NAME)
        assert await name.evaluate("(one) => one.getClientRects().length") <= 2
