"""A quiz from a PDF, on the pages alone: reading it, the questions with their sentences, and more of them."""

from pathlib import Path

import psycopg
from playwright.async_api import Browser, expect

from tests.documents.conftest import working
from tests.documents.scripted import ProcessingServer, made, question, read, report
from tests.fixtures import serving
from tests.pages.accessible import assert_accessible
from tests.pages.signed_in import sign_up, signed_in


async def test_a_quiz_comes_from_a_pdf_and_later_more_questions(
    browser: Browser, database: psycopg.Connection, tmp_path: Path
) -> None:
    async with (
        ProcessingServer().running() as processor,
        serving(database, **working(processor, tmp_path)) as server,
    ):
        async with server.client() as api:
            context = await signed_in(browser, await sign_up(api, "Ada"))
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(server.url)
        await page.get_by_role("button", name="From a PDF").first.click()
        dialog = page.get_by_role("dialog")
        await assert_accessible(page, "choose")
        await dialog.get_by_label("or its address on the web").fill("https://example.com/biology.pdf")
        await dialog.get_by_role("button", name="Fetch").click()
        await expect(dialog.get_by_role("progressbar")).to_be_visible()
        await assert_accessible(page, "being read")
        posted = await processor.next()
        await report(posted, read(posted))

        await dialog.get_by_label("Questions", exact=True).fill("2")
        await expect(dialog.locator(".price")).to_contain_text("0.2")
        await assert_accessible(page, "ask")
        await dialog.get_by_role("button", name="Write the questions").click()
        await page.wait_for_url("**/edit?quiz=*")
        await expect(page.get_by_role("progressbar")).to_be_visible()
        posted = await processor.next()
        await report(posted, made(posted))
        await expect(page.locator(".questions li")).to_have_count(2)
        await expect(page.locator(".source")).to_contain_text("All plant cells have walls.")
        await assert_accessible(page, "questions")

        await page.get_by_role("button", name="Write more questions from the PDF").click()
        await dialog.get_by_label("Questions", exact=True).fill("1")
        await assert_accessible(page, "more")
        await dialog.get_by_role("button", name="Write the questions").click()
        posted = await processor.next()
        assert (posted.body["questions"], len(posted.body["avoid"])) == (1, 2)
        await report(posted, made(posted, question(posted, "A third.")))
        await expect(page.locator(".questions li")).to_have_count(3)
        assert faults == []
