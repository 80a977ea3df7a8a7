"""Home: what it is to who is signed out, and the library."""

import pytest
from playwright.async_api import Browser, expect

from tests.fixtures import Client, Server, SignUp
from tests.pages.accessible import assert_accessible
from tests.pages.desk import PHONE, open_as
from tests.pages.narrow import WIDER

CHOICE = {
    "kind": "single_choice",
    "prompt": "What is the capital of Australia?",
    "choices": [{"text": "Canberra", "correct": True}, {"text": "Sydney"}],
}
LANGUAGES = ("en", "de", "fr", "es", "ar")
BAD_GIFT = "First? {=yes ~no}\n\nSecond? {=open ~\n\nThird? {=yes ~no}\n"


async def _quiz(person: Client, title: str, **options: object) -> dict[str, object]:
    quiz = (await person.post("/quizzes", json={"title": title, **options})).json()
    await person.post(f"/quizzes/{quiz['id']}/questions", json=CHOICE)
    return dict(quiz)


async def test_who_is_signed_out_joins_by_code_or_makes_an_account(browser: Browser, server: Server) -> None:
    page = await open_as(browser, server, None, "/")
    await assert_accessible(page)
    await page.get_by_label("Code of the game").fill("nogame")
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("alert")).to_contain_text("There is no game with this code")
    await page.get_by_role("link", name="Make an account").click()
    await page.get_by_label("E-mail").fill("ada@example.com")
    await page.get_by_label("Password").fill("harbour-lantern-seven-okapi")
    await page.get_by_label("Name").fill("Ada")
    await assert_accessible(page)
    await page.get_by_role("button", name="Make an account").click()
    await expect(page.get_by_role("heading", name="My quizzes")).to_be_visible()
    await expect(page.get_by_text("Nothing here yet")).to_be_visible()


async def test_a_deleted_quiz_comes_back_by_undo(browser: Browser, server: Server, sign_up: SignUp) -> None:
    ada = await sign_up()
    await _quiz(ada, "Rivers", tags=["water"])
    await _quiz(ada, "Mountains")
    page = await open_as(browser, server, ada, "/")
    await page.get_by_label("More for “Rivers”").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_role("link", name="Rivers", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("link", name="Rivers", exact=True)).to_be_visible()
    await page.get_by_role("button", name="water").click()
    await expect(page.get_by_role("link", name="Mountains", exact=True)).to_have_count(0)
    assert page.faults == []  # type: ignore[attr-defined]


async def test_of_several_quizzes_those_that_were_deleted_before_a_failure_come_back_by_undo(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    ids = {title: await _quiz(ada, title) for title in ("Rivers", "Mountains")}
    page = await open_as(browser, server, ada, "/")
    # the newest is the first in the list
    await page.get_by_label("Choose “Rivers”").check()
    await page.get_by_label("Choose “Mountains”").check()
    await page.route(f"**/quizzes/{ids['Rivers']['id']}", lambda route: route.abort())
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_role("link", name="Mountains", exact=True)).to_have_count(0)
    await expect(page.get_by_role("link", name="Rivers", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("link", name="Mountains", exact=True)).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ar", "contrast")])
async def test_the_library_can_be_read_by_everybody(
    browser: Browser, server: Server, sign_up: SignUp, language: str, theme: str
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, "Rivers", tags=["water"])
    await ada.post("/folders", json={"name": "Grade 7"})
    await ada.post("/realtime/rooms", json={"quiz_id": quiz["id"]})
    page = await open_as(browser, server, ada, "/", language=language, size=PHONE)
    await page.evaluate(f"localStorage['quizzler.theme'] = '\"{theme}\"'")
    await page.reload()
    await expect(page.get_by_role("link", name="Rivers", exact=True)).to_be_visible()
    await expect(page.locator(".rooms li")).to_have_count(1)
    assert await page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await assert_accessible(page)


async def test_what_can_be_done_with_several_quizzes_fits_on_a_phone(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    await _quiz(ada, "Rivers")
    await ada.post("/folders", json={"name": "Exams of the years before with a really long name"})
    page = await open_as(browser, server, ada, "/", size={"width": 320, "height": 640})
    await page.get_by_label("Choose “Rivers”").check()
    await expect(page.get_by_label("Move to")).to_be_visible()
    assert await page.evaluate(WIDER) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_language_and_theme_are_chosen_within_the_narrowest_page(
    browser: Browser, server: Server, language: str
) -> None:
    page = await open_as(browser, server, None, "/", language=language, size={"width": 320, "height": 640})
    await page.locator(".menu.looks > summary").click()
    await expect(page.locator(".menu.looks > .menu-list")).to_be_visible()
    assert await page.evaluate(WIDER) == []


async def test_a_room_that_waits_is_ended_from_home(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, "Rivers")
    await ada.post("/realtime/rooms", json={"quiz_id": quiz["id"]})
    page = await open_as(browser, server, ada, "/")
    await page.get_by_role("button", name="End “Rivers”").click()
    await page.get_by_role("button", name="End the game").click()
    await expect(page.get_by_text("“Rivers” is over.")).to_be_visible()
    [room] = (await ada.get("/realtime/rooms")).json()["items"]
    assert room["state"] == "ended"


async def test_each_problem_of_a_dropped_file_stands_beside_its_text(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    page = await open_as(browser, server, await sign_up(), "/")
    drop = """(text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "homework.gift", { type: "text/plain" }));
        for (const type of ["dragover", "drop"])
            document.querySelector(".library").dispatchEvent(
                new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    await expect(page.get_by_role("heading", name="My quizzes")).to_be_visible()
    await page.evaluate(drop, BAD_GIFT)
    await expect(page.locator(".faults pre").first).to_contain_text("Second?")
    await assert_accessible(page)
    await page.get_by_role("button", name="Import the rest").click()
    await page.wait_for_url("**/edit?quiz=*")


async def test_a_session_that_ended_is_renewed_in_place(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    page = await open_as(browser, server, ada, "/")
    await page.get_by_label("Search titles, tags and descriptions").fill("half a wor")
    await page.evaluate("dispatchEvent(new StorageEvent('storage', { key: (localStorage.clear(), null) }))")
    await page.get_by_role("dialog").get_by_label("Password").fill("correct horse battery staple")
    await page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_label("Search titles, tags and descriptions")).to_have_value("half a wor")


async def test_public_quizzes_of_others_are_found_in_the_library(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada, ben = await sign_up("ada"), await sign_up("ben")
    await _quiz(ada, "Rivers of the world", visibility="public")
    await _quiz(ada, "Mountains of the world", visibility="public")
    await _quiz(ada, "Kept to herself")
    page = await open_as(browser, server, ben, "/")
    await page.get_by_role("button", name="Public quizzes").click()
    await expect(page.get_by_role("link", name="Mountains of the world", exact=True)).to_be_visible()
    await page.get_by_role("searchbox").first.fill("rivers")
    await expect(page.get_by_role("link", name="Mountains of the world", exact=True)).to_have_count(0)
    await expect(page.get_by_role("link", name="Kept to herself")).to_have_count(0)
    await assert_accessible(page)
    await page.get_by_role("link", name="Rivers of the world", exact=True).click()
    await expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert page.faults == []  # type: ignore[attr-defined]
