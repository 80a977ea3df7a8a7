"""An exam on its page: what is typed reaches the server, is kept without it, and overwrites nothing newer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.attempts.taking import Quiz, make_quiz, multiple, numeric, short_text, single
from tests.fixtures import Client, Server, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.signed_in import sign_up, signed_in
from tests.waiting import until

Json = dict[str, Any]
TITLE = "Rivers"


@pytest_asyncio.fixture(loop_scope="session")
async def taker(api: Client) -> Json:
    """Somebody with an account: the session that signing up gives."""
    return await sign_up(api, "Ada")


@pytest_asyncio.fixture(loop_scope="session")
async def device(browser: Browser, taker: Json) -> BrowserContext:
    return await signed_in(browser, taker)


@pytest_asyncio.fixture(loop_scope="session")
async def page(device: BrowserContext) -> AsyncIterator[Page]:
    """A page of the taker's; an error in it fails the test."""
    faults: list[str] = []
    page = await device.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())  # to leave with what is not saved
    yield page
    assert faults == []


def quiz_of(sql: Sql, **options: Any) -> Quiz:
    return make_quiz(sql, sql.person("teacher"), short_text(), single(), title=TITLE, **options)


async def begin(page: Page, server: Server, quiz: Quiz) -> None:
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_text("0 of 2 answered")).to_be_visible()


def responses(sql: Sql) -> list[Any]:
    """What the server has, by the position of the question."""
    return sql.value(
        "select jsonb_agg(a.response order by d.position) from core.draws d"
        " left join core.answers a on a.attempt_id = d.attempt_id and a.question_id = d.question_id"
        " and a.deleted_at is null"
    )


async def test_what_is_typed_is_saved_and_what_is_emptied_is_taken_back(
    sql18: Sql, server: Server, page: Page
) -> None:
    await begin(page, server, quiz_of(sql18))
    field = page.get_by_role("textbox")
    await field.fill("Nile")
    await expect(page.get_by_text("1 of 2 answered")).to_be_visible()
    await until(lambda: responses(sql18)[0] == "Nile")
    await field.fill("")
    await until(lambda: responses(sql18)[0] is None)
    await page.get_by_role("button", name="Rome").click()
    await until(lambda: responses(sql18)[1] is not None)
    await page.reload()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("button", pressed=True)).to_have_count(1)
    await assert_accessible(page)


async def test_without_a_network_answers_stay_on_the_device_and_are_sent_after_a_reload(
    sql18: Sql, server: Server, page: Page, device: BrowserContext
) -> None:
    await begin(page, server, quiz_of(sql18))

    async def lost(route: Route) -> None:
        await route.abort()

    await device.route("**/answers", lost)
    await page.get_by_role("textbox").fill("Nile")
    await expect(page.get_by_text("No connection.")).to_be_visible()
    await page.get_by_role("textbox").press_sequentially(" and Amazon")
    await device.unroute("**/answers", lost)
    await page.reload()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("textbox")).to_have_value("Nile and Amazon")
    await until(lambda: responses(sql18)[0] == "Nile and Amazon")


async def test_an_emptied_number_and_boxes_unticked_are_taken_back(
    sql18: Sql, server: Server, page: Page
) -> None:
    quiz = make_quiz(sql18, sql18.person("teacher"), numeric(), multiple(), title=TITLE)
    await begin(page, server, quiz)
    field = page.get_by_role("textbox")
    await field.fill("42")
    await until(lambda: responses(sql18)[0] is not None)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await field.fill("")
    await until(lambda: responses(sql18)[0] is None)
    box = page.get_by_role("button", name="2", exact=True)
    await box.click()
    await until(lambda: responses(sql18)[1] is not None)
    await box.click()
    await until(lambda: responses(sql18)[1] is None)
    await page.reload()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_text("0 of 2 answered")).to_be_visible()


async def test_of_what_is_handed_in_last_the_good_answer_counts_and_the_unreadable_one_is_named(
    sql18: Sql, server: Server, page: Page, device: BrowserContext
) -> None:
    quiz = make_quiz(sql18, sql18.person("teacher"), numeric(), single(), title=TITLE, time_limit_s=3600)
    await begin(page, server, quiz)

    async def lost(route: Route) -> None:
        await route.abort()

    await device.route("**/answers", lost)
    await page.get_by_role("textbox").fill("12 aples")
    await page.get_by_role("button", name="Rome").click()
    await expect(page.get_by_text("No connection.")).to_be_visible()
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    await expect(page.get_by_text("The answer to question 1 could not be read")).to_be_visible()
    assert responses(sql18)[0] is None
    assert sql18.value("select score from core.attempts") == 1


async def test_what_was_typed_in_time_counts_though_the_network_was_gone_at_the_end(
    sql18: Sql, server: Server, page: Page, device: BrowserContext
) -> None:
    """It goes five seconds before the end and comes back two seconds after."""
    quiz = make_quiz(sql18, sql18.person("teacher"), short_text(), single(), title=TITLE, time_limit_s=8)
    await begin(page, server, quiz)
    await page.get_by_role("textbox").fill("Nile")
    await until(lambda: responses(sql18)[0] == "Nile")
    left = "select extract(epoch from deadline - clock_timestamp()) from core.attempts"
    await until(lambda: sql18.value(left) < 5)
    await device.set_offline(True)
    await page.get_by_role("textbox").press_sequentially(" and Amazon")
    await page.get_by_role("button", name="Rome").click()
    await until(lambda: sql18.value(left) < -2)
    await device.set_offline(False)
    await expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    assert responses(sql18)[0] == "Nile and Amazon"
    assert responses(sql18)[1] is not None
    await expect(page.get_by_text("reached the server after")).to_have_count(0)


async def test_two_devices_overwrite_nothing_and_the_person_chooses(
    sql18: Sql, server: Server, page: Page, browser: Browser, taker: Json
) -> None:
    quiz = quiz_of(sql18)
    await begin(page, server, quiz)
    await page.get_by_role("textbox").fill("old")
    await until(lambda: responses(sql18)[0] == "old")
    phone = await (await signed_in(browser, taker)).new_page()
    await phone.goto(f"{server.url}/take?quiz={quiz.id}")
    await phone.get_by_role("button", name="Go on").click()
    await phone.get_by_role("textbox").fill("new")
    await until(lambda: responses(sql18)[0] == "new")

    await page.get_by_role("button", name="Rome").click()
    await until(lambda: responses(sql18)[1] is not None)
    assert responses(sql18)[0] == "new"
    await page.get_by_role("textbox").fill("older still")
    await expect(page.get_by_text("On another device you have answered this since: new")).to_be_visible()
    await page.get_by_role("button", name="Use that answer").click()
    await expect(page.get_by_role("textbox")).to_have_value("new")
    assert responses(sql18)[0] == "new"


async def test_at_the_end_what_came_too_late_is_named_and_what_was_in_time_counts(
    sql18: Sql, server: Server, page: Page, device: BrowserContext
) -> None:
    quiz = quiz_of(sql18, time_limit_s=3600)
    await begin(page, server, quiz)
    await page.get_by_role("textbox").fill("Nile")
    await until(lambda: responses(sql18)[0] == "Nile")

    async def lost(route: Route) -> None:
        await route.abort()

    await device.route("**/{answers,submit}", lost)
    await page.get_by_role("button", name="Rome").click()
    await expect(page.get_by_text("No connection.")).to_be_visible()
    quiz.pass_deadline(sql18.value("select jsonb_build_object('id', id) from core.attempts"))
    await page.get_by_role("button", name="Hand in").click()
    await device.unroute("**/{answers,submit}", lost)
    await expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    await expect(page.get_by_text("The answer to question 2 reached the server after")).to_be_visible()
    assert responses(sql18) == ["Nile", None]


async def test_a_guest_takes_a_quiz_under_a_name_and_comes_back_to_the_result(
    sql18: Sql, server: Server, browser: Browser
) -> None:
    quiz = quiz_of(sql18, visibility="link", guests_allowed=True)
    page = await (await browser.new_context(locale="de")).new_page()
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_label("Dein Name").fill("Zoe")
    await page.get_by_role("button", name="Beginnen").click()
    await page.get_by_role("textbox").fill("Nile")
    await page.get_by_role("button", name="Abgeben").click()
    await page.get_by_role("button", name="Trotzdem abgeben").click()
    await expect(page.get_by_role("heading", name="Dein Ergebnis")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("button", name="Zurück zum Quiz").click()
    await expect(page.get_by_text("Du machst dieses Quiz als Zoe")).to_be_visible()
    await expect(page.get_by_role("button", name="Ansehen")).to_be_visible()


async def test_what_the_server_refused_is_kept_and_told_as_not_saved(
    sql18: Sql, server: Server, page: Page
) -> None:
    quiz = make_quiz(sql18, sql18.person("teacher"), numeric(), title=TITLE)
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_role("button", name="Begin").click()
    await page.get_by_role("textbox").fill("12 aples")
    await expect(page.get_by_text("Not all is saved")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("textbox")).to_have_value("12 aples")
    await expect(page.get_by_text("Not all is saved")).to_be_visible()


async def test_who_was_offline_at_the_end_is_told_which_answers_do_not_count(
    sql18: Sql, server: Server, page: Page, device: BrowserContext
) -> None:
    quiz = quiz_of(sql18, time_limit_s=3600)
    await begin(page, server, quiz)
    await device.set_offline(True)
    await page.get_by_role("button", name="Rome").click()
    await expect(page.get_by_text("No connection.")).to_be_visible()
    quiz.pass_deadline(sql18.value("select jsonb_build_object('id', id) from core.attempts"))
    await device.set_offline(False)
    await expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    await expect(page.get_by_text("The answer to question 2 reached the server after")).to_be_visible()


async def test_texts_of_the_quiz_are_marked_with_its_language(sql18: Sql, server: Server, page: Page) -> None:
    await begin(page, server, quiz_of(sql18, language="pt"))
    assert await page.locator("html").get_attribute("lang") == "en"
    heading, prompt = page.get_by_role("heading", name=TITLE), page.locator(".prompt").first
    for text in (heading, prompt, page.get_by_text("Rome")):
        assert await text.evaluate("(node) => node.closest('[lang]').lang") == "pt"
        assert await text.evaluate("(node) => node.closest('[dir]').dir") == "auto"


async def test_an_exam_on_paper_shows_its_choices_and_nothing_that_can_only_be_pressed(
    sql18: Sql, server: Server, page: Page
) -> None:
    await begin(page, server, quiz_of(sql18))
    await page.emulate_media(media="print")
    await expect(page.locator(".choice").first).to_be_visible()
    await expect(page.get_by_role("button", name="Hand in")).to_be_hidden()
    await expect(page.locator(".bar")).to_be_hidden()
