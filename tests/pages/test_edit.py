"""The editor: what is typed is saved, what is not touched stays as it is, and there is a way back."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from app.quizzes.models import EXAMPLES
from tests.fixtures import Client, Server, SignUp
from tests.pages.accessible import assert_accessible
from tests.pages.desk import LAPTOP, PHONE, open_as
from tests.quizzes.drafts import EDITOR_DRAFTS

ADDED = {"id", "quiz_id", "position", "version", "created_at", "updated_at", "deleted_at", "citation"}
THREE = [{"kind": "true_false", "prompt": prompt, "correct": True} for prompt in ("One", "Two", "Three")]


async def _quiz(person: Client, drafts: list[Any], **options: Any) -> str:
    made = await person.post("/quizzes", json={"title": "Rivers", **options})
    assert made.status_code == 201, made.text
    quiz = made.json()
    if not drafts:
        return str(quiz["id"])
    answer = await person.post(f"/quizzes/{quiz['id']}/questions", json=drafts)
    assert answer.status_code == 201, answer.text
    return str(quiz["id"])


async def _drafts(person: Client, quiz: str) -> list[dict[str, Any]]:
    items = (await person.get(f"/quizzes/{quiz}/questions")).json()["items"]
    return [{name: value for name, value in one.items() if name not in ADDED} for one in items]


async def _saved(page: Page) -> None:
    await expect(page.locator(".status")).to_have_text("Saved")


async def _prompts(person: Client, quiz: str) -> list[str]:
    return [one["prompt"] for one in await _drafts(person, quiz)]


async def test_saving_unchanged_changes_nothing_and_one_field_only_that_field(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, [*EDITOR_DRAFTS, *EXAMPLES])
    before = await _drafts(ada, quiz)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    for number in range(1, len(before) + 1):
        await page.locator(".questions li").nth(number - 1).locator("button").click()
        await page.get_by_role("heading", name=f"Question {number} ").wait_for()
        for summary in await page.locator("form.question summary").all():
            await summary.click()
        await page.keyboard.press("Control+s")
    await _saved(page)
    assert await _drafts(ada, quiz) == before
    for number in range(1, len(before) + 1):
        await page.locator(".questions li").nth(number - 1).locator("button").click()
        await page.locator("[name=prompt]").press("End")
        await page.locator("[name=prompt]").press_sequentially("!")
    await page.keyboard.press("Control+s")
    await _saved(page)
    assert await _drafts(ada, quiz) == [{**one, "prompt": one["prompt"] + "!"} for one in before]
    assert page.faults == []  # type: ignore[attr-defined]


async def test_settings_stay_as_they_are_but_for_the_one_that_is_changed(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    options = {
        "opens_at": "2026-10-25T00:30:07Z",  # in the hour that Berlin has twice
        "closes_at": "2027-01-02T03:04:05Z",
        "time_limit_s": 95,
        "attempt_delay_s": 61,
        "pass_mark": 62.5,
        "negative_marking": 0.125,
    }
    quiz = await _quiz(ada, [{**THREE[0], "difficulty": "easy"}], **options)
    section = {"title": "Part", "difficulty": "easy", "select": 1, "draw": "once"}
    before = (await ada.patch(f"/quizzes/{quiz}", json={"sections": [section]})).json()
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_label("Only people on the list of addresses").check()
    await expect(page.get_by_text("Settings saved.")).to_be_visible()
    await page.get_by_role("button", name="Dismiss this message").click()
    await page.get_by_label("Add addresses").fill("grace@example.com, @school.org")
    await page.get_by_role("button", name="Put them on the list").click()
    await expect(page.get_by_text("@school.org", exact=True)).to_be_visible()
    await assert_accessible(page)
    await expect(page.get_by_label("Pass mark, in percent")).to_have_value("62.5")
    await page.get_by_role("textbox", name="Description").fill("Of Europe")
    await expect(page.get_by_text("Settings saved.")).to_be_visible()
    after = (await ada.get(f"/quizzes/{quiz}")).json()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"description", "listed_only", "version", "updated_at"}
    await page.get_by_role("status").get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("textbox", name="Description")).to_have_value("")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"])
async def test_who_goes_through_all_settings_and_changes_nothing_leaves_them_as_they_are(
    browser: Browser, server: Server, sign_up: SignUp, zone: str
) -> None:
    ada = await sign_up()
    options = {
        "opens_at": "2026-10-25T01:30:07Z",  # the second of the two hours that Berlin calls the third
        "closes_at": "2027-01-02T03:04:05Z",
        "time_limit_s": 95,
        "attempt_delay_s": 61,
        "pass_mark": 62.5,
        "negative_marking": 0.125,
    }
    quiz = await _quiz(ada, [{**THREE[0], "difficulty": "easy"}], **options)
    section = {"title": "Part", "difficulty": "easy", "select": 1, "draw": "once"}
    before = (await ada.patch(f"/quizzes/{quiz}", json={"sections": [section]})).json()
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}", zone=zone)
    await page.get_by_role("button", name="Settings").click()
    fields = page.locator("form.settings").locator("input, select, textarea")
    for number in range(await fields.count()):
        await fields.nth(number).focus()
        await fields.nth(number).dispatch_event("input")
        await fields.nth(number).dispatch_event("change")
    await _saved(page)
    after = (await ada.get(f"/quizzes/{quiz}")).json()
    assert {name for name in after if after[name] != before[name]} - {"version", "updated_at"} == set()


async def test_a_time_in_the_hour_that_a_zone_has_twice_stays_in_its_half(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, [], opens_at="2026-10-25T01:30:07Z")
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}", zone="Europe/Berlin")
    await page.get_by_role("button", name="Settings").click()
    opens = page.get_by_label("Opens")
    await expect(opens).to_have_value("2026-10-25T02:30:07")
    await opens.fill("2026-10-25T02:31:07")
    await _saved(page)
    assert (await ada.get(f"/quizzes/{quiz}")).json()["opens_at"] == "2026-10-25T01:31:07+00:00"
    await opens.press("ArrowUp")
    await opens.press("ArrowUp")
    await expect(opens).to_be_focused()
    await expect(opens).to_have_value("2026-12-25T02:31:07")
    await _saved(page)
    assert (await ada.get(f"/quizzes/{quiz}")).json()["opens_at"] == "2026-12-25T01:31:07+00:00"


async def test_a_setting_that_is_refused_holds_up_no_other(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, [])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_label("Pass mark, in percent").fill("150")
    await expect(page.locator(".field .refused")).to_contain_text("A number is too small or too large")
    description = page.get_by_role("textbox", name="Description")
    await description.fill("Of Europe")
    await expect(page.get_by_text("Settings saved.")).to_be_visible()
    found = (await ada.get(f"/quizzes/{quiz}")).json()
    assert (found["description"], found["pass_mark"]) == ("Of Europe", None)
    await page.get_by_label("Pass mark, in percent").fill("50")
    await _saved(page)
    assert (await ada.get(f"/quizzes/{quiz}")).json()["pass_mark"] == 50


async def test_undo_puts_a_question_back_where_it_was_and_the_keyboard_moves_it(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, THREE)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.locator(".questions li").nth(1).locator("button").click()
    await page.locator("[name=prompt]").fill("Two and a half")
    await _saved(page)
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.locator(".questions li")).to_have_count(2)
    await page.keyboard.press("Control+z")
    await expect(page.locator(".questions li")).to_have_count(3)
    await page.keyboard.press("Control+z")
    await expect(page.locator("[name=prompt]")).to_have_value("Two")
    await _saved(page)
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.get_by_role("heading", name="Question 1 ")).to_be_visible()
    await _saved(page)
    await page.reload()
    await expect(page.locator(".questions li").first).to_contain_text("Two")
    assert await _prompts(ada, quiz) == ["Two", "One", "Three"]


async def test_what_was_typed_without_a_network_is_there_after_a_reload_and_saved(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, THREE)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.route("**/questions/*", lambda route: route.abort())
    await page.locator("[name=prompt]").fill("Typed on a train")
    await expect(page.locator(".status")).to_contain_text("not saved")
    await page.unroute("**/questions/*")
    await page.reload()
    await expect(page.locator("[name=prompt]")).to_have_value("Typed on a train")
    await _saved(page)
    assert (await _prompts(ada, quiz))[0] == "Typed on a train"


async def test_what_was_typed_offline_is_not_put_over_what_others_changed_meanwhile(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, THREE)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.route("**/questions/*", lambda route: route.abort())
    await page.locator("[name=prompt]").fill("Typed on a train")
    await expect(page.locator(".status")).to_contain_text("not saved")
    [first, *_] = (await ada.get(f"/quizzes/{quiz}/questions")).json()["items"]
    await ada.patch(f"/quizzes/{quiz}/questions/{first['id']}", json={"prompt": "Theirs", "correct": False})
    await page.unroute("**/questions/*")
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("changed meanwhile")
    assert (await _prompts(ada, quiz))[0] == "Theirs"


async def test_a_reload_right_after_typing_makes_no_new_question_twice(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, [])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Write the first question").click()
    await page.locator("[name=prompt]").fill("Which city?")
    for place in (1, 2, 3, 4):
        await page.get_by_label(f"Choice {place}", exact=True).fill(f"City {place}")
    await _saved(page)
    await page.route("**/questions/*", lambda route: route.abort())
    await page.locator("[name=prompt]").fill("Which town?")
    await expect(page.locator(".status")).to_contain_text("not saved")
    await page.unroute("**/questions/*")
    await page.reload()
    await expect(page.locator("[name=prompt]")).to_have_value("Which town?")
    await _saved(page)
    assert await _prompts(ada, quiz) == ["Which town?"]


async def test_a_question_changed_elsewhere_is_not_written_over_unasked(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, THREE)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await expect(page.locator("[name=prompt]")).to_have_value("One")
    [first, *_] = (await ada.get(f"/quizzes/{quiz}/questions")).json()["items"]
    await ada.patch(f"/quizzes/{quiz}/questions/{first['id']}", json={"prompt": "Theirs"})
    await page.locator("[name=prompt]").fill("Mine")
    await expect(page.get_by_role("alert")).to_contain_text("changed meanwhile")
    assert (await _prompts(ada, quiz))[0] == "Theirs"
    await page.get_by_role("button", name="Keep what I typed").click()
    await _saved(page)
    assert (await _prompts(ada, quiz))[0] == "Mine"


@pytest.mark.parametrize(("language", "theme", "size"), [("en", "light", LAPTOP), ("ar", "dark", PHONE)])
async def test_every_kind_can_be_written_by_everybody(
    browser: Browser, server: Server, sign_up: SignUp, language: str, theme: str, size: dict[str, int]
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, list(EXAMPLES))
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}", language=language, size=size)
    await page.evaluate(f"localStorage['quizzler.theme'] = '\"{theme}\"'")
    await page.reload()
    for place in range(len(EXAMPLES)):
        await page.locator(".questions li").nth(place).locator("button").click()
        await expect(page.locator(".questions [aria-current]")).to_contain_text(str(place + 1))
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        await assert_accessible(page)
    assert page.faults == []  # type: ignore[attr-defined]


async def test_a_new_question_is_saved_once_it_is_complete(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = (await ada.post("/quizzes", json={"title": "Empty"})).json()["id"]
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Write the first question").click()
    await page.locator("[name=prompt]").fill("What is the capital of Australia?")
    for place, text in enumerate(("Canberra", "Sydney", "Perth"), start=1):
        await page.get_by_label(f"Choice {place}", exact=True).fill(text)
    await page.get_by_role("button", name="Remove 4").click()
    await _saved(page)
    [draft] = await _drafts(ada, quiz)
    assert [one.get("correct") for one in draft["choices"]] == [True, False, False]
    await expect(page.locator(".phone .choice").first).to_contain_text("Canberra")


async def test_a_copy_says_where_it_comes_from(browser: Browser, server: Server, sign_up: SignUp) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, THREE)
    copy = (await ada.post(f"/quizzes/{quiz}/duplicate", json={"title": "Lakes"})).json()["id"]
    page = await open_as(browser, server, ada, f"/edit?quiz={copy}")
    await expect(page.get_by_role("link", name="Rivers")).to_have_attribute("href", f"/edit?quiz={quiz}")
    await page.locator("[name=prompt]").fill("Another")
    await _saved(page)
    await assert_accessible(page)
