"""A class of thirty on plain http: phones, the host's page and the wall, through nginx on another address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from benchmarks import nginx
from tests.fixtures import Server, Sql, serving
from tests.pages.conftest import ADDRESS_OF_CLASS, CLASS
from tests.pages.test_stage import hosting, projecting
from tests.ports import free_port
from tests.rooms.conftest import CAPITAL, EVERY_KIND, Quizmaster

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed"),
]

PHONES = 30
SIZES = ({"width": 390, "height": 844}, {"width": 320, "height": 568})
NUMBER, TEXT, POLL = EVERY_KIND[3], EVERY_KIND[4], EVERY_KIND[-1]
BEHIND_PROXY: dict[str, Any] = {"trusted_proxies": "127.0.0.1", "database_pool_size": 3}
Answer = Callable[[Page, str], Awaitable[None]]
ANSWERS = "select count(*) from core.live_answers"


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


@pytest_asyncio.fixture(loop_scope="session")
async def school(database: psycopg.Connection, tmp_path: Path) -> AsyncIterator[Server]:
    """Two relays behind nginx, under a name to which browsers give no rights of a secure site."""
    async with serving(database, **BEHIND_PROXY) as one, serving(database, **BEHIND_PROXY) as two:
        ports = tuple(int(relay.url.rpartition(":")[2]) for relay in (one, two))
        with nginx.in_front((ports[0], ports[1]), ADDRESS_OF_CLASS, free_port(), tmp_path) as url:
            yield Server(url.replace(ADDRESS_OF_CLASS, CLASS), one.app)


async def tap(phone: Page, text: str) -> None:
    await phone.get_by_role("button", name=text).click()


async def type_in(phone: Page, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("button", name="Send answer").click()


async def test_thirty_phones_play_a_game_that_the_wall_shows(
    browser: Browser, school: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, TEXT, NUMBER, POLL)
    faults: list[str] = []
    still: Any = {"reduced_motion": "reduce", "locale": "en"}
    host = await hosting(browser, school, quizmaster, room, **still)
    wall = await projecting(browser, school, room, viewport={"width": 1024, "height": 768}, **still)
    sizes = [SIZES[number % 2] for number in range(PHONES)]
    contexts = await asyncio.gather(
        *(browser.new_context(viewport=size, has_touch=True, **still) for size in sizes)
    )
    phones = await asyncio.gather(*(context.new_page() for context in contexts))
    for page in (host, wall, *phones):
        page.on("pageerror", lambda error: faults.append(str(error)))

    async def enter(number: int) -> None:
        phone = phones[number]
        await phone.goto(f"{school.url}/play?code={room}")
        assert await phone.evaluate("isSecureContext") is False
        await phone.get_by_label("Nickname").fill(f"Pupil {number}")
        await phone.get_by_role("button", name=f"Join room {room}").click()
        await expect(phone.get_by_role("heading", name=f"You're in, Pupil {number}!")).to_be_visible()

    async def play(answer: Answer, right: str, other: str, told: tuple[str, str]) -> None:
        """Each third phone gives the other answer."""
        await expect(host.locator(".primary")).to_have_attribute("aria-disabled", "false")
        await host.locator(".primary").click()
        await expect(wall.get_by_role("timer")).to_be_visible()
        given = [other if number % 3 == 0 else right for number in range(PHONES)]
        await asyncio.gather(*(answer(phone, text) for phone, text in zip(phones, given, strict=True)))
        for phone, text in zip(phones, given, strict=True):
            await expect(phone.get_by_role("region", name=told[text == other])).to_be_visible()

    await asyncio.gather(*(enter(number) for number in range(PHONES)))
    await expect(wall.get_by_text("Pupil 29")).to_be_visible()
    await expect(host.get_by_role("button", name="30 players")).to_be_visible()
    marked = ("Right!", "Not this time")
    await play(tap, "Lima", "Cusco", marked)
    await play(type_in, "Water", "wine", marked)
    await play(type_in, "42", "41", marked)
    await play(tap, "Tea", "Coffee", ("Thanks for your vote",) * 2)
    await host.get_by_role("button", name="Show the podium").click()
    await expect(wall.locator(".podium")).to_be_visible()
    for phone in phones:
        await expect(phone.get_by_role("heading", name="That was it!")).to_be_visible()
    assert quizmaster.sql.value(ANSWERS) == 4 * PHONES
    assert faults == []
