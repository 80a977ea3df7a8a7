"""A player's phone: nothing that is typed is lost, whatever the network, the tab or the host does."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from app.rooms.protocol import Progress, QuestionOpened, RoomEnded
from client import Host
from tests.fixtures import Server
from tests.pages.accessible import assert_accessible
from tests.rooms.conftest import CAPITAL, EVERY_KIND, RIGHT, Table, quizmaster
from tests.rooms.sql.conftest import ASSIGNED
from tests.waiting import until

__all__ = ("quizmaster",)  # fixtures

SHORT_TEXT = next(question for question in EVERY_KIND if question["kind"] == "short_text")
WITHOUT_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });"""


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser) -> BrowserContext:
    return await browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="en", reduced_motion="reduce"
    )


@pytest_asyncio.fixture(loop_scope="session")
async def page(phone: BrowserContext) -> AsyncIterator[Page]:
    """A page of the phone; an error in it fails the test."""
    faults: list[str] = []
    page = await phone.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


async def join(page: Page, server: Server, room: str, nickname: str = "Ada") -> None:
    await page.goto(f"{server.url}/play?code={room}")
    await page.get_by_label("Nickname").fill(nickname)
    await page.get_by_role("button", name=f"Join room {room}").click()
    await expect(page.get_by_role("heading", name=f"You're in, {nickname}!")).to_be_visible()


async def opened(page: Page, host: Host) -> QuestionOpened:
    question = await host.start()
    await expect(page.get_by_role("timer")).to_be_visible()
    return question


async def answered(host: Host, count: int = 1) -> None:
    """Wait until the host has heard of so many answers."""
    while (await host.wait_for(Progress)).answered < count:
        pass


async def fill(page: Page, question: QuestionOpened) -> None:
    """Give the right answer to the question on the page, and send it."""
    wanted: Any = RIGHT[question.kind]
    if isinstance(wanted, list) and question.kind != "ordering":
        for text in wanted:
            await page.get_by_role("button", name=text, exact=False).first.click()
    elif question.kind == "slider":
        await page.get_by_role("slider").fill(str(wanted))
    elif question.kind == "matching":
        for item, choice in wanted.items():
            await page.get_by_label(item).select_option(choice)
    elif question.kind == "cloze":
        await page.get_by_label("Gap 1").fill(wanted["1"])
        await page.get_by_label("Gap 2").select_option(wanted["2"])
    elif question.kind == "ordering":
        for place, text in enumerate(wanted):
            rows = await page.locator(".ordering li").all_inner_texts()
            found = next(index for index, row in enumerate(rows) if row.split()[1] == text)
            for _ in range(found - place):
                await page.get_by_role("button", name=f"{text}: up").click()
    else:
        await page.get_by_role("textbox").fill(str(wanted))
    send = page.get_by_role("button", name="Send answer")
    if await send.count():
        await send.click()


async def test_every_kind_of_question_is_answered_and_axe_finds_no_fault_in_any_beat(
    phone: BrowserContext, page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(*EVERY_KIND, announce_seconds=5)
    host = await table.host(room)
    await page.goto(f"{server.url}/play?code={room}")

    await assert_accessible(page, "door")
    await join(page, server, room)
    await assert_accessible(page, "lobby")
    start = asyncio.create_task(host.start())
    await expect(page.get_by_text("Get ready")).to_be_visible()
    await expect(page.get_by_role("button", name="Lima")).to_be_visible()
    await assert_accessible(page, "announced")
    question = await start
    while True:
        await expect(page.get_by_role("timer")).to_be_visible()
        await fill(page, question)
        outcome = "Marked by hand." if question.kind == "essay" else "Right!"
        if question.kind in ("poll", "word_cloud"):
            outcome = "Thanks for your vote"
        await expect(page.get_by_role("region", name=outcome)).to_be_visible()
        await assert_accessible(page, f"{question.kind} closed")
        with suppress(TimeoutError):
            following = await host.next(at_once=True)
        if isinstance(following, RoomEnded):
            break
        question = following
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await assert_accessible(page, f"{question.kind} open")
    await expect(page.get_by_text("Place 1 of 1")).to_be_visible()
    await assert_accessible(page, "ended")


async def test_a_reload_keeps_the_seat_the_answer_and_the_result(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL, SHORT_TEXT)
    host = await table.host(room)
    await table.player(room, "Bob")
    await join(page, server, room)
    await opened(page, host)
    await page.get_by_role("button", name="Lima").click()
    await expect(page.get_by_text("Sent. Waiting for the others")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Lima")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_text("Sent. Waiting for the others")).to_be_visible()
    await host.close_question()
    await expect(page.get_by_role("region", name="Right!")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("region", name="Right!")).to_be_visible()
    await expect(page.get_by_role("button", name="Lima")).to_contain_text("your answer")


async def test_half_a_word_and_the_cursor_survive_a_lost_connection(
    page: Page, server: Server, table: Table
) -> None:
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    await page.route_web_socket("**/realtime/ws/**", pass_on)
    room = table.quizmaster.room(SHORT_TEXT)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    field = page.get_by_role("textbox")
    await field.press_sequentially("half a wo")
    await field.press("ArrowLeft")
    await sockets[-1].close(code=4503)
    await expect(page.get_by_role("alert")).to_contain_text("The connection is gone")
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert len(sockets) == 2
    await page.keyboard.type("-")
    await expect(field).to_have_value("half a w-o")
    await page.reload()
    await expect(field).to_have_value("half a w-o")


async def test_a_socket_that_delivers_nothing_is_replaced_and_the_answer_sent_again(
    page: Page, server: Server, table: Table
) -> None:
    """Five seconds after a tap at the latest."""
    sockets: list[WebSocketRoute] = []
    silent = False

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        upstream = socket.connect_to_server()
        first = len(sockets) == 1
        socket.on_message(lambda message: None if silent and first else upstream.send(message))

    await page.clock.install()
    await page.route_web_socket("**/realtime/ws/**", pass_on)
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await table.player(room, "Bob")
    await join(page, server, room)
    await opened(page, host)
    await page.clock.pause_at(time.time() + 1)
    silent = True
    await page.get_by_role("button", name="Lima").click()
    await expect(page.get_by_text("Sending …")).to_be_visible()
    await page.clock.run_for(5000)
    await until(lambda: len(sockets) == 2)
    await expect(page.get_by_text("Sent. Waiting for the others")).to_be_visible()
    await answered(host)


async def test_at_the_bell_what_stands_in_the_field_is_sent(page: Page, server: Server, table: Table) -> None:
    room = table.quizmaster.room({**SHORT_TEXT, "time_limit_ms": 5000})
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await page.get_by_role("textbox").fill("water")
    await expect(page.get_by_role("region", name="Right!")).to_be_visible(timeout=10_000)


async def test_who_had_not_sent_their_words_when_the_host_closed_is_told(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(SHORT_TEXT)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await page.get_by_role("textbox").fill("wate")
    await host.close_question()
    await expect(page.get_by_text("Not sent: the time was over first.")).to_be_visible()
    await expect(page.get_by_role("region", name="No answer")).to_be_visible()


async def test_a_second_tab_asks_and_the_first_says_that_it_was_replaced(
    phone: BrowserContext, page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await join(page, server, room)
    second = await phone.new_page()
    await second.goto(f"{server.url}/play?code={room}")
    await expect(second.get_by_role("heading")).to_have_text("Go on as Ada, or as somebody new?")
    await opened(page, host)
    await second.get_by_role("button", name="Go on as Ada").click()
    await expect(second.get_by_role("button", name="Lima")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("You play on in another tab")
    await page.get_by_role("button", name="Play here instead").click()
    await expect(page.get_by_role("button", name="Lima")).to_be_visible()
    await second.get_by_role("button", name="Play as somebody new").click()
    await expect(second.get_by_label("Nickname")).to_be_visible()


async def test_leaving_can_be_undone(page: Page, server: Server, table: Table) -> None:
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await join(page, server, room)
    await page.get_by_role("button", name="Leave").click()
    await expect(page.get_by_role("alert")).to_contain_text("You have left the game.")
    await page.get_by_role("button", name="Come back").click()
    await opened(page, host)
    await expect(page.get_by_role("button", name="Lima")).to_be_visible()


async def test_who_is_removed_reads_so_and_has_no_seat_any_more(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await join(page, server, room)
    await host.kick(str(table.quizmaster.sql.value("select id from core.players where nickname = 'Ada'")))
    await expect(page.get_by_role("alert")).to_contain_text("The host has removed you")
    await page.reload()
    await expect(page.get_by_label("Nickname")).to_be_visible()


async def test_a_name_that_is_taken_has_a_free_variant_and_a_face_stays(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL)
    await table.player(room, "Ada")
    await page.goto(f"{server.url}/play?code={room}")
    await page.get_by_label("Nickname").fill("Ada")
    await page.get_by_label("Nickname").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Somebody here has this name")
    await page.get_by_role("button", name="Take “Ada 2”").click()
    await expect(page.get_by_role("heading", name="You're in, Ada 2!")).to_be_visible()


async def test_teams_can_be_chosen_though_the_server_was_busy_when_the_page_asked(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL, team_mode="manual", teams=["Red", "Blue"])
    busy = {"code": "too_slow", "status": 503, "title": "Service Unavailable", "detail": "Later."}
    await page.route("**/validate/*", lambda route: route.fulfill(status=503, json=busy), times=1)
    await page.goto(f"{server.url}/play?code={room}")
    await page.get_by_label("Team").select_option("Blue")
    await page.get_by_label("Nickname").fill("Ada")
    await page.get_by_label("Nickname").press("Enter")
    await expect(page.get_by_role("heading", name="You're in, Ada!")).to_be_visible()
    assert table.quizmaster.sql.value("select team from core.players") == 2


async def test_the_page_works_where_the_browser_blocks_storage(
    phone: BrowserContext, page: Page, server: Server, table: Table
) -> None:
    await phone.add_init_script(WITHOUT_STORAGE)
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await page.get_by_role("button", name="Lima").click()
    await expect(page.get_by_role("region", name="Right!")).to_be_visible()


async def test_the_language_changes_in_place_and_is_remembered(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL)
    await join(page, server, room)
    await page.get_by_label("Language").select_option("ar")
    await expect(page.get_by_role("heading")).to_contain_text("أنت معنا يا Ada!")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.reload()
    await expect(page.get_by_role("heading")).to_contain_text("أنت معنا يا Ada!")


async def test_an_assigned_game_is_played_at_ones_own_pace(page: Page, server: Server, table: Table) -> None:
    room = table.quizmaster.room(CAPITAL, SHORT_TEXT, **ASSIGNED)
    await page.goto(f"{server.url}/play?code={room}")
    await page.get_by_label("Nickname").fill("Ada")
    await page.get_by_label("Nickname").press("Enter")
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Lima").click()
    await expect(page.get_by_role("region", name="Right!")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Next question").click()
    await page.get_by_role("textbox").fill("water")
    await page.get_by_role("button", name="Send answer").click()
    await page.get_by_role("button", name="Next question").click()
    await expect(page.get_by_role("heading", name="You have finished!")).to_be_visible()


async def test_a_question_whose_words_are_on_the_projector_only_is_answered_by_shape(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL, question_on_phones=False)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Look at the big screen.")
    await page.get_by_role("button", name="Answer A").click()
    await expect(page.get_by_role("region", name="Right!")).to_be_visible()


async def test_markdown_and_formulas_are_set_on_phones(page: Page, server: Server, table: Table) -> None:
    draft = {**CAPITAL, "prompt": "What is **half** of $\\frac{1}{2}$?", "text_format": "markdown"}
    room = table.quizmaster.room(draft)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await expect(page.get_by_role("heading", level=1).locator("strong")).to_have_text("half")
    await expect(page.locator(".katex").first).to_be_visible()


async def test_a_game_is_played_by_keyboard_and_followed_by_ear(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL, SHORT_TEXT)
    host = await table.host(room)
    heard = page.get_by_role("status").filter(has_text="Right!")
    await page.goto(f"{server.url}/play?code={room}")
    await page.get_by_label("Nickname").press_sequentially("Ada")
    await page.keyboard.press("Enter")
    await opened(page, host)
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Lima")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(heard).to_have_text(re.compile(r"Right!, [\d,]+ points, Place 1"))
    await expect(page.get_by_role("region", name="Right!")).to_be_focused()
    await host.next()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.type("water")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region", name="Right!")).to_be_focused()
    await host.next()
    await expect(page.get_by_role("heading", name="That was it!")).to_be_focused()


async def test_who_plays_again_is_the_same_player_in_the_next_room(
    page: Page, server: Server, table: Table
) -> None:
    room = table.quizmaster.room(CAPITAL)
    host = await table.host(room)
    await join(page, server, room)
    await opened(page, host)
    await page.get_by_role("button", name="Lima").click()
    await host.end()
    await expect(page.get_by_role("heading", name="That was it!")).to_be_visible()
    following = table.quizmaster.sql.call(table.quizmaster.person, "play_again", room_code=room)
    await page.get_by_role("link", name="Play again with the others").click()
    await expect(page.get_by_role("heading", name="You're in, Ada!")).to_be_visible()
    assert f"code={following['room_code']}" in page.url
