"""Nothing that is done in the editor is lost when the network fails, or when two things happen at once."""

import asyncio

from playwright.async_api import Browser, Page, Route, expect

from tests.fixtures import Client, Server, SignUp
from tests.pages.desk import open_as

THREE = [{"kind": "true_false", "prompt": prompt, "correct": True} for prompt in ("One", "Two", "Three")]


async def _quiz(person: Client) -> str:
    quiz: str = (await person.post("/quizzes", json={"title": "Rivers"})).json()["id"]
    await person.post(f"/quizzes/{quiz}/questions", json=THREE)
    return quiz


async def _prompts(person: Client, quiz: str) -> list[str]:
    items = (await person.get(f"/quizzes/{quiz}/questions")).json()["items"]
    return [one["prompt"] for one in items]


async def _saved(page: Page) -> None:
    await expect(page.locator(".status")).to_have_text("Saved")


async def _cut(page: Page, method: str, pattern: str, *, after: int = 0) -> None:
    """Let requests of this kind not reach the server any more, after so many that do."""
    passed = 0

    async def cut(route: Route) -> None:
        nonlocal passed
        if route.request.method != method or passed < after:
            passed += route.request.method == method
            await route.fallback()
        else:
            await route.abort()

    await page.route(pattern, cut)


async def test_a_title_typed_without_a_network_is_saved_when_there_is_one_also_after_a_reload(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    page.on("dialog", lambda dialog: dialog.accept())
    title = page.get_by_role("textbox", name="Title")
    for name, reload in (("Lakes", False), ("Seas", True)):
        await _cut(page, "PATCH", f"**/quizzes/{quiz}")
        async with page.expect_event("requestfailed"):
            await title.fill(name)
            await title.press("Enter")
        await expect(page.locator(".status")).not_to_have_text("Saved")
        await page.unroute_all()
        if reload:
            await page.reload()
        await expect(title).to_have_value(name)
        await _saved(page)
        assert (await ada.get(f"/quizzes/{quiz}")).json()["title"] == name


async def test_a_question_deleted_while_it_is_being_made_is_gone(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(route: Route) -> None:
        if route.request.method == "POST":
            arrived.set()
            await go_on.wait()
        await route.fallback()

    await page.route("**/questions", slow)
    await page.get_by_role("heading", name="Question 1 ").wait_for()
    await page.keyboard.press("Control+Enter")  # another of the same kind
    await page.get_by_role("heading", name="Question 2 ").wait_for()
    await page.locator("[name=prompt]").fill("Nobody wants this")
    await arrived.wait()
    await page.get_by_role("button", name="Delete", exact=True).click()
    go_on.set()
    await expect(page.locator(".questions li")).to_have_count(3)
    assert await _prompts(ada, quiz) == ["One", "Two", "Three"]
    await page.get_by_role("button", name="Undo").last.click()
    await expect(page.locator(".questions li")).to_have_count(4)
    await _saved(page)
    assert sorted(await _prompts(ada, quiz)) == ["Nobody wants this", "One", "Three", "Two"]


async def test_a_question_whose_creation_got_no_reply_is_made_once_with_what_was_typed_since(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")

    lost = asyncio.Event()

    async def made_and_lost(route: Route) -> None:
        if route.request.method == "POST":
            await route.fetch()
            await route.abort()
            lost.set()
        else:
            await route.fallback()

    await page.route("**/questions", made_and_lost)
    await page.get_by_role("heading", name="Question 1 ").wait_for()
    await page.keyboard.press("Control+Enter")
    await page.get_by_role("heading", name="Question 2 ").wait_for()
    await page.locator("[name=prompt]").fill("Half")
    await lost.wait()
    assert "Half" in await _prompts(ada, quiz)
    await page.unroute_all()
    await page.locator("[name=prompt]").fill("Half a question")
    await _saved(page)
    assert sorted(await _prompts(ada, quiz)) == ["Half a question", "One", "Three", "Two"]


async def test_a_bulk_delete_that_fails_half_way_can_be_undone_and_so_can_an_undo_that_failed(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Several").click()
    await page.get_by_role("button", name="All", exact=True).click()
    await _cut(page, "DELETE", "**/questions/*", after=1)
    await page.locator(".bulk").get_by_role("button", name="Delete").click()
    await expect(page.locator(".questions li")).to_have_count(2)
    assert await _prompts(ada, quiz) == ["Two", "Three"]
    await page.unroute_all()
    await _cut(page, "POST", "**/restore")
    undo = page.get_by_role("button", name="Undo", exact=True).first
    async with page.expect_event("requestfailed"):
        await undo.click()
    await expect(page.locator(".questions li")).to_have_count(2)
    await page.unroute_all()
    await undo.click()
    await expect(page.locator(".questions li")).to_have_count(3)
    await _saved(page)
    assert await _prompts(ada, quiz) == ["One", "Two", "Three"]


async def test_what_one_tab_could_not_save_is_not_forgotten_when_another_saves(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("heading", name="Question 1 ").wait_for()
    other = await page.context.new_page()
    await other.goto(f"{server.url}/edit?quiz={quiz}")
    await other.locator(".questions li").nth(1).locator("button").click()
    await _cut(page, "PATCH", "**/questions/*")
    async with page.expect_event("requestfailed"):
        await page.locator("[name=prompt]").fill("One and a half")
    await other.locator("[name=prompt]").fill("Two and a half")
    await _saved(other)
    assert "One and a half" in await other.evaluate("JSON.stringify({...localStorage})")
    await page.close()
    await other.reload()
    await _saved(other)
    assert await _prompts(ada, quiz) == ["One and a half", "Two and a half", "Three"]
