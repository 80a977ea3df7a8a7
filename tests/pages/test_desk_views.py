"""The editor's previews and history, the archive, and groups compared: what they show, and at every width."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from app.quizzes.models import EXAMPLES
from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, Person, Server, SignUp, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.desk import open_as
from tests.pages.narrow import SIZES, WIDER

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WHOLE = "(text) => text.scrollWidth <= text.clientWidth + 1"
TRUE_FALSE = {"kind": "true_false", "prompt": "Rivers run uphill.", "correct": False}


async def assert_fits(page: Page, state: str) -> None:
    """Fail with what is wider than the page at any of the sizes, or with what axe finds."""
    await assert_accessible(page, state)
    before = page.viewport_size
    assert before
    for name, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate(DRAWN)
        assert (state, name, await page.evaluate(WIDER)) == (state, name, [])
    await page.set_viewport_size(before)


async def made(person: Client, *drafts: dict[str, Any], title: str = "Rivers") -> str:
    quiz: str = (await person.post("/quizzes", json={"title": title})).json()["id"]
    assert (await person.post(f"/quizzes/{quiz}/questions", json=list(drafts))).status_code == 201
    return quiz


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_question_is_shown_as_the_phone_the_wall_and_the_exam_show_it(
    browser: Browser, server: Server, sign_up: SignUp, language: str
) -> None:
    ada = await sign_up()
    quiz = await made(ada, *EXAMPLES)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}", language=language)
    views = page.locator(".views button")
    await expect(views).to_have_count(3)
    for number in range(len(EXAMPLES)):
        await page.locator(".questions li button").nth(number).click()
        for place, shown in enumerate((".device", ".projected", ".sheet-of-exam")):
            await views.nth(place).click()
            await expect(page.locator(shown)).to_be_visible()
            await expect(page.locator(".beside > :not(.views)")).to_have_count(1)
            if number == 0:
                await assert_fits(page, f"{EXAMPLES[number]['kind']} {shown}")
    assert page.faults == []  # type: ignore[attr-defined]


async def test_the_wall_shows_what_is_typed_and_nothing_runs_over(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await made(ada, EXAMPLES[0])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Projector").click()
    await page.locator("[name=prompt]").fill("Which of these is the longest river of Europe? " * 12)
    wall = page.locator(".projected .fit")
    await expect(wall).to_contain_text("longest river")
    assert await wall.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")
    await page.reload()
    await expect(wall).to_be_visible()  # the device remembers which preview it was


async def test_an_earlier_version_of_a_quiz_comes_back(
    browser: Browser, server: Server, sign_up: SignUp, sql18: Sql
) -> None:
    ada = await sign_up()
    quiz = await made(ada, TRUE_FALSE, {**TRUE_FALSE, "prompt": "Lakes are deep."})
    sql18.connection.execute("update core.quiz_snapshots set saved_at = saved_at - %s", [timedelta(hours=1)])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.locator("[name=prompt]").fill("Rivers run downhill.")
    await expect(page.locator(".status")).to_have_text("Saved")
    await page.get_by_role("button", name="History").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".history ol button")).to_have_count(2)
    await assert_fits(page, "history")
    await dialog.locator(".history ol button").nth(1).click()
    await expect(dialog.locator(".of-version li").first).to_contain_text("changes back")
    await assert_fits(page, "a version")
    await dialog.get_by_role("button", name="Go back to this version").click()
    await expect(page.locator("[name=prompt]")).to_have_value("Rivers run uphill.")
    await page.get_by_role("button", name="Undo").last.click()
    await expect(page.locator("[name=prompt]")).to_have_value("Rivers run downhill.")
    assert page.faults == []  # type: ignore[attr-defined]


async def test_an_archived_quiz_is_in_the_archive_and_comes_back(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    for title in ("Rivers", "Mountains"):
        await made(ada, TRUE_FALSE, title=title)
    page = await open_as(browser, server, ada, "/")
    rivers = page.get_by_role("link", name="Rivers", exact=True)
    await page.get_by_label("More for “Rivers”").click()
    await page.locator(".menu-list").get_by_role("button", name="Archive", exact=True).click()
    await expect(rivers).to_have_count(0)
    await page.get_by_role("navigation").get_by_role("button", name="Archive").click()
    await expect(rivers).to_be_visible()
    await assert_fits(page, "archive")
    await page.get_by_label("Choose “Rivers”").check()
    await page.get_by_role("button", name="Out of the archive").click()
    await expect(page.get_by_text("The archive is empty.")).to_be_visible()
    await page.get_by_role("button", name="Undo").last.click()
    await expect(rivers).to_be_visible()
    assert page.faults == []  # type: ignore[attr-defined]


async def test_classes_are_compared_week_by_week(
    browser: Browser, server: Server, sign_up: SignUp, sql18: Sql
) -> None:
    ada = await sign_up("ada")
    about = (await ada.get("/auth/me")).json()
    teacher = Person(about["id"], about["email"])
    quiz = make_quiz(sql18, teacher, single())
    for name, right, weeks in (("7a", 1, 0), ("7b", 0, 1), ("7b", 1, 2)):
        pupil = sql18.person(f"pupil {weeks}")
        groups = (await ada.get("/groups")).json()["items"]
        group = next((one for one in groups if one["name"] == name), None)
        group = group or (await ada.post("/groups", json={"name": name})).json()
        sql18.call(pupil, "join_group", join_code=group["join_code"])
        quiz.take(pupil, right=right)
        sql18.connection.execute(
            "update core.kept_standings set finished_at = '2026-11-25T12:00Z'::timestamptz - %s "
            "where user_id = %s and span = 'all'",
            [timedelta(weeks=weeks), pupil.id],
        )
    page = await open_as(browser, server, ada, f"/results?quiz={quiz.id}#groups")
    await expect(page.locator(".chart canvas")).to_be_visible()
    table = page.get_by_role("region", name="Groups beside each other")
    await expect(table.get_by_role("row").nth(3)).to_contain_text("7b")
    await expect(page.locator(".spread")).to_have_count(3)
    await page.get_by_text("The figures of the chart as a table").click()
    weeks = page.get_by_role("region", name="Week by week")
    await expect(weeks.get_by_role("row")).to_have_count(4)
    await expect(weeks.get_by_role("row").last).to_contain_text("100%")
    await assert_fits(page, "groups")
    async with page.expect_download() as download:
        await page.get_by_text("Save the comparison").click()
        await page.get_by_role("button", name="CSV").last.click()
    lines = (await (await download.value).path()).read_text("utf-8-sig").splitlines()
    assert lines[0] == "group,week,results,mean percent"
    assert any(line.startswith("7b,2026-11-16,1,") for line in lines)
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/edit", "/edit?quiz=xyz", "/results", "/take?quiz=1", "/report"])
async def test_an_address_that_names_nothing_is_told_in_words(
    browser: Browser, server: Server, sign_up: SignUp, path: str
) -> None:
    page = await open_as(browser, server, await sign_up(), path)
    told = page.get_by_text("There is no such quiz").or_(page.get_by_text("You don't host this game."))
    await expect(told.first).to_be_visible()
    await expect(page.get_by_text("not_found")).to_have_count(0)


async def test_on_paper_the_editor_is_the_questions_and_not_how_a_phone_shows_them(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await made(ada, *[{**TRUE_FALSE, "prompt": f"Statement {n}" * 8} for n in range(30)])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await expect(page.locator(".beside")).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.locator(".beside")).to_be_hidden()
    await expect(page.locator(".questions li").last).to_be_visible()
    listed = page.locator(".questions")
    assert await listed.evaluate("(list) => list.scrollHeight <= list.clientHeight + 1")
    assert await page.locator(".questions .text bdi").first.evaluate(WHOLE)


async def test_a_page_that_there_is_not_has_the_readers_theme(browser: Browser, server: Server) -> None:
    page = await open_as(browser, server, None, "/")
    await page.evaluate("localStorage['quizzler.theme'] = '\"dark\"'")
    await page.goto(server.url + "/nothing-here")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_the_option_that_a_room_refuses_is_named_and_in_sight(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await made(ada, TRUE_FALSE)
    page = await open_as(browser, server, ada, f"/host?quiz={quiz}")
    await page.locator("form details summary").last.click()
    await page.locator("[name=closes_at]").fill("2020-01-01T10:00")
    await page.locator("form details summary").last.click()
    await page.get_by_role("button", name="Open the room").click()
    await expect(page.locator("[name=closes_at]")).to_be_focused()
    label = await page.locator("label:has([name=closes_at])").inner_text()
    await expect(page.get_by_role("alert")).to_contain_text(label.split("\n")[0].strip())
    await assert_fits(page, "refused")
