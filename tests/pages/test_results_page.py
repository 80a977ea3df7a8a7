"""What a teacher sees of a quiz: people, questions, answers to mark, and regrading before it is done."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.attempts.taking import Quiz, answer, make_quiz, short_text, single
from tests.fixtures import Client, Person, Server, Sql
from tests.pages.accessible import assert_accessible
from tests.pages.signed_in import sign_up, signed_in
from tests.waiting import until

Json = dict[str, Any]
ESSAY = {"kind": "essay", "prompt": "Why?"}


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, api: Client) -> AsyncIterator[Page]:
    """A page of a teacher who is signed in; an error in it fails the test."""
    context = await signed_in(browser, await sign_up(api, "Teacher"))
    faults: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def quiz(page: Page, sql18: Sql) -> Quiz:
    """A quiz of the teacher's that two people have taken; an essay of each waits to be marked."""
    teacher = Person(sql18.value("select id::text from core.profiles"), "Teacher@example.com")
    quiz = make_quiz(sql18, teacher, single(), short_text(), ESSAY, title="Cities")
    for name, city in (("Ada", "São Paulo"), ("Ben", "Rio")):
        taker = sql18.person(name)
        attempt = quiz.start(taker)
        capital, largest, why = attempt["questions"]
        rome = next(choice["id"] for choice in capital["choices"] if choice["text"] == "Rome")
        quiz.submit(
            taker, [answer(capital, [rome]), answer(largest, city), answer(why, f"{name} thinks so.")]
        )
    return quiz


async def test_every_person_and_question_leads_to_the_answers_behind_it(
    quiz: Quiz, page: Page, server: Server
) -> None:
    await page.goto(f"{server.url}/results?quiz={quiz.id}")
    await expect(page.get_by_role("row")).to_have_count(3)
    await assert_accessible(page, "people")
    await page.get_by_role("searchbox").fill("ben")
    await expect(page.get_by_role("row")).to_have_count(2)
    await page.get_by_role("button", name="Ben").click()
    await expect(page.get_by_role("dialog").get_by_text("Rio")).to_be_visible()
    await expect(page.get_by_role("dialog").get_by_text("You", exact=True)).to_have_count(0)  # it is Ben's
    await assert_accessible(page, "answers")
    await page.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Questions", exact=True).click()
    await page.get_by_text("Answers and figures").nth(1).click()
    await expect(page.get_by_role("row").filter(has_text="Rio")).to_be_visible()
    await assert_accessible(page, "questions")


async def test_an_essay_is_marked_and_leaves_the_queue(
    quiz: Quiz, page: Page, server: Server, sql18: Sql
) -> None:
    await page.goto(f"{server.url}/results?quiz={quiz.id}#marking")
    first = page.get_by_role("article").first
    await expect(first.get_by_text("Ada thinks so.")).to_be_visible()
    await assert_accessible(page, "marking")
    await first.get_by_label("Points").fill("0.5")
    await first.get_by_label("Comment for the taker").fill("Say why.")
    await first.get_by_role("button", name="Mark").click()
    await expect(page.get_by_text("Ada thinks so.")).to_have_count(0)
    await until(lambda: sql18.value("select count(*) from core.answers where comment = 'Say why.'") == 1)


async def test_a_mark_that_was_typed_is_there_when_one_comes_back(
    quiz: Quiz, page: Page, server: Server
) -> None:
    await page.goto(f"{server.url}/results?quiz={quiz.id}#marking")
    first = page.get_by_role("article").first
    await first.get_by_label("Points").fill("0.75")
    await first.get_by_label("Comment for the taker").fill("Half a thought")
    await page.get_by_role("button", name="People", exact=True).click()
    await page.get_by_role("button", name="To mark").click()
    await expect(first.get_by_label("Points")).to_have_value("0.75")
    await page.reload()
    await expect(first.get_by_label("Comment for the taker")).to_have_value("Half a thought")


async def test_a_regrade_shows_whom_it_changes_before_it_is_done(
    quiz: Quiz, page: Page, server: Server, sql18: Sql
) -> None:
    await page.goto(f"{server.url}/results?quiz={quiz.id}#regrade")
    await page.get_by_label("largest city").select_option("Full points for everybody")
    await page.get_by_role("button", name="Show what would change").click()
    await expect(page.get_by_text("1 attempt of 2 would change.")).to_be_visible()
    assert sql18.value("select count(*) from core.regrades") == 0
    await assert_accessible(page, "preview")
    await page.get_by_role("button", name="Regrade now").click()
    await expect(page.get_by_text("1 attempt has changed.")).to_be_visible()
    assert sql18.value("select count(*) from core.regrades") == 1
