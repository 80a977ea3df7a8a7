"""Pages in a browser that keeps nothing for the site: each works, or says what would help."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.attempts.taking import make_quiz, short_text
from tests.fixtures import PASSWORD, Client, Server, SignUp, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.test_player import WITHOUT_STORAGE
from tests.rooms.conftest import Quizmaster
from tests.waiting import until

WHAT_WOULD_HELP = "allow the site to store data"


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> BrowserContext:
    context = await browser.new_context(locale="en", reduced_motion="reduce")
    await context.add_init_script(WITHOUT_STORAGE)
    return context


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A page; an error in it fails the test."""
    faults: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


async def sign_in(page: Page, person: Client) -> None:
    assert person.person
    await expect(page.get_by_text(WHAT_WOULD_HELP)).to_be_visible()
    await assert_accessible(page)
    await page.get_by_label("E-mail").fill(person.person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.locator("form").get_by_role("button", name="Sign in", exact=True).click()


async def quiz_of(person: Client) -> str:
    quiz = (await person.post("/quizzes", json={"title": "Rivers"})).json()
    draft = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
    await person.post(f"/quizzes/{quiz['id']}/questions", json=draft)
    return str(quiz["id"])


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/?sign-in", "Rivers"),
        ("/edit?quiz={quiz}", "The Nile flows north."),
        ("/results?quiz={quiz}", "Results of “Rivers”"),
        ("/account", "Your account"),
        ("/host?quiz={quiz}", "Open the room"),
        ("/report?code={room}", "Rivers"),
    ],
)
async def test_a_page_that_needs_an_account_asks_for_it_in_place_and_works(
    server: Server, sign_up: SignUp, page: Page, path: str, shown: str
) -> None:
    ada = await sign_up()
    quiz = await quiz_of(ada)
    room = (await ada.post("/realtime/rooms", json={"quiz_id": quiz})).json()["room_code"]
    await page.goto(server.url + path.format(quiz=quiz, room=room))
    await sign_in(page, ada)
    await expect(page.get_by_text(shown).first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/play", "/projector", "/no/such/page"])
async def test_a_page_for_everybody_is_whole(server: Server, page: Page, path: str) -> None:
    await page.goto(server.url + path)
    await expect(page.get_by_role("heading").first).to_be_visible()


async def test_an_exam_is_taken_by_a_guest_and_by_who_signs_in_on_its_page(
    sql18: Sql, server: Server, sign_up: SignUp, page: Page
) -> None:
    quiz = make_quiz(
        sql18, sql18.person("teacher"), short_text(), visibility="link", guests_allowed=True, title="Rivers"
    )
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_label("Your name").fill("Zoe")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_text("0 of 1 answered")).to_be_visible()
    await page.get_by_role("textbox").fill("Nile")
    await until(lambda: sql18.value("select response from core.answers") == "Nile")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    await page.goto("about:blank")
    await page.goto(f"{server.url}/take?quiz={quiz.id}")
    await page.get_by_role("button", name="I have an account").click()
    await sign_in(page, await sign_up())
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_text("0 of 1 answered")).to_be_visible()


async def test_a_room_is_shown_on_a_projector(sql18: Sql, server: Server, page: Page) -> None:
    room = Quizmaster(sql18).room()
    await page.goto(f"{server.url}/projector?code={room}")
    await expect(page.get_by_text("Join at")).to_be_visible()
