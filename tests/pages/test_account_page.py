"""Somebody's account on its page."""

import anyio
from playwright.async_api import Browser, expect

from tests.attempts.taking import make_quiz
from tests.fixtures import Client, Person, Server, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.signed_in import sign_up, signed_in
from tests.waiting import until


async def test_an_account_is_renamed_restores_a_quiz_saves_its_data_and_is_deleted(
    sql18: Sql, server: Server, api: Client, browser: Browser
) -> None:
    session = await sign_up(api, "Ada")
    ada = Person(session["user"]["id"], session["user"]["email"])
    quiz = make_quiz(sql18, ada, title="Rivers")
    sql18.call(ada, "delete_quiz", quiz_id=quiz.id)
    page = await (await signed_in(browser, session)).new_page()
    await page.goto(f"{server.url}/account")
    await expect(page.get_by_role("button", name="Restore")).to_be_visible()
    await assert_accessible(page)

    await page.get_by_label("Name, as others see it").fill("Ada L.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await until(lambda: sql18.value("select display_name from core.profiles") == "Ada L.")
    await page.get_by_role("button", name="Restore").click()
    await until(lambda: sql18.value("select deleted_at is null from core.quizzes"))

    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Save everything").click()
    saved = anyio.Path(await (await saving.value).path())
    assert "Rivers" in await saved.read_text(encoding="utf-8")

    await page.get_by_role("button", name="Delete my account").click()
    await page.get_by_label("Current password").fill("a wrong password")
    await page.get_by_role("button", name="Delete it for good").click()
    await expect(page.get_by_role("alert").filter(has_text="password")).to_be_visible()
    await page.get_by_label("Current password").fill("a long enough password")
    await page.get_by_role("button", name="Delete it for good").click()
    await until(lambda: sql18.value("select deleted_at is not null from core.profiles"))
