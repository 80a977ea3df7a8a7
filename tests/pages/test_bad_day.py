"""A day on which everything fails: Wi-Fi, the app, the host's laptop, the host's session. The games go on."""

import json
import time
from typing import Any

import jwt
import psycopg
import pytest
from playwright.async_api import Browser, Page, expect

from app.rooms.protocol import QuestionOpened
from benchmarks.slow_line import slow_line
from client import Player
from tests.fixtures import JWT_SECRET, PASSWORD, Client, Server, Sql
from tests.pages.signed_in import signed_in
from tests.pages.test_stage import hosting, projecting
from tests.rooms.conftest import CAPITAL, Quizmaster
from tests.rooms.faults.processes import relay_process
from tests.rooms.faults.proxies import proxy, to_port

ROUND_TRIP_S = 0.4
FAST = 1e9  # bits a second
ANSWERS = (
    "select array_agg(p.nickname order by a.number, p.nickname) from core.live_answers a "
    "join core.players p on p.id = a.player_id where a.fraction = 1"
)
STILL: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en"}


@pytest.fixture
def quizmaster(database: psycopg.Connection) -> Quizmaster:
    return Quizmaster(Sql(database))


async def phone_of(browser: Browser, url: str, room: str, nickname: str) -> Page:
    """A phone whose player is in the room."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, **STILL)
    page = await context.new_page()
    await page.goto(f"{url}/play?code={room}")
    await page.get_by_label("Nickname").fill(nickname)
    await page.get_by_role("button", name=f"Join room {room}").click()
    await expect(page.get_by_role("heading", name=f"You're in, {nickname}!")).to_be_visible()
    return page


async def tap(phone: Page) -> None:
    await phone.get_by_role("button", name="Lima").click()


async def press(host: Page, name: str) -> None:
    button = host.locator(".primary", has_text=name)
    await expect(button).to_have_attribute("aria-disabled", "false")
    await button.click()


@pytest.mark.heavy
async def test_a_game_goes_on_after_lost_wifi_a_killed_app_and_with_another_laptop(
    database: psycopg.Connection, browser: Browser, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, CAPITAL, CAPITAL)
    async with relay_process(database) as relay, proxy(to_port(relay.port)) as wifi:
        site = Server(relay.url, None)
        host = await hosting(browser, site, quizmaster, room, **STILL)
        wall = await projecting(browser, site, room, **STILL)
        ada = await phone_of(browser, f"http://127.0.0.1:{wifi.port}", room, "Ada")
        bob = await phone_of(browser, site.url, room, "Bob")

        await press(host, "Start")
        await expect(ada.get_by_role("timer")).to_be_visible()
        wifi.stall()
        await tap(ada)
        await expect(ada.get_by_role("alert")).to_contain_text("The connection is gone")
        wifi.flow()
        await expect(ada.get_by_text("Sent. Waiting for the others")).to_be_visible()
        await tap(bob)
        for phone in (ada, bob):
            await expect(phone.get_by_role("region", name="Right!")).to_be_visible()

        await press(host, "Next question")
        await expect(bob.get_by_role("timer")).to_be_visible()
        await tap(ada)
        await expect(ada.get_by_text("Sent. Waiting for the others")).to_be_visible()
        await relay.kill()
        for page in (host, wall, ada, bob):
            await expect(page.get_by_role("alert")).to_contain_text("The connection")
        await tap(bob)
        await expect(bob.get_by_text("Kept, and sent as soon as there is a connection.")).to_be_visible()
        await relay.start()
        for phone in (ada, bob):
            await expect(phone.get_by_role("region", name="Right!")).to_be_visible()

        await press(host, "Next question")
        await expect(wall.get_by_text("Question 3 of 3")).to_be_visible()
        await host.context.close()
        other = await hosting(browser, site, quizmaster, room, **STILL)
        await expect(other.locator(".prompt")).to_have_text("What is the capital of Peru?")
        for phone in (ada, bob):
            await tap(phone)
        await press(other, "Show the podium")
        await expect(wall.locator(".podium")).to_be_visible()
        for phone in (ada, bob):
            await expect(phone.get_by_role("heading", name="That was it!")).to_be_visible()
    assert quizmaster.sql.value(ANSWERS) == ["Ada", "Bob"] * 3


@pytest.mark.parametrize("ended", [False, True], ids=["renewed", "signed in again"])
async def test_a_token_that_runs_out_while_the_socket_drops_at_400_ms_costs_nothing(
    browser: Browser, server: Server, api: Client, quizmaster: Quizmaster, ended: bool
) -> None:
    """`ended`: the session was ended on another device, so that it can't be renewed."""
    room = quizmaster.room(CAPITAL, CAPITAL)
    account = {"email": "lea@example.org", "password": PASSWORD, "display_name": "Lea"}
    session = (await api.post("/auth/signup", json=account)).json()
    lea = session["user"]["id"]
    quizmaster.sql.connection.execute(
        "insert into core.room_hosts (room_id, user_id) select id, %s from core.rooms where code = %s",
        [lea, room],
    )
    claims = jwt.decode(session["access_token"], options={"verify_signature": False})
    session["access_token"] = jwt.encode(claims | {"exp": int(time.time()) + 120}, JWT_SECRET)
    page = await (await signed_in(browser, session)).new_page()
    await page.clock.install()
    async with (
        slow_line(int(server.url.rpartition(":")[2]), FAST, ROUND_TRIP_S) as line,
        await Player.join(server.url, room, "Ada") as ada,
    ):
        await page.goto(f"http://127.0.0.1:{line.port}/host?code={room}")
        await press(page, "Start")
        await expect(page.get_by_role("timer")).to_be_visible()
        if ended:
            quizmaster.sql.connection.execute("delete from auth.sessions where user_id = %s", [lea])
        await page.clock.set_system_time(time.time() + 90)  # the token is about to run out
        line.cut()
        if ended:
            dialog = page.get_by_role("dialog")
            await expect(dialog).to_be_visible()
            await expect(page.locator(".prompt")).to_have_text("What is the capital of Peru?")
            await dialog.get_by_label("Password").fill(PASSWORD)
            await dialog.get_by_role("button", name="Sign in").click()
            await expect(dialog).to_have_count(0)
        await expect(page.get_by_role("alert")).to_have_count(0)
        kept = json.loads(await page.evaluate("localStorage['quizzler.session']"))
        assert kept["access_token"] != session["access_token"]
        question = await ada.wait_for(QuestionOpened)
        right = next(choice.id for choice in question.choices if choice.text == "Lima")
        await ada.answer(question.number, [right])
        await press(page, "Next question")
        await expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    assert quizmaster.sql.value(ANSWERS) == ["Ada"]
    assert quizmaster.sql.value("select state from core.rooms where code = %s", room) == "open"
