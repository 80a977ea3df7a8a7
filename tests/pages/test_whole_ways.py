"""Whole ways of a teacher on pages alone: an exam from its first question to its results; a PDF to a game."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.async_api import Browser, Page, expect

from processor.sample import sample_pdf
from tests.fixtures import Client, Server, Sql, serving
from tests.pages.signed_in import sign_up, signed_in

GIFT = """::River:: The longest river of Africa? {=Congo ~Nile ~Niger}

::Sea:: A sea without a coast? {=Sargasso}
"""


def watched(page: Page) -> list[str]:
    """The errors of this page from now on."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


async def saved(page: Page) -> None:
    await expect(page.locator(".status")).to_have_text("Saved")


async def test_an_exam_from_its_first_question_to_the_file_of_its_results(
    browser: Browser, server: Server, api: Client, sql18: Sql
) -> None:
    """Written and imported, edited, taken, marked anew after its key was corrected, and saved as files."""
    page = await (await signed_in(browser, await sign_up(api, "Teacher"))).new_page()
    faults = watched(page)

    await page.goto(server.url)  # import
    gift = {"name": "rivers.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}
    await page.locator(".ways input[type=file]").set_input_files(gift)  # type: ignore[arg-type]
    await page.wait_for_url("**/edit?quiz=*")
    quiz = page.url.rpartition("=")[2]
    await page.get_by_role("textbox", name="Title").fill("Rivers and seas")
    await page.get_by_role("textbox", name="Title").press("Enter")
    await page.get_by_role("heading", name="Question 1 ").wait_for()

    await page.keyboard.press("Control+Enter")  # author: another single choice
    await page.get_by_role("heading", name="Question 2 ").wait_for()
    await page.locator("[name=prompt]").fill("The capital of Peru?")
    for place, text in enumerate(("Lima", "Cusco", "Quito"), start=1):
        await page.get_by_label(f"Choice {place}", exact=True).fill(text)
    await page.get_by_role("button", name="Remove 4").click()
    await saved(page)

    await page.locator(".questions li button").first.click()  # edit, but leave the wrong key
    await page.locator("[name=prompt]").fill("Which is the longest river of Africa?")
    await saved(page)
    await page.get_by_role("button", name="Share").click()
    await page.get_by_label("Who may take it").select_option("Whoever has the link")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Settings", exact=True).click()
    await page.get_by_label("People without an account may take it by a nickname").check()
    await saved(page)

    taker = await (await signed_in(browser, None)).new_page()  # exam
    faults += watched(taker)
    await taker.goto(f"{server.url}/take?quiz={quiz}")
    await taker.get_by_label("Your name").fill("Zoe")
    await taker.get_by_role("button", name="Begin").click()
    for answer in ("Nile", "Lima"):
        await taker.get_by_role("button", name=answer).click()
    await taker.get_by_role("textbox").fill("sargasso")
    await taker.get_by_role("button", name="Hand in").click()
    await expect(taker.get_by_role("heading", name="Your result")).to_be_visible()
    await expect(taker.get_by_text("2 of 3 points")).to_be_visible()

    await page.locator(".tabs button").first.click()  # regrade
    await page.locator(".questions li button").first.click()
    await page.get_by_label("Choice 2 is right").check()
    await saved(page)
    await page.get_by_role("link", name="Results", exact=True).click()
    await page.get_by_role("button", name="Regrade", exact=True).click()
    await page.get_by_label("longest river").select_option("Mark by the current key")
    await page.get_by_role("button", name="Show what would change").click()
    await expect(page.get_by_text("1 attempt of 1 would change.")).to_be_visible()
    await page.get_by_role("button", name="Regrade now").click()
    await expect(page.get_by_text("1 attempt has changed.")).to_be_visible()
    await taker.reload()
    await expect(taker.get_by_text("3 of 3 points").first).to_be_visible()

    await page.get_by_role("button", name="People", exact=True).click()  # export
    await page.get_by_text("Save as file").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Table (CSV)").click()
    assert "Zoe" in (await (await download.value).path()).read_text("utf-8-sig")
    await page.goto(server.url)
    await page.get_by_label("More for “Rivers and seas”").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save as GIFT").click()
    gift_again = (await (await download.value).path()).read_text("utf-8")
    for words in ("Which is the longest river of Africa?", "=Nile", "The capital of Peru?", "Sargasso"):
        assert words in gift_again
    assert faults == []


async def answer(phone: Page) -> None:
    """Give some answer to whatever is asked."""
    fields = phone.locator(".round.open")
    await expect(fields).to_be_visible()
    for field in await fields.get_by_role("textbox").all():
        await field.fill("cell")
    for field in await fields.get_by_role("combobox").all():
        await field.select_option(index=1)
    choices = fields.locator("button[aria-pressed]")
    if await choices.count():
        await choices.first.click()
    send = phone.get_by_role("button", name="Send answer")
    if await send.count() and await send.is_enabled():
        await send.click()


@pytest.mark.heavy
async def test_a_pdf_becomes_a_quiz_that_is_played(
    browser: Browser, database: psycopg.Connection, tmp_path: Path
) -> None:
    """With the processing server that comes with Quizzler."""
    async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as server:
        async with server.client() as api:
            session = await sign_up(api, "Ada")
        page = await (await signed_in(browser, session)).new_page()
        faults = watched(page)
        await page.goto(server.url)
        await page.get_by_role("button", name="From a PDF").first.click()
        dialog = page.get_by_role("dialog")
        pdf: Any = {"name": "Sample.pdf", "mimeType": "application/pdf", "buffer": sample_pdf()}
        await dialog.locator("input[type=file]").set_input_files(pdf)
        await dialog.get_by_label("Questions", exact=True).fill("3", timeout=90_000)
        await dialog.get_by_role("button", name="Write the questions").click()
        await page.wait_for_url("**/edit?quiz=*")
        await expect(page.locator(".questions li")).to_have_count(3, timeout=90_000)
        await expect(page.locator(".source")).to_be_visible()

        await page.get_by_role("link", name="Host", exact=True).click()
        await page.get_by_role("button", name="Open the room").click()
        await page.wait_for_url("**/host?code=*")
        room = page.url.rpartition("=")[2]
        phone = await (await signed_in(browser, None, viewport={"width": 390, "height": 844})).new_page()
        faults += watched(phone)
        await phone.goto(f"{server.url}/play?code={room}")
        await phone.get_by_label("Nickname").fill("Zoe")
        await phone.get_by_role("button", name=f"Join room {room}").click()
        for label in ("Start", "Next question", "Next question"):
            button = page.locator(".primary", has_text=label)
            await expect(button).to_have_attribute("aria-disabled", "false")
            await button.click()
            await answer(phone)
            await expect(phone.locator(".round.closed")).to_be_visible()
        await page.locator(".primary", has_text="Show the podium").click()
        await expect(phone.get_by_role("heading", name="That was it!")).to_be_visible()
    assert database.execute("select count(*) from core.live_answers").fetchone() == (3,)
    assert faults == []
