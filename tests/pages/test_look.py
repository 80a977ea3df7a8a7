"""The look of a game: light, dark and in high contrast, with a colour and a picture of the host's own."""

import io
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from client import Host, Player
from tests.fixtures import Refused, Server, Sql
from tests.media.samples import png
from tests.pages.accessible import assert_accessible
from tests.pages.narrow import SIZES, WIDER
from tests.pages.test_stage import hosting, projecting, signed_in
from tests.rooms.conftest import CAPITAL, Quizmaster

WHITE = (255, 255, 255)
TEXTS = ("text", "faint", "accent", "right", "wrong", "partly")
TOKENS = """(names) => Object.fromEntries(names.map((name) =>
    [name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]))"""


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


def luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(text: str) -> tuple[int, ...]:
    digits = text.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits  # as a build shortens it
    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))


async def corner(page: Page) -> tuple[int, ...]:
    """The colour in the lower left corner of the page as it is shown, where no text is."""
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    found = picture.getpixel((2, picture.height - 3))
    assert isinstance(found, tuple)
    return tuple(int(part) for part in found)


async def assert_readable(page: Page, state: str) -> None:
    """Each colour of texts has the contrast that it needs against what is shown behind it."""
    ground = await corner(page)
    tokens = await page.evaluate(TOKENS, list(TEXTS))
    ratios = {name: round(contrast(colour(value), ground), 2) for name, value in tokens.items()}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}, (state, ground)
    await assert_accessible(page, state)


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"theme": "light"},
    "contrast": {"theme": "contrast"},
    "yellow on dark": {"theme": "dark", "colour": "#ffe000"},
    "navy on light": {"theme": "light", "colour": "#001060"},
    "mid grey": {"theme": "contrast", "colour": "#808080"},
}


@pytest.mark.parametrize("name", LOOKS)
async def test_every_text_can_be_read_in_every_look(
    browser: Browser, server: Server, quizmaster: Quizmaster, name: str
) -> None:
    room = quizmaster.room(CAPITAL, look=LOOKS[name])
    async with (
        await Player.join(server.url, room, "Ada"),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        options: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en"}
        phone = await (
            await browser.new_context(viewport={"width": 390, "height": 844}, **options)
        ).new_page()
        await phone.goto(f"{server.url}/play?code={room}")
        await phone.locator("[name=username]").fill("Ben")
        await phone.locator("[type=submit]").click()
        await expect(phone.locator(".beat")).to_be_visible()
        pages = {
            "phone": phone,
            "wall": await projecting(browser, server, room, **options),
            "host": await hosting(browser, server, quizmaster, room, **options),
        }
        await expect(pages["wall"].get_by_text("Ben")).to_be_visible()
        for page in (pages["wall"], phone):
            await assert_readable(page, f"lobby, {name}")
        await lead.start()
        await expect(phone.locator(".round.open")).to_be_visible()
        await expect(pages["wall"].locator("[role=timer]")).to_be_visible()
        for which, page in pages.items():
            await assert_accessible(page, f"open, {name}, {which}")
        await lead.close_question()
        await expect(phone.locator(".round.closed")).to_be_visible()
        for which, page in pages.items():
            await assert_accessible(page, f"over, {name}, {which}")


async def test_a_host_chooses_colour_and_picture_and_the_wall_and_the_phones_have_them(
    browser: Browser, server: Server, quizmaster: Quizmaster, tmp_path: Path
) -> None:
    quiz = quizmaster.quiz(CAPITAL)
    form = await (await signed_in(browser, quizmaster, locale="en")).new_page()
    await form.goto(f"{server.url}/host?quiz={quiz}")
    await form.get_by_label("A colour of my own").check()
    await form.get_by_label("Colour of the ground").fill("#ffff00")
    await expect(form.get_by_text("The colour is changed a little")).to_be_visible()
    (tmp_path / "white.png").write_bytes(png(400, 300, WHITE))
    await form.get_by_label("Choose a picture").set_input_files(tmp_path / "white.png")
    await expect(form.get_by_role("button", name="Without the picture")).to_be_visible()
    await assert_accessible(form, "set up")
    before = form.viewport_size
    assert before
    for name, (width, height) in SIZES.items():
        await form.set_viewport_size({"width": width, "height": height})
        assert (name, await form.evaluate(WIDER)) == (name, [])
    await form.set_viewport_size(before)
    await form.get_by_role("button", name="Open the room").click()
    await form.wait_for_url("**/host?code=*")
    room = form.url.partition("code=")[2]
    wall = await projecting(browser, server, room, locale="en")
    await expect(wall.locator(".lobby")).to_be_visible()
    await wall.wait_for_function("() => document.documentElement.hasAttribute('data-picture')")
    await wall.wait_for_load_state("networkidle")
    await assert_readable(wall, "a white picture")
    assert quizmaster.sql.value("select count(*) from core.quiz_media_uses") == 1  # so that no sweep takes it


async def test_a_theme_of_ones_own_counts_more_than_the_rooms(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, look={"theme": "light", "colour": "#ffe0e0"})
    phone = await (await browser.new_context(locale="en")).new_page()
    await phone.goto(f"{server.url}/play?code={room}")
    await phone.get_by_label("Theme").select_option("contrast")
    await phone.locator("[name=username]").fill("Ben")
    await phone.locator("[type=submit]").click()
    await expect(phone.locator(".beat")).to_be_visible()
    await expect(phone.locator("html")).to_have_attribute("data-look", "contrast")
    assert colour((await phone.evaluate(TOKENS, ["ground"]))["ground"]) == (0, 0, 0)


@pytest.mark.parametrize(
    "look",
    [{"colour": "red"}, {"theme": "pink"}, {"picture": "https://example.com/a.png"}, {"font": "big"}, "dark"],
)
def test_a_look_that_can_not_be_shown_is_refused(quizmaster: Quizmaster, look: Any) -> None:
    with pytest.raises(Refused) as refused:
        quizmaster.room(CAPITAL, look=look)
    assert (refused.value.status, refused.value.code) == (422, "bad_option")
