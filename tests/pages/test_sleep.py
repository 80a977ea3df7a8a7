"""A device that slept, or whose clock was set: the clocks of the pages show the server's time again."""

import time
from datetime import timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.attempts.taking import make_quiz, short_text
from tests.fixtures import Client, Server, Sql
from tests.pages.signed_in import sign_up, signed_in
from tests.pages.test_player import join, opened, phone
from tests.rooms.conftest import CAPITAL, Table, quizmaster
from tests.rooms.sql.conftest import Room
from tests.waiting import limited

__all__ = ("phone", "quizmaster")  # fixtures

EXAM_S = 3600
SLEPT_S = 600
NAP_S = 20
RIGHT_WITHIN_S = 2
OF_ATTEMPT = "select extract(epoch from deadline - clock_timestamp())::float from core.attempts"
OF_QUESTION = "select extract(epoch from due_at - clock_timestamp())::float from core.room_questions"


async def shown_s(page: Page) -> int:
    """The seconds that the clock of the page shows."""
    seconds = 0
    for part in (await page.get_by_role("timer").inner_text()).split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


async def assert_right(page: Page, sql: Sql, left: str) -> None:
    """Wait until the clock of the page shows what is left by the server's, but for two seconds."""
    async with limited():
        while abs(await shown_s(page) - sql.value(left)) > RIGHT_WITHIN_S:
            pass


async def test_after_ten_minutes_of_sleep_the_clock_of_an_exam_is_right(
    sql18: Sql, server: Server, api: Client, browser: Browser
) -> None:
    """Also when the clock of the device is set after waking."""
    page = await (await signed_in(browser, await sign_up(api, "Ada"))).new_page()
    await page.clock.install()
    quiz = make_quiz(sql18, sql18.person("teacher"), short_text(), time_limit_s=EXAM_S)
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("timer")).to_be_visible()
    sql18.connection.execute(
        "update core.attempts set started_at = started_at - %(slept)s, deadline = deadline - %(slept)s",
        {"slept": timedelta(seconds=SLEPT_S)},
    )
    await page.clock.fast_forward(SLEPT_S * 1000)
    await assert_right(page, sql18, OF_ATTEMPT)
    assert sql18.value(OF_ATTEMPT) < EXAM_S - SLEPT_S
    for wrong_s in (900, -900):
        await page.clock.set_system_time(time.time() + wrong_s)
        await assert_right(page, sql18, OF_ATTEMPT)


@pytest.mark.parametrize("counts_sleep", [False, True])
async def test_after_a_nap_the_clock_of_a_question_is_right(
    phone: BrowserContext, server: Server, table: Table, counts_sleep: bool
) -> None:
    """Browsers differ in whether `performance.now()` counts the time in which the device slept."""
    page = await phone.new_page()
    await page.clock.install()
    quizmaster = table.quizmaster
    code = quizmaster.room(CAPITAL)
    host = await table.host(code)
    await join(page, server, code)
    await opened(page, host)
    room = Room(
        quizmaster.sql, quizmaster.person, code, quizmaster.sql.value("select id from core.rooms"), ""
    )
    room.let_pass(NAP_S)
    if counts_sleep:
        await page.clock.fast_forward(NAP_S * 1000)
    else:
        await page.clock.set_system_time(time.time() + NAP_S)
    await assert_right(page, quizmaster.sql, OF_QUESTION)
    assert quizmaster.sql.value(OF_QUESTION) < CAPITAL["time_limit_ms"] / 1000 - NAP_S
