"""The host's page and the projector, in a browser."""

import asyncio
import json
import re
import time
from typing import Any

import jwt
import psycopg
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from app.rooms.protocol import QuestionOpened
from client import Host, Player
from tests.fixtures import JWT_SECRET, PASSWORD, Client, Server, Sql
from tests.pages.accessible import assert_accessible
from tests.rooms.conftest import CAPITAL, EVERY_KIND, Quizmaster

LONG = {
    "kind": "single_choice",
    "subject": "Science",
    "prompt": "Which of these sentences about the discovery of the structure of DNA is best supported? " * 4,
    "choices": [
        {"text": f"Sentence {n}: " + "it goes on for a while, " * 8, "correct": n == 2} for n in range(6)
    ],
}
TWICE = (
    "(button) => { button.click(); button.click(); }"  # as a double click is, but at once on a slow machine
)
CLIPPED = """() => [document.documentElement, ...document.querySelectorAll('.screen, .fit, .option, .words')]
    .filter((one) => one.clientHeight)
    .filter((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
    .map((one) => one.className)"""

AROUND = """(bars) => bars.map((bar) => {
    const { width } = getComputedStyle(bar); // before it is scaled
    const option = bar.parentElement.getBoundingClientRect();
    const inside = bar.getBoundingClientRect();
    const side = (bar.parentElement.clientWidth - parseFloat(width)) / 2;
    return [side, option.bottom - inside.bottom];
})"""
LEAST_GAP_PX = 4


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


async def signed_in(browser: Browser, quizmaster: Quizmaster, **options: Any) -> BrowserContext:
    """A browser in which the quizmaster is signed in."""
    user = {"display_name": quizmaster.person.email}
    session = json.dumps({"access_token": quizmaster.token, "refresh_token": "", "user": user})
    context = await browser.new_context(**options)
    await context.add_init_script(
        f"localStorage.getItem('quizzler.session') ?? localStorage.setItem('quizzler.session', '{session}')"
    )
    return context


async def hosting(
    browser: Browser, server: Server, quizmaster: Quizmaster, room: str, **options: Any
) -> Page:
    page = await (await signed_in(browser, quizmaster, **options)).new_page()
    await page.goto(f"{server.url}/host?code={room}")
    return page


async def projecting(browser: Browser, server: Server, room: str, **options: Any) -> Page:
    page = await (await browser.new_context(**options)).new_page()
    await page.goto(f"{server.url}/projector?code={room}")
    return page


def open_number(quizmaster: Quizmaster) -> int:
    number: int = quizmaster.sql.value(
        "select max(number) from core.room_questions where opened_at is not null"
    )
    return number


async def test_a_double_click_and_two_hosts_at_once_open_exactly_one_question(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(*[CAPITAL] * 5)
    async with await Player.join(server.url, room, "Ada"):
        one = await hosting(browser, server, quizmaster, room)
        other = await hosting(browser, server, quizmaster, room, viewport={"width": 390, "height": 844})
        await one.get_by_role("button", name="Start").click()
        for number in (1, 2, 3):
            await expect(one.get_by_text(f"Question {number} of 5")).to_be_visible()
            quizmaster.sql.call(quizmaster.person, "close_question", room_code=room)
            for page in (one, other):
                await expect(page.locator(".primary")).to_have_text("Next question")
                await expect(page.locator(".primary")).to_have_attribute("aria-disabled", "false")
            await asyncio.gather(*(page.locator(".primary").evaluate(TWICE) for page in (one, other)))
            for page in (one, other):
                await expect(page.get_by_text(f"Question {number + 1} of 5")).to_be_visible()
            assert open_number(quizmaster) == number + 1


async def test_all_options_stand_before_the_clock_starts_and_nothing_is_clipped(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(LONG, announce_seconds=60)
    async with await Player.join(server.url, room, "Ada"):
        wall = await projecting(browser, server, room, viewport={"width": 1024, "height": 768})
        faults: list[str] = []
        wall.on("pageerror", lambda error: faults.append(str(error)))
        await expect(wall.get_by_text("Ada")).to_be_visible()
        sound = wall.get_by_role("button", name="Sound")
        await expect(sound).to_have_attribute("aria-pressed", "false")
        await wall.keyboard.press("m")
        await expect(sound).to_have_attribute("aria-pressed", "true")
        host = await hosting(browser, server, quizmaster, room)
        await host.get_by_role("button", name="Start").click()
        await expect(wall.get_by_text("Science")).to_be_visible()
        await expect(wall.get_by_text("1,000 points")).to_be_visible()
        await wall.keyboard.press(" ")
        await expect(wall.get_by_text("Which of these")).to_be_visible()
        await wall.keyboard.press(" ")
        await expect(wall.locator(".option")).to_have_count(6)
        await expect(wall.get_by_role("timer")).to_have_count(0)
        assert await wall.evaluate(CLIPPED) == []
        await host.get_by_role("button", name="Start the clock").click()
        await expect(wall.get_by_role("timer")).to_be_visible()
        await wall.set_viewport_size({"width": 1920, "height": 1080})
        assert await wall.evaluate(CLIPPED) == []
        assert faults == []


async def test_the_wall_is_filled_as_well_where_motion_is_reduced(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(LONG)
    async with (
        await Player.join(server.url, room, "Ada"),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        walls = [
            await projecting(browser, server, room, reduced_motion=motion)
            for motion in ("no-preference", "reduce")
        ]
        await lead.start()
        for wall in walls:
            await expect(wall.get_by_role("timer")).to_be_visible()
        size = "document.querySelector('.fit').style.getPropertyValue('--fit')"
        moving, still = [await wall.evaluate(size) for wall in walls]
        assert still == moving


async def test_a_bar_has_the_colour_of_its_option_on_all_sides(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    """At the edge of a light option, its dark bar would look like the ground of the wall: like no bar."""
    room = quizmaster.room(EVERY_KIND[-1])
    async with (
        await Player.join(server.url, room, "Ada"),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        wall = await projecting(browser, server, room, reduced_motion="reduce")
        await lead.start()
        await lead.close_question()
        await expect(wall.locator(".share")).to_have_count(2)
        gaps = await wall.locator(".share").evaluate_all(AROUND)
    assert [gap for gap in gaps if min(gap) < LEAST_GAP_PX] == []


async def test_five_of_rank_one_stand_at_one_height_and_the_wall_follows_the_next_game(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, formula="accuracy")
    names = ["Ann", "Bob", "Cleo", "Dora", "Eve"]
    wall = await projecting(browser, server, room, reduced_motion="reduce")
    host = await hosting(browser, server, quizmaster, room)
    players = [await Player.join(server.url, room, name) for name in names]
    lead = await Host.enter(server.url, room, quizmaster.token)
    opened = await lead.start()
    right = [choice.id for choice in opened.choices if choice.text == "Lima"]
    for player in players:
        await player.answer(opened.number, right)
    await lead.end()
    winners = wall.locator(".step-1 .winners > li")
    await expect(winners).to_have_text(names)
    tops = await winners.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    await host.get_by_role("button", name="Play again").click()
    await host.wait_for_url(re.compile(f"code=(?!{room})"))
    await wall.wait_for_url(host.url.replace("/host", "/projector"))
    await expect(wall.get_by_text("Join at")).to_be_visible()
    for connection in (lead, *players):
        await connection.disconnect()


async def test_a_host_whose_access_token_ran_out_is_let_in_by_the_refresh_token(
    browser: Browser, server: Server, api: Client, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room()
    account = {"email": "lea@example.org", "password": PASSWORD, "display_name": "Lea"}
    session = (await api.post("/auth/signup", json=account)).json()
    lea = session["user"]["id"]
    quizmaster.sql.connection.execute(
        "insert into core.room_hosts (room_id, user_id) select id, %s from core.rooms where code = %s",
        [lea, room],
    )
    claims = jwt.decode(session["access_token"], options={"verify_signature": False})
    past = {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}
    session["access_token"] = jwt.encode(claims | past, JWT_SECRET)
    context = await browser.new_context()
    await context.add_init_script(
        "localStorage.getItem('quizzler.session') ?? "
        f"localStorage.setItem('quizzler.session', {json.dumps(json.dumps(session))})"
    )
    page = await context.new_page()
    for _ in range(2):
        await page.goto(f"{server.url}/host?code={room}")
        await expect(page.get_by_role("button", name="Start")).to_be_visible()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_a_host_whose_session_ended_signs_in_in_place_and_goes_on(
    browser: Browser, server: Server, api: Client, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, CAPITAL)
    account = {"email": "lea@example.org", "password": PASSWORD, "display_name": "Lea"}
    session = (await api.post("/auth/signup", json=account)).json()
    quizmaster.sql.connection.execute(
        "insert into core.room_hosts (room_id, user_id) select id, %s from core.rooms where code = %s",
        [session["user"]["id"], room],
    )
    page = await (await browser.new_context()).new_page()
    await page.add_init_script(
        "localStorage.getItem('quizzler.session') ?? "
        f"localStorage.setItem('quizzler.session', {json.dumps(json.dumps(session))})"
    )
    async with await Player.join(server.url, room, "Ada"):
        await page.goto(f"{server.url}/host?code={room}")
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_role("button", name="Close")).to_be_visible()
        headers = {"Authorization": f"Bearer {session['access_token']}"}
        await api.post("/auth/signout", headers=headers, json={})  # on another device
        await page.get_by_role("button", name="Close").click()  # refused: the session has ended
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_be_visible()
        await expect(page.locator(".prompt")).to_have_text("What is the capital of Peru?")
        await assert_accessible(page, "signing in again")
        await dialog.get_by_label("Password").fill(PASSWORD)
        await dialog.get_by_role("button", name="Sign in").click()
        await expect(dialog).to_have_count(0)
        await page.get_by_role("button", name="Close").click()
        await expect(page.get_by_role("button", name="Next")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_every_beat_is_free_of_faults_that_axe_finds(
    browser: Browser, server: Server, quizmaster: Quizmaster, language: str
) -> None:
    room = quizmaster.room(CAPITAL, EVERY_KIND[-1], announce_seconds=60)
    options: dict[str, Any] = {"locale": language, "reduced_motion": "reduce"}
    pages = [
        await projecting(browser, server, room, **options),
        await hosting(browser, server, quizmaster, room, **options),
        await hosting(browser, server, quizmaster, room, viewport={"width": 390, "height": 844}, **options),
    ]

    async def look(beat: str) -> None:
        for page in pages:
            await expect(page.locator(beat).first).to_be_visible()
            await assert_accessible(page, beat)
            assert await page.evaluate("document.documentElement.dir") == (
                "rtl" if language == "ar" else "ltr"
            )

    async with (
        await Player.join(server.url, room, "Ada") as ada,
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        await look("text=Ada")
        for page in pages[1:]:
            await page.locator(".bar [aria-expanded]").first.click()
        await look(":is(.screen, .panel) >> text=Ada")
        for page in pages[1:]:
            await page.keyboard.press("Escape")
            await expect(page.locator(".panel")).to_have_count(0)
        await pages[1].locator(".primary").click()
        await expect(pages[0].locator(".title")).to_be_visible()
        await pages[0].keyboard.press(" ")
        await pages[0].keyboard.press(" ")
        await look(".options")
        await pages[2].locator(".primary").click()
        await look("[role=timer]")
        opened = await lead.wait_for(QuestionOpened)
        await ada.answer(opened.number, [choice.id for choice in opened.choices if choice.text == "Lima"])
        await look(".option .count")
        await pages[0].keyboard.press(" ")
        await look(".board")
        await lead.end()
        await look(".podium")


async def test_a_report_shows_the_answers_behind_what_is_pressed(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, EVERY_KIND[1])
    async with (
        await Player.join(server.url, room, "Ada") as ada,
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        opened = await lead.start()
        await ada.answer(opened.number, [choice.id for choice in opened.choices if choice.text == "Cusco"])
        await lead.end()
    page = await (await signed_in(browser, quizmaster)).new_page()
    await page.goto(f"{server.url}/report?code={room}")
    await page.get_by_role("row", name="Ada").get_by_role("button", name="Cusco · wrong").press("Enter")
    await expect(page.get_by_role("complementary")).to_contain_text("Right answer: Lima")
    await expect(page.get_by_role("complementary")).to_contain_text("Cusco · wrong · 0 points")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Question 1").click()
    await expect(page.get_by_role("complementary")).to_contain_text("Ada: Cusco")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary")).to_have_count(0)
    await assert_accessible(page)


async def test_a_report_of_teams_has_their_board(
    browser: Browser, server: Server, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, team_mode="manual", teams=["Red", "Blue"])
    async with (
        await Player.join(server.url, room, "Ada", team=1) as ada,
        await Player.join(server.url, room, "Ben", team=2),
        await Host.enter(server.url, room, quizmaster.token) as lead,
    ):
        opened = await lead.start()
        await ada.answer(opened.number, [choice.id for choice in opened.choices if choice.text == "Lima"])
        await lead.end()
    page = await (await signed_in(browser, quizmaster)).new_page()
    await page.goto(f"{server.url}/report?code={room}")
    rows = page.get_by_role("table", name="Teams").get_by_role("row")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(1)).to_contain_text("Red")
    await expect(rows.nth(2)).to_contain_text("Blue")
    await assert_accessible(page)
