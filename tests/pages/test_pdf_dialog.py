"""A quiz from a PDF, on the pages alone: reading it, the questions with their sentences, and more of them."""

from pathlib import Path

import psycopg
from playwright.async_api import Browser, expect

from tests.documents.conftest import working
from tests.documents.scripted import ProcessingServer, event, made, question, read, refuse, report, showing
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
        ids = {"upload_id": posted.body["upload_id"], "job_id": posted.job_id}
        await report(posted, event("upload.processing", **ids, progress=0.3, done=3, of=10))
        await expect(dialog.get_by_text("Page 3 of 10 has been read …")).to_be_visible()
        await report(posted, read(posted))

        await dialog.get_by_label("Questions", exact=True).fill("2")
        await expect(dialog.locator(".price")).to_contain_text("0.2")
        await assert_accessible(page, "ask")
        await dialog.get_by_role("button", name="Write the questions").click()
        processor.pages = showing(tmp_path)
        await page.wait_for_url("**/edit?quiz=*")
        await expect(page.get_by_role("progressbar")).to_be_visible()
        posted = await processor.next()
        await report(posted, made(posted))
        await expect(page.locator(".questions li")).to_have_count(2)
        await expect(page.locator(".source")).to_contain_text("All plant cells have walls.")
        mark = page.locator(".pdf-page mark")
        await expect(mark).to_have_count(1)
        sheet, marked = await page.locator(".sheet").bounding_box(), await mark.bounding_box()
        assert sheet
        assert marked
        assert sheet["y"] < marked["y"] < sheet["y"] + sheet["height"] / 4
        await page.emulate_media(
            forced_colors="active"
        )  # in which a mark of the system's would hide the sentence
        await expect(mark).to_have_css("background-color", "rgb(255, 224, 138)")
        await page.emulate_media(forced_colors="none")
        await assert_accessible(page, "questions")
        await page.get_by_role("button", name="Larger").click()
        await expect(dialog.locator("mark")).to_have_count(1)
        await assert_accessible(page, "large page")
        await page.keyboard.press("Escape")
        processor.pages = refuse(404)
        await page.locator(".questions li button").nth(1).click()
        await expect(page.locator(".pdf-page mark")).to_have_count(1)  # the same page, which is kept

        await page.get_by_role("button", name="Write more questions from the PDF").click()
        await dialog.get_by_label("Questions", exact=True).fill("1")
        await assert_accessible(page, "more")
        await dialog.get_by_role("button", name="Write the questions").click()
        posted = await processor.next()
        assert (posted.body["questions"], len(posted.body["avoid"])) == (1, 2)
        await report(posted, made(posted, question(posted, "A third.")))
        await expect(page.locator(".questions li")).to_have_count(3)
        assert faults == []


async def test_a_page_that_can_not_be_shown_says_so_and_leaves_the_sentence(
    browser: Browser, database: psycopg.Connection, tmp_path: Path
) -> None:
    async with (
        ProcessingServer(pages=refuse(404)).running() as processor,
        serving(database, **working(processor, tmp_path)) as server,
    ):
        async with server.client() as api:
            session = await sign_up(api, "Ada")
            api.headers["Authorization"] = f"Bearer {session['access_token']}"
            upload = (await api.post("/uploads", json={"url": "https://example.com/biology.pdf"})).json()
            await report(posted := await processor.next(), read(posted))
            request = {"sources": [{"upload_id": upload["id"]}], "questions": 1}
            quiz = (await api.post("/quizzes/generate", json=request)).json()
            await report(posted := await processor.next(), made(posted))
        page = await (await signed_in(browser, session, viewport={"width": 320, "height": 640})).new_page()
        await page.goto(f"{server.url}/edit?quiz={quiz['id']}")
        await page.get_by_text("Show the page").click()
        await expect(page.get_by_text("There is no picture of this page.")).to_be_visible()
        await expect(page.locator(".source")).to_contain_text("All plant cells have walls.")
        await assert_accessible(page, "no picture")
